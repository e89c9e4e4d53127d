"""Deleting, replacing and keeping: whole or not at all, and gone where it is gone."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from formcheck.app.history import backup as backups
from formcheck.app.live.recorder import SessionRecorder
from formcheck.core.records.person import Person
from formcheck.edges.people import PeopleFiles, replace_text
from formcheck.edges.replacing import replacing, write_whole
from formcheck.edges.scratch import Scratch, scratch, sweep
from formcheck.edges.sqlite_store import DATABASE, JOURNALS, RECORDINGS, SqliteStore
from formcheck.errors import OutputError
from formcheck.resources import ModelFile
from tests.conftest import Call
from tests.sessions import record_of, session_of

NAME = "Zerlina-Quux"


def files_with(folder: Path, *names: str) -> list[Path]:
    """Every file that has one of these in its name or among its bytes."""
    return [
        path
        for path in folder.rglob("*")
        for name in names
        if name.lower() in str(path.relative_to(folder)).lower()
        or (path.is_file() and name.encode() in path.read_bytes())
    ]


def killed_session(home: Path, person: str, uid: str, trace: Path) -> None:
    """What a live session leaves that is killed in its second set."""
    code = """
import os, shutil, sys
from pathlib import Path
from formcheck.app.live.recorder import SessionRecorder
from formcheck.resources import ModelFile
home, person, uid, trace = sys.argv[1:]
model = ModelFile(Path(trace), "made up", "0" * 64)
recorder = SessionRecorder(Path(home), uid, person, model, "digest")
shutil.copy(trace, recorder.scratch / "set-0.npz")
(Path(home) / "recordings").mkdir(exist_ok=True)
(Path(home) / "recordings" / f"{uid}.mp4").write_bytes(person.encode())
os.kill(os.getpid(), 9)
"""
    words = [str(home), person, uid, str(trace)]
    done = subprocess.run([sys.executable, "-c", code, *words], check=False)
    assert done.returncode == -9


@pytest.fixture
def everywhere(data: Path, bridge_trace: Path) -> Path:
    """A person with a session, a note, recordings, ranges, plans old and new, and a
    session that was killed; and somebody else with the same.
    """
    record = record_of(bridge_trace)
    for person, uid in ((NAME, "z"), ("Bob", "b")):
        with SqliteStore(data) as store:
            note = {"note": f"{person} says it hurts"}
            session = session_of([record], uid, person, **note)
            store.keep(session, [bridge_trace])
        people = PeopleFiles(data)
        people.write(Person(person=person))
        replace_text(people.plan(person), f'schema = 1\nname = "{person}"\n')
        before = people.plan(person).with_suffix(".before.toml")
        replace_text(before, f'name = "{person}"\n')
        (people.folder(person) / ".plan.toml.abcd.writing").write_text(person)
        (data / RECORDINGS).mkdir(exist_ok=True)
        (data / RECORDINGS / f"{uid}.mp4").write_bytes(person.encode())
        killed_session(data, person, f"killed-{uid}", bridge_trace)
    return data


def test_a_person_who_is_forgotten_is_in_no_file(everywhere: Path, call: Call) -> None:
    assert files_with(everywhere, NAME)
    status, out, _ = call("person", "forget", "--person", NAME, "--yes")
    assert status == 0
    assert "Not removed" in out and "backups" in out
    assert files_with(everywhere, NAME, "killed-z", "z.mp4") == []
    assert not list((everywhere / ".scratch").iterdir()), "nobody's landmarks stay"
    assert call("sessions", "list", "--person", "Bob")[0] == 0
    assert (everywhere / RECORDINGS / "killed-b.mp4").exists()
    assert (everywhere / JOURNALS / "killed-b.journal").exists()
    assert len(list((everywhere / "traces").iterdir())) == 1


def test_all_sessions_deleted_leaves_no_byte_of_one(
    everywhere: Path, call: Call
) -> None:
    shutil.copy(everywhere / DATABASE, everywhere / f"{DATABASE}.damaged")
    status, out, _ = call("sessions", "delete", "--all", "--yes")
    assert status == 0
    assert f"plans of Bob and {NAME}" in out, "what stays is named"
    left = files_with(everywhere, NAME, "hurts", "killed-", "npz", "mp4")
    assert {path.parent.parent.name for path in left if path.is_file()} == {"people"}
    assert not list((everywhere / JOURNALS).iterdir())
    assert not list((everywhere / ".scratch").iterdir())
    for person in (NAME, "Bob"):
        assert call("person", "forget", "--person", person, "--yes")[0] == 0
    assert files_with(everywhere, NAME, "Bob") == []


def test_a_session_that_runs_keeps_its_landmarks_while_others_are_deleted(
    data: Path, bridge_trace: Path, call: Call
) -> None:
    model = ModelFile(bridge_trace, "made up", "0" * 64)
    running = SessionRecorder(data, "running", NAME, model, "digest")
    try:
        shutil.copy(bridge_trace, running.scratch / "set-0.npz")
        call("sessions", "delete", "--all", "--yes")
        call("person", "forget", "--person", NAME, "--yes")
        assert (running.scratch / "set-0.npz").exists()
        assert (data / JOURNALS / "running.journal").exists()
    finally:
        running.close(saved=True)
    assert not list((data / ".scratch").iterdir())


def test_what_a_killed_process_left_is_removed_at_the_next_start(
    data: Path, bridge_trace: Path
) -> None:
    killed_session(data, NAME, "killed", bridge_trace)
    assert files_with(data, "set-0.npz")
    (data / ".restoring-abc").mkdir()
    (data / ".x.abcd.writing").write_text("half")
    living = Scratch(data)
    sweep(data)
    assert files_with(data, "set-0.npz", ".restoring", ".writing") == []
    assert living.folder.is_dir()
    assert living.folder.stat().st_mode & 0o777 == 0o700
    living.close()
    living.close()
    with scratch(data) as folder:
        (folder / "x").touch()
    assert not folder.exists()


@pytest.mark.parametrize("how", ["bytes", "sessions"])
def test_a_backup_that_does_not_read_back_is_none(
    how: str, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backups._write

    def writes(archive: zipfile.ZipFile, *rest: object) -> object:
        written = real(archive, *rest)  # type: ignore[arg-type]
        assert archive.fp is not None
        if how == "bytes":
            archive.fp.flush()
            with open(str(archive.filename), "r+b") as file:
                file.seek(500)
                file.write(b"\0" * 200)
        return written if how == "bytes" else written._replace(sessions=9)

    monkeypatch.setattr(backups, "_write", writes)
    with pytest.raises(OutputError, match=r"all\.zip"):
        backups.backup(tmp_path / "all.zip", kept)
    assert [p.name for p in tmp_path.iterdir()] == ["data"]
    assert not list((kept / ".scratch").iterdir())


def test_a_full_disk_is_where_the_backup_goes_and_no_fault_of_the_history(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    target = tmp_path / "all.zip"
    with pytest.raises(OutputError) as told:
        backups.backup(target, kept)
    assert str(told.value) == f"cannot write to {target}: No space left on device"
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


class PowerGone(BaseException):
    """The machine stops here."""


def test_lost_power_leaves_the_old_file_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not synced before its name was given may be lost: none is."""
    done: list[tuple[str, str]] = []
    fsync, replace = os.fsync, os.replace

    def syncs(handle: int) -> None:
        done.append(("sync", os.path.basename(os.readlink(f"/proc/self/fd/{handle}"))))
        fsync(handle)

    def replaces(source: Path, target: Path) -> None:
        done.append(("name", Path(target).name))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", syncs)
    monkeypatch.setattr(os, "replace", replaces)
    write_whole(tmp_path / "person.json", "new")
    assert [what for what, _ in done] == ["sync", "name", "sync"]
    assert done[0][1].endswith(".writing") and done[2][1] == tmp_path.name


@pytest.mark.parametrize("step", range(3))
def test_a_write_that_is_cut_anywhere_leaves_a_whole_file(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "person.json"
    write_whole(path, "old")
    calls = 0

    def stops(real: object) -> object:
        def may(*words: object) -> object:
            nonlocal calls
            calls += 1
            if calls > step:
                raise PowerGone
            return real(*words)  # type: ignore[operator]

        return may

    monkeypatch.setattr(os, "fsync", stops(os.fsync))
    monkeypatch.setattr(os, "replace", stops(os.replace))
    with pytest.raises(PowerGone), replacing(path) as beside:
        beside.write_text("new")
    assert path.read_text() == ("old" if step < 2 else "new")


def test_a_trace_is_on_the_disk_before_the_row_that_names_it(
    data: Path, bridge_trace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def syncs(handle: int) -> None:
        synced.append(os.path.basename(os.readlink(f"/proc/self/fd/{handle}")))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", syncs)
    with SqliteStore(data) as store:
        number = store.keep(session_of([record_of(bridge_trace)]), [bridge_trace])
        (trace,) = store.get(number).traces
    assert trace is not None
    assert synced == [trace.name, "traces"]
