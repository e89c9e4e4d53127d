"""What a page draws over the picture: points, joint arcs, the line of the back.

Positions are shares 0..1 of the picture's width and height, rounded to what a screen
shows. Nothing is judged here.
"""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np

from formcheck.core.body.body import Body
from formcheck.core.body.landmarks import Joint, Landmark, Side
from formcheck.core.body.observation import OUTLINE_POINTS, OutlineReason, Pose
from formcheck.core.body.silhouette import CHORD_SPAN
from formcheck.core.body.view import View
from formcheck.core.judge.frame import FrameResult
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.names import words_of

__all__ = ["arcs_of", "back_of", "points_of"]

Share = list[float]

_INCLUDED = {
    "hip_angle": (Joint.SHOULDER, Joint.HIP, Joint.KNEE),
    "knee_angle": (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    "front_knee_angle": (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    "elbow_angle": (Joint.SHOULDER, Joint.ELBOW, Joint.WRIST),
    "shoulder_angle": (Joint.HIP, Joint.SHOULDER, Joint.ELBOW),
    "elbow_back": (Joint.HIP, Joint.SHOULDER, Joint.ELBOW),
    "ankle_angle": (Joint.KNEE, Joint.ANKLE, Joint.FOOT_INDEX),
}
"""Measures that are an angle at a joint: from, at, to."""

_AGAINST_UPRIGHT = {
    "trunk_lean": (Joint.HIP, Joint.SHOULDER),
    "trunk_rise": (Joint.HIP, Joint.SHOULDER),
    "side_bend": (Joint.HIP, Joint.SHOULDER),
    "thigh_lean": (Joint.KNEE, Joint.HIP),
}
"""Measures against upright (or the floor): at, to."""

_UP_SHARE = 0.6
"""Length of the upright drawn, in lengths of the other bone."""


def points_of(pose: Pose, size_wh: tuple[int, int]) -> list[Share]:
    """(33) x, y and visibility."""
    share = pose.image_xy / np.array(size_wh, np.float32)
    rows = np.column_stack([share, pose.visibility])
    return [[round(v, 4) for v in row] for row in rows.tolist()]


def arcs_of(
    spec: StretchSpec, body: Body, reading: FrameResult
) -> list[dict[str, Any]]:
    """The joint angles that this stretch measures, where they are seen.

    A reading of another stretch has none.
    """
    found: list[dict[str, Any]] = []
    for name, value in reading.of(spec).measures.items():
        measure = spec.measures[name]
        side = body.side(measure.role)
        if side is None or isnan(value.raw):
            continue
        ends = _ends(measure.kind, spec.camera.view, body, side)
        if ends is None:
            continue
        start, at, end = (_share(body, body.pictured(point)) for point in ends)
        found.append(
            {
                "measure": name,
                "label": words_of(name),
                "at": at,
                "from": start,
                "to": end,
                "deg": round(value.raw, 1),
                "verdict": str(value.verdict.value),
            }
        )
    return found


Point = tuple[float, float]


def _ends(
    kind: str, view: View, body: Body, side: Side
) -> tuple[Point, Point, Point] | None:
    if kind in _INCLUDED:
        start, at, end = (body.point(joint, side) for joint in _INCLUDED[kind])
        return start, at, end
    if kind == "neck_bend":
        # Against the trunk's own line: a neck in line with it is 0.
        at, end = body.point(Joint.SHOULDER, side), body.point(Joint.EAR, side)
        share = _UP_SHARE * float(np.hypot(end[0] - at[0], end[1] - at[1]))
        share /= max(body.torso_px, 1e-6)
        x, y = body.trunk
        return (at[0] + share * x, at[1] + share * y), at, end
    if kind not in _AGAINST_UPRIGHT:
        return None
    low, high = _AGAINST_UPRIGHT[kind]
    whole = view is View.FRONT or Joint.SHOULDER in (low, high)
    at = body.middle(low) if whole else body.point(low, side)
    end = body.middle(high) if whole else body.point(high, side)
    length = _UP_SHARE * float(np.hypot(end[0] - at[0], end[1] - at[1]))
    if kind == "trunk_rise":  # against level, on the side that the head is on
        return (at[0] + (length if end[0] >= at[0] else -length), at[1]), at, end
    return (at[0], at[1] - length), at, end


def _share(body: Body, point: Point) -> Share:
    width, height = body.size_wh
    return [round(point[0] / width, 4), round(point[1] / height, 4)]


def back_of(pose: Pose, size_wh: tuple[int, int]) -> list[Share] | None:
    """Return the outline of the back where it is read; None elsewhere."""
    back = pose.back
    if back is None or back.reason is not OutlineReason.OK:
        return None
    xy = pose.image_xy
    hip, shoulder, knee = (
        xy[int(j) : int(j) + 2].mean(0).astype(np.float64)
        for j in (Landmark.LEFT_HIP, Landmark.LEFT_SHOULDER, Landmark.LEFT_KNEE)
    )
    chord = shoulder - hip
    length = float(np.hypot(*chord))
    outward = np.array([chord[1], -chord[0]]) / length
    if float((knee - hip) @ outward) > 0:
        outward = -outward
    along = np.linspace(0.0, CHORD_SPAN, OUTLINE_POINTS)[:, None]
    line = hip + along * chord + back.offsets[:, None] * length * outward
    line = line[np.isfinite(line).all(axis=1)] / np.array(size_wh)
    return [[round(x, 4), round(y, 4)] for x, y in line.tolist()]
