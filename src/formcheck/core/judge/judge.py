"""The judge: one observation in, what happened out. Deterministic, without a clock.

`advance` takes the stretch, the person, what is known so far and one observation, and
gives the new state and the events. Live and recorded use the same; nothing here reads a
clock, draws or speaks.
"""

from __future__ import annotations

from dataclasses import replace
from math import nan

from formcheck.core.body.body import Body
from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.observation import Observation, Status
from formcheck.core.body.posture import in_posture
from formcheck.core.body.tracking import alike, believe, lock_on
from formcheck.core.judge.alternating import AlternatingPair, finish_pair, step_pair
from formcheck.core.judge.beside import (
    count_unknown,
    judge_faults,
    watch_uncounted,
)
from formcheck.core.judge.events import (
    Event,
    RepCounted,
    SetFinished,
    StartConfirmed,
    TrackingFound,
    TrackingLost,
)
from formcheck.core.judge.faults import after_gap, cleared
from formcheck.core.judge.finding import find_start
from formcheck.core.judge.frame import reading_of
from formcheck.core.judge.freeze import unsee
from formcheck.core.judge.hold import left
from formcheck.core.judge.hysteresis import Settled
from formcheck.core.judge.leaving import step_footing
from formcheck.core.judge.rep_ends import (
    close,
    end_repetition,
    finish_repetition,
    is_over,
)
from formcheck.core.judge.repetition import step_repetition
from formcheck.core.judge.sample import (
    FilterState,
    Sample,
    afresh,
    asks_upright,
    take,
)
from formcheck.core.judge.set_state import CheckerState, Suspended, begin, with_range
from formcheck.core.judge.start_pose import start_pose
from formcheck.core.judge.states import (
    AtStart,
    Beginning,
    Between,
    Finding,
    Going,
    Happened,
    Holding,
    InPhase,
    Lost,
    Missed,
    NotYet,
    PairState,
    RepState,
    Returning,
    Seen,
    Sight,
    hold_of,
    moved,
)
from formcheck.core.judge.target import RangeKind, target_range_for
from formcheck.core.judge.turns import side_that_leads
from formcheck.core.judge.uncounted import ended
from formcheck.core.stretch.spec import Kind, Profile, StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["CheckerState", "advance", "begin", "finish"]


def advance(
    spec: StretchSpec, profile: Profile, state: CheckerState, observation: Observation
) -> tuple[CheckerState, tuple[Event, ...]]:
    """Take in one observation. Time must not go backwards."""
    time_s = observation.time_s
    if observation.status is Status.SKIPPED:
        return state, ()
    step_s = 0.0
    if state.time_s is None:
        state = replace(state, at=Finding(Beginning(time_s)))
    else:
        step_s = max(0.0, time_s - state.time_s)
    events: list[Event] = []
    if observation.cut:
        state, events = _cut(spec, state, time_s)
    if step_s > CADENCE.stale_s:
        state, events = _blank(spec, state, step_s, events)
    if observation.still_s:
        since_s = time_s - observation.still_s
        state, step_s = unsee(state, since_s, time_s, step_s)
    level = state.track.levelling.level
    track, body, why_not = believe(state.track, spec.view_rule, observation)
    if track.levelling.level.roll_deg != level.roll_deg and not observation.cut:
        # What was measured before was measured against another upright.
        state, events = _relevelled(spec, state, time_s, events)
    filters = state.filters
    sample: Sample | None = None
    why: Reason | None = why_not
    if body is not None:
        gap_s = time_s - state.seen_s if state.seen_s is not None else 0.0
        if gap_s > CADENCE.stale_s:
            filters = afresh(filters)
        neutral = dict(state.neutral or ())
        filters, sample = take(filters, spec, body, time_s, neutral, state.judging)
        why = sample.why[sample.index(spec.primary)]
        if body.tilted and asks_upright(spec):
            why = Reason.TILTED
    judged = sample is not None and body is not None and why is None
    missing = None if judged else why or Reason.HIDDEN
    sight, gap_s, told = _look(state.sight, time_s, missing)
    events += told
    searches = judged and isinstance(state.at, Finding)
    state = replace(
        state,
        time_s=time_s,
        searching_s=state.searching_s + (step_s if searches else 0.0),
        rolled_deg=state.rolled_deg
        if body is None
        else body.roll_deg or state.rolled_deg,
        cut_off_s=state.cut_off_s + (step_s if searches and _cut_off(body) else 0.0),
        level_told=state.level_told or track.levelling.told,
        track=track,
        filters=filters,
        sight=sight,
        off_view_s=time_s if missing is Reason.VIEW else state.off_view_s,
    )
    if sample is not None and body is not None and missing is None:
        state, events = _seen(spec, profile, state, sample, body, gap_s, events)
    state, events = judge_faults(spec, state, sample, time_s, step_s, events)
    state = count_unknown(spec, state, sample, why, step_s)
    state, events = watch_uncounted(state, sample, events)
    target_range = state.own_target_range
    reading = reading_of(spec, target_range, state.phase, sample, body, why_not)
    return replace(state, reading=reading), tuple(events)


def _blank(
    spec: StretchSpec, state: CheckerState, step_s: float, events: list[Event]
) -> tuple[CheckerState, list[Event]]:
    """Take in that the camera froze: the time without pictures was not seen."""
    sight = state.sight
    if not isinstance(sight, Seen):
        return state, events
    why = Reason.NO_PICTURES
    events.append(TrackingLost(sight.seen_s, why))
    lost = Lost(sight.seen_s, why, sight.seen_s)
    state = replace(state, sight=moved(sight, Happened.NO_PICTURES, lost))
    return count_unknown(spec, state, None, why, step_s), events


def _cut(
    spec: StretchSpec, state: CheckerState, time_s: float
) -> tuple[CheckerState, list[Event]]:
    """Forget what was learned of person, view and start: this is another shot."""
    suspended, events = state.suspended, list[Event]()
    at, seen_s = state.at, state.seen_s
    if isinstance(at, InPhase):
        # The pair goes on behind the cut, or is told as half of one in the end.
        events = [left(at.hold, time_s, state.terms, phase=at.name, cut=True)]
    elif isinstance(at, Going):
        events = close(at, state.terms, time_s)
    elif isinstance(at, Holding | Returning):
        target_range, last = state.own_target_range, state.reading.sample
        assert target_range is not None
        value = nan if last is None else last.value(spec.primary)
        since_s, lock = time_s if seen_s is None else seen_s, state.track.lock
        if is_over(at, state.terms, target_range, value):
            events = end_repetition(at, state.terms, target_range, since_s)
        elif at.hold and suspended is None:
            suspended = Suspended(at, target_range, state.neutral, lock, since_s)
    events += ended(state.uncounted, time_s, state.judging.judge.uncounted)
    fresh = Settled()
    state = state.finding(Happened.CUT, Beginning(time_s))
    cut = replace(
        state,
        pair=replace(state.pair, first=fresh, second=fresh),
        filters=FilterState(),
        suspended=suspended,
        uncounted=None,
        swings=(),
        fault_states=tuple(after_gap(f) for f in state.fault_states),
    )
    return cut, events


def _cut_off(body: Body | None) -> bool:
    """Whether a hand or a foot of the near side is outside the picture."""
    ends = (Joint.ANKLE, Joint.WRIST)
    return body is not None and not all(body.in_picture(e, body.near) for e in ends)


def _relevelled(
    spec: StretchSpec, state: CheckerState, time_s: float, events: list[Event]
) -> tuple[CheckerState, list[Event]]:
    """Forget what was measured before the camera's roll was known."""
    if isinstance(state.at, Finding):
        return replace(state, filters=FilterState()), events
    state, more = _cut(spec, state, time_s)
    return state, events + more


def _look(
    sight: Sight, time_s: float, missing: Reason | None
) -> tuple[Sight, float, list[Event]]:
    """Return whether the person is seen, and for how long they had not been, in s.

    missing: what keeps this look from being judged, or None.
    """
    if missing is None:
        return _found(sight, time_s)
    if isinstance(sight, Missed | Lost):
        sight = replace(sight, why=missing)
    else:
        since_s = time_s if sight.seen_s is None else sight.seen_s
        missed = Missed(since_s, missing, sight.seen_s)
        sight = moved(sight, Happened.FAILED, missed)
    if isinstance(sight, Missed) and time_s - sight.since_s >= CADENCE.stale_s:
        lost = Lost(sight.since_s, missing, sight.seen_s)
        gone = TrackingLost(sight.since_s, missing)
        return moved(sight, Happened.STALE, lost), 0.0, [gone]
    return sight, 0.0, []


def _found(sight: Sight, time_s: float) -> tuple[Sight, float, list[Event]]:
    events: list[Event] = []
    gap_s, seen = 0.0, Seen(time_s)
    if isinstance(sight, Missed | Lost):
        gap_s = time_s - sight.since_s
        if isinstance(sight, Missed) and gap_s > CADENCE.stale_s:
            # seen again at the next look
            events.append(TrackingLost(sight.since_s, sight.why))
        if isinstance(sight, Lost) or gap_s > CADENCE.stale_s:
            events.append(TrackingFound(time_s, sight.since_s, sight.why))
    if not isinstance(sight, Seen):
        seen = moved(sight, Happened.SEEN, seen)
    return seen, gap_s, events


def _seen(
    spec: StretchSpec,
    profile: Profile,
    state: CheckerState,
    sample: Sample,
    body: Body,
    gap_s: float,
    events: list[Event],
) -> tuple[CheckerState, list[Event]]:
    if gap_s > CADENCE.stale_s:
        if isinstance(state.at, Finding):
            state = replace(state, at=state.at.after_gap())
        rested = tuple(after_gap(f) for f in state.fault_states)
        state = replace(state, fault_states=rested)
        state, more = _after_gap(spec, state, sample, gap_s)
        events += more
    state, more = _resume(spec, state, sample)
    events += more
    if isinstance(state.at, Finding):
        state, more = find_start(spec, profile, state, state.at, sample, body)
        events += more
    if isinstance(state.at, Between | InPhase):
        state, more = _step_pair(state, state.at, sample)
        events += more
    elif not isinstance(state.at, Finding):
        state, more = _step(spec, profile, state, state.at, sample, body)
        events += more
    neutral = dict(state.neutral or ())
    footing = step_footing(
        state.footing, state.at, sample, spec, neutral, state.judging
    )
    return replace(state, footing=footing), events


def _for_side(
    spec: StretchSpec, profile: Profile, state: CheckerState, side: Side | None
) -> CheckerState:
    """Return the range of the side that works now; sides that take turns may differ."""
    if side is None or side is state.range_side:
        return state
    neutral = dict(state.neutral) if state.neutral is not None else None
    target_range = target_range_for(
        spec, profile, state.judging, state.plan.mode, neutral, side
    )
    return replace(with_range(spec, state, target_range), range_side=side)


def _step_pair(
    state: CheckerState, at: PairState, sample: Sample
) -> tuple[CheckerState, list[Event]]:
    neutral = dict(state.neutral or ())
    pair, now, events = step_pair(state.pair, at, state.terms, sample, neutral)
    return replace(state, pair=pair, at=now), events


def _step(
    spec: StretchSpec,
    profile: Profile,
    state: CheckerState,
    at: RepState,
    sample: Sample,
    body: Body,
) -> tuple[CheckerState, list[Event]]:
    if state.by_side:
        state = _for_side(spec, profile, state, at.rep.side or body.active)
    target_range = state.own_target_range
    assert target_range is not None
    leads = side_that_leads(spec, body)
    at, events = step_repetition(
        at, state.terms, target_range, sample, body.active, leads
    )
    if at is not state.at:
        state = replace(state, at=at)
    for event in events:
        if isinstance(event, RepCounted):
            state = state.counted(event)
    timer = target_range.kind is RangeKind.TIMER
    if timer and state.neutral is None and in_posture(body, spec.posture):
        # A recording that begins in a posture which is the start pose, too.
        neutral = start_pose(spec, sample, state.judging.judge.start)
        if neutral is not None:
            state = replace(state, neutral=neutral)
            events.append(StartConfirmed(sample.time_s, neutral))
    if isinstance(at, AtStart) and state.neutral is None:
        # Back from a hold that the recording began in: find the start properly now.
        state = state.finding(Happened.START_UNKNOWN)
    return state, events


def _after_gap(
    spec: StretchSpec, state: CheckerState, sample: Sample, gap_s: float
) -> tuple[CheckerState, list[Event]]:
    at, hold, numbers = state.at, hold_of(state.at), state.judging.judge
    goes_on = gap_s <= numbers.gaps.reconfirm_after_s
    if hold is not None and not goes_on and state.target_range is not None:
        progress = state.target_range.progress(sample.value(spec.primary))
        still = progress >= numbers.gaps.still_there
        was_hold = hold.held_s >= numbers.hold.min_s  # glimpses do not add up to one
        goes_on = still and was_hold and gap_s <= numbers.gaps.resume_within_s
    if hold is not None and goes_on:
        stayed = replace(hold, gap_since_s=hold.gap_since_s + gap_s)
        return state.with_hold(stayed), []
    if goes_on or isinstance(at, Finding):
        return state, []
    if isinstance(at, Between | InPhase):
        events = finish_pair(state.pair, at, state.terms, sample.time_s)
        pair = AlternatingPair(middle=state.pair.middle)
        return replace(state.finding(Happened.GAP), pair=pair), events
    events = close(at, state.terms, sample.time_s)
    return state.finding(Happened.GAP), events


def _resume(
    spec: StretchSpec, state: CheckerState, sample: Sample
) -> tuple[CheckerState, list[Event]]:
    """Go on with a hold that a cut went through, if this is plainly the same one."""
    held = state.suspended
    if held is None:
        return state, []
    gap_s, gaps = sample.time_s - held.since_s, state.judging.judge.gaps
    hold, here = held.at.hold, state.track.last
    assert hold is not None
    tracking = state.judging.body.tracking
    same = held.lock is None or (here is not None and alike(held.lock, here, tracking))
    # A recording may change its shot in the middle of a hold: at once, and still there.
    progress = held.target_range.progress(sample.value(spec.primary))
    still = progress >= gaps.still_there
    near = gap_s <= (gaps.resume_within_s if same else gaps.cut_within_s)
    finding = isinstance(state.at, Finding)
    if finding and near and still:
        hold = replace(
            hold,
            gap_s=hold.gap_s + hold.gap_since_s + gap_s,
            gap_since_s=0.0,
            in_s=sample.time_s,
            calm_s=sample.time_s,
        )
        going_on = replace(held.at, hold=hold)
        return replace(
            state,
            at=moved(state.at, Happened.SAME_HOLD, going_on),
            target_range=held.target_range,
            neutral=held.neutral,
            track=lock_on(state.track),
            suspended=None,
        ), []
    if gap_s > gaps.resume_within_s or not finding or (same and not still):
        events = close(held.at, state.terms, held.since_s)
        return replace(state, suspended=None), events
    return state, []


def finish(
    spec: StretchSpec, profile: Profile, state: CheckerState, end_s: float
) -> tuple[CheckerState, tuple[Event, ...]]:
    """End the set: the recording or session is over."""
    events: list[Event] = []
    at, sight, held = state.at, state.sight, state.suspended
    if held is not None:
        events += close(held.at, state.terms, held.since_s)
    if spec.kind is Kind.TWO_PHASE:
        events += finish_pair(state.pair, at, state.terms, end_s)
    elif isinstance(at, AtStart | Going | Holding | Returning):
        target_range = state.own_target_range
        assert target_range is not None
        sample = state.reading.sample
        last = sample.value(spec.primary) if sample is not None else nan
        events += finish_repetition(at, state.terms, target_range, last, end_s)
    for fault, standing in zip(state.faults, state.fault_states, strict=True):
        cause = standing.cause
        if cause is not None and cause.raised_s is not None:
            events.append(cleared(fault, cause, spec, end_s))
    if isinstance(sight, Missed):
        events.append(TrackingLost(sight.since_s, sight.why))
    if isinstance(sight, NotYet):
        events.append(TrackingLost(0.0, Reason.NOBODY))
    events += ended(state.uncounted, end_s, state.judging.judge.uncounted)
    left_s, rested_s = state.footing.left_s, state.footing.rested_s
    over = SetFinished(
        end_s,
        state.unknown,
        state.searching_s,
        left_s,
        rested_s,
        state.rolled_deg,
        state.level_told or not asks_upright(spec),
        state.cut_off_s,
    )
    events.append(over)
    return replace(state, time_s=end_s), tuple(events)
