"""Curves of a whole recording, for plots, spreadsheets and laboratories.

Judging uses none of this: it knows no future, so that live and recorded judge the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.cadence import CADENCE

__all__ = ["resampled", "zero_lag"]

_CUTOFF_HZ = 6.0
"""Where the curve has lost 3 dB, there and back together."""

_ORDER = 2
"""Of one way: 4 there and back, as movement science counts it."""

_WINTER = (2 ** (1 / 2) - 1) ** 0.25
"""Two passes lose twice as much: the cut-off of each is divided by this (Winter,
Biomechanics and Motor Control of Human Movement, 2009)."""

_GRID_HZ = 60.0
_SHORTEST = 16
"""Fewer grid points than this have no frequency to speak of."""

_SAME_S = 1e-6
"""Times this near are one: they come from divisions."""

Values = NDArray[np.float64]


def zero_lag(time_s: Values, values: Values) -> Values:
    """Low-pass a series forwards and backwards, between its gaps.

    Butterworth, 6 Hz, of order 4 in all: movement science's usual filter.

    Parameters
    ----------
    time_s
        (n,) s, increasing, at any rhythm.
    values
        (n,) NaN where not seen.

    Returns
    -------
    (n,) the curve at the same times; NaN where `values` is.
    """
    # It takes most of a second to import, and few commands write curves.
    from scipy.signal import butter, sosfiltfilt

    curve = np.full(values.shape, np.nan)
    seen = np.flatnonzero(np.isfinite(values))
    if not len(seen):
        return curve
    edge = np.tan(np.pi * _CUTOFF_HZ / _GRID_HZ) / _WINTER
    one_way = butter(_ORDER, np.arctan(edge) / np.pi, fs=1.0, output="sos")
    breaks = np.flatnonzero(np.diff(time_s[seen]) > CADENCE.drawn_s) + 1
    for run in np.split(seen, breaks):
        times = time_s[run]
        count = int((times[-1] - times[0]) * _GRID_HZ) + 1
        if count < _SHORTEST:
            curve[run] = values[run]
            continue
        grid = np.linspace(times[0], times[-1], count)
        smooth = sosfiltfilt(one_way, np.interp(grid, times, values[run]))
        curve[run] = np.interp(times, grid, smooth)
    return curve


def resampled(time_s: Values, values: Values, at_s: Values) -> Values:
    """Read (n, k) values at other times, column by column, without a hole where it was
    seen.

    Between neighbours that are known and no further apart than judging bridges there is
    a straight line; what the last look knew stands for as long after it.

    Parameters
    ----------
    time_s
        (n,) s, increasing.
    values
        (n, k) NaN where not known.
    at_s
        (m,) s.

    Returns
    -------
    (m, k), NaN where not known.
    """
    out = np.full((len(at_s), values.shape[1]), np.nan)
    for number, column in enumerate(values.T):
        known = np.isfinite(column)
        if known.any():
            stands = bool(known[-1])
            out[:, number] = _joined(time_s[known], column[known], at_s, stands=stands)
    return out


def _joined(time_s: Values, value: Values, at_s: Values, *, stands: bool) -> Values:
    """Read one series without NaN. stands: its last value does, for a while."""
    after = np.searchsorted(time_s, at_s - _SAME_S)
    right, left = np.minimum(after, len(time_s) - 1), np.maximum(after - 1, 0)
    exact = np.abs(time_s[right] - at_s) < _SAME_S
    at_s = np.where(exact, time_s[right], at_s)
    inside = (after > 0) & (after < len(time_s))
    known = exact | (inside & (time_s[right] - time_s[left] <= CADENCE.stale_s))
    if stands:
        known |= (at_s > time_s[-1]) & (at_s - time_s[-1] <= CADENCE.stale_s)
    return np.where(known, np.interp(at_s, time_s, value), np.nan)
