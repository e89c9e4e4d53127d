"""One stay in the target, look by look: when it had settled and when it was left."""

from __future__ import annotations

from math import nan

import pytest

from formcheck.core.body.cadence import CADENCE
from formcheck.core.judge.hold import Hold, stay
from tests.numbers import SHIPPED

LAG_S = SHIPPED.judge.hold.pace_over_s / 2
"""The pace is a mean: what it says of a moment began half its window before."""

Step = tuple[float, float, float]
"""time_s, how much faster than a slow pace, how far in as a share of the way."""


def stayed(*steps: Step, hold: Hold | None = None) -> Hold:
    hold = hold or Hold(0.0, SHIPPED.judge.hold)
    for time_s, haste, at in steps:
        hold = stay(hold, time_s, calm=haste <= 0, haste=haste, at=at)
    return hold


def still(until_s: float, at: float = 1.2) -> list[Step]:
    return [(n / 10, -10.0, at) for n in range(1, round(until_s * 10) + 1)]


@pytest.mark.parametrize(("before", "share"), [(10, 0.5), (30, 0.75), (2, 1 / 6)])
def test_when_it_slowed_down_is_told_between_two_looks(
    before: float, share: float
) -> None:
    hold = stayed((1.0, before, 1.1), (1.16, -10, 1.2), *still(2)[12:])
    assert hold.settled_s == pytest.approx(1.0 + 0.16 * share - LAG_S)


@pytest.mark.parametrize(("after", "share"), [(10, 0.5), (30, 0.25), (2, 5 / 6)])
def test_and_when_it_began_to_move(after: float, share: float) -> None:
    hold = stayed(*still(2), (2.16, after, 1.0))
    assert hold.span_s[1] == pytest.approx(2.0 + 0.16 * share - LAG_S)
    assert hold.moved


@pytest.mark.parametrize("step_s", [1 / 60, 1 / 30, 0.085, 0.17])
def test_neither_hangs_on_how_often_it_is_looked_at(step_s: float) -> None:
    # The pace falls by 100 a second until 3.0, and grows by as much from 5.0 on.
    def haste(time_s: float) -> float:
        return max(-10.0, 100 * (3.0 - time_s), 100 * (time_s - 5.0))

    times = [n * step_s for n in range(round(5.5 / step_s))]
    hold = stayed(*[(t, haste(t), 1.2) for t in times])
    assert hold.span_s == pytest.approx((3.0 - LAG_S, 5.0 - LAG_S), abs=0.04)


@pytest.mark.parametrize("unknown", [(nan, -10.0), (10.0, nan)])
def test_a_pace_that_is_not_known_tells_nothing(unknown: tuple[float, float]) -> None:
    before, after = unknown
    hold = stay(Hold(0.0, SHIPPED.judge.hold), 1.0, calm=False, haste=before)
    hold = stay(hold, 1.16, calm=True, haste=after)
    assert hold.settled_s == pytest.approx(1.08 - LAG_S)


def test_nothing_is_granted_for_a_gap() -> None:
    hold = stayed((1.0, 10, 1.1), (2.0, -10, 1.2))
    assert hold.settled_s == pytest.approx(2.0 - CADENCE.apart_s / 2 - LAG_S)


@pytest.mark.parametrize(("at", "goes_on"), [(1.15, True), (0.9, False)])
def test_only_movement_that_gets_somewhere_is_the_way_out(
    at: float, goes_on: bool
) -> None:
    moving = [(2 + n / 10, 5.0, 1.2 + (at - 1.2) * n / 5) for n in range(1, 6)]
    pause = [(2.6, -10.0, at), (2.7, -10.0, at)]
    hold = stayed(*still(2), *moving, *pause)
    assert (hold.span_s[1] > 2.5) is goes_on
    assert hold.span_s[0] == pytest.approx(0.0, abs=0.1)


def test_a_pause_on_the_way_out_that_lasts_is_a_hold_again() -> None:
    moving = [(2 + n / 10, 5.0, 1.2 - 0.06 * n) for n in range(1, 6)]
    pause = [(2.5 + n / 10, -10.0, 0.9) for n in range(1, 5)]
    assert stayed(*still(2), *moving, *pause).span_s[1] == pytest.approx(2.9)


def test_a_look_that_is_slow_on_the_way_out_is_no_pause() -> None:
    moving = [(2 + n / 30, 5.0, 1.2) for n in range(1, 5)]
    slow, on = (2.17, -1.0, 1.18), [(2.2 + n / 30, 20.0, 1.0) for n in range(3)]
    out = stayed(*still(2), *moving, slow, *on)
    assert out.span_s[1] == pytest.approx(2.02 - LAG_S, abs=0.01)


def test_slow_is_slower_once_the_body_has_gone_somewhere() -> None:
    hold = stayed(*still(2), (2.1, 5.0, 1.2))
    assert hold.slow_share(1.18) == 1.0
    assert hold.slow_share(1.0) < 1.0
    assert stayed(*still(2)).slow_share(1.0) == 1.0


def test_the_clock_runs_from_settling_less_what_was_not_seen() -> None:
    assert Hold(1.0, SHIPPED.judge.hold).so_far_s(5.0) == 4.0
    settled = Hold(1.0, SHIPPED.judge.hold, settled_s=2.0, gap_s=0.5, gap_since_s=0.25)
    assert settled.so_far_s(5.0) == 2.25
    assert settled.so_far_s(2.5) == 0.0
