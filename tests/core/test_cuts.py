"""A recording that changes its shot begins anew, but a hold may go through it."""

from __future__ import annotations

import pytest

from formcheck.core.judge.events import StartConfirmed, TargetEntered
from tests.builders import SUPINE, Motion
from tests.core.stretches import (
    REPS,
    flags,
    good_set,
    holds,
    of_kind,
    one_rep,
    partial_reps,
    reps,
    stretch,
    summary,
    watch,
)
from tests.results import TIMES

ELSEWHERE = {"x": 360.0, "y": 330.0, "torso_px": 130.0}
"""The same scene from nearer by."""


def test_after_a_cut_the_start_is_confirmed_again() -> None:
    motion = good_set(1).cut().hold(2, **ELSEWHERE)
    events = watch(one_rep(motion).seen())
    assert len(of_kind(events, StartConfirmed)) == 2
    assert [r.good for r in reps(events)] == [True, True]


def test_a_cut_while_at_rest_closes_nothing() -> None:
    events = watch(good_set(1).cut().hold(2, **ELSEWHERE).seen())
    assert len(reps(events)) == len(holds(events)) == 1
    assert partial_reps(events) == []


@pytest.mark.parametrize("place", [{}, ELSEWHERE], ids=["same shot", "another"])
def test_a_hold_goes_on_through_a_cut(place: dict[str, float]) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(3)
    motion.cut().hold(3, **place).move(2, hip=130).hold(2)
    events = watch(motion.seen())
    assert len(of_kind(events, TargetEntered)) == 1
    (hold,) = holds(events)
    assert hold.held_s == pytest.approx(6, abs=0.7)
    assert hold.complete
    assert len(reps(events)) == 1


def test_what_was_not_seen_before_a_cut_is_not_held() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(3)
    motion.nobody(4).move(0.4, hip=75)  # seen again, but not yet still
    motion.cut().hold(0.35, hip=55).move(1, hip=130).hold(2)
    (hold,) = holds(watch(motion.seen()))
    assert hold.end_s - hold.start_s == pytest.approx(7.7, abs=0.7)
    assert hold.held_s == pytest.approx(3.4, abs=0.7)


def test_a_tracker_that_drifts_to_the_new_shot_takes_nobody_for_a_stranger() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(3)
    motion.cut().jump_to(430, 250, torso_px=210)
    motion.move(0.25, x=320, y=240, torso_px=115).hold(3).move(2, hip=130).hold(2)
    events = watch(motion.seen())
    (hold,) = holds(events)
    assert hold.held_s == pytest.approx(6, abs=0.7)
    assert len(reps(events)) == 1


def test_a_cut_out_of_a_hold_ends_it() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    motion.cut().hold(3, hip=130, **ELSEWHERE)
    events = watch(one_rep(motion).seen())
    first, second = holds(events)
    assert (first.cut, second.cut) == (True, False)
    assert first.end_s == pytest.approx(8, abs=0.1)
    assert len(reps(events)) == 1
    assert len(of_kind(events, StartConfirmed)) == 2


def test_a_hold_that_is_found_again_much_later_needs_a_start() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(3).cut().nobody(10)
    motion.hold(4).move(2, hip=130).hold(2)
    events = watch(motion.seen())
    (hold,) = holds(events)
    assert hold.cut
    assert hold.end_s < 7.1
    assert reps(events) == []


def test_a_title_between_two_shots_counts_for_nothing() -> None:
    motion = good_set(1).cut().nobody(3).cut().hold(2, **ELSEWHERE)
    entry = summary(one_rep(motion).seen(), end_s=motion.now_s)
    assert len(entry["reps"]) == 2
    # Nothing is believed while the tracker settles on the new picture.
    assert entry["unseen_s"] == pytest.approx(3.3, abs=0.1)
    parts = [entry[k] for k in TIMES]
    assert sum(parts) == pytest.approx(motion.now_s, abs=0.002)


def test_a_cut_is_no_speed_and_no_jump_of_the_person() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    motion.cut().hold(0.4, hip=100, **ELSEWHERE).hold(3, hip=130)
    assert flags(watch(motion.seen())) == []


def test_many_cuts_do_no_harm() -> None:
    motion = Motion(SUPINE)
    for number in range(12):
        motion.cut().hold(0.4, x=250.0 + 12 * number, hip=60.0 + 50 * (number % 2))
    entry = summary(motion.seen(), end_s=motion.now_s)
    assert not any(entry[k] for k in ("reps", "holds", "flags"))
    parts = [entry[k] for k in TIMES]
    assert sum(parts) == pytest.approx(motion.now_s, abs=0.002)


def test_a_cut_that_was_skipped_over_is_one_all_the_same() -> None:
    # The frame of the cut itself shows nobody: the next look is another place.
    motion = good_set(1).cut().nobody(0.1).hold(2, **ELSEWHERE)
    events = watch(one_rep(motion).seen())
    assert len(reps(events)) == 2


def test_a_repetition_that_was_nearly_back_when_the_shot_changed_counts() -> None:
    motion = Motion(SUPINE).hold(2).move(1.5, hip=55).hold(1).move(1, hip=104)
    events = watch(motion.cut().hold(3, hip=130, **ELSEWHERE).seen(), stretch(REPS))
    (rep,) = reps(events)
    assert rep.end_s == pytest.approx(5.5, abs=0.1)


def test_one_that_was_still_in_it_does_not() -> None:
    motion = Motion(SUPINE).hold(2).move(1.5, hip=55).hold(1)
    events = watch(motion.cut().hold(3, hip=130, **ELSEWHERE).seen(), stretch(REPS))
    assert not reps(events)
