"""`formcheck programmes` as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stretches.files import PLANK
from tests.stretches.test_programmes import SMALL
from tests.test_cli import call


@pytest.fixture
def poses(tmp_path: Path) -> Path:
    (tmp_path / "plank.toml").write_text(PLANK, encoding="utf-8")
    sit = PLANK.replace('"plank"', '"sit"').replace('"prone"', '"seated"')
    sit = sit.replace('"Plank"', '"Sit tall"')
    (tmp_path / "sit.toml").write_text(sit, encoding="utf-8")
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes/small.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


Fixtures = tuple[pytest.MonkeyPatch, pytest.CaptureFixture[str]]


@pytest.fixture
def screen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Fixtures:
    monkeypatch.setenv("COLUMNS", "80")
    return monkeypatch, capfd


def test_the_list_is_a_line_each(poses: Path, screen: Fixtures) -> None:
    status, out, err = call(*screen, "programmes", "--poses", poses)
    assert (status, err) == (0, "")
    head, line = out.splitlines()
    assert head.split() == ["id", "name", "minutes", "sets", "where"]
    assert line.split() == ["small", "A", "small", "one", "1", "1", "floor"]


def test_one_that_waits_for_a_stretch_is_said_so(poses: Path, screen: Fixtures) -> None:
    other = SMALL.replace('"small"', '"other"').replace('"plank"', '"triangle"')
    (poses / "programmes/other.toml").write_text(other, encoding="utf-8")
    status, out, err = call(*screen, "programmes", "--poses", poses)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "other is left out: there is no stretch triangle."


def test_one_is_shown_in_order(poses: Path, screen: Fixtures) -> None:
    status, out, err = call(*screen, "programmes", "show", "small", "--poses", poses)
    assert (status, err) == (0, "")
    for words in (
        "A small one (small)",
        "About 1 minute, rests included: 1 set, no turns round, no camera moves,",
        "Put the camera 0.6 m high, 2.5 m away. From the side.",
        "Plank",
        "1 x 20 s, rest 10 s",
        "- Plank: Sit tall",
        "Somebody with a sore wrist.",
    ):
        assert words in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_it_is_shown_for_who_cannot_get_down(poses: Path, screen: Fixtures) -> None:
    _, out, _ = call(
        *screen, "programmes", "show", "small", "--no-floor", "--poses", poses
    )
    assert "Sit tall" in out
    assert "Plank" not in out


def test_an_unknown_one_is_one_line_with_the_nearest(
    poses: Path, screen: Fixtures
) -> None:
    status, out, err = call(*screen, "programmes", "show", "smal", "--poses", poses)
    assert (status, out) == (2, "")
    assert err == "formcheck: no programme is called 'smal'; did you mean small?\n"


def test_a_broken_one_is_told_with_its_place(poses: Path, screen: Fixtures) -> None:
    path = poses / "programmes/small.toml"
    path.write_text(SMALL.replace("get_ups = 1", "get_ups = 0"), encoding="utf-8")
    for words in (("programmes", "--poses", poses), ("check", path)):
        status, out, err = call(*screen, *words)
        assert (status, out) == (2, "")
        assert f"{path}: get_ups: 0 is said, 1 it is" in err
        assert len(err.splitlines()) == 1


def test_files_of_both_kinds_are_checked(poses: Path, screen: Fixtures) -> None:
    files = (poses / "plank.toml", poses / "programmes/small.toml")
    status, out, _ = call(*screen, "check", *files)
    assert (status, out) == (0, "2 files: no problems\n")
