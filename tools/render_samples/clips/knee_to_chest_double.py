"""Both knees to the chest: on the back, both shins held."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying, legs_drawn_in


def _start(rig: Rig, near: str) -> Pose:
    """Hook-lying, with leg angles that a lift can start from."""
    angles = {"thigh": 145.0, "knee": 112.0, "grab_leg": 1.0}
    keys = {f"{name}.{s}": v for name, v in angles.items() for s in "LR"}
    return {**hook_lying(rig, near, "supine"), **keys}


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("knee_to_chest_double_good"))
    script.wait(2.4)
    for hip in (60, 56, 58):
        script.rep(legs_drawn_in(rig, near, start, hip), 2.6, 5.6, 2.7, rest=1.4)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    far = "R" if near == "L" else "L"
    script = Script(start, near, seed_of("knee_to_chest_double_faults"))
    pose = legs_drawn_in(rig, near, start, 60)
    behind = {f"thigh.{far}": pose[f"thigh.{far}"] - 46.0, f"grab.{far}": 0.0}
    behind |= {f"reach.{far}": 0.0, f"arm.{far}": 20.0}
    pulse = {f"thigh.{s}": pose["thigh.L"] - 13.0 for s in "LR"}
    script.wait(2.3)
    script.rep(pose, 2.4, 4.4, 2.4, rest=1.0)
    script.rep(
        pose, 2.3, 1.0, 2.3, rest=1.0,
        inside=(Fault("one_leg_lags", "form", behind, stay=2.2),),
    )  # fmt: skip
    script.rep(pose, 2.0, 1.2, 2.0, size="small", rest=0.9)
    script.rep(pose, 0.65, 3.4, 2.2, fault=("too_fast", "form", "go"), rest=1.0)
    script.rep(pose, 2.2, 0.8, 2.2, inside=(Bounce(pulse, 5),), rest=1.0)
    script.rep(pose, 2.1, 3.2, 0.36, fault=("dropped_legs", "unsafe", "back"))
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="knee_to_chest_double_good",
        stretch="knee_to_chest_double",
        variant="good",
        posture="supine",
        body="woman_75",
        clothes=Clothes("purple", "grey", "white", "long", "long"),
        room=room("living"),
        light=light("day"),
        camera=Camera("right", 2.3, 0.7, (0.0, 0.36)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Both knees drawn slowly to the chest three times, held for five seconds.",
    ),
    Clip(
        name="knee_to_chest_double_faults",
        stretch="knee_to_chest_double",
        variant="faults",
        posture="supine",
        body="man_30",
        clothes=Clothes("sky", "olive", "bare", "short", "knee"),
        room=room("study"),
        light=light("window_right"),
        camera=Camera("left", 2.4, 0.8, (0.0, 0.38)),
        script=_faults,
        planned={"reps": 5, "hold_s": 3.0},
        how="A clean one, then one leg staying behind, a small one, "
        "a fast one, one with bouncing and the legs dropped.",
    ),
]
