"""Tables and colours on a terminal, where a name is text whatever is in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from formcheck.edges.names import plain

__all__ = ["Screen"]


class Screen(Console):
    """A console for tables and colours: rich's, without its markup and emoji."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(markup=False, emoji=False, **kwargs)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield the parts of something, as plain text with rich's own styles."""
        for part in super().render(renderable, options):
            text = part.text if part.control else plain(part.text)
            yield Segment(text, part.style, part.control)
