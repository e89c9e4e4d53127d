"""Knee hug on a chair: the near knee drawn up with both hands, the trunk tall."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .seated_forward_fold import seat
from .stances import aim, lean, sitting

SIDES = {"L": "left", "R": "right"}


def _start(rig: Rig, near: str) -> Pose:
    """Sitting tall, with angles of the near leg that a lift can start from."""
    return sitting(rig) | {f"thigh.{near}": 90.0, f"knee.{near}": 88.0}


def _hug(
    rig: Rig, near: str, start: Pose, hip: float, trunk: float = 0.0, **spine: float
) -> Pose:
    """The near knee drawn up, both hands under it, until the hip is at `hip`."""
    far = "R" if near == "L" else "L"
    pose = start | {
        f"plant.{near}": 0.0,
        f"knee.{near}": 100.0,
        f"ankle.{near}": 8.0,
        f"abduct.{near}": 4.0,
        f"grab.{near}": 1.0,
        f"grab.{far}": 1.0,
        f"grab_leg.{far}": -1.0,
        "grab_side.L": 0.03,
        "grab_side.R": 0.03,
        "grab_along.L": 0.10,
        "grab_along.R": 0.14,
        "wrist.L": -40.0,
        "wrist.R": -40.0,
        f"thigh.{near}": 120.0,
        **spine,
    }
    pose = aim(rig, "seated", pose, "pitch", lean, trunk, 40)
    key = f"thigh.{near}"
    return pose | {key: solve(rig, "seated", pose, key, f"hip.{near}", hip, 95, 165)}


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("seated_knee_to_chest_good"))
    script.wait(2.4)
    for hip in (58, 56, 59):
        hug = _hug(rig, near, start, hip)
        script.rep(hug, 2.4, 5.2, 2.5, side=SIDES[near])
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start, side = _start(rig, near), SIDES[near]
    hug = _hug(rig, near, start, 58)
    key = f"thigh.{near}"
    forward = _hug(rig, near, start, 40, 28, lumbar=14.0, thoracic=14.0)
    rounded = _hug(rig, near, start, 56, 7, lumbar=42.0, thoracic=44.0, neck=6.0)
    rounds = Fault("rounds", "form", rounded, 1.0, 2.0, 1.0, 0.7)
    back = _hug(rig, near, start, 66, -33)
    pulses = Bounce({key: hug[key] + 11.0}, 5, 0.95)
    script = Script(start, near, seed_of("seated_knee_to_chest_faults"))
    script.wait(2.3)
    script.rep(hug, 1.9, 2.6, 1.9, side=side, rest=0.6)
    visit = ("leans_forward", "form", "visit")
    script.rep(forward, 1.9, 2.4, 1.9, side=side, fault=visit, rest=0.6)
    script.rep(hug, 1.9, 0.5, 1.9, side=side, inside=(rounds,), rest=0.6)
    visit = ("tips_back", "unsafe", "visit")
    script.rep(back, 2.0, 1.8, 2.0, side=side, fault=visit, rest=0.6)
    script.rep(hug, 1.8, 0.9, 1.8, side=side, size="small", share=0.45, rest=0.6)
    script.rep(hug, 1.9, 0.5, 1.9, side=side, inside=(pulses,), rest=0.6)
    script.wait(1.4)
    return script


CLIPS = [
    Clip(
        name="seated_knee_to_chest_good",
        stretch="seated_knee_to_chest",
        variant="good",
        posture="seated",
        body="man_30",
        clothes=Clothes("olive", "pale_grey", "black", "short"),
        room=room("bedroom"),
        light=light("day"),
        camera=Camera("right", 2.8, 0.9, (0.25, 0.62)),
        script=_good,
        planned={"reps": 3, "hold_s": 4.8},
        how="The near knee hugged three times, sitting tall, held 5 s.",
        props=seat,
    ),
    Clip(
        name="seated_knee_to_chest_faults",
        stretch="seated_knee_to_chest",
        variant="faults",
        posture="seated",
        body="woman_25",
        clothes=Clothes("pink", "navy", "white", "short"),
        room=room("living"),
        light=light("window_right"),
        camera=Camera("left", 2.5, 0.8, (0.25, 0.55)),
        script=_faults,
        planned={"reps": 5, "hold_s": 2.2},
        how="Once well, then leaning forward, rounding, tipping back, a "
        "small one and bouncing.",
        props=seat,
    ),
]
