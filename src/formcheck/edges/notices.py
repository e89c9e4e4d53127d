"""What is told beside a command's answer: a line on standard error, each once."""

from __future__ import annotations

import sys

__all__ = ["forget_told", "tell_once"]

_told: set[str] = set()


def tell_once(line: str) -> None:
    """Tell a line, unless this process has told it already."""
    if line not in _told:
        _told.add(line)
        print(f"formcheck: {line}", file=sys.stderr, flush=True)


def forget_told() -> None:
    """Begin anew: another command is run."""
    _told.clear()
