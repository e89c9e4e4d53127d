"""Hips are put where they are, by posture, for angles from the side alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.core.body.body import Body
from formcheck.core.body.calibration import calibrated, hip_shift
from formcheck.core.body.geometry import from_up_deg
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.observation import Flat, Observation, Status
from formcheck.core.body.tracking import Track, believe
from formcheck.core.body.view import Active, Posture, View, ViewRule
from formcheck.core.judge.sample import readings
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch
from tests.builders import QUADRUPED, STANDING, Figure, Motion

NUMBERS = judging_of().body


def body_of(figure: Figure, *, flat: bool = False) -> Body:
    seen = Motion(figure).hold(0.1).seen()[-1]
    assert seen.pose is not None
    if flat:
        pose = replace(seen.pose, world_xyz=Flat(View.SIDE))
        seen = Observation(seen.time_s, Status.SEEN, pose, seen.size_wh)
    rule = ViewRule(View.SIDE, Active.NONE, 60)
    _, body, why = believe(Track(NUMBERS), rule, seen)
    assert body is not None, why
    return body


def test_hips_go_down_the_trunk_and_it_keeps_its_direction() -> None:
    body = body_of(replace(QUADRUPED, lean=70, hip=80))
    moved = calibrated(body, 0.07)
    assert moved.torso_px == pytest.approx(1.07 * body.torso_px)
    assert from_up_deg(moved.trunk) == pytest.approx(from_up_deg(body.trunk))
    for joint in (Joint.SHOULDER, Joint.KNEE, Joint.ANKLE):
        for side in Side:
            assert moved.point(joint, side) == body.point(joint, side)


def test_a_hip_that_is_drawn_too_high_reads_right_again() -> None:
    true = body_of(replace(QUADRUPED, lean=70, hip=80))
    too_high = calibrated(true, -0.07)
    assert too_high.hip_deg(Side.RIGHT) > true.hip_deg(Side.RIGHT) + 3
    back = calibrated(too_high, 0.07 / (1 - 0.07))
    assert back.hip_deg(Side.RIGHT) == pytest.approx(true.hip_deg(Side.RIGHT))


def test_the_front_a_flat_pose_and_a_posture_without_gain_stay_as_they_are() -> None:
    numbers = NUMBERS.calibration
    assert hip_shift(numbers, View.SIDE, Posture.STANDING) == numbers.standing > 0
    assert hip_shift(numbers, View.FRONT, Posture.STANDING) == 0
    assert hip_shift(numbers, View.SIDE, Posture.SUPINE) == 0
    body = body_of(STANDING)
    assert calibrated(body, 0.0) is body
    flat = body_of(STANDING, flat=True)
    assert calibrated(flat, 0.1) is flat


def test_angles_are_read_off_the_moved_hips_and_ratios_are_not() -> None:
    spec = find_stretch("childs_pose", poses_dir())
    body = body_of(replace(QUADRUPED, lean=80, hip=60, knee=60))
    shift = hip_shift(NUMBERS.calibration, View.SIDE, Posture.QUADRUPED)
    read = {n: v for n, (v, _) in zip(spec.measures, readings(spec, body), strict=True)}
    moved = calibrated(body, shift)
    assert read["hip"] == pytest.approx(moved.hip_deg(body.near))
    assert read["hip"] < body.hip_deg(body.near) - 1
    plain = readings(
        spec,
        replace(
            body,
            numbers=replace(
                NUMBERS, calibration=replace(NUMBERS.calibration, quadruped=0.0)
            ),
        ),
    )
    names = list(spec.measures)
    assert read["gap"] == plain[names.index("gap")][0]
    assert read["trunk"] == pytest.approx(plain[names.index("trunk")][0])
