"""Hard cases with people who come and go, and one with nobody at all."""

from __future__ import annotations

from ..clip import Clip, Extra, seed_of
from ..dress import Clothes
from ..motion import Script
from ..rig import Rig
from ..room import chair, light, room
from ..scene import Camera
from .seated_forward_fold import seat
from .stances import forward_bend, seated_fold, sitting, standing


def _leaves_returns(rig: Rig, near: str) -> Script:
    """One bend, out of the picture, back after five seconds, one more bend."""
    start = standing()
    script = Script(start, near, seed_of("hard_leaves_returns"))
    script.wait(2.4)
    script.rep(forward_bend(rig, start, 96), 2.5, 5.4, 2.6, rest=1.6)
    script.walk(2.9, 0.0)
    script.wait(3.6)
    script.walk(0.0, 0.0, 0.0)
    script.wait(1.6)
    script.rep(forward_bend(rig, start, 98), 2.5, 5.4, 2.6)
    script.wait(1.6)
    return script


def _leaves(rig: Rig, near: str) -> Script:
    """One bend, then out of the picture for good."""
    start = standing()
    script = Script(start, near, seed_of("hard_leaves_bystander"))
    script.wait(2.4)
    script.rep(forward_bend(rig, start, 97), 2.5, 5.4, 2.6, rest=2.0)
    script.walk(3.6, -0.3, speed=1.1)
    script.wait(20.0)
    return script


def _bystander(rig: Rig, near: str) -> Script:
    """Stands aside and shifts about; later steps to the middle and bends once."""
    aside = {"at_x": -1.5, "at_y": 1.2, "at_yaw": -5.0}
    script = Script(standing(0.13, **aside), near, seed_of("bystander"))
    for neck, arm in ((22.0, 22.0), (-12.0, 6.0), (15.0, 14.0)):
        look = {"neck_twist": neck, "arm.L": arm, "elbow.L": 12 + 2 * arm}
        script.wait(1.6)
        script.shift(look, 1.3)
    script.wait(10.6)
    script.shift({"neck_twist": 0.0, "arm.L": 4.0, "elbow.L": 12.0}, 1.0)
    script.walk(0.0, 0.1, 0.0, speed=0.8)
    script.wait(1.6)
    script.rep(forward_bend(rig, standing(0.13), 88), 2.2, 3.0, 2.2)
    script.wait(30.0)
    return script


def _folds(rig: Rig, near: str) -> Script:
    """Three folds, whatever goes on around."""
    start = sitting(rig)
    script = Script(start, near, seed_of("hard_second_person_crosses"))
    script.wait(2.4)
    for trunk in (79, 81, 80):
        script.rep(seated_fold(rig, start, trunk), 2.4, 5.4, 2.5, rest=1.2)
    script.wait(1.4)
    return script


def _crosses(rig: Rig, near: str) -> Script:
    """Walks by behind the chair in the first fold, before it in the second."""
    out = {"at_x": 2.9, "at_y": -0.75, "at_yaw": 180.0}
    script = Script(standing(**out), near, seed_of("passer"))
    script.wait(3.6)
    script.walk(-2.7, -0.75, speed=1.1)
    script.walk(-2.7, 1.25)
    script.wait(0.6)
    script.walk(3.2, 1.25, speed=1.3)
    script.wait(30.0)
    return script


CLIPS = [
    Clip(
        name="hard_leaves_returns",
        stretch="standing_forward_bend",
        variant="hard",
        posture="standing",
        body="man_55",
        clothes=Clothes("white", "navy", "grey", "elbow", "knee"),
        room=room("kitchen"),
        light=light("bright"),
        camera=Camera("left", 3.0, 1.0, (0.1, 0.85)),
        script=_leaves_returns,
        planned={"reps": 2, "hold_s": 5.0},
        how="One bend, then out of the picture for some seconds, then one more.",
    ),
    Clip(
        name="hard_leaves_bystander",
        stretch="standing_forward_bend",
        variant="hard",
        posture="standing",
        body="woman_45",
        clothes=Clothes("yellow", "black", "white", "short"),
        room=room("bedroom", mat=(0.35, 0.16, 0.25)),
        light=light("day"),
        camera=Camera("right", 3.1, 0.95, (0.05, 0.85)),
        script=_leaves,
        planned={"reps": 2, "hold_s": 5.0},
        others=(Extra("man_30", Clothes("navy", "grey", "white", "long"), _bystander),),
        how="One bend, then the person leaves for good; a bystander stays, steps to "
        "the middle and bends once.",
    ),
    Clip(
        name="hard_second_person_crosses",
        stretch="seated_forward_fold",
        variant="hard",
        posture="seated",
        body="man_55",
        clothes=Clothes("green", "grey", "black", "short"),
        room=room("study", wall=(0.60, 0.63, 0.66)),
        light=light("window_left"),
        camera=Camera("left", 2.8, 0.95, (0.25, 0.6)),
        script=_folds,
        planned={"reps": 3, "hold_s": 5.0},
        props=seat,
        others=(Extra("woman_25", Clothes("pink", "navy", "white"), _crosses),),
        how="Three folds; somebody walks by behind during the first hold and in front "
        "during the second.",
    ),
    Clip(
        name="hard_empty_room",
        stretch="bridge",
        variant="hard",
        posture="bridge",
        body=None,
        clothes=Clothes(),
        room=room("living"),
        light=light("evening"),
        camera=Camera("right", 2.5, 0.7, (0.0, 0.4)),
        script=None,
        planned={"reps": 3, "hold_s": 2.0},
        props=chair(0.43),
        expect={"verdict": "unknown", "why": "nobody"},
        seconds=15.0,
        how="A room with a sofa, a chair and a mat, and nobody in it.",
    ),
]
