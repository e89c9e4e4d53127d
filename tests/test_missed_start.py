"""Who comes into the target from another posture than the start's is not overlooked.

On the shipped good clips, from the middle of the
first hold on: as somebody looks who knelt, sat back and rested.
"""

from __future__ import annotations

import pytest

from benchmarks.truth import read_truth
from formcheck.app.recordings.judging import Judge
from formcheck.core.judge.events import (
    Event,
    HoldCompleted,
    PartialRep,
    RepCounted,
    StartConfirmed,
    TargetEntered,
    TargetLeft,
)
from formcheck.core.stretch.spec import Kind, Plan, Profile, StretchSpec
from formcheck.core.words.reasons import Shortfall
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED
from tests.shelf import SPECS, looks_of

MISSED = sorted(
    name
    for name, spec in SPECS.items()
    if spec.target is not None and not spec.measures[spec.primary].relative
)


def from_within(
    spec: StretchSpec, hold_s: float, every: int = 1
) -> tuple[float, list[Event]]:
    """Judged live from within the first hold; from when, and what came. every: of so
    many pictures one is looked at.
    """
    name = f"{spec.id}_good"
    looks = looks_of(name, every)
    first = next(iter(read_truth(name).holds))
    judge = Judge(spec, Profile(), Plan(hold_s=hold_s, recorded=False), SHIPPED)
    from_s = first["start_s"] + 0.5
    for one in looks.observations():
        if one.time_s >= from_s:
            judge.take(one)
    judge.finish(from_s, looks.about.end_s)
    return from_s, judge.events


def test_some_stretches_are_entered_from_elsewhere() -> None:
    assert "childs_pose" in MISSED


@pytest.mark.parametrize("name", MISSED)
def test_a_hold_whose_start_was_not_seen_is_held_and_told(name: str) -> None:
    from_s, events = from_within(SPECS[name], hold_s=2.0)
    entered = next(e for e in events if isinstance(e, TargetEntered))
    held = next(e for e in events if isinstance(e, TargetLeft))
    assert entered.time_s == pytest.approx(from_s, abs=0.6)
    assert held.complete
    if SPECS[name].kind is not Kind.GUIDED:  # of one, stillness is waited for first
        assert held.cut
    if SPECS[name].kind is not Kind.REPS:
        assert any(isinstance(e, HoldCompleted) for e in events)
    if SPECS[name].kind is Kind.GUIDED:
        return
    told = [e.reason for e in events if isinstance(e, PartialRep)]
    assert told == [Shortfall.START_NOT_SEEN]
    # What comes after it has its start, and is judged like any other.
    assert any(isinstance(e, StartConfirmed) for e in events)
    after = read_truth(f"{name}_good").full_reps - 1
    assert [e.good for e in events if isinstance(e, RepCounted)] == [True] * after


@pytest.mark.parametrize("name", MISSED)
def test_too_short_a_one_is_no_hold_as_planned(name: str) -> None:
    _, events = from_within(SPECS[name], hold_s=60.0, every=2)
    held = next(e for e in events if isinstance(e, TargetLeft))
    if SPECS[name].kind is Kind.REPS:
        return
    assert not held.complete
    reasons = [e.reason for e in events if isinstance(e, PartialRep)]
    assert Shortfall.START_NOT_SEEN not in reasons


def test_what_is_read_against_the_start_needs_it() -> None:
    spec = find_stretch("curl_up", poses_dir())
    _, events = from_within(spec, hold_s=2.0)
    found = [e for e in events if isinstance(e, StartConfirmed | TargetEntered)]
    assert isinstance(found[0], StartConfirmed)
