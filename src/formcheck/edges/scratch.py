"""Temporary folders in the data folder: what is in them is about somebody's health, so
that none may stay behind where nobody looks.

Each is locked while its process lives. Those of processes that were killed are removed
when the next one is made, at the next start, and with whatever is deleted.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from formcheck.edges.journal import lock
from formcheck.edges.private import private_folder, private_opener
from formcheck.errors import OutputError

__all__ = ["Scratch", "scratch", "sweep"]

_FOLDER = ".scratch"
_LOCK = "lock"
_MOMENT_S = 60.0


class Scratch:
    """A temporary folder, for its owner alone.

    Parameters
    ----------
    home
        The data folder.

    Raises
    ------
    OutputError
        It cannot be made.
    """

    def __init__(self, home: Path) -> None:
        sweep(home)
        place = home / _FOLDER
        try:
            private_folder(place)
            self.folder = Path(tempfile.mkdtemp(prefix="", dir=place))
            self._lock: IO[bytes] = open(  # noqa: SIM115 - closed at the end
                self.folder / _LOCK, "xb", opener=private_opener
            )
        except OSError as error:
            raise OutputError(f"cannot write to {place}: {error.strerror}") from error
        lock(self._lock)

    def close(self) -> None:
        """Remove it. A second time does nothing."""
        self._lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def scratch(home: Path) -> Iterator[Path]:
    """Give a temporary folder, removed at the end; see `Scratch`."""
    made = Scratch(home)
    try:
        yield made.folder
    finally:
        made.close()


def sweep(home: Path) -> None:
    """Remove temporary folders whose process has ended, and files half-written."""
    with suppress(OSError):
        for folder in list((home / _FOLDER).iterdir()):
            if _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)
    for left in home.glob(".restoring-*"):  # formcheck 0.1.0's
        shutil.rmtree(left, ignore_errors=True)
    with suppress(OSError):
        for left in [*home.glob(".*.writing"), *home.glob("people/*/.*.writing")]:
            left.unlink(missing_ok=True)


def _is_left(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open("r+b") as file:
            return lock(file)
    except FileNotFoundError:
        # Made a moment ago by a process that has not locked it yet, or long ago.
        return _age_s(folder) > _MOMENT_S
    except OSError:
        return False


def _age_s(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0
