"""Bottom to heels: from hands and knees the hips go back, the hands stay."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import arms_straight, table_top


def _back(
    rig: Rig, near: str, start: Pose, thigh: float, curve: float = 8.0, **more: float
) -> Pose:
    """The hips back over the shins, arms long, hands where they were."""
    change = {
        "thigh.both": thigh,
        "knee.both": thigh + 87.0,
        "lumbar": 0.6 * curve,
        "thoracic": 0.4 * curve,
        "neck": -8.0,
        "pitch": 80.0 - 0.5 * curve,
        **more,
    }
    pose = {**start, **sided(change, near)}
    return {**pose, "pitch": arms_straight(rig, near, pose, 170.0)}


def _good(rig: Rig, near: str) -> Script:
    start = table_top(rig, near)
    script = Script(start, near, seed_of("bottom_to_heels_good"))
    script.wait(2.4)
    for thigh in (47, 49, 48, 48):
        script.rep(_back(rig, near, start, thigh), 2.2, 3.0, 2.3, rest=1.0)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = table_top(rig, near)
    back = _back(rig, near, start, 48)
    script = Script(start, near, seed_of("bottom_to_heels_faults"))
    neck = solve(rig, "quadruped", back, "neck", "neck_bend", -62.0, 0.0, -150.0)
    thrown = Fault("neck_back", "unsafe", {"neck": neck}, 0.7, 2.0, 0.7, 0.5)
    rounded = _back(rig, near, start, 48, 96.0, neck=10.0)
    near_end = _back(rig, near, start, 58)
    pulse = {
        k: near_end[k] for k in ("pitch", "thigh.L", "thigh.R", "knee.L", "knee.R")
    }
    script.wait(2.3)
    script.rep(back, 1.9, 2.2, 1.9, rest=0.7)
    visit = ("rounded_back", "form", "visit")
    script.rep(rounded, 2.0, 2.2, 2.0, fault=visit, rest=0.7)
    script.rep(back, 1.9, 0.5, 1.9, inside=(thrown,), rest=0.7)
    script.rep(back, 0.8, 2.2, 1.9, fault=("too_fast", "form", "go"), rest=0.7)
    script.rep(back, 1.5, 0.8, 1.5, size="small", rest=0.7)
    pulses = Bounce(pulse, 4, 0.95, wait=0.7)
    script.rep(_back(rig, near, start, 44), 1.8, 0.5, 1.9, inside=(pulses,), rest=0.7)
    drop = ("dropped_back", "unsafe", "go")
    script.rep(back, 0.28, 2.2, 1.9, fault=drop, rest=0.7)
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="bottom_to_heels_good",
        stretch="bottom_to_heels",
        variant="good",
        posture="quadruped",
        body="man_55",
        clothes=Clothes("teal", "black", "grey", "short", "long", loose_mm=6),
        room=room("living"),
        light=light("day"),
        camera=Camera("left", 2.4, 0.65, (0.05, 0.38)),
        script=_good,
        planned={"reps": 4, "hold_s": 2.5},
        how="Four times slowly back towards the heels, arms long, and forward again.",
    ),
    Clip(
        name="bottom_to_heels_faults",
        stretch="bottom_to_heels",
        variant="faults",
        posture="quadruped",
        body="woman_25",
        clothes=Clothes("maroon", "navy", "bare", "elbow", "knee", loose_mm=5),
        room=room("study"),
        light=light("window_right"),
        camera=Camera("right", 2.2, 0.8, (0.05, 0.38)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.8},
        how="Once well, then with the back rounded, the head thrown back, too fast, a "
        "small one, one with rocking and one dropped into.",
    ),
]
