"""Triangle: feet wide, tipping from the hip to either side in turn, from the front."""

from __future__ import annotations

import numpy as np

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .stances import aim, bend, both, marks_of, standing

_SIDES = {"L": "left", "R": "right"}


def _long_legs(rig: Rig, pose: Pose, longest: float = 0.99) -> Pose:
    """The pelvis as high as the leg that must reach further allows."""
    low, high = 0.6, 1.0
    full = rig.sk.length["thigh"] + rig.sk.length["shin"]
    for _ in range(10):
        middle = (low + high) / 2
        marks = marks_of(rig, pose | {"leg_length": middle}, "standing")
        reach = max(
            float(np.linalg.norm(marks[f"{s}_hip"] - marks[f"{s}_ankle"]))
            for s in ("left", "right")
        )
        if reach < longest * full:
            low = middle
        else:
            high = middle
    return pose | {"leg_length": low}


def _start(rig: Rig) -> Pose:
    """Feet a long step apart, arms out level."""
    wide = 0.53 * (rig.sk.length["thigh"] + rig.sk.length["shin"])
    pose = standing(wide) | both(arm=0, arm_out=84, elbow=6, toe_out=12, knee_y=0.4)
    return _long_legs(rig, pose)


def _tipped(rig: Rig, start: Pose, to: str, trunk: float, **more: float) -> Pose:
    """Tipped to one side from the hip, one hand down the shin, the other up."""
    sign, other = (1, "R") if to == "L" else (-1, "L")
    pose = start | {
        "pelvis_y": -sign * 0.0022 * trunk,
        "roll": -sign * 0.72 * trunk,
        "side": sign * 0.24 * trunk,
        "neck_side": -sign * 24.0,
        f"arm_out.{to}": 84.0 - 0.25 * trunk,
        f"arm_out.{other}": 84.0 + 0.25 * trunk,
        **more,
    }
    pose = aim(rig, "standing", pose, "side", bend, sign * trunk, 40)
    return _long_legs(rig, pose)


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig)
    script = Script(start, near, seed_of("triangle_good"))
    script.wait(2.4)
    for to, trunk in (("R", 50), ("L", 52), ("R", 53), ("L", 50)):
        script.rep(
            _tipped(rig, start, to, trunk), 2.3, 3.0, 2.3, side=_SIDES[to], rest=0.8
        )
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig)
    left, right = _tipped(rig, start, "L", 52), _tipped(rig, start, "R", 52)
    script = Script(start, near, seed_of("triangle_faults"))
    script.wait(2.3)
    script.rep(left, 1.9, 1.8, 1.9, side="left", rest=0.5)
    script.rep(right, 1.9, 1.8, 1.9, side="right", rest=0.5)
    visit = ("knee_bends", "form", "visit")
    low = {"leg_length": left["leg_length"] - 0.10} | both(knee_y=2.0, toe_out=40)
    script.rep(left | low, 1.9, 1.8, 1.9, side="left", fault=visit, rest=0.5)
    speed = ("too_fast", "form", "go")
    script.rep(right, 0.6, 1.8, 1.9, side="right", fault=speed, rest=0.5)
    script.rep(left, 1.6, 0.8, 1.6, side="left", size="small", share=0.42, rest=0.5)
    visit = ("too_far", "unsafe", "visit")
    far = _tipped(rig, start, "L", 80, roll=-74.0, side=8.0)
    script.rep(far, 2.4, 1.6, 2.4, side="left", fault=visit, rest=0.5)
    pulses = Bounce(_tipped(rig, start, "R", 58), 4, 1.0, 0.6)
    near_end = _tipped(rig, start, "R", 45)
    script.rep(near_end, 2.0, 0.5, 2.0, side="right", inside=(pulses,), rest=0.5)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="triangle_good",
        stretch="triangle",
        variant="good",
        posture="standing",
        body="woman_25",
        clothes=Clothes("purple", "black", "bare", "none", loose_mm=6.0),
        room=room("white"),
        light=light("bright"),
        camera=Camera("front", 3.2, 1.0, (0.0, 0.88)),
        script=_good,
        planned={"reps": 4, "hold_s": 2.6},
        fps=25,
        how="Feet wide, twice to each side from the hip, arms in one line.",
    ),
    Clip(
        name="triangle_faults",
        stretch="triangle",
        variant="faults",
        posture="standing",
        body="man_55",
        clothes=Clothes("pale_grey", "olive", "black", "short"),
        room=room("gym"),
        light=light("day"),
        camera=Camera("front", 3.4, 1.1, (0.0, 0.92)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.5},
        fps=25,
        how="Once well to each side, then a knee bent, too fast, a small one, one "
        "too far, and one with bouncing.",
    ),
]
