"""The terminal: what is written there is text, whatever names are in it.

A name may hold what a terminal takes for a command (colours, a new title, another line
in place of this one) or what rich takes for markup. Both are shown instead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from formcheck.edges.names import plain

__all__ = ["plain_streams"]


class _Plain:
    """A text stream that shows control characters instead of sending them."""

    def __init__(self, stream: Any) -> None:
        self.rich_proxied_file = stream  # rich writes colours there, of its own making

    def write(self, text: str) -> int:
        self.rich_proxied_file.write(plain(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rich_proxied_file, name)


@contextmanager
def plain_streams() -> Iterator[None]:
    """Have whatever is printed meanwhile be plain text."""
    before = sys.stdout, sys.stderr
    # Python has none where the program was started with them closed.
    sys.stdout = _Plain(sys.stdout) if sys.stdout is not None else sys.stdout
    sys.stderr = _Plain(sys.stderr) if sys.stderr is not None else sys.stderr
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
