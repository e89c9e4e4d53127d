"""The session's journal: one line for each thing that happens, safe against a crash.

Append-only JSON lines. Each reaches the system at once, so that a killed process loses
nothing that was written, and the disk within 2 s, so that a power cut loses no more.
"""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from formcheck.core.words.catalogue import say
from formcheck.edges.notices import tell_once
from formcheck.edges.private import private_folder, private_opener
from formcheck.errors import OutputError

__all__ = ["Journal", "JournalInMemory", "JournalWriter", "lock", "read_journal"]
__all__ += ["person_in", "unfinished"]

SYNC_EVERY_S = 1.0
"""How often the disk is made to keep it; half of what may be lost."""

_SUFFIX = ".journal"
_LARGEST_LINE = 4_000_000

Line = Mapping[str, Any]


class JournalWriter(Protocol):
    """Takes what happens, line by line."""

    def write(self, line: Line) -> None:
        """Add one line."""

    def close(self, *, remove: bool = False) -> None:
        """End it. remove: all of it is kept elsewhere now."""


class JournalInMemory:
    """Keeps the lines: the fake."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.removed = False

    def write(self, line: Line) -> None:
        """Add one line."""
        self.lines.append(dict(line))

    def close(self, *, remove: bool = False) -> None:
        """End it."""
        self.removed = remove


class Journal:
    """A journal file, made anew; nobody else may take it for unfinished meanwhile.

    Parameters
    ----------
    folder
        Made if it is not there.
    name
        The session's; it must not exist yet.

    Raises
    ------
    OutputError
        It cannot be written.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}{_SUFFIX}"
        try:
            private_folder(folder)
            self._file: IO[bytes] = open(  # noqa: SIM115 - closed at the end
                self.path, "xb", buffering=0, opener=private_opener
            )
        except OSError as error:
            raise OutputError(f"cannot write {self.path}: {error.strerror}") from error
        lock(self._file)
        self._dirty = False
        self._waiting: list[bytes] = []
        self._whole = 0  # bytes of whole lines
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(self, line: Line) -> None:
        """Add one line. A second write after the end does nothing."""
        text = json.dumps(line, separators=(",", ":"), allow_nan=False)
        with self._guard:
            if self._file.closed:
                return
            self._waiting.append(text.encode() + b"\n")
            self._write_out()

    def _write_out(self) -> None:
        """Write what waits; on a full disk it waits for room, and that is told."""
        while self._waiting:
            line = self._waiting[0]
            try:
                if self._file.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError as error:
                with suppress(OSError):  # nothing torn is left between two lines
                    os.ftruncate(self._file.fileno(), self._whole)
                    self._file.seek(self._whole)
                tell_once(
                    say(
                        "{file}: {why}; until there is room, a crash would lose what "
                        "is done",
                        file=self.path,
                        why=error.strerror,
                    )
                )
                return
            self._whole += len(line)
            del self._waiting[0]
            self._dirty = True

    def close(self, *, remove: bool = False) -> None:
        """End it. remove: all of it is kept elsewhere now."""
        self._stop.set()
        self._thread.join()
        with self._guard:
            if self._file.closed:
                return
            self._write_out()
            with suppress(OSError):
                os.fsync(self._file.fileno())
            self._file.close()
            if remove:
                self.path.unlink(missing_ok=True)

    def _run(self) -> None:
        # In a thread of its own: a slow disk must not hold up the judging.
        while not self._stop.wait(SYNC_EVERY_S):
            with self._guard:
                due, self._dirty = self._dirty and not self._file.closed, False
                handle = os.dup(self._file.fileno()) if due else None
            if handle is not None:
                try:
                    with suppress(OSError):  # the next line finds out, and tells
                        os.fsync(handle)
                finally:
                    os.close(handle)


def unfinished(folder: Path) -> list[Path]:
    """Journals of sessions that never ended and that no process is writing, oldest
    first.
    """
    found = []
    for path in folder.glob(f"*{_SUFFIX}") if folder.is_dir() else ():
        try:
            with path.open("r+b") as file:
                if lock(file):
                    found.append((path.stat().st_mtime, path))
        except OSError:
            continue
    return [path for _, path in sorted(found)]


def read_journal(path: Path) -> Iterator[dict[str, Any]]:
    """Yield a journal's lines as far as they are whole: the last may be torn."""
    with path.open("rb") as file:
        while line := file.readline(_LARGEST_LINE):
            try:
                found = json.loads(line)
            except ValueError:
                return
            if not isinstance(found, dict) or not line.endswith(b"\n"):
                return
            yield found


def person_in(path: Path) -> str | None:
    """Whose session a journal is of; None where that cannot be read."""
    with suppress(OSError):
        for line in read_journal(path):
            if line.get("kind") == "session" and isinstance(line.get("person"), str):
                return str(line["person"])
    return None


def lock(file: IO[bytes]) -> bool:
    """Lock a file until it is closed; False where another process has."""
    try:
        import fcntl
    except ImportError:  # Windows, where an open file can be told by renaming it
        return _only_user(Path(file.name))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _only_user(path: Path) -> bool:
    try:
        os.rename(path, path)
    except OSError:
        return False
    return True
