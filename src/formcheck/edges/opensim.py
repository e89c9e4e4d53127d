"""Files as OpenSim reads them: landmarks as .trc, joint angles as .mot.

Formats: OpenSim documentation, "Marker (.trc) Files" and "Motion (.mot) Files". What
was not seen is written as OpenSim 4.5's own readers take it, which was tried:
TimeSeriesTableVec3 refuses a .trc that ends a row with an empty cell, and it and
MarkerData read NaN as a missing marker anywhere; Storage reads a .mot up to its first
NaN and no further, and TimeSeriesTable refuses an empty cell, but both take rows at any
times.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from formcheck.edges.motion import Angles, Markers

__all__ = ["write_mot", "write_trc"]

_PAIR = ("", "_seen")


def write_trc(path: Path, moved: Markers) -> None:
    """Write markers over time, in metres. A missing one is NaN in the file as well.

    Not without a row: OpenSim's reader of an empty .trc never ends.
    """
    count, markers = moved.xyz_m.shape[:2]
    rate = f"{moved.rate_hz:g}"
    axes = [f"{axis}{n}" for n in range(1, markers + 1) for axis in "XYZ"]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate"
        "\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{count}\t{markers}\tm\t{rate}\t1\t{count}",
        "Frame#\tTime\t" + "\t\t\t".join(moved.names) + "\t\t",
        "\t\t" + "\t".join(axes),
        "",
    ]
    for number, (moment, row) in enumerate(
        zip(moved.time_s, moved.xyz_m, strict=True), 1
    ):
        cells = ["NaN" if np.isnan(v) else f"{v:.5f}" for v in row.ravel()]
        lines.append(f"{number}\t{moment:.5f}\t" + "\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


def write_mot(path: Path, angles: Angles) -> None:
    """Write joint angles over time; a column NAME_seen, 0 or 1, follows each.

    The header names the calibration and lists the gaps, in seconds:
    `gaps_NAME=2.1-3.4 5.0-5.2`.

    Raises
    ------
    ValueError
        An angle is not known: what follows it would be lost on OpenSim.
    """
    if not np.isfinite(angles.angle_deg).all():
        raise ValueError("an angle of a .mot is not known")
    lines = [
        path.stem,
        "version=1",
        f"nRows={len(angles.time_s)}",
        f"nColumns={2 * len(angles.names) + 1}",
        "inDegrees=yes",
        f"calibration={angles.calibration or 'none'}",
    ]
    for column, name in enumerate(angles.names):
        gaps = " ".join(f"{a:.2f}-{b:.2f}" for a, b in angles.gaps_s(column))
        lines.append(f"gaps_{name}={gaps or 'none'}")
    lines.append("endheader")
    lines.append("\t".join(["time", *(f"{n}{s}" for n in angles.names for s in _PAIR)]))
    for moment, row, seen in zip(
        angles.time_s, angles.angle_deg, angles.seen, strict=True
    ):
        cells = (f"{v:.3f}\t{int(s)}" for v, s in zip(row, seen, strict=True))
        lines.append("\t".join([f"{moment:.5f}", *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
