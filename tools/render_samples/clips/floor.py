"""Key poses on the floor that several stretches share, fitted to a body."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..clip import solve
from ..maths import angle_deg
from ..motion import EARLY, LATE, Script, sided
from ..rig import Pose, Rig
from ._starts import table_top
from .stances import Marks, aim, both, lean, marks_of

Floats = NDArray[np.float64]

KNEE_Z = 0.055
"""Height of a knee joint that rests on the floor, metres."""


def clock_stands(script: Script, fault: dict[str, Any], move_s: float) -> None:
    """The last hold is two, with a fault between them: out of posture, or not still.

    move_s: how long the way into the fault took, and the way out of it.
    """
    whole = script.events.holds.pop()
    left_s = fault["start_s"] + (EARLY - 0.5) * move_s
    back_s = fault["end_s"] + (LATE - 0.5) * move_s
    for start_s, end_s in ((whole["start_s"], left_s), (back_s, whole["end_s"])):
        times = {"start_s": round(start_s, 3), "end_s": round(end_s, 3)}
        script.events.holds.append(whole | times)


# ------------------------------------------------- on hands and knees, toes tucked
def table_on_toes(rig: Rig, near: str, ahead: float = 1.45) -> Pose:
    """Hands and knees in posture "standing": the toes carry, so that hips can rise."""
    length = rig.sk.length
    legs = length["thigh"] + length["shin"]
    start = table_top(rig, near)
    pose = start | {
        **both(plant=1, foot_flat=1, shin_rest=0, toe_pitch=-62, toe_out=0),
        **both(foot_x=-length["shin"] + 0.01, foot_y=0.1),
        **both(knee_x=1, knee_y=0.05, knee_z=-1, hand_x=ahead * length["trunk"]),
        "leg_length": (length["thigh"] + KNEE_Z - length["ankle"]) / legs,
        "pelvis_x": 0.0,
    }
    pose["pelvis_x"] = solve(
        rig, "standing", pose, "pelvis_x", f"knee_z.{near}", KNEE_Z, -0.1, 0.12
    )
    middle, key = pose["pitch"], f"elbow.{near}"
    pitch = solve(rig, "standing", pose, "pitch", key, 168.0, middle - 25, middle + 25)
    return pose | {"pitch": pitch}


def dog(
    rig: Rig,
    near: str,
    start: Pose,
    knee: float = 162.0,
    shoulder: float = 162.0,
    elbow: float = 170.0,
) -> Pose:
    """Hips up and back, hands and toes where they were, at these near-side angles."""
    pose = start | {
        **both(toe_pitch=-40),
        "pelvis_x": 0.12,
        "leg_length": 0.74,
        "pitch": 122.0,
        "neck": 4.0,
    }
    wanted = {"knee": knee, "shoulder": shoulder, "elbow": elbow}
    knobs = ("leg_length", "pelvis_x", "pitch")
    return fit(rig, "standing", near, pose, knobs, wanted)


def fit(
    rig: Rig,
    posture: str,
    near: str,
    pose: Pose,
    knobs: tuple[str, ...],
    wanted: dict[str, float],
) -> Pose:
    """The pose with its knobs turned until the near side's angles are as wanted.

    A knob without an end, such as hand_x, is turned on both sides alike.
    """

    def turned(values: Floats) -> Pose:
        changes: Pose = {}
        for knob, value in zip(knobs, values, strict=True):
            keys = [knob] if knob in pose else [f"{knob}.L", f"{knob}.R"]
            changes |= dict.fromkeys(keys, float(value))
        return pose | changes

    goal = np.array(list(wanted.values()))

    def angles(values: Floats) -> Floats:
        marks = marks_of(rig, turned(values), posture)
        return np.array([included(marks, near, joint) for joint in wanted])

    step = np.array([2.0 if k == "pitch" else 0.015 for k in knobs])
    values = np.array([pose.get(k, pose.get(f"{k}.{near}")) for k in knobs])
    for _ in range(25):
        now = angles(values)
        if np.abs(goal - now).max() < 0.4:
            break
        slopes = [angles(values + one) - now for one in np.diag(step)]
        change = np.linalg.lstsq(np.array(slopes).T, goal - now, rcond=0.05)[0]
        values = values + np.clip(change, -1.5, 1.5) * step
    return turned(values)


_ENDS = {
    "hip": ("shoulder", "hip", "knee"),
    "knee": ("hip", "knee", "ankle"),
    "shoulder": ("hip", "shoulder", "elbow"),
    "elbow": ("shoulder", "elbow", "wrist"),
}


def included(marks: Marks, near: str, joint: str) -> float:
    """A joint's included angle seen from the side, degrees."""
    side = "left" if near == "L" else "right"
    a, b, c = (marks[f"{side}_{name}"][[0, 2]] for name in _ENDS[joint])
    return float(angle_deg(a, b, c))


# ------------------------------------------------- on hands and knees, a leg to lift
def table_to_lift(rig: Rig, near: str) -> Pose:
    """Hands and knees in posture "half_kneeling", so that either leg may be lifted.

    `rear_left` tells which knee carries.
    """
    start = table_top(rig, near)
    key = f"heel_z.{near}"
    height = rig.measure(start, "quadruped")[key]
    pose = start | {**both(shin_rest=0), "rear_left": float(near == "R")}
    knees = ("knee.L", "knee.R")
    knee = solve(rig, "quadruped", pose, knees, key, height, 70.0, 110.0)
    return pose | dict.fromkeys(knees, knee)


def leg_and_arm(
    rig: Rig, near: str, start: Pose, leg: str, hip: float = 177.0, **more: float
) -> Pose:
    """Leg "L" or "R" and the other arm long, in line with the trunk."""
    arm = "R" if leg == "L" else "L"
    marks = marks_of(rig, start, "quadruped")
    shoulder = marks["left_shoulder" if arm == "L" else "right_shoulder"]
    length = rig.sk.length
    reach = 0.93 * (length["upper_arm"] + length["forearm"])
    pose = start | {
        "rear_left": float(leg == "R"),
        f"thigh.{leg}": -80.0,
        f"knee.{leg}": 6.0,
        f"ankle.{leg}": 48.0,
        f"abduct.{leg}": 2.0,
        f"hand_x.{arm}": shoulder[0] + reach,
        f"hand_y.{arm}": abs(shoulder[1]) + 0.03,
        f"hand_z.{arm}": shoulder[2] - 0.02,
        **more,
    }
    signed = f"hip_signed.{leg}"
    thigh = solve(
        rig, "half_kneeling", pose, f"thigh.{leg}", signed, hip, -130.0, -40.0
    )
    return pose | {f"thigh.{leg}": thigh}


# ---------------------------------------------------------------- sitting on the floor
def long_sitting(rig: Rig, near: str, slump: float = 0.0) -> Pose:
    """Legs long in front, trunk upright, hands on the thighs."""
    thigh = rig.sk.length["thigh"]
    start = {
        "pitch": -6.0,
        "lumbar": 4.0 + slump,
        "thoracic": 5.0,
        "neck": 2.0,
        "thigh.both": 90.0,
        "abduct.both": 4.0,
        "knee.both": 5.0,
        "reach.both": 1.0,
        "hand_x.both": 0.75 * thigh,
        "hand_y.both": 0.13,
        "hand_z.both": 0.17,
        "elbow_x.both": -1.0,
        "elbow_z.both": -0.5,
    }
    pose = sided(start, near)
    keys = ("thigh.L", "thigh.R")
    heel = f"heel_z.{near}"
    down = solve(rig, "seated", pose, keys, heel, 0.03, 70.0, 100.0)
    pose |= dict.fromkeys(keys, down)
    return aim(rig, "seated", pose, "pitch", lean, 1, 14)


def floor_fold(rig: Rig, start: Pose, trunk: float = 50.0, **spine: float) -> Pose:
    """Folded over long legs from the hips, hands along the shins."""
    length = rig.sk.length
    ahead = length["thigh"] + 0.45 * length["shin"] * min(1.3, trunk / 50)
    flexed = {"lumbar": 20.0, "thoracic": 10.0, "neck": 6.0, **spine}
    pose = start | {
        "pitch": trunk - 0.55 * (flexed["lumbar"] + flexed["thoracic"]),
        **both(hand_x=ahead, hand_y=0.13, hand_z=0.13, elbow_y=0.8, elbow_z=0.1),
        **flexed,
    }
    return aim(rig, "seated", pose, "pitch", lean, trunk, 35)


def cross_legged(rig: Rig, near: str) -> Pose:
    """Shins crossed in front, trunk upright, hands on the knees."""
    thigh = rig.sk.length["thigh"]
    start = {
        "pitch": -4.0,
        "lumbar": 8.0,
        "thoracic": 4.0,
        "neck": 2.0,
        "plant.both": 1.0,
        "foot_flat.both": 0.0,
        "foot_x.both": 0.21,
        "foot_y.both": -0.10,
        "foot_z.both": 0.0,
        "ankle.both": 35.0,
        "knee_x.both": 0.75,
        "knee_y.both": 1.0,
        "knee_z.both": 0.35,
        "reach.both": 1.0,
        "hand_x.both": 0.62 * thigh,
        "hand_y.both": 0.30,
        "hand_z.both": 0.24,
        "elbow_x.both": -1.0,
        "elbow_y.both": 0.8,
        "elbow_z.both": -0.5,
    }
    pose = sided(start, near)
    return aim(rig, "seated", pose, "pitch", lean, 1, 14)
