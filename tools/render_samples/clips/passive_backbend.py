"""Resting back over a rolled blanket under the ribs; a guided timer."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Script
from ..rig import Pose, Rig
from ..room import Box, light, room
from ..scene import Camera
from ._starts import hook_lying
from .pelvic_tilt import Timed


def _roll(rig: Rig) -> tuple[Box, ...]:
    """The rolled blanket, and a cushion for the head."""
    trunk = rig.sk.length["trunk"]
    blanket, cushion = (0.62, 0.36, 0.30), (0.78, 0.76, 0.70)
    return (
        Box((-0.72 * trunk, 0.0, 0.03), (0.15, 0.62, 0.06), blanket, "stance"),
        Box((-0.72 * trunk, 0.0, 0.05), (0.09, 0.62, 0.08), blanket, "stance"),
        Box((-1.42 * trunk, 0.0, 0.02), (0.30, 0.42, 0.04), cushion, "stance"),
    )


def _start(rig: Rig, near: str) -> Pose:
    """Over the roll: ribs raised, knees bent, arms out to the sides."""
    start = hook_lying(rig, near, "supine")
    trunk = rig.sk.length["trunk"]
    arms = {"hand_x": 0.3 - trunk, "hand_y": 0.58, "elbow_x": -0.3, "elbow_y": 0.4}
    start |= {f"{name}.{s}": value for name, value in arms.items() for s in "LR"}
    return {
        **start,
        "pitch": start["pitch"] + 5.0,
        "lumbar": -4.0,
        "thoracic": -14.0,
        "neck": start["neck"] + 10.0,
        "lift": 0.01,
    }


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Timed(start, near, seed_of("passive_backbend_good"))
    script.wait(8.0)
    legs = {f"foot_x.{s}": start[f"foot_x.{s}"] + 0.2 for s in "LR"}
    script.fidget(legs, 4, 1.1)
    script.wait(6.0)
    sits_up = ("sits_up", "form")
    up = {"thoracic": 30.0, "lumbar": 14.0, "neck": start["neck"] + 10.0}
    script.broken(up, 1.4, 2.2, sits_up)
    script.wait(3.0)
    script.broken(up, 0.5, 1.5, sits_up, ("jerks_up", "unsafe"), fast=True)
    script.wait(2.0)
    script.end()
    return script


CLIPS = [
    Clip(
        name="passive_backbend_good",
        stretch="passive_backbend",
        variant="good",
        posture="supine",
        body="woman_75",
        clothes=Clothes("orange", "olive", "white", "short", "long"),
        room=room("kitchen"),
        light=light("window_left"),
        camera=Camera("right", 2.4, 0.6, (-0.02, 0.36)),
        script=_good,
        props=_roll,
        planned={"reps": 1, "hold_s": 5.0},
        how="Resting over a roll; the legs fidget, the chest comes up, and then "
        "comes up again with a jerk.",
    ),
]
