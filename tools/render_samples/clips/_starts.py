"""Start poses that several stretches share."""

from __future__ import annotations

from ..clip import solve
from ..motion import sided
from ..rig import Pose, Rig


def hook_lying(rig: Rig, near: str, posture: str, hip: float = 127.0) -> Pose:
    """On the back, knees bent, feet flat, palms on the floor; near hip at `hip`."""
    start = {
        "pitch": -90.0,
        "lumbar": 2.0,
        "thoracic": 4.0,
        "lie": 1.0,
        "head_rest": 1.0,
        "plant.both": 1.0,
        "foot_y.both": 0.11,
        "knee_x.both": 0.2,
        "knee_z.both": 1.0,
        "knee_y.both": 0.05,
        "reach.both": 1.0,
        "palm.both": 1.0,
        "hand_x.both": 0.01,
        "hand_y.both": 0.18 + 0.6 * rig.sk.head("upperarm01.L")[0],
        "elbow_x.both": -0.1,
        "elbow_y.both": 1.0,
        "elbow_z.both": 0.12,
    }
    pose = sided(start, near)
    keys = ("foot_x.L", "foot_x.R")
    foot = solve(rig, posture, pose, keys, f"hip.{near}", hip, 0.12, 0.75)
    return rig.rested({**pose, "foot_x.L": foot, "foot_x.R": foot}, posture)


def table_top(rig: Rig, near: str, thigh: float = 0.0) -> Pose:
    """On hands and knees, the back flat, hands under the shoulders."""
    trunk = rig.sk.length["trunk"]
    start = {
        "pitch": 84.0,
        "lumbar": 2.0,
        "thoracic": 2.0,
        "neck": -12.0,
        "thigh.both": thigh,
        "knee.both": 88.0,
        "abduct.both": 2.0,
        "ankle.both": 62.0,
        "shin_rest.both": 1.0,
        "reach.both": 1.0,
        "palm.both": 1.0,
        "hand_x.both": 0.97 * trunk,
        "hand_y.both": 0.17,
        "elbow_x.both": -1.0,
        "elbow_y.both": 0.5,
        "elbow_z.both": 0.0,
    }
    pose = sided(start, near)
    return {**pose, "pitch": arms_straight(rig, near, pose)}


def arms_straight(rig: Rig, near: str, pose: Pose, elbow: float = 168.0) -> float:
    """The pelvis pitch at which the near elbow of a pose on all fours is `elbow`."""
    middle = pose["pitch"]
    low, high = middle - 25, middle + 25
    return solve(rig, "quadruped", pose, "pitch", f"elbow.{near}", elbow, low, high)


def legs_drawn_in(rig: Rig, near: str, start: Pose, hip: float) -> Pose:
    """Lying, both knees at the chest and each hand on its own shin."""
    pose = {**start, **sided(_DRAWN_IN, near), "pitch": start["pitch"] - 2.0}
    keys = ("thigh.L", "thigh.R")
    thigh = solve(rig, "supine", pose, keys, f"hip.{near}", hip, 150.0, 250.0)
    return {**pose, "thigh.L": thigh, "thigh.R": thigh}


_DRAWN_IN = {
    "plant.both": 0.0,
    "knee.both": 118.0,
    "ankle.both": 12.0,
    "abduct.both": 5.0,
    "palm.both": 0.0,
    "grab.both": 1.0,
    "grab_leg.both": 1.0,
    "grab_side.both": 0.03,
    "grab_along.both": 0.18,
    "elbow_z.both": -0.2,
    "wrist.both": -50.0,
    "lumbar": 6.0,
}
