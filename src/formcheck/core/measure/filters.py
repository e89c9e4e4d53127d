"""One Euro on arrays, with the real time step; and mean speeds over a window.

Casiez, Roussel & Vogel, "1 Euro Filter: A Simple Speed-based Low-pass Filter for Noisy
Input in Interactive Systems", CHI 2012. The same filter serves live and recorded, so
that both judge the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan, pi

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.cadence import CADENCE
from formcheck.core.measure.numbers import FilterNumbers

__all__ = ["History", "OneEuro", "remember", "smooth", "speed"]

HISTORY_S = 3.2
"""Twice the longest `still_s` of a start pose, and the longest mean of a speed."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OneEuro:
    """The filter's state.

    time_s: of the last look. value, slope: (n,) of each component, per second.
    """

    time_s: float
    value: Array
    slope: Array


def _alpha(cutoff_hz: float, step_s: float) -> float:
    tau = 1.0 / (2 * pi * cutoff_hz)
    return 1.0 / (1.0 + tau / step_s)


def smooth(
    state: OneEuro | None,
    time_s: float,
    raw: Array,
    scale: Array,
    numbers: FilterNumbers,
) -> OneEuro:
    """One step. NaN stays NaN, and the component starts afresh after it.

    raw: (n,) values. scale: (n,) what a degree is in each component's unit.
    """
    if state is None or not 0 < time_s - state.time_s <= CADENCE.stale_s:
        return OneEuro(time_s, raw, np.zeros_like(raw))
    step_s = time_s - state.time_s
    share = _alpha(numbers.slope_cutoff_hz, step_s)
    values: list[float] = []
    slopes: list[float] = []
    # Plain floats: for a handful of measures numpy's overhead costs more.
    for before, slope, now, degree in zip(
        state.value.tolist(),
        state.slope.tolist(),
        raw.tolist(),
        scale.tolist(),
        strict=True,
    ):
        if isnan(before):
            before, slope = now, 0.0
        slope += share * ((now - before) / step_s - slope)
        cutoff_hz = numbers.min_cutoff_hz + numbers.beta * abs(slope) / degree
        values.append(before + _alpha(cutoff_hz, step_s) * (now - before))
        slopes.append(0.0 if isnan(slope) else slope)
    return OneEuro(time_s, np.array(values), np.array(slopes))


History = tuple[tuple[float, Array], ...]
"""(time_s, values) of the last looks, oldest first."""


def remember(history: History, time_s: float, values: Array) -> History:
    """The history with one look more and the old ones gone."""
    if history and time_s - history[-1][0] > CADENCE.stale_s:
        history = ()
    first = 0
    while first < len(history) and history[first][0] < time_s - HISTORY_S:
        first += 1
    return (*history[first:], (time_s, values))


def speed(history: History, index: int, over_s: float, ago_s: float = 0.0) -> float:
    """Mean speed of a component over the `over_s` that ended `ago_s` before the last
    look, per second, signed. Between looks its values are on a line, so that it is the
    same however often somebody looks.

    NaN where the history is shorter or has a gap in the window.
    """
    if not history:
        return nan
    end_s = history[-1][0] - ago_s
    begin_s = end_s - over_s
    later_s, later = history[-1][0], history[-1][1].item(index)
    end = later if ago_s <= 0 else nan
    for time_s, values in reversed(history[:-1]):
        value: float = values.item(index)
        if value != value:
            return nan
        if end != end and time_s <= end_s:
            share = (end_s - time_s) / (later_s - time_s)
            end = value + share * (later - value)
        if time_s <= begin_s:
            share = (begin_s - time_s) / (later_s - time_s)
            return (end - (value + share * (later - value))) / over_s
        later_s, later = time_s, value
    return nan
