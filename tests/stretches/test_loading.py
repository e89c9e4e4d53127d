from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.errors import StretchFileError, UnknownStretchError
from formcheck.stretches.loading import (
    check_file,
    find_stretch,
    list_stretches,
    load_stretch,
)
from tests.stretches.files import PLANK


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plank.toml").write_text(PLANK, encoding="utf-8")
    return tmp_path


def spoilt(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the file with words changed, each of them once."""
    text = PLANK
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / "plank.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_right_file_has_no_problems(folder: Path) -> None:
    assert check_file(folder / "plank.toml") == []
    spec = load_stretch(folder / "plank.toml")
    assert (spec.id, spec.primary, spec.hold.seconds) == ("plank", "hip", 20)
    assert [s.id for s in list_stretches(folder)] == ["plank"]
    assert find_stretch("plank", folder) == spec


def test_seven_mistakes_are_seven_lines_with_the_right_words(folder: Path) -> None:
    path = spoilt(
        folder,
        ('view = "side"', 'view = "sidee"'),
        ("instructions = [", "instrutions = ["),
        ("still_s = 0.5", "still_s = 9"),
        ('measure = "trunk"\nenter', 'measure = "trunc"\nenter'),
        ("exit = [155, 190]", "exit = [165, 190]"),
        ('measure = "hip"\nabove = 205', 'measure = "hipp"\nabove = "high"'),
    )
    assert sorted(check_file(path)) == sorted(
        f"{path}: {line}"
        for line in (
            "text.en.instrutions: 'instrutions' is not a key here (instructions)",
            "camera.view: 'sidee' is not a word for this (side)",
            "start.still_s: should be 1.5 or less, is 9",
            "start.clauses[0].measure: 'trunc' is not a measure here (trunk)",
            "target.clauses[0].exit: [165.0, 190.0] must hold [160.0, 185.0]",
            "faults[0].measure: 'hipp' is not a measure here (hip)",
            "faults[0].above: should be a number, is 'high'",
        )
    )


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('kind = "hip_angle"', 'kind = "hip_angel"', "(hip_angle)"),
        (
            'kind = "hip_angle"',
            'kind = "hip"',
            "measure (hip_angle, hip_over_knee, hip_h",
        ),
        ("above = 205", "above = 190", "faults[0].above: 190 is less than 10 degrees"),
        ("above = 205", "above = nan", "faults[0].above: nan is not a number"),
        ("seconds = 20", 'seconds = "20"', "hold.seconds: should be a number"),
        ("count = 3", "count = 3.5", "reps.count: should be a whole number"),
        (
            "enter = [160, 185]",
            "enter = [160]",
            "target.clauses[0].enter[1]: this value",
        ),
        ('id = "plank"', 'id = "plonk"', "id: 'plonk' is not the file's name (plank)"),
        (
            'base = "hands_and_feet"\n',
            "",
            "target.base: say what the body rests on in it",
        ),
        (
            'no_too_far = "An example."\n',
            "",
            "target.too_far: name the flag for going too far, or say in `no_too_far` "
            "why none is needed",
        ),
        (
            'base = "hands_and_feet"\n',
            'base = "feet"\ntoo_far = "sagging"\n',
            "no_too_far: there is a flag for it: `too_far`",
        ),
        (
            'id = "sagging"',
            'id = "Sagging Hips"',
            "faults[0].id: 'Sagging Hips' is not a",
        ),
        (
            "max_off_deg",
            "max_of_deg",
            "camera.max_of_deg: 'max_of_deg' is not a key here",
        ),
        ('tempo_cue = "Slower."\n', "", "text.en.tempo_cue: this key is missing"),
        (
            'severity = "unsafe"',
            'severity = "form"',
            "faults: at least two of severity",
        ),
    ],
)
def test_one_mistake_is_one_line(
    folder: Path, before: str, after: str, problem: str
) -> None:
    path = spoilt(folder, (before, after))
    (line,) = check_file(path)
    assert line.startswith(f"{path}: ")
    assert problem in line
    with pytest.raises(StretchFileError):
        load_stretch(path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"id = = 1", "line 1, column 6"),
        (b"\xff\xfe", "not UTF-8 text"),
        (b"#" * 1_000_001, "too large"),
        (b"a = " + b"[" * 5000, "nested too deeply"),
    ],
)
def test_what_is_not_toml_is_said_so(
    folder: Path, content: bytes, problem: str
) -> None:
    path = folder / "plank.toml"
    path.write_bytes(content)
    (line,) = check_file(path)
    assert problem in line


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    path = folder / "plank.toml"
    path.write_bytes(b"\xef\xbb\xbf" + PLANK.encode())
    assert check_file(path) == []


def test_an_unknown_stretch_names_the_nearest(folder: Path) -> None:
    with pytest.raises(UnknownStretchError, match=r"'Planc'; did you mean plank\?"):
        find_stretch("Planc", folder)


def test_a_path_is_not_a_name(folder: Path) -> None:
    with pytest.raises(UnknownStretchError):
        find_stretch("../plank", folder / "..")


def test_a_missing_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StretchFileError, match="no folder of stretch files"):
        list_stretches(tmp_path / "none")
