"""Names of files that are not UTF-8: libraries in C fail over them, OpenCV by dying.

Python holds the bytes that it could not read as lone surrogates, which no text that is
written or sent may have in it. Other names have characters that a terminal obeys.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["NOT_UTF8", "folder_name", "in_utf8", "plain", "printable"]

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
"""All but a line's end and a tab: C0, C1, and what turns the direction of writing."""

_LONGEST_FOLDER = 120
"""Bytes; file systems have 255, and others' tools add to a name."""

NOT_UTF8 = "its name is not UTF-8: give it another"


def in_utf8(name: str | Path) -> bool:
    """Whether a name can be handed on."""
    try:
        str(name).encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(name: str | Path) -> str:
    r"""Return a name for people, on one line: bytes that are no text as in
    `caf\xe9.mp4`, and so what a terminal would obey.
    """
    try:
        raw = str(name).encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # other lone surrogates, as names on Windows may have
        raw = str(name).encode("utf-8", "backslashreplace")
    text = plain(raw.decode("utf-8", "backslashreplace"))
    return text.replace("\n", "\\n").replace("\t", "\\t")


def plain(text: str) -> str:
    r"""Return a text with what a terminal would obey shown, as `\x1b`; lines stay."""
    return _CONTROLS.sub(_shown, text)


def folder_name(name: str) -> str:
    """Return what a folder for a file of that name is called: never one above it, none
    that is hidden, none longer than file systems take.
    """
    stem = Path(name).stem.lstrip(".").strip() or "video"
    while len(stem.encode("utf-8", "surrogateescape")) > _LONGEST_FOLDER:
        stem = stem[:-1]
    return stem


def _shown(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
