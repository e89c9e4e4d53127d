"""Facing, view and the labels of the legs, from one pose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.core.body.body import (
    near_evidence,
    off_front_deg,
    off_side_deg,
    relabel_legs,
    swap_legs,
)
from formcheck.core.body.landmarks import Landmark
from tests.builders import (
    FRONTAL,
    HALF_KNEELING,
    PRONE,
    QUADRUPED,
    SEATED,
    STANDING,
    SUPINE,
    Figure,
    pose_of,
)
from tests.numbers import SHIPPED

FROM_THE_SIDE = {
    "standing": STANDING,
    "seated": SEATED,
    "supine": SUPINE,
    "prone": PRONE,
    "quadruped": QUADRUPED,
    "half kneeling": HALF_KNEELING,
}


@pytest.mark.parametrize("figure", FROM_THE_SIDE.values(), ids=FROM_THE_SIDE)
def test_the_near_side_is_the_one_towards_the_camera(figure: Figure) -> None:
    assert near_evidence(pose_of(figure), SHIPPED.body.facing) > 0.4  # right
    assert (
        near_evidence(pose_of(replace(figure, faces_left=True)), SHIPPED.body.facing)
        < -0.4
    )


@pytest.mark.parametrize("figure", FROM_THE_SIDE.values(), ids=FROM_THE_SIDE)
@pytest.mark.parametrize("off_deg", [0, 15, 40, 85])
@pytest.mark.parametrize("faces_left", [False, True])
def test_how_far_off_the_side_the_camera_is(
    figure: Figure, off_deg: float, faces_left: bool
) -> None:
    pose = pose_of(replace(figure, off_deg=off_deg, faces_left=faces_left))
    assert off_side_deg(pose) == pytest.approx(off_deg, abs=0.1)


@pytest.mark.parametrize("off_deg", [0, 12, 30])
@pytest.mark.parametrize("bend", [0, 25, -35])
def test_how_far_off_the_front_the_camera_is(off_deg: float, bend: float) -> None:
    # Bending to a side tilts the shoulders, which is no turn.
    pose = pose_of(replace(FRONTAL, off_deg=off_deg, bend=bend))
    assert off_front_deg(pose) == pytest.approx(off_deg, abs=2)


def test_from_the_front_it_is_far_from_the_side() -> None:
    assert off_side_deg(pose_of(replace(FRONTAL, off_deg=5))) > 80
    assert off_front_deg(pose_of(replace(STANDING, off_deg=5))) > 80


def points_of(figure: Figure) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in pose_of(figure).image_xy]


def test_legs_that_change_places_at_once_are_relabelled() -> None:
    before = points_of(replace(SUPINE, hip=60, far_hip=130))
    after = points_of(replace(SUPINE, hip=60, far_hip=130, swapped=True))
    assert relabel_legs(after, before, torso_px=100, numbers=SHIPPED.body.legs)
    assert swap_legs(after) == before
    assert swap_legs(swap_legs(after)) == after


@pytest.mark.parametrize("hip", [60, 75, 130])
def test_legs_that_only_move_are_not(hip: float) -> None:
    before = points_of(replace(SUPINE, hip=60, far_hip=130))
    assert not relabel_legs(
        points_of(replace(SUPINE, hip=hip, far_hip=130)),
        before,
        100,
        numbers=SHIPPED.body.legs,
    )


def test_only_the_legs_below_the_hips_change_places() -> None:
    before = points_of(replace(SUPINE, hip=60, far_hip=130))
    after = swap_legs(before)
    for index in Landmark:
        moves = index >= Landmark.LEFT_KNEE
        assert (after[index] != before[index]) == moves, index.name
