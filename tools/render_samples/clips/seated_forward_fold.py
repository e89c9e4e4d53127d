"""Seated forward fold: from sitting tall on a chair down over the thighs."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Rig
from ..room import Box, chair, light, room
from ..scene import Camera
from .stances import feet_slid, seat_height, seated_fold, sitting


def seat(rig: Rig) -> tuple[Box, ...]:
    """A chair of this body's size."""
    return chair(seat_height(rig))


def _good(rig: Rig, near: str) -> Script:
    start = sitting(rig)
    script = Script(start, near, seed_of("seated_forward_fold_good"))
    script.wait(2.5)
    for trunk in (79, 82, 80):
        script.rep(seated_fold(rig, start, trunk), 2.6, 5.5, 2.7)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = sitting(rig)
    fold = seated_fold(rig, start, 80)
    head = Fault(
        "head_up", "form", {"neck": -70.0, "thoracic": 18.0}, 0.7, 2.1, 0.7, 0.7
    )
    feet = Fault("feet_forward", "form", feet_slid(rig, fold), 0.9, 2.1, 0.9, 0.6)
    pulses = Bounce(seated_fold(rig, start, 86), 5, 0.95)
    script = Script(start, near, seed_of("seated_forward_fold_faults"))
    script.wait(2.3)
    script.rep(fold, 2.1, 3.6, 2.1, rest=0.8)
    script.rep(fold, 2.1, 0.6, 2.1, inside=(head,), rest=0.8)
    script.rep(fold, 0.7, 3.6, 2.2, fault=("too_fast", "form", "go"), rest=0.8)
    script.rep(fold, 1.9, 1.3, 1.9, size="small", share=0.5, rest=0.8)
    script.rep(fold, 2.1, 0.6, 2.1, inside=(feet,), rest=0.8)
    low = seated_fold(rig, start, 72)
    script.rep(low, 2.0, 0.6, 2.1, inside=(pulses,), rest=0.8)
    script.rep(fold, 2.2, 3.6, 0.42, fault=("jerks_up", "unsafe", "back"), rest=0.8)
    script.wait(1.4)
    return script


CLIPS = [
    Clip(
        name="seated_forward_fold_good",
        stretch="seated_forward_fold",
        variant="good",
        posture="seated",
        body="woman_75",
        clothes=Clothes("purple", "grey", "white", "long"),
        room=room("living"),
        light=light("warm"),
        camera=Camera("right", 2.6, 0.9, (0.25, 0.58)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three slow folds from sitting tall, arms down to the feet, held 5 s.",
        props=seat,
    ),
    Clip(
        name="seated_forward_fold_faults",
        stretch="seated_forward_fold",
        variant="faults",
        posture="seated",
        body="man_30",
        clothes=Clothes("white", "khaki", "black", "short", legs="knee", stripe="blue"),
        room=room("kitchen"),
        light=light("window_right"),
        camera=Camera("left", 2.8, 1.15, (0.28, 0.62), size=(960, 540)),
        script=_faults,
        planned={"reps": 6, "hold_s": 3.3},
        how="A clean fold, then one with each fault, and a small one.",
        props=seat,
    ),
]
