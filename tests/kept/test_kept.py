"""What every released version has kept is read by every command of this one."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.app.exporting import Format
from formcheck.app.history import open_history
from formcheck.app.kept_pages import progress_page, report_page
from formcheck.app.live import LiveOptions, LiveSession
from formcheck.app.progress import read_progress
from formcheck.app.recovery import recover
from formcheck.cli import main
from formcheck.core.codec import FORMAT
from formcheck.edges.camera import PlayedCamera
from formcheck.edges.clock import ManualClock
from formcheck.edges.people import PeopleFiles
from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.errors import FormcheckError, HistoryError, ProfileError, TraceError
from formcheck.resources import poses_dir
from formcheck.stretches.loading import list_stretches
from formcheck.stretches.my_plan import load_plan
from tests.app.acting import MODEL
from tests.app.test_live import _Nobody

Call = Callable[..., tuple[int, str, str]]

HERE = Path(__file__).parent
VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "data").is_dir())


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Path:
    return HERE / str(request.param)


@pytest.fixture
def data(version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what that version left."""
    folder = tmp_path / "data"
    shutil.copytree(version / "data", folder)
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def said(version: Path) -> dict[str, Any]:
    """What that version read there itself."""
    found: dict[str, Any] = json.loads((version / "said.json").read_text("utf-8"))
    return found


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["formcheck", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        assert "Traceback" not in captured.err
        return ended.value.code, captured.out, captured.err

    return run


def live_in(folder: Path, person: str) -> LiveSession:
    options = LiveOptions("0", MODEL, poses_dir(), person, folder)
    clock = ManualClock()
    return LiveSession(
        options,
        clock=clock,
        camera=PlayedCamera(iter(()), clock),
        make=lambda *_: _Nobody(),  # type: ignore[arg-type,return-value]
    )


def test_there_is_something_of_the_first_release() -> None:
    assert "0.1.0" in VERSIONS


def _without_what_is_lifted(summary: dict[str, Any]) -> dict[str, Any]:
    """What 0.1.0 said, but for its number and what it took for a person's range."""
    found = deepcopy(summary)
    del found["schema"]
    for entry in found["sets"]:
        del entry["learned"], entry["profile"]["ceiling"]
    return found


def is_part(then: Any, now: Any) -> bool:
    """Whether all that was said is said the same, whatever is said beside it."""
    if isinstance(then, dict):
        return all(key in now and is_part(then[key], now[key]) for key in then)
    if isinstance(then, list):
        return len(then) == len(now) and all(map(is_part, then, now))
    return bool(then == now)


def test_it_says_what_it_said_then(data: Path, said: dict[str, Any]) -> None:
    with open_history(data) as store:
        assert [row.number for row in store.rows()] == said["order"]
        for number, summary in said["sessions"].items():
            now = store.get(int(number)).session.summary
            assert is_part(_without_what_is_lifted(summary), now)
        for person, days in said["days"].items():
            found = [asdict(day) for day in read_progress(store, person).days]
            assert found == days
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
        assert f"{len(days)} sessions" in progress_page(person)


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
        assert "<h1" in report_page(kept.session.about.uid)
        if any(kept.traces):
            words = ("sessions", "replay", number, "--no-browser", "--out", "replay")
            assert call(*words)[::2] == (0, "")
        for form in Format:
            traced = form not in (Format.TRC, Format.MOT) or any(kept.traces)
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
    lost = recover(journal)
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
    stretches = {spec.id: spec for spec in list_stretches(poses_dir())}
    for name in people.names():
        assert people.read(name).screened.full_at is not None
        if people.plan(name).is_file():
            assert load_plan(people.plan(name), stretches).stretches


ANN = "person-%41nn"
DROPPED = (
    "Ann: your own range in 3 stretches is learnt anew: what formcheck 0.1.0 took for "
    "its end could be wrong"
)


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the first release left."""
    folder = tmp_path / "first"
    shutil.copytree(HERE / "0.1.0" / "data", folder)
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


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


def test_that_is_told_on_the_first_screen_too(
    first: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for told in ([f"{DROPPED}."], []):
        live = live_in(first, "Ann")
        assert live.engine.extras["notes"] == told
        live.close()
    assert capfd.readouterr().err == f"formcheck: {DROPPED}\n"


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


NAMED = ("measures", "neutral", "peaks", "ranges", "stretches")


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
            add_keys(one, named=key in NAMED)
        if not named:
            values["of_a_later_version"] = {"a": [1]}


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
        assert len(read_progress(store, "Ann").days) == 8


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
    assert call("sessions", "delete", "--all", "--yes")[:2] == (
        0,
        "11 sessions deleted for good.\n",
    )


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
    before = recover(path)
    changed_journal(first, add_keys)
    after = recover(path)
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

    lost = recover(changed_journal(first, spoil))
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
