"""Reps and holds: from the start pose to the target and back, one excursion at a time.

The machine knows nothing of stretches: it sees the progress of one measure from the
person's own neutral (0) to the target's nearer edge (1), and the target's verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isnan, nan

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import (
    Event,
    HoldCompleted,
    OwnRangeEntered,
    OwnRangeLeft,
    PartialRep,
    RepCounted,
    TargetEntered,
    TargetLeft,
)
from formcheck.core.judge.hold import PACE_OVER_S, Visit, stay
from formcheck.core.judge.hysteresis import DWELL_S, Settled, Verdict, settle
from formcheck.core.judge.own_hold import OwnHold, keep_own
from formcheck.core.judge.sample import Look
from formcheck.core.judge.target import STILL_OVER_S, Bands
from formcheck.core.stretch.dose import Dose, dose_of
from formcheck.core.stretch.spec import Kind, Phase, Plan, StretchSpec
from formcheck.core.words.reasons import Shortfall

__all__ = [
    "Excursion",
    "close_own",
    "close_visit",
    "finish_excursion",
    "step_excursion",
    "taken_up",
]

AT_REST = 0.15
"""Share of the way within which the person is at rest: a rep begins when it is left."""

GOING = 0.25
RETURNED = 0.3
"""A rep ends within this share of the way, or of the way back from its own peak."""

LEFT = 0.2
"""Share of the way that the target is left by when a pause is no part of the hold."""

MIN_HOLD_S = 1.0
_REP_WAIT_S = 0.7
"""After the return a rep waits this long at most for its last flag."""

BLIND_S = 0.8
"""An unsafe check may be UNKNOWN this long in a rep that is still called good: a speed
that starts afresh needs its window of 0.5 s again."""


UNSEEN_HOLD_S = 3.0
"""A guided posture that cannot be seen for longer has ended where it was last seen."""


@dataclass(frozen=True, slots=True)
class Excursion:
    """Where the person is between start and target, and what this rep has had so far.

    start_missed: it was taken up in the target, from another posture than the start's.
    unclear: for a while it could not be seen whether this was the target. own: a hold
    short of the target; own_held_s: the longest of them; own_done: one was as long as
    planned, and no second is begun on the same way.
    """

    phase: Phase = Phase.FINDING
    target: Settled = Settled()
    rest: Settled = Settled()
    rest_s: float = 0.0
    rep_s: float | None = None
    entry_seen: bool = True
    start_missed: bool = False
    visit: Visit | None = None
    held_s: float = 0.0
    visited: bool = False
    peak: float = nan
    votes: tuple[int, int] = (0, 0)
    flags: tuple[str, ...] = ()
    unsafe_flags: int = 0
    blind_s: float = 0.0
    unclear: bool = False
    own: OwnHold | None = None
    own_held_s: float = 0.0
    own_done: bool = False
    returned_s: float | None = None

    @property
    def side(self) -> Side | None:
        """The side that worked, by majority over the hold; or over the way, without
        one.
        """
        left, right = self.votes
        return None if left == right else Side.LEFT if left > right else Side.RIGHT


def taken_up(since_s: float, look: Look, value: float) -> Excursion:
    """A repetition that begins in the target, calm there since `since_s`."""
    visit = Visit(since_s, settled_s=since_s, calm_s=look.time_s, in_s=look.time_s)
    return Excursion(
        phase=Phase.TARGET,
        target=Settled(Verdict.YES, since_s, Verdict.YES, since_s),
        rest_s=since_s,
        rep_s=since_s,
        start_missed=True,
        visit=visit,
        visited=True,
        peak=value,
    )


def step_excursion(
    exc: Excursion,
    spec: StretchSpec,
    plan: Plan,
    bands: Bands,
    look: Look,
    active: Side | None,
) -> tuple[Excursion, list[Event]]:
    """One look, with the start pose confirmed or the recording begun in movement."""
    if bands.timer:
        return _step_timer(exc, spec, plan, bands, look)
    events: list[Event] = []
    time_s = look.time_s
    value = look.value(spec.primary)
    # While it is not known, whoever was in need not come in again to be still there.
    was_in = exc.target.verdict is Verdict.YES or (
        exc.target.verdict is Verdict.UNKNOWN and exc.visit is not None
    )
    target = settle(exc.target, time_s, bands.target(look, was_in=was_in))
    unclear = exc.unclear or (
        target.verdict is Verdict.UNKNOWN and exc.rep_s is not None
    )
    exc = replace(exc, target=target, unclear=unclear)
    if isnan(value):
        return exc, events
    progress = bands.progress(value)
    if exc.phase is Phase.START:
        exc = _at_start(exc, time_s, progress)
    if exc.rep_s is not None and exc.returned_s is None:
        exc = _keep_peak(exc, bands, value)
    if exc.target.verdict is Verdict.YES:
        exc, events = close_own(exc, spec, plan, time_s)
        exc, more = _in_target(exc, spec, plan, bands, look, active)
        events += more
    elif exc.phase is Phase.TARGET:
        exc = replace(exc, phase=Phase.RETURNING)
    elif exc.phase is Phase.GOING and not bands.guided:
        exc, events = _short_of_it(exc, spec, plan, look, progress, active)
    if exc.visit is not None and exc.phase is Phase.RETURNING:
        exc, more = _leaving(exc, spec, plan, time_s, progress)
        events += more
    if exc.phase in (Phase.GOING, Phase.RETURNING):
        exc, more = _coming_back(exc, spec, plan, bands, look, value, progress)
        events += more
    return exc, events


def _step_timer(
    exc: Excursion, spec: StretchSpec, plan: Plan, bands: Bands, look: Look
) -> tuple[Excursion, list[Event]]:
    """A guided stretch: time runs while the posture is kept and still, both seen."""
    events: list[Event] = []
    time_s, visit = look.time_s, exc.visit
    was_in = exc.target.verdict is Verdict.YES
    seen = bands.target(look, was_in=was_in)
    exc = replace(exc, target=settle(exc.target, time_s, seen))
    if seen is Verdict.YES and exc.target.verdict is Verdict.YES:
        if visit is None:
            entered_s = _stilled_s(exc.target.since_s, look)
            visit = Visit(
                entered_s,
                settled_s=entered_s,
                calm_s=entered_s,
                in_s=time_s,
                cut=not exc.entry_seen,
            )
            events.append(TargetEntered(entered_s))
        out_s = time_s - visit.in_s
        # A look or two out of the posture are bridged; more time is not held.
        missed_s = out_s if out_s > CADENCE.lapse_s else 0.0
        visit = stay(replace(visit, gap_since_s=missed_s), time_s, calm=True)
        visit, completed = _completed(visit, dose_of(spec, plan), look)
        events += completed
        return replace(exc, phase=Phase.TARGET, visit=visit, visited=True), events
    if visit is None:
        return exc, events
    out_s = time_s - visit.in_s
    may_be_s = UNSEEN_HOLD_S if seen is Verdict.UNKNOWN else spec.hold.grace_s
    if seen is Verdict.YES or out_s < may_be_s:
        # The clock stands meanwhile.
        return replace(exc, visit=replace(visit, gap_since_s=out_s)), events
    exc, events = close_visit(exc, spec, plan, time_s)
    return replace(exc, phase=Phase.RETURNING, entry_seen=True, flags=()), events


def _completed(
    visit: Visit, dose: Dose, look: Look, narrow: bool = False
) -> tuple[Visit, list[Event]]:
    """The planned time is held. Where the band is too narrow to tell holds apart,
    whoever moves slowly never leaves it: each further planned time is another hold.
    """
    due = visit.held_s >= (visit.told + 1) * dose.hold_s
    if not due or visit.told >= (dose.total if narrow else 1):
        return visit, []
    return replace(visit, told=visit.told + 1), [HoldCompleted(look.time_s)]


def _stilled_s(still_s: float, look: Look) -> float:
    """When the body became still. still_s: the first look at which it was.

    Stillness is a mean over a while before; nothing is granted that was not seen.
    """
    before = [time_s for time_s, _ in look.history if time_s < still_s]
    if not before or still_s - before[-1] > CADENCE.apart_s:
        return still_s
    return max(before[0], (before[-1] + still_s - STILL_OVER_S) / 2)


def _at_start(exc: Excursion, time_s: float, progress: float) -> Excursion:
    if progress <= AT_REST:
        exc = replace(exc, rest_s=time_s)
    out = Verdict.YES if progress > GOING else Verdict.NO
    rest = settle(exc.rest, time_s, out)
    exc = replace(exc, rest=rest)
    if rest.verdict is Verdict.YES or exc.target.verdict is Verdict.YES:
        return replace(
            exc, phase=Phase.GOING, rep_s=exc.rest_s, peak=nan, rest=Settled()
        )
    return exc


def _keep_peak(exc: Excursion, bands: Bands, value: float) -> Excursion:
    if isnan(exc.peak) or bands.direction.past(value, exc.peak) > 0:
        return replace(exc, peak=value)
    return exc


def _in_target(
    exc: Excursion,
    spec: StretchSpec,
    plan: Plan,
    bands: Bands,
    look: Look,
    active: Side | None,
) -> tuple[Excursion, list[Event]]:
    events: list[Event] = []
    time_s = look.time_s
    visit = exc.visit
    if visit is None:
        if not exc.visited:  # what counts is which side was held
            exc = replace(exc, votes=(0, 0))
        entered_s = exc.target.since_s
        visit = Visit(
            entered_s, calm_s=entered_s, in_s=entered_s, cut=not exc.entry_seen
        )
        events.append(TargetEntered(entered_s))
        if exc.rep_s is None:
            exc = replace(exc, rep_s=entered_s, peak=look.value(spec.primary))
    inwards = look.speed(spec.primary, PACE_OVER_S) * bands.direction.sign
    pace = abs(inwards)
    at = bands.progress(look.value(spec.primary))
    inside = exc.target.coming is Verdict.YES
    slow = spec.hold.settled_speed * visit.slow_share(at)
    calm = pace <= slow and at >= 1 - LEFT and inside
    visit = stay(
        visit,
        time_s,
        calm=calm,
        arriving=inwards > 2 * spec.hold.settled_speed,
        haste=pace - spec.hold.settled_speed,
        at=at,
    )
    visit, completed = _completed(visit, dose_of(spec, plan), look, bands.narrow)
    events += completed
    return replace(
        exc,
        phase=Phase.TARGET,
        visit=visit,
        votes=_voted(exc.votes, active),
        visited=True,
        returned_s=None,
    ), events


def _voted(votes: tuple[int, int], active: Side | None) -> tuple[int, int]:
    left, right = votes
    return left + (active is Side.LEFT), right + (active is Side.RIGHT)


def _short_of_it(
    exc: Excursion,
    spec: StretchSpec,
    plan: Plan,
    look: Look,
    progress: float,
    active: Side | None,
) -> tuple[Excursion, list[Event]]:
    """On the way: whoever stays still there holds in a range of their own."""
    time_s, was = look.time_s, exc.own
    near = progress >= spec.reps.smaller_from
    if near:
        exc = replace(exc, votes=_voted(exc.votes, active))
    if spec.kind is not Kind.HOLD or (exc.own_done and was is None):
        return exc, []
    pace = abs(look.speed(spec.primary, PACE_OVER_S))
    still = pace <= spec.hold.settled_speed
    own = keep_own(was, time_s, near=near, still=still, grace_s=spec.hold.grace_s)
    if own is None:
        return close_own(exc, spec, plan, time_s)
    events: list[Event] = []
    if own.held and not (was is not None and was.held):
        events.append(OwnRangeEntered(own.since_s))
    if own.held and not own.told and own.held_s >= dose_of(spec, plan).hold_s:
        own = replace(own, told=True)
        events.append(HoldCompleted(time_s, own_range=True))
    return replace(exc, own=own), events


def close_own(
    exc: Excursion, spec: StretchSpec, plan: Plan, time_s: float, *, cut: bool = False
) -> tuple[Excursion, list[Event]]:
    """A hold short of the target is over, if there was one."""
    own, exc = exc.own, replace(exc, own=None)
    if own is None or not own.held:
        return exc, []
    complete = dose_of(spec, plan).is_held(own.held_s)
    exc = replace(
        exc,
        own_held_s=max(exc.own_held_s, own.held_s),
        own_done=exc.own_done or complete,
    )
    side = _reported_side(exc, spec, plan)
    return exc, [
        OwnRangeLeft(time_s, own.since_s, own.still_s, own.held_s, complete, side, cut)
    ]


def close_visit(
    exc: Excursion, spec: StretchSpec, plan: Plan, time_s: float, *, cut: bool = False
) -> tuple[Excursion, list[Event]]:
    """The stay is over: the hold ran from settling to the start of the way out.

    A hold short of the target is over as well.
    """
    exc, events = close_own(exc, spec, plan, time_s, cut=cut)
    visit = exc.visit
    if visit is None:
        return exc, events
    (start_s, end_s), held_s = visit.hold, visit.held_s
    complete = dose_of(spec, plan).is_held(held_s)
    left = TargetLeft(
        time_s, start_s, end_s, held_s, complete, exc.side, cut or visit.cut
    )
    exc = replace(exc, visit=None, held_s=max(exc.held_s, held_s))
    return exc, [*events, left]


def _leaving(
    exc: Excursion, spec: StretchSpec, plan: Plan, time_s: float, progress: float
) -> tuple[Excursion, list[Event]]:
    assert exc.visit is not None
    out_s = time_s - exc.visit.in_s
    if out_s < spec.hold.grace_s and progress > 0.5:
        return exc, []
    return close_visit(exc, spec, plan, time_s)


def _coming_back(
    exc: Excursion,
    spec: StretchSpec,
    plan: Plan,
    bands: Bands,
    look: Look,
    value: float,
    progress: float,
) -> tuple[Excursion, list[Event]]:
    time_s = look.time_s
    if exc.returned_s is None:
        back = progress <= RETURNED or (
            exc.visited and bands.share_back(value, exc.peak) >= 1 - RETURNED
        )
        rest = settle(exc.rest, time_s, Verdict.YES if back else Verdict.NO)
        exc = replace(exc, rest=rest)
        if rest.verdict is not Verdict.YES:
            return exc, []
        exc = replace(exc, returned_s=rest.since_s)
    assert exc.returned_s is not None
    waited_s = time_s - exc.returned_s
    pace = abs(look.speed(spec.primary, PACE_OVER_S))
    calm = pace <= 2 * spec.hold.settled_speed
    if waited_s < _REP_WAIT_S and not (calm and waited_s > DWELL_S):
        return exc, []
    return _end_rep(exc, spec, plan, bands, time_s)


def _end_rep(
    exc: Excursion, spec: StretchSpec, plan: Plan, bands: Bands, time_s: float
) -> tuple[Excursion, list[Event]]:
    exc, events = close_visit(exc, spec, plan, time_s)
    end_s = exc.returned_s if exc.returned_s is not None else time_s
    start_s = exc.rep_s if exc.rep_s is not None else end_s
    rest = Excursion(
        phase=Phase.START, rest_s=time_s, target=Settled(Verdict.NO, time_s)
    )
    if bands.guided:  # its band is too narrow: timed, not judged, nothing counted
        return rest, events
    side = _reported_side(exc, spec, plan)
    reason = _shortfall(exc, spec, plan, bands)
    if exc.visited and exc.entry_seen and reason is None:
        good: bool | None = not exc.flags
        if good and exc.blind_s > BLIND_S:
            good = None
        events.append(
            RepCounted(
                time_s, start_s, end_s, exc.held_s, exc.peak, side, good, exc.flags
            )
        )
    elif reason is not None:
        held_s = exc.held_s if exc.visited else exc.own_held_s
        events.append(
            PartialRep(
                time_s, start_s, end_s, held_s, exc.peak, side, reason, exc.flags
            )
        )
    return rest, events


def _shortfall(
    exc: Excursion, spec: StretchSpec, plan: Plan, bands: Bands
) -> Shortfall | None:
    """Why this was part of a rep; None for a whole one, and for no rep at all."""
    if not exc.visited:
        far = bands.progress(exc.peak) >= spec.reps.smaller_from
        return Shortfall.SMALLER_RANGE if far and not exc.unclear else None
    short = spec.kind is Kind.HOLD and not dose_of(spec, plan).is_held(exc.held_s)
    if exc.start_missed:  # a short stay may have been a way through it
        return None if short else Shortfall.START_NOT_SEEN
    if not exc.entry_seen:
        return None
    wanted = plan.side if spec.sides == "alternate" else None
    if wanted is not None and exc.side is not wanted:
        return Shortfall.OTHER_SIDE
    return Shortfall.SHORT_HOLD if short else None


def _reported_side(exc: Excursion, spec: StretchSpec, plan: Plan) -> Side | None:
    """The side that worked. Who says which leg it was knows better than the labels."""
    if spec.sides == "each" and plan.side is not None:
        return plan.side
    return exc.side


def _all_but_back(exc: Excursion, spec: StretchSpec, plan: Plan) -> bool:
    """Whether a hold as long as planned goes on, in the target or short of it."""
    dose = dose_of(spec, plan)
    going = (exc.visit, exc.own if exc.own is not None and exc.own.held else None)
    return any(one is not None and dose.is_held(one.held_s) for one in going)


def finish_excursion(
    exc: Excursion,
    spec: StretchSpec,
    plan: Plan,
    bands: Bands,
    value: float,
    time_s: float,
) -> list[Event]:
    """The recording ends. A visit that it cuts off is a hold but no rep."""
    if bands.timer:
        return close_visit(exc, spec, plan, time_s, cut=True)[1]
    if not plan.recorded and spec.kind is Kind.HOLD and _all_but_back(exc, spec, plan):
        # Live, a set may end before the way back, which so was not seen to be good.
        return _end_rep(replace(exc, blind_s=inf), spec, plan, bands, time_s)[1]
    if exc.phase is Phase.TARGET or exc.visit is not None:
        out = exc.target.coming is Verdict.NO or exc.phase is Phase.RETURNING
        out = out or spec.kind is Kind.REPS
        if not (out and bands.share_back(value, exc.peak) >= 0.6):
            return close_visit(exc, spec, plan, time_s, cut=True)[1]
    if exc.phase in (Phase.RETURNING, Phase.TARGET) and (
        exc.returned_s is not None or bands.share_back(value, exc.peak) >= 0.6
    ):
        return _end_rep(exc, spec, plan, bands, time_s)[1]
    return close_own(exc, spec, plan, time_s, cut=True)[1]
