"""Two opposite targets counted in pairs: the cat and the cow of a cat-cow.

Read against the person's own middle: bodies differ by an offset of their own (one
rendered body's cat reads -0.04, another's +0.24).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isnan, nan

from formcheck.core.judge.events import Event, RepCounted, TargetEntered
from formcheck.core.judge.hold import Hold, keep, left
from formcheck.core.judge.hysteresis import Settled, Verdict, settle
from formcheck.core.judge.numbers import PairNumbers
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.states import (
    Between,
    Finding,
    Happened,
    InPhase,
    PairState,
    Rep,
    State,
    moved,
)
from formcheck.core.judge.terms import Terms
from formcheck.core.stretch.spec import Phase
from formcheck.core.words.reasons import Shortfall

__all__ = ["AlternatingPair", "Middle", "between", "finish_pair", "learn_middle"]
__all__ += ["step_pair"]


@dataclass(frozen=True, slots=True)
class Middle:
    """The reference between the two phases.

    steady: from a table top that stood still, None without one. low, high: the ends of
    the swing, half way between which is the reference otherwise; time_s: last look at
    them. None before the first. turns: how often a wide swing went from one end of it
    to the other; at_high: whether it was last seen at the higher one, None before one.
    """

    steady: float | None = None
    low: float | None = None
    high: float | None = None
    time_s: float | None = None
    turns: int = 0
    at_high: bool | None = None

    def value(self, swing: float, numbers: PairNumbers) -> float:
        """Return the reference; NaN until the swing is wide enough."""
        if self._is_halfway(swing, numbers):
            assert self.low is not None and self.high is not None
            return (self.high + self.low) / 2
        return nan if self.steady is None else self.steady

    def reach(self, limit: float, swing: float, numbers: PairNumbers) -> float:
        """Return how far off the reference a phase begins. limit: as the file has it.

        Half way between the ends of the person's own swing, it is a share of that: who
        rests too shortly to show a table top is not asked for more than their own,
        once they have gone to both ends.
        """
        if self.turns < _BOTH_ENDS or not self._is_halfway(swing, numbers):
            return limit
        assert self.low is not None and self.high is not None
        half = (self.high - self.low) / 2
        least, most = numbers.least_share * abs(limit), abs(limit)
        own = min(max(numbers.swing_share * half, least), most)
        return own if limit > 0 else -own

    def _is_halfway(self, swing: float, numbers: PairNumbers) -> bool:
        """Whether the middle of the swing is the reference, and wide enough to be."""
        low, high = self.low, self.high
        if low is None or high is None or high - low < swing:
            return False
        if self.steady is not None and self.turns < _BOTH_ENDS:
            return False  # a first phase from a table top: half way is no middle yet
        # What was taken for a table top may have been one of the phases.
        end = numbers.steady_inside * swing
        return self.steady is None or not low + end <= self.steady <= high - end


_BOTH_ENDS = 2
"""To one end and to the other: a swing that began in the middle is whole then."""


def learn_middle(
    middle: Middle, time_s: float, value: float, swing: float, numbers: PairNumbers
) -> Middle:
    """Return the middle after one more value: it follows the ends of the swing.

    swing: how wide it is to be, at least.
    """
    if isnan(value):
        return middle
    low, high, last_s = middle.low, middle.high, middle.time_s
    if low is None or high is None or last_s is None:
        return replace(middle, low=value, high=value, time_s=time_s)
    give = numbers.forget * max(0.0, time_s - last_s) * (high - low)
    low, high = min(value, low + give), max(value, high - give)
    middle = replace(middle, low=low, high=high, time_s=time_s)
    end = numbers.end_share * (high - low)
    at_high, at_low = value >= high - end, value <= low + end
    if high - low < swing or not (at_high or at_low) or at_high is middle.at_high:
        return middle
    return replace(middle, turns=middle.turns + 1, at_high=at_high)


@dataclass(frozen=True, slots=True)
class SmallSwing:
    """A pair in the person's own smaller range.

    first, second: whether it is the smaller one of either phase. done: phases reached;
    begun_s: when the first of them was, None before that.
    """

    first: Settled = Settled()
    second: Settled = Settled()
    done: tuple[str, ...] = ()
    begun_s: float | None = None


@dataclass(frozen=True, slots=True)
class AlternatingPair:
    """The counter of the pair, which is one repetition for both of its targets.

    middle: the reference between them. first, second: whether it is either phase. best:
    the person's own furthest of each, off the middle. small: a pair in a smaller range.
    rep: this pair so far. done: the phase of it that is done, None with none. left_s:
    when a phase was last left, None before that.
    """

    middle: Middle = Middle()
    first: Settled = Settled()
    second: Settled = Settled()
    best: tuple[float, float] = (0.0, 0.0)
    small: SmallSwing = SmallSwing()
    rep: Rep = Rep()
    done: str | None = None
    left_s: float | None = None


def between(pair: AlternatingPair) -> Between:
    """In neither phase: at the start, or on the way from one to the other."""
    return Between(Phase.START if pair.done is None else Phase.RETURNING)


def step_pair(
    pair: AlternatingPair,
    at: Finding | PairState,
    terms: Terms,
    sample: Sample,
    neutral: Mapping[str, float] | None,
) -> tuple[AlternatingPair, Finding | PairState, list[Event]]:
    """One look. A recording that begins in movement comes from Finding."""
    spec, numbers = terms.spec, terms.judging.judge.pair
    assert spec.phases is not None
    rules, time_s = spec.phases, sample.time_s
    dwell_s = terms.judging.judge.rep.dwell_s
    value = sample.value(rules.measure)
    if isnan(value):
        return pair, at, []
    steady = (neutral or {}).get(rules.measure)
    middle = replace(
        learn_middle(pair.middle, time_s, value, rules.swing, numbers), steady=steady
    )
    before, centre = (m.value(rules.swing, numbers) for m in (pair.middle, middle))
    whole = pair.middle.turns < middle.turns == _BOTH_ENDS
    if whole and pair.middle.steady is not None and before != centre:
        # The table top was one of the phases: what was read off it was not this far.
        pair = replace(pair, best=(0.0, 0.0))
        if isinstance(at, InPhase):
            at = replace(at, peak=at.peak + before - centre)
    pair = replace(pair, middle=middle)
    if isnan(centre):
        return pair, at, []
    off = value - centre
    now = at.name if isinstance(at, InPhase) else None
    # The person's own range: a swing well short of their best is a smaller one.
    up_from = middle.reach(rules.first_above, rules.swing, numbers)
    down_from = middle.reach(rules.second_below, rules.swing, numbers)
    reach_up = max(up_from, numbers.own_share * pair.best[0])
    reach_down = min(down_from, numbers.own_share * pair.best[1])
    above = reach_up - (rules.hysteresis if now == rules.first else 0.0)
    below = reach_down + (rules.hysteresis if now == rules.second else 0.0)
    shaped = sample.on_base and Verdict.NO not in map(sample.stays_in, rules.shapes)
    up = Verdict.YES if off > above and shaped else Verdict.NO
    down = Verdict.YES if off < below and shaped else Verdict.NO
    first = settle(pair.first, time_s, up, dwell_s)
    second = settle(pair.second, time_s, down, dwell_s)
    pair = replace(pair, first=first, second=second)
    pair, events = _smaller(pair, at, terms, time_s, off)
    name, since_s = None, time_s
    if first.verdict is Verdict.YES:
        name, since_s = rules.first, first.since_s
    elif second.verdict is Verdict.YES:
        name, since_s = rules.second, second.since_s
    if isinstance(at, InPhase):
        if name == at.name:
            return pair, _in_phase(at, terms, sample, off), events
        pair, more = _leave(pair, at, terms, time_s)
        at, events = moved(at, Happened.LEFT, between(pair)), events + more
    if name is not None:
        if pair.rep.begun_s is None:
            pair = replace(pair, rep=replace(pair.rep, begun_s=since_s))
        hold = Hold(since_s, terms.judging.judge.hold, calm_s=since_s, in_s=time_s)
        began = isinstance(at, Finding)
        what = Happened.BEGAN_IN_MOVEMENT if began else Happened.REACHED
        at = moved(at, what, InPhase(name, hold, off))
        events.append(TargetEntered(since_s, name))
    return pair, at, events


def _in_phase(at: InPhase, terms: Terms, sample: Sample, off: float) -> InPhase:
    """One look more in the same phase."""
    spec, numbers = terms.spec, terms.judging.judge.pair
    assert spec.phases is not None
    sign = 1 if at.name == spec.phases.first else -1
    peak = off if (off - at.peak) * sign > 0 else at.peak
    deep = off * sign >= (1 - numbers.deep) * peak * sign
    hold = keep(
        at.hold,
        sample,
        spec.phases.measure,
        spec.hold.settled_speed,
        deep=deep,
        sign=sign,
        at=off * sign / (spec.phases.swing / 2),
    )
    return replace(at, hold=hold, peak=peak)


def _smaller(
    pair: AlternatingPair, at: State, terms: Terms, time_s: float, off: float
) -> tuple[AlternatingPair, list[Event]]:
    """Count a pair in the person's own smaller range, if no other pair has begun."""
    spec, dwell_s = terms.spec, terms.judging.judge.rep.dwell_s
    assert spec.phases is not None
    rules, share = spec.phases, spec.reps.smaller_from
    up, down = off > share * rules.first_above, off < share * rules.second_below
    first = settle(pair.small.first, time_s, Verdict.YES if up else Verdict.NO, dwell_s)
    second = settle(
        pair.small.second, time_s, Verdict.YES if down else Verdict.NO, dwell_s
    )
    small = replace(pair.small, first=first, second=second)
    if isinstance(at, InPhase) or pair.done is not None:
        return replace(pair, small=replace(small, done=(), begun_s=None)), []
    for name, here in ((rules.first, first), (rules.second, second)):
        if here.verdict is Verdict.YES and name not in small.done:
            begun_s = small.begun_s
            if begun_s is None:
                begun_s = here.since_s
                if pair.left_s is not None:
                    begun_s = max(begun_s, pair.left_s)
            small = replace(small, done=(*small.done, name), begun_s=begun_s)
    over = first.verdict is Verdict.NO and second.verdict is Verdict.NO
    if len(small.done) < 2 or not over:
        return replace(pair, small=small), []
    whole = replace(pair.rep, begun_s=small.begun_s, held_s=0.0, peak=None)
    part = whole.partial(time_s, time_s, None, Shortfall.SMALLER_RANGE)
    return replace(
        pair,
        small=replace(small, done=(), begun_s=None),
        rep=replace(pair.rep, flags=()),
    ), [part]


def _leave(
    pair: AlternatingPair,
    at: InPhase,
    terms: Terms,
    time_s: float,
) -> tuple[AlternatingPair, list[Event]]:
    """A phase is left: half of a pair, or its other half."""
    rules = terms.spec.phases
    assert rules is not None
    event = left(at.hold, time_s, terms, phase=at.name)
    best = max(pair.best[0], at.peak), min(pair.best[1], at.peak)
    left_s = at.hold.in_s
    pair = replace(pair, best=best, left_s=left_s)
    if pair.done is None or pair.done == at.name:  # the same again begins anew
        held_s = event.held_s if pair.done else max(pair.rep.held_s, event.held_s)
        rep = replace(pair.rep, held_s=held_s, peak=at.peak)
        return replace(pair, rep=rep, done=at.name), [event]
    counted = _counted(pair, at, event.held_s, terms, time_s)
    return replace(pair, rep=Rep(), done=None), [event, counted]


def _counted(
    pair: AlternatingPair, at: InPhase, held_s: float, terms: Terms, time_s: float
) -> RepCounted:
    """A pair whose other phase this is. held_s: of this one."""
    rules = terms.spec.phases
    assert rules is not None
    rep = replace(
        pair.rep,
        held_s=max(pair.rep.held_s, held_s),
        peak=at.peak if at.name == rules.second else pair.rep.peak,
    )
    return rep.counted(time_s, at.hold.in_s, None, terms.judging.judge.rep.blind_s)


def finish_pair(
    pair: AlternatingPair, at: State, terms: Terms, time_s: float
) -> list[Event]:
    """End the set: a phase cut off is a hold, a phase alone is part of a rep.

    Both phases are a pair, from whichever of them the person gets up: if it was held.
    """
    if isinstance(at, InPhase):
        cut = left(at.hold, time_s, terms, phase=at.name, cut=True)
        held = cut.held_s >= terms.judging.judge.hold.min_s
        if pair.done is None or pair.done == at.name or not held:
            return [cut]
        return [cut, _counted(pair, at, cut.held_s, terms, time_s)]
    if pair.done is None or pair.left_s is None:
        return []
    return [pair.rep.partial(time_s, pair.left_s, None, Shortfall.ONE_PHASE)]
