"""Key poses on a chair, on one knee and on the feet, fitted to a body by its angles."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..rig import Pose, Rig
from ..skeleton import LANDMARKS

Floats = NDArray[np.float64]
Marks = dict[str, Floats]


def both(**values: float) -> Pose:
    """Spell values out for both sides: plant=1 as plant.L and plant.R."""
    return {f"{name}.{s}": float(v) for name, v in values.items() for s in "LR"}


def marks_of(rig: Rig, pose: Pose, posture: str) -> Marks:
    """The true landmarks of a pose by name, (3,) each."""
    return dict(zip(LANDMARKS, rig.pose(pose, posture).landmarks, strict=True))


def _up(marks: Marks) -> Floats:
    shoulders = marks["left_shoulder"] + marks["right_shoulder"]
    return (shoulders - marks["left_hip"] - marks["right_hip"]) / 2


def lean(marks: Marks) -> float:
    """The trunk seen from the side, degrees from upright, + forward; -90..270."""
    x, _, z = _up(marks)
    return (math.degrees(math.atan2(x, z)) + 90) % 360 - 90


def bend(marks: Marks) -> float:
    """The trunk seen from the front, degrees from upright, + to the person's left."""
    _, y, z = _up(marks)
    return math.degrees(math.atan2(y, z))


def aim(
    rig: Rig,
    posture: str,
    pose: Pose,
    knob: str,
    read: Callable[[Marks], float],
    goal: float,
    reach: float,
) -> Pose:
    """The pose with `knob` turned, by up to +-reach, until `read` gives `goal`.

    `read` must grow with the knob.
    """
    low, high = pose[knob] - reach, pose[knob] + reach
    for _ in range(10):
        middle = (low + high) / 2
        if read(marks_of(rig, pose | {knob: middle}, posture)) < goal:
            low = middle
        else:
            high = middle
    return pose | {knob: (low + high) / 2}


# --------------------------------------------------------------------- on a chair
def seat_height(rig: Rig) -> float:
    """A seat on which this body's thighs are level."""
    return rig.sk.length["ankle"] + rig.sk.length["shin"] - 0.075


def sitting(rig: Rig) -> Pose:
    """Sitting tall, feet flat and apart under the knees, hands on the thighs."""
    thigh, seat = rig.sk.length["thigh"], seat_height(rig)
    pose = {
        "seat_z": seat,
        "pitch": -2.0,
        "lumbar": 2.0,
        "thoracic": 4.0,
        "neck": 4.0,
        **both(plant=1, foot_x=thigh + 0.01, foot_y=0.20, toe_out=10),
        **both(knee_y=0.32, knee_z=0.6),
        **both(reach=1, hand_x=thigh * 0.62, hand_y=0.17, hand_z=seat + 0.15),
        **both(elbow_x=-1, elbow_z=-0.6),
    }
    return aim(rig, "seated", pose, "pitch", lean, 1, 12)


def seated_fold(rig: Rig, start: Pose, trunk: float = 80) -> Pose:
    """Folded between the thighs, the arms hanging between the shins."""
    ahead = start["foot_x.L"]
    pose = start | {
        "pitch": 0.38 * trunk,
        "lumbar": 34.0,
        "thoracic": 26.0,
        "neck": 12.0,
        **both(hand_x=ahead + 0.25, hand_y=0.06, hand_z=0.09),
        **both(elbow_x=-0.4, elbow_y=0.2, elbow_z=0.3),
    }
    return aim(rig, "seated", pose, "pitch", lean, trunk, 30)


def feet_slid(rig: Rig, fold: Pose, knee: float = 135) -> Pose:
    """The fold with the feet slid forward until the knees open to this angle."""
    low, high = fold["foot_x.L"], fold["foot_x.L"] + 0.4
    for _ in range(8):
        middle = (low + high) / 2
        pose = fold | both(foot_x=middle, hand_x=middle + 0.17)
        if rig.measure(pose, "seated")["knee.R"] < knee:
            low = middle
        else:
            high = middle
    return pose


# -------------------------------------------------------------------- on one knee
def half_kneeling(rig: Rig, rear: str) -> Pose:
    """Upright on the rear knee, front shin upright, hands on the front thigh."""
    front = "L" if rear == "R" else "R"
    pose = {
        "rear_left": float(rear == "L"),
        "pitch": 1.0,
        "thoracic": 4.0,
        "neck": 2.0,
        f"thigh.{rear}": 2.0,
        f"knee.{rear}": 90.0,
        f"abduct.{rear}": 2.0,
        f"ankle.{rear}": 74.0,
        f"shin_rest.{rear}": 1.0,
        f"plant.{front}": 1.0,
        f"foot_x.{front}": rig.sk.length["thigh"] + 0.05,
        f"foot_y.{front}": 0.11,
        f"knee_z.{front}": 0.4,
    }
    return _hands_on_thigh(rig, pose)


def lunge(
    rig: Rig, start: Pose, thigh: float = 22, trunk: float = 2, **spine: float
) -> Pose:
    """Hips forward until the rear thigh is `thigh` degrees behind upright."""
    rear = "L" if start["rear_left"] else "R"
    pose = start | {"lumbar": -4.0, **spine}
    pose |= {f"thigh.{rear}": -thigh, f"knee.{rear}": 90 - thigh}
    pose = _hands_on_thigh(rig, pose | {"pitch": trunk})
    pose = aim(rig, "half_kneeling", pose, "pitch", lean, trunk, 30)
    return _hands_on_thigh(rig, pose)


def knee_past_toes(rig: Rig, start: Pose, thigh: float = 33) -> Pose:
    """A lunge so far that the front heel rises and the knee passes the toes."""
    front = "R" if start["rear_left"] else "L"
    pose = lunge(rig, start, thigh)
    pose |= {
        f"foot_x.{front}": rig.sk.length["thigh"] - 0.06,
        f"toe_pitch.{front}": -18.0,
    }
    return _hands_on_thigh(rig, pose)


def _hands_on_thigh(rig: Rig, pose: Pose) -> Pose:
    """The pose with both hands on the front thigh, a hand's breadth from the knee."""
    side = "right" if pose["rear_left"] else "left"
    marks = marks_of(rig, pose | both(reach=0), "half_kneeling")
    knee, hip = marks[f"{side}_knee"], marks[f"{side}_hip"]
    along = (hip - knee) / np.linalg.norm(hip - knee)
    above = np.array([-along[2], 0.0, along[0]])
    place = knee + 0.12 * along + 0.09 * math.copysign(1, above[2]) * above
    middle = float(knee[1])
    return pose | {
        **both(reach=1, hand_x=place[0], hand_z=place[2] - 0.03),
        **both(elbow_x=-1, elbow_z=-0.3),
        "hand_y.L": middle + 0.045,
        "hand_y.R": 0.045 - middle,
    }


# -------------------------------------------------------------------- on the feet
def standing(apart: float = 0.10, **more: float) -> Pose:
    """Upright, feet flat, arms hanging."""
    return {
        "leg_length": 0.995,
        "pitch": 0.5,
        "thoracic": 3.0,
        "neck": 2.0,
        **both(plant=1, foot_x=-0.02, foot_y=apart, knee_y=0.05, knee_z=0),
        **both(arm=4, arm_out=9, elbow=12),
        **more,
    }


def side_bend(
    rig: Rig, start: Pose, toward: str, trunk: float = 26, arm: str = "over"
) -> Pose:
    """Bent to one side ("L" or "R"), the other arm over the head or hanging."""
    sign, other = (1, "R") if toward == "L" else (-1, "L")
    pose = start | {
        "side": sign * (trunk + 7.0),
        "roll": sign * -4.0,
        "neck_side": sign * 8.0,
        f"arm_out.{toward}": 14.0 + trunk * 1.15,
        f"elbow.{toward}": 14.0,
    }
    if arm == "over":
        pose |= {f"arm_out.{other}": 158.0, f"elbow.{other}": 30.0}
        pose |= {f"elbow_in.{other}": 0.8}
    else:
        pose |= {f"arm_out.{other}": 3.0, f"elbow.{other}": 12.0}
    return aim(rig, "standing", pose, "side", bend, sign * trunk, 26)


def forward_bend(rig: Rig, start: Pose, trunk: float = 98, **spine: float) -> Pose:
    """Hinged at the hips over soft knees, arms hanging."""
    deep = min(1.0, trunk / 90)
    flexed = {"lumbar": 16 * deep, "thoracic": 10 * deep, "neck": 12.0, **spine}
    pose = start | {
        "pelvis_x": -0.12 * deep,
        "leg_length": 0.995 - 0.018 * deep,
        "arm_local": 0.0,
        "pitch": trunk - 0.6 * (flexed["lumbar"] + flexed["thoracic"]),
        **both(arm=3, elbow=8, arm_out=6),
        **flexed,
    }
    return aim(rig, "standing", pose, "pitch", lean, trunk, 35)
