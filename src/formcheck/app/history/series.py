"""What was read of a set over time, at the recording's rate, for laboratories.

Smoothed as movement science does (`edges/curves`), shot by shot: nothing is joined
across a cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from formcheck.app.pictures.replayed import ReplayedFrame, replayed_frames
from formcheck.core.body.landmarks import Landmark
from formcheck.core.body.observation import Observation
from formcheck.core.judge.change import calibration_of
from formcheck.core.judge.judging import Judging
from formcheck.core.measure.kinds import KINDS
from formcheck.core.records.session import SetRecord
from formcheck.core.words.reasons import Reason
from formcheck.edges.curves import resampled, zero_lag
from formcheck.edges.motion import Angles, Markers, Positions, even_times
from formcheck.edges.recording import Trace

__all__ = ["angles_of", "in_picture", "markers"]

Floats = NDArray[np.float64]
NAMES = tuple(landmark.name.lower() for landmark in Landmark)


def markers(record: SetRecord, trace: Trace, judging: Judging) -> Markers:
    """World landmarks from the middle of the hips, turned to y up.

    Of each frame from the first that anything was seen in to the last. A landmark that
    was not seen is NaN, and so are all landmarks of somebody else whom the model took
    for the person.
    """
    looks = []
    for frame in replayed_frames(trace, record, judging):
        pose = frame.observation.pose
        xyz = np.full((len(Landmark), 3), np.nan)
        if pose is not None and not _somebody_else(frame, record):
            xyz = pose.world_or_nan.astype(np.float64) * (1.0, -1.0, -1.0)
            xyz[pose.visibility < judging.body.seen.min_visibility] = np.nan
        looks.append((frame.observation, xyz.ravel()))
    grid, values = _evenly(trace, looks, 3 * len(Landmark), smooth=True)
    xyz_m = values.reshape(len(grid), -1, 3)
    seen = np.flatnonzero(np.isfinite(xyz_m).any(axis=(1, 2)))
    there = slice(seen[0], seen[-1] + 1) if len(seen) else slice(0)
    return Markers(NAMES, grid[there], xyz_m[there], trace.about.fps)


def in_picture(record: SetRecord, trace: Trace, judging: Judging) -> Positions:
    """Landmarks of every frame, as the model gave them; none of somebody else."""
    looks = []
    for frame in replayed_frames(trace, record, judging):
        pose = frame.observation.pose
        row = np.full((len(Landmark), 3), np.nan)
        if pose is not None and not _somebody_else(frame, record):
            row = np.column_stack([pose.image_xy, pose.visibility]).astype(np.float64)
        looks.append((frame.observation, row.ravel()))
    grid, values = _evenly(trace, looks, 3 * len(Landmark), smooth=False)
    rows = values.reshape(len(grid), -1, 3)
    return Positions(NAMES, rows[..., :2], rows[..., 2])


def angles_of(record: SetRecord, trace: Trace, judging: Judging) -> Iterator[Angles]:
    """Every measure that is an angle: those that are known together, together.

    From the first moment at which an angle was known to the last; between them it is
    joined by a straight line where it was not, and says so. Angles that begin or end
    at other moments than the primary one (a neck that is read against the start pose)
    come apart, so that each is whole.
    """
    measures = record.spec.measures
    names = [n for n, m in measures.items() if KINDS[m.kind].unit == "deg"]
    names.sort(key=lambda name: name != record.spec.primary)
    looks = []
    for frame in replayed_frames(trace, record, judging):
        read = frame.reading.of(record.spec).measures if frame.body is not None else {}
        # What is smoothed is what was believed; what it was made from is written.
        row = [
            read[n].raw if n in read and np.isfinite(read[n].smooth) else np.nan
            for n in names
        ]
        looks.append((frame.observation, np.array(row)))
    grid, values = _evenly(trace, looks, len(names), smooth=True)
    calibration = calibration_of(record.spec, judging)
    alike: dict[tuple[int, int], list[int]] = {}
    for number, known in enumerate(np.isfinite(values).T):
        if known.any():
            at = np.flatnonzero(known)
            alike.setdefault((int(at[0]), int(at[-1]) + 1), []).append(number)
    for count, ((first, after), columns) in enumerate(alike.items()):
        own = tuple(names[number] for number in columns)
        part = values[first:after, columns]
        seen, time_s = np.isfinite(part), grid[first:after]
        for column in range(len(columns)):
            at = seen[:, column]
            part[~at, column] = np.interp(time_s[~at], time_s[at], part[at, column])
        apart = own if count else ()
        yield Angles(own, time_s, part, seen, apart, calibration)


def _somebody_else(frame: ReplayedFrame, record: SetRecord) -> bool:
    return frame.reading.of(record.spec).why_not is Reason.SOMEBODY_ELSE


def _evenly(
    trace: Trace,
    looks: Sequence[tuple[Observation, Floats]],
    width: int,
    *,
    smooth: bool,
) -> tuple[Floats, Floats]:
    """Return (n,) times, s, at the recording's rate, and (n, width) values at them.

    looks: with the (width,) values that each read.
    """
    about = trace.about
    grid = even_times(about.start_s, about.end_s, about.fps)
    values = np.full((len(grid), width), np.nan)
    cuts = [number for number, (seen, _) in enumerate(looks) if seen.cut and number]
    edges = [0, *cuts, len(looks)]
    for first, after in pairwise(edges):
        shot = looks[first:after]
        if not shot:
            continue
        times = np.array([seen.time_s for seen, _ in shot])
        end_s = looks[after][0].time_s if after < len(looks) else inf
        here = (grid > times[0] - 1e-6) & (grid < end_s - 1e-6)
        rows = np.array([row for _, row in shot]).reshape(len(shot), width)
        if smooth:
            rows = np.column_stack([zero_lag(times, column) for column in rows.T])
        values[here] = resampled(times, rows, grid[here])
    return grid, values
