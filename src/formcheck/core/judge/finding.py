"""How a set begins: the start pose, or, where it was not seen, the target itself."""

from __future__ import annotations

from dataclasses import replace

from formcheck.core.body.body import Body
from formcheck.core.body.posture import in_posture
from formcheck.core.body.tracking import lock_on
from formcheck.core.judge.alternating import between, step_pair
from formcheck.core.judge.events import Event, StartConfirmed, TargetEntered
from formcheck.core.judge.hold import is_calm
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.looking_back import look_back
from formcheck.core.judge.repetition import taken_up
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.set_state import CheckerState, with_range
from formcheck.core.judge.start_pose import start_pose
from formcheck.core.judge.states import (
    AtStart,
    Beginning,
    CameIn,
    Finding,
    Going,
    Happened,
    Rep,
    moved,
)
from formcheck.core.judge.target import target_range_for
from formcheck.core.stretch.spec import Kind, Profile, StretchSpec

__all__ = ["find_start"]


def find_start(
    spec: StretchSpec,
    profile: Profile,
    state: CheckerState,
    at: Finding,
    sample: Sample,
    body: Body,
) -> tuple[CheckerState, list[Event]]:
    """Take in a look at somebody whose start has not been found."""
    judging = state.judging
    numbers = judging.judge.start
    neutral = None
    if in_posture(body, spec.posture):
        neutral = start_pose(spec, sample, numbers)
    if neutral is not None:
        state = replace(state, neutral=neutral, track=lock_on(state.track))
        if spec.kind is Kind.TWO_PHASE:
            state = replace(
                state, at=moved(at, Happened.START_SEEN, between(state.pair))
            )
            return state, [StartConfirmed(sample.time_s, neutral)]
        state = replace(
            state, at=moved(at, Happened.START_SEEN, AtStart(sample.time_s))
        )
        plan = state.plan
        target_range = target_range_for(
            spec, profile, judging, plan.mode, dict(neutral), plan.side
        )
        state = replace(with_range(spec, state, target_range), range_side=None)
        events: list[Event] = [StartConfirmed(sample.time_s, neutral)]
        if at.looks:
            looks = (*at.looks, sample)
            events += look_back(
                looks, state.terms, target_range, neutral, whole=at.from_beginning
            )
        return state, events
    if spec.kind is Kind.REPS and spec.base is not None:
        at = at.seen(sample, numbers.looks_back_s)
        state = replace(state, at=at)
    if spec.base is not None and state.target_range is not None:
        state, at, events = _missed(spec, state, at, sample)
        if events:
            return state, events
    if at.beginning is None:
        return state, []
    return _begun(spec, state, at, at.beginning, sample)


def _missed(
    spec: StretchSpec, state: CheckerState, at: Finding, sample: Sample
) -> tuple[CheckerState, Finding, list[Event]]:
    """Begin a set of somebody who is calm in the target and came from another posture
    than the start's. What they hold counts, and is reported as begun unseen.
    """
    target_range = state.target_range
    assert target_range is not None
    numbers, hold = state.judging.judge.start, state.judging.judge.hold
    calm = is_calm(sample, spec, hold)
    since_s = at.calm_in_s if at.calm_in_s is not None else sample.time_s
    turned = state.turned_before(since_s)
    inside = target_range.target(sample, was_in=False) is Verdict.YES and calm
    if not inside or sample.time_s - since_s < numbers.calm_in_s or turned:
        at = replace(at, calm_in_s=since_s if inside else None)
        return replace(state, at=at), at, []
    began = at.beginning is not None and at.beginning.in_target is True
    value = sample.value(spec.primary)
    holding = taken_up(since_s, sample, value, hold, cut=began)
    state = replace(state, at=moved(at, Happened.CALM_IN_TARGET, holding))
    state = replace(state, track=lock_on(state.track, folded=True))
    return state, at, [TargetEntered(since_s, seen=False)]


def _begun(
    spec: StretchSpec,
    state: CheckerState,
    at: Finding,
    beginning: Beginning,
    sample: Sample,
) -> tuple[CheckerState, list[Event]]:
    """Take in a set that may begin in mid-movement, as a recording or whoever does not
    wait for the word: its first hold counts as what was seen.

    Somebody who is still coming into the posture then is not in the stretch yet. Where
    they are in the target already, calm tells a hold from a way through it.
    """
    if spec.base is None and not state.plan.recorded:
        return state, []  # nothing tells this from any other posture
    told = sample.time_s - beginning.since_s <= state.judging.judge.start.begun_within_s
    if not (told or beginning.in_target):
        return state, []
    if beginning.in_target is None and not sample.placed:
        return replace(state, at=replace(at, beginning=None)), []
    if spec.kind is Kind.TWO_PHASE:
        pair, now, events = step_pair(state.pair, at, state.terms, sample, None)
        return replace(state, pair=pair, at=now), events
    assert state.target_range is not None
    verdict = state.target_range.target(sample, was_in=False)
    if verdict is Verdict.UNKNOWN:
        return state, []
    inside = verdict is Verdict.YES
    if beginning.in_target is None:
        beginning = replace(beginning, in_target=inside)
    if beginning.in_target and spec.base is not None:
        return replace(
            state, at=replace(at, beginning=beginning if inside else None)
        ), []
    if not inside:
        return replace(state, at=replace(at, beginning=beginning)), []
    entry = CameIn.BEGAN_IN_IT if beginning.in_target else CameIn.SEEN
    going = Going(Rep(begun_s=beginning.since_s, entry=entry))
    state = replace(state, at=moved(at, Happened.BEGAN_IN_MOVEMENT, going))
    return replace(state, track=lock_on(state.track, folded=True)), []
