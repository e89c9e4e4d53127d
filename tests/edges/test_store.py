"""The history: kept, found, changed and deleted; by two processes at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from formcheck.core.records.session import Session
from formcheck.edges.sqlite_store import DATABASE, SqliteStore
from formcheck.edges.store import MemoryStore, SessionStore
from formcheck.errors import HistoryError
from tests.sessions import SORE, bridges, record_of, session_of, write_trace


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trace")
    return write_trace(folder / "landmarks.npz", bridges(2).seen())


@pytest.fixture(scope="module")
def session(trace: Path) -> Session:
    record = record_of(trace)
    assert len(record.entry["reps"]) == 2
    return session_of([record], note="stiff today", pain=SORE)


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SessionStore:
    if request.param == "memory":
        return MemoryStore()
    store = SqliteStore(tmp_path / "data")
    request.addfinalizer(store.close)
    return store


def again(session: Session, uid: str, person: str = "AB", day: str = "") -> Session:
    day = day or session.about.started_at[:10]
    return session_of(session.sets, uid, person, day, note=session.about.note)


def test_what_is_kept_comes_back(
    store: SessionStore, session: Session, trace: Path
) -> None:
    number = store.keep(session, [trace])
    kept = store.get(number)
    assert kept.session == session
    assert kept.traces[0] is not None
    assert kept.traces[0].read_bytes() == trace.read_bytes()


def test_the_same_session_is_kept_once(
    store: SessionStore, session: Session, trace: Path
) -> None:
    first = store.keep(session, [trace])
    assert store.keep(again(session, "one"), [trace]) == first
    assert len(store.rows()) == 1
    assert store.keep(again(session, "two"), [None]) != first


def test_rows_are_the_latest_first_by_person_stretch_and_date(
    store: SessionStore, session: Session
) -> None:
    for uid, person, day in (
        ("a", "AB", "2026-11-01"),
        ("b", "CD", "2026-11-03"),
        ("c", "AB", "2026-11-02"),
    ):
        store.keep(again(session, uid, person, day), [None])
    assert [row.about.uid for row in store.rows()] == ["b", "c", "a"]
    assert [row.about.uid for row in store.rows("AB")] == ["c", "a"]
    assert [row.about.uid for row in store.rows(since="2026-11-02")] == ["b", "c"]
    assert store.rows(stretch="cobra") == []
    assert len(store.rows(stretch="bridge")) == 3
    assert store.people() == ["CD", "AB"]
    (digest,) = store.rows("CD")[0].digests
    assert (digest.stretch, digest.reps) == ("bridge", 2)


def test_more_can_be_written_down_later(store: SessionStore, session: Session) -> None:
    number = store.keep(session, [None])
    about = session.about.model_copy(update={"note": "better in the evening"})
    store.update_about(number, about)
    kept = store.get(number)
    assert kept.session.about.note == "better in the evening"
    assert kept.session.summary["session"]["note"] == "better in the evening"


def test_what_is_deleted_is_gone(
    store: SessionStore, session: Session, trace: Path
) -> None:
    one = store.keep(session, [trace])
    two = store.keep(again(session, "two"), [trace])
    store.delete([one])
    with pytest.raises(HistoryError, match=f"no session {one}"):
        store.get(one)
    assert store.get(two).session.about.uid == "two"
    store.delete_all()
    assert store.rows() == []
    assert store.keep(session, [None]) > two or isinstance(store, MemoryStore)


def everything_in(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("every", [True, False])
def test_deleting_leaves_no_byte(
    tmp_path: Path, session: Session, trace: Path, every: bool
) -> None:
    secret = "the dog that knocked me over in March"
    secret_trace = trace.read_bytes()[200:400]
    told = session_of(session.sets, "secret", "AB", note=secret)
    with SqliteStore(tmp_path) as store:
        kept = store.keep(told, [trace])
        other = store.keep(again(session, "other"), [None])
        assert secret.encode() in everything_in(tmp_path)
        assert secret_trace in everything_in(tmp_path)
        if every:
            store.delete_all()
        else:
            store.delete([kept])
            assert store.get(other)
        assert secret.encode() not in everything_in(tmp_path)
        assert secret_trace not in everything_in(tmp_path)
    assert secret.encode() not in everything_in(tmp_path)


def test_a_change_that_fails_changes_nothing(
    tmp_path: Path, session: Session, trace: Path
) -> None:
    with SqliteStore(tmp_path) as store:
        with pytest.raises(HistoryError, match="No such file"):
            store.keep(session_of([*session.sets] * 2), [trace, tmp_path / "none.npz"])
        assert store.rows() == []
        assert list((tmp_path / "traces").iterdir()) == []
        store.keep(session, [trace])


def test_files_nobody_refers_to_are_swept(
    tmp_path: Path, session: Session, trace: Path
) -> None:
    with SqliteStore(tmp_path) as store:
        (tmp_path / "traces" / "of-a-killed-process.npz").write_bytes(b"x")
        number = store.keep(session, [trace])
        (kept,) = (tmp_path / "traces").iterdir()
        assert store.get(number).traces == (kept,)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no database at all, " * 500, "damaged"),
        (b"newer", "newer formcheck"),
    ],
)
def test_what_is_no_history_is_said_in_a_line(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "history.sqlite3"
    if content == b"newer":
        with SqliteStore(tmp_path):
            pass
        database = sqlite3.connect(path)
        database.execute("PRAGMA user_version = 99")
        database.close()
    else:
        path.write_bytes(content)
    with pytest.raises(HistoryError, match=words) as error:
        SqliteStore(tmp_path)
    assert len(str(error.value).splitlines()) == 1


def test_a_place_that_is_no_folder_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="file"):
        SqliteStore(tmp_path / "file")


_WRITER = """
import sys
from pathlib import Path
from formcheck.edges.sqlite_store import DATABASE, SqliteStore
from tests.sessions import record_of, session_of
folder, trace, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
record = record_of(trace)
with SqliteStore(folder) as store:
    for n in range(15):
        store.keep(session_of([record], f"{name}-{n}", name), [trace])
        if n % 5 == 4:
            store.delete([row.number for row in store.rows(name)[:2]])
"""


def test_two_processes_at_once_lose_nothing(tmp_path: Path, trace: Path) -> None:
    data = tmp_path / "data"
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(data), str(trace), name],
            cwd=root,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for process in running:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    with SqliteStore(data) as store:
        for name in ("one", "two"):
            assert len(store.rows(name)) == 15 - 3 * 2
        for row in store.rows():
            (kept,) = store.get(row.number).traces
            assert kept is not None
            assert kept.read_bytes() == trace.read_bytes()


def test_a_killed_process_leaves_a_whole_history(tmp_path: Path, trace: Path) -> None:
    data = tmp_path / "data"
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(data), str(trace), "one"], cwd=root
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if len(list(data.glob("traces/*.npz"))) > 2:
            break
        time.sleep(0.01)
    process.kill()
    process.wait()
    with SqliteStore(data) as store:
        rows = store.rows()
        assert len(rows) >= 2
        for row in rows:
            (kept,) = store.get(row.number).traces
            assert kept is not None and kept.exists()


def test_looking_leaves_the_file_as_it_is(kept: Path) -> None:
    """Not even its date changes: what backs up a disk has nothing to copy."""
    file = kept / DATABASE
    os.utime(file, (1, 1))
    before = file.read_bytes()
    with SqliteStore(kept) as store:
        assert store.rows()
    assert (file.stat().st_mtime, file.read_bytes()) == (1, before)
