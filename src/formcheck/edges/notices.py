"""Notices beside a command's answer: lines on standard error, each once."""

from __future__ import annotations

import sys

__all__ = ["forget_told", "tell_once"]

_told: set[str] = set()


def tell_once(line: str) -> None:
    """Print a line, unless this process has printed it already."""
    if line not in _told:
        _told.add(line)
        print(f"formcheck: {line}", file=sys.stderr, flush=True)


def forget_told() -> None:
    """Forget what was printed: another command is run."""
    _told.clear()
