"""What is in the target and does not count is told: what was lacking, and when."""

from __future__ import annotations

import pytest

from formcheck.core.judge.events import NotCounted, PartialRep, RepCounted, TargetLeft
from formcheck.core.stretch.spec import Phase, StretchSpec
from formcheck.core.words.reasons import Reason
from tests.builders import SUPINE, Motion
from tests.core.stretches import (
    HOLD,
    LIVE,
    RECORDED,
    REPS,
    of_kind,
    stretch,
    watch,
)

KNEE = {"measure": "knee", "enter": [0, 100], "exit": [0, 120]}
FIRST = HOLD["target"]["clauses"][0]


def opened(base: str = "back", **other: object) -> StretchSpec:
    """The drawn-in knees as a file of schema 2 has them."""
    return stretch(
        other.pop("like", HOLD),  # type: ignore[arg-type]
        target__base=base,
        target__no_too_far="the belly ends it",
        **other,
    )


def told(spec: StretchSpec, motion: Motion, *, live: bool = False) -> list[NotCounted]:
    plan = LIVE if live else RECORDED
    return of_kind(watch(motion.seen(), spec, plan=plan), NotCounted)


def test_a_stretch_on_another_base_does_not_count_and_is_told() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4).move(2, hip=130).hold(1)
    events = watch(motion.seen(), opened("seat"))
    (one,) = of_kind(events, NotCounted)
    assert (one.reason, one.measure) == (Reason.OTHER_POSTURE, None)
    assert one.phase is Phase.GOING
    assert one.start_s == pytest.approx(3.3, abs=0.5)
    assert one.end_s == pytest.approx(8.7, abs=0.6)
    assert not of_kind(events, RepCounted | PartialRep | TargetLeft)  # type: ignore[arg-type]


def test_one_limb_that_is_otherwise_is_named() -> None:
    spec = opened(target__clauses=[FIRST, KNEE])
    motion = Motion(SUPINE).hold(2).move(2, hip=55, knee=150).hold(4)
    (one,) = told(spec, motion.move(2, hip=130, knee=75).hold(1))
    assert (one.reason, one.measure) == (Reason.OTHER_SHAPE, "knee")


def test_a_limb_that_cannot_be_seen_decides_only_where_it_is_no_shape() -> None:
    motion = Motion(SUPINE).hold(2).hide(27, 28).move(2, hip=55).hold(4)
    motion.move(2, hip=130).hold(1)
    spec = opened(target__clauses=[FIRST, KNEE])
    (one,) = told(spec, motion)
    assert (one.reason, one.measure) == (Reason.HIDDEN, "knee")
    shape = opened(target__clauses=[FIRST, KNEE | {"shape": True}])
    events = watch(motion.seen(), shape)
    assert not of_kind(events, NotCounted)
    assert len(of_kind(events, RepCounted)) == 1


def test_what_is_otherwise_in_two_ways_is_another_thing_and_not_told() -> None:
    spec = opened("seat", target__clauses=[FIRST, KNEE])
    motion = Motion(SUPINE).hold(2).move(2, hip=55, knee=150).hold(4)
    assert told(spec, motion) == []


def test_further_than_the_band_counts_and_too_far_is_another_exercise() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=22).hold(4).move(2, hip=130).hold(1)
    events = watch(motion.seen(), opened())
    assert len(of_kind(events, RepCounted)) == 1
    events = watch(motion.seen(), opened(target__other_beyond=30))
    assert not of_kind(events, RepCounted | PartialRep)  # type: ignore[arg-type]
    assert Reason.OTHER_EXERCISE in {e.reason for e in of_kind(events, NotCounted)}


def test_a_file_of_schema_1_has_its_far_wall_still() -> None:
    motion = Motion(SUPINE).hold(2).move(0.8, hip=15).hold(4).move(2, hip=130).hold(1)
    assert not of_kind(watch(motion.seen(), stretch()), RepCounted)


def test_a_pause_straight_before_a_hold_was_the_way_in() -> None:
    spec = opened(target__clauses=[FIRST, KNEE])
    motion = Motion(SUPINE).hold(2).move(2, hip=55, knee=150).hold(1.2)
    motion.move(0.5, knee=75).hold(4).move(2, hip=130).hold(1)
    events = watch(motion.seen(), spec)
    assert not of_kind(events, NotCounted)
    assert len(of_kind(events, RepCounted)) == 1


def test_a_long_one_before_a_hold_is_told() -> None:
    spec = opened(target__clauses=[FIRST, KNEE])
    motion = Motion(SUPINE).hold(2).move(2, hip=55, knee=150).hold(5)
    motion.move(0.5, knee=75).hold(4).move(2, hip=130).hold(1)
    assert [e.measure for e in told(spec, motion)] == ["knee"]


def test_live_without_a_start_a_hold_that_never_is_calm_is_told() -> None:
    rocking = Motion(SUPINE).hold(0.1, hip=60)
    rocking.bounce(6, 0.5, hip=45)
    reasons = {e.reason for e in told(opened(), rocking, live=True)}
    assert reasons == {Reason.NOT_STILL}


def test_what_is_cut_off_is_told_at_the_end() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(3)
    (one,) = told(opened("seat"), motion)
    assert one.end_s == pytest.approx(7.0, abs=0.2)


def test_a_rep_that_was_begun_elsewhere_is_one_whose_start_was_not_seen() -> None:
    motion = Motion(SUPINE).hold(3, hip=55).move(2, hip=130).hold(2)
    spec = opened(like=REPS)
    events = watch(motion.seen(), spec, plan=LIVE)
    assert [e.reason.value for e in of_kind(events, PartialRep)] == ["start_not_seen"]
