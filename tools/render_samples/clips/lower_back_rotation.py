"""Knee rolls: hook-lying, both knees lowered to one side, then to the other."""

from __future__ import annotations

import math

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying

_SIDE = {"L": "left", "R": "right"}


def _start(rig: Rig, near: str) -> Pose:
    """Hook-lying with the feet together and the arms out to the sides."""
    start = hook_lying(rig, near, "supine", hip=120.0)
    wide = {"foot_y": 0.06, "knee_y": 0.0, "hand_x": -0.36, "hand_y": 0.62}
    wide |= {"elbow_x": -0.3, "elbow_y": 0.4}
    wide |= {"knee_x": 0.15}
    return {**start, **{f"{k}.{s}": v for k, v in wide.items() for s in "LR"}}


def _rolled(start: Pose, to: str, degrees: float, chest: float = 0.85) -> Pose:
    """Both knees lowered to side "L" or "R"; the chest stays by `chest` of it."""
    sign = 1.0 if to == "L" else -1.0
    across, up = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    pelvis = 0.52 * degrees
    pose = {**start, "roll": -sign * pelvis, "twist": -sign * chest * pelvis}
    for s, own in (("L", 1.0), ("R", -1.0)):
        pose[f"knee_y.{s}"] = sign * own * across
        pose[f"knee_z.{s}"] = up
        pose[f"toe_out.{s}"] = sign * own * 0.5 * degrees
    return pose


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    far = "R" if near == "L" else "L"
    script = Script(start, near, seed_of("lower_back_rotation_good"))
    script.wait(2.4)
    for to, degrees in ((near, 48), (far, 50), (near, 46), (far, 48)):
        pose = _rolled(start, to, degrees)
        script.rep(pose, 2.4, 3.6, 2.4, side=_SIDE[to], rest=1.2)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    far = "R" if near == "L" else "L"
    script = Script(start, near, seed_of("lower_back_rotation_faults"))
    towards, away = _rolled(start, near, 48), _rolled(start, far, 48)
    apart = {f"knee_y.{far}": -0.15, f"knee_z.{far}": 1.0}
    pulse = _rolled(start, near, 24)
    keys = [k for k in pulse if pulse[k] != towards[k]]
    pulse = {k: pulse[k] for k in keys}
    script.wait(2.3)
    script.rep(towards, 2.3, 3.4, 2.3, side=_SIDE[near], rest=1.0)
    script.rep(
        towards, 2.2, 0.8, 2.2, side=_SIDE[near], rest=1.0,
        inside=(Fault("knees_apart", "form", apart, stay=2.2),),
    )  # fmt: skip
    script.rep(away, 2.0, 1.2, 2.0, size="small", side=_SIDE[far], rest=0.9)
    script.rep(
        away, 2.2, 2.8, 2.2, side=_SIDE[far], rest=1.0,
    )  # fmt: skip
    script.rep(
        towards, 2.2, 0.8, 2.2, side=_SIDE[near], inside=(Bounce(pulse, 5),), rest=1.0
    )
    script.rep(
        towards, 0.4, 3.0, 2.2, side=_SIDE[near],
        fault=("dropped_knees", "unsafe", "go"), rest=1.0,
    )  # fmt: skip
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="lower_back_rotation_good",
        stretch="lower_back_rotation",
        variant="good",
        posture="supine",
        body="woman_45",
        clothes=Clothes("maroon", "navy", "white", "elbow", "long"),
        room=room("living"),
        light=light("bright"),
        camera=Camera("left", 2.4, 0.75, (0.0, 0.32)),
        script=_good,
        planned={"reps": 4, "hold_s": 3.0},
        how="Both knees lowered to one side and to the other, twice each.",
    ),
    Clip(
        name="lower_back_rotation_faults",
        stretch="lower_back_rotation",
        variant="faults",
        posture="supine",
        body="man_55",
        clothes=Clothes("sky", "grey", "bare", "short", "knee"),
        room=room("gym"),
        light=light("day"),
        camera=Camera("right", 2.5, 0.7, (0.0, 0.34)),
        script=_faults,
        planned={"reps": 5, "hold_s": 2.0},
        how="A clean one, one with the knees apart, a small one to the far side, a "
        "clean one to the far side, one with bouncing and one with the knees dropped.",
    ),
]
