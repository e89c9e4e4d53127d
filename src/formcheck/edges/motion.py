"""Motion at an even rate, as files for laboratories hold it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Angles", "Markers", "Positions", "even_times"]

Floats = NDArray[np.float64]


def even_times(start_s: float, end_s: float, rate_hz: float) -> Floats:
    """Return (n,) times, s, at an even rate: both formats want one."""
    count = max(1, int((end_s - start_s) * rate_hz + 1e-6))
    return start_s + np.arange(count) / rate_hz


@dataclass(frozen=True)
class Markers:
    """Landmarks in the room, over time.

    names: (k). time_s: (n,) s. xyz_m: (n, k, 3) in metres, x right, y up, z towards the
    camera; NaN where not seen.
    """

    names: tuple[str, ...]
    time_s: Floats
    xyz_m: Floats
    rate_hz: float

    @property
    def is_seen(self) -> bool:
        """Whether there is anything to write."""
        return bool(np.isfinite(self.xyz_m).any())


@dataclass(frozen=True)
class Positions:
    """Landmarks in the picture, a row a frame.

    names: (k). image_xy: (n, k, 2) in pixels, x right, y down. visibility: (n, k), 0-1.
    NaN where nobody was seen.
    """

    names: tuple[str, ...]
    image_xy: Floats
    visibility: Floats

    @property
    def is_seen(self) -> bool:
        """Whether there is anything to write."""
        return bool(np.isfinite(self.image_xy).any())


@dataclass(frozen=True)
class Angles:
    """Joint angles over time.

    names: (k). time_s: (n,) s. angle_deg: (n, k) in degrees, all of them numbers. seen:
    (n, k) whether each was read; what was not is joined by a straight line. apart: the
    names again, where they do not belong to the set's main file. calibration: digest of
    the constants by which hips were moved before they were read, None where none was.
    """

    names: tuple[str, ...]
    time_s: Floats
    angle_deg: Floats
    seen: NDArray[np.bool_]
    apart: tuple[str, ...] = ()
    calibration: str | None = None

    def gaps_s(self, column: int) -> list[tuple[float, float]]:
        """From when to when an angle was not read, s."""
        seen = np.concatenate([[True], self.seen[:, column], [True]]).astype(np.int8)
        turns = np.diff(seen)
        begins, ends = np.flatnonzero(turns < 0), np.flatnonzero(turns > 0) - 1
        return [
            (float(self.time_s[begin]), float(self.time_s[end]))
            for begin, end in zip(begins, ends, strict=True)
        ]
