"""The end of a set: getting up and walking to the camera are no part of a stretch.

After the last return, a movement that leaves what the stretch rests on, for good, is
the leaving. Only at the end is it known to be that: live, it is told as it seems.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

from formcheck.core.judge.events import (
    Event,
    FlagCleared,
    NotCounted,
    OwnRangeLeft,
    PartialRep,
    RepCounted,
    SetFinished,
    TargetLeft,
)
from formcheck.core.judge.hold import is_calm
from formcheck.core.judge.hysteresis import Settled, Verdict, settle
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.states import AtStart, Between, State
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.reasons import Shortfall

__all__ = ["Footing", "step_footing", "without_leaving"]


@dataclass(frozen=True, slots=True)
class Footing:
    """Whether somebody is still where the stretch is done.

    placed: whether the body rests on what it asks for, or as it starts. rested_s: the
    last look at which it was still in the start pose, None before the first.
    """

    placed: Settled = Settled()
    rested_s: float | None = None

    @property
    def left_s(self) -> float | None:
        """Since when they are elsewhere; None while they are not."""
        return self.placed.since_s if self.placed.verdict is Verdict.NO else None


def step_footing(
    known: Footing,
    at: State,
    sample: Sample,
    spec: StretchSpec,
    neutral: Mapping[str, float],
    judging: Judging,
) -> Footing:
    """Take in a look. neutral: what each measure read in the start pose."""
    numbers, time_s = judging.judge, sample.time_s
    seen = Verdict.YES if sample.placed else Verdict.NO
    placed = settle(known.placed, time_s, seen, numbers.rep.dwell_s)
    rested_s = known.rested_s
    if sample.placed and isinstance(at, AtStart | Between):
        still = is_calm(sample, spec, numbers.hold)
        if still and _near(sample, spec, neutral, numbers.rep.near_start_deg):
            rested_s = time_s
    return Footing(placed, rested_s)


def _near(
    sample: Sample, spec: StretchSpec, neutral: Mapping[str, float], most_deg: float
) -> bool:
    """Whether every measure that is seen is about what it was in the start pose."""
    for name, measure in spec.measures.items():
        own = 0.0 if measure.relative else neutral.get(name, nan)
        if abs(sample.value(name) - own) > most_deg * sample.scale(name):
            return False
    return True


def without_leaving(events: Sequence[Event]) -> list[Event]:
    """Leave out flags, a smaller repetition and what did not count in the leaving."""
    end = events[-1]
    if not isinstance(end, SetFinished) or end.left_s is None:
        return list(events)
    left_s, rested_s = end.left_s, end.rested_s
    done = [
        e.end_s for e in events if isinstance(e, RepCounted | TargetLeft | OwnRangeLeft)
    ]
    # Straight out of a hold, the way out is still one of the stretch.
    since_s = left_s
    if rested_s is not None and rested_s >= max(done, default=0.0):
        since_s = min(rested_s, left_s)
    smaller = [e for e in events if isinstance(e, PartialRep) and _is_smaller(e)]
    last = smaller[-1] if smaller and smaller[-1].end_s > since_s else None
    return [
        e
        for e in events
        if e is not last
        and not (isinstance(e, FlagCleared | NotCounted) and e.start_s >= since_s)
    ]


def _is_smaller(rep: PartialRep) -> bool:
    """Whether nothing was held in it, and it only went some of the way."""
    return rep.reason is Shortfall.SMALLER_RANGE and rep.held_s <= 0
