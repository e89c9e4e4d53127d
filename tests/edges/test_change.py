from __future__ import annotations

import numpy as np

from formcheck.edges.change import ChangeMeter
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


def test_the_first_picture_has_not_changed() -> None:
    assert ChangeMeter(SHIPPED.judge.freeze.still_levels).measure(noisy(room())) == (
        0.0,
        False,
        True,
    )


def test_noise_is_little_change_and_a_limb_is_much() -> None:
    meter = ChangeMeter(SHIPPED.judge.freeze.still_levels)
    meter.measure(noisy(room()))
    still = meter.measure(noisy(room()))
    moved = room()
    moved[200:280, 200:420] = 230
    limb = meter.measure(noisy(moved))
    assert still.levels < 2.0 < 10.0 < limb.levels
    assert not limb.cut


def test_another_shot_is_a_cut() -> None:
    meter = ChangeMeter(SHIPPED.judge.freeze.still_levels)
    meter.measure(noisy(room()))
    assert meter.measure(noisy(room()[::-1, ::-1].copy())).cut


def test_a_light_switched_on_is_no_cut() -> None:
    meter = ChangeMeter(SHIPPED.judge.freeze.still_levels)
    meter.measure(noisy(room() * 0.5))
    change = meter.measure(noisy(room()))
    assert change.levels > 20
    assert not change.cut


def test_from_black_to_a_picture_is_a_cut() -> None:
    meter = ChangeMeter(SHIPPED.judge.freeze.still_levels)
    meter.measure(np.zeros((480, 640, 3), np.uint8))
    assert meter.measure(noisy(room())).cut
