from __future__ import annotations

from math import cos, isnan, radians, sin

import numpy as np
import pytest

from formcheck.core.body.geometry import (
    Point,
    distance,
    from_up_deg,
    included_deg,
    midpoint,
    turn_deg,
)

RANDOM = np.random.default_rng(3)
TRIPLES = [
    tuple((float(x), float(y)) for x, y in RANDOM.uniform(-300, 300, (3, 2)))
    for _ in range(25)
]


def moved(point: Point, deg: float, scale: float, shift: Point) -> Point:
    """Turned clockwise on the screen about the origin, scaled, and shifted."""
    x, y = point
    c, s = cos(radians(deg)), sin(radians(deg))
    return scale * (c * x - s * y) + shift[0], scale * (s * x + c * y) + shift[1]


@pytest.mark.parametrize(
    ("a", "vertex", "b", "deg"),
    [
        ((1, 0), (0, 0), (0, 1), 90),
        ((1, 0), (0, 0), (-1, 0), 180),
        ((1, 0), (0, 0), (5, 0), 0),
        ((1, 0), (0, 0), (1, 1), 45),
        ((4, 3), (3, 3), (2.5, 3 + 0.75**0.5), 120),
    ],
)
def test_included_angles(a: Point, vertex: Point, b: Point, deg: float) -> None:
    assert included_deg(a, vertex, b) == pytest.approx(deg, abs=1e-6)
    assert included_deg(b, vertex, a) == pytest.approx(deg, abs=1e-6)


def test_an_angle_between_coinciding_points_is_not_known() -> None:
    assert isnan(included_deg((1, 1), (1, 1), (2, 3)))
    assert isnan(included_deg((2, 3), (1, 1), (1, 1)))
    assert isnan(included_deg((float("nan"), 0), (1, 1), (2, 3)))


@pytest.mark.parametrize("triple", TRIPLES)
def test_an_angle_keeps_when_the_picture_is_turned_scaled_or_shifted(
    triple: tuple[Point, Point, Point],
) -> None:
    before = included_deg(*triple)
    for deg in (-170, -35, 20, 90):
        for scale in (0.05, 1, 30):
            a, vertex, b = (moved(p, deg, scale, (500, -80)) for p in triple)
            assert included_deg(a, vertex, b) == pytest.approx(before, abs=1e-5)


@pytest.mark.parametrize("triple", TRIPLES)
def test_a_turn_keeps_too_and_its_sign_changes_in_a_mirror(
    triple: tuple[Point, Point, Point],
) -> None:
    u, v, _ = triple
    before = turn_deg(u, v)
    a, b = (moved(p, 77, 3, (0, 0)) for p in (u, v))
    assert turn_deg(a, b) == pytest.approx(before, abs=1e-6)
    assert turn_deg((-u[0], u[1]), (-v[0], v[1])) == pytest.approx(-before, abs=1e-6)
    assert turn_deg(v, u) == pytest.approx(-before, abs=1e-6)
    assert abs(before) == pytest.approx(included_deg(u, (0, 0), v), abs=1e-5)


@pytest.mark.parametrize(
    ("direction", "deg"),
    [((0, -1), 0), ((1, 0), 90), ((-1, 0), -90), ((1, -1), 45), ((1, 1), 135)],
)
def test_directions_against_straight_up(direction: Point, deg: float) -> None:
    assert from_up_deg(direction) == pytest.approx(deg)


def test_lengths_and_middles() -> None:
    assert distance((1, 2), (4, 6)) == 5
    assert midpoint((1, 2), (4, 6)) == (2.5, 4)
