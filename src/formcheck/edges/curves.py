"""Zero-lag curves of a whole recording, for plots and spreadsheets.

Judging uses none of this: it knows no future, so that live and recorded judge the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

__all__ = ["zero_lag"]

_CUTOFF_HZ = 6.0
_ORDER = 4
_GRID_HZ = 60.0
_BRIDGE_S = 0.5
"""Gaps up to this are drawn through with a straight line; longer ones stay gaps."""

_SHORTEST = 16
"""Fewer grid points than this have no frequency to speak of."""

Values = NDArray[np.float64]


def zero_lag(time_s: Values, values: Values) -> Values:
    """Low-pass a series forwards and backwards, between its gaps.

    Butterworth, 6 Hz, order 4: movement science's usual filter.

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
    curve = np.full(values.shape, np.nan)
    seen = np.flatnonzero(np.isfinite(values))
    if not len(seen):
        return curve
    breaks = np.flatnonzero(np.diff(time_s[seen]) > _BRIDGE_S) + 1
    sections = butter(_ORDER, _CUTOFF_HZ, fs=_GRID_HZ, output="sos")
    for run in np.split(seen, breaks):
        times = time_s[run]
        count = int((times[-1] - times[0]) * _GRID_HZ) + 1
        if count < _SHORTEST:
            curve[run] = values[run]
            continue
        grid = np.linspace(times[0], times[-1], count)
        smooth = sosfiltfilt(sections, np.interp(grid, times, values[run]))
        curve[run] = np.interp(times, grid, smooth)
    return curve
