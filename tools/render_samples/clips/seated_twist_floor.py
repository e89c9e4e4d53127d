"""Seated twist on the floor, legs crossed, seen from the front, to either side."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .floor import cross_legged
from .stances import marks_of

SIDES = {"L": "left", "R": "right"}


def _turned(rig: Rig, start: Pose, to: str, deg: float = 38.0, **more: float) -> Pose:
    """The chest turned to one side, a hand on that knee, the other behind."""
    sign, other = (1, "R") if to == "L" else (-1, "L")
    marks = marks_of(rig, start, "seated")
    knee = marks["left_knee" if to == "L" else "right_knee"]
    return start | {
        "twist": sign * deg,
        "neck_twist": sign * 0.4 * deg,
        f"hand_x.{other}": knee[0] - 0.06,
        f"hand_y.{other}": -abs(knee[1]) * 0.7,
        f"hand_z.{other}": knee[2] + 0.05,
        f"hand_x.{to}": -0.24,
        f"hand_y.{to}": 0.22,
        f"hand_z.{to}": 0.03,
        f"elbow_x.{to}": -1.0,
        f"elbow_z.{to}": 0.3,
        **more,
    }


def _good(rig: Rig, near: str) -> Script:
    start = cross_legged(rig, "R")
    script = Script(start, "R", seed_of("seated_twist_floor_good"))
    script.wait(2.4)
    for to, deg in (("R", 37), ("L", 38), ("R", 39), ("L", 37)):
        turned = _turned(rig, start, to, deg)
        script.rep(turned, 2.3, 4.2, 2.4, side=SIDES[to], rest=1.1)
    script.wait(1.3)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = cross_legged(rig, "R")
    right, left = _turned(rig, start, "R"), _turned(rig, start, "L")
    script = Script(start, "R", seed_of("seated_twist_floor_faults"))
    script.wait(2.3)
    script.rep(right, 2.0, 2.4, 2.0, side="right", rest=0.8)
    script.rep(left, 2.0, 2.4, 2.0, side="left", rest=0.8)
    leaning = _turned(rig, start, "R", 36, side=-30.0)
    visit = ("leans_sideways", "form", "visit")
    script.rep(leaning, 2.0, 2.4, 2.0, side="right", fault=visit, rest=0.8)
    hoop = {"pitch": start["pitch"] + 4, "lumbar": 22.0, "thoracic": 18.0}
    slumped = _turned(rig, start, "L", 37, neck=-8.0, **hoop)
    visit = ("slumps", "form", "visit")
    script.rep(slumped, 1.9, 2.3, 1.9, side="left", fault=visit, rest=0.7)
    far = _turned(rig, start, "L", 66)
    visit = ("too_far", "unsafe", "visit")
    script.rep(far, 2.0, 2.0, 3.2, side="left", fault=visit, rest=0.8)
    script.rep(right, 1.7, 1.0, 1.7, side="right", size="small", share=0.5, rest=0.8)
    speed = ("too_fast", "form", "go")
    script.rep(left, 0.95, 2.4, 2.0, side="left", fault=speed, rest=0.8)
    pulses = Bounce(_turned(rig, start, "R", 30), 4, 1.0, 0.6)
    wide = _turned(rig, start, "R", 46)
    script.rep(wide, 2.0, 0.5, 2.0, side="right", inside=(pulses,), rest=0.8)
    jerk = ("jerks_round", "unsafe", "go")
    script.rep(left, 0.3, 2.4, 2.0, side="left", fault=jerk, rest=0.8)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="seated_twist_floor_good",
        stretch="seated_twist_floor",
        variant="good",
        posture="seated",
        body="woman_45",
        clothes=Clothes("teal", "grey", "bare", "short", "long", loose_mm=5),
        room=room("white"),
        light=light("day"),
        camera=Camera("front", 2.2, 0.75, (0.1, 0.42)),
        script=_good,
        planned={"reps": 4, "hold_s": 3.6},
        how="Legs crossed, twice to each side in turn, held four seconds.",
    ),
    Clip(
        name="seated_twist_floor_faults",
        stretch="seated_twist_floor",
        variant="faults",
        posture="seated",
        body="man_30",
        clothes=Clothes("pale_grey", "navy", "bare", "short", "knee", loose_mm=6),
        room=room("gym"),
        light=light("window_left"),
        camera=Camera("front", 2.3, 0.6, (0.1, 0.46)),
        script=_faults,
        planned={"reps": 8, "hold_s": 2.0},
        how="Once well to each side, then leaning sideways, slumped, "
        "too far, a small one, too fast, one with bouncing and one jerked.",
    ),
]
