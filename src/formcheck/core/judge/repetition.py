"""Reps and holds: from the start pose to the target and back, one repetition at a time.

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
from formcheck.core.judge.hold import PACE_OVER_S, Hold, stay
from formcheck.core.judge.hysteresis import DWELL_S, Settled, Verdict, settle
from formcheck.core.judge.own_hold import OwnHold, keep_own
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.target import STILL_OVER_S, TargetRange
from formcheck.core.stretch.dose import Dose, dose_of
from formcheck.core.stretch.spec import Kind, Phase, Plan, StretchSpec
from formcheck.core.words.reasons import Shortfall

__all__ = [
    "Repetition",
    "close_own",
    "close_hold",
    "finish_repetition",
    "step_repetition",
    "taken_up",
]

AT_REST = 0.15
"""Share of the way within which the person is at rest: a rep begins when it is left."""

GOING = 0.25
RETURNED = 0.3
"""A rep ends within this share of the way, or of the way back from its own peak."""

LEFT = 0.2
"""A pause further out of the target than this share of the way is not held."""

MIN_HOLD_S = 1.0
_REP_WAIT_S = 0.7
"""After the return, a rep waits at most this long for its last flag."""

BLIND_S = 0.8
"""An unsafe check may be UNKNOWN this long in a rep that is still called good: a speed
that starts afresh needs its window of 0.5 s again."""


UNSEEN_HOLD_S = 3.0
"""A guided posture unseen for longer than this ended when it was last seen."""


@dataclass(frozen=True, slots=True)
class Repetition:
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
    hold: Hold | None = None
    held_s: float = 0.0
    was_in_target: bool = False
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


def taken_up(since_s: float, sample: Sample, value: float) -> Repetition:
    """Return a repetition that begins in the target, calm there since `since_s`."""
    hold = Hold(since_s, settled_s=since_s, calm_s=sample.time_s, in_s=sample.time_s)
    return Repetition(
        phase=Phase.TARGET,
        target=Settled(Verdict.YES, since_s, Verdict.YES, since_s),
        rest_s=since_s,
        rep_s=since_s,
        start_missed=True,
        hold=hold,
        was_in_target=True,
        peak=value,
    )


def step_repetition(
    rep: Repetition,
    spec: StretchSpec,
    plan: Plan,
    target_range: TargetRange,
    sample: Sample,
    active: Side | None,
) -> tuple[Repetition, list[Event]]:
    """Take in a look after a confirmed start, or a recording begun in movement."""
    if target_range.timer:
        return _step_timer(rep, spec, plan, target_range, sample)
    events: list[Event] = []
    time_s = sample.time_s
    value = sample.value(spec.primary)
    # While it is unknown, a person who was in the target counts as still in it.
    was_in = rep.target.verdict is Verdict.YES or (
        rep.target.verdict is Verdict.UNKNOWN and rep.hold is not None
    )
    target = settle(rep.target, time_s, target_range.target(sample, was_in=was_in))
    unclear = rep.unclear or (
        target.verdict is Verdict.UNKNOWN and rep.rep_s is not None
    )
    rep = replace(rep, target=target, unclear=unclear)
    if isnan(value):
        return rep, events
    progress = target_range.progress(value)
    if rep.phase is Phase.START:
        rep = _at_start(rep, time_s, progress)
    if rep.rep_s is not None and rep.returned_s is None:
        rep = _keep_peak(rep, target_range, value)
    if rep.target.verdict is Verdict.YES:
        rep, events = close_own(rep, spec, plan, time_s)
        rep, more = _in_target(rep, spec, plan, target_range, sample, active)
        events += more
    elif rep.phase is Phase.TARGET:
        rep = replace(rep, phase=Phase.RETURNING)
    elif rep.phase is Phase.GOING and not target_range.guided:
        rep, events = _short_of_it(rep, spec, plan, sample, progress, active)
    if rep.hold is not None and rep.phase is Phase.RETURNING:
        rep, more = _leaving(rep, spec, plan, time_s, progress)
        events += more
    if rep.phase in (Phase.GOING, Phase.RETURNING):
        rep, more = _coming_back(rep, spec, plan, target_range, sample, value, progress)
        events += more
    return rep, events


def _step_timer(
    rep: Repetition,
    spec: StretchSpec,
    plan: Plan,
    target_range: TargetRange,
    sample: Sample,
) -> tuple[Repetition, list[Event]]:
    """Take in a look of a guided stretch: time counts while the posture is held still."""
    events: list[Event] = []
    time_s, hold = sample.time_s, rep.hold
    was_in = rep.target.verdict is Verdict.YES
    seen = target_range.target(sample, was_in=was_in)
    rep = replace(rep, target=settle(rep.target, time_s, seen))
    if seen is Verdict.YES and rep.target.verdict is Verdict.YES:
        if hold is None:
            entered_s = _stilled_s(rep.target.since_s, sample)
            hold = Hold(
                entered_s,
                settled_s=entered_s,
                calm_s=entered_s,
                in_s=time_s,
                cut=not rep.entry_seen,
            )
            events.append(TargetEntered(entered_s))
        out_s = time_s - hold.in_s
        # A look or two out of the posture are bridged; more time is not held.
        missed_s = out_s if out_s > CADENCE.lapse_s else 0.0
        hold = stay(replace(hold, gap_since_s=missed_s), time_s, calm=True)
        hold, completed = _completed(hold, dose_of(spec, plan), sample)
        events += completed
        return replace(rep, phase=Phase.TARGET, hold=hold, was_in_target=True), events
    if hold is None:
        return rep, events
    out_s = time_s - hold.in_s
    may_be_s = UNSEEN_HOLD_S if seen is Verdict.UNKNOWN else spec.hold.grace_s
    if seen is Verdict.YES or out_s < may_be_s:
        # The clock stands meanwhile.
        return replace(rep, hold=replace(hold, gap_since_s=out_s)), events
    rep, events = close_hold(rep, spec, plan, time_s)
    return replace(rep, phase=Phase.RETURNING, entry_seen=True, flags=()), events


def _completed(
    hold: Hold, dose: Dose, sample: Sample, narrow: bool = False
) -> tuple[Hold, list[Event]]:
    """Report the planned time as held. A person who moves slowly never leaves a band
    that is too narrow to separate holds: each further planned time is another hold.
    """
    due = hold.held_s >= (hold.told + 1) * dose.hold_s
    if not due or hold.told >= (dose.total if narrow else 1):
        return hold, []
    return replace(hold, told=hold.told + 1), [HoldCompleted(sample.time_s)]


def _stilled_s(still_s: float, sample: Sample) -> float:
    """When the body became still. still_s: the first look at which it was.

    Stillness is a mean over a while before; nothing is granted that was not seen.
    """
    before = [time_s for time_s, _ in sample.history if time_s < still_s]
    if not before or still_s - before[-1] > CADENCE.apart_s:
        return still_s
    return max(before[0], (before[-1] + still_s - STILL_OVER_S) / 2)


def _at_start(rep: Repetition, time_s: float, progress: float) -> Repetition:
    if progress <= AT_REST:
        rep = replace(rep, rest_s=time_s)
    out = Verdict.YES if progress > GOING else Verdict.NO
    rest = settle(rep.rest, time_s, out)
    rep = replace(rep, rest=rest)
    if rest.verdict is Verdict.YES or rep.target.verdict is Verdict.YES:
        return replace(
            rep, phase=Phase.GOING, rep_s=rep.rest_s, peak=nan, rest=Settled()
        )
    return rep


def _keep_peak(rep: Repetition, target_range: TargetRange, value: float) -> Repetition:
    if isnan(rep.peak) or target_range.direction.past(value, rep.peak) > 0:
        return replace(rep, peak=value)
    return rep


def _in_target(
    rep: Repetition,
    spec: StretchSpec,
    plan: Plan,
    target_range: TargetRange,
    sample: Sample,
    active: Side | None,
) -> tuple[Repetition, list[Event]]:
    events: list[Event] = []
    time_s = sample.time_s
    hold = rep.hold
    if hold is None:
        if not rep.was_in_target:  # what counts is which side was held
            rep = replace(rep, votes=(0, 0))
        entered_s = rep.target.since_s
        hold = Hold(entered_s, calm_s=entered_s, in_s=entered_s, cut=not rep.entry_seen)
        events.append(TargetEntered(entered_s))
        if rep.rep_s is None:
            rep = replace(rep, rep_s=entered_s, peak=sample.value(spec.primary))
    inwards = sample.speed(spec.primary, PACE_OVER_S) * target_range.direction.sign
    pace = abs(inwards)
    at = target_range.progress(sample.value(spec.primary))
    inside = rep.target.coming is Verdict.YES
    slow = spec.hold.settled_speed * hold.slow_share(at)
    calm = pace <= slow and at >= 1 - LEFT and inside
    hold = stay(
        hold,
        time_s,
        calm=calm,
        arriving=inwards > 2 * spec.hold.settled_speed,
        haste=pace - spec.hold.settled_speed,
        at=at,
    )
    hold, completed = _completed(hold, dose_of(spec, plan), sample, target_range.narrow)
    events += completed
    return replace(
        rep,
        phase=Phase.TARGET,
        hold=hold,
        votes=_voted(rep.votes, active),
        was_in_target=True,
        returned_s=None,
    ), events


def _voted(votes: tuple[int, int], active: Side | None) -> tuple[int, int]:
    left, right = votes
    return left + (active is Side.LEFT), right + (active is Side.RIGHT)


def _short_of_it(
    rep: Repetition,
    spec: StretchSpec,
    plan: Plan,
    sample: Sample,
    progress: float,
    active: Side | None,
) -> tuple[Repetition, list[Event]]:
    """Take in a look on the way, where keeping still is a hold in the own range."""
    time_s, was = sample.time_s, rep.own
    near = progress >= spec.reps.smaller_from
    if near:
        rep = replace(rep, votes=_voted(rep.votes, active))
    if spec.kind is not Kind.HOLD or (rep.own_done and was is None):
        return rep, []
    pace = abs(sample.speed(spec.primary, PACE_OVER_S))
    still = pace <= spec.hold.settled_speed
    own = keep_own(was, time_s, near=near, still=still, grace_s=spec.hold.grace_s)
    if own is None:
        return close_own(rep, spec, plan, time_s)
    events: list[Event] = []
    if own.held and not (was is not None and was.held):
        events.append(OwnRangeEntered(own.since_s))
    if own.held and not own.told and own.held_s >= dose_of(spec, plan).hold_s:
        own = replace(own, told=True)
        events.append(HoldCompleted(time_s, own_range=True))
    return replace(rep, own=own), events


def close_own(
    rep: Repetition, spec: StretchSpec, plan: Plan, time_s: float, *, cut: bool = False
) -> tuple[Repetition, list[Event]]:
    """End the hold short of the target, if there is one."""
    own, rep = rep.own, replace(rep, own=None)
    if own is None or not own.held:
        return rep, []
    complete = dose_of(spec, plan).is_held(own.held_s)
    rep = replace(
        rep,
        own_held_s=max(rep.own_held_s, own.held_s),
        own_done=rep.own_done or complete,
    )
    side = _reported_side(rep, spec, plan)
    return rep, [
        OwnRangeLeft(time_s, own.since_s, own.still_s, own.held_s, complete, side, cut)
    ]


def close_hold(
    rep: Repetition, spec: StretchSpec, plan: Plan, time_s: float, *, cut: bool = False
) -> tuple[Repetition, list[Event]]:
    """The stay is over: the hold ran from settling to the start of the way out.

    A hold short of the target is over as well.
    """
    rep, events = close_own(rep, spec, plan, time_s, cut=cut)
    hold = rep.hold
    if hold is None:
        return rep, events
    (start_s, end_s), held_s = hold.span_s, hold.held_s
    complete = dose_of(spec, plan).is_held(held_s)
    left = TargetLeft(
        time_s, start_s, end_s, held_s, complete, rep.side, cut or hold.cut
    )
    rep = replace(rep, hold=None, held_s=max(rep.held_s, held_s))
    return rep, [*events, left]


def _leaving(
    rep: Repetition, spec: StretchSpec, plan: Plan, time_s: float, progress: float
) -> tuple[Repetition, list[Event]]:
    assert rep.hold is not None
    out_s = time_s - rep.hold.in_s
    if out_s < spec.hold.grace_s and progress > 0.5:
        return rep, []
    return close_hold(rep, spec, plan, time_s)


def _coming_back(
    rep: Repetition,
    spec: StretchSpec,
    plan: Plan,
    target_range: TargetRange,
    sample: Sample,
    value: float,
    progress: float,
) -> tuple[Repetition, list[Event]]:
    time_s = sample.time_s
    if rep.returned_s is None:
        back = progress <= RETURNED or (
            rep.was_in_target
            and target_range.share_back(value, rep.peak) >= 1 - RETURNED
        )
        rest = settle(rep.rest, time_s, Verdict.YES if back else Verdict.NO)
        rep = replace(rep, rest=rest)
        if rest.verdict is not Verdict.YES:
            return rep, []
        rep = replace(rep, returned_s=rest.since_s)
    assert rep.returned_s is not None
    waited_s = time_s - rep.returned_s
    pace = abs(sample.speed(spec.primary, PACE_OVER_S))
    calm = pace <= 2 * spec.hold.settled_speed
    if waited_s < _REP_WAIT_S and not (calm and waited_s > DWELL_S):
        return rep, []
    return _end_rep(rep, spec, plan, target_range, time_s)


def _end_rep(
    rep: Repetition,
    spec: StretchSpec,
    plan: Plan,
    target_range: TargetRange,
    time_s: float,
) -> tuple[Repetition, list[Event]]:
    rep, events = close_hold(rep, spec, plan, time_s)
    end_s = rep.returned_s if rep.returned_s is not None else time_s
    start_s = rep.rep_s if rep.rep_s is not None else end_s
    rest = Repetition(
        phase=Phase.START, rest_s=time_s, target=Settled(Verdict.NO, time_s)
    )
    if (
        target_range.guided
    ):  # its band is too narrow: timed, not judged, nothing counted
        return rest, events
    side = _reported_side(rep, spec, plan)
    reason = _shortfall(rep, spec, plan, target_range)
    if rep.was_in_target and rep.entry_seen and reason is None:
        good: bool | None = not rep.flags
        if good and rep.blind_s > BLIND_S:
            good = None
        events.append(
            RepCounted(
                time_s, start_s, end_s, rep.held_s, rep.peak, side, good, rep.flags
            )
        )
    elif reason is not None:
        held_s = rep.held_s if rep.was_in_target else rep.own_held_s
        events.append(
            PartialRep(
                time_s, start_s, end_s, held_s, rep.peak, side, reason, rep.flags
            )
        )
    return rest, events


def _shortfall(
    rep: Repetition, spec: StretchSpec, plan: Plan, target_range: TargetRange
) -> Shortfall | None:
    """Return why this was only part of a rep; None if it was a whole rep or none."""
    if not rep.was_in_target:
        far = target_range.progress(rep.peak) >= spec.reps.smaller_from
        return Shortfall.SMALLER_RANGE if far and not rep.unclear else None
    short = spec.kind is Kind.HOLD and not dose_of(spec, plan).is_held(rep.held_s)
    if rep.start_missed:  # a short stay may have been a way through it
        return None if short else Shortfall.START_NOT_SEEN
    if not rep.entry_seen:
        return None
    wanted = plan.side if spec.sides == "alternate" else None
    if wanted is not None and rep.side is not wanted:
        return Shortfall.OTHER_SIDE
    return Shortfall.SHORT_HOLD if short else None


def _reported_side(rep: Repetition, spec: StretchSpec, plan: Plan) -> Side | None:
    """Return the side that worked: the plan knows better than the model's labels."""
    if spec.sides == "each" and plan.side is not None:
        return plan.side
    return rep.side


def _all_but_back(rep: Repetition, spec: StretchSpec, plan: Plan) -> bool:
    """Whether a hold as long as planned goes on, in the target or short of it."""
    dose = dose_of(spec, plan)
    going = (rep.hold, rep.own if rep.own is not None and rep.own.held else None)
    return any(one is not None and dose.is_held(one.held_s) for one in going)


def finish_repetition(
    rep: Repetition,
    spec: StretchSpec,
    plan: Plan,
    target_range: TargetRange,
    value: float,
    time_s: float,
) -> list[Event]:
    """End the recording. A stay that it cuts off is a hold but not a rep."""
    if target_range.timer:
        return close_hold(rep, spec, plan, time_s, cut=True)[1]
    if not plan.recorded and spec.kind is Kind.HOLD and _all_but_back(rep, spec, plan):
        # Live, a set may end before the way back, which so was not seen to be good.
        return _end_rep(replace(rep, blind_s=inf), spec, plan, target_range, time_s)[1]
    if rep.hold is not None:
        out = rep.target.coming is Verdict.NO or rep.phase is Phase.RETURNING
        out = out or spec.kind is Kind.REPS
        if not (out and target_range.share_back(value, rep.peak) >= 0.6):
            return close_hold(rep, spec, plan, time_s, cut=True)[1]
    if rep.phase in (Phase.RETURNING, Phase.TARGET) and (
        rep.returned_s is not None or target_range.share_back(value, rep.peak) >= 0.6
    ):
        return _end_rep(rep, spec, plan, target_range, time_s)[1]
    return close_own(rep, spec, plan, time_s, cut=True)[1]
