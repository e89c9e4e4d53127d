"""Two opposite targets counted in pairs: the cat and the cow of a cat-cow.

Read against the person's own middle: bodies differ by an offset of their own (one
rendered body's cat reads -0.04, another's +0.24).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isnan, nan

from formcheck.core.judge.events import (
    Event,
    PartialRep,
    RepCounted,
    TargetEntered,
    TargetLeft,
)
from formcheck.core.judge.hold import PACE_OVER_S, Visit, stay
from formcheck.core.judge.hysteresis import Settled, Verdict, settle
from formcheck.core.judge.repetition import BLIND_S
from formcheck.core.judge.sample import Look
from formcheck.core.stretch.dose import dose_of
from formcheck.core.stretch.spec import Phase, Plan, StretchSpec
from formcheck.core.words.reasons import Shortfall

__all__ = ["Middle", "TwoPhase", "finish_phases", "learn_middle", "step_phases"]

_OWN_SHARE = 0.58
"""Share of the person's own best phase below which one is a smaller one."""

_LEFT = 0.35
"""Share of the way back from a phase's peak beyond which a pause is no part of it."""

_FORGET = 0.02
"""Share of the swing by which its ends come in each second: a slow drift is
followed."""


@dataclass(frozen=True, slots=True)
class Middle:
    """The reference between the two phases.

    steady: from a table top that stood still; else half way between the ends of the
    swing, NaN until it is wide enough.
    """

    steady: float = nan
    low: float = nan
    high: float = nan
    time_s: float = 0.0

    def value(self, swing: float) -> float:
        """The reference itself; NaN until the swing is wide enough."""
        wide = self.high - self.low >= swing
        halfway = (self.high + self.low) / 2 if wide else nan
        if isnan(self.steady):
            return halfway
        # What was taken for a table top may have been one of the phases.
        inside = wide and not (
            self.low + 0.15 * swing <= self.steady <= self.high - 0.15 * swing
        )
        return halfway if inside else self.steady


def learn_middle(middle: Middle, time_s: float, value: float) -> Middle:
    """Follow the ends of the swing."""
    if isnan(value):
        return middle
    if isnan(middle.low):
        return replace(middle, low=value, high=value, time_s=time_s)
    give = _FORGET * max(0.0, time_s - middle.time_s) * (middle.high - middle.low)
    return replace(
        middle,
        low=min(value, middle.low + give),
        high=max(value, middle.high - give),
        time_s=time_s,
    )


@dataclass(frozen=True, slots=True)
class TwoPhase:
    """Which phase it is, and what of the pair has been done.

    peak: the furthest of the phase that it is; lowest: of this pair's second one.
    """

    middle: Middle = Middle()
    first: Settled = Settled()
    second: Settled = Settled()
    small: tuple[Settled, Settled] = (Settled(), Settled())
    small_s: float | None = None
    small_done: tuple[str, ...] = ()
    visit: Visit | None = None
    out_s: float = 0.0
    now: str | None = None
    done: tuple[str, ...] = ()
    rep_s: float | None = None
    held_s: float = 0.0
    peak: float = nan
    lowest: float = nan
    best: tuple[float, float] = (0.0, 0.0)
    flags: tuple[str, ...] = ()
    blind_s: float = 0.0

    @property
    def phase(self) -> Phase:
        """Where in a pair the person is."""
        if self.now is not None:
            return Phase.TARGET
        return Phase.RETURNING if self.done else Phase.START


def step_phases(
    two: TwoPhase,
    spec: StretchSpec,
    plan: Plan,
    look: Look,
    neutral: Mapping[str, float] | None,
) -> tuple[TwoPhase, list[Event]]:
    """One look."""
    assert spec.phases is not None
    rules, time_s = spec.phases, look.time_s
    value = look.value(rules.measure)
    if isnan(value):
        return two, []
    steady = (neutral or {}).get(rules.measure, nan)
    middle = replace(learn_middle(two.middle, time_s, value), steady=steady)
    two = replace(two, middle=middle)
    centre = middle.value(rules.swing)
    if isnan(centre):
        return two, []
    off = value - centre
    # The person's own range: a swing well short of their best is a smaller one.
    reach_up = max(rules.first_above, _OWN_SHARE * two.best[0])
    reach_down = min(rules.second_below, _OWN_SHARE * two.best[1])
    above = reach_up - (rules.hysteresis if two.now == rules.first else 0.0)
    below = reach_down + (rules.hysteresis if two.now == rules.second else 0.0)
    first = settle(two.first, time_s, Verdict.YES if off > above else Verdict.NO)
    second = settle(two.second, time_s, Verdict.YES if off < below else Verdict.NO)
    two = replace(two, first=first, second=second)
    two, events = _smaller(two, spec, time_s, off)
    name, since_s = None, time_s
    if first.verdict is Verdict.YES:
        name, since_s = rules.first, first.since_s
    elif second.verdict is Verdict.YES:
        name, since_s = rules.second, second.since_s
    if name is not None and name == two.now and two.visit is not None:
        sign = 1 if name == rules.first else -1
        further = isnan(two.peak) or (off - two.peak) * sign > 0
        pace = abs(look.speed(rules.measure, PACE_OVER_S))
        peak = off if further else two.peak
        slow = spec.hold.settled_speed * two.visit.slow_share(nan)
        calm = pace <= slow and off * sign >= (1 - _LEFT) * peak * sign
        haste = pace - spec.hold.settled_speed
        visit = stay(two.visit, time_s, calm=calm, haste=haste)
        return replace(two, visit=visit, peak=peak), events
    if two.now is not None:
        two, more = _leave(two, spec, plan, time_s)
        events += more
    if name is not None:
        rep_s = two.rep_s if two.rep_s is not None else since_s
        visit = Visit(since_s, calm_s=since_s, in_s=time_s)
        two = replace(two, now=name, visit=visit, rep_s=rep_s, peak=off)
        events.append(TargetEntered(since_s, name))
    return two, events


def _smaller(
    two: TwoPhase, spec: StretchSpec, time_s: float, off: float
) -> tuple[TwoPhase, list[Event]]:
    """Count a pair in the person's own smaller range, where none is under way."""
    assert spec.phases is not None
    rules, share = spec.phases, spec.reps.smaller_from
    seen = (off > share * rules.first_above, off < share * rules.second_below)
    small = tuple(
        settle(was, time_s, Verdict.YES if here else Verdict.NO)
        for was, here in zip(two.small, seen, strict=True)
    )
    two = replace(two, small=(small[0], small[1]))
    if two.now is not None or two.done:
        return replace(two, small_done=(), small_s=None), []
    for name, here in zip((rules.first, rules.second), small, strict=True):
        if here.verdict is Verdict.YES and name not in two.small_done:
            begun_s = two.small_s
            if begun_s is None or not two.small_done:
                begun_s = max(here.since_s, two.out_s)
            two = replace(two, small_done=(*two.small_done, name), small_s=begun_s)
    over = all(here.verdict is Verdict.NO for here in small)
    if len(two.small_done) < 2 or not over or two.small_s is None:
        return two, []
    part = PartialRep(
        time_s, two.small_s, time_s, 0.0, nan, None, Shortfall.SMALLER_RANGE, two.flags
    )
    return replace(two, small_done=(), small_s=None, flags=()), [part]


def _leave(
    two: TwoPhase, spec: StretchSpec, plan: Plan, time_s: float, *, cut: bool = False
) -> tuple[TwoPhase, list[Event]]:
    assert two.visit is not None and two.now is not None
    (start_s, end_s), held_s = two.visit.hold, two.visit.held_s
    complete = dose_of(spec, plan).is_held(held_s)
    events: list[Event] = [
        TargetLeft(time_s, start_s, end_s, held_s, complete, None, cut, two.now)
    ]
    again = two.now in two.done
    done = (two.now,) if again else (*two.done, two.now)
    held_s = held_s if again else max(two.held_s, held_s)
    out_s = two.visit.in_s
    best = (max(two.best[0], two.peak), min(two.best[1], two.peak))
    assert spec.phases is not None
    lowest = two.peak if two.now == spec.phases.second else two.lowest
    two = replace(
        two,
        now=None,
        visit=None,
        out_s=out_s,
        done=done,
        held_s=held_s,
        best=best,
        lowest=lowest,
    )
    if len(done) == 2 and not cut:
        assert two.rep_s is not None
        good: bool | None = not two.flags
        if good and two.blind_s > BLIND_S:
            good = None
        events.append(
            RepCounted(
                time_s,
                two.rep_s,
                two.out_s,
                two.held_s,
                two.lowest,
                None,
                good,
                two.flags,
            )
        )
        two = replace(two, done=(), rep_s=None, held_s=0.0, flags=(), blind_s=0.0)
    return two, events


def finish_phases(
    two: TwoPhase, spec: StretchSpec, plan: Plan, time_s: float
) -> list[Event]:
    """The end: a phase cut off is a hold; one without its fellow is part of a rep."""
    events: list[Event] = []
    if two.now is not None:
        two, events = _leave(two, spec, plan, time_s, cut=True)
    elif len(two.done) == 1 and two.rep_s is not None:
        events.append(
            PartialRep(
                time_s,
                two.rep_s,
                two.out_s,
                two.held_s,
                two.peak,
                None,
                Shortfall.ONE_PHASE,
                two.flags,
            )
        )
    return events
