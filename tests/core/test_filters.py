from __future__ import annotations

from math import isnan, nan, pi

import numpy as np
import pytest

from formcheck.core.measure.filters import (
    HISTORY_S,
    History,
    OneEuro,
    remember,
    smooth,
    speed,
)
from tests.builders import uneven_times
from tests.numbers import SHIPPED

FILTER = SHIPPED.measure.filter

ONE = np.ones(1)


def published(times_s: list[float], values: list[float]) -> list[float]:
    """The 1 Euro filter as its paper has it (Casiez, Roussel & Vogel 2012), for one
    value: algorithm 1, with the slope's cutoff of 2 Hz.
    """

    def alpha(rate_hz: float, cutoff_hz: float) -> float:
        tau, period_s = 1 / (2 * pi * cutoff_hz), 1 / rate_hz
        return 1 / (1 + tau / period_s)

    smoothed, slope, found = values[0], 0.0, [values[0]]
    for number in range(1, len(values)):
        rate_hz = 1 / (times_s[number] - times_s[number - 1])
        new_slope = (values[number] - smoothed) * rate_hz
        a = alpha(rate_hz, 2.0)
        slope = a * new_slope + (1 - a) * slope
        a = alpha(rate_hz, FILTER.min_cutoff_hz + FILTER.beta * abs(slope))
        smoothed = a * values[number] + (1 - a) * smoothed
        found.append(smoothed)
    return found


def run(times_s: list[float], values: list[float], scale: float = 1) -> list[float]:
    state: OneEuro | None = None
    found = []
    for time_s, value in zip(times_s, values, strict=True):
        state = smooth(state, time_s, np.array([value]), ONE * scale, FILTER)
        found.append(float(state.value[0]))
    return found


TIMES = [n / 30 for n in range(60)]
RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("times_s", [TIMES, uneven_times(2)], ids=["even", "uneven"])
@pytest.mark.parametrize(
    "shape",
    [lambda t: 42.0, lambda t: 90 - 60 * t, lambda t: 100.0 if t > 1 else 20.0],
    ids=["constant", "ramp", "step"],
)
def test_it_is_the_published_filter(times_s: list[float], shape) -> None:  # type: ignore[no-untyped-def]
    values = [shape(t) + RANDOM.normal(0, 0.5) for t in times_s]
    assert run(times_s, values) == pytest.approx(published(times_s, values), abs=1e-9)


def test_a_constant_stays_and_a_ramp_is_followed_closely() -> None:
    assert run(TIMES, [42.0] * 60) == [42.0] * 60
    ramp = run(TIMES, [60 * t for t in TIMES])
    lag_deg = 60 * TIMES[-1] - ramp[-1]
    assert 0 < lag_deg < 60 * 0.05  # less than 50 ms behind


def test_one_filter_serves_degrees_and_ratios() -> None:
    values = [50 + 30 * np.sin(3 * t) for t in TIMES]
    as_ratio = run(TIMES, [v / 100 for v in values], scale=0.01)
    assert as_ratio == pytest.approx([v / 100 for v in run(TIMES, values)], abs=1e-12)


def test_nan_stays_nan_and_the_value_after_it_is_taken_as_it_is() -> None:
    values = [10.0] * 5 + [nan] * 3 + [80.0, 80.0]
    found = run(TIMES[:10], values)
    assert found[:5] == [10.0] * 5
    assert all(isnan(v) for v in found[5:8])
    assert found[8:] == [80.0, 80.0]


def test_nan_in_one_component_leaves_the_others_alone() -> None:
    state: OneEuro | None = None
    alone = run(TIMES, [90 * t for t in TIMES])
    for number, time_s in enumerate(TIMES):
        other = nan if number % 7 == 3 else 5.0
        state = smooth(
            state,
            time_s,
            np.array([90 * time_s, other]),
            np.ones(2),
            FILTER,
        )
        assert float(state.value[0]) == pytest.approx(alone[number])


@pytest.mark.parametrize("gap_s", [0.4, 3.0, 0.0, -0.1])
def test_after_a_gap_it_starts_afresh(gap_s: float) -> None:
    state = smooth(None, 1.0, np.array([10.0]), ONE, FILTER)
    state = smooth(state, 1.0 + gap_s, np.array([80.0]), ONE, FILTER)
    assert state.value[0] == 80.0


def history(times_s: list[float], values: list[float]) -> History:
    found: History = ()
    for time_s, value in zip(times_s, values, strict=True):
        found = remember(found, time_s, np.array([value]))
    return found


@pytest.mark.parametrize("times_s", [TIMES, uneven_times(2, seed=5)])
@pytest.mark.parametrize("over_s", [0.2, 0.3, 0.5, 1.5])
def test_the_speed_of_a_ramp_is_its_slope(times_s: list[float], over_s: float) -> None:
    ramp = history(times_s, [200 - 45 * t for t in times_s])
    assert speed(ramp, 0, over_s) == pytest.approx(-45, abs=1e-6)


def test_speed_is_a_mean_over_the_window() -> None:
    jump = history(TIMES, [50.0 if t > 1.9 else 0.0 for t in TIMES])
    assert speed(jump, 0, 0.5) == pytest.approx(100)
    assert speed(jump, 0, 1.0) == pytest.approx(50)


def test_speed_is_not_known_without_a_whole_window() -> None:
    assert isnan(speed((), 0, 0.5))
    assert isnan(speed(history(TIMES[:10], TIMES[:10]), 0, 0.5))
    holed = [nan if 1.6 < t < 1.65 else t for t in TIMES]
    assert isnan(speed(history(TIMES, holed), 0, 0.5))
    assert speed(history(TIMES, holed), 0, 0.2) == pytest.approx(1)


def test_history_forgets_what_is_old_and_what_lies_before_a_gap() -> None:
    long = history([n / 30 for n in range(300)], [0.0] * 300)
    assert long[-1][0] - long[0][0] == pytest.approx(HISTORY_S, abs=0.04)
    after = remember(long, long[-1][0] + 0.5, np.zeros(1))
    assert len(after) == 1
