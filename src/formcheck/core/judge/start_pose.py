"""Whether a pose is the start pose, standing still."""

from __future__ import annotations

from math import nan

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.body import body_of, near_evidence, off_view_deg
from formcheck.core.body.landmarks import Side
from formcheck.core.body.numbers import BodyNumbers
from formcheck.core.body.observation import Pose
from formcheck.core.body.posture import in_posture
from formcheck.core.judge.hysteresis import Verdict, all_of, inside
from formcheck.core.judge.numbers import StartNumbers
from formcheck.core.judge.sample import Sample, readings
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import StretchSpec

__all__ = ["could_start", "start_pose"]

Array = NDArray[np.float64]


def could_start(
    spec: StretchSpec, pose: Pose, size_wh: tuple[int, int], numbers: BodyNumbers
) -> bool:
    """Whether somebody in the picture stands as this stretch starts, the right way on.

    For finding the person among others before anybody is locked on to.
    """
    if not off_view_deg(pose, spec.camera.view) <= spec.camera.max_off_deg:
        return False
    near = Side.RIGHT if near_evidence(pose, numbers.facing) > 0 else Side.LEFT
    points = [(x, y) for x, y in pose.image_xy.tolist()]
    body = body_of(pose, points, size_wh, near, numbers, active=near)
    if not in_posture(body, spec.posture):
        return False
    values = dict(zip(spec.measures, readings(spec, body), strict=True))
    for clause in spec.start.clauses:
        value, _ = values[clause.measure]
        low, high = clause.leave
        if not low <= value <= high:
            return False
    return True


def start_pose(
    spec: StretchSpec, sample: Sample, numbers: StartNumbers
) -> tuple[tuple[str, float], ...] | None:
    """The mean of every measure over a start pose that stood still, or None.

    In the file's own range it must stand still for `still_s`; near it (the exit range)
    for longer: a stooped back or a stiff knee is a start, too.
    """
    clauses = spec.start.clauses
    for span, still_s in (
        ("enter", spec.start.still_s),
        ("leave", numbers.near_still * spec.start.still_s),
    ):
        target_range = [(c, c.enter if span == "enter" else c.leave) for c in clauses]
        here = all_of(
            inside(sample.value(c.measure), span, span, was_in=False)
            for c, span in target_range
        )
        if here is not Verdict.YES:
            continue
        window = [v for t, v in sample.history if t >= sample.time_s - still_s - 1e-6]
        if (
            not window
            or sample.history[0][0] > sample.time_s - still_s + numbers.short_s
        ):
            return None
        values = np.array(window)
        if not _stands_still(spec, sample, values, numbers):
            continue
        with np.errstate(all="ignore"):
            counts = np.isfinite(values).sum(0)
            sums = np.nansum(values, axis=0)
        means = np.where(counts > 0, sums / np.maximum(counts, 1), nan)
        return tuple(zip(sample.names, (float(m) for m in means), strict=True))
    return None


def _stands_still(
    spec: StretchSpec, sample: Sample, values: Array, numbers: StartNumbers
) -> bool:
    """Whether no angle that start or target ask for moved. values: (looks, measures).

    One alone may pause while the body is still on its way. Distances between limbs of
    both sides, as of a crossed ankle, are read too uncertainly to tell.
    """
    first = spec.start.clauses[0].measure
    if np.isnan(values[:, sample.index(first)]).any():
        return False
    range_deg = spec.start.still_range / sample.scale(first)
    for name in spec.asked:
        if name != first and KINDS[spec.measures[name].kind].unit != "deg":
            continue
        column = values[:, sample.index(name)]
        seen = column[~np.isnan(column)]
        most = range_deg if name == first else numbers.others_still * range_deg
        if seen.size and np.ptp(seen) > most * sample.scale(name):
            return False
    return True
