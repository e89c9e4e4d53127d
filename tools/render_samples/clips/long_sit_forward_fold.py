"""Seated forward fold on the floor: over long legs, from the hips."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Rig
from ..room import light, room
from ..scene import Camera
from .floor import floor_fold, long_sitting


def _good(rig: Rig, near: str) -> Script:
    start = long_sitting(rig, near)
    script = Script(start, near, seed_of("long_sit_forward_fold_good"))
    script.wait(2.4)
    for trunk in (47, 50, 49):
        script.rep(floor_fold(rig, start, trunk), 2.5, 5.5, 2.5, rest=1.2)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = long_sitting(rig, near)
    fold = floor_fold(rig, start, 49)
    script = Script(start, near, seed_of("long_sit_forward_fold_faults"))
    neck = solve(rig, "seated", fold, "neck", "neck_bend", -55.0, 10.0, -130.0)
    head = Fault("head_up", "form", {"neck": neck}, 0.7, 2.1, 0.7, 0.5)
    hoop = floor_fold(rig, start, 49, lumbar=52.0, thoracic=46.0, neck=16.0)
    pulses = Bounce(floor_fold(rig, start, 57), 4, 0.95, 0.6)
    script.wait(2.3)
    script.rep(fold, 2.0, 2.2, 2.0, rest=0.8)
    visit = ("rounded_back", "form", "visit")
    script.rep(hoop, 2.0, 2.4, 2.0, fault=visit, rest=0.8)
    script.rep(fold, 2.0, 0.5, 2.0, inside=(head,), rest=0.8)
    script.rep(fold, 0.55, 2.2, 2.0, fault=("too_fast", "form", "go"), rest=0.8)
    script.rep(fold, 1.6, 0.9, 1.6, size="small", share=0.42, rest=0.8)
    script.rep(floor_fold(rig, start, 43), 2.0, 0.5, 2.0, inside=(pulses,), rest=0.8)
    script.rep(fold, 2.0, 2.2, 0.3, fault=("jerks_up", "unsafe", "back"), rest=0.8)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="long_sit_forward_fold_good",
        stretch="long_sit_forward_fold",
        variant="good",
        posture="seated",
        body="man_70",
        clothes=Clothes("maroon", "grey", "white", "short", "long", loose_mm=7),
        room=room("living"),
        light=light("day"),
        camera=Camera("right", 2.3, 0.7, (0.30, 0.40)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three slow folds over long legs, held five seconds.",
    ),
    Clip(
        name="long_sit_forward_fold_faults",
        stretch="long_sit_forward_fold",
        variant="faults",
        posture="seated",
        body="man_70",
        clothes=Clothes("sky", "black", "grey", "elbow", "knee", loose_mm=6),
        room=room("bedroom"),
        light=light("window_right"),
        camera=Camera("left", 2.45, 0.9, (0.30, 0.42)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.8},
        how="A clean fold, then one with the back like a hoop, the head held up, too "
        "fast, a small one, one with bouncing and one jerked out of.",
    ),
]
