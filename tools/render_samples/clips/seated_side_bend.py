"""Seated side bend on a chair, seen from the front, to either side in turn."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .seated_forward_fold import seat
from .stances import aim, bend, sitting

SIDES = {"L": "left", "R": "right"}


def _bent(rig: Rig, start: Pose, toward: str, trunk: float, **more: float) -> Pose:
    """Bent to one side, that hand beside the chair, the other arm over the head."""
    sign, other = (1, "R") if toward == "L" else (-1, "L")
    pose = start | {
        "side": sign * (trunk + 6.0),
        "neck_side": sign * 6.0,
        f"reach.{toward}": 0.0,
        f"arm_out.{toward}": 10.0 + trunk,
        f"elbow.{toward}": 12.0,
        f"reach.{other}": 0.0,
        f"arm_out.{other}": 155.0,
        f"elbow.{other}": 30.0,
        f"elbow_in.{other}": 0.8,
        **more,
    }
    return aim(rig, "seated", pose, "side", bend, sign * trunk, 45)


def _hips_slid(pose: Pose, toward: str, metres: float = 0.11) -> Pose:
    """The bottom slid on the seat away from the bend."""
    return pose | {"pelvis_y": metres if toward == "R" else -metres}


def _rolled_forward(rig: Rig, start: Pose, toward: str, trunk: float) -> Pose:
    """Bent to the side and forward at once."""
    hoop = {"pitch": start["pitch"] + 18.0, "lumbar": 22.0, "thoracic": 16.0}
    return _bent(rig, start, toward, trunk, **hoop)


def _good(rig: Rig, near: str) -> Script:
    start = sitting(rig)
    script = Script(start, near, seed_of("seated_side_bend_good"))
    script.wait(2.4)
    for to, trunk in (("R", 24), ("L", 25), ("R", 26), ("L", 24)):
        script.rep(_bent(rig, start, to, trunk), 2.2, 4.0, 2.2, side=SIDES[to])
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = sitting(rig)
    right, left = _bent(rig, start, "R", 25), _bent(rig, start, "L", 25)
    script = Script(start, near, seed_of("seated_side_bend_faults"))
    script.wait(2.3)
    script.rep(left, 1.8, 2.0, 1.8, side="left", rest=0.5)
    visit = ("hips_slide", "form", "visit")
    slid = _hips_slid(left, "L")
    script.rep(slid, 1.8, 2.0, 1.8, side="left", fault=visit, rest=0.5)
    visit = ("rolls_forward", "form", "visit")
    rolled = _rolled_forward(rig, start, "R", 25)
    script.rep(rolled, 1.8, 2.0, 1.8, side="right", fault=visit, rest=0.5)
    speed = ("too_fast", "form", "go")
    script.rep(right, 0.55, 2.0, 1.8, side="right", fault=speed, rest=0.5)
    far = _bent(rig, start, "L", 54)
    visit = ("too_far", "unsafe", "visit")
    script.rep(far, 3.0, 1.6, 3.0, side="left", fault=visit, rest=0.5)
    pulses = Bounce(_bent(rig, start, "R", 33), 4, 1.0)
    near_end = _bent(rig, start, "R", 20)
    script.rep(near_end, 1.8, 0.5, 1.8, side="right", inside=(pulses,), rest=0.5)
    script.rep(left, 1.6, 0.9, 1.6, side="left", size="small", share=0.4, rest=0.5)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="seated_side_bend_good",
        stretch="seated_side_bend",
        variant="good",
        posture="seated",
        body="man_55",
        clothes=Clothes("navy", "grey", "black", "short"),
        room=room("living"),
        light=light("day"),
        camera=Camera("front", 2.8, 0.9, (0.1, 0.78)),
        script=_good,
        planned={"reps": 4, "hold_s": 3.6},
        how="Two bends to each side on a chair, the other arm over the head.",
        props=seat,
    ),
    Clip(
        name="seated_side_bend_faults",
        stretch="seated_side_bend",
        variant="faults",
        posture="seated",
        body="woman_25",
        clothes=Clothes("teal", "black", "white", "three_quarter"),
        room=room("kitchen"),
        light=light("window_left"),
        camera=Camera("front", 2.9, 1.1, (0.1, 0.76)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.8},
        how="A clean bend, then the hips slid, rolled forward, one too fast, one too "
        "far, one with bouncing, and a small one.",
        props=seat,
    ),
]
