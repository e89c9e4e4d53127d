"""One frame's body as the judge sees it: which side is near, which way it faces, roles.

`Body` is made once a frame from a believed pose; measures read it. Points are plain
floats in px of the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import atan2, degrees, hypot, isnan, nan

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.geometry import (
    Point,
    distance,
    from_up_deg,
    included_deg,
    midpoint,
    turned,
)
from formcheck.core.body.landmarks import MIRROR, Joint, Landmark, Side
from formcheck.core.body.numbers import BodyNumbers, FacingNumbers, LegNumbers
from formcheck.core.body.observation import BackOutline, Flat, Pose
from formcheck.core.body.view import View

__all__ = [
    "Body",
    "Role",
    "body_of",
    "knees_over_deg",
    "near_evidence",
    "off_front_deg",
    "off_side_deg",
    "off_view_deg",
    "relabel_legs",
    "shoulder_yaw_deg",
]

_LEGS = (Joint.KNEE, Joint.ANKLE, Joint.HEEL, Joint.FOOT_INDEX)


class Role(StrEnum):
    """Whose joint: by geometry, since left and right swap now and then."""

    NEAR = "near"
    FAR = "far"
    ACTIVE = "active"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Body:
    """A believed body.

    points: 33 (x, y) px, as a level camera would have them. visibility: 33 values 0..1.
    back: the outline of the back, None where it is not asked for. near: the side
    towards the camera. numbers: what it is read by. active: the side that works, None
    where the stretch has none. size_wh: the picture, px. off_deg: how far the view is
    off the one asked for. yaw_deg: see `shoulder_yaw_deg`. knees_deg: see
    `knees_over_deg`. roll_deg: taken out of the points, + clockwise; tilted: the camera
    seems to be rolled, and by how much is not known: see `level.py`. flat: from
    an estimator without world landmarks, whose errors are not known.
    """

    points: list[Point]
    visibility: list[float]
    back: BackOutline | None
    size_wh: tuple[int, int]
    near: Side
    numbers: BodyNumbers
    active: Side | None = None
    off_deg: float = 0.0
    yaw_deg: float = nan
    knees_deg: float = nan
    roll_deg: float = 0.0
    tilted: bool = False
    flat: bool = False

    def pictured(self, point: Point) -> Point:
        """Where the picture has a point of the level body, px."""
        if not self.roll_deg:
            return point
        return turned(point, self.roll_deg, self.size_wh)

    @property
    def as_pictured(self) -> Body:
        """The body as the picture has it, to be drawn over it."""
        if not self.roll_deg:
            return self
        return replace(
            self, points=[self.pictured(one) for one in self.points], roll_deg=0.0
        )

    def level(self, roll_deg: float, *, tilted: bool) -> Body:
        """The body as a level camera would have it. roll_deg: of this one."""
        points = self.points
        if roll_deg:
            points = [turned(one, -roll_deg, self.size_wh) for one in points]
        return replace(self, points=points, roll_deg=roll_deg, tilted=tilted)

    @property
    def ventral_turn(self) -> int:
        """+1 where the belly is clockwise of the hip-to-shoulder line on the screen."""
        return 1 if self.near is Side.RIGHT else -1

    def side(self, role: Role) -> Side | None:
        """The side that plays a role; None while the active side is not known."""
        if role is Role.NEAR:
            return self.near
        if role is Role.FAR:
            return self.near.opposite
        if self.active is None or role is Role.ACTIVE:
            return self.active
        return self.active.opposite

    def point(self, joint: Joint, side: Side) -> Point:
        """A joint's landmark on one side, px."""
        return self.points[joint + side]

    def middle(self, joint: Joint) -> Point:
        """Half way between a joint's left and right landmark."""
        return midpoint(self.points[joint], self.points[joint + 1])

    def clear(self, joint: Joint, side: Side) -> bool:
        """Seen, and inside the picture."""
        seen = self.visibility[joint + side] >= self.numbers.seen.min_visibility
        return bool(seen) and self.in_picture(joint, side)

    def in_picture(self, joint: Joint, side: Side) -> bool:
        """Whether it is inside the picture, hidden or not."""
        x, y = self.pictured(self.points[joint + side])
        width, height = self.size_wh
        return 0 <= x < width and 0 <= y < height

    @property
    def trunk(self) -> Point:
        """From mid-hip to mid-shoulder, px."""
        (hx, hy), (sx, sy) = self.middle(Joint.HIP), self.middle(Joint.SHOULDER)
        return sx - hx, sy - hy

    @property
    def torso_px(self) -> float:
        """Mid-hip to mid-shoulder, px."""
        return hypot(*self.trunk)

    def hip_deg(self, side: Side) -> float:
        """Shoulder-hip-knee included, over 180 where the thigh is behind the trunk."""
        shoulder, hip = self.point(Joint.SHOULDER, side), self.point(Joint.HIP, side)
        knee = self.point(Joint.KNEE, side)
        angle = included_deg(shoulder, hip, knee)
        if (
            angle < self.numbers.seen.behind_trunk_deg
        ):  # a folded thigh cannot be behind the trunk
            return angle
        ax, ay = shoulder[0] - hip[0], shoulder[1] - hip[1]
        kx, ky = knee[0] - hip[0], knee[1] - hip[1]
        ventral = (ax * ky - ay * kx) * self.ventral_turn
        return angle if ventral >= 0 else 360 - angle

    def bend_deg(self) -> float:
        """Front view: the trunk against upright, + towards the person's left."""
        left, right = self.points[Joint.SHOULDER], self.points[Joint.SHOULDER + 1]
        tilt = from_up_deg(self.trunk)
        return tilt if left[0] >= right[0] else -tilt


def body_of(
    pose: Pose,
    points: list[Point],
    size_wh: tuple[int, int],
    near: Side,
    numbers: BodyNumbers,
    *,
    active: Side | None = None,
    off_deg: float = 0.0,
) -> Body:
    """A pose as it is measured. points: its own, with the legs told apart, px."""
    return Body(
        points,
        pose.visibility.tolist(),
        pose.back,
        size_wh,
        near,
        numbers,
        active,
        off_deg,
        shoulder_yaw_deg(pose),
        knees_over_deg(pose),
        flat=isinstance(pose.world_xyz, Flat),
    )


def _witness(value: float) -> float:
    """What one witness says, -1..1; 0 where it has seen nothing."""
    return 0.0 if isnan(value) else max(-1.0, min(1.0, value))


def near_evidence(pose: Pose, numbers: FacingNumbers) -> float:
    """Which side is towards the camera: > 0 right, < 0 left; about 1 when it is plain.

    Three witnesses: depth of hips and shoulders (world landmarks: left minus right was
    +0.2 m or -0.2 m on every real side view), the nose before the ears, and the knees,
    which point to the belly's side. Without world landmarks the first is replaced by
    which side is seen better, as the near one hides the other: by a mean of 0.3-0.5 on
    rendered bodies seen from the side.
    """
    xy: list[Point] = pose.image_xy.tolist()

    def middle(joint: Joint) -> Point:
        return midpoint(xy[joint], xy[joint + 1])

    hip, shoulder = middle(Joint.HIP), middle(Joint.SHOULDER)
    ux, uy = shoulder[0] - hip[0], shoulder[1] - hip[1]
    torso = hypot(ux, uy)
    if not torso > 0:
        return 0.0
    ux, uy = ux / torso, uy / torso

    def ventral(x: float, y: float) -> float:
        return (ux * y - uy * x) / torso

    across = _across(pose)
    closer = _seen_better(pose) if isinstance(across, Flat) else float(across[2])
    (ear_x, ear_y), (nose_x, nose_y) = middle(Joint.EAR), xy[Landmark.NOSE]
    face = ventral(nose_x - ear_x, nose_y - ear_y)
    knee_x, knee_y = middle(Joint.KNEE)
    shin_x, shin_y = midpoint(hip, middle(Joint.ANKLE))
    bend = ventral(knee_x - shin_x, knee_y - shin_y)
    return (
        numbers.depth_weight * _witness(closer / numbers.depth_m)
        + numbers.face_weight * _witness(face / numbers.face)
        + numbers.knees_weight * _witness(bend / numbers.knees)
    )


def _seen_better(pose: Pose) -> float:
    """By how much the right side is more visible than the left, mean of its joints."""
    seen: list[float] = pose.visibility.tolist()
    joints = [joint for joint in Joint if joint not in (Joint.HEEL, Joint.FOOT_INDEX)]
    return sum(seen[joint + 1] - seen[joint] for joint in joints) / len(joints)


def off_view_deg(pose: Pose, view: View) -> float:
    """How far the view is off the one asked for, 0..90 degrees; NaN: not known."""
    return off_front_deg(pose) if view is View.FRONT else off_side_deg(pose)


def off_front_deg(pose: Pose) -> float:
    """How far the view is from square on to the person's front or back, 0..90 degrees.

    As `off_side_deg`, but against the whole line: bending to the side tilts it.
    """
    across = _across(pose)
    if isinstance(across, Flat):
        return _off_said_deg(across, View.FRONT)
    in_picture = hypot(float(across[0]), float(across[1]))
    return degrees(atan2(abs(float(across[2])), in_picture))


def off_side_deg(pose: Pose) -> float:
    """How far the view is from square on to the person's side, 0..90 degrees.

    From the direction of the shoulder and hip lines in world landmarks: 1-8 degrees on
    eight real side views, 19-30 on three-quarter ones, 85-89 from the front. (World
    landmarks are too wrong for joint angles, but good for facing.) Without them it is 0
    or 90, as somebody says, or NaN: not known.
    """
    across = _across(pose)
    if isinstance(across, Flat):
        return _off_said_deg(across, View.SIDE)
    return degrees(atan2(abs(float(across[0])), abs(float(across[2]))))


def _off_said_deg(flat: Flat, view: View) -> float:
    if flat.view is None:
        return nan
    return 0.0 if flat.view is view else 90.0


def shoulder_yaw_deg(pose: Pose) -> float:
    """How far the shoulder line is turned from facing the camera, + to their left.

    From world landmarks: 30-38 for a true 38 on a rendered body that sat and turned;
    their hip line turns with the shoulders, so it is left out. NaN without them.
    """
    world = pose.world_xyz
    if isinstance(world, Flat):
        return nan
    line = world[Joint.SHOULDER] - world[Joint.SHOULDER + 1]
    return degrees(atan2(float(line[2]), float(line[0])))


def knees_over_deg(pose: Pose) -> float:
    """How far the knees have gone over sideways, + towards the camera.

    From world landmarks, so no more than a direction: for knees that rolled 48 degrees
    a rendered body read 20 towards the camera and -7 away from it, and -2 at rest. NaN
    without them.
    """
    world = pose.world_xyz
    if isinstance(world, Flat):
        return nan
    hips = world[Joint.HIP] + world[Joint.HIP + 1]
    thigh = (world[Joint.KNEE] + world[Joint.KNEE + 1] - hips) / 2
    return degrees(atan2(-float(thigh[2]), hypot(float(thigh[0]), float(thigh[1]))))


def _across(pose: Pose) -> NDArray[np.float32] | Flat:
    """Left minus right of hips and shoulders together, m: the line across the body."""
    world = pose.world_xyz
    if isinstance(world, Flat):
        return world
    hips = world[Joint.HIP] - world[Joint.HIP + 1]
    return np.asarray(
        hips + world[Joint.SHOULDER] - world[Joint.SHOULDER + 1], np.float32
    )


def relabel_legs(
    points: Sequence[Point],
    before: Sequence[Point],
    torso_px: float,
    numbers: LegNumbers,
) -> bool:
    """Whether the left and right leg have changed places since the frame before."""
    keep = swap = 0.0
    for joint in (Joint.KNEE, Joint.ANKLE):
        left, right = points[joint], points[joint + 1]
        was_left, was_right = before[joint], before[joint + 1]
        keep += distance(left, was_left) + distance(right, was_right)
        swap += distance(left, was_right) + distance(right, was_left)
    return keep > numbers.moved * torso_px and swap < numbers.nearer * keep


def swap_legs(items: list[Point]) -> list[Point]:
    """The same points with left and right leg exchanged below the hips."""
    swapped = list(items)
    for joint in _LEGS:
        for index in (joint, joint + 1):
            swapped[index] = items[int(MIRROR[index])]
    return swapped
