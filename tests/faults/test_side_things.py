"""A side thing that fails takes no main thing along: history, disk, journal."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import pytest

from formcheck.app.history.store import open_history
from formcheck.edges.journal import Journal, read_journal
from formcheck.edges.sqlite_store import DATABASE
from formcheck.errors import HistoryError
from tests.conftest import Call

SAMPLES = Path(__file__).parents[2] / "sample_videos"


class FullDisk:
    """A file on a disk that is full for a while, and takes half a line first."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.full = file, False

    def write(self, line: bytes) -> int:
        if not self.full:
            return self.file.write(line)
        self.file.write(line[: len(line) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def test_a_journal_waits_for_room_and_loses_no_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = Journal(tmp_path, "x")
    disk = FullDisk(journal._file)
    journal._file = disk  # type: ignore[assignment]
    for number in range(30):
        disk.full = 10 <= number < 20
        journal.write({"n": number})
        if number == 15:
            assert [line["n"] for line in read_journal(journal.path)] == list(range(10))
    journal.close()
    assert [line["n"] for line in read_journal(journal.path)] == list(range(30))
    (told,) = capsys.readouterr().err.splitlines()
    assert "No space left" in told and "until there is room" in told


def test_a_journal_that_never_gets_room_ends_no_session(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "x")
    disk = FullDisk(journal._file)
    journal.write({"n": 0})
    journal._file, disk.full = disk, True  # type: ignore[assignment]
    journal.write({"n": 1})
    journal.close()
    assert [line["n"] for line in read_journal(journal.path)] == [0]


BREAKS = ["locked", "no locks", "damaged", "full"]


def broken_history(how: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Make the history one that cannot be written to; what is to be kept open."""
    from formcheck.edges import database

    monkeypatch.setattr(database, "_BUSY_S", 0.1)
    open_history().close()
    if how == "damaged":
        (data / DATABASE).write_bytes(b"SQLite format 3\0" + bytes(5000))
    elif how == "locked":
        holding = sqlite3.connect(data / DATABASE, isolation_level=None)
        holding.execute("BEGIN EXCLUSIVE")
        return holding
    else:
        words = {"no locks": "database is locked", "full": "database or disk is full"}

        def fails(path: Path) -> object:
            raise HistoryError(f"the history in {path.parent}: {words[how]}")

        monkeypatch.setattr("formcheck.edges.sqlite_store.connect", fails)
    return None


@pytest.mark.model
@pytest.mark.parametrize("how", ["locked"])
def test_a_finished_analysis_is_written_whatever_the_history_does(
    how: str, data: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(_Held(broken_history(how, data, monkeypatch))):
        status, out, errors = call(
            "analyse", SAMPLES / "bridge_good.mp4", "--stretch", "bridge", "--to", 4,
            "--person", "X",
        )  # fmt: skip
    assert status == 2, "only the keeping failed"
    (line,) = errors.splitlines()
    assert "not kept" in line and "FORMCHECK_DATA" in line
    results = Path("formcheck-results/bridge_good")
    assert (results / "report.html").stat().st_size > 10_000
    summary = json.loads((results / "summary.json").read_text())
    assert any("not kept" in note for note in summary["notes"])
    assert "inputs" not in summary, "or a folder's run would never keep it"
    assert "Bridge" in out and "Written" in out


class _Held:
    def __init__(self, held: object) -> None:
        self._held = held

    def close(self) -> None:
        if isinstance(self._held, sqlite3.Connection):
            self._held.close()


@pytest.mark.model
@pytest.mark.parametrize("how", BREAKS)
def test_live_starts_without_a_history_and_says_so(
    how: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from formcheck.app.live.session import LiveOptions, LiveSession
    from formcheck.edges.notices import forget_told
    from formcheck.resources import model_file, poses_dir

    forget_told()
    with closing(_Held(broken_history(how, data, monkeypatch))):
        video = SAMPLES / "bridge_good.mp4"
        session = LiveSession(LiveOptions(str(video), model_file(), poses_dir(), "AB"))
        try:
            notes = (
                session.hello()["screen"].get("notes") or session.engine.extras["notes"]
            )
            assert any("Not kept" in note for note in notes), notes
            assert any("FORMCHECK_DATA" in note for note in notes)
        finally:
            session.close()
