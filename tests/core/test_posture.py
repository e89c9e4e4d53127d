from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.core.body.base import rests_on
from formcheck.core.body.body import Body
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.posture import in_posture
from formcheck.core.body.view import Base, Posture
from tests.builders import (
    FRONTAL,
    HALF_KNEELING,
    PRONE,
    QUADRUPED,
    SEATED,
    STANDING,
    SUPINE,
    Figure,
)
from tests.core.test_kinds import body_of

STOOPED = replace(STANDING, lean=28)
LEGS_UP = replace(SUPINE, hip=80)
TALL_KNEELING = replace(STANDING, knee=90)
BENT_OVER = replace(STANDING, lean=80, hip=100, shoulder=80)
LONG_SITTING = replace(SEATED, hip=88, knee=172)
KNEES_BENT = replace(SEATED, hip=70, knee=130)
HANDS_ON_CHAIR = replace(QUADRUPED, lean=66, hip=114, shoulder=130, elbow=165)
CHILDS_POSE = replace(QUADRUPED, hip=30, knee=35, shoulder=165)

BODIES = [
    ("standing", STANDING, {Posture.STANDING}),
    ("standing, frontal", FRONTAL, {Posture.STANDING}),
    ("stooped", STOOPED, {Posture.STANDING}),
    ("seated", SEATED, {Posture.SEATED}),
    ("long sitting", LONG_SITTING, {Posture.FLOOR}),
    ("long sitting, leaning back", replace(LONG_SITTING, lean=-25), {Posture.FLOOR}),
    ("sitting on the floor, knees bent", KNEES_BENT, {Posture.FLOOR}),
    ("half kneeling", HALF_KNEELING, {Posture.KNEELING}),
    ("tall kneeling", TALL_KNEELING, {Posture.KNEELING}),
    ("quadruped", QUADRUPED, {Posture.QUADRUPED}),
    ("quadruped, hands on a chair's seat", HANDS_ON_CHAIR, {Posture.QUADRUPED}),
    ("supine", SUPINE, {Posture.SUPINE}),
    ("supine, flat", replace(SUPINE, hip=178, knee=175), {Posture.SUPINE}),
    ("supine, legs up", LEGS_UP, {Posture.SUPINE}),
    ("prone", PRONE, {Posture.PRONE}),
    ("standing, bent over", BENT_OVER, set()),
    ("child's pose", CHILDS_POSE, set()),
]


@pytest.mark.parametrize("faces_left", [False, True], ids=["right", "left"])
@pytest.mark.parametrize(
    ("figure", "postures"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES]
)
def test_each_body_is_in_its_posture_and_no_other(
    figure: Figure, postures: set[Posture], faces_left: bool
) -> None:
    body = body_of(replace(figure, faces_left=faces_left, y=240))
    assert {p for p in Posture if in_posture(body, p)} == postures


LEG_UP = replace(QUADRUPED, hip=165, knee=165, far_hip=90, far_knee=90)
FOLDED_OVER_LEGS = replace(LONG_SITTING, lean=75, hip=20)
PRESSED_UP = replace(PRONE, lean=40, hip=215, shoulder=40)


@pytest.mark.parametrize("faces_left", [False, True], ids=["right", "left"])
@pytest.mark.parametrize(
    ("figure", "posture"),
    [(FOLDED_OVER_LEGS, Posture.PRONE), (PRESSED_UP, Posture.FLOOR)],
    ids=["folded over the legs", "pressed up from the front"],
)
def test_where_the_legs_go_tells_sitting_from_lying(
    figure: Figure, posture: Posture, faces_left: bool
) -> None:
    body = body_of(replace(figure, faces_left=faces_left, y=240))
    assert not in_posture(body, posture)


def test_kneeling_shows_whichever_knee_is_near() -> None:
    """The foot of the knee that is ahead is no seated one's."""
    body = body_of(HALF_KNEELING)
    for near in Side:
        seen = replace(body, near=near)
        assert {p for p in Posture if in_posture(seen, p)} == {Posture.KNEELING}


@pytest.mark.parametrize("figure", [QUADRUPED, LEG_UP], ids=["", "a leg up"])
def test_hands_and_knees_are_no_back_whichever_side_is_taken_for_the_near_one(
    figure: Figure,
) -> None:
    body = body_of(figure)
    turned = replace(body, near=body.near.opposite)
    for seen in (body, turned):
        assert rests_on(seen, Base.HANDS_AND_KNEES)
        assert not rests_on(seen, Base.BACK)
        assert not in_posture(seen, Posture.SUPINE)


def wide(knees_deg: float) -> Body:
    """From the front, feet wide and knees bent; the thighs point to the camera by that
    much.
    """
    body = body_of(FRONTAL)
    points = list(body.points)
    hip_y, torso = body.middle(Joint.HIP)[1], body.torso_px
    for side, way in ((Side.LEFT, 1), (Side.RIGHT, -1)):
        x = body.point(Joint.HIP, side)[0]
        points[Joint.KNEE + side] = (x + way * 0.45 * torso, hip_y + 0.45 * torso)
        points[Joint.ANKLE + side] = (x + way * 0.5 * torso, hip_y + 0.95 * torso)
    return replace(body, points=points, yaw_deg=5.0, knees_deg=knees_deg)


def test_a_wide_stance_from_the_front_is_no_seat() -> None:
    for turn in (-20.0, 0.0, 27.0):
        assert not {p for p in Posture if in_posture(wide(turn), p)}
        assert not rests_on(wide(turn), Base.SEAT)


def test_thighs_to_the_camera_are_sat_on() -> None:
    assert in_posture(wide(60.0), Posture.SEATED)
    assert rests_on(wide(60.0), Base.SEAT)


def test_a_bridge_is_no_seat() -> None:
    body = body_of(replace(SUPINE, lean=-110, hip=180, knee=80))
    assert rests_on(body, Base.BACK)
    assert not rests_on(body, Base.SEAT)


def test_a_body_without_length_is_in_none() -> None:
    body = replace(body_of(STANDING), points=[(100.0, 100.0)] * 33)
    assert not any(in_posture(body, posture) for posture in Posture)
