"""Twist on a chair, seen from the front, to either side in turn."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .seated_forward_fold import seat
from .stances import marks_of, sitting

SIDES = {"L": "left", "R": "right"}


def _turned(rig: Rig, start: Pose, to: str, deg: float = 37.0, **more: float) -> Pose:
    """The chest turned to one side, a hand on that knee, the other on the seat."""
    sign, other = (1, "R") if to == "L" else (-1, "L")
    marks = marks_of(rig, start, "seated")
    knee = marks["left_knee" if to == "L" else "right_knee"]
    return start | {
        "twist": sign * deg,
        "neck_twist": sign * 0.4 * deg,
        f"hand_x.{other}": knee[0] - 0.08,
        f"hand_y.{other}": -abs(knee[1]) * 0.7,
        f"hand_z.{other}": knee[2] + 0.07,
        f"hand_x.{to}": -0.12,
        f"hand_y.{to}": 0.25,
        f"hand_z.{to}": start["seat_z"] + 0.04,
        f"elbow_x.{to}": -1.0,
        f"elbow_z.{to}": 0.3,
        **more,
    }


def _good(rig: Rig, near: str) -> Script:
    start = sitting(rig)
    script = Script(start, "R", seed_of("seated_twist_chair_good"))
    script.wait(2.4)
    for to, deg in (("L", 36), ("R", 38), ("L", 38), ("R", 36)):
        turned = _turned(rig, start, to, deg)
        script.rep(turned, 2.2, 3.8, 2.2, side=SIDES[to], rest=1.1)
    script.wait(1.3)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = sitting(rig)
    right, left = _turned(rig, start, "R"), _turned(rig, start, "L")
    script = Script(start, "R", seed_of("seated_twist_chair_faults"))
    script.wait(2.3)
    script.rep(left, 1.8, 1.9, 1.8, side="left", rest=0.5)
    script.rep(right, 1.8, 1.9, 1.8, side="right", rest=0.5)
    leaning = _turned(rig, start, "L", 36, side=24.0)
    visit = ("leans_sideways", "form", "visit")
    script.rep(leaning, 1.8, 1.9, 1.8, side="left", fault=visit, rest=0.5)
    hoop = {"pitch": start["pitch"] + 6, "lumbar": 24.0, "thoracic": 20.0}
    slumped = _turned(rig, start, "R", 48, side=14.0, neck=-8.0, **hoop)
    visit = ("slumps", "form", "visit")
    script.rep(slumped, 1.8, 1.9, 1.8, side="right", fault=visit, rest=0.5)
    far = _turned(rig, start, "R", 66)
    visit = ("too_far", "unsafe", "visit")
    script.rep(far, 2.0, 1.6, 2.6, side="right", fault=visit, rest=0.5)
    script.rep(left, 1.6, 0.8, 1.6, side="left", size="small", share=0.5, rest=0.5)
    pulses = Bounce(_turned(rig, start, "L", 30), 4, 1.0, 0.6)
    wide = _turned(rig, start, "L", 46)
    script.rep(wide, 1.8, 0.4, 1.8, side="left", inside=(pulses,), rest=0.5)
    jerk = ("jerks_round", "unsafe", "go")
    script.rep(right, 0.3, 1.9, 1.8, side="right", fault=jerk, rest=0.5)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="seated_twist_chair_good",
        stretch="seated_twist_chair",
        variant="good",
        posture="seated",
        body="woman_75",
        clothes=Clothes("maroon", "grey", "white", "long"),
        room=room("hall"),
        light=light("warm"),
        camera=Camera("front", 2.4, 0.85, (0.1, 0.62)),
        script=_good,
        planned={"reps": 4, "hold_s": 3.2},
        how="Tall on a chair, twice to each side in turn, held four seconds.",
        props=seat,
    ),
    Clip(
        name="seated_twist_chair_faults",
        stretch="seated_twist_chair",
        variant="faults",
        posture="seated",
        body="man_30",
        clothes=Clothes("white", "navy", "black", "short", "knee", loose_mm=6),
        room=room("bedroom"),
        light=light("day"),
        camera=Camera("front", 2.6, 0.95, (0.1, 0.66)),
        script=_faults,
        planned={"reps": 7, "hold_s": 1.6},
        how="Once well to each side, then leaning sideways, slumped, too far, a "
        "small one, one with bouncing and one jerked.",
        props=seat,
    ),
]
