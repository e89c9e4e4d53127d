"""A trace as arrays, and the angles that counters watch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.landmarks import Joint, Side, joint_index
from formcheck.edges.recording import Trace

Array = NDArray[np.float64]

BENDS: Mapping[str, tuple[Joint, Joint, Joint]] = {
    "hip": (Joint.SHOULDER, Joint.HIP, Joint.KNEE),
    "knee": (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    "shoulder": (Joint.ELBOW, Joint.SHOULDER, Joint.HIP),
    "elbow": (Joint.SHOULDER, Joint.ELBOW, Joint.WRIST),
}
LEANS: Mapping[str, tuple[Joint, Joint]] = {
    "trunk": (Joint.HIP, Joint.SHOULDER),
    "thigh": (Joint.HIP, Joint.KNEE),
    "shank": (Joint.KNEE, Joint.ANKLE),
}


@dataclass(frozen=True)
class Body:
    """One person over n looks. times_s: (n,). xy: (n, 33, 2), px. world: (n, 33, 3), m.
    visibility: (n, 33), 0 to 1. size_wh: of the picture, px.
    """

    times_s: Array
    xy: Array
    world: Array
    visibility: Array
    size_wh: tuple[int, int]


def body_of(trace: Trace) -> Body:
    """Return what was seen of somebody; looks at nobody are left out."""
    seen = [o for o in trace.observations() if o.pose is not None]
    poses = [o.pose for o in seen if o.pose is not None]
    return Body(
        np.array([o.time_s for o in seen], float),
        np.array([p.image_xy for p in poses], float).reshape(-1, 33, 2),
        np.array([p.world_or_nan for p in poses], float).reshape(-1, 33, 3),
        np.array([p.visibility for p in poses], float).reshape(-1, 33),
        seen[0].size_wh if seen else (1, 1),
    )


def seen_side(body: Body) -> Side:
    """Return the side whose joints are seen better."""
    left, right = (_joints(body.visibility, side).sum() for side in Side)
    return Side.LEFT if left >= right else Side.RIGHT


def taller_side(body: Body) -> Side:
    """Return the side that reaches further from shoulder to foot."""
    heights = [
        np.abs(
            body.xy[:, joint_index(Joint.SHOULDER, side), 1]
            - body.xy[:, joint_index(Joint.ANKLE, side), 1]
        ).sum()
        for side in Side
    ]
    return Side.LEFT if heights[0] >= heights[1] else Side.RIGHT


def closer_side(body: Body) -> Side:
    """Return the side that is closer to the camera."""
    left, right = (np.nansum(_joints(body.world[:, :, 2], side)) for side in Side)
    return Side.LEFT if left <= right else Side.RIGHT


def bends(body: Body, side: Side) -> dict[str, Array]:
    """Return the angle at each joint, degrees, 180 where it is straight."""
    found = {}
    for name, joints in BENDS.items():
        one, middle, other = (body.xy[:, joint_index(j, side)] for j in joints)
        found[name] = _between(one - middle, other - middle)
    return found


def leans(body: Body, side: Side) -> dict[str, Array]:
    """Return each segment's angle to the vertical, degrees."""
    found = {}
    for name, (start, end) in LEANS.items():
        to, from_ = joint_index(end, side), joint_index(start, side)
        along = body.xy[:, to] - body.xy[:, from_]
        found[name] = np.degrees(np.arctan2(np.abs(along[:, 0]), -along[:, 1]))
    return found


def normalised(body: Body) -> Body:
    """Return it in shares of the picture's width and height, as a pose model says it.

    Angles in these are wrong by as much as the picture is not square.
    """
    return replace(body, xy=body.xy / np.array(body.size_wh, float))


def gated(signals: Mapping[str, Array], body: Body, side: Side) -> dict[str, Array]:
    """Return signals that are unknown where a joint of theirs is hardly seen."""
    found = {}
    for name, values in signals.items():
        joints = BENDS.get(name) or LEANS[name]
        at = [joint_index(joint, side) for joint in joints]
        found[name] = np.where(
            body.visibility[:, at].min(axis=1) >= 0.5, values, np.nan
        )
    return found


def in_frame(body: Body) -> NDArray[np.bool_]:
    """(n,) Whether shoulders and hips are inside the picture."""
    at = [joint_index(j, side) for j in (Joint.SHOULDER, Joint.HIP) for side in Side]
    inside = (body.xy[:, at] >= 0) & (body.xy[:, at] <= np.array(body.size_wh))
    return np.asarray(inside.all(axis=(1, 2)))


def one_euro(
    values: Array, times_s: Array, least_hz: float = 1.0, beta: float = 0.01
) -> Array:
    """Smooth each column, less where it moves faster (Casiez et al., 2012)."""
    smooth = values.copy()
    speed = np.zeros_like(values[:1])[0] if len(values) else values
    for n in range(1, len(values)):
        step_s = max(times_s[n] - times_s[n - 1], 1e-3)
        now = (values[n] - smooth[n - 1]) / step_s
        speed = speed + _share(1.0, step_s) * (now - speed)
        share = _share(least_hz + beta * np.abs(speed), step_s)
        smooth[n] = smooth[n - 1] + share * (values[n] - smooth[n - 1])
    return smooth


def _share(cutoff_hz: Array | float, step_s: float) -> Array:
    turns = 2 * np.pi * np.asarray(cutoff_hz) * step_s
    return np.asarray(turns / (turns + 1))


def _between(one: Array, other: Array) -> Array:
    cross = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    dot = (one * other).sum(axis=1)
    return np.asarray(np.degrees(np.arctan2(np.abs(cross), dot)))


def _joints(values: Array, side: Side) -> Array:
    joints = (Joint.SHOULDER, Joint.HIP, Joint.KNEE, Joint.ANKLE)
    return values[:, [joint_index(joint, side) for joint in joints]]
