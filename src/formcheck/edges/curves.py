"""Zero-lag curves of a whole recording, for plots and spreadsheets.

Judging uses none of this: it knows no future, so that live and recorded judge the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.core.cadence import CADENCE

__all__ = ["zero_lag"]

_CUTOFF_HZ = 6.0
_ORDER = 4
_GRID_HZ = 60.0
_SHORTEST = 16
"""Fewer grid points than this have no frequency to speak of."""

_PAD = 60
"""Grid points by which each end is continued, turned over, as filters do."""

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
    breaks = np.flatnonzero(np.diff(time_s[seen]) > CADENCE.drawn_s) + 1
    for run in np.split(seen, breaks):
        times = time_s[run]
        count = int((times[-1] - times[0]) * _GRID_HZ) + 1
        if count < _SHORTEST:
            curve[run] = values[run]
            continue
        grid = np.linspace(times[0], times[-1], count)
        smooth = _both_ways(np.interp(grid, times, values[run]))
        curve[run] = np.interp(times, grid, smooth)
    return curve


def _both_ways(values: Values) -> Values:
    """Filter an even series there and back.

    There and back is the filter's power gain and no delay, which the spectrum takes in
    one step; scipy's `sosfiltfilt` gives the same for most of a second's import.
    """
    pad = min(_PAD, len(values) - 1)
    before = 2 * values[0] - values[pad:0:-1]
    after = 2 * values[-1] - values[-2 : -pad - 2 : -1]
    whole = np.concatenate([before, values, after])
    # The spectrum joins end to start: take the straight line between them off first.
    line = np.linspace(whole[0], whole[-1], len(whole))
    share = np.fft.rfftfreq(len(whole)) * np.pi
    with np.errstate(over="ignore"):
        warped = np.tan(share) / np.tan(np.pi * _CUTOFF_HZ / _GRID_HZ)
        gain = 1.0 / (1.0 + warped ** (2 * _ORDER))
    smooth = np.fft.irfft(np.fft.rfft(whole - line) * gain, len(whole)) + line
    return np.asarray(smooth[pad : pad + len(values)], np.float64)
