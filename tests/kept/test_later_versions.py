"""What is kept is read with more in it, less, of another version, or damaged."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.app.history.progress import read_progress
from formcheck.app.history.recovery import recover
from formcheck.core.records.codec import FORMAT
from formcheck.edges.people import PeopleFiles
from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.errors import FormcheckError, HistoryError, ProfileError, TraceError
from tests.conftest import Call
from tests.kept.test_kept import ANN, live_in
from tests.numbers import SHIPPED


def rewrite(folder: Path, change: Callable[[Any], None], *columns: str) -> None:
    """Change what stands in these columns of the database, in every row."""
    with sqlite3.connect(folder / "history.sqlite3") as database:
        for name in columns:
            table, column = name.split(".")
            rows = database.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
            for row, text in rows:
                values = json.loads(text)
                change(values)
                database.execute(
                    f"UPDATE {table} SET {column} = ? WHERE rowid = ?",
                    (json.dumps(values), row),
                )
    database.close()


COLUMNS = (
    "sessions.about",
    "sessions.head",
    "specs.spec",
    "sets.profile",
    "sets.plan",
    "sets.entry",
    "sets.events",
    "sets.digest",
)


_NAMED = ("looks", "measures", "neutral", "peaks", "ranges", "stretches")


def add_keys(values: Any, *, named: bool = False) -> None:
    """Add a key to every object, on every level, and an event of a kind to come.

    named: its keys are names, which all mean something.
    """
    if isinstance(values, list):
        for one in values:
            add_keys(one)
        if values and isinstance(values[0], dict) and "event" in values[0]:
            values.insert(1, {"event": "Sneezed", "time_s": 3.0})
    elif isinstance(values, dict):
        for key, one in list(values.items()):
            add_keys(one, named=key in _NAMED)
        if not named:
            values["of_a_later_version"] = {"a": [1]}


def at(value: Any, *way: str | int) -> Callable[[Any], None]:
    """Put a value in a place, where there is one."""

    def change(values: Any) -> None:
        *steps, last = way
        for step in steps:
            if not values[step]:
                return
            values = values[step]
        values[last] = value

    return change


ODD = {
    "a null peak": ("sets.digest", at({"both": [None]}, "peaks")),
    "an endless peak": ("sets.digest", at({"both": [float("inf")]}, "peaks")),
    "a peak that is none": ("sets.digest", at({"both": [float("nan")]}, "peaks")),
    "an endless safe one": ("sets.digest", at({"both": float("inf")}, "safe")),
    "null seconds": ("sets.digest", at(None, "in_target_s")),
    "no name": ("sessions.head", lambda head: head["source"].pop("name")),
    "null duration": ("sessions.head", at(None, "source", "duration_s")),
    "duration as text": ("sessions.head", at("long", "source", "duration_s")),
    "endless duration": ("sessions.head", at(float("inf"), "source", "duration_s")),
    "a peak of a rep that is none": (
        "sets.entry",
        at(float("nan"), "reps", 0, "peak"),
    ),
    "an endless hold": ("sets.entry", at(float("inf"), "holds", 0, "held_s")),
    "endless seconds": ("sets.entry", at(float("-inf"), "in_target_s")),
    "a peak taught that is none": (
        "sets.entry",
        at({"measure": "hip", "peaks": {"both": [float("nan")]}}, "learned"),
    ),
    "an event at no time": ("sets.events", at(float("nan"), 0, "time_s")),
    "an event at a null time": ("sets.events", at(None, 0, "time_s")),
    "an endless plan": ("sets.plan", at(float("inf"), "hold_s")),
    "an endless target": ("specs.spec", at(float("inf"), "hold", "seconds")),
    "notes as a number": ("sessions.head", at(7, "notes")),
    "a number for a digest": ("sessions.head", at(7, "judging")),
    "notes of numbers": ("sessions.head", at([7], "notes")),
    "a model without a name": ("sessions.head", at({}, "model")),
}


@pytest.mark.parametrize("what", ODD)
def test_numbers_that_are_none_are_told_and_skipped(
    first: Path, call: Call, what: str
) -> None:
    column, change = ODD[what]
    SqliteStore(first).close()  # as it is opened by this version
    rewrite(first, change, column)
    for words in (("sessions", "list"), ("progress", "--person", "Ann")):
        status, _, err = call(*words)
        assert status == 0
        assert ("cannot be read (" in err) == (column in IN_ROWS)
    status, out, err = call("sessions", "show", "9")
    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("formcheck: session 9 cannot be read (")


def read_all(folder: Path) -> list[Any]:
    with SqliteStore(folder) as store:
        assert store.check() == []
        return [
            (kept.session.about, kept.session.sets)
            for kept in (store.get(number) for number in store.numbers())
        ]


@pytest.mark.parametrize("column", COLUMNS)
def test_keys_that_are_not_known_are_ignored(first: Path, column: str) -> None:
    before = read_all(first)
    rewrite(first, add_keys, column)
    assert read_all(first) == before
    with SqliteStore(first) as store:
        assert len(read_progress(store, "Ann", judging=SHIPPED).days) == 8


OPTIONAL = {
    "sessions.about": ("person", "programme", "planned", "days_a_week", "pain", "note"),
    "specs.spec": ("also_called", "needs", "involves", "instead", "notes", "target"),
    "sets.profile": ("person", "stretches", "conditions"),
    "sets.plan": ("side", "mode", "hold_s", "reps", "recorded"),
    "sets.events": ("phase", "own_range"),
}


@pytest.mark.parametrize("column", OPTIONAL)
def test_what_is_missing_has_its_default(first: Path, column: str) -> None:
    """Nothing that has a default must stand there."""

    def leave_out(values: Any) -> None:
        for one in values if isinstance(values, list) else [values]:
            for key in OPTIONAL[column]:
                if key != "target" or one.get("phases"):
                    one.pop(key, None)

    rewrite(first, leave_out, column)
    found = read_all(first)
    assert len(found) == 12
    about, sets = found[0]
    if column == "sessions.about":
        assert about.note == "" and about.pain.before is None
    if column == "sets.plan":
        assert all(one.plan.side is None and one.plan.recorded for one in sets)


DAMAGE = {
    "no JSON": ("sessions.about", "{"),
    "no text": ("sessions.about", b"\xff\xfe"),
    "no day": ("sessions.about", '{"uid": "x", "started_at": "2026-13-45T07:00:00Z"}'),
    "another's head": ("sessions.head", "[]"),
    "empty head": ("sessions.head", "{}"),
    "a digest that is none": ("sets.digest", "{}"),
    "nothing": ("sets.digest", "null"),
    "deep": ("sets.digest", "[" * 100_000),
    "half a set": ("sets.entry", '{"reps": []}'),
    "events that are none": ("sets.events", '[{"event": "RepCounted"}]'),
    "no plan": ("sets.plan", '{"mode": "wild"}'),
    "no profile": ("sets.profile", '"none"'),
    "newer session": ("sessions.format", FORMAT + 1),
    "newer set": ("sets.format", FORMAT + 1),
    "no format": ("sets.format", 0),
}
IN_ROWS = {"sessions.about", "sets.digest", "sessions.format", "sets.format"}
"""What lists are made of; the rest is read when a session is shown."""


@pytest.mark.parametrize("what", DAMAGE)
def test_one_bad_session_is_told_and_skipped(
    first: Path, call: Call, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    name, value = DAMAGE[what]
    table, column = name.split(".")
    key = "number" if table == "sessions" else "session"
    SqliteStore(first).close()  # as it is opened by this version
    with sqlite3.connect(first / "history.sqlite3") as database:
        as_text = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
        database.execute(
            f"UPDATE {table} SET {column} = {as_text} WHERE {key} = 9", (value,)
        )
    database.close()
    listed = name in IN_ROWS
    for words in (("sessions", "list"), ("progress", "--person", "Ann")):
        status, out, err = call(*words)
        assert status == 0
        if listed:
            (line,) = err.splitlines()
            assert line.startswith("formcheck: session 9 cannot be read (")
            assert line.endswith("; it is left out")
        else:
            assert err == ""
        if words[0] == "sessions":
            assert len(out.splitlines()) == 13 - listed
    status, out, err = call("sessions", "show", "9")
    assert (status, out) == (2, "")
    assert err.startswith("formcheck: session 9 cannot be read (")
    assert len(err.splitlines()) == 1
    live = live_in(first, "Ann")
    told = [n for n in live.engine.extras["notes"] if "session 9 cannot" in n.lower()]
    assert len(told) == listed
    live.close()
    status, out, err = call("backup", "all.zip")
    assert (status, out) == (0, "12 sessions written to all.zip\n")
    assert "session 9 cannot be read" in err
    # Nothing is lost for it; where nothing is, the others come back.
    status, _, err = call("restore", "all.zip", "--replace")
    assert status == 2
    assert "session 9 cannot be read" in err and len(err.splitlines()) == 1
    monkeypatch.setenv("FORMCHECK_DATA", str(first.parent / "new"))
    status, out, err = call("restore", "all.zip")
    assert (status, out) == (0, "12 sessions restored from all.zip\n")
    assert "session 9 cannot be read" in err
    assert call("sessions", "show", "7")[0] == 0
    # And there is a way out.
    assert call("sessions", "delete", "9", "--yes")[0] == 0
    assert call("sessions", "list")[::2] == (0, "")
    status, out, _ = call("sessions", "delete", "--all", "--yes")
    assert status == 0
    assert out.splitlines()[0] == "11 sessions deleted for good."


def test_a_trace_that_is_gone_is_told_and_the_rest_is_there(
    first: Path, call: Call
) -> None:
    with SqliteStore(first) as store:
        (trace,) = store.get(16).traces
    assert trace is not None
    trace.unlink()
    for words in ("show 16", "rejudge 16"):
        assert call("sessions", *words.split())[::2] == (0, "")
    assert call("export", "16", "--format", "csv")[::2] == (0, "")
    status, out, err = call("backup", "all.zip")
    assert (status, out) == (0, "12 sessions written to all.zip\n")
    assert "session 16: a landmark trace is missing" in err


def changed_journal(folder: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    (path,) = (folder / "journal").iterdir()
    lines = []
    for text in path.read_text("utf-8").splitlines():
        line = json.loads(text)
        change(line)
        lines.append(json.dumps(line))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_journal_with_keys_that_are_not_known_is_recovered(first: Path) -> None:
    (path,) = (first / "journal").iterdir()
    before = recover(path, judging=SHIPPED)
    changed_journal(first, add_keys)
    after = recover(path, judging=SHIPPED)
    assert before is not None and after is not None
    assert after.sets == before.sets


def test_a_line_of_a_journal_that_means_nothing_is_told_of_and_skipped(
    first: Path,
) -> None:
    def spoil(line: dict[str, Any]) -> None:
        if line.get("event", {}).get("event") == "HoldCompleted":
            del line["event"]["time_s"]
        if line["kind"] == "alive":
            line["looks"] = 7

    lost = recover(changed_journal(first, spoil), judging=SHIPPED)
    assert lost is not None
    assert len(lost.sets[0].entry["reps"]) == 1
    assert "could not be read" in lost.summary["notes"][-1]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda line: line.update(format=FORMAT + 1), "a newer formcheck"),
        (lambda line: line.pop("spec", None), "no set in it can be read"),
        (lambda line: line.pop("uid", None), "not a session's journal"),
        (lambda line: line.update(kind="x"), "not a session's journal"),
    ],
)
def test_a_journal_that_cannot_be_read_is_told_and_stays(
    first: Path, spoil: Callable[[dict[str, Any]], Any], words: str
) -> None:
    path = changed_journal(first, spoil)
    live = live_in(first, "Bo")
    assert live.engine.extras["interrupted"] is None
    (note,) = live.engine.extras["notes"]
    assert words in note
    live.close()
    assert path.exists()


def test_a_person_of_a_later_version_of_this_format_is_known(first: Path) -> None:
    people = PeopleFiles(first)
    ann = people.read("Ann")
    path = first / "people" / ANN / "person.json"
    values = json.loads(path.read_text("utf-8"))
    values["screened"]["of_a_later_version"] = values["of_a_later_version"] = 1
    values["stretches"]["bridge"]["of_a_later_version"] = [1]
    del values["screened"]["again"], values["screened"]["checked"]
    path.write_text(json.dumps(values), "utf-8")
    again = people.read("Ann")
    assert again.stretches == ann.stretches
    assert (again.screened.again, again.screened.checked) == (False, {})
    path.write_text(json.dumps({**values, "format": FORMAT + 1}), "utf-8")
    with pytest.raises(ProfileError, match="a newer formcheck"):
        people.read("Ann")


def test_a_trace_header_of_another_version(first: Path) -> None:
    path = next((first / "traces").iterdir())
    before = read_trace(path)
    with np.load(path) as archive:
        columns = dict(archive)
    head = json.loads(str(columns["about"]))

    def written(**more: object) -> Path:
        about = np.array(json.dumps({**head, **more}))
        np.savez_compressed(
            path, **{**columns, "about": about, "a_later_column": about}
        )
        return path

    assert read_trace(written(of_a_later_version=1)).about == before.about
    for key in ("truncated", "mirrored", "rotated_deg"):
        head.pop(key)
    assert not read_trace(written()).about.mirrored
    with pytest.raises(TraceError, match="a newer formcheck wrote"):
        read_trace(written(version=99))


def test_a_newer_database_is_refused_in_a_line(first: Path) -> None:
    with sqlite3.connect(first / "history.sqlite3") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(HistoryError, match="newer formcheck") as error:
        SqliteStore(first)
    assert isinstance(error.value, FormcheckError)
    assert len(str(error.value).splitlines()) == 1
