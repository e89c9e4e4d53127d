from __future__ import annotations

import numpy as np
import pytest

from formcheck.core.body.sampling import MOVES_LEVELS
from formcheck.edges.change import Change, ChangeMeter
from tests.numbers import SHIPPED

RANDOM = np.random.default_rng(0)


def room(shape: tuple[int, int] = (480, 640)) -> np.ndarray:
    """A still picture with something in it."""
    y, x = np.indices(shape)
    grey = 90 + 50 * np.sin(x / 60) + 40 * np.cos(y / 45)
    return np.repeat(grey[..., None], 3, axis=2)


def noisy(picture: np.ndarray, sigma: float = 4.0) -> np.ndarray:
    noise = RANDOM.normal(0, sigma, picture.shape)
    return (picture + noise).clip(0, 255).astype(np.uint8)


class Meter(ChangeMeter):
    """One of pictures that come 30 a second."""

    def __init__(self) -> None:
        super().__init__(SHIPPED.judge.freeze.still_levels)
        self._count = 0

    def next(self, picture: np.ndarray) -> Change:
        self._count += 1
        return self.measure(picture, self._count / 30)


def test_the_first_picture_has_not_changed() -> None:
    first = Meter().next(noisy(room()))
    assert (first.levels(), first.cut, first.moved) == (0.0, False, True)


def test_noise_is_little_change_and_a_limb_is_much() -> None:
    meter = Meter()
    meter.next(noisy(room()))
    still = meter.next(noisy(room()))
    moved = room()
    moved[200:280, 200:420] = 230
    limb = meter.next(noisy(moved))
    assert still.levels() < 2.0 < 10.0 < limb.levels()
    assert not limb.cut


@pytest.mark.parametrize("sigma", [1.0, 6.0, 12.0])
def test_sensor_noise_is_no_change_and_a_limb_is_as_much_in_it(sigma: float) -> None:
    meter, moved = Meter(), room()
    meter.next(noisy(room(), sigma))
    assert meter.next(noisy(room(), sigma)).levels() < MOVES_LEVELS
    moved[200:280, 200:420] += 40
    assert meter.next(noisy(moved, sigma)).levels() > 10


def test_a_television_beside_the_person_is_no_movement_of_theirs() -> None:
    meter, beside = Meter(), room()
    meter.next(noisy(beside))
    beside[50:200, 450:630] = 250
    change = meter.next(noisy(beside))
    person = (0.1, 0.3, 0.6, 0.9)
    assert change.levels(person) < 2.0 < 50.0 < change.levels()


def test_a_hand_that_moves_is_as_much_in_a_small_box() -> None:
    meter, picture = Meter(), room()
    meter.next(noisy(picture))
    picture[300:340, 300:340] = 250
    change = meter.next(noisy(picture))
    assert change.levels((0.45, 0.6, 0.6, 0.8)) > 3 * change.levels()


def test_a_box_that_is_hardly_there_is_the_whole_picture() -> None:
    meter = Meter()
    meter.next(noisy(room()))
    change = meter.next(noisy(room()))
    for box in ((0.5, 0.5, 0.51, 0.9), (1.2, 0.1, 1.5, 0.9), (-0.5, 0.1, -0.1, 0.9)):
        assert change.levels(box) == change.levels()


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_the_same_movement_is_as_much_at_any_rate(fps: int) -> None:
    meter = ChangeMeter(SHIPPED.judge.freeze.still_levels)
    found = []
    for number in range(fps):
        picture = room()
        right = 100 + round(300 * number / fps)
        picture[100:400, right : right + 100] = 230
        change = meter.measure(picture.astype(np.uint8), number / fps)
        found += [change.levels()] * (number > fps // 4)
    assert 60 < np.mean(found) < 110


def test_another_shot_is_a_cut() -> None:
    meter = Meter()
    meter.next(noisy(room()))
    assert meter.next(noisy(room()[::-1, ::-1].copy())).cut


def test_a_light_switched_on_is_no_cut() -> None:
    meter = Meter()
    meter.next(noisy(room() * 0.5))
    change = meter.next(noisy(room()))
    assert change.levels() > 20
    assert not change.cut


def test_from_black_to_a_picture_is_a_cut() -> None:
    meter = Meter()
    meter.next(np.zeros((480, 640, 3), np.uint8))
    assert meter.next(noisy(room())).cut
