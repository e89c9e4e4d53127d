"""Small files, read whole: only regular ones, and only up to a size.

A device may never end, and a pipe never begin; whoever names one by mistake is told.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

__all__ = ["SMALL_BYTES", "read_small"]

SMALL_BYTES = 1_000_000
"""What a file that people write by hand never reaches."""


def read_small(path: Path, largest: int = SMALL_BYTES) -> bytes:
    """Read a file.

    largest: in bytes.

    Raises
    ------
    OSError
        It is no regular file, is larger, or cannot be read; `strerror` says which.
    ValueError
        It has no name that a file can have.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        content = file.read(largest + 1)
    if len(content) > largest:
        size = f"{largest / 1e6:g} MB" if largest >= 1e6 else f"{largest} bytes"
        raise OSError(errno.EFBIG, f"larger than {size}", str(path))
    return content


def _without_waiting(path: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a pipe waits for whoever writes to it.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
