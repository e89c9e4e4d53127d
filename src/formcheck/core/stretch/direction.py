"""Which way a stretch goes: towards larger values of its first measure, or smaller."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

__all__ = ["Direction"]

Span = tuple[float, float]


class Direction(Enum):
    """The way from the start to the target, in the stretch's first measure."""

    MORE = 1
    LESS = -1

    @property
    def sign(self) -> int:
        """+1 where further is a larger value, -1 where it is a smaller one."""
        return self.value

    def further(self, value: float, by: float) -> float:
        """The value moved `by` units further, or back where `by` is below 0."""
        return value + self.sign * by

    def past(self, value: float, limit: float) -> float:
        """How much further `value` is than `limit`; below 0 where it is nearer."""
        return (value - limit) * self.sign

    def furthest(self, values: Iterable[float]) -> float:
        """Return the furthest of some values. ValueError: there are none."""
        return max(values, key=lambda value: value * self.sign)

    def nearest(self, values: Iterable[float]) -> float:
        """Return the least far of some values. ValueError: there are none."""
        return min(values, key=lambda value: value * self.sign)

    def near_edge(self, span: Span) -> float:
        """The edge of a range that is met first."""
        return self.nearest(span)

    def far_edge(self, span: Span) -> float:
        """The edge of a range that is met last."""
        return self.furthest(span)

    def with_near_edge(self, span: Span, edge: float) -> Span:
        """The range, begun at `edge` where that is nearer than its own beginning."""
        edge = self.nearest((self.near_edge(span), edge))
        far = self.far_edge(span)
        return (edge, far) if self is Direction.MORE else (far, edge)

    def with_far_edge(self, span: Span, edge: float) -> Span:
        """The range, ended at `edge`."""
        near = self.near_edge(span)
        return (near, edge) if self is Direction.MORE else (edge, near)
