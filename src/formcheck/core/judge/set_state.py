"""All that the judge knows of a set so far, and what it begins with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isnan

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.landmarks import Side
from formcheck.core.body.tracking import Lock, Track
from formcheck.core.judge.alternating import AlternatingPair
from formcheck.core.judge.events import RepCounted
from formcheck.core.judge.faults import FaultState, faults_of, slower
from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.hold import Hold
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.leaving import Footing
from formcheck.core.judge.own_hold import OwnHold
from formcheck.core.judge.sample import FilterState
from formcheck.core.judge.states import (
    AtStart,
    Beginning,
    Finding,
    Going,
    Happened,
    Holding,
    InPhase,
    Lost,
    Missed,
    NotYet,
    Returning,
    Seen,
    Sight,
    State,
    moved,
)
from formcheck.core.judge.target import TargetRange, target_range_for
from formcheck.core.judge.terms import Terms
from formcheck.core.judge.uncounted import Uncounted
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.own_range import (
    PAST_CEILING,
    PAST_CEILING_CUE,
    ends_by_side,
)
from formcheck.core.stretch.spec import (
    FaultSpec,
    Kind,
    Mode,
    Phase,
    Plan,
    Profile,
    Severity,
    StretchProfile,
    StretchSpec,
)
from formcheck.core.words.catalogue import say
from formcheck.core.words.reasons import Reason

__all__ = ["CheckerState", "Suspended", "begin", "with_range"]


@dataclass(frozen=True, slots=True)
class Suspended:
    """A hold that was going on when the picture was cut.

    at: the state it was in. target_range, neutral: as they were for this person. lock:
    the person, None where nobody was locked on to. since_s: last seen then.
    """

    at: Holding | Returning
    target_range: TargetRange
    neutral: tuple[tuple[str, float], ...] | None
    lock: Lock | None
    since_s: float


@dataclass(frozen=True, slots=True)
class CheckerState:
    """All that is known of a set so far.

    terms: what this set is judged by. track: what is learned of the person and the
    view. target_range: for the side that works now, None for an alternating pair;
    by_side: whether the sides have ranges of their own; range_side: whose it is, None
    while that is open. faults, fault_states: what is looked for, and how each stands.
    at: where the person is. pair: the counter of an alternating pair. sight: whether
    they can be judged. time_s: last look, None before the first. filters: what is
    learned of the measures. neutral: what each measure read in the start pose, None
    before it was seen. suspended: a hold that a cut went through. off_view_s: last look
    too far off the view, None without one. unknown: seconds that could not be judged,
    by measure and reason. uncounted: time in the target that does not count, None
    where there is none. footing: whether they are where the stretch is done.
    searching_s: seen while the start was looked for. swings: how far whole repetitions
    went, as shares of the way. rolled_deg: the camera's roll that was taken out last, 0
    before; level_told: whether anything told how it stands.
    cut_off_s: of the search, with a near hand or foot outside the picture. reading: of
    the last look.
    """

    terms: Terms
    track: Track
    target_range: TargetRange | None
    faults: tuple[FaultSpec, ...]
    fault_states: tuple[FaultState, ...]
    by_side: bool = False
    range_side: Side | None = None
    at: State = Finding()
    pair: AlternatingPair = AlternatingPair()
    sight: Sight = NotYet()
    time_s: float | None = None
    filters: FilterState = FilterState()
    neutral: tuple[tuple[str, float], ...] | None = None
    suspended: Suspended | None = None
    off_view_s: float | None = None
    unknown: tuple[tuple[str, Reason, float], ...] = ()
    uncounted: Uncounted | None = None
    footing: Footing = Footing()
    searching_s: float = 0.0
    swings: tuple[float, ...] = ()
    rolled_deg: float = 0.0
    level_told: bool = False
    cut_off_s: float = 0.0
    reading: FrameResult = FrameResult()

    @property
    def own_target_range(self) -> TargetRange | None:
        """The target range, as this person's own repetitions have it by now."""
        if self.target_range is None:
            return None
        return self.target_range.for_swing(self.swings, self.judging.judge.rep)

    @property
    def plan(self) -> Plan:
        """What was planned of this set."""
        return self.terms.plan

    @property
    def judging(self) -> Judging:
        """The numbers that it is judged by."""
        return self.terms.judging

    @property
    def phase(self) -> Phase:
        """Where in a repetition the person is."""
        return self.at.phase

    @property
    def seen_s(self) -> float | None:
        """Last look that could be judged, s; None before the first."""
        return self.sight.seen_s

    def seen_at(self, time_s: float) -> bool:
        """Whether the last look could be judged and is fresh at that time."""
        sight = self.sight
        return isinstance(sight, Seen) and time_s - sight.seen_s <= CADENCE.stale_s

    def turned_before(self, time_s: float) -> bool:
        """Whether they were at too wide an angle just before that: nobody turns square
        to the camera while sinking into a stretch, where a body only looks so.
        """
        off_s, for_s = self.off_view_s, self.judging.judge.start.off_view_for_s
        return off_s is not None and time_s - off_s < for_s

    @property
    def lost_why(self) -> Reason | None:
        """Why the last look could not be judged, or None."""
        return self.sight.why if isinstance(self.sight, Missed | Lost) else None

    @property
    def seeking(self) -> bool:
        """Whether nobody is locked on to, and the followed body cannot be judged."""
        unseen = isinstance(self.sight, Lost) and isinstance(self.at, Finding)
        return unseen and not self.lost

    @property
    def lost(self) -> bool:
        """Whether the person has to be found among others in the picture."""
        return self.track.stranger

    @property
    def own_range(self) -> bool:
        """Whether a hold goes on that is short of the target."""
        return self._own is not None

    def clock_s(self, time_s: float) -> float:
        """Length of the hold that goes on, in the target or short of it, s; 0 without
        one.
        """
        return self.so_far_s(time_s) if self._own is None else self._own.held_s

    @property
    def _own(self) -> OwnHold | None:
        own = self.at.own if isinstance(self.at, Going) else None
        return own if own is not None and own.held else None

    def so_far_s(self, time_s: float) -> float:
        """Length of the hold in the target that goes on, s; 0 without one.

        It stands where the person cannot be judged.
        """
        seen_s = self.seen_s
        if seen_s is None or not isinstance(self.at, Holding | InPhase):
            return 0.0
        return self.at.hold.so_far_s(min(seen_s, time_s))

    def with_hold(self, hold: Hold) -> CheckerState:
        """With the stay that goes on as it is known now."""
        assert isinstance(self.at, Holding | Returning | InPhase)
        return replace(self, at=replace(self.at, hold=hold))

    def marked(self, flags: tuple[str, ...], blind_s: float) -> CheckerState:
        """With flags raised in this repetition, and a check not made for that long."""
        if isinstance(self.at, AtStart | Going | Holding | Returning):
            rep = self.at.rep.marked(flags, blind_s)
            return replace(self, at=replace(self.at, rep=rep))
        rep = self.pair.rep.marked(flags, blind_s)
        return replace(self, pair=replace(self.pair, rep=rep))

    def counted(self, rep: RepCounted) -> CheckerState:
        """With one more whole repetition, which shows how far the person goes."""
        assert self.target_range is not None
        swing = self.target_range.progress(rep.peak)
        return self if isnan(swing) else replace(self, swings=(*self.swings, swing))

    def finding(
        self, what: Happened, beginning: Beginning | None = None
    ) -> CheckerState:
        """With the start to be found again."""
        finding = Finding(beginning)
        if not isinstance(self.at, Finding):
            finding = moved(self.at, what, finding)
        return replace(self, at=finding, neutral=None)


def begin(
    spec: StretchSpec, profile: Profile, plan: Plan, judging: Judging
) -> CheckerState:
    """The state before the first observation."""
    faults = faults_of(spec, profile, plan.mode)
    if plan.mode is Mode.FLARE:
        faults = slower(faults, judging.stretch.gentle.flare_share)
    known = profile.stretches.get(spec.id)
    sides = _by_side(spec, known, plan)
    target_range = None
    if spec.target is not None:
        target_range = target_range_for(
            spec, profile, judging, plan.mode, None, plan.side
        )
        own = (
            ends_by_side(spec, known, judging.stretch.own_range).values()
            if sides
            else ()
        )
        if any(not isnan(one.ceiling) for one in (target_range, *own)):
            faults = (*faults, _ceiling_fault(spec, target_range))
    states = tuple(FaultState() for _ in faults)
    terms, track = Terms.of(spec, plan, judging), Track(judging.body)
    return CheckerState(terms, track, target_range, faults, states, by_side=sides)


def _by_side(spec: StretchSpec, known: StretchProfile | None, plan: Plan) -> bool:
    """Whether sides that take turns have ranges of their own here."""
    ranged = spec.kind in (Kind.REPS, Kind.HOLD) and spec.sides != "none"
    own = known is not None and bool(known.ranges or known.planned)
    return ranged and plan.side is None and own


def with_range(
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
