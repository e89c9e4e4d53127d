"""The camera watchdog, by described pictures."""

from __future__ import annotations

from itertools import pairwise

import pytest

from formcheck.core.judge.freeze import Stillness
from formcheck.core.session.camera_watch import (
    CameraStatus,
    CameraWatch,
    camera_status,
    pictures_per_s,
    take_picture,
)
from tests.numbers import SHIPPED


def watched(
    watch: CameraWatch,
    from_s: float,
    to_s: float,
    fps: float = 30,
    *,
    same: bool = False,
    black: bool = False,
) -> CameraWatch:
    for number in range(round((to_s - from_s) * fps)):
        time_s = from_s + number / fps
        watch = take_picture(watch, time_s, same=same, black=black)
    return watch


def noticed_s(watch: CameraWatch, from_s: float, status: CameraStatus) -> float:
    """How long after `from_s` the status is told, with no more pictures."""
    for step in range(200):
        if camera_status(watch, from_s + step / 100) is status:
            return step / 100
    raise AssertionError(f"{status} is never told")


def test_it_starts_and_is_well() -> None:
    watch = CameraWatch(Stillness(SHIPPED.judge.freeze), begun_s=0.0)
    assert camera_status(watch, 3.0) is CameraStatus.STARTING
    watch = watched(watch, 3.0, 5.0)
    assert camera_status(watch, 5.0) is CameraStatus.OK
    assert 28 <= pictures_per_s(watch, 5.0) <= 31


def test_a_camera_that_never_starts_is_none() -> None:
    assert (
        camera_status(CameraWatch(Stillness(SHIPPED.judge.freeze), begun_s=0.0), 7.0)
        is CameraStatus.NONE
    )


def test_an_unplugged_camera_is_noticed_within_a_second() -> None:
    watch = watched(CameraWatch(Stillness(SHIPPED.judge.freeze)), 0, 5)
    assert noticed_s(watch, 5.0, CameraStatus.LOST) < 1.0


def test_one_late_picture_is_no_loss() -> None:
    watch = watched(CameraWatch(Stillness(SHIPPED.judge.freeze)), 0, 5)
    assert camera_status(watch, 5.4) is CameraStatus.OK
    watch = watched(watch, 5.45, 7)
    assert camera_status(watch, 5.5) is CameraStatus.OK


def test_a_frozen_picture_is_noticed_within_a_second() -> None:
    watch = watched(CameraWatch(Stillness(SHIPPED.judge.freeze)), 0, 5)
    watch = watched(watch, 5, 5.5, same=True)
    assert camera_status(watch, 5.5) is CameraStatus.OK
    watch = watched(watch, 5.5, 5.9, same=True)
    assert camera_status(watch, 5.9) is CameraStatus.FROZEN
    watch = watched(watch, 5.9, 6.1)
    assert camera_status(watch, 6.1) is CameraStatus.OK


def test_a_black_picture_is_noticed_within_a_second() -> None:
    watch = watched(CameraWatch(Stillness(SHIPPED.judge.freeze)), 0, 5)
    watch = watched(watch, 5, 5.4, black=True)
    assert camera_status(watch, 5.4) is CameraStatus.OK  # a hand that passes by
    watch = watched(watch, 5.4, 5.8, black=True)
    assert camera_status(watch, 5.8) is CameraStatus.BLACK
    assert camera_status(watched(watch, 5.8, 5.9), 5.9) is CameraStatus.OK


def test_a_slow_camera_is_noticed_within_a_second() -> None:
    watch = watched(CameraWatch(Stillness(SHIPPED.judge.freeze)), 0, 5)
    watch = watched(watch, 5, 6, fps=3)
    assert camera_status(watch, 5.95) is CameraStatus.SLOW
    watch = watched(watch, 6, 7.5)
    assert camera_status(watch, 7.5) is CameraStatus.OK


def test_a_modest_camera_is_not_called_slow() -> None:
    watch = watched(CameraWatch(Stillness(SHIPPED.judge.freeze)), 0, 5, fps=10)
    assert camera_status(watch, 5.0) is CameraStatus.OK


def test_after_a_loss_it_is_well_at_once() -> None:
    watch = watched(CameraWatch(Stillness(SHIPPED.judge.freeze)), 0, 5)
    watch = watched(watch, 10, 10.1)
    assert camera_status(watch, 10.1) is CameraStatus.OK


def test_every_other_picture_twice_is_not_frozen() -> None:
    watch = CameraWatch(Stillness(SHIPPED.judge.freeze))
    for number in range(90):
        watch = take_picture(watch, number / 30, same=number % 2 == 1, black=False)
    assert camera_status(watch, 3.0) is CameraStatus.OK


def told(times_s: list[float], sizes: int = 1) -> list[CameraStatus]:
    """What is told of pictures at these times, by and by, without what is said twice.

    sizes: how many of these the pictures have in turn.
    """
    watch = CameraWatch(Stillness(SHIPPED.judge.freeze))
    found: list[CameraStatus] = []
    for number, (time_s, next_s) in enumerate(pairwise(times_s)):
        resized = sizes > 1 and number > 0
        watch = take_picture(watch, time_s, same=False, black=False, resized=resized)
        for step in range(10):
            status = camera_status(watch, time_s + step / 10 * (next_s - time_s))
            if not found or found[-1] is not status:
                found.append(status)
    return found


@pytest.mark.parametrize("fps", [0.5, 0.8, 1.0, 1.5, 1.7, 2.0, 2.5, 3.0, 4.0, 5.0])
def test_too_few_pictures_are_told_once(fps: float) -> None:
    """After the first, of which nobody can know yet; then they are never well."""
    slow = told([number / fps for number in range(round(40 * fps))])
    assert slow[0] is CameraStatus.OK
    assert slow[1:] in (
        [CameraStatus.SLOW],
        [CameraStatus.LOST, CameraStatus.SLOW],
    )


@pytest.mark.parametrize("fps", [5.5, 6.0, 6.3, 6.7, 7.0, 7.5])
def test_nearly_too_few_are_told_once_at_most(fps: float) -> None:
    assert len(told([number / fps for number in range(round(40 * fps))])) <= 2


def test_sizes_that_change_all_the_time_are_told_once() -> None:
    at = [number / 30 for number in range(600)]
    assert told(at, sizes=2) == [CameraStatus.OK, CameraStatus.SIZES]


def test_a_camera_that_is_turned_once_is_well() -> None:
    watch = watched(CameraWatch(Stillness(SHIPPED.judge.freeze)), 0, 5)
    watch = take_picture(watch, 5.0, same=False, black=False, resized=True)
    assert camera_status(watch, 5.01) is CameraStatus.OK
