"""Poses without world landmarks, and joints that no estimator found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isnan

import numpy as np
import pytest

from formcheck.core.body.body import (
    knees_over_deg,
    near_evidence,
    off_front_deg,
    off_side_deg,
    shoulder_yaw_deg,
)
from formcheck.core.body.landmarks import Joint, Landmark
from formcheck.core.body.observation import Flat, Observation, Pose
from formcheck.core.body.view import View
from formcheck.core.judge.events import RepCounted
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.reasons import Reason
from tests.builders import FRONTAL, SUPINE, Figure, Motion, pose_of
from tests.core.stretches import (
    NOBODY_KNOWN,
    RECORDED,
    REPS,
    good_set,
    one_rep,
    reps,
    stretch,
)
from tests.numbers import SHIPPED

SIDE, FRONT, UNKNOWN = Flat(View.SIDE), Flat(View.FRONT), Flat()


def flat(seen: Iterable[Observation], how: Flat) -> list[Observation]:
    return [
        one if one.pose is None else replace(one, pose=replace(one.pose, world_xyz=how))
        for one in seen
    ]


def without(pose: Pose, *joints: int) -> Pose:
    """A pose of which some joints were not found at all."""
    xy, seen = np.array(pose.image_xy), np.array(pose.visibility)
    xy[list(joints)], seen[list(joints)] = np.nan, 0.0
    return replace(pose, image_xy=xy, visibility=seen)


def judged(
    seen: Iterable[Observation], spec: StretchSpec | None = None
) -> tuple[SetResult, SetJudge]:
    judge = SetJudge(spec or stretch(), NOBODY_KNOWN, RECORDED, SHIPPED)
    last_s = 0.0
    for one in seen:
        judge.take(one)
        last_s = one.time_s
    return judge.finish(0.0, last_s), judge


def test_a_view_that_is_said_is_believed() -> None:
    seen = good_set().seen()
    known, _ = judged(seen)
    said, judge = judged(flat(seen, SIDE))
    assert said == known and said.status == "judged" and judge.view_known
    other, _ = judged(flat(seen, FRONT))
    assert (other.status, other.why, other.reps) == ("not_judged", Reason.VIEW, ())


def test_without_a_view_reps_count_and_nothing_is_called_good_or_wrong() -> None:
    motion = one_rep(good_set(), to_hip=15.0)  # the second is far too deep
    known, _ = judged(motion.seen())
    assert "too_deep" in [flag.id for flag in known.flags]
    found, judge = judged(flat(motion.seen(), UNKNOWN))
    assert (found.status, found.why) == ("partly_judged", Reason.VIEW)
    assert not judge.view_known
    assert [rep.good for rep in found.reps] == [None]
    assert found.flags == ()
    seconds = {(n.measure, n.why): n.seconds for n in found.not_judged}
    assert seconds["faults", Reason.VIEW] > 10


def test_without_a_view_nothing_is_good_even_where_nothing_is_unsafe() -> None:
    spec = stretch(REPS, faults=[stretch().model_dump()["faults"][0]])
    seen = one_rep(Motion(SUPINE).hold(2), held_s=2).seen()
    known, judge = judged(seen, spec)
    assert known.status == "judged"
    assert [rep.good for rep in reps(judge.events)] == [True]
    _, judge = judged(flat(seen, UNKNOWN), spec)
    assert [e.good for e in judge.events if isinstance(e, RepCounted)] == [None]


def test_the_view_is_learned_when_world_landmarks_come() -> None:
    seen = good_set(2).seen()
    half = len(seen) // 2
    found, judge = judged([*flat(seen[:half], UNKNOWN), *seen[half:]])
    assert not judge.view_known and found.status == "partly_judged"
    assert [rep.good for rep in found.reps] == [None, True]


def test_what_world_landmarks_tell_is_not_known() -> None:
    pose = replace(pose_of(FRONTAL), world_xyz=FRONT)
    assert isnan(shoulder_yaw_deg(pose)) and isnan(knees_over_deg(pose))
    assert (off_front_deg(pose), off_side_deg(pose)) == (0.0, 90.0)
    unknown = replace(pose, world_xyz=UNKNOWN)
    assert isnan(off_front_deg(unknown)) and isnan(off_side_deg(unknown))


def test_a_turn_told_by_world_landmarks_is_not_judged_for_the_view() -> None:
    measures = {"hip": {"kind": "hip_angle"}, "yaw": {"kind": "shoulder_yaw"}}
    measures |= {n: {"kind": f"{n}_angle"} for n in ("knee",)}
    measures["neck"] = {"kind": "neck_bend"}
    spec = stretch(measures=measures)
    found, _ = judged(flat(good_set().seen(), SIDE), spec)
    assert ("yaw", Reason.VIEW) in [(n.measure, n.why) for n in found.not_judged]


@pytest.mark.parametrize("faces_left", [True, False])
def test_the_side_that_is_seen_better_is_the_near_one(faces_left: bool) -> None:
    figure = replace(SUPINE, hip=40, faces_left=faces_left)
    pose = replace(pose_of(figure), world_xyz=SIDE)
    seen = np.array(pose.visibility)
    seen[Joint.EAR + figure.near.opposite : 29 : 2] = 0.3
    better = near_evidence(replace(pose, visibility=seen), SHIPPED.body.facing)
    assert (better > 0) is not faces_left
    assert abs(better) > abs(near_evidence(pose, SHIPPED.body.facing))


@pytest.mark.parametrize("joint", [Joint.HIP, Joint.SHOULDER + 1])
def test_a_trunk_that_was_not_found_is_hidden(joint: int) -> None:
    seen = [
        replace(one, pose=without(one.pose, joint)) if one.pose else one
        for one in good_set().seen()
    ]
    found, _ = judged(seen)
    assert (found.status, found.why, found.reps) == ("not_judged", Reason.HIDDEN, ())


def test_a_head_that_was_not_found_leaves_the_rest_to_be_judged() -> None:
    head = range(Landmark.NOSE, Landmark.MOUTH_RIGHT + 1)
    seen = [
        replace(one, pose=without(one.pose, *head)) if one.pose else one
        for one in good_set().seen()
    ]
    found, _ = judged(seen)
    assert found.status == "judged" and len(found.reps) == 1
    assert {n.measure for n in found.not_judged} == {"neck"}


def test_a_joint_that_was_not_found_is_no_evidence() -> None:
    """A missing knee once counted as one that points all the way to a side."""
    pose = pose_of(Figure(faces_left=True, hip=95, knee=95))
    bare = without(pose, *range(Landmark.NOSE, Landmark.MOUTH_RIGHT + 1), Joint.KNEE)
    assert near_evidence(bare, SHIPPED.body.facing) < 0


def test_a_joint_that_was_not_found_is_hidden_and_not_out_of_the_picture() -> None:
    seen = [
        replace(one, pose=without(one.pose, Joint.KNEE + 1)) if one.pose else one
        for one in good_set().seen()
    ]
    found, _ = judged(seen)
    assert {n.why for n in found.not_judged} == {Reason.HIDDEN}
