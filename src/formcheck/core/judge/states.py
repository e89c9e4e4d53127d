"""All that the judge knows of a set so far, and what it begins with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf, isnan

from formcheck.core.body.landmarks import Side
from formcheck.core.body.tracking import Lock, Track
from formcheck.core.judge.alternating import AlternatingPair
from formcheck.core.judge.faults import FaultState, faults_of
from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.repetition import Repetition
from formcheck.core.judge.sample import FilterState
from formcheck.core.judge.target import TargetRange, target_range_for
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.own_range import (
    PAST_CEILING,
    PAST_CEILING_CUE,
    ends_by_side,
)
from formcheck.core.stretch.spec import (
    FaultSpec,
    Kind,
    Phase,
    Plan,
    Profile,
    Severity,
    StretchProfile,
    StretchSpec,
)
from formcheck.core.words.catalogue import say
from formcheck.core.words.reasons import Reason

__all__ = ["CheckerState", "Suspended", "begin", "with_bands"]


@dataclass(frozen=True, slots=True)
class Suspended:
    """A hold that was going on when the picture was cut or lost."""

    rep: Repetition
    target_range: TargetRange
    neutral: tuple[tuple[str, float], ...] | None
    lock: Lock | None
    since_s: float


@dataclass(frozen=True, slots=True)
class CheckerState:
    """All that is known of a set so far."""

    plan: Plan
    target_range: TargetRange | None
    faults: tuple[FaultSpec, ...]
    fault_states: tuple[FaultState, ...]
    track: Track = Track()
    filters: FilterState = FilterState()
    rep: Repetition = Repetition()
    pair: AlternatingPair = AlternatingPair()
    neutral: tuple[tuple[str, float], ...] | None = None
    phase: Phase = Phase.FINDING
    begun_s: float | None = None
    first_seen_in: bool | None = None
    time_s: float = 0.0
    seen_s: float | None = None
    lost_s: float | None = None
    lost_why: Reason | None = None
    told_lost: bool = False
    suspended: Suspended | None = None
    unknown: tuple[tuple[str, Reason, float], ...] = ()
    calm_in_s: float | None = None
    off_view_s: float | None = None
    by_side: bool = False
    bands_side: Side | None = None
    reading: FrameResult = field(default_factory=FrameResult)

    @property
    def seeking(self) -> bool:
        """Whether nobody is locked on to, and the followed body cannot be judged."""
        return self.told_lost and self.phase is Phase.FINDING and not self.lost

    @property
    def lost(self) -> bool:
        """Whether the person has to be found among others in the picture."""
        return self.track.stranger


def begin(spec: StretchSpec, profile: Profile, plan: Plan) -> CheckerState:
    """The state before the first observation."""
    faults = faults_of(spec)
    known = profile.stretches.get(spec.id)
    sides = _by_side(spec, known, plan)
    target_range = None
    if spec.target is not None:
        target_range = target_range_for(spec, profile, plan.mode, None, plan.side)
        own = ends_by_side(spec, known).values() if sides else ()
        if any(not isnan(one.ceiling) for one in (target_range, *own)):
            faults = (*faults, _ceiling_fault(spec, target_range))
    states = tuple(FaultState() for _ in faults)
    return CheckerState(plan, target_range, faults, states, by_side=sides)


def _by_side(spec: StretchSpec, known: StretchProfile | None, plan: Plan) -> bool:
    """Whether sides that take turns have ranges of their own here."""
    ranged = spec.kind in (Kind.REPS, Kind.HOLD) and spec.sides != "none"
    return ranged and plan.side is None and known is not None and bool(known.ranges)


def with_bands(
    spec: StretchSpec, state: CheckerState, target_range: TargetRange
) -> CheckerState:
    """The judge with another target range, and the end of that range with it."""
    faults = tuple(
        _ceiling_fault(spec, target_range) if fault.id == PAST_CEILING else fault
        for fault in state.faults
    )
    return replace(state, target_range=target_range, faults=faults)


def _ceiling_fault(spec: StretchSpec, target_range: TargetRange) -> FaultSpec:
    """What is flagged past the end of the person's own range."""
    more = target_range.direction is Direction.MORE
    nowhere = inf if more else -inf
    end = nowhere if isnan(target_range.ceiling) else target_range.ceiling
    return FaultSpec(
        id=PAST_CEILING,
        severity=Severity.FORM,
        measure=target_range.measure,
        above=end if more else None,
        below=None if more else end,
        cue=say(PAST_CEILING_CUE),
        evidence=spec.target.evidence if spec.target else spec.start.evidence,
    )
