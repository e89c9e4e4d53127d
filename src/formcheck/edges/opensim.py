"""Files as OpenSim reads them: landmarks as .trc, joint angles as .mot.

Formats: OpenSim documentation, "Marker (.trc) Files" and "Motion (.mot) Files". What
was not seen is written as OpenSim 4.5's own readers take it, which was tried:
TimeSeriesTableVec3 refuses a .trc that ends a row with an empty cell, and it and
MarkerData read NaN as a missing marker anywhere; Storage reads a .mot up to its first
NaN and no further, and TimeSeriesTable refuses an empty cell, but both take rows at any
times.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["even_times", "write_mot", "write_trc"]

Floats = NDArray[np.float64]


def even_times(start_s: float, end_s: float, rate_hz: float) -> Floats:
    """Return (n,) times, s, at an even rate: both formats want one."""
    count = max(1, int((end_s - start_s) * rate_hz + 1e-6))
    return start_s + np.arange(count) / rate_hz


def write_trc(
    path: Path, names: Sequence[str], time_s: Floats, xyz_m: Floats, rate_hz: float
) -> None:
    """Write markers over time.

    names: (k) of the markers. xyz_m: (n, k, 3) in metres, x right, y up, z towards the
    camera. What is not known, a missing marker, is NaN in the file as well.
    """
    count, markers = xyz_m.shape[:2]
    rate = f"{rate_hz:g}"
    axes = [f"{axis}{n}" for n in range(1, markers + 1) for axis in "XYZ"]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate"
        "\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{count}\t{markers}\tm\t{rate}\t1\t{count}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(axes),
        "",
    ]
    for number, (moment, row) in enumerate(zip(time_s, xyz_m, strict=True), 1):
        cells = ["NaN" if np.isnan(v) else f"{v:.5f}" for v in row.ravel()]
        lines.append(f"{number}\t{moment:.5f}\t" + "\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


def write_mot(
    path: Path, names: Sequence[str], time_s: Floats, angles_deg: Floats
) -> None:
    """Write joint angles over time: (n, k) in degrees.

    Times at which they are not known are left out by the caller; the others need not
    be even.

    Raises
    ------
    ValueError
        One is not known: what follows it would be lost on OpenSim.
    """
    if not np.isfinite(angles_deg).all():
        raise ValueError("an angle of a .mot is not known")
    lines = [
        path.stem,
        "version=1",
        f"nRows={len(time_s)}",
        f"nColumns={len(names) + 1}",
        "inDegrees=yes",
        "endheader",
        "\t".join(["time", *names]),
    ]
    for moment, row in zip(time_s, angles_deg, strict=True):
        lines.append("\t".join([f"{moment:.5f}", *(f"{v:.3f}" for v in row)]))
    path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
