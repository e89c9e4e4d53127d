"""A hold short of the target is an event of the judge, live and recorded."""

from __future__ import annotations

import pytest

from formcheck.core.judge.events import HoldCompleted, OwnRangeEntered, OwnRangeLeft
from formcheck.core.judge.own_hold import OwnHold, keep_own
from formcheck.core.stretch.spec import Plan
from formcheck.core.words.reasons import Shortfall
from tests.builders import SUPINE, Motion
from tests.core.stretches import (
    LIVE,
    RECORDED,
    REPS,
    holds,
    of_kind,
    one_rep,
    partial_reps,
    reps,
    stretch,
    watch,
)
from tests.numbers import SHIPPED

QUIET = {"tempo__too_fast": 500}
SHORT = 88.0
"""The target begins at 70, the person rests at 130."""


def stiff(held_s: float = 6.0, times: int = 1) -> Motion:
    motion = Motion(SUPINE).hold(2)
    for _ in range(times):
        one_rep(motion, held_s, SHORT)
    return motion


@pytest.mark.parametrize("plan", [LIVE, RECORDED])
def test_three_holds_of_a_stiff_person_are_three_holds(plan: Plan) -> None:
    spec = stretch(hold__seconds=5, **QUIET)
    events = watch(stiff(6, 3).seen(), spec, plan)
    found = of_kind(events, OwnRangeLeft)
    assert [one.complete for one in found] == [True] * 3
    assert [one.held_s for one in found] == pytest.approx([6, 6, 6], abs=0.9)
    assert len(of_kind(events, OwnRangeEntered)) == 3
    assert [one.own_range for one in of_kind(events, HoldCompleted)] == [True] * 3
    assert [rep.held_s for rep in partial_reps(events)] == pytest.approx(
        [one.held_s for one in found]
    )
    assert not reps(events) and not holds(events)


def test_it_begins_when_the_body_is_still_and_ends_when_it_moves_off() -> None:
    (found,) = of_kind(watch(stiff(6).seen(), stretch(**QUIET)), OwnRangeLeft)
    assert (found.start_s, found.end_s) == pytest.approx((4, 10), abs=0.6)
    assert not found.cut


def test_a_short_one_is_held_and_not_complete() -> None:
    spec = stretch(hold__seconds=10, **QUIET)
    events = watch(stiff(5).seen(), spec)
    assert [one.complete for one in of_kind(events, OwnRangeLeft)] == [False]
    assert not of_kind(events, HoldCompleted)


def test_a_pause_on_the_way_is_no_hold() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=SHORT).hold(1.2)
    motion.move(1.5, hip=55).hold(4).move(2, hip=130).hold(2)
    events = watch(motion.seen(), stretch(**QUIET))
    assert not of_kind(events, OwnRangeEntered)
    assert [rep.good for rep in reps(events)] == [True]


def test_who_goes_on_from_it_into_the_target_has_held_both() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=SHORT).hold(4)
    motion.move(1.5, hip=55).hold(4).move(2, hip=130).hold(2)
    events = watch(motion.seen(), stretch(**QUIET))
    (own,), (hold,) = of_kind(events, OwnRangeLeft), holds(events)
    assert own.end_s <= hold.start_s
    assert len(reps(events)) == 1 and not partial_reps(events)


def test_too_near_the_start_is_no_hold() -> None:
    motion = one_rep(Motion(SUPINE).hold(2), 6, to_hip=110)
    assert not of_kind(watch(motion.seen(), stretch(**QUIET)), OwnRangeEntered)


def test_the_recordings_end_cuts_it_off() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=SHORT).hold(5)
    (found,) = of_kind(watch(motion.seen(), stretch(**QUIET)), OwnRangeLeft)
    assert found.cut
    assert found.held_s == pytest.approx(5, abs=0.5)


def test_a_set_of_repetitions_has_none() -> None:
    assert not of_kind(watch(stiff(6).seen(), stretch(REPS, **QUIET)), OwnRangeEntered)


def test_what_was_not_seen_is_not_held() -> None:
    own: OwnHold | None = None
    for number in range(31):
        own = keep_own(
            own,
            number / 10,
            near=True,
            still=True,
            grace_s=1,
            hold_s=SHIPPED.judge.hold.own_range_s,
        )
    own = keep_own(
        own,
        5.0,
        near=True,
        still=True,
        grace_s=1,
        hold_s=SHIPPED.judge.hold.own_range_s,
    )
    assert own is not None and own.held
    assert own.held_s == pytest.approx(3.0)


def test_glimpses_make_no_hold() -> None:
    own: OwnHold | None = None
    for time_s in (0.0, 1.5, 3.0, 4.5):
        own = keep_own(
            own,
            time_s,
            near=True,
            still=True,
            grace_s=1,
            hold_s=SHIPPED.judge.hold.own_range_s,
        )
    assert own is not None and not own.held


def test_a_wobble_ends_none_and_a_movement_does() -> None:
    own: OwnHold | None = OwnHold(0.0, 3.0, 3.0, held=True)
    own = keep_own(
        own,
        3.1,
        near=True,
        still=False,
        grace_s=1,
        hold_s=SHIPPED.judge.hold.own_range_s,
    )
    assert own is not None and own.held_s == 3.0
    moving: OwnHold | None = own
    for number in range(32, 40):
        moving = keep_own(
            moving,
            number / 10,
            near=True,
            still=False,
            grace_s=1,
            hold_s=SHIPPED.judge.hold.own_range_s,
        )
        assert moving is not None
    assert (
        keep_own(
            moving,
            4.0,
            near=True,
            still=False,
            grace_s=1,
            hold_s=SHIPPED.judge.hold.own_range_s,
        )
        is None
    )
    assert (
        keep_own(
            own,
            3.2,
            near=False,
            still=True,
            grace_s=1,
            hold_s=SHIPPED.judge.hold.own_range_s,
        )
        is None
    )


@pytest.mark.parametrize(("hip", "whole"), [(55.0, True), (SHORT, False)])
def test_a_live_set_that_ends_in_a_whole_hold_has_it(hip: float, whole: bool) -> None:
    """It was not seen to come back, and so not to be good."""
    motion = Motion(SUPINE).hold(2).move(2, hip=hip).hold(6)
    spec = stretch(hold__seconds=4, **QUIET)
    events = watch(motion.seen(), spec, LIVE)
    assert [rep.good for rep in reps(events)] == ([None] if whole else [])
    assert [rep.reason for rep in partial_reps(events)] == (
        [] if whole else [Shortfall.SMALLER_RANGE]
    )
    short = stretch(hold__seconds=20, **QUIET)
    events = watch(motion.seen(), short, LIVE)
    assert not reps(events) and not partial_reps(events)
