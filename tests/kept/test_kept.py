"""What every released version has kept is read by every command of this one."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.history.formats import Format
from formcheck.app.history.progress import read_progress
from formcheck.app.history.recovery import recover
from formcheck.app.history.store import open_history
from formcheck.app.live.session import LiveOptions, LiveSession
from formcheck.app.report.pages import progress_page, report_page
from formcheck.core.records.codec import FORMAT
from formcheck.edges.camera import PlayedCamera
from formcheck.edges.clock import ManualClock
from formcheck.edges.notices import forget_told
from formcheck.edges.people import PeopleFiles
from formcheck.edges.recording import read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.my_plan import load_plan
from tests.app.acting import MODEL
from tests.app.test_live import _Nobody
from tests.conftest import Call
from tests.kept.conftest import VERSIONS
from tests.numbers import SHIPPED
from tests.shelf import SPECS


def live_in(folder: Path, person: str) -> LiveSession:
    options = LiveOptions("0", MODEL, poses_dir(), person, folder)
    clock = ManualClock()
    return LiveSession(
        options,
        clock=clock,
        camera=PlayedCamera(iter(()), clock, SHIPPED.judge.freeze),
        make=lambda *_: _Nobody(),  # type: ignore[arg-type]
    )


def test_there_is_something_of_the_first_release() -> None:
    assert "0.1.0" in VERSIONS


OF_TRACES = (Format.C3D, Format.DLC, Format.MOT, Format.TRC)
"""Formats that are written from a landmark trace alone."""

DIFFERS = {"profile", "learned"}
"""What 0.1.0 wrote of a set and later versions write otherwise: one ceiling for both
sides, and what was learnt from one repetition."""


def _unlike(then: dict[str, Any], now: dict[str, Any]) -> set[str]:
    """Keys of what was said then that are gone, or say something else now."""
    return {key for key, value in then.items() if now.get(key, ...) != value}


def test_it_says_what_it_said_then(data: Path, said: dict[str, Any]) -> None:
    with open_history(data) as store:
        assert [row.number for row in store.rows()] == said["order"]
        for number, then in said["sessions"].items():
            now = store.get(int(number)).session.summary
            assert _unlike(then, now) <= {"schema", "sets", "session"}
            about, own = then["session"], now["session"]
            assert _unlike(about, own) <= {"planned"}
            for one, other in zip(about["planned"], own["planned"], strict=True):
                assert _unlike(one, other) == set()
                assert other["entry"] is None  # of no plan's, as nothing was said
            for one, other in zip(then["sets"], now["sets"], strict=True):
                for rep in (*other["reps"], *other["partial_reps"]):
                    # Not told then, and not made up now.
                    assert rep.pop("change") is None
                assert _unlike(one, other) <= DIFFERS
        for person, days in said["days"].items():
            found = [
                asdict(day)
                for day in read_progress(store, person, judging=SHIPPED).days
            ]
            told = [
                {key: one[key] for key in then}
                for one, then in zip(found, days, strict=True)
            ]
            assert told == days
        assert store.check(read_trace) == []


def test_it_is_listed_and_its_progress_told(
    data: Path, call: Call, said: dict[str, Any]
) -> None:
    status, out, err = call("sessions", "list", "--all")
    assert (status, err) == (0, "")
    assert [int(line.split()[0]) for line in out.splitlines()[1:]] == said["order"]
    for person, days in said["days"].items():
        status, out, err = call("progress", "--person", person)
        assert (status, err) == (0, "")
        assert f"{person}, {len(days)} sessions" in out
        assert f"{len(days)} sessions" in progress_page(person, judging=SHIPPED)


def test_each_session_is_shown_judged_again_and_exported(
    data: Path, call: Call, said: dict[str, Any]
) -> None:
    for number in said["order"]:
        status, out, err = call("sessions", "show", number)
        assert (status, err) == (0, "")
        assert f"Session {number}," in out
        status, out, err = call("sessions", "rejudge", number)
        assert (status, err) == (0, "")
        assert f"Session {number}, judged again" in out
        with open_history(data) as store:
            kept = store.get(number)
        assert "<h1" in report_page(kept.session.about.uid, SHIPPED)
        if any(kept.traces):
            words = ("sessions", "replay", number, "--no-browser", "--out", "replay")
            assert call(*words)[::2] == (0, "")
        for form in Format:
            traced = form not in OF_TRACES or any(kept.traces)
            words = ("export", number, "--format", form.value, "--out", form.value)
            status, out, err = call(*words)
            if traced or status == 0:
                assert (status, err) == (0, ""), (number, form)
                assert all(Path(line).stat().st_size for line in out.splitlines())
            else:
                assert "without a landmark trace" in err
            shutil.rmtree(form.value, ignore_errors=True)


def test_what_is_judged_again_is_kept_in_the_format_of_today(
    data: Path, call: Call, said: dict[str, Any]
) -> None:
    first = min(said["order"])
    assert call("sessions", "rejudge", first, "--save")[0] == 0
    assert call("sessions", "note", first, "read again")[0] == 0
    with sqlite3.connect(data / "history.sqlite3") as database:
        for table, key in (("sessions", "number"), ("sets", "session")):
            query = f"SELECT DISTINCT format FROM {table} WHERE {key} = ?"
            assert database.execute(query, (first,)).fetchall() == [(FORMAT,)]
    database.close()
    with open_history(data) as store:
        assert store.get(first).session.about.note == "read again"
        assert store.get(first).traces[0] is not None


def test_it_is_backed_up_and_restored_elsewhere(
    data: Path,
    version: Path,
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert call("backup", "new.zip")[::2] == (0, "")
    with open_history(data) as store:
        now = [store.get(number) for number in store.numbers()]
    for archive in ("new.zip", version / "backup.zip"):
        empty = tmp_path / f"empty-{Path(archive).name}"
        monkeypatch.setenv("FORMCHECK_DATA", str(empty))
        status, out, err = call("restore", archive)
        assert (status, err) == (0, "")
        with open_history(empty) as store:
            back = [store.get(number) for number in store.numbers()]
        assert f"{len(back)} sessions restored" in out
        assert {kept.session.about.uid for kept in back} <= {
            kept.session.about.uid for kept in now
        }
        known = {kept.number: kept for kept in now}
        for kept in back:
            assert [t and t.read_bytes() for t in kept.traces] == [
                t and t.read_bytes() for t in known[kept.number].traces
            ]
        assert set(PeopleFiles(empty).names()) <= set(PeopleFiles(data).names())
    assert len(back) < len(now)  # that backup was made before the last sessions


@pytest.mark.parametrize("keep", [True, False])
def test_a_session_that_was_cut_off_then_is_offered_now(
    data: Path, said: dict[str, Any], keep: bool
) -> None:
    (journal,) = (data / "journal").iterdir()
    lost = recover(journal, judging=SHIPPED)
    assert lost is not None
    person = lost.about.person
    live = live_in(data, person)
    offered = live.engine.extras["interrupted"]
    assert offered["session"] == journal.stem
    assert len(offered["lines"]) == len(lost.sets)
    live._answer_interrupted(keep)
    live.close()
    assert not journal.exists()
    with open_history(data) as store:
        number = store.number_of(journal.stem)
        assert len(store.rows()) == len(said["order"]) + keep
        assert (number is not None) == keep
        if number is not None:
            session = store.get(number).session
            assert session.about.interrupted
            assert session.sets[0].events == lost.sets[0].events


def test_people_and_their_plans_are_known(data: Path, said: dict[str, Any]) -> None:
    people = PeopleFiles(data)
    assert people.names() == sorted(said["days"])
    for name in people.names():
        assert people.read(name).screened.full_at is not None
        if people.plan(name).is_file():
            assert load_plan(people.plan(name), SPECS).stretches


ANN = "person-%41nn"
DROPPED = (
    "Ann: your own range in 3 stretches is being learned again: "
    "what formcheck 0.1.0 took for its end could be wrong"
)


def test_ceilings_of_the_first_release_are_dropped_and_that_is_told_once(
    first: Path, call: Call
) -> None:
    status, out, err = call("person", "show", "--person", "Ann")
    assert (status, err) == (0, f"formcheck: {DROPPED}\n")
    assert "Checked by a clinician" in out
    assert call("person", "show", "--person", "Ann")[::2] == (0, "")
    person = PeopleFiles(first).read("Ann")
    assert all(own.ceiling is None for own in person.stretches.values())
    assert person.screened.conditions == ["knees", "bending_eases"]
    assert person.screened.again
    written = json.loads((first / "people" / ANN / "person.json").read_text("utf-8"))
    assert written["format"] == FORMAT


def test_what_only_lists_tells_nothing_of_it_and_leaves_the_file_alone(
    first: Path, call: Call
) -> None:
    path = first / "people" / ANN / "person.json"
    before = path.read_bytes()
    for words in (("sessions", "list"), ("progress", "--person", "Ann")):
        assert call(*words)[::2] == (0, "")
    assert path.read_bytes() == before
    # It is told where the ranges are used.
    assert DROPPED in call("person", "show", "--person", "Ann")[2]


def test_that_is_told_on_the_first_screen_too(
    first: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    forget_told()  # as if this were another process than the test's before
    for told in ([f"{DROPPED}."], []):
        live = live_in(first, "Ann")
        assert live.engine.extras["notes"] == told
        live.close()
    assert capfd.readouterr().err == f"formcheck: {DROPPED}\n"
