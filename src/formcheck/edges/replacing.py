"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["replacing", "settle", "write_whole"]


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give an empty file beside `path` to write to; at the end it takes its place.

    If anything goes wrong, `path` stays as it was and nothing is left beside it. What a
    link leads to is replaced, not the link. private: nobody but the user can read it.

    Raises
    ------
    OSError
        It cannot be written, or is a folder, a device or a pipe.
    """
    path = path.resolve()
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.writing")
    made = os.open(
        beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666
    )
    os.close(made)
    try:
        yield beside
        settle(beside)
        os.replace(beside, path)
        settle(path.parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def settle(path: Path) -> None:
    """Have the disk keep a file or a folder's names before anything further is done:
    else, where power fails, a name may stand for a file that was never written.
    """
    if os.name == "nt" and path.is_dir():  # no folder can be opened there
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some shares have none
            raise
    finally:
        os.close(handle)


def write_whole(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text as UTF-8, whole or not at all; see `replacing`."""
    with replacing(path, private=private) as beside:
        beside.write_text(text, encoding="utf-8")
