"""When to look: at seconds, not at frames."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.sampling import Sampling, decide

STILL, SLOW, FAST = 0.3, 1.6, 12.0


def looks(
    change: Callable[[float], float], fps: float = 30, seconds: float = 4
) -> list[float]:
    """Times of the looks, where `change` is grey levels a 30th of a second."""
    state, found = Sampling(), []
    for number in range(round(seconds * fps)):
        time_s = number / fps
        state, due = decide(state, time_s, change(time_s) * 30 / fps)
        if due:
            found.append(time_s)
    return found


def longest_s(times_s: list[float]) -> float:
    return max(b - a for a, b in pairwise(times_s))


def test_the_first_frame_is_looked_at() -> None:
    assert looks(lambda t: 0.0)[0] == 0.0


@pytest.mark.parametrize("fps", [10, 12.5, 15, 24, 25, 30, 50, 60, 120])
@pytest.mark.parametrize("change", [STILL, SLOW, FAST])
def test_between_looks_are_never_more_than_their_seconds(
    fps: float, change: float
) -> None:
    # Within half a frame: a frame later would be further from it than this one.
    found = longest_s(looks(lambda t: change, fps))
    most = {STILL: CADENCE.still_s, SLOW: 0.085, FAST: 0.0}[change]
    assert found <= max(most + 0.5 / fps, 1 / fps) + 1e-6


def test_still_slow_and_fast_are_told_apart() -> None:
    still, slow, fast = (len(looks(lambda t, c=c: c)) for c in (STILL, SLOW, FAST))  # type: ignore[misc]
    assert still <= 40 < slow < fast == 120


@pytest.mark.parametrize("fps", [15, 24, 30, 60])
@pytest.mark.parametrize("at_s", [1.0, 1.031, 1.062, 1.093])
def test_a_fast_move_is_looked_at_at_once(fps: float, at_s: float) -> None:
    found = looks(lambda t: FAST if t >= at_s else STILL, fps)
    frames = [n / fps for n in range(round(4 * fps)) if n / fps >= at_s]
    assert set(frames) <= set(found)


def test_attention_lasts_for_a_moment() -> None:
    found = looks(lambda t: FAST if 0.99 < t < 1.01 else STILL)
    assert longest_s([t for t in found if 1.0 <= t <= 1.25]) < 0.04
    assert longest_s([t for t in found if t > 1.4]) > 0.06


def test_after_a_cut_every_frame_is_looked_at_until_one_can_be_believed() -> None:
    def found(cut_at: int | None) -> list[int]:
        state = Sampling()
        times: list[int] = []
        for number in range(90):
            cut = number == cut_at
            state, due = decide(state, number / 30, 12.0 if cut else STILL, cut=cut)
            times += [number] * due
        return times

    assert set(range(30, 48)) <= set(found(30))
    assert not set(range(50, 80)) <= set(found(30))
    assert not set(range(30, 48)) <= set(found(None))


def test_the_same_movement_is_fast_at_any_rate() -> None:
    # A camera with twice the frames sees half the change in each of them.
    for fps in (15, 30, 60):
        assert len(looks(lambda t: 5.0, fps)) == 4 * fps


@pytest.mark.parametrize("change", [0.38, 0.44, 3.3, 3.7])
def test_how_fast_something_moves_is_told_alike_from_pictures_a_millisecond_apart(
    change: float,
) -> None:
    slow, fine = Sampling(), Sampling()
    for _ in range(5):
        slow, _ = decide(slow, (slow.before_s or 0) + 1 / 30, change)
        fine, _ = decide(fine, (fine.before_s or 0) + 1e-3, change * 30e-3)
    for one in (slow, fine):
        assert (one.slow_until_s is not None) == (change >= 0.4)
        assert (one.fast_until_s is not None) == (change >= 3.5)
