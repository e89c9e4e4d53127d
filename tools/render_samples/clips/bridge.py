"""Bridge: lying on the back, feet planted, hips up and down again."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying


def _up(rig: Rig, near: str, start: Pose, hip: float, **more: float) -> Pose:
    """The hips raised until the signed hip angle is `hip`."""
    pose = {**start, "thoracic": 8.0, **more}
    key = f"hip_signed.{near}"
    pitch = solve(rig, "bridge", pose, "pitch", key, hip, -95.0, -150.0)
    return rig.rested({**pose, "pitch": pitch, "head_rest": 1.0}, "bridge")


def _good(rig: Rig, near: str) -> Script:
    start = hook_lying(rig, near, "bridge")
    script = Script(start, near, seed_of("bridge_good"))
    script.wait(2.3)
    for hip in (174, 176, 173, 175):
        script.rep(_up(rig, near, start, hip), 2.2, 2.3, 2.4)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = hook_lying(rig, near, "bridge", 126.0)
    script = Script(start, near, seed_of("bridge_faults"))
    up = _up(rig, near, start, 175)
    over = _up(rig, near, start, 208, lumbar=-22.0, thoracic=0.0)
    feet = start["foot_x.L"]
    away = {"foot_x.both": feet + 0.55 * rig.sk.length["shin"]}
    far = {**start, "foot_x.L": away["foot_x.both"], "foot_x.R": away["foot_x.both"]}
    script.wait(2.3)
    script.rep(up, 2.2, 2.2, 2.3)
    script.rep(up, 0.6, 2.0, 2.2, fault=("too_fast", "form", "go"))
    script.rep(up, 1.9, 1.2, 2.0, size="small", share=0.5)
    script.rep(up, 2.1, 1.0, 2.3, inside=(Fault("over_arch", "unsafe", over),))
    script.shift(away, 1.3)
    script.wait(0.8)
    far_up = _up(rig, near, far, 174)
    script.rep(far_up, 2.1, 2.2, 2.2, fault=("feet_far", "form", "visit"), rest=0.6)
    script.shift({"foot_x.both": feet}, 1.3)
    script.wait(0.8)
    script.rep(up, 2.1, 2.0, 0.36, fault=("dropped_hips", "unsafe", "back"))
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="bridge_good",
        stretch="bridge",
        variant="good",
        posture="bridge",
        body="woman_45",
        clothes=Clothes("teal", "black", "white", "short", "long"),
        room=room("study"),
        light=light("day"),
        camera=Camera("right", 2.2, 0.75, (-0.02, 0.34)),
        script=_good,
        planned={"reps": 4, "hold_s": 2.0},
        how="Four even bridges to a straight line from shoulder to knee.",
    ),
    Clip(
        name="bridge_faults",
        stretch="bridge",
        variant="faults",
        posture="bridge",
        body="man_30",
        clothes=Clothes("white", "khaki", "bare", "short", "shorts", "blue"),
        room=room("living"),
        light=light("window_left"),
        camera=Camera("left", 2.15, 0.85, (-0.02, 0.36), size=(960, 540)),
        script=_faults,
        planned={"reps": 5, "hold_s": 2.0},
        how="A clean bridge, a fast one, a small one, one pushed into an over-arch, "
        "one with the feet too far away and one dropped.",
    ),
]
