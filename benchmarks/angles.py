"""Near-side angles from a trace against the true ones, both in the picture's plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.truth import SAMPLES, read_truth, trace_path
from formcheck.core.body.body import Body
from formcheck.core.body.calibration import calibrated, hip_shift
from formcheck.core.body.geometry import from_up_deg, included_deg
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.tracking import Track, believe
from formcheck.edges.recording import read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch

ANGLES = ("hip", "knee", "trunk")


def angles_of(body: Body, near: Side) -> tuple[float, float, float]:
    shoulder, hip = body.point(Joint.SHOULDER, near), body.point(Joint.HIP, near)
    knee, ankle = body.point(Joint.KNEE, near), body.point(Joint.ANKLE, near)
    return (
        included_deg(shoulder, hip, knee),
        included_deg(hip, knee, ankle),
        abs(from_up_deg(body.trunk)),
    )


def angle_errors(name: str) -> dict[str, NDArray[np.float64]] | None:
    """Absolute errors, degrees, of every frame with a believed body, its hips as the
    judge has them.

    None for a clip that shows nobody, or where the truth expects no verdict.
    """
    truth = read_truth(name)
    arrays = SAMPLES / f"{name}.truth.npz"
    if not truth.judged or not arrays.exists():
        return None
    with np.load(arrays) as raw:
        times, xy = raw["time_s"], raw["landmarks_xy"].astype(float)
    spec = find_stretch(truth.stretch, poses_dir())
    numbers = judging_of().body
    shift = hip_shift(numbers.calibration, spec.view_rule.view, spec.posture)
    track = Track(numbers)
    errors: list[list[float]] = []
    for seen in read_trace(trace_path(name)).observations():
        track, body, _ = believe(track, spec.view_rule, seen)
        at = int(np.argmin(np.abs(times - seen.time_s)))
        if body is None or not np.isfinite(xy[at]).all():
            continue
        true = Body(
            [(float(x), float(y)) for x, y in xy[at]],
            body.visibility,
            None,
            body.size_wh,
            body.near,
            judging_of().body,
        )
        seen_body = calibrated(body, shift)
        found, real = angles_of(seen_body, body.near), angles_of(true, body.near)
        errors.append([abs(a - b) for a, b in zip(found, real, strict=True)])
    table = np.array(errors) if errors else np.zeros((0, 3))
    return {angle: table[:, number] for number, angle in enumerate(ANGLES)}


__all__ = ["ANGLES", "angle_errors"]
