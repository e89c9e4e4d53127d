"""Own activities and the pain in an exercise, as a person says them and reads them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from formcheck.app.person import outcomes as asking
from formcheck.core.records.session import LeftEarly
from formcheck.core.words.reasons import StopReason
from formcheck.edges.people import PeopleFiles
from formcheck.edges.sqlite_store import SqliteStore
from tests.conftest import Call
from tests.sessions import record_of, session_of


def test_own_activities_are_off_then_asked_every_two_weeks(
    data: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = iter(f"2026-11-{day:02}T09:00:00+01:00" for day in (1, 1, 1, 14, 15, 15))
    monkeypatch.setattr(asking, "now_text", lambda: next(days))
    assert call("person", "outcomes")[1] == "No activities are asked about.\n"
    assert asking.due_told("") == ""  # asks no clock: it is off
    words = ["--activity", "putting on  socks", "--activity", "sitting an hour"]
    status, out, _ = call("person", "outcomes", *words)
    told = "Own activities (PSFS): putting on socks, sitting an hour.\n"
    assert (status, out) == (0, told)
    status, out, _ = call("person", "score", "3", "5")
    assert (status, out) == (0, "4.0 of 10 on 2026-11-01.\n")
    assert asking.due_told("") == ""
    assert "`formcheck person score`" in asking.due_told("")
    status, out, _ = call("person", "score", "7", "7")
    assert (
        out == "7.0 of 10, +3.0 since 2026-11-01: at least the 2.3 points that count.\n"
    )
    assert "7.0 of 10" in call("person", "show")[1]
    assert call("person", "outcomes", "--off")[1].startswith("7.0 of 10, +3.0")
    assert not PeopleFiles(data).read("").outcomes.is_on


def test_what_is_no_score_is_one_line(data: Path, call: Call) -> None:
    assert "no activities are kept" in call("person", "score", "3")[2]
    call("person", "outcomes", "--activity", "sitting an hour")
    for words, why in (
        (["score", "3", "4"], "2 scores for 1 activities: sitting an hour"),
        (["score", "11"], "10 or less"),
        (["outcomes", "--off", "--activity", "a"], "not both"),
        (["outcomes", *["--activity", "a"] * 4], "up to three"),
    ):
        status, _, err = call("person", *words)
        assert status == 2 and why in err and len(err.splitlines()) == 1


def test_the_pain_in_an_exercise_is_written_shown_and_exported(
    data: Path, bridge_trace: Path, call: Call
) -> None:
    left = (LeftEarly(stretch="bridge", why=StopReason.PAIN),)
    with SqliteStore(data) as store:
        session = session_of([record_of(bridge_trace)], left_early=left)
        store.keep(session, [bridge_trace])
    words = ["--pain-in", "bridge=6", "--pain-in", "bird_dog,left=2"]
    assert call("sessions", "note", "1", *words)[0] == 0
    assert call("sessions", "note", "1", "--pain-in", "bridge=5")[0] == 0
    out = call("sessions", "show", "1")[1]
    assert "Pain in Bridge: 5" in out and "Pain in Bird dog, left: 2" in out
    call("export", "1", "--format", "csv", "--out", "x")
    table = pd.read_csv("x/exercise_pain.csv")
    assert list(table["pain"]) == [5, 2] and list(table["when"]) == ["left", "felt"]
    status, _, err = call("sessions", "note", "1", "--pain-in", "bridge=11")
    assert status == 2 and "bridge=3, or bird_dog,left=2" in err
