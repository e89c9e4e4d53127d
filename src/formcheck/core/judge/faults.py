"""Form faults and unsafe positions: when a flag goes up, and when it comes down again.

A flag needs more than a frame and more than the measure's own error. What is UNKNOWN
raises none, and is counted, so that a rep that could not be checked is never "good".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import isnan

from formcheck.core.judge.events import Event, FlagCleared, FlagRaised
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.sample import Sample
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.spec import FaultSpec, Phase, Severity, StretchSpec

__all__ = ["FaultState", "after_gap", "faults_of", "step_fault", "unit_of"]

_CLEAR_S = 1.0
"""A flag comes down after this long without its cause; the same cause within it is one
flag, not two."""

_SPEED_FOR_S = 0.04
"""A speed is a mean over `over_s`, so it need not last again: two looks are enough."""

_TEMPO_WAIT_S = 0.3
"""A cue to slow down waits this long, in case a flag for a drop or a jerk comes."""

_BOUNCE_HALF_S = 1.2
"""Longest half-swing of a bounce: the band is 0.5-3 Hz; slower is settling down."""

_BOUNCE_REVERSALS = 3


@dataclass(frozen=True, slots=True)
class FaultState:
    """One fault's standing.

    since_s: when its cause began; raised_s: when the flag went up; last_s: the last
    look that showed it. turns: a bounce's turning points (time); extreme, heading: its
    zigzag; low, high: the ends (value, time) of what came before it had a heading.
    """

    since_s: float | None = None
    raised_s: float | None = None
    last_s: float = 0.0
    worst: float = 0.0
    turns: tuple[float, ...] = ()
    extreme: float | None = None
    extreme_s: float = 0.0
    heading: int = 0
    low: tuple[float, float] | None = None
    high: tuple[float, float] | None = None


def after_gap(state: FaultState) -> FaultState:
    """The zigzag of a bounce does not go through a gap or a cut."""
    if state.low is None:  # every zigzag began with a low and a high
        return state
    return replace(state, turns=(), extreme=None, heading=0, low=None, high=None)


def faults_of(spec: StretchSpec) -> tuple[FaultSpec, ...]:
    """The file's faults, and its speed limit as one more of severity `form`."""
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
    return (*spec.faults, tempo)


def unit_of(fault: FaultSpec, spec: StretchSpec) -> str:
    """Return the unit of a fault's `worst`."""
    unit = KINDS[spec.measures[fault.measure].kind].unit
    return f"{unit}/s" if fault.type == "speed" else unit


def step_fault(
    fault: FaultSpec,
    state: FaultState,
    spec: StretchSpec,
    sample: Sample | None,
    time_s: float,
    phase: Phase,
    hushed: bool,
) -> tuple[FaultState, Verdict, tuple[Event, ...]]:
    """Take in one look; look is None where nobody can be judged.

    hushed: a worse flag of the same kind stands, so that this one says nothing.
    """
    if sample is None:
        seen, value, began_s = Verdict.UNKNOWN, 0.0, time_s
    elif phase not in fault.during:
        seen, value, began_s = Verdict.NO, 0.0, time_s
        state = after_gap(state)
    elif not sample.off_deg <= spec.camera.max_off_deg:  # nor where it is not known
        seen, value, began_s = Verdict.UNKNOWN, 0.0, time_s
    elif fault.type == "bounce":
        state, seen, value, began_s = _bounce(fault, state, sample)
    elif fault.type == "speed":
        seen, value, began_s = _speed(fault, sample, spec.direction)
    else:
        seen, value, began_s = _range(fault, spec, sample)
    state, events = _flag(fault, state, spec, seen, value, began_s, time_s, hushed)
    return state, seen, events


def _range(
    fault: FaultSpec, spec: StretchSpec, sample: Sample
) -> tuple[Verdict, float, float]:
    value = sample.value(fault.measure)
    if isnan(value):
        return Verdict.UNKNOWN, 0.0, sample.time_s
    error = KINDS[spec.measures[fault.measure].kind].error
    beyond = (fault.above is not None and value > fault.above + error) or (
        fault.below is not None and value < fault.below - error
    )
    return Verdict.YES if beyond else Verdict.NO, value, sample.time_s


def _speed(
    fault: FaultSpec, sample: Sample, direction: Direction
) -> tuple[Verdict, float, float]:
    rate = sample.speed(fault.measure, fault.over_s)
    if isnan(rate):
        return Verdict.UNKNOWN, 0.0, sample.time_s
    towards = rate * direction.sign
    wanted = {"in": towards, "out": -towards, "any": abs(rate)}[fault.direction]
    fast = fault.above is not None and wanted > fault.above
    return Verdict.YES if fast else Verdict.NO, abs(rate), sample.time_s - fault.over_s


def _bounce(
    fault: FaultSpec, state: FaultState, sample: Sample
) -> tuple[FaultState, Verdict, float, float]:
    """Turning points at least `above` apart; the third in quick succession is a
    bounce.
    """
    value, time_s = sample.value(fault.measure), sample.time_s
    if isnan(value):
        return state, Verdict.UNKNOWN, 0.0, time_s
    size = fault.above or 0.0
    if state.extreme is None or state.heading == 0:
        return _first_way(state, value, time_s, size), Verdict.NO, 0.0, time_s
    off = value - state.extreme
    if off * state.heading >= 0:
        state = replace(state, extreme=value, extreme_s=time_s)
    elif abs(off) >= size:
        turns = (*state.turns, state.extreme_s)[-8:]
        state = replace(
            state, turns=turns, heading=-state.heading, extreme=value, extreme_s=time_s
        )
    recent = state.turns[-_BOUNCE_REVERSALS:]
    if len(recent) < _BOUNCE_REVERSALS or any(
        later - earlier > _BOUNCE_HALF_S for earlier, later in pairwise(recent)
    ):
        return state, Verdict.NO, size, time_s
    fresh = time_s - recent[-1] <= _CLEAR_S
    return state, Verdict.YES if fresh else Verdict.NO, size, recent[0]


def _first_way(
    state: FaultState, value: float, time_s: float, size: float
) -> FaultState:
    """Return which way a zigzag first goes: a hold may be entered in mid-swing."""
    here = (value, time_s)
    low, high = min(state.low or here, here), max(state.high or here, here)
    if high[0] - low[0] < size:
        return replace(state, low=low, high=high)
    rising = high[1] > low[1]
    extreme, extreme_s = high if rising else low
    return replace(
        state, heading=1 if rising else -1, extreme=extreme, extreme_s=extreme_s
    )


def _flag(
    fault: FaultSpec,
    state: FaultState,
    spec: StretchSpec,
    seen: Verdict,
    value: float,
    began_s: float,
    time_s: float,
    hushed: bool,
) -> tuple[FaultState, tuple[Event, ...]]:
    waits = fault.type == "speed" and fault.severity is Severity.FORM
    if seen is Verdict.YES:
        since = state.since_s if state.since_s is not None else began_s
        further = abs(value - _rest(fault)) > abs(state.worst - _rest(fault))
        worst = value if state.since_s is None or further else state.worst
        state = replace(state, since_s=since, last_s=time_s, worst=worst)
        lasted_s = time_s - since - (fault.over_s if fault.type == "speed" else 0)
        due = lasted_s >= _must_last(fault, waits=waits) - 1e-6
        return _raise(fault, state, time_s) if due and not hushed else (state, ())
    if state.since_s is None:
        return state, ()
    if state.raised_s is None:
        if not waits or hushed:
            return replace(state, since_s=None), ()
        over = time_s - state.last_s >= _TEMPO_WAIT_S
        return _raise(fault, state, time_s) if over else (state, ())
    if time_s - state.last_s < _CLEAR_S:
        return state, ()
    done = cleared(fault, state, spec, time_s)
    # The next movement is judged on its own: the way out is not a bounce's fourth turn.
    return after_gap(replace(state, since_s=None, raised_s=None)), (done,)


def _must_last(fault: FaultSpec, *, waits: bool) -> float:
    if fault.type == "range":
        return fault.for_s
    if fault.type == "bounce":
        return 0.0
    return _TEMPO_WAIT_S if waits else _SPEED_FOR_S


def _raise(
    fault: FaultSpec, state: FaultState, time_s: float
) -> tuple[FaultState, tuple[Event, ...]]:
    if state.raised_s is not None or state.since_s is None:
        return state, ()
    flag = FlagRaised(time_s, state.since_s, fault.id, fault.severity, fault.cue)
    return replace(state, raised_s=time_s), (flag,)


def _rest(fault: FaultSpec) -> float:
    """Return a harmless value of the fault: values further from it are worse."""
    if fault.type != "range":
        return 0.0
    if fault.above is not None and fault.below is not None:
        return (fault.above + fault.below) / 2
    return -1e6 if fault.above is not None else 1e6


def cleared(
    fault: FaultSpec, state: FaultState, spec: StretchSpec, time_s: float
) -> FlagCleared:
    """Return the flag's end, with its worst value."""
    assert state.since_s is not None and state.raised_s is not None
    return FlagCleared(
        time_s,
        state.since_s,
        state.last_s,
        fault.id,
        fault.severity,
        state.worst,
        unit_of(fault, spec),
        state.raised_s,
    )
