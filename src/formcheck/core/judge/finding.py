"""How a set begins: the start pose, or, where it was not seen, the target itself."""

from __future__ import annotations

from dataclasses import replace

from formcheck.core.body.body import Body
from formcheck.core.body.posture import in_posture
from formcheck.core.body.tracking import lock_on
from formcheck.core.judge.alternating import step_pair
from formcheck.core.judge.events import Event, StartConfirmed, TargetEntered
from formcheck.core.judge.hold import PACE_OVER_S
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.repetition import Repetition, taken_up
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.start_pose import start_pose
from formcheck.core.judge.states import CheckerState, with_bands
from formcheck.core.judge.target import target_range_for
from formcheck.core.stretch.spec import Kind, Phase, Profile, StretchSpec

__all__ = ["find_start"]

CALM_IN_S = 1.0
"""Where the start may be missed, this long a calm in the target is a hold and not a
movement through it. Our estimate."""

OFF_VIEW_FOR_S = 3.0
"""Nobody turns square to the camera while sinking into a stretch: a person who was at
too wide an angle before it still is."""

BEGUN_WITHIN_S = 4.0
"""A recording may begin in mid-movement; its first hold must begin within this."""


def find_start(
    spec: StretchSpec, profile: Profile, state: CheckerState, sample: Sample, body: Body
) -> tuple[CheckerState, list[Event]]:
    """Take in a look at somebody whose start has not been found."""
    neutral = start_pose(spec, sample) if in_posture(body, spec.posture) else None
    if neutral is not None:
        rep = Repetition(phase=Phase.START, rest_s=sample.time_s)
        state = replace(
            state,
            neutral=neutral,
            phase=Phase.START,
            rep=rep,
            track=lock_on(state.track),
        )
        if spec.target is not None:
            plan = state.plan
            target_range = target_range_for(
                spec, profile, plan.mode, dict(neutral), plan.side
            )
            state = replace(with_bands(spec, state, target_range), bands_side=None)
        return state, [StartConfirmed(sample.time_s, neutral)]
    if spec.start.may_be_missed:
        state, events = _missed(spec, state, sample, body)
        if events or state.phase is not Phase.FINDING:
            return state, events
    begun_s = state.begun_s if state.begun_s is not None else sample.time_s
    if not state.plan.recorded or sample.time_s - begun_s > BEGUN_WITHIN_S:
        return state, []
    return _begun(spec, state, sample)


def _missed(
    spec: StretchSpec, state: CheckerState, sample: Sample, body: Body
) -> tuple[CheckerState, list[Event]]:
    """Begin a set of somebody who is calm in the target and came from another posture
    than the start's. What they hold counts, and is reported as begun unseen.
    """
    target_range = state.target_range
    assert target_range is not None
    pace = abs(sample.speed(spec.primary, PACE_OVER_S))
    calm = pace <= spec.hold.settled_speed
    since_s = state.calm_in_s if state.calm_in_s is not None else sample.time_s
    # Curled up, a body seen from an angle looks square on: what it was before holds.
    off_s = state.off_view_s
    turned = off_s is not None and since_s - off_s < OFF_VIEW_FOR_S
    if target_range.target(sample, was_in=False) is not Verdict.YES or not calm:
        return replace(state, calm_in_s=None), []
    if sample.time_s - since_s < CALM_IN_S or turned:
        return replace(state, calm_in_s=since_s), []
    rep = taken_up(since_s, sample, sample.value(spec.primary))
    state = replace(state, rep=rep, phase=rep.phase, calm_in_s=None)
    return replace(state, track=lock_on(state.track)), [TargetEntered(since_s)]


def _begun(
    spec: StretchSpec, state: CheckerState, sample: Sample
) -> tuple[CheckerState, list[Event]]:
    """A recording that begins in mid-movement: its first hold counts as what was
    seen.
    """
    if spec.kind is Kind.TWO_PHASE:
        pair, events = step_pair(state.pair, spec, state.plan, sample, None)
        if pair.now is not None:
            return replace(state, pair=pair, phase=Phase.START), events
        return replace(state, pair=pair), events
    assert state.target_range is not None
    verdict = state.target_range.target(sample, was_in=False)
    if state.first_seen_in is None and verdict is not Verdict.UNKNOWN:
        state = replace(state, first_seen_in=verdict is Verdict.YES)
    if verdict is Verdict.YES and state.first_seen_in is not None:
        rep = Repetition(
            phase=Phase.GOING,
            rep_s=state.begun_s,
            rest_s=sample.time_s,
            entry_seen=not state.first_seen_in,
        )
        return replace(
            state, rep=rep, phase=Phase.GOING, track=lock_on(state.track)
        ), []
    return state, []
