"""Form faults and unsafe positions: when a flag goes up, and when it comes down again.

A flag needs more than a frame and more than the measure's own error. What is UNKNOWN
raises none, and is counted, so that a rep that could not be checked is never "good".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf, isnan

from formcheck.core.judge.events import Event, FlagCleared, FlagRaised
from formcheck.core.judge.hysteresis import Settled, Verdict
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.numbers import FaultNumbers
from formcheck.core.judge.sample import Sample
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import (
    FaultSpec,
    Mode,
    Phase,
    Profile,
    Severity,
    StretchSpec,
)

__all__ = ["FaultState", "after_gap", "cleared", "faults_of", "is_haste"]
__all__ += ["may_be_unsafe", "slower", "step_faults", "unit_of"]


@dataclass(frozen=True, slots=True)
class Cause:
    """What a flag is raised for, while it lasts.

    since_s: when it began. last_s: the last look that showed it. worst: the furthest
    value of it. raised_s: when the flag went up, None while it has not.
    """

    since_s: float
    last_s: float
    worst: float
    raised_s: float | None = None


@dataclass(frozen=True, slots=True)
class Swing:
    """A movement that has no heading yet.

    low, high: its ends, (value, time in s).
    """

    low: tuple[float, float]
    high: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Zigzag:
    """A movement to and fro.

    heading: +1 where the value grows. extreme: the furthest value on this way;
    extreme_s: when that was. turns: where it turned, (value, time in s), up to eight.
    """

    heading: int
    extreme: float
    extreme_s: float
    turns: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class FaultState:
    """One fault's standing.

    cause: of its flag, None without one. way: of a bounce's measure, None before the
    first look.
    """

    cause: Cause | None = None
    way: Swing | Zigzag | None = None


def after_gap(state: FaultState) -> FaultState:
    """The zigzag of a bounce does not go through a gap or a cut."""
    return state if state.way is None else replace(state, way=None)


def faults_of(spec: StretchSpec, profile: Profile, mode: Mode) -> tuple[FaultSpec, ...]:
    """The file's faults as they are for this person on such a day, and its speed limit
    as one more of severity `form`.
    """
    tempo = FaultSpec(
        id="too_fast",
        severity=Severity.FORM,
        type="speed",
        measure=spec.tempo.measure,
        above=spec.tempo.too_fast,
        over_s=spec.tempo.over_s,
        cue=spec.tempo.cue,
        evidence=spec.tempo.evidence,
    )
    own = [fault.on_the_day(mode, profile.conditions) for fault in spec.faults]
    return (*sorted(own, key=is_haste), tempo)  # haste is judged last


def slower(faults: Sequence[FaultSpec], share: float) -> tuple[FaultSpec, ...]:
    """The same with every limit of speed at a share of it: where the range is that
    share, what takes as long as on any day is that much slower.
    """
    return tuple(
        fault.model_copy(update={"above": share * fault.above})
        if fault.type == "speed" and fault.above is not None
        else fault
        for fault in faults
    )


def is_haste(fault: FaultSpec) -> bool:
    """Whether a flag waits, in case one comes that says it better: haste does, and not
    a drop, though it be one of form today.
    """
    return fault.type == "speed" and not may_be_unsafe(fault)


def may_be_unsafe(fault: FaultSpec) -> bool:
    """Whether this is unsafe today, or would be on a sore day or for another person."""
    return fault.severity is Severity.UNSAFE or bool(fault.unsafe_when)


def _hushes(fault: FaultSpec, state: FaultState) -> bool:
    """Whether this says what haste would say as well: one cue at a time, and what is
    to be eased, or would be on a sore day, comes before it.
    """
    return may_be_unsafe(fault) and state.cause is not None


def unit_of(fault: FaultSpec, spec: StretchSpec) -> str:
    """Return the unit of a fault's `worst`."""
    unit = KINDS[spec.measures[fault.measure].kind].unit
    return f"{unit}/s" if fault.type == "speed" else unit


def step_faults(
    faults: Sequence[FaultSpec],
    states: Sequence[FaultState],
    spec: StretchSpec,
    sample: Sample | None,
    time_s: float,
    phase: Phase,
    placed: Settled,
    judging: Judging,
) -> tuple[tuple[FaultState, ...], tuple[Verdict, ...], list[Event]]:
    """Take in one look for every fault, those of haste last: how each stands, what was
    seen of it, and what is flagged. sample: None where nobody can be judged. placed:
    whether the body is where the stretch is done, and since when.
    """
    now, verdicts, events = list(states), list[Verdict](), list[Event]()
    for number, fault in enumerate(faults):
        hushed = is_haste(fault) and any(map(_hushes, faults[:number], now))
        now[number], verdict, more = _step_fault(
            fault, now[number], spec, sample, time_s, phase, placed, hushed, judging
        )
        verdicts.append(verdict)
        events += more
    return tuple(now), tuple(verdicts), events


def _step_fault(
    fault: FaultSpec,
    state: FaultState,
    spec: StretchSpec,
    sample: Sample | None,
    time_s: float,
    phase: Phase,
    placed: Settled,
    hushed: bool,
    judging: Judging,
) -> tuple[FaultState, Verdict, tuple[Event, ...]]:
    """hushed: a worse flag of the same kind stands, so that this one says nothing."""
    numbers = judging.judge.faults
    if sample is None:
        seen, value, began_s = Verdict.UNKNOWN, 0.0, time_s
    elif phase not in fault.during:
        seen, value, began_s = Verdict.NO, 0.0, time_s
        state = after_gap(state)
    elif not sample.off_deg <= spec.camera.max_off_deg:  # nor where it is not known
        seen, value, began_s = Verdict.UNKNOWN, 0.0, time_s
    elif not sample.placed and not isnan(sample.value(fault.measure)):
        # On the way to another posture, which has limits of its own.
        seen, value, began_s = Verdict.NO, sample.value(fault.measure), time_s
    elif fault.type == "bounce":
        error = change_error(fault, spec, judging)
        way, seen, value, began_s = _bounce(fault, state.way, sample, error, numbers)
        state = replace(state, way=way)
    elif fault.type == "speed":
        seen, value, began_s = _speed(fault, sample, spec, judging)
    else:
        seen, value, began_s = _range(fault, spec, sample, judging)
    if fault.type != "range" and seen is Verdict.YES and _on_the_way(placed, began_s):
        seen = Verdict.NO
    state, events = _flag(
        fault, state, spec, seen, value, began_s, time_s, hushed, numbers
    )
    return state, seen, events


def _on_the_way(placed: Settled, began_s: float) -> bool:
    """Whether what began then began before the body was where the stretch is done: the
    way here from another posture is as quick as it is. Not known: it is not.
    """
    if placed.verdict is Verdict.YES:
        return began_s < placed.since_s
    return placed.verdict is Verdict.NO


def _range(
    fault: FaultSpec, spec: StretchSpec, sample: Sample, judging: Judging
) -> tuple[Verdict, float, float]:
    value = sample.value(fault.measure)
    if isnan(value):
        return Verdict.UNKNOWN, 0.0, sample.time_s
    error = judging.measure.errors[spec.measures[fault.measure].kind]
    beyond = (fault.above is not None and value > fault.above + error) or (
        fault.below is not None and value < fault.below - error
    )
    return Verdict.YES if beyond else Verdict.NO, value, sample.time_s


def change_error(fault: FaultSpec, spec: StretchSpec, judging: Judging) -> float:
    """How far a change of a fault's measure may be misread, in its unit."""
    error = judging.measure.errors[spec.measures[fault.measure].kind]
    return judging.judge.faults.change_share * error


def _speed(
    fault: FaultSpec, sample: Sample, spec: StretchSpec, judging: Judging
) -> tuple[Verdict, float, float]:
    """A speed is told once it has lasted, for a single joint can jump; and what is
    worse than haste only beyond what may be misread.
    """
    limit = inf if fault.above is None else fault.above
    if not is_haste(fault):
        limit += change_error(fault, spec, judging) / fault.over_s
    lasts_s = judging.judge.faults.speed_for_s
    sign = {"in": spec.direction.sign, "out": -spec.direction.sign, "any": 0}
    way = sign[fault.direction]
    seen, value, began_s = Verdict.UNKNOWN, 0.0, sample.time_s
    for ago_s in sample.since_last():
        agos = (ago_s, ago_s + lasts_s)
        rates = [sample.speed(fault.measure, fault.over_s, ago) for ago in agos]
        if any(map(isnan, rates)):
            continue
        if all((rate * way if way else abs(rate)) > limit for rate in rates):
            began_s = sample.time_s - agos[1] - fault.over_s
            return Verdict.YES, abs(rates[0]), began_s
        if seen is Verdict.UNKNOWN:
            seen, value = Verdict.NO, abs(rates[0])
    return seen, value, began_s


def _bounce(
    fault: FaultSpec,
    way: Swing | Zigzag | None,
    sample: Sample,
    error: float,
    numbers: FaultNumbers,
) -> tuple[Swing | Zigzag | None, Verdict, float, float]:
    """Turning points at least `above` apart; some in quick succession are a bounce."""
    value, time_s = sample.value(fault.measure), sample.time_s
    if isnan(value):
        return way, Verdict.UNKNOWN, 0.0, time_s
    size = (fault.above or 0.0) + error
    if not isinstance(way, Zigzag):
        return _first_way(way, value, time_s, size), Verdict.NO, 0.0, time_s
    off = value - way.extreme
    if off * way.heading >= 0:
        way = replace(way, extreme=value, extreme_s=time_s)
    elif abs(off) >= size:
        turns = (*way.turns, (way.extreme, way.extreme_s))[-8:]
        way = Zigzag(-way.heading, value, time_s, turns)
    recent = way.turns[-numbers.bounce_reversals :]
    if len(recent) < numbers.bounce_reversals or not _to_and_fro(recent, numbers):
        return way, Verdict.NO, size, time_s
    fresh = time_s - recent[-1][1] <= numbers.clear_s
    return way, Verdict.YES if fresh else Verdict.NO, size, recent[0][1]


def _to_and_fro(turns: Sequence[tuple[float, float]], numbers: FaultNumbers) -> bool:
    """Whether swings between these turns are a bounce's: about as wide as each other,
    neither as slow as settling down or the way out, nor as quick as a joint that jumps.
    """
    swings = [(abs(b - a), later - s) for (a, s), (b, later) in pairwise(turns)]
    widths = [width for width, _ in swings]
    alike = max(widths) <= numbers.bounce_alike * min(widths)
    return alike and all(
        numbers.bounce_least_s <= lasts_s <= numbers.bounce_half_s
        for _, lasts_s in swings
    )


def _first_way(
    swing: Swing | None, value: float, time_s: float, size: float
) -> Swing | Zigzag:
    """Return which way a zigzag first goes: a hold may be entered in mid-swing."""
    here = (value, time_s)
    low = here if swing is None else min(swing.low, here)
    high = here if swing is None else max(swing.high, here)
    if high[0] - low[0] < size:
        return Swing(low, high)
    rising = high[1] > low[1]
    extreme, extreme_s = high if rising else low
    return Zigzag(1 if rising else -1, extreme, extreme_s)


def _flag(
    fault: FaultSpec,
    state: FaultState,
    spec: StretchSpec,
    seen: Verdict,
    value: float,
    began_s: float,
    time_s: float,
    hushed: bool,
    numbers: FaultNumbers,
) -> tuple[FaultState, tuple[Event, ...]]:
    waits = is_haste(fault)
    cause = state.cause
    if seen is Verdict.YES:
        if cause is None:
            cause = Cause(began_s, time_s, value)
        rest = _rest(fault)
        further = abs(value - rest) > abs(cause.worst - rest)
        worst = value if further else cause.worst
        cause = replace(cause, last_s=time_s, worst=worst)
        over_s = fault.over_s if fault.type == "speed" else 0
        lasts_s = _must_last(fault, numbers, waits=waits)
        due = time_s - cause.since_s - over_s >= lasts_s - 1e-6
        if due and not hushed:
            return _raise(fault, state, cause, time_s)
        return replace(state, cause=cause), ()
    if cause is None:
        return state, ()
    if cause.raised_s is None:
        if not waits or hushed:
            return replace(state, cause=None), ()
        over = time_s - cause.last_s >= numbers.tempo_wait_s
        return _raise(fault, state, cause, time_s) if over else (state, ())
    if time_s - cause.last_s < numbers.clear_s:
        return state, ()
    # The next movement is judged on its own: the way out is not a bounce's fourth turn.
    return FaultState(), (cleared(fault, cause, spec, time_s),)


def _must_last(fault: FaultSpec, numbers: FaultNumbers, *, waits: bool) -> float:
    if fault.type == "range":
        return fault.for_s
    return numbers.tempo_wait_s if waits else 0.0


def _raise(
    fault: FaultSpec, state: FaultState, cause: Cause, time_s: float
) -> tuple[FaultState, tuple[Event, ...]]:
    if cause.raised_s is not None:
        return replace(state, cause=cause), ()
    flag = FlagRaised(time_s, cause.since_s, fault.id, fault.severity, fault.cue)
    return replace(state, cause=replace(cause, raised_s=time_s)), (flag,)


def _rest(fault: FaultSpec) -> float:
    """Return a harmless value of the fault: values further from it are worse."""
    if fault.type != "range":
        return 0.0
    if fault.above is not None and fault.below is not None:
        return (fault.above + fault.below) / 2
    return -1e6 if fault.above is not None else 1e6


def cleared(
    fault: FaultSpec, cause: Cause, spec: StretchSpec, time_s: float
) -> FlagCleared:
    """The end of a flag that was raised, with its worst value."""
    assert cause.raised_s is not None
    return FlagCleared(
        time_s,
        cause.since_s,
        cause.last_s,
        fault.id,
        fault.severity,
        cause.worst,
        unit_of(fault, spec),
        cause.raised_s,
    )
