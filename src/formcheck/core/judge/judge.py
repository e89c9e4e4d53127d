"""The judge: one observation in, what happened out. Deterministic, without a clock.

`advance` takes the stretch, the person, what is known so far and one observation, and
gives the new state and the events. Live and recorded use the same; nothing here reads a
clock, draws or speaks.
"""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

from formcheck.core.body.body import Body
from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.landmarks import Side
from formcheck.core.body.observation import Observation, Status
from formcheck.core.body.posture import in_posture
from formcheck.core.body.tracking import alike, believe, lock_on
from formcheck.core.judge.alternating import AlternatingPair, finish_pair, step_pair
from formcheck.core.judge.events import (
    Event,
    FlagRaised,
    SetFinished,
    StartConfirmed,
    TrackingFound,
    TrackingLost,
)
from formcheck.core.judge.faults import after_gap, cleared, step_fault
from formcheck.core.judge.finding import find_start
from formcheck.core.judge.frame import reading_of
from formcheck.core.judge.freeze import unsee
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.repetition import (
    MIN_HOLD_S,
    Repetition,
    close_hold,
    close_own,
    finish_repetition,
    step_repetition,
)
from formcheck.core.judge.sample import FilterState, Sample, afresh, take
from formcheck.core.judge.start_pose import start_pose
from formcheck.core.judge.states import CheckerState, Suspended, begin, with_bands
from formcheck.core.judge.target import target_range_for
from formcheck.core.stretch.spec import Kind, Phase, Profile, Severity, StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["CheckerState", "advance", "begin", "finish"]

RECONFIRM_AFTER_S = 3.0
"""After a longer gap the start pose is confirmed again."""

RESUME_WITHIN_S = 8.0
"""A hold seen before and after a gap, by the same body in the same place, is one
hold."""

CUT_WITHIN_S = 1.0
"""After a change of shot, a body seen at once in the same place counts too."""

STILL_THERE = 0.5
"""... if it is at least this share of the way to the target when it is seen again."""


def advance(
    spec: StretchSpec, profile: Profile, state: CheckerState, observation: Observation
) -> tuple[CheckerState, tuple[Event, ...]]:
    """Take in one observation. Time must not go backwards."""
    time_s = observation.time_s
    if observation.status is Status.SKIPPED:
        return state, ()
    step_s = max(0.0, time_s - state.time_s) if state.begun_s is not None else 0.0
    begun_s = state.begun_s if state.begun_s is not None else time_s
    state = replace(state, begun_s=begun_s, time_s=time_s)
    events: list[Event] = []
    if observation.cut:
        state, events = _cut(spec, state, time_s)
    if step_s > CADENCE.stale_s:
        state, events = _blank(spec, state, step_s, events)
    if observation.still_s:
        state, step_s = unsee(state, time_s - observation.still_s, step_s)
    track, body, why_not = believe(state.track, spec.view_rule, observation)
    filters = state.filters
    sample: Sample | None = None
    why: Reason | None = why_not
    if body is not None:
        gap_s = time_s - state.seen_s if state.seen_s is not None else 0.0
        if gap_s > CADENCE.stale_s:
            filters = afresh(filters)
        filters, sample = take(filters, spec, body, time_s, dict(state.neutral or ()))
        why = sample.why[sample.index(spec.primary)]
    state = replace(state, track=track, filters=filters)
    if sample is None or body is None or why is not None:
        state, events = _unseen(spec, state, time_s, why or Reason.HIDDEN, events)
    else:
        state, events = _seen(spec, profile, state, sample, body, events)
    state, events = _judge_faults(spec, state, sample, time_s, step_s, events)
    state = _count_unknown(spec, state, sample, why, step_s)
    reading = reading_of(spec, state.target_range, state.phase, sample, body, why_not)
    return replace(state, reading=reading), tuple(events)


def _blank(
    spec: StretchSpec, state: CheckerState, step_s: float, events: list[Event]
) -> tuple[CheckerState, list[Event]]:
    """Take in that the camera froze: the time without pictures was not seen."""
    if state.lost_s is not None or state.seen_s is None:
        return state, events
    why = Reason.NO_PICTURES
    events.append(TrackingLost(state.seen_s, why))
    state = replace(state, lost_s=state.seen_s, lost_why=why, told_lost=True)
    return _count_unknown(spec, state, None, why, step_s), events


def _cut(
    spec: StretchSpec, state: CheckerState, time_s: float
) -> tuple[CheckerState, list[Event]]:
    """Forget what was learned of person, view and start: this is another shot."""
    suspended, events = state.suspended, list[Event]()
    if state.pair.now is not None:
        events = finish_pair(state.pair, spec, state.plan, time_s)
    if (
        state.rep.hold is not None
        and state.target_range is not None
        and suspended is None
    ):
        since_s = state.seen_s if state.seen_s is not None else time_s
        suspended = Suspended(
            state.rep, state.target_range, state.neutral, state.track.lock, since_s
        )
    if state.rep.hold is None:
        events += close_own(state.rep, spec, state.plan, time_s, cut=True)[1]
    fresh = AlternatingPair()
    pair = replace(
        state.pair, hold=None, now=None, first=fresh.first, second=fresh.second
    )
    cut = replace(
        state,
        rep=Repetition(),
        pair=pair,
        neutral=None,
        phase=Phase.FINDING,
        filters=FilterState(),
        begun_s=time_s,
        first_seen_in=None,
        suspended=suspended,
        fault_states=tuple(after_gap(f) for f in state.fault_states),
    )
    return cut, events


def _unseen(
    spec: StretchSpec,
    state: CheckerState,
    time_s: float,
    why: Reason,
    events: list[Event],
) -> tuple[CheckerState, list[Event]]:
    if state.lost_s is None:
        known = state.seen_s if state.seen_s is not None else state.begun_s
        state = replace(state, lost_s=time_s if known is None else known)
    lost_s = state.lost_s if state.lost_s is not None else time_s
    off_view_s = time_s if why is Reason.VIEW else state.off_view_s
    state = replace(state, lost_why=why, off_view_s=off_view_s)
    if not state.told_lost and time_s - lost_s >= CADENCE.stale_s:
        state = replace(state, told_lost=True)
        events.append(TrackingLost(lost_s, why))
    return state, events


def _seen(
    spec: StretchSpec,
    profile: Profile,
    state: CheckerState,
    sample: Sample,
    body: Body,
    events: list[Event],
) -> tuple[CheckerState, list[Event]]:
    time_s = sample.time_s
    gap_s = time_s - state.lost_s if state.lost_s is not None else 0.0
    if state.lost_s is not None and (state.told_lost or gap_s > CADENCE.stale_s):
        why = state.lost_why or Reason.HIDDEN
        if not state.told_lost:  # seen again at the next look
            events.append(TrackingLost(state.lost_s, why))
        events.append(TrackingFound(time_s, state.lost_s, why))
    state = replace(state, lost_s=None, told_lost=False, seen_s=time_s)
    if gap_s > CADENCE.stale_s:
        state = replace(state, calm_in_s=None)
        rested = tuple(after_gap(f) for f in state.fault_states)
        state = replace(state, fault_states=rested)
        state, more = _after_gap(spec, state, sample, gap_s)
        events += more
    state, more = _resume(spec, state, sample)
    events += more
    if state.phase is Phase.FINDING:
        state, more = find_start(spec, profile, state, sample, body)
        events += more
    if state.phase is not Phase.FINDING:
        state, more = _step(spec, profile, state, sample, body)
        events += more
    return state, events


def _for_side(
    spec: StretchSpec, profile: Profile, state: CheckerState, side: Side | None
) -> CheckerState:
    """Return the range of the side that works now; sides that take turns may differ."""
    if side is None or side is state.bands_side:
        return state
    neutral = dict(state.neutral) if state.neutral is not None else None
    target_range = target_range_for(spec, profile, state.plan.mode, neutral, side)
    return replace(with_bands(spec, state, target_range), bands_side=side)


def _step(
    spec: StretchSpec, profile: Profile, state: CheckerState, sample: Sample, body: Body
) -> tuple[CheckerState, list[Event]]:
    if spec.kind is Kind.TWO_PHASE:
        pair, events = step_pair(
            state.pair, spec, state.plan, sample, dict(state.neutral or ())
        )
        return replace(state, pair=pair, phase=pair.phase), events
    if state.by_side:
        state = _for_side(spec, profile, state, state.rep.side or body.active)
    target_range = state.target_range
    assert target_range is not None
    rep, events = step_repetition(
        state.rep, spec, state.plan, target_range, sample, body.active
    )
    state = replace(state, rep=rep, phase=rep.phase)
    if target_range.timer and state.neutral is None and in_posture(body, spec.posture):
        # A recording that begins in a posture which is the start pose, too.
        neutral = start_pose(spec, sample)
        if neutral is not None:
            state = replace(state, neutral=neutral)
            events.append(StartConfirmed(sample.time_s, neutral))
    if rep.phase is Phase.START and state.neutral is None:
        # Back from a hold that the recording began in: find the start properly now.
        state = replace(state, phase=Phase.FINDING, rep=Repetition(), begun_s=-1e9)
    return state, events


def _after_gap(
    spec: StretchSpec, state: CheckerState, sample: Sample, gap_s: float
) -> tuple[CheckerState, list[Event]]:
    if spec.kind is Kind.TWO_PHASE:
        if gap_s <= RECONFIRM_AFTER_S or state.phase is Phase.FINDING:
            stayed = state.pair.hold
            if stayed is None:
                return state, []
            stayed = replace(stayed, gap_since_s=stayed.gap_since_s + gap_s)
            return replace(state, pair=replace(state.pair, hold=stayed)), []
        events = finish_pair(state.pair, spec, state.plan, sample.time_s)
        middle = state.pair.middle
        return _search_start(
            replace(state, pair=AlternatingPair(middle=middle))
        ), events
    hold = state.rep.hold
    if hold is not None:
        assert state.target_range is not None
        still = state.target_range.progress(sample.value(spec.primary)) >= STILL_THERE
        was_hold = hold.held_s >= MIN_HOLD_S  # glimpses do not add up to one
        goes_on = still and was_hold and gap_s <= RESUME_WITHIN_S
        if gap_s <= RECONFIRM_AFTER_S or goes_on:
            hold = replace(hold, gap_since_s=hold.gap_since_s + gap_s)
            return replace(state, rep=replace(state.rep, hold=hold)), []
    if gap_s <= RECONFIRM_AFTER_S or state.phase is Phase.FINDING:
        return state, []
    _, events = close_hold(state.rep, spec, state.plan, sample.time_s, cut=True)
    return _search_start(replace(state, rep=Repetition())), events


def _search_start(state: CheckerState) -> CheckerState:
    return replace(state, phase=Phase.FINDING, neutral=None, begun_s=-1e9)


def _resume(
    spec: StretchSpec, state: CheckerState, sample: Sample
) -> tuple[CheckerState, list[Event]]:
    """Go on with a hold that a cut went through, if this is plainly the same one."""
    held = state.suspended
    if held is None:
        return state, []
    gap_s = sample.time_s - held.since_s
    hold = held.rep.hold
    assert hold is not None
    here = state.track.last
    same = held.lock is None or (here is not None and alike(held.lock, here))
    # A recording may change its shot in the middle of a hold: at once, and still there.
    still = held.target_range.progress(sample.value(spec.primary)) >= STILL_THERE
    near = gap_s <= RESUME_WITHIN_S if same else gap_s <= CUT_WITHIN_S
    if state.phase is Phase.FINDING and near and still:
        hold = replace(
            hold,
            gap_s=hold.gap_s + hold.gap_since_s + gap_s,
            gap_since_s=0.0,
            in_s=sample.time_s,
            calm_s=sample.time_s,
        )
        rep = replace(held.rep, hold=hold)
        return replace(
            state,
            rep=rep,
            target_range=held.target_range,
            neutral=held.neutral,
            phase=rep.phase,
            track=lock_on(state.track),
            suspended=None,
        ), []
    if (
        gap_s > RESUME_WITHIN_S
        or state.phase is not Phase.FINDING
        or (same and not still)
    ):
        _, events = close_hold(held.rep, spec, state.plan, held.since_s, cut=True)
        return replace(state, suspended=None), events
    return state, []


def _judge_faults(
    spec: StretchSpec,
    state: CheckerState,
    sample: Sample | None,
    time_s: float,
    step_s: float,
    events: list[Event],
) -> tuple[CheckerState, list[Event]]:
    if state.phase is Phase.FINDING:
        return state, events
    states = list(state.fault_states)
    blind = sample is not None and isnan(sample.off_deg)  # from where it was seen
    raised: list[FlagRaised] = []
    for number, fault in enumerate(state.faults):
        # One cue at a time: where something is to be eased, haste, which is judged
        # last, is not scolded as well.
        hushed = (
            fault.type == "speed"
            and fault.severity is Severity.FORM
            and any(
                s.since_s is not None
                for f, s in zip(state.faults, states, strict=True)
                if f.severity is Severity.UNSAFE
            )
        )
        states[number], verdict, more = step_fault(
            fault, states[number], spec, sample, time_s, state.phase, hushed
        )
        blind = blind or (
            verdict is Verdict.UNKNOWN
            and fault.severity is Severity.UNSAFE
            and state.phase in fault.during
        )
        events += more
        raised += [e for e in more if isinstance(e, FlagRaised)]
    state = replace(state, fault_states=tuple(states))
    if not raised and not blind:
        return state, events
    ids = tuple(e.id for e in raised)
    blind_s = step_s if blind else 0.0
    if spec.kind is Kind.TWO_PHASE:
        pair = state.pair
        return replace(
            state,
            pair=replace(
                pair, flags=_and(pair.flags, ids), blind_s=pair.blind_s + blind_s
            ),
        ), events
    rep = state.rep
    rep = replace(rep, flags=_and(rep.flags, ids), blind_s=rep.blind_s + blind_s)
    return replace(state, rep=rep), events


def _and(flags: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*flags, *more)))


def _count_unknown(
    spec: StretchSpec,
    state: CheckerState,
    sample: Sample | None,
    why: Reason | None,
    step_s: float,
) -> CheckerState:
    """Add this step to what could not be judged, by measure and reason."""
    if sample is None:
        found = [(spec.primary, why or Reason.HIDDEN)]
    else:
        found = [
            (n, w)
            for n, w in zip(sample.names, sample.why, strict=True)
            if w is not None
        ]
        if not sample.off_deg <= spec.camera.max_off_deg:
            found += [("faults", Reason.VIEW)]
    if not found or step_s <= 0:
        return state
    totals = {(m, w): s for m, w, s in state.unknown}
    for key in found:
        totals[key] = totals.get(key, 0.0) + step_s
    return replace(state, unknown=tuple((m, w, s) for (m, w), s in totals.items()))


def finish(
    spec: StretchSpec, profile: Profile, state: CheckerState, end_s: float
) -> tuple[CheckerState, tuple[Event, ...]]:
    """End the set: the recording or session is over."""
    events: list[Event] = []
    if state.suspended is not None:
        held = state.suspended
        events += close_hold(held.rep, spec, state.plan, held.since_s, cut=True)[1]
    if spec.kind is Kind.TWO_PHASE:
        events += finish_pair(state.pair, spec, state.plan, end_s)
    elif state.phase is not Phase.FINDING and state.target_range is not None:
        sample = state.reading.sample
        last = sample.value(spec.primary) if sample is not None else nan
        events += finish_repetition(
            state.rep, spec, state.plan, state.target_range, last, end_s
        )
    for fault, standing in zip(state.faults, state.fault_states, strict=True):
        if standing.raised_s is not None:
            events.append(cleared(fault, standing, spec, end_s))
    if state.lost_s is not None and not state.told_lost:
        events.append(TrackingLost(state.lost_s, state.lost_why or Reason.HIDDEN))
    if state.begun_s is None:
        events.append(TrackingLost(0.0, Reason.NOBODY))
    events.append(SetFinished(end_s, state.unknown))
    return replace(state, time_s=end_s), tuple(events)
