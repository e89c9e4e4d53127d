"""Standing side bend, seen from the front, to either side in turn."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .stances import both, side_bend, standing


def _good(rig: Rig, near: str) -> Script:
    start = standing(0.14, leg_length=0.99)
    script = Script(start, near, seed_of("standing_side_bend_good"))
    script.wait(2.4)
    for toward, side, trunk in (
        ("R", "right", 25),
        ("L", "left", 26),
        ("R", "right", 27),
        ("L", "left", 25),
    ):
        script.rep(side_bend(rig, start, toward, trunk), 2.3, 5.4, 2.4, side=side)
    script.wait(1.2)
    return script


def _hips_shifted(pose: Pose, toward: str, metres: float = 0.14) -> Pose:
    """The pelvis pushed to the side away from the bend."""
    return pose | {"pelvis_y": metres if toward == "R" else -metres}


def _knees_bent(pose: Pose) -> Pose:
    """The knees bent outward over turned-out feet."""
    return pose | {"leg_length": 0.905} | both(toe_out=30, knee_y=1.2)


def _faults(rig: Rig, near: str) -> Script:
    start = standing(0.14, leg_length=0.99)
    right = side_bend(rig, start, "R", 26)
    left = side_bend(rig, start, "L", 26)
    pulses = Bounce(side_bend(rig, start, "R", 35), 5, 1.0)
    script = Script(start, near, seed_of("standing_side_bend_faults"))
    script.wait(2.3)
    script.rep(right, 2.1, 3.6, 2.1, side="right", rest=0.8)
    script.rep(left, 2.1, 3.6, 2.1, side="left", rest=0.8)
    visit = ("hips_shift", "form", "visit")
    shifted = _hips_shifted(right, "R")
    script.rep(shifted, 2.1, 3.6, 2.1, side="right", fault=visit, rest=0.8)
    visit = ("knees_bend", "form", "visit")
    bent = _knees_bent(left)
    script.rep(bent, 2.1, 3.6, 2.1, side="left", fault=visit, rest=0.8)
    speed = ("too_fast", "form", "go")
    script.rep(right, 0.6, 3.6, 2.1, side="right", fault=speed, rest=0.8)
    visit = ("too_far", "unsafe", "visit")
    far = side_bend(rig, start, "L", 55)
    script.rep(far, 2.4, 3.6, 2.4, side="left", fault=visit, rest=0.8)
    near_end = side_bend(rig, start, "R", 21)
    script.rep(near_end, 2.1, 0.6, 2.1, side="right", inside=(pulses,), rest=0.8)
    script.rep(left, 1.7, 1.2, 1.7, side="left", size="small", share=0.4, rest=0.8)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="standing_side_bend_good",
        stretch="standing_side_bend",
        variant="good",
        posture="standing",
        body="man_55",
        clothes=Clothes("olive", "black", "white", "short"),
        room=room("gym"),
        light=light("day"),
        camera=Camera("front", 3.4, 1.2, (0.0, 1.0)),
        script=_good,
        planned={"reps": 4, "hold_s": 5.0},
        how="Two bends to each side, the other arm over the head, held 5 s.",
    ),
    Clip(
        name="standing_side_bend_faults",
        stretch="standing_side_bend",
        variant="faults",
        posture="standing",
        body="woman_45",
        clothes=Clothes("teal", "grey", "black", "three_quarter"),
        room=room("bedroom"),
        light=light("window_left"),
        camera=Camera("front", 3.1, 0.95, (0.0, 0.97)),
        script=_faults,
        planned={"reps": 7, "hold_s": 3.3},
        how="A clean bend to each side, then one with each fault, and a small one.",
    ),
]
