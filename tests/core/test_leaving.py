"""Getting up at the end of a recording is no part of the stretch."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.builders import QUADRUPED, STANDING, SUPINE, Motion
from tests.core.stretches import flags, summary, watch

BRIDGE = find_stretch("bridge", poses_dir())
UP = {name: getattr(STANDING, name) for name in ("lean", "hip", "knee", "y")}


def bridges(count: int, fall_s: float = 1.5) -> Motion:
    """So many bridges; fall_s: how long the last way down takes."""
    motion = Motion(SUPINE).hold(2)
    for number in range(count):
        motion.move(1.5, hip=178, knee=85, lean=-110).hold(2.5)
        down_s = fall_s if number == count - 1 else 1.5
        motion.move(down_s, hip=130, knee=75, lean=-90).hold(2)
    return motion


def got_up(motion: Motion, up_s: float = 1.5) -> Motion:
    """... and then the person sits up, stands up and walks away."""
    motion.move(up_s, lean=0, hip=95, knee=95, y=300)
    return motion.move(1.5, **UP).move(2, x=560)


def judged(motion: Motion) -> dict[str, Any]:
    return summary(motion.seen(), BRIDGE)


def ids(entry: dict[str, Any]) -> list[str]:
    return [flag["id"] for flag in entry["flags"]]


@pytest.mark.parametrize("up_s", [1.5, 2.5, 4.0])
def test_getting_up_raises_no_flag_and_is_no_repetition(up_s: float) -> None:
    motion = got_up(bridges(2), up_s)
    entry = judged(motion)
    assert ids(entry) == []
    assert (len(entry["reps"]), entry["partial_reps"]) == (2, [])
    assert all(rep["good"] for rep in entry["reps"])


def test_rolling_to_the_side_first_is_no_smaller_repetition() -> None:
    motion = bridges(1).move(1.5, roll=60)
    motion.move(2, lean=-20, hip=100, knee=90, roll=0)
    entry = judged(motion.move(2, lean=0, hip=180, knee=180, y=240).hold(1))
    assert (len(entry["reps"]), entry["partial_reps"], ids(entry)) == (1, [], [])


def test_who_comes_back_has_not_left() -> None:
    motion = bridges(1)
    motion.move(1.5, lean=0, hip=95, knee=95, y=300).move(1.5, **UP)
    motion.move(1.5, lean=0, hip=95, knee=95, y=300)
    lies = {name: getattr(SUPINE, name) for name in ("lean", "hip", "knee", "y")}
    motion.move(1.5, **lies).hold(3)
    entry = judged(motion)
    assert ids(entry) == flags(watch(motion.seen(), BRIDGE))
    assert len(entry["reps"]) == 1


def test_a_drop_before_it_is_still_told() -> None:
    motion = bridges(1, fall_s=0.25)
    assert "dropped_hips" in ids(judged(got_up(motion)))


def test_a_smaller_one_with_a_rest_after_it_still_counts() -> None:
    motion = bridges(1).move(1.5, hip=150, knee=80, lean=-98).hold(0.5)
    motion.move(1.5, hip=130, knee=75, lean=-90).hold(2)
    assert len(judged(motion)["partial_reps"]) == 1
    assert len(judged(got_up(motion))["partial_reps"]) == 1


def test_hips_that_drop_in_the_way_up_from_a_hold_are_told() -> None:
    """Straight out of a hold there is no rest that the leaving could begin at."""
    motion = Motion(SUPINE).hold(2).move(1.5, hip=178, knee=85, lean=-110).hold(3)
    motion.move(0.25, hip=130, knee=75, lean=-90)
    entry = judged(got_up(motion, 2.0))
    assert "dropped_hips" in ids(entry)
    assert len(entry["holds"]) == 1


def test_getting_up_out_of_the_last_cow_leaves_both_pairs() -> None:
    """The first cat comes straight from the table top, and counts as one."""
    motion = Motion(replace(QUADRUPED, back=0.0)).hold(3)
    for _ in range(2):
        motion.move(2, back=0.5).hold(1).move(2, back=-0.4).hold(1)
    motion.move(2, lean=0, hip=100, knee=90, back=nan).move(2, **UP)
    entry = summary(motion.seen(), find_stretch("cat_cow", poses_dir()))
    assert [hold["phase"] for hold in entry["holds"]] == ["cat", "cow"] * 2
    assert (len(entry["reps"]), entry["partial_reps"], ids(entry)) == (2, [], [])


def test_half_a_pair_is_not_counted_by_getting_up() -> None:
    motion = Motion(replace(QUADRUPED, back=0.0)).hold(3)
    motion.move(2, back=0.5).hold(1).move(2, back=-0.4).hold(1)
    motion.move(2, back=0.5).hold(1)
    motion.move(2, lean=0, hip=100, knee=90, back=nan).move(2, **UP)
    entry = summary(motion.seen(), find_stretch("cat_cow", poses_dir()))
    assert (len(entry["reps"]), ids(entry)) == (1, [])


def test_getting_up_after_a_childs_pose_leaves_it_counted() -> None:
    motion = Motion(QUADRUPED).hold(2)
    motion.move(2, lean=70, hip=50, knee=30, shoulder=160).hold(22)
    motion.move(2, lean=90, hip=90, knee=90, shoulder=90).hold(1)
    motion.move(1.5, lean=0, hip=170, knee=90).move(1.5, **UP)
    entry = summary(motion.seen(), find_stretch("childs_pose", poses_dir()))
    assert (len(entry["reps"]), entry["partial_reps"], ids(entry)) == (1, [], [])
