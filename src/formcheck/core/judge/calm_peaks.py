"""What a set shows of the person's own range: how far its calm repetitions went."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from formcheck.core.judge.events import PartialRep, RepCounted
from formcheck.core.stretch.own_range import PAST_CEILING, side_word
from formcheck.core.stretch.spec import RangeSide, StretchSpec
from formcheck.core.words.reasons import Shortfall

__all__ = ["calm_peaks"]


def calm_peaks(
    spec: StretchSpec, done: Iterable[RepCounted | PartialRep]
) -> dict[RangeSide, list[float]]:
    """How far the calm repetitions of a set went, by the key of their side.

    Calm is without a flag, but for one that only says that it was further than usual.
    Where a stretch has sides and it is not known which one worked, it teaches nothing.
    """
    found: dict[RangeSide, list[float]] = {}
    if spec.target is None:
        return found
    for rep in done:
        if isinstance(rep, PartialRep) and rep.reason is not Shortfall.SMALLER_RANGE:
            continue
        side = None if spec.sides == "none" else rep.side
        known = side is not None or spec.sides == "none"
        if known and not isnan(rep.peak) and set(rep.flags) <= {PAST_CEILING}:
            found.setdefault(side_word(side), []).append(round(rep.peak, 3))
    return found
