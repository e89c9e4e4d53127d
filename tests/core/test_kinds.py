"""Every kind of measure, on figures whose angles are known."""

from __future__ import annotations

from dataclasses import replace
from math import hypot, isnan, nan

import numpy as np
import pytest

from formcheck.core.body.body import Body, Role, shoulder_yaw_deg
from formcheck.core.body.landmarks import Joint, Side, joint_index
from formcheck.core.measure.kinds import KINDS, read
from tests.builders import (
    FRONTAL,
    HALF_KNEELING,
    PRONE,
    QUADRUPED,
    SEATED,
    SHANK,
    SIZE_WH,
    STANDING,
    SUPINE,
    THIGH,
    Figure,
    pose_of,
)
from tests.numbers import SHIPPED


def body_of(figure: Figure, active: Side | None = None) -> Body:
    pose = pose_of(figure)
    points = [(float(x), float(y)) for x, y in pose.image_xy]
    seen = pose.visibility.tolist()
    yaw_deg = shoulder_yaw_deg(pose)
    return Body(
        points,
        seen,
        pose.back,
        SIZE_WH,
        figure.near,
        SHIPPED.body,
        active,
        yaw_deg=yaw_deg,
    )


ANGLES = [
    ("hip_angle", STANDING, 180),
    ("hip_angle", replace(SUPINE, hip=50), 50),
    ("hip_angle", replace(SUPINE, hip=178), 178),
    ("hip_angle", replace(HALF_KNEELING, hip=205), 205),
    ("knee_angle", replace(SEATED, knee=97), 97),
    ("knee_angle", STANDING, 180),
    ("front_knee_angle", FRONTAL, 180),
    ("elbow_angle", replace(PRONE, elbow=63), 63),
    ("shoulder_angle", replace(STANDING, shoulder=140), 140),
    ("elbow_back", replace(STANDING, shoulder=40), -40),
    ("elbow_back", replace(STANDING, shoulder=-30), 30),
    ("elbow_back", replace(STANDING, shoulder=-30, lean=25), 30),
    ("thigh_lean", STANDING, 0),
    ("thigh_lean", replace(HALF_KNEELING, hip=200), 20),
    ("leg_rise", replace(SUPINE, hip=105, knee=180), 75),
    ("leg_rise", replace(SUPINE, hip=70, knee=180), 110),
    ("leg_rise", replace(SUPINE, hip=180, knee=180), 0),
    ("trunk_lean", replace(STANDING, lean=75), 75),
    ("trunk_lean", replace(STANDING, lean=-12), -12),
    ("trunk_lean", replace(SEATED, lean=118, hip=30), 118),
    ("trunk_lean", SUPINE, -90),
    ("trunk_rise", SUPINE, 0),
    ("trunk_rise", replace(SUPINE, lean=-60), 30),
    ("trunk_rise", replace(SUPINE, lean=-110), -20),
    ("trunk_rise", replace(PRONE, lean=55), 35),
    ("trunk_rise", replace(PRONE, lean=20), 70),
    ("trunk_rise", replace(PRONE, lean=150), -60),
    ("neck_bend", replace(STANDING, neck=25), 25),
    ("neck_bend", replace(QUADRUPED, neck=-40), -40),
    ("neck_bend", replace(SUPINE, neck=30), 30),
    ("side_bend", replace(FRONTAL, bend=24), 24),
    ("side_bend", replace(FRONTAL, bend=-24), 24),
    ("head_height", SEATED, 1.35),
    ("foot_height", STANDING, -1.65),
    ("foot_height", replace(STANDING, hip=90), 0),
    ("hip_over_knee", STANDING, 0.85),
    ("hip_heel_gap", STANDING, 1.65 / 0.85),
    ("hips_angle", replace(SUPINE, hip=60, far_hip=100), 80),
    ("crossed_gap", replace(SUPINE, hip=180, knee=180), 0.8),
    ("knee_fall", replace(SUPINE, hip=90), 0.85),
    ("knee_gap", replace(SUPINE, hip=60, far_hip=120), 0.85),
    ("knee_gap", replace(SUPINE, hip=60, far_hip=60), 0.0),
    ("knee_over_toe", replace(STANDING, knee=90, hip=90), -0.3 / 0.8),
    ("hip_shift", replace(FRONTAL, shift=0.2), 0.2),
    ("foot_raise", STANDING, 0.0),
    (
        "foot_raise",
        replace(STANDING, hip=90, knee=90, far_hip=180, far_knee=180),
        THIGH,
    ),
    ("feet_apart", FRONTAL, 0.4 / SHANK),
    ("feet_apart", replace(FRONTAL, apart=0.6), 1.6 / hypot(SHANK, 0.3)),
    ("trunk_length", FRONTAL, 1),
    ("trunk_length", replace(FRONTAL, bend=40), 1),
    ("shoulder_yaw", replace(FRONTAL, turn=34, off_deg=0), 34),
    ("shoulder_yaw", replace(FRONTAL, turn=-34, off_deg=0), 34),
    ("trunk_height", FRONTAL, 1),
    ("trunk_height", replace(FRONTAL, bend=60), 0.5),
    ("shoulder_turn", FRONTAL, 0.6),
    ("shoulder_turn", replace(FRONTAL, turn=60), 0.3),
    ("shoulder_turn_in_place", FRONTAL, 0.6),
    ("shoulder_turn_in_place", replace(FRONTAL, turn=60), 0.3),
    ("hand_to_knee", replace(SUPINE, shoulder=0, elbow=180), 0.739),
    ("hand_height", replace(STANDING, shoulder=0, elbow=180), 1.55),
    ("stride", replace(STANDING, hip=150, far_hip=210), THIGH + SHANK),
    ("feet_aside", FRONTAL, 0.2),
    ("feet_aside", replace(FRONTAL, apart=0.5), 0.7),
    ("back_round", replace(QUADRUPED, back=0.35), 0.35),
    ("back_round", replace(QUADRUPED, back=-0.3), -0.3),
]


@pytest.mark.parametrize("faces_left", [False, True], ids=["right", "left"])
@pytest.mark.parametrize("torso_px", [60, 130])
@pytest.mark.parametrize(
    ("kind", "figure", "value"), ANGLES, ids=[f"{k}-{v:.3g}" for k, _, v in ANGLES]
)
def test_value(
    kind: str, figure: Figure, value: float, torso_px: float, faces_left: bool
) -> None:
    # The same body, nearer or further away, facing either way, reads the same.
    figure = replace(figure, torso_px=torso_px, y=240, faces_left=faces_left)
    if kind == "hip_shift" and faces_left:
        value = -value  # to the picture's left is minus
    if kind in ("trunk_height", "trunk_length", "shoulder_turn_in_place"):
        value *= torso_px / SIZE_WH[0]  # only against its own start is it a measure
    found, why = read(KINDS[kind], Role.NEAR, body_of(figure))
    assert why is None
    assert found == pytest.approx(value, abs=0.01)


def test_every_kind_is_tried() -> None:
    assert {kind for kind, _, _ in ANGLES} == set(KINDS)


def test_a_hidden_knee_is_behind_the_other_or_not_known() -> None:
    for far_hip, known in ((58, True), (75, True), (125, False)):
        body = body_of(replace(SUPINE, hip=58, far_hip=far_hip))
        seen, _ = read(KINDS["knee_gap"], Role.NEAR, body)
        body.visibility[joint_index(Joint.KNEE, body.near.opposite)] = 0.2
        found, why = read(KINDS["knee_gap"], Role.NEAR, body)
        assert (why is None) is known
        assert isnan(found) if not known else found == seen


@pytest.mark.parametrize("faces_left", [False, True], ids=["right", "left"])
def test_roles_are_sides(faces_left: bool) -> None:
    figure = replace(SUPINE, hip=60, far_hip=120, faces_left=faces_left)
    near, far = figure.near, figure.near.opposite
    for active, read_by_role in (
        (near, {Role.NEAR: 60, Role.FAR: 120, Role.ACTIVE: 60, Role.OTHER: 120}),
        (far, {Role.NEAR: 60, Role.FAR: 120, Role.ACTIVE: 120, Role.OTHER: 60}),
    ):
        body = body_of(figure, active)
        for role, value in read_by_role.items():
            found, _ = read(KINDS["hip_angle"], role, body)
            assert found == pytest.approx(value, abs=0.01)


def test_a_role_that_nobody_plays_is_not_clear() -> None:
    value, why = read(KINDS["hip_angle"], Role.ACTIVE, body_of(SUPINE))
    assert isnan(value)
    assert why == "side not clear"


NEEDS = [
    (name, joint, side)
    for name, kind in KINDS.items()
    for joint, side in [
        *((j, Side.RIGHT) for j in kind.joints),
        *((j, s) for j in kind.both for s in Side),
    ]
]


@pytest.mark.parametrize(
    ("name", "joint", "side"),
    NEEDS,
    ids=[f"{n}-{s.word}-{j.name.lower()}" for n, j, s in NEEDS],
)
def test_without_what_it_needs_nothing_is_read(
    name: str, joint: Joint, side: Side
) -> None:
    kind, index = KINDS[name], joint_index(joint, side)
    figure = FRONTAL if kind.view == "front" else replace(QUADRUPED, back=0.1)
    body = body_of(figure)
    body = replace(body, near=Side.RIGHT)
    assert not isnan(read(kind, Role.NEAR, body)[0])
    seen = list(body.visibility)
    seen[index] = SHIPPED.body.seen.min_visibility - 0.01
    value, why = read(kind, Role.NEAR, replace(body, visibility=seen))
    assert isnan(value)
    assert why == "hidden"
    points = list(body.points)
    points[index] = (SIZE_WH[0] + 5.0, points[index][1])
    value, why = read(kind, Role.NEAR, replace(body, points=points))
    assert isnan(value)
    assert why == "out of the picture"


def test_an_outline_that_is_not_seen_is_no_curvature() -> None:
    value, why = read(KINDS["back_round"], Role.NEAR, body_of(QUADRUPED))
    assert isnan(value)
    assert why == "back line not seen"


def test_points_that_coincide_are_no_angle() -> None:
    body = body_of(SUPINE)
    points = list(body.points)
    points[joint_index(Joint.KNEE, Side.RIGHT)] = body.point(Joint.HIP, Side.RIGHT)
    value, why = read(KINDS["knee_angle"], Role.NEAR, replace(body, points=points))
    assert isnan(value)
    assert why == "hidden"


def test_a_degree_has_one_scale() -> None:
    assert {kind.unit: kind.scale for kind in KINDS.values()} == {
        "deg": 1.0,
        "ratio": 0.01,
    }
    assert all(SHIPPED.measure.errors[name] > 0 for name in KINDS)


def test_nan_coordinates_are_never_a_value() -> None:
    body = body_of(replace(QUADRUPED, back=0.1))
    for name, kind in KINDS.items():
        for joint in kind.joints:
            points = list(body.points)
            points[joint_index(joint, Side.RIGHT)] = (nan, nan)
            value, _ = read(kind, Role.NEAR, replace(body, points=points))
            assert np.isnan(value), name
