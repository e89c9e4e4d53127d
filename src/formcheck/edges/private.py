"""Files and folders that only their owner can read, whatever the system's habit is."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["close_to_others", "private_file", "private_folder", "private_opener"]

_FILE, _FOLDER = 0o600, 0o700


def private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing. One that is there is left.

    Raises
    ------
    OSError
        It cannot be made.
    """
    # `mkdir(parents=True)` gives its mode to the last alone.
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        with suppress(FileExistsError):  # another process was faster
            path.mkdir(mode=_FOLDER)
    folder.mkdir(exist_ok=True)  # a file in its place is told


def private_file(path: Path) -> None:
    """Make an empty file where there is none; close it to others where there is.

    Raises
    ------
    OSError
        It cannot be made.
    """
    if not path.exists():  # one that is there is neither dated anew nor opened
        path.touch(mode=_FILE)
    close_to_others(path)


def private_opener(path: str, flags: int) -> int:
    """Open a file, as `open` wants it of its opener; made for its owner alone."""
    return os.open(path, flags, _FILE)


def close_to_others(path: Path) -> None:
    """Take from all but the owner what they may do.

    Where that is not ours to say, as on some shares, it stays.
    """
    with suppress(OSError):
        mode = path.stat().st_mode
        if mode & 0o077:
            os.chmod(path, mode & 0o700)
