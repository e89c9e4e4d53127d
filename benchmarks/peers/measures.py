"""How far counts and holds are from the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.counters import Span
from benchmarks.real.scoring import matched

ENDS_WITHIN_S = 0.9
LEAST_S = 1.0
"""A shorter stay in the target is no hold."""


@dataclass(frozen=True)
class Compared:
    """One counter on one clip. wanted: None where no holds were read."""

    reps: int
    reps_true: int
    found: tuple[Span, ...]
    wanted: tuple[Span, ...] | None


@dataclass(frozen=True)
class Tally:
    """One counter on many clips. Shares are 0 to 1; None without any hold."""

    clips: int
    exact: float
    off_by_one: float
    error: float
    over: int
    under: int
    hold_f1: float | None
    hold_iou: float | None


def tally(all_: Sequence[Compared]) -> Tally:
    """Add up what one counter made of some clips."""
    off = [one.reps - one.reps_true for one in all_]
    held = [
        (long_enough(one.found), long_enough(one.wanted))
        for one in all_
        if one.wanted is not None
    ]
    right = sum(matched(wanted, found, ENDS_WITHIN_S) for found, wanted in held)
    both = sum(len(found) + len(wanted) for found, wanted in held)
    return Tally(
        len(all_),
        sum(n == 0 for n in off) / len(off),
        sum(abs(n) <= 1 for n in off) / len(off),
        sum(abs(n) for n in off) / len(off),
        sum(max(n, 0) for n in off),
        sum(max(-n, 0) for n in off),
        2 * right / both if both else None,
        sum(iou(wanted, found) for found, wanted in held) / len(held) if held else None,
    )


def long_enough(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return those that are holds."""
    return tuple(span for span in spans if span[1] - span[0] >= LEAST_S)


def iou(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return the time that both have, of the time that either has; 1 of none."""
    both = sum(max(0.0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
    either = _length(one) + _length(other) - both
    return both / either if either > 0 else 1.0


def _length(spans: Sequence[Span]) -> float:
    return sum(end - start for start, end in spans)
