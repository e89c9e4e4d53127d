"""Lying figure four: the near ankle on the far thigh, that thigh drawn in."""

from __future__ import annotations

import numpy as np

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..maths import unit
from ..motion import Bounce, Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying
from .stances import marks_of

_SIDE = {"L": "left", "R": "right"}


def _crossed(rig: Rig, near: str, pose: Pose) -> Pose:
    """The near ankle laid on the far thigh, close to the knee, wherever that is."""
    far = "R" if near == "L" else "L"
    marks = marks_of(rig, pose, "supine")
    hip, knee = (marks[f"{_SIDE[far]}_{joint}"] for joint in ("hip", "knee"))
    along = unit(knee - hip)
    headwards = np.array([-along[2], 0.0, along[0]])
    ankle = hip + 0.78 * (knee - hip) + 0.115 * headwards
    across = {
        "plant.near": 1.0,
        "foot_flat.near": 0.0,
        "ankle.near": 5.0,
        "foot_x.near": float(ankle[0]),
        "foot_y.near": -0.08,
        "foot_z.near": float(ankle[2]) - rig.sk.length["ankle"],
        "knee_x.near": 0.35,
        "knee_y.near": 1.0,
        "knee_z.near": 0.25,
    }
    return {**pose, **sided(across, near)}


def _start(rig: Rig, near: str) -> Pose:
    """Hook-lying, the near ankle crossed over, the hands beside the hips."""
    lying = hook_lying(rig, near, "supine")
    start = _crossed(rig, near, lying)
    return {**start, **sided({"thigh.far": 145.0, "knee.far": 112.0}, near)}


def _drawn_in(rig: Rig, near: str, start: Pose, hip: float) -> Pose:
    """The far thigh drawn in with both hands behind it."""
    far = "R" if near == "L" else "L"
    change = {
        "plant.far": 0.0,
        "knee.far": 98.0,
        "ankle.far": 12.0,
        "abduct.far": 4.0,
        "palm.both": 0.0,
        "lumbar": 5.0,
    }
    pose = {**start, **sided(change, near), "pitch": start["pitch"] - 1.5}
    key = f"thigh.{far}"
    thigh = solve(rig, "supine", pose, key, f"hip.{far}", hip, 145.0, 230.0)
    pose = _crossed(rig, near, {**pose, key: thigh})
    marks = marks_of(rig, pose, "supine")
    hip_at, knee_at = (marks[f"{_SIDE[far]}_{joint}"] for joint in ("hip", "knee"))
    behind = hip_at + 0.62 * (knee_at - hip_at)
    hands = {
        "hand_x.both": float(behind[0]) + 0.09,
        "hand_z.both": float(behind[2]) - 0.05,
        "hand_y.near": -0.02,
        "hand_y.far": 0.15,
        "elbow_x.both": -0.4,
        "elbow_y.both": 0.9,
        "elbow_z.both": -0.2,
    }
    return {**pose, **sided(hands, near)}


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("supine_figure_four_good"))
    script.wait(2.4)
    for hip in (69, 66, 70):
        pose = _drawn_in(rig, near, start, hip)
        script.rep(pose, 2.5, 5.4, 2.6, side=_SIDE[near], rest=1.4)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    side = _SIDE[near]
    script = Script(start, near, seed_of("supine_figure_four_faults"))
    pose = _drawn_in(rig, near, start, 77)
    out = _drawn_in(rig, near, start, 92)
    keys = [k for k in out if out[k] != pose[k] and k.split(".")[0] != "elbow_x"]
    pulse = {k: out[k] for k in keys}
    head = {"thoracic": 40.0, "lumbar": 9.0, "neck": 14.0}
    script.wait(2.3)
    script.rep(pose, 2.4, 4.2, 2.4, side=side, rest=1.0)
    script.rep(
        pose, 2.2, 0.8, 2.2, side=side, rest=1.0,
        inside=(Fault("head_lifts", "form", head, stay=2.2),),
    )  # fmt: skip
    script.rep(pose, 2.0, 1.2, 2.0, size="small", side=side, rest=0.9)
    script.rep(
        pose, 0.6, 3.3, 2.2, side=side, fault=("too_fast", "form", "go"), rest=1.0
    )
    script.rep(pose, 2.2, 0.8, 2.2, side=side, inside=(Bounce(pulse, 5),), rest=1.0)
    script.rep(pose, 2.2, 3.1, 0.34, side=side, fault=("dropped_leg", "unsafe", "back"))
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="supine_figure_four_good",
        stretch="supine_figure_four",
        variant="good",
        posture="supine",
        body="man_30",
        clothes=Clothes("teal", "black", "white", "short", "knee"),
        room=room("study"),
        light=light("day"),
        camera=Camera("left", 2.4, 0.7, (0.0, 0.38)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="The near ankle on the far thigh, which is drawn in three times.",
    ),
    Clip(
        name="supine_figure_four_faults",
        stretch="supine_figure_four",
        variant="faults",
        posture="supine",
        body="woman_25",
        clothes=Clothes("yellow", "grey", "bare", "none", "long"),
        room=room("hall"),
        light=light("overhead"),
        camera=Camera("right", 2.35, 0.6, (0.0, 0.37)),
        script=_faults,
        planned={"reps": 5, "hold_s": 3.0},
        how="A clean one, one with the head lifted, a small one, a fast one, one with "
        "bouncing and the legs dropped.",
    ),
]
