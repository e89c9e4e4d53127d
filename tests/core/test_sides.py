"""Which leg or side works is told by geometry; and a mirror changes nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import TargetEntered
from formcheck.core.stretch.spec import Plan, StretchSpec
from tests.builders import (
    FRONTAL,
    QUADRUPED,
    SUPINE,
    Figure,
    Motion,
    mirrored,
    skipping,
)
from tests.core.stretches import (
    BOTH_WAYS,
    HOLD,
    ONE_LEG,
    REPS,
    flags,
    holds,
    of_kind,
    one_rep,
    partial_reps,
    reps,
    stretch,
    summary,
    watch,
)

EACH = stretch(ONE_LEG)

BEND_FAULTS = [
    HOLD["faults"][0] | {"id": "knees_bend", "above": None, "below": 150},
    HOLD["faults"][0]
    | {"id": "hips_shift", "measure": "shift", "above": 0.2, "below": -0.2},
    HOLD["faults"][2]
    | {"id": "too_far", "measure": "bend", "above": 50}
    | {"below": None},
    HOLD["faults"][4] | {"measure": "bend"},
]

BEND = stretch(
    posture="standing",
    sides="alternate",
    active="bent_towards",
    camera=HOLD["camera"] | {"view": "front"},
    measures={
        "bend": {"kind": "side_bend"},
        "knee": {"kind": "front_knee_angle"},
        "shift": {"kind": "hip_shift", "relative": True},
    },
    start__clauses=[{"measure": "bend", "enter": [0, 8]}],
    target__clauses=[{"measure": "bend", "enter": [15, 38], "exit": [11, 45]}],
    tempo__measure="bend",
    tempo__too_fast=40,
    faults=BEND_FAULTS,
)


def near_leg(motion: Motion, held_s: float = 4) -> Motion:
    return one_rep(motion, held_s)


def far_leg(motion: Motion, held_s: float = 4) -> Motion:
    motion.move(2, far_hip=55).hold(held_s).move(2, far_hip=130)
    return motion.hold(1.5)


@pytest.mark.parametrize("faces_left", [False, True], ids=["right", "left"])
def test_the_side_is_that_of_the_leg_that_works(faces_left: bool) -> None:
    figure = replace(SUPINE, far_hip=130, faces_left=faces_left)
    motion = far_leg(near_leg(Motion(figure).hold(2)))
    events = watch(motion.seen(), EACH)
    near = Side.LEFT if faces_left else Side.RIGHT
    assert [r.side for r in reps(events)] == [near, near.opposite]
    assert [h.side for h in holds(events)] == [near, near.opposite]
    assert [r.good for r in reps(events)] == [True, True]


def test_a_planned_side_is_reported_where_each_is_a_set_of_its_own() -> None:
    motion = near_leg(Motion(replace(SUPINE, far_hip=130)).hold(2))
    (rep,) = reps(watch(motion.seen(), EACH, Plan(side=Side.LEFT)))
    assert rep.side is Side.LEFT


@pytest.mark.parametrize("rest", [["hip", 15.0], ["far_hip", 25.0]])
def test_a_leg_that_helps_a_little_does_not_take_the_role(rest) -> None:  # type: ignore[no-untyped-def]
    name, by = rest
    motion = Motion(replace(SUPINE, far_hip=130)).hold(2).move(2, hip=62).hold(2)
    start = getattr(motion.figure, name)
    motion.move(1, **{name: start - by}).hold(2).move(1, **{name: start})
    events = watch(motion.move(2, hip=130).hold(2).seen(), EACH)
    assert [r.side for r in reps(events)] == [Side.RIGHT]


@pytest.mark.parametrize("swap_s", [0.1, 0.6])
def test_the_role_does_not_care_for_swapped_labels(swap_s: float) -> None:
    motion = Motion(replace(SUPINE, far_hip=130)).hold(2)
    for _ in range(3):
        motion.move(2, hip=55).hold(2).swap_legs(swap_s).hold(3).move(2, hip=130)
        motion.hold(1.5)
    events = watch(motion.seen(), EACH)
    assert [r.side for r in reps(events)] == [Side.RIGHT] * 3
    assert flags(events) == []


@pytest.mark.parametrize("keep", [1, 2, 5])
def test_legs_that_melt_into_each_other_are_in_doubt_and_no_drop(keep: int) -> None:
    motion = Motion(replace(SUPINE, far_hip=140)).hold(2).move(2, hip=60).hold(3)
    motion.move(0.4, hip=85, far_hip=120).move(0.1, hip=140, far_hip=60)
    seen = skipping(motion.hold(3).move(2, far_hip=130).hold(2).seen(), keep)
    events = watch(seen, EACH)
    assert flags(events) == []
    assert [h.side for h in holds(events)] == [Side.RIGHT]
    assert [r.side for r in reps(events)] == [Side.RIGHT]


def side_bends(*bends: float, figure: Figure = FRONTAL) -> Motion:
    motion = Motion(figure).hold(2)
    for bend in bends:
        motion.move(2, bend=bend).hold(4).move(2, bend=0.0).hold(1.5)
    return motion


def test_bending_to_either_side_is_told_apart() -> None:
    events = watch(side_bends(25, -25, 25).seen(), BEND)
    sides = [Side.LEFT, Side.RIGHT, Side.LEFT]
    assert [r.side for r in reps(events)] == sides
    assert [r.good for r in reps(events)] == [True] * 3
    assert [r.peak for r in reps(events)] == pytest.approx([25] * 3, abs=0.5)


def test_the_other_side_than_planned_is_part_of_a_rep() -> None:
    events = watch(side_bends(25, -25).seen(), BEND, Plan(side=Side.RIGHT))
    assert [p.reason for p in partial_reps(events)] == ["other_side"]
    assert [r.side for r in reps(events)] == [Side.RIGHT]


def test_from_the_back_left_is_still_left() -> None:
    # A person seen from behind: left is on the picture's left.
    seen = [mirrored(o) for o in side_bends(25).seen()]
    (rep,) = reps(watch(seen, BEND))
    assert rep.side is Side.RIGHT  # what a mirror does to somebody who faces it


def test_a_set_of_one_side_says_which_and_of_both_none() -> None:
    assert summary(side_bends(25, 25).seen(), BEND)["side"] == "left"
    assert summary(side_bends(25, -25).seen(), BEND)["side"] is None


def wrong_things(motion: Motion) -> Motion:
    motion.move(2, hip=55).hold(2).hold(1.5, knee=165).hold(1, knee=75)
    motion.bounce(4, 0.4, hip=42).hold(1).move(0.5, hip=130).hold(2.5)
    return motion.move(1.5, hip=95).hold(1).move(1.5, hip=130).hold(1)


SETS = {
    "hold": (stretch(), wrong_things(one_rep(Motion(SUPINE).hold(2)))),
    "reps": (stretch(REPS), wrong_things(one_rep(Motion(SUPINE).hold(2)))),
    "each side": (
        EACH,
        far_leg(near_leg(Motion(replace(SUPINE, far_hip=130)).hold(2))),
    ),
    "frontal": (BEND, side_bends(25, -25, 25, -55)),
    "both ways": (
        stretch(BOTH_WAYS),
        Motion(replace(QUADRUPED, back=0.0))
        .hold(2)
        .move(1.5, back=0.4)
        .hold(2)
        .move(1.5, back=-0.3)
        .hold(2)
        .move(1.5, back=0.0)
        .hold(1),
    ),
}


@pytest.mark.parametrize(("spec", "motion"), SETS.values(), ids=SETS)
def test_a_mirror_changes_the_side_and_nothing_else(
    spec: StretchSpec, motion: Motion
) -> None:
    seen = motion.seen()
    ours, theirs = watch(seen, spec), watch([mirrored(o) for o in seen], spec)
    assert [type(e) for e in theirs] == [type(e) for e in ours]
    assert flags(theirs) == flags(ours)
    assert len(of_kind(ours, TargetEntered)) > 0
    swap = {None: None, Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
    for a, b in zip(reps(ours), reps(theirs), strict=True):
        assert (b.good, b.flags, b.side) == (a.good, a.flags, swap[a.side])
        assert b.start_s == pytest.approx(a.start_s, abs=0.05)
        assert b.peak == pytest.approx(a.peak, abs=0.05)
    for c, d in zip(holds(ours), holds(theirs), strict=True):
        assert d.side == swap[c.side]
        assert d.held_s == pytest.approx(c.held_s, abs=0.05)
    for e, f in zip(partial_reps(ours), partial_reps(theirs), strict=True):
        assert (f.reason, f.flags) == (e.reason, e.flags)


def test_the_mirrored_sets_hold_flags_to_compare() -> None:
    spec, motion = SETS["hold"]
    assert flags(watch(motion.seen(), spec)) == ["knee_straight", "bounce", "dropped"]
