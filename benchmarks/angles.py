"""Near-side angles from a trace against the true ones, both in the picture's plane."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.truth import SAMPLES, read_truth, trace_path
from formcheck.core.body.body import Body
from formcheck.core.body.calibration import calibrated, hip_shift
from formcheck.core.body.geometry import from_up_deg, included_deg
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.tracking import Track, believe
from formcheck.core.body.view import ViewRule
from formcheck.core.stretch.spec import StretchSpec
from formcheck.edges.recording import Trace, read_trace
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


def bodies(trace: Trace, rule: ViewRule) -> Iterator[tuple[float, Body]]:
    """Yield when a body was believed, in s, and the body."""
    track = Track(judging_of().body)
    for seen in trace.observations():
        track, body, _ = believe(track, rule, seen)
        if body is not None:
            yield seen.time_s, body


def beside_truth(name: str, spec: StretchSpec) -> list[tuple[Body, Body]] | None:
    """A clip's believed bodies, each with the rendered one at that time.

    None for a clip that shows nobody, or where the truth expects no verdict.
    """
    arrays = SAMPLES / f"{name}.truth.npz"
    if not read_truth(name).judged or not arrays.exists():
        return None
    with np.load(arrays) as raw:
        times, xy = raw["time_s"], raw["landmarks_xy"].astype(float)
    pairs: list[tuple[Body, Body]] = []
    for time_s, body in bodies(read_trace(trace_path(name)), spec.view_rule):
        at = int(np.argmin(np.abs(times - time_s)))
        if np.isfinite(xy[at]).all():
            true = replace(body, points=[(float(x), float(y)) for x, y in xy[at]])
            pairs.append((body, true))
    return pairs


def angle_errors(name: str) -> dict[str, NDArray[np.float64]] | None:
    """Absolute errors, degrees, of every frame with a believed body, its hips as the
    judge has them.

    None for a clip that shows nobody, or where the truth expects no verdict.
    """
    spec = find_stretch(read_truth(name).stretch, poses_dir())
    pairs = beside_truth(name, spec)
    if pairs is None:
        return None
    numbers = judging_of().body.calibration
    shift = hip_shift(numbers, spec.view_rule.view, spec.posture)
    errors: list[list[float]] = []
    for body, true in pairs:
        found = angles_of(calibrated(body, shift), body.near)
        real = angles_of(true, body.near)
        errors.append([abs(a - b) for a, b in zip(found, real, strict=True)])
    table = np.array(errors) if errors else np.zeros((0, 3))
    return {angle: table[:, number] for number, angle in enumerate(ANGLES)}


__all__ = ["ANGLES", "angle_errors", "angles_of", "beside_truth", "bodies"]
