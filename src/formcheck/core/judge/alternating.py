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
from formcheck.core.judge.hold import PACE_OVER_S, Hold, stay
from formcheck.core.judge.hysteresis import Settled, Verdict, settle
from formcheck.core.judge.repetition import BLIND_S
from formcheck.core.judge.sample import Sample
from formcheck.core.stretch.dose import dose_of
from formcheck.core.stretch.spec import Phase, Plan, StretchSpec
from formcheck.core.words.reasons import Shortfall

__all__ = ["Middle", "AlternatingPair", "finish_pair", "learn_middle", "step_pair"]

_OWN_SHARE = 0.58
"""A phase that reaches less than this share of the person's best is a smaller one."""

_LEFT = 0.35
"""A pause further back from a phase's peak than this share of it is not held."""

_FORGET = 0.02
"""Each second the remembered ends move inwards by this share of the swing, so that the
middle follows a slow drift."""


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
        """Return the reference; NaN until the swing is wide enough."""
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
    """Return the middle after one more value: it follows the ends of the swing."""
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
class AlternatingPair:
    """Which phase it is, and what of the pair has been done.

    peak: the furthest of the phase that it is; lowest: of this pair's second one.
    """

    middle: Middle = Middle()
    first: Settled = Settled()
    second: Settled = Settled()
    small: tuple[Settled, Settled] = (Settled(), Settled())
    small_s: float | None = None
    small_done: tuple[str, ...] = ()
    hold: Hold | None = None
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


def step_pair(
    pair: AlternatingPair,
    spec: StretchSpec,
    plan: Plan,
    sample: Sample,
    neutral: Mapping[str, float] | None,
) -> tuple[AlternatingPair, list[Event]]:
    """Take in one look."""
    assert spec.phases is not None
    rules, time_s = spec.phases, sample.time_s
    value = sample.value(rules.measure)
    if isnan(value):
        return pair, []
    steady = (neutral or {}).get(rules.measure, nan)
    middle = replace(learn_middle(pair.middle, time_s, value), steady=steady)
    pair = replace(pair, middle=middle)
    centre = middle.value(rules.swing)
    if isnan(centre):
        return pair, []
    off = value - centre
    # The person's own range: a swing well short of their best is a smaller one.
    reach_up = max(rules.first_above, _OWN_SHARE * pair.best[0])
    reach_down = min(rules.second_below, _OWN_SHARE * pair.best[1])
    above = reach_up - (rules.hysteresis if pair.now == rules.first else 0.0)
    below = reach_down + (rules.hysteresis if pair.now == rules.second else 0.0)
    first = settle(pair.first, time_s, Verdict.YES if off > above else Verdict.NO)
    second = settle(pair.second, time_s, Verdict.YES if off < below else Verdict.NO)
    pair = replace(pair, first=first, second=second)
    pair, events = _smaller(pair, spec, time_s, off)
    name, since_s = None, time_s
    if first.verdict is Verdict.YES:
        name, since_s = rules.first, first.since_s
    elif second.verdict is Verdict.YES:
        name, since_s = rules.second, second.since_s
    if name is not None and name == pair.now and pair.hold is not None:
        sign = 1 if name == rules.first else -1
        further = isnan(pair.peak) or (off - pair.peak) * sign > 0
        pace = abs(sample.speed(rules.measure, PACE_OVER_S))
        peak = off if further else pair.peak
        slow = spec.hold.settled_speed * pair.hold.slow_share(nan)
        calm = pace <= slow and off * sign >= (1 - _LEFT) * peak * sign
        haste = pace - spec.hold.settled_speed
        hold = stay(pair.hold, time_s, calm=calm, haste=haste)
        return replace(pair, hold=hold, peak=peak), events
    if pair.now is not None:
        pair, more = _leave(pair, spec, plan, time_s)
        events += more
    if name is not None:
        rep_s = pair.rep_s if pair.rep_s is not None else since_s
        hold = Hold(since_s, calm_s=since_s, in_s=time_s)
        pair = replace(pair, now=name, hold=hold, rep_s=rep_s, peak=off)
        events.append(TargetEntered(since_s, name))
    return pair, events


def _smaller(
    pair: AlternatingPair, spec: StretchSpec, time_s: float, off: float
) -> tuple[AlternatingPair, list[Event]]:
    """Count a pair in the person's own smaller range, if no other pair has begun."""
    assert spec.phases is not None
    rules, share = spec.phases, spec.reps.smaller_from
    seen = (off > share * rules.first_above, off < share * rules.second_below)
    small = tuple(
        settle(was, time_s, Verdict.YES if here else Verdict.NO)
        for was, here in zip(pair.small, seen, strict=True)
    )
    pair = replace(pair, small=(small[0], small[1]))
    if pair.now is not None or pair.done:
        return replace(pair, small_done=(), small_s=None), []
    for name, here in zip((rules.first, rules.second), small, strict=True):
        if here.verdict is Verdict.YES and name not in pair.small_done:
            begun_s = pair.small_s
            if begun_s is None or not pair.small_done:
                begun_s = max(here.since_s, pair.out_s)
            pair = replace(pair, small_done=(*pair.small_done, name), small_s=begun_s)
    over = all(here.verdict is Verdict.NO for here in small)
    if len(pair.small_done) < 2 or not over or pair.small_s is None:
        return pair, []
    part = PartialRep(
        time_s,
        pair.small_s,
        time_s,
        0.0,
        nan,
        None,
        Shortfall.SMALLER_RANGE,
        pair.flags,
    )
    return replace(pair, small_done=(), small_s=None, flags=()), [part]


def _leave(
    pair: AlternatingPair,
    spec: StretchSpec,
    plan: Plan,
    time_s: float,
    *,
    cut: bool = False,
) -> tuple[AlternatingPair, list[Event]]:
    assert pair.hold is not None and pair.now is not None
    (start_s, end_s), held_s = pair.hold.span_s, pair.hold.held_s
    complete = dose_of(spec, plan).is_held(held_s)
    events: list[Event] = [
        TargetLeft(time_s, start_s, end_s, held_s, complete, None, cut, pair.now)
    ]
    again = pair.now in pair.done
    done = (pair.now,) if again else (*pair.done, pair.now)
    held_s = held_s if again else max(pair.held_s, held_s)
    out_s = pair.hold.in_s
    best = (max(pair.best[0], pair.peak), min(pair.best[1], pair.peak))
    assert spec.phases is not None
    lowest = pair.peak if pair.now == spec.phases.second else pair.lowest
    pair = replace(
        pair,
        now=None,
        hold=None,
        out_s=out_s,
        done=done,
        held_s=held_s,
        best=best,
        lowest=lowest,
    )
    if len(done) == 2 and not cut:
        assert pair.rep_s is not None
        good: bool | None = not pair.flags
        if good and pair.blind_s > BLIND_S:
            good = None
        events.append(
            RepCounted(
                time_s,
                pair.rep_s,
                pair.out_s,
                pair.held_s,
                pair.lowest,
                None,
                good,
                pair.flags,
            )
        )
        pair = replace(pair, done=(), rep_s=None, held_s=0.0, flags=(), blind_s=0.0)
    return pair, events


def finish_pair(
    pair: AlternatingPair, spec: StretchSpec, plan: Plan, time_s: float
) -> list[Event]:
    """End the set: a phase cut off is a hold, a phase alone is part of a rep."""
    events: list[Event] = []
    if pair.now is not None:
        pair, events = _leave(pair, spec, plan, time_s, cut=True)
    elif len(pair.done) == 1 and pair.rep_s is not None:
        events.append(
            PartialRep(
                time_s,
                pair.rep_s,
                pair.out_s,
                pair.held_s,
                pair.peak,
                None,
                Shortfall.ONE_PHASE,
                pair.flags,
            )
        )
    return events
