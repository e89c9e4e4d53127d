"""How far the camera is rolled, by the room's lines and by the body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import cos, radians, sin

import numpy as np
import pytest

from benchmarks.metamorphic import rolled
from benchmarks.truth import read_truth, trace_path
from formcheck.core.body.body import Body
from formcheck.core.body.landmarks import Joint
from formcheck.core.body.level import LEVEL, BodyCue, Level, weigh
from formcheck.core.body.observation import Observation, Pose, RoomRoll
from formcheck.core.body.tracking import Track, believe
from formcheck.edges.recording import read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED

NUMBERS = SHIPPED.body.level
STANDING = "standing_back_extension_good"
LYING = "bridge_good"
TOLD_S = 1.2

Change = Callable[[Observation], Observation]


def level_of(clip: str, *changes: Change) -> tuple[Level, Body]:
    """What is known after the start of a clip, and the body then."""
    rule = find_stretch(read_truth(clip).stretch, poses_dir()).view_rule
    track, last = Track(SHIPPED.body), None
    for seen in read_trace(trace_path(clip)).observations():
        if seen.time_s > TOLD_S:
            break
        for change in changes:
            seen = change(seen)
        track, body, _ = believe(track, rule, seen)
        last = body or last
    assert last is not None
    return track.levelling.level, last


def with_room(roll_deg: float, error_deg: float) -> Change:
    return lambda seen: replace(seen, room=RoomRoll(roll_deg, error_deg))


def bent(deg: float, *joints: Joint, about: Joint) -> Change:
    """The joints turned about another in the picture, the rest as they were."""

    def change(seen: Observation) -> Observation:
        if seen.pose is None:
            return seen
        angle = radians(deg)
        turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
        xy = seen.pose.image_xy.copy()
        middle = xy[about : about + 2].mean(axis=0)
        upper = [*range(11), *(i for joint in joints for i in (joint, joint + 1))]
        xy[upper] = (xy[upper] - middle) @ turn.T + middle
        pose = seen.pose
        return replace(seen, pose=Pose(xy, pose.world_xyz, pose.visibility, pose.back))

    return change


@pytest.mark.parametrize("clip", [STANDING, LYING, "seated_side_bend_good"])
def test_a_level_camera_is_level(clip: str) -> None:
    assert level_of(clip)[0] == Level()


@pytest.mark.parametrize("clip", [STANDING, "triangle_good", "seated_twist_chair_good"])
@pytest.mark.parametrize("roll_deg", [-10, 10])
def test_a_roll_that_two_things_of_the_body_tell_is_taken_out(
    clip: str, roll_deg: float
) -> None:
    level, body = level_of(clip, rolled(roll_deg))
    assert level.roll_deg == pytest.approx(roll_deg, abs=1.5)
    _, upright = level_of(clip)
    for here, there in zip(body.points, upright.points, strict=True):
        assert here == pytest.approx(there, abs=10)


@pytest.mark.parametrize(
    ("joints", "share"),
    [((Joint.EAR,), 0.5), ((Joint.HEEL, Joint.FOOT_INDEX), 0.08)],
    ids=["head", "feet"],
)
def test_a_guess_of_head_or_feet_is_no_rolled_camera(
    joints: tuple[Joint, ...], share: float
) -> None:
    """Hidden, and guessed by that share of the picture aside: they weigh nothing."""

    def moved(seen: Observation) -> Observation:
        if seen.pose is None:
            return seen
        xy = seen.pose.image_xy.copy()
        for joint in joints:
            xy[joint : joint + 2, 0] += share * seen.size_wh[0]
        return replace(seen, pose=replace(seen.pose, image_xy=xy))

    def hidden(seen: Observation) -> Observation:
        if seen.pose is None:
            return seen
        visibility = seen.pose.visibility.copy()
        for joint in joints:
            visibility[joint : joint + 2] = 0.1
        return replace(seen, pose=replace(seen.pose, visibility=visibility))

    assert level_of(STANDING, moved)[0] != LEVEL
    assert level_of(STANDING, moved, hidden)[0] == LEVEL


def test_what_is_drawn_stays_where_the_picture_has_it() -> None:
    _, body = level_of(STANDING, rolled(10))
    shown = body.as_pictured
    assert body.roll_deg
    assert shown.roll_deg == 0
    lean = np.subtract(shown.middle(Joint.SHOULDER), shown.middle(Joint.ANKLE))
    assert np.degrees(np.arctan2(lean[0], -lean[1])) == pytest.approx(10, abs=3)


@pytest.mark.parametrize(
    ("clip", "roll_deg"), [(LYING, -10), ("cobra_good", 10), ("cobra_good", -10)]
)
def test_a_body_on_the_floor_says_that_it_is_tilted_and_not_by_how_much(
    clip: str, roll_deg: float
) -> None:
    assert level_of(clip, rolled(roll_deg))[0] == Level(tilted=True)


def test_with_the_lines_of_the_room_it_is_taken_out_on_the_floor() -> None:
    level, _ = level_of(LYING, rolled(10), with_room(9.8, 1.0))
    assert level == Level(9.8)


def test_lines_that_may_be_off_count_where_the_body_says_the_same() -> None:
    level, _ = level_of(LYING, rolled(10), with_room(9.0, 3.0))
    assert level == Level(9.0)
    assert level_of(STANDING, with_room(9.0, 3.0))[0] == Level()


def off_view(degrees: float) -> Change:
    """The body turned away from the camera, as its world landmarks say."""

    def change(seen: Observation) -> Observation:
        if seen.pose is None:
            return seen
        angle = radians(degrees)
        turn = np.array(
            [[cos(angle), 0, sin(angle)], [0, 1, 0], [-sin(angle), 0, cos(angle)]]
        )
        world = seen.pose.world_xyz @ turn.T
        return replace(seen, pose=replace(seen.pose, world_xyz=world))

    return change


@pytest.mark.parametrize("roll_deg", [-5.0, 5.0])
def test_level_lines_behind_a_body_that_is_seen_square_are_believed(
    roll_deg: float,
) -> None:
    """A roll of 5 degrees, within what the body alone could be off by."""
    assert level_of(LYING, rolled(roll_deg))[0] == LEVEL
    lines = with_room(roll_deg, 3.0)
    assert level_of(LYING, rolled(roll_deg), lines)[0] == Level(roll_deg)


def test_level_lines_behind_a_body_that_is_seen_at_an_angle_tell_nothing() -> None:
    lines = with_room(9.2, 3.0)
    level, body = level_of(LYING, off_view(16), lines)
    assert body.off_deg > NUMBERS.room_view_deg
    assert level == LEVEL


@pytest.mark.parametrize("lean_deg", [-20, -12, 12, 20])
def test_a_person_who_leans_is_not_a_rolled_camera(lean_deg: float) -> None:
    """The trunk leans over feet that stay; with the whole body the balance is lost."""
    arms = (Joint.SHOULDER, Joint.ELBOW, Joint.WRIST)
    lean = bent(lean_deg, *arms, about=Joint.HIP)
    assert level_of(STANDING, lean)[0].roll_deg == 0
    whole = bent(lean_deg, *arms, Joint.HIP, Joint.KNEE, about=Joint.ANKLE)
    assert level_of(STANDING, whole)[0].roll_deg == 0
    assert level_of(STANDING, whole, with_room(0.0, 1.0))[0] == Level()


@pytest.mark.parametrize(
    ("room", "body", "level"),
    [
        (None, None, Level()),
        (RoomRoll(2.0, 1.0), None, Level()),
        (RoomRoll(10.0, 1.0), None, Level(10.0)),
        (RoomRoll(10.0, 3.0), None, Level(tilted=True)),
        (RoomRoll(5.0, 3.0), None, Level()),
        (RoomRoll(0.0, 1.0), BodyCue(12.0, 4.0, sure=True), Level()),
        (RoomRoll(10.0, 1.0), BodyCue(0.0, 4.0), Level(tilted=True)),
        (RoomRoll(25.0, 1.0), None, Level(tilted=True)),
        (RoomRoll(-9.0, 3.0), BodyCue(9.0, 4.0), Level(tilted=True)),
        (None, BodyCue(5.0, 4.0, sure=True), Level(5.0)),
        (None, BodyCue(5.0, 4.0), Level(tilted=True)),
        (None, BodyCue(3.0, 4.0, sure=True), Level()),
    ],
)
def test_two_cues_are_weighed(
    room: RoomRoll | None, body: BodyCue | None, level: Level
) -> None:
    assert weigh(room, body, NUMBERS) == level
