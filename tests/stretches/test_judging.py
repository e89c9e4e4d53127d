"""The file of the numbers that everybody is judged by: what may be wrong with it, and
where it is looked for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.core.measure.kinds import KINDS
from formcheck.errors import JudgingFileError
from formcheck.resources import poses_dir
from formcheck.stretches.checking import check_any
from formcheck.stretches.judging import FILE, judging_of, list_numbers, load_judging
from tests.numbers import SHIPPED

TEXT = (poses_dir() / FILE).read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def changed(table: str, key: str, value: str) -> str:
    """The shipped file with one line of one number changed."""
    before, after = TEXT.split(f"[{table}]\n")
    after = re.sub(rf"^{key} = .*$", f"{key} = {value}", after, count=1, flags=re.M)
    return f"{before}[{table}]\n{after}"


def problems(folder: Path, text: str) -> list[str]:
    path = written(folder, text)
    with pytest.raises(JudgingFileError) as error:
        load_judging(path)
    lines = str(error.value).splitlines()
    assert check_any(path) == lines
    assert all(line.startswith(f"{path}: ") for line in lines)
    return [line.removeprefix(f"{path}: ") for line in lines]


def test_the_shipped_numbers_lie_within_their_bounds_and_say_what_they_mean() -> None:
    for name, one in list_numbers(poses_dir() / FILE).items():
        assert one.low <= one.value <= one.high and one.low < one.high, name
        assert one.means.endswith(".") and len(one.means.split()) > 4, name
        assert one.unit and one.evidence, name


def test_every_kind_of_measure_has_an_error() -> None:
    assert SHIPPED.measure.errors.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("table", "key", "value", "told"),
    [
        ("judge.hold.min_s", "value", "9.0", "9 is not within 0.3 and 3"),
        ("judge.hold.min_s", "low", "0.1", "0.1 is below 0.3"),
        ("judge.hold.min_s", "high", "5.0", "5 is above 3"),
        ("judge.hold.min_s", "value", "nan", "finite number"),
        ("judge.hold.min_s", "value", '"1"', "a number"),
        ("body.strangers.forget_looks", "value", "8.5", "a whole number"),
        ("judge.rep.at_rest", "value", "0.3", "0.3 is more than judge.rep.going"),
        ("judge.hold.min_s", "evidence", '"tuned_"', "(tuned)"),
        ("judge.hold.min_s", "means", '""', "should not be empty"),
    ],
)
def test_a_number_that_will_not_do_is_named(
    tmp_path: Path, table: str, key: str, value: str, told: str
) -> None:
    (line,) = problems(tmp_path, changed(table, key, value))
    assert line.startswith(f"{table}.{key}: ") and told in line


def test_all_problems_are_told_at_once_with_the_nearest_word(tmp_path: Path) -> None:
    text = TEXT.replace("[judge.hold.min_s]", "[judge.hold.mins_s]")
    text = text.replace("[measure.errors.hip_angle]", "[measure.errors.hip_angel]")
    text = text.replace("schema = 1", "schema = 2")
    found = problems(tmp_path, text)
    assert any("'mins_s' is not a key here (min_s)" in line for line in found)
    assert any("'hip_angel' is not a key here (hip_angle)" in line for line in found)
    assert any(line.startswith("schema: ") for line in found)
    assert len(found) == 3


def test_a_number_that_is_missing_is_told(tmp_path: Path) -> None:
    before, after = TEXT.split("[judge.hold.min_s]\n")
    (line,) = problems(tmp_path, before + "[" + after.split("[", 1)[1])
    assert line == "judge.hold.min_s: this key is missing"


def test_a_folder_s_own_file_is_read_in_the_place_of_the_shipped(
    tmp_path: Path,
) -> None:
    assert judging_of(tmp_path) is judging_of() is judging_of(poses_dir())
    written(tmp_path, changed("judge.hold.min_s", "value", "1.5"))
    own = judging_of(tmp_path)
    hold = replace(SHIPPED.judge.hold, min_s=1.5)
    assert own == replace(SHIPPED, judge=replace(SHIPPED.judge, hold=hold))


def test_the_digest_is_of_the_values_alone(tmp_path: Path) -> None:
    told = written(tmp_path / "a", TEXT.replace('means = "', 'means = "So: '))
    assert load_judging(told).digest == SHIPPED.digest
    whole = written(tmp_path / "b", changed("measure.errors.hip_angle", "value", "5"))
    assert load_judging(whole).digest == SHIPPED.digest
    other = written(tmp_path / "c", changed("measure.errors.hip_angle", "value", "6"))
    assert load_judging(other).digest != SHIPPED.digest


def test_what_only_has_the_files_name_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    with pytest.raises(JudgingFileError, match="a folder, not a judging file"):
        judging_of(tmp_path)
    (tmp_path / FILE).rmdir()
    (tmp_path / FILE).symlink_to(tmp_path / "gone.toml")
    with pytest.raises(JudgingFileError, match="no such file"):
        judging_of(tmp_path)
