"""On the back: a straight leg raised, both knees drawn in, knees that roll over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from formcheck.core.body.landmarks import Joint, Side, joint_index
from tests.builders import SUPINE, Motion
from tests.core.stretches import (
    HOLD,
    flags,
    holds,
    partial_reps,
    reps,
    stretch,
    watch,
)

REST = replace(SUPINE, far_hip=130, far_knee=75)
UP = {"hip": 110.0, "knee": 175.0}
FAR_UP = {"far_hip": 110.0, "far_knee": 175.0}
DOWN = {"hip": 130.0, "knee": 75.0}
FAR_DOWN = {"far_hip": 130.0, "far_knee": 75.0}


def faults_on(measure: str) -> list[dict[str, Any]]:
    """The faults of the pattern stretch that bound its range, on another measure."""
    limits = {"too_deep": {"above": 100, "below": None}, "dropped": {}, "bounce": {}}
    return [
        f | limits[f["id"]] | {"measure": measure} if f["id"] in limits else f
        for f in HOLD["faults"]
        if f["id"] != "knee_straight"
    ] + [HOLD["faults"][0] | {"above": 300}]


RAISED = stretch(
    sides="each",
    active="higher_foot",
    measures={
        "leg": {"kind": "leg_rise", "role": "active"},
        "knee": {"kind": "knee_angle", "role": "active"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
    start__clauses=[{"measure": "leg", "enter": [-25, 22]}],
    target__clauses=[
        {"measure": "leg", "enter": [45, 88], "exit": [40, 125]},
        {"measure": "knee", "enter": [140, 200], "exit": [95, 200]},
    ],
    tempo__measure="leg",
    tempo__too_fast=150,
    faults=faults_on("leg"),
)

HUG = stretch(
    measures={
        "hip": {"kind": "hip_angle"},
        "knees": {"kind": "knee_gap"},
        "knee": {"kind": "knee_angle"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
    target__clauses=[
        {"measure": "hip", "enter": [40, 70], "exit": [30, 80]},
        {"measure": "knees", "enter": [-0.1, 0.5], "exit": [-0.1, 0.9]},
    ],
)


ROLLED = stretch(
    sides="alternate",
    active="rolled_towards",
    measures={
        "fall": {"kind": "knee_fall", "relative": True},
        "hip": {"kind": "hip_angle"},
        "knee": {"kind": "knee_angle"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
    start__clauses=[{"measure": "hip", "enter": [95, 150]}],
    target__clauses=[{"measure": "fall", "enter": [0.16, 0.7], "exit": [0.12, 1]}],
    tempo__measure="fall",
    tempo__too_fast=0.6,
    faults=[
        f | {"measure": "fall", "above": 2.0, "below": None}
        if f["id"] in ("too_deep", "dropped", "bounce")
        else f
        for f in HOLD["faults"]
        if f["id"] != "knee_straight"
    ],
)


def raised(motion: Motion, up: dict[str, float], down: dict[str, float]) -> Motion:
    return motion.move(2.5, **up).hold(4).move(2.5, **down).hold(1.5)


@pytest.mark.parametrize("faces_left", [False, True], ids=["right", "left"])
def test_the_raised_leg_is_the_one_that_works(faces_left: bool) -> None:
    motion = Motion(replace(REST, faces_left=faces_left)).hold(2)
    events = watch(raised(raised(motion, UP, DOWN), FAR_UP, FAR_DOWN).seen(), RAISED)
    near = Side.LEFT if faces_left else Side.RIGHT
    assert [r.side for r in reps(events)] == [near, near.opposite]
    assert [r.peak for r in reps(events)] == pytest.approx([68, 68], abs=2)
    assert flags(events) == []


def test_swapped_labels_do_not_end_a_raise() -> None:
    motion = Motion(REST).hold(2).move(2.5, **UP).hold(1.5).swap_legs(0.6).hold(2)
    events = watch(motion.move(2.5, **DOWN).hold(1.5).seen(), RAISED)
    assert len(reps(events)) == len(holds(events)) == 1


def test_past_upright_is_eased_off() -> None:
    motion = Motion(REST).hold(2).move(2.5, **UP).hold(2).move(1.5, hip=60).hold(1.5)
    motion.move(1.5, **UP).hold(1).move(2.5, **DOWN).hold(1.5)
    events = watch(motion.seen(), RAISED)
    assert flags(events) == ["too_deep"]
    assert [r.good for r in reps(events)] == [False]


def test_a_low_leg_is_a_smaller_one() -> None:
    low = {"hip": 145.0, "knee": 165.0}
    events = watch(raised(Motion(REST).hold(2), low, DOWN).seen(), RAISED)
    assert [p.reason for p in partial_reps(events)] == ["smaller_range"]
    assert reps(events) == []


def test_a_bent_knee_is_no_straight_leg() -> None:
    events = watch(raised(Motion(REST).hold(2), {"hip": 60.0}, DOWN).seen(), RAISED)
    assert reps(events) == []


def test_both_knees_are_a_hug_and_one_is_not() -> None:
    both = {"hip": 55.0, "far_hip": 57.0}
    back = {"hip": 130.0, "far_hip": 130.0}
    hugged = watch(raised(Motion(REST).hold(2), both, back).seen(), HUG)
    assert len(reps(hugged)) == 1
    one = watch(raised(Motion(REST).hold(2), {"hip": 55.0}, DOWN).seen(), HUG)
    assert reps(one) == holds(one) == []


@pytest.mark.parametrize(("far_hip", "counted"), [(57.0, 1), (130.0, 0)])
def test_a_far_knee_that_is_hidden_counts_only_behind_the_near_one(
    far_hip: float, counted: int
) -> None:
    knee = joint_index(Joint.KNEE, Side.LEFT)
    motion = Motion(REST).hold(2).hide(knee)
    raised(motion, {"hip": 55.0, "far_hip": far_hip}, {"hip": 130.0, "far_hip": 130.0})
    events = watch(motion.seen(), HUG)
    assert len(reps(events)) == counted
    assert partial_reps(events) == []


@pytest.mark.parametrize("faces_left", [False, True], ids=["right", "left"])
def test_knees_that_roll_to_either_side_are_told_apart(faces_left: bool) -> None:
    motion = Motion(replace(REST, faces_left=faces_left)).hold(2)
    for roll in (48, -48, 48):
        motion.move(2, roll=roll).hold(4).move(2, roll=0).hold(1.5)
    events = watch(motion.seen(), ROLLED)
    near = Side.LEFT if faces_left else Side.RIGHT
    assert [r.side for r in reps(events)] == [near, near.opposite, near]
    assert [r.peak for r in reps(events)] == pytest.approx([0.33] * 3, abs=0.02)


def test_knees_that_roll_only_a_little_are_a_smaller_one() -> None:
    motion = Motion(REST).hold(2).move(2, roll=27).hold(2).move(2, roll=0).hold(1.5)
    events = watch(motion.seen(), ROLLED)
    assert reps(events) == []
    assert [p.reason for p in partial_reps(events)] == ["smaller_range"]
