"""Names of files that are not UTF-8: libraries in C fail over them, OpenCV by dying.

Python holds the bytes that it could not read as lone surrogates, which no text that is
written or sent may have in it.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["NOT_UTF8", "in_utf8", "printable"]

NOT_UTF8 = "its name is not UTF-8: give it another"


def in_utf8(name: str | Path) -> bool:
    """Whether a name can be handed on."""
    try:
        str(name).encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(name: str | Path) -> str:
    r"""Return a name for people: bytes that are no text as in `caf\xe9.mp4`."""
    try:
        raw = str(name).encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # other lone surrogates, as names on Windows may have
        raw = str(name).encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")
