"""An arm raised and lowered: the sign by which somebody on the floor answers.

An arm is seen down, then up for a second and a half, then down again, while the trunk
stays where it is and the other arm is not up. A pose that has an arm up is no sign:
it holds the arm longer, moves the trunk with it, or is never seen with it down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.observation import Pose

__all__ = ["Arm", "ArmSign", "Arms", "arm_of", "arms_of", "take_arms", "trunk_of"]

Array = NDArray[np.float32]

SIGN_UP_S = 1.5
SIGN_LONGEST_S = 4.0
"""An arm that is up for longer stretches, or rests."""

SEEN_DOWN_S = 0.3
"""So long an arm has to be seen down, before and after: no single look decides."""

FORGET_S = 1.0
"""An arm that is neither seen up nor down for longer has to be seen down anew."""

_UP, _DOWN = 0.5, 0.25
"""Torso lengths of the wrist from its shoulder, up the trunk or up the picture: beyond
the first it is raised, within the second it is not."""

_TRUNK_TURNS_DEG = 12.0
_TRUNK_GOES = 0.25
"""How far the trunk may turn, or the hips go in torso lengths, during a sign."""


class Arm(Enum):
    """Where an arm is seen."""

    DOWN = "down"
    BETWEEN = "between"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Arms:
    """Both arms at one look, None where one is not seen, and where the trunk is.

    left, right: see `Arm`. hip: x, y in px. trunk: x, y from hip to shoulder, in px.
    """

    left: Arm | None
    right: Arm | None
    hip: tuple[float, float]
    trunk: tuple[float, float]

    def of(self, side: Side) -> Arm | None:
        """That arm."""
        return self.left if side is Side.LEFT else self.right


@dataclass(frozen=True, slots=True)
class _OneArm:
    """What is known of one arm. Times in seconds, None where it is not so.

    down_s: since when it is seen down. ready: it was, for long enough. up_s: since when
    it is up; last_up_s: until when. seen_s: when it was last seen up or down. start:
    both arms when it went up.
    """

    down_s: float | None = None
    ready: bool = False
    up_s: float | None = None
    last_up_s: float | None = None
    seen_s: float | None = None
    start: Arms | None = None


@dataclass(frozen=True, slots=True)
class ArmSign:
    """Both arms on their way to a sign. left, right: see `_OneArm`."""

    left: _OneArm = _OneArm()
    right: _OneArm = _OneArm()

    @property
    def up(self) -> bool:
        """Whether one is under way: an arm that was down is up."""
        return self.left.up_s is not None or self.right.up_s is not None


def trunk_of(pose: Pose) -> Array | None:
    """From the hips to the shoulders, x, y in px; None where they are in one place."""
    trunk = pose.image_xy[Joint.SHOULDER : Joint.SHOULDER + 2].mean(0) - _hip_of(pose)
    return trunk if float(np.hypot(*trunk)) > 0 else None


def _hip_of(pose: Pose) -> Array:
    hip: Array = pose.image_xy[Joint.HIP : Joint.HIP + 2].mean(0)
    return hip


def arm_of(pose: Pose, side: Side, min_visibility: float) -> Array | None:
    """From an arm's shoulder to its wrist, x, y in px; None where it is not seen."""
    needed = [j + side for j in (Joint.SHOULDER, Joint.ELBOW, Joint.WRIST)]
    if min(float(pose.visibility[index]) for index in needed) < min_visibility:
        return None
    xy = pose.image_xy
    arm: Array = xy[Joint.WRIST + side] - xy[Joint.SHOULDER + side]
    return arm


def arms_of(pose: Pose | None, min_visibility: float) -> Arms | None:
    """Where both arms are; None without a body to measure them by."""
    if pose is None or (trunk := trunk_of(pose)) is None:
        return None
    torso = float(np.hypot(*trunk))
    found: list[Arm | None] = []
    for side in Side:
        arm = arm_of(pose, side, min_visibility)
        if arm is None:
            found.append(None)
            continue
        reach = max(float(arm @ trunk) / torso**2, float(-arm[1]) / torso)
        between = Arm.DOWN if reach < _DOWN else Arm.BETWEEN
        found.append(Arm.UP if reach > _UP else between)
    left, right = found
    hip = _hip_of(pose)
    return Arms(
        left,
        right,
        (float(hip[0]), float(hip[1])),
        (float(trunk[0]), float(trunk[1])),
    )


def take_arms(sign: ArmSign, arms: Arms | None, time_s: float) -> tuple[ArmSign, bool]:
    """Take in one look; whether a sign has just been made."""
    left, by_left = _take(sign.left, Side.LEFT, arms, time_s)
    right, by_right = _take(sign.right, Side.RIGHT, arms, time_s)
    return ArmSign(left, right), by_left or by_right


def _take(
    one: _OneArm, side: Side, arms: Arms | None, time_s: float
) -> tuple[_OneArm, bool]:
    arm = arms.of(side) if arms is not None else None
    if arms is None or arm is None or arm is Arm.BETWEEN:
        if one.seen_s is not None and time_s - one.seen_s > FORGET_S:
            return _OneArm(), False
        return replace(one, down_s=None), False
    if arm is Arm.DOWN:
        down_s = one.down_s if one.down_s is not None else time_s
        one = replace(one, down_s=down_s, seen_s=time_s)
        if time_s - down_s < SEEN_DOWN_S:
            return one, False
        made = one.up_s is not None and _is_sign(one, arms)
        fresh = _OneArm(down_s=down_s, ready=True, seen_s=time_s)
        return fresh, made
    if not one.ready:
        return _OneArm(seen_s=time_s), False
    if arms.of(side.opposite) is Arm.UP:
        return _OneArm(seen_s=time_s), False  # both are up: a stretch
    up_s = one.up_s if one.up_s is not None else time_s
    start = one.start if one.start is not None else arms
    if time_s - up_s > SIGN_LONGEST_S or _moved(start, arms):
        return _OneArm(seen_s=time_s), False
    return _OneArm(None, True, up_s, time_s, time_s, start), False


def _is_sign(one: _OneArm, arms: Arms) -> bool:
    assert one.up_s is not None and one.last_up_s is not None
    long = one.last_up_s - one.up_s >= SIGN_UP_S
    return long and one.start is not None and not _moved(one.start, arms)


def _moved(start: Arms, now: Arms) -> bool:
    """Whether the trunk has turned or gone elsewhere since."""
    before, after = np.array(start.trunk), np.array(now.trunk)
    size = float(np.hypot(*before))
    turned = float(np.arctan2(*after) - np.arctan2(*before))
    turned = abs((turned + np.pi) % (2 * np.pi) - np.pi)
    gone = float(np.hypot(*(np.array(now.hip) - np.array(start.hip))))
    return bool(np.rad2deg(turned) > _TRUNK_TURNS_DEG or gone > _TRUNK_GOES * size)
