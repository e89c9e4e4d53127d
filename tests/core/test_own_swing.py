"""Once two repetitions were alike, a share of the person's own swing is enough."""

from __future__ import annotations

import pytest

from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.reasons import Shortfall
from tests.builders import SUPINE, Motion
from tests.core.stretches import HOLD, REPS, partial_reps, reps, stretch, watch

EITHER = pytest.mark.parametrize("spec", [stretch(REPS), stretch(HOLD)])


def pulls(*hips: float) -> Motion:
    """The edge of the target is at 70, the start at 130."""
    motion = Motion(SUPINE).hold(2)
    for hip in hips:
        motion.move(2, hip=hip).hold(4).move(2, hip=130).hold(1.5)
    return motion


@EITHER
def test_a_third_that_is_a_little_short_of_the_edge_is_whole(spec: StretchSpec) -> None:
    events = watch(pulls(66, 67, 76).seen(), spec)
    assert len(reps(events)) == 3
    assert reps(events)[2].peak == pytest.approx(76, abs=1)


@EITHER
def test_after_one_or_two_that_differ_it_is_a_smaller_one(spec: StretchSpec) -> None:
    for hips in ((66, 76), (66, 40, 76)):
        events = watch(pulls(*hips).seen(), spec)
        assert len(reps(events)) == len(hips) - 1
        assert [p.reason for p in partial_reps(events)] == [Shortfall.SMALLER_RANGE]


@EITHER
def test_who_goes_far_beyond_the_edge_is_asked_for_no_more(spec: StretchSpec) -> None:
    assert len(reps(watch(pulls(42, 42, 68).seen(), spec))) == 3
    events = watch(pulls(42, 42, 76).seen(), spec)
    assert [p.reason for p in partial_reps(events)] == [Shortfall.SMALLER_RANGE]


@EITHER
def test_half_of_it_stays_a_smaller_one(spec: StretchSpec) -> None:
    events = watch(pulls(68, 68, 95).seen(), spec)
    assert len(reps(events)) == 2
    assert [p.reason for p in partial_reps(events)] == [Shortfall.SMALLER_RANGE]


def test_a_pause_on_the_way_back_is_no_smaller_one() -> None:
    motion = Motion(SUPINE).hold(2).move(1.5, hip=45).hold(1).move(1, hip=106).hold(2)
    events = watch(motion.move(1, hip=130).hold(2).seen(), stretch(REPS))
    assert len(reps(events)) == 1
    assert not partial_reps(events)
