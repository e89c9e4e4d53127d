"""What fits a laptop's picture, and where a camera serves several stretches."""

from __future__ import annotations

from math import radians, tan

import pytest

from formcheck.core.body.view import Posture
from formcheck.core.programme.camera import (
    LAPTOP,
    Placement,
    fit,
    placement_for,
    space_for,
)
from tests.core.programmes import STRETCHES


def test_a_laptop_sees_a_metre_and_a_half_at_two_metres() -> None:
    high = 2 * 2.0 * tan(radians(LAPTOP.upright_deg / 2))
    assert high == pytest.approx(1.5, abs=0.02)


@pytest.mark.parametrize("posture", list(Posture))
def test_every_posture_takes_room_that_grows_with_the_person(posture: Posture) -> None:
    spec = STRETCHES["tilt"].model_copy(update={"posture": posture})
    small, tall = space_for(spec, 1.5), space_for(spec, 2.0)
    assert 0 < small.high_m < tall.high_m <= 2.0
    assert tall.high_m / small.high_m == pytest.approx(2.0 / 1.5)


def test_lying_fits_at_two_metres_standing_does_not() -> None:
    assert fit(STRETCHES["tilt"], Placement(0.6, 2.0)).fits
    standing = fit(STRETCHES["bend"], Placement(0.6, 2.0))
    assert not standing.fits
    assert "1.9 m of height" in standing.why
    assert fit(STRETCHES["bend"], Placement(0.9, 3.0)).fits


def test_arms_overhead_need_more() -> None:
    assert not fit(STRETCHES["reach"], Placement(0.9, 3.0)).fits
    assert fit(STRETCHES["reach"], Placement(1.1, 3.5)).fits


def test_a_short_person_needs_less_room() -> None:
    spec, near = STRETCHES["bend"], Placement(0.8, 2.5)
    assert not fit(spec, near).fits
    assert fit(spec, near, stature_m=1.55).fits


def test_the_sides_of_the_picture_count_too() -> None:
    narrow = fit(STRETCHES["tilt"], Placement(0.6, 1.0))
    assert not narrow.fits


def test_a_camera_far_above_would_look_down_too_steeply() -> None:
    steep = fit(STRETCHES["tilt"], Placement(1.8, 2.5))
    assert not steep.fits
    assert "degrees down" in steep.why
    assert steep.tilt_deg < -15


def test_one_place_for_all_of_them() -> None:
    specs = [STRETCHES[name] for name in ("tilt", "cat", "turn")]
    camera = placement_for(specs)
    assert camera is not None
    assert all(fit(spec, camera).fits for spec in specs)
    for spec in specs:
        assert spec.camera.height_m[0] <= camera.height_m <= spec.camera.height_m[1]


def test_no_place_where_they_ask_for_different_ones() -> None:
    high = STRETCHES["turn"].camera.model_copy(update={"height_m": (1.5, 1.6)})
    apart = STRETCHES["turn"].model_copy(update={"camera": high})
    assert placement_for([STRETCHES["tilt"], apart]) is None
