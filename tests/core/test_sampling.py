"""When to look: at seconds, not at frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.sampling import Sampling, box_of, decide, seen
from tests.builders import SUPINE, pose_of
from tests.pictures import some_pose

STILL, MOVING = 0.3, 12.0


def looks(
    change: Callable[[float], float], fps: float = 30, seconds: float = 4
) -> list[float]:
    """Times of the looks, where the person's box changes by so many levels."""
    state, found = Sampling(), []
    for number in range(round(seconds * fps)):
        time_s = number / fps
        state, due = decide(state, time_s, change(time_s))
        if due:
            found.append(time_s)
    return found


def longest_s(times_s: list[float]) -> float:
    return max(b - a for a, b in pairwise(times_s))


def test_the_first_frame_is_looked_at() -> None:
    assert looks(lambda t: 0.0)[0] == 0.0


@pytest.mark.parametrize("fps", [10, 12.5, 15, 24, 25, 30, 50, 60, 120])
@pytest.mark.parametrize("change", [STILL, MOVING])
def test_between_looks_are_never_more_than_their_seconds(
    fps: float, change: float
) -> None:
    # Within half a frame: a frame later would be further from it than this one.
    found = longest_s(looks(lambda t: change, fps))
    most = {STILL: CADENCE.still_s, MOVING: CADENCE.moving_s}[change]
    assert found <= max(most + 0.5 / fps, 1 / fps) + 1e-6


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60, 120])
def test_who_never_rests_is_looked_at_no_oftener_than_the_cap(fps: float) -> None:
    found = looks(lambda t: 12.0 + 8.0 * (t % 1.0), fps)
    assert 15 * 4 <= len(found) <= 25 * 4 + 1


def test_still_and_moving_are_told_apart() -> None:
    still, moving = (len(looks(lambda t, c=c: c)) for c in (STILL, MOVING))  # type: ignore[misc]
    assert still <= 25 < 60 == moving


@pytest.mark.parametrize("fps", [15, 24, 30, 60])
@pytest.mark.parametrize("at_s", [1.0, 1.031, 1.062, 1.093])
def test_a_move_is_looked_at_within_the_wait_of_one(fps: float, at_s: float) -> None:
    found = looks(lambda t: MOVING if t >= at_s else STILL, fps)
    after = [t for t in found if t >= at_s]
    assert after[0] - at_s <= CADENCE.moving_s + 0.5 / fps
    assert longest_s(after) <= max(CADENCE.moving_s + 0.5 / fps, 1 / fps) + 1e-6


def test_attention_lasts_for_a_moment() -> None:
    found = looks(lambda t: MOVING if 0.99 < t < 1.01 else STILL)
    assert longest_s([t for t in found if 1.0 <= t <= 1.25]) < 0.09
    assert longest_s([t for t in found if t > 1.4]) > 0.12


def test_after_a_cut_every_frame_is_looked_at_until_one_can_be_believed() -> None:
    def found(cut_at: int | None) -> list[int]:
        state = Sampling()
        times: list[int] = []
        for number in range(90):
            cut = number == cut_at
            state, due = decide(state, number / 30, MOVING if cut else STILL, cut=cut)
            times += [number] * due
        return times

    assert set(range(30, 48)) <= set(found(30))
    assert not set(range(50, 80)) <= set(found(30))
    assert not set(range(30, 48)) <= set(found(None))


@pytest.mark.parametrize("fps", [25, 30, 60])
@pytest.mark.parametrize(("deg_s", "quick"), [(60, False), (200, True)])
def test_who_moves_fast_is_looked_at_as_often_as_a_usual_camera_shows(
    fps: float, deg_s: float, quick: bool
) -> None:
    state, looks = Sampling(), []
    for number in range(round(0.8 * fps)):
        time_s = number / fps
        state, due = decide(state, time_s, MOVING)
        if due:
            figure = replace(SUPINE, hip=150 - deg_s * time_s)
            state = seen(state, time_s, pose_of(figure))
            looks.append(time_s)
    late = [t for t in looks if t >= 0.2]
    assert longest_s(late) == pytest.approx(
        max(1 / fps, 1 / 30)
        if quick
        else {25: 0.04, 30: 1 / 15, 60: 1 / 20}[round(fps)]
    )


def test_from_one_person_to_another_is_no_movement() -> None:
    state = seen(Sampling(), 1.0, some_pose(1))
    state = seen(state, 1.1, None)
    assert seen(state, 1.2, some_pose(2)).quick_until_s is None
    assert seen(state, 9.0, some_pose(2)).quick_until_s is None


def test_a_box_has_the_person_in_it_and_a_margin() -> None:
    pose = some_pose(1)
    left, top, right, bottom = box_of(pose, (64, 48)) or (0.0, 0.0, 0.0, 0.0)
    x, y = (pose.image_xy / (64, 48)).T
    assert left < x.min() < x.max() < right
    assert top < y.min() < y.max() < bottom
