"""What formcheck itself wrote, damaged or edited since: named in a line, and the rest
of what is kept stays in reach.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.app.history.backup import backup, restore
from formcheck.app.history.recovery import find_cut_off, settle
from formcheck.app.recordings.folders import finished
from formcheck.app.recordings.index import Entry, write_index
from formcheck.core.judge.judging import Judging
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.journal import Journal
from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import DATABASE, JOURNALS, SqliteStore
from formcheck.errors import FormcheckError, TraceError
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from tests.conftest import Call
from tests.faults.tables import broken, few
from tests.sessions import bridge, record_of, session_of

FLIPS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=8
)
"""Where a byte is flipped, as a share of a file, and its bits."""

DAMAGES = ["edit", "gone", "torn", "twice", "bytes", "swap"]

SHIPPED: Judging = judging_of(poses_dir())

ARRAYS: list[Any] = [
    np.array([]), np.zeros(3), np.full(4000, np.nan), np.array("x"), np.zeros((2, 2)),
    np.array(5), np.full(4000, 200, "u1"), np.zeros((4000, 2), "u2"),
    np.array('{"version": 1}'), np.array("[" * 5000),
    np.array('{"version": 9}'),
]  # fmt: skip


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def as_npy(value: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, value, allow_pickle=value.dtype == object)
    return file.getvalue()


def read_and_judged(path: Path) -> None:
    """A trace is refused in a line, or judged."""
    try:
        read_trace(path)
    except TraceError as error:
        assert str(error).startswith(str(path)) and "\n" not in str(error)
    else:
        record_of(path)


@settings(max_examples=few(20))
@given(drawn=st.data())
def test_a_trace_with_other_columns_is_refused_or_judged(
    drawn: st.DataObject, bridge_trace: Path, tmp_path: Path
) -> None:
    content = members(bridge_trace)
    name = drawn.draw(st.sampled_from(sorted(content)))
    what = drawn.draw(st.sampled_from(["array", "gone", "value", "cut", "about"]))
    if what == "array":
        content[name] = as_npy(drawn.draw(st.sampled_from(ARRAYS)))
    elif what == "gone":
        del content[name]
    elif what == "cut":
        content[name] = content[name][: drawn.draw(st.integers(0, 200))]
    elif what == "value":
        column = np.load(io.BytesIO(content[name]))
        if column.shape:
            row = drawn.draw(st.integers(0, len(column) - 1))
            most = np.inf if column.dtype.kind == "f" else np.iinfo(column.dtype).max
            column[row] = drawn.draw(st.sampled_from([0, most]))
            content[name] = as_npy(column)
    else:
        head = json.loads(str(np.load(io.BytesIO(content["about.npy"]))))
        text = json.dumps(drawn.draw(broken(head)))
        content["about.npy"] = as_npy(np.array(text))
    read_and_judged(zipped(tmp_path / "t.npz", content))


@given(FLIPS)
def test_a_trace_with_bytes_flipped_is_refused_or_judged(
    bridge_trace: Path, tmp_path: Path, flips: list[tuple[float, int]]
) -> None:
    path = tmp_path / "t.npz"
    path.write_bytes(flipped(bridge_trace.read_bytes(), flips))
    read_and_judged(path)


def test_a_trace_that_would_fill_the_memory_is_refused(
    bridge_trace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = members(bridge_trace)
    head = b"{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999999,), }"
    head = head.ljust(118) + b"\n"
    magic = b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little")
    content["time_s.npy"] = magic + head
    with pytest.raises(TraceError):
        read_trace(zipped(tmp_path / "shape.npz", content))
    bomb = tmp_path / "bomb.npz"
    monkeypatch.setattr("formcheck.edges.recording._LARGEST", 1_000_000)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("time_s.npy", bytes(1_000_001))
    with pytest.raises(TraceError, match="too large"):
        read_trace(bomb)


def flipped(content: bytes, flips: list[tuple[float, int]]) -> bytes:
    changed = bytearray(content)
    for where, bits in flips:
        changed[int(where * (len(changed) - 1))] ^= bits
    return bytes(changed)


CELLS = [
    "", "x", "{}", "[]", "null", "NaN", '{"schema": 99}', "[" * 3000, "\x1b[2J",
    '{"uid": 1}', '{"started_at": "2026-99-99"}', '{"sets": [{}]}', "-1", "1e999",
]  # fmt: skip
COLUMNS = [
    ("sessions", "about"), ("sessions", "head"), ("sessions", "person"),
    ("sessions", "started_utc"), ("sessions", "kind"), ("sessions", "name"),
    ("sets", "profile"), ("sets", "plan"), ("sets", "entry"), ("sets", "events"),
    ("sets", "digest"), ("sets", "trace"), ("sets", "stretch"), ("specs", "spec"),
]  # fmt: skip


@settings(max_examples=few(6))
@given(st.sampled_from(COLUMNS), st.sampled_from(CELLS))
def test_a_row_that_was_edited_leaves_the_others_in_reach(
    kept: Path, call: Call, column: tuple[str, str], cell: str
) -> None:
    content = (kept / DATABASE).read_bytes()
    table, name = column
    with closing(sqlite3.connect(kept / DATABASE)) as database, database:
        database.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = 2", (cell,))
    try:
        for words in (
            ["sessions", "list"],
            ["sessions", "show", 1],
            ["sessions", "show", 2],
            ["progress", "--person", "AB"],
            ["sessions", "rejudge", 2],
            ["sessions", "replay", 2, "--no-browser", "--out", "r.html"],
            ["export", 2, "--format", "csv", "--out", "csv"],
            ["sessions", "note", 2, "x"],
        ):
            status, out, errors = call(*words)
            assert status in (0, 2), (words, errors)
            assert "\x1b" not in out + errors
        with SqliteStore(kept) as store:
            assert len(store.numbers()) == 4
            store.delete([2])
            assert len(store.numbers()) == 3
    finally:
        for path in kept.glob(f"{DATABASE}-*"):
            path.unlink()
        (kept / DATABASE).write_bytes(content)


@given(FLIPS)
def test_a_database_with_bytes_flipped_is_told_in_a_line(
    tmp_path: Path, bridge_trace: Path, flips: list[tuple[float, int]]
) -> None:
    folder = tmp_path / "flipped"
    folder.mkdir(exist_ok=True)
    right = tmp_path / "right"
    if not right.exists():
        with SqliteStore(right) as store:
            store.keep(session_of([record_of(bridge_trace)]), [None])
    for path in folder.glob(f"{DATABASE}*"):
        path.unlink()
    content = (right / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(flipped(content, flips))
    lines: list[str] = []
    try:
        with SqliteStore(folder, lines.append) as store:
            store.rows()
            store.people()
            for number in store.numbers():
                store.get(number)
    except FormcheckError as error:
        lines.append(str(error))
    assert all("\n" not in line for line in lines)


@given(FLIPS)
def test_a_backup_with_bytes_flipped_changes_nothing_or_is_whole(
    tmp_path: Path, bridge_trace: Path, flips: list[tuple[float, int]]
) -> None:
    home, file = tmp_path / "home", tmp_path / "b.zip"
    if not file.exists():
        with SqliteStore(home) as store:
            store.keep(session_of([record_of(bridge_trace)]), [bridge_trace])
        backup(file, home)
    changed = tmp_path / "changed.zip"
    changed.write_bytes(flipped(file.read_bytes(), flips))
    try:
        restore(changed, home, replace=True)
    except FormcheckError as error:
        assert str(error).startswith(str(changed)) and "\n" not in str(error)
    with SqliteStore(home) as store:
        assert store.check(read_trace) == []
        assert len(store.numbers()) == 1
    assert not list(home.glob(".restoring-*"))


def with_one_more(home: Path, file: Path, tmp_path: Path, statement: str) -> Path:
    """A backup in whose history somebody has run a statement."""
    backup(file, home)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "inside")
    with closing(sqlite3.connect(tmp_path / "inside" / DATABASE)) as database:
        database.executescript(statement)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((tmp_path / "inside").rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(tmp_path / "inside"))
    return file


_FOR_EVER = (
    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
)


@pytest.mark.parametrize(
    "statement",
    [
        f"CREATE VIEW more AS {_FOR_EVER};",
        f"ALTER TABLE specs RENAME TO was; CREATE VIEW specs AS {_FOR_EVER};",
        "CREATE TRIGGER t AFTER INSERT ON sessions BEGIN DELETE FROM sets; END;",
    ],
)
def test_a_backup_whose_history_would_run_something_is_refused(
    tmp_path: Path, bridge_trace: Path, statement: str
) -> None:
    home = tmp_path / "home"
    with SqliteStore(home) as store:
        store.keep(session_of([record_of(bridge_trace)]), [bridge_trace])
    file = with_one_more(home, tmp_path / "b.zip", tmp_path, statement)
    with pytest.raises(FormcheckError, match="none of formcheck's, or damaged"):
        restore(file, home, replace=True)
    with SqliteStore(home) as store:
        assert len(store.numbers()) == 1


def test_a_backup_that_would_fill_the_disk_is_refused_unread(
    tmp_path: Path, bridge_trace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, file = tmp_path / "home", tmp_path / "b.zip"
    with SqliteStore(home) as store:
        store.keep(session_of([record_of(bridge_trace)]), [bridge_trace])
    backup(file, home)
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("recordings/a.mp4", "w") as member,
    ):
        for _ in range(120):
            member.write(bytes(1_000_000))

    def read(_: zipfile.ZipFile) -> None:
        raise AssertionError("it is unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "testzip", read)
    with pytest.raises(FormcheckError, match="would unpack to 120 MB"):
        restore(file, home, replace=True)


def journal_lines(folder: Path, trace: Path) -> list[str]:
    """A journal of a session that was cut off in its second set."""
    from formcheck.app.live.recorder import SessionRecorder
    from formcheck.resources import ModelFile

    record = record_of(trace)
    model = ModelFile(trace, "made up", "0" * 64)
    recorder = SessionRecorder(folder, "cutoff", "AB", model, SHIPPED.digest)
    journal = recorder.journal
    assert isinstance(journal, Journal)
    from formcheck.core.records.codec import write_task

    for _ in range(2):
        own = write_task(bridge(), Profile(), Plan())
        journal.write({"kind": "set", **own, "start_s": 0.0})
        recorder.events(record.events)
    looks = {"seen": 5, "nobody": 0, "skipped": 0}
    journal.write({"kind": "alive", "time_s": 9.0, "held_s": 1.0, "looks": looks})
    path = journal.path
    recorder.close(saved=False)
    lines = path.read_text().splitlines()
    path.unlink()
    return lines


@given(drawn=st.data())
def test_a_journal_that_was_damaged_is_recovered_told_or_cleared_away(
    drawn: st.DataObject, tmp_path: Path, bridge_trace: Path
) -> None:
    folder = tmp_path / "data"
    known = tmp_path / "lines"
    if not known.exists():
        known.write_text("\n".join(journal_lines(folder, bridge_trace)))
    lines = known.read_text().splitlines()
    row = drawn.draw(st.integers(0, len(lines) - 1))
    what = drawn.draw(st.sampled_from(DAMAGES))
    if what == "edit":
        lines[row] = json.dumps(drawn.draw(broken(json.loads(lines[row]))))
    elif what == "gone":
        del lines[row]
    elif what == "torn":
        lines = [*lines[:row], lines[row][: len(lines[row]) // 2]]
    elif what == "twice":
        lines.insert(row, lines[row])
    elif what == "swap":
        lines[0], lines[row] = lines[row], lines[0]
    content = "\n".join(lines).encode() + b"\n"
    if what == "bytes":
        content = flipped(content, drawn.draw(FLIPS))
    (folder / JOURNALS).mkdir(parents=True, exist_ok=True)
    path = folder / JOURNALS / "cutoff.journal"
    path.write_bytes(content)
    told: list[str] = []
    found = find_cut_off(folder, SHIPPED, told.append)
    assert all("\n" not in line for line in told)
    if found is not None:
        settle(folder, found, keep=True)
        with SqliteStore(folder) as store:
            for number in store.numbers():
                store.get(number)
            store.rows()
            store.delete_all()
    path.unlink(missing_ok=True)


@settings(max_examples=few(8))
@given(drawn=st.data())
def test_a_summary_that_was_edited_is_taken_whole_or_made_again(
    drawn: st.DataObject, tmp_path: Path, bridge_trace: Path
) -> None:
    summary = json.loads(
        json.dumps(session_of([record_of(bridge_trace)]).summary | {"inputs": "same"})
    )
    edited = drawn.draw(broken(summary)) | {"inputs": "same"}
    folder = tmp_path / "out" / "v"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.json").write_text(json.dumps(edited))
    found = finished(folder, "same")
    entries = [Entry("v", "Bridge", folder, found)]
    written = write_index(tmp_path / "out", entries) if found else []
    assert all(path.stat().st_size > 0 for path in written)
