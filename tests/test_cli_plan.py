"""`plan`, and the conditions of a profile in `analyse`, as a user runs them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from formcheck.app.person.people import kept_profile
from formcheck.core.records.person import Person, Screened
from formcheck.core.stretch.spec import OwnRange, Profile, StretchProfile
from formcheck.edges.people import PeopleFiles
from formcheck.errors import OutputError
from tests.conftest import Call


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    return folder


def plan_file(data: Path, person: str = "") -> Path:
    return PeopleFiles(data).plan(person)


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


def test_without_a_plan_it_says_how_to_begin_one(call: Call, data: Path) -> None:
    for word in ("show", "check"):
        code, _, err = call("plan", word)
        assert code == 2
        assert (
            err == "formcheck: no plan is kept yet; `formcheck plan edit` begins one\n"
        )


def test_a_plan_is_begun_shown_and_checked(call: Call, data: Path) -> None:
    code, out, _ = call("plan", "edit")
    assert code == 0
    assert str(plan_file(data)) in out
    code, out, _ = call("plan", "show")
    assert code == 0
    assert "Cat and cow" in out
    assert call("plan", "check")[:2] == (0, "plan.toml: no problems\n")
    assert call("plan", "check", "--person", "Ann")[0] == 2  # hers is another


def test_edit_opens_the_editor_and_checks_after(
    call: Call, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "an editor"
    editor.write_text('#!/bin/sh\nsed -i "s/cat_cow/cat_cwo/" "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", f"'{editor}'")
    code, _, err = call("plan", "edit")
    assert code == 2
    assert "'cat_cwo' is not a stretch here (cat_cow)" in err
    assert "cat_cwo" in plan_file(data).read_text()  # what was typed is not lost
    code, _, err = call("plan", "show")
    assert code == 2 and "(cat_cow)" in err
    monkeypatch.setenv("EDITOR", str(tmp_path / "no such"))
    code, _, err = call("plan", "edit")
    assert code == 2 and "does not open" in err
    code, _, err = call("plan", "edit", "--from", "back_15_minutes")
    assert code == 2 and "there is a plan already" in err


def test_a_file_from_somebody_else_becomes_the_plan(
    call: Call, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "from the physio.toml"
    file.write_text('schema = 1\n[[stretches]]\nstretch = "brige"\n')
    code, _, err = call("plan", "use", file)
    assert code == 2 and "(bridge)" in err
    assert not plan_file(data).exists()
    good = 'schema = 1\nname = "From Kim"\n[[stretches]]\nstretch = "bridge"\n'
    file.write_text(good)
    assert call("plan", "use", file)[0] == 0
    assert "From Kim" in call("plan", "show")[1]
    code, _, err = call("plan", "use", file)
    assert code == 2 and "--replace" in err
    file.write_text(good.replace("Kim", "Lee"))
    assert call("plan", "use", file, "--replace")[0] == 0
    assert "From Lee" in call("plan", "show")[1]
    aside = plan_file(data).with_suffix(".before.toml")
    assert "Kim" in aside.read_text()


@pytest.mark.parametrize("end", ["nan", "inf", "-inf"])
def test_an_end_of_a_range_is_a_number(call: Call, tmp_path: Path, end: str) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(f'schema = 1\n[[stretches]]\nstretch = "bridge"\nceiling = {end}\n')
    code, _, err = call("plan", "use", file)
    assert code == 2
    (line,) = err.splitlines()
    assert f"stretches[0].ceiling: should be a finite number, is {end}" in line


def test_a_plan_that_cannot_be_written_leaves_the_one_before(
    call: Call, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(
        'schema = 1\nname = "From Kim"\n[[stretches]]\nstretch = "bridge"\n'
    )
    assert call("plan", "use", file)[0] == 0

    def full(path: Path, _text: str) -> None:
        raise OutputError(f"{path}: cannot be written (no space left on device)")

    monkeypatch.setattr("formcheck.app.person.plans.replace_text", full)
    code, _, err = call("plan", "use", file, "--replace")
    assert code == 2 and "no space" in err
    assert "From Kim" in plan_file(data).read_text()


def test_a_plan_is_shown_with_what_the_person_exchanges(call: Call, data: Path) -> None:
    call("plan", "edit", "--person", "Ann")
    PeopleFiles(data).write(
        Person(person="Ann", screened=Screened(conditions=["knees"]))
    )
    code, out, _ = call("plan", "show", "--person", "Ann")
    assert code == 0
    assert "Your knees: no kneeling." in out
    shown = out.split("Your knees")[0]
    assert "Cat and cow  " not in shown


def test_nobody_is_judged_by_another_s_profile(
    call: Call, data: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "ann.toml"
    profile.write_text('person = "Ann"\n')
    code, _, err = call(
        "analyse",
        "none.mp4",
        *("--stretch", "bridge", "--profile", profile, "--person", "Bob"),
    )
    assert code == 2
    assert "--person Bob: the profile is Ann's" in err


def test_a_person_s_kept_ranges_serve_that_person_alone(data: Path) -> None:
    ranges = {"bridge": StretchProfile(ceiling_deg=172)}
    PeopleFiles(data).write(
        Person(person="Ann", screened=Screened(conditions=["knees"]), stretches=ranges)
    )
    ann = kept_profile("Ann")
    assert (ann.person, ann.conditions) == ("Ann", ["knees"])
    assert ann.stretches == ranges
    assert kept_profile("Bob").stretches == {}
    assert kept_profile(None) == Profile()


def test_a_condition_that_there_is_not_is_named(
    call: Call, data: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "me.toml"
    profile.write_text('conditions = ["osteoporsis"]\n')
    code, _, err = call(
        "analyse", "none.mp4", "--stretch", "bridge", "--profile", profile
    )
    assert code == 2
    assert "'osteoporsis' is not a condition here (osteoporosis)" in err


def test_what_is_kept_of_a_person_is_shown_and_forgotten(
    call: Call, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = call("person", "show")
    assert code == 0 and "Not asked yet" in out
    people = PeopleFiles(data)
    screened = Screened(
        full_at="2026-11-20T09:30:00+01:00",
        conditions=["knees"],
        checked={"night": "2026-11-20"},
        history=["cancer"],
        floor=False,
    )
    ranges = {
        "bridge": StretchProfile(ceiling_deg=172.4),
        "gone": StretchProfile(ceiling_deg=1),
        "standing_side_bend": StretchProfile(
            ranges={"right": OwnRange(peaks=(23.0, 25.0, 24.0))}
        ),
    }
    ann = Person(person="Ann", screened=screened, stretches=ranges)
    people.write(ann)
    call("plan", "edit", "--person", "Ann")
    code, out, _ = call("person", "show", "--person", "Ann")
    assert code == 0
    for words in (
        "answered on 2026-11-20",
        "Painful or replaced knees",
        "Worse at night",
        "Cancer",
        "Stays off the floor",
        "172 deg",
        "right",
        "24 deg",
        "34 deg",
    ):
        assert words in out, words
    code, out, _ = call("person", "ask-again", "--person", "Ann")
    assert code == 0
    again = people.read("Ann")
    assert again.screened.full_at is None
    assert again.stretches == ann.stretches
    assert again.screened.checked == screened.checked
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    code, out, err = call("person", "forget", "--person", "Ann")
    assert (code, out) == (2, "")
    assert err == "formcheck: --yes is needed to delete what is kept of 'Ann'\n"
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    code, out, _ = call("person", "forget", "--person", "Ann")
    assert code == 2 and "Nothing was deleted." in out
    monkeypatch.setattr("sys.stdin", Terminal(""))
    assert call("person", "forget", "--person", "Ann")[0] == 130
    assert people.read("Ann") == again
    code, out, _ = call("person", "forget", "--person", "Ann", "--yes")
    assert code == 0 and out.startswith("Deleted.\nNot removed")
    assert people.read("Ann") == Person(person="Ann")
    assert not people.plan("Ann").exists()
    code, out, _ = call("person", "forget", "--person", "Ann", "--yes")
    assert (code, out) == (0, "Nothing is kept of 'Ann'.\n")
