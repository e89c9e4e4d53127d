"""Landmarks as laboratories keep them: DeepLabCut's CSV, and C3D.

Formats: DeepLabCut's user guide, "Filter pose data" and its CSV of three header rows
(scorer, bodyparts, coords), as `movement` and SLEAP read it; C3D.org, "The C3D file
format", parameters POINT:UNITS, POINT:X_SCREEN and POINT:Y_SCREEN.
"""

from __future__ import annotations

import csv
import math
import warnings
from io import BytesIO
from pathlib import Path

import numpy as np

from formcheck.edges.motion import Markers, Positions
from formcheck.errors import HistoryError, MissingExtraError

__all__ = ["MOST_C3D_FRAMES", "write_c3d", "write_dlc"]

MOST_C3D_FRAMES = 65_535
"""The header of a C3D counts frames in 16 bits."""

_MM = 1000.0
_SCORER = "formcheck"


def write_dlc(path: Path, found: Positions) -> None:
    """Write where landmarks are in the picture; NaN where not seen.

    No empty cells: a first row of nothing else is to pandas, which DeepLabCut reads it
    with, the name of the index and no frame.
    """
    names = found.names
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        columns = ("x", "y", "likelihood")
        writer.writerow(["scorer"] + [_SCORER] * (len(names) * len(columns)))
        writer.writerow(["bodyparts"] + [name for name in names for _ in columns])
        writer.writerow(["coords", *columns * len(names)])
        cells = np.concatenate([found.image_xy, found.visibility[..., None]], axis=2)
        for number, row in enumerate(cells.reshape(len(cells), -1)):
            known = ("NaN" if math.isnan(v) else f"{v:.3f}" for v in row)
            writer.writerow([number, *known])


def write_c3d(path: Path, moved: Markers) -> None:
    """Write markers over time, in millimetres.

    What is not known is an invalid point: its residual is -1.

    Raises
    ------
    MissingExtraError
        What writes C3D is not installed.
    HistoryError
        There are more frames than a C3D can count.
    """
    try:
        import c3d
    except ImportError as error:
        raise MissingExtraError("a C3D file", "lab") from error
    xyz_m = moved.xyz_m
    if len(xyz_m) > MOST_C3D_FRAMES:
        raise HistoryError(
            f"a C3D file holds {MOST_C3D_FRAMES} frames, and this set has "
            f"{len(xyz_m)}: use --format trc"
        )
    points = np.zeros((*xyz_m.shape[:2], 5), np.float32)  # x, y, z, residual, cameras
    known = np.asarray(np.isfinite(xyz_m).all(axis=2))
    points[..., :3] = np.where(known[..., None], xyz_m * _MM, 0.0)
    points[..., 3] = np.where(known, 0.0, -1.0)
    writer = c3d.Writer(point_rate=moved.rate_hz, point_units="mm  ")
    no_analog = np.zeros((0, 1), np.float32)
    writer.add_frames([(frame, no_analog) for frame in points])
    writer.set_point_labels(list(moved.names))
    writer.set_screen_axis("+X", "+Y")
    whole = BytesIO()
    with warnings.catch_warnings():  # there is nothing analog, which is meant
        warnings.filterwarnings(
            "ignore", message="No analog data", category=UserWarning
        )
        writer.write(whole)
    path.write_bytes(whole.getbuffer())
