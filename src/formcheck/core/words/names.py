"""Names as files have them, in words."""

from __future__ import annotations

__all__ = ["words_of"]


def words_of(name: str) -> str:
    """Return a name of a file, `knee_bend`, as it is read: `knee bend`."""
    return name.replace("_", " ")
