"""Ranges with hysteresis, three-valued, and changes that must last before they
count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import isnan

__all__ = ["Settled", "Verdict", "all_of", "inside", "settle"]


class Verdict(Enum):
    """Yes, no or unknown. NaN never decides."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def inside(
    value: float,
    enter: tuple[float, float],
    leave: tuple[float, float],
    *,
    was_in: bool,
) -> Verdict:
    """Whether a value is in a range: `enter` to come in, the wider `leave` to stay
    in.
    """
    if isnan(value):
        return Verdict.UNKNOWN
    low, high = leave if was_in else enter
    return Verdict.YES if low <= value <= high else Verdict.NO


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return YES when all are YES, NO when one is NO, else UNKNOWN."""
    unknown = False
    for verdict in verdicts:
        if verdict is Verdict.NO:
            return Verdict.NO
        unknown = unknown or verdict is Verdict.UNKNOWN
    return Verdict.UNKNOWN if unknown else Verdict.YES


@dataclass(frozen=True, slots=True)
class Settled:
    """A verdict that has lasted, and the one coming up.

    verdict: UNKNOWN at first; since_s: from when on it holds, of no meaning while it is
    UNKNOWN. coming: what the last looks say; coming_since_s: the first of them.
    """

    verdict: Verdict = Verdict.UNKNOWN
    since_s: float = 0.0
    coming: Verdict = Verdict.UNKNOWN
    coming_since_s: float = 0.0


def settle(state: Settled, time_s: float, seen: Verdict, dwell_s: float) -> Settled:
    """Take in one look. Once a change has lasted for `dwell_s`, it counts from when it
    began.
    """
    if seen is state.verdict:
        return Settled(state.verdict, state.since_s, seen, time_s)
    if seen is not state.coming:
        return Settled(state.verdict, state.since_s, seen, time_s)
    if time_s - state.coming_since_s >= dwell_s - 1e-6:
        return Settled(seen, state.coming_since_s, seen, state.coming_since_s)
    return state
