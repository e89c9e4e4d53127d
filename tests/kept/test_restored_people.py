"""People's files and plans where a backup is restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.core.records.person import Person
from formcheck.edges.people import PeopleFiles
from tests.conftest import Call
from tests.test_cli_backup import changed, everything, said

GOOD_PLAN = 'schema = 1\nname = "Mine"\n\n[[stretches]]\nstretch = "gone"\n'
BAD_PLANS = {
    "no TOML": b"\0\xff no plan",
    "empty": b"",
    "no stretch": b'schema = 1\nname = "Mine"\n[[stretches]]\nreps = 3\n',
}


@pytest.mark.parametrize("what", BAD_PLANS)
def test_a_plan_in_a_backup_is_read_before_it_replaces_one(
    first: Path, call: Call, what: str
) -> None:
    """One of a stretch that is not there is a plan."""
    path = PeopleFiles(first).plan("Ann")
    path.write_text(GOOD_PLAN)
    call("backup", "all.zip")
    assert call("restore", "all.zip", "--replace")[0] == 0
    assert path.read_text() == GOOD_PLAN
    before = everything(first)
    changed("people/person-%41nn/plan", lambda _: BAD_PLANS[what])
    status, out, err = call("restore", "bad.zip", "--replace")
    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("formcheck: bad.zip: people/")
    assert "plan.toml: not a plan" in line
    assert everything(first) == before


@pytest.mark.parametrize("name", ["person.json", "plan.toml"])
def test_people_without_a_session_are_not_lost_unasked(
    first: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    files = PeopleFiles(first)
    files.write(Person(person="Ann"))
    files.plan("Ann").write_text(GOOD_PLAN)
    call("backup", "all.zip")
    other = tmp_path / "other"
    monkeypatch.setenv("FORMCHECK_DATA", str(other))
    path = PeopleFiles(other).folder("Ann") / name
    path.parent.mkdir(parents=True)
    path.write_text(own := (files.folder("Ann") / name).read_text() + "\n")
    status, out, err = call("restore", "all.zip")
    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert "people's files are kept already" in line and "--replace" in line
    assert path.read_text() == own and said(other) == []
    assert call("restore", "all.zip", "--replace")[0] == 0
    assert path.read_text() + "\n" == own and len(said(other)) == 12
