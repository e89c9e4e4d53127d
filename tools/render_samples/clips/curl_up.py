"""Curl-up: on the back, knees bent, head and shoulders raised a little."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying

_CROSSED = {
    "reach.both": 0.0,
    "palm.both": 0.0,
    "arm.both": 26.0,
    "arm_out.both": 12.0,
    "elbow.both": 118.0,
    "elbow_in.both": 0.62,
}


def _start(rig: Rig, near: str) -> Pose:
    """Hook-lying, hands across the chest."""
    return {**hook_lying(rig, near, "supine"), **sided(_CROSSED, near)}


def _up(rig: Rig, start: Pose, rise: float) -> Pose:
    """Trunk raised until shoulders are `rise` degrees above the hips."""
    pose = {**start, "lumbar": 16.0, "neck": 14.0}
    thoracic = solve(rig, "supine", pose, "thoracic", "trunk", rise - 90.0, 10.0, 95.0)
    pose["thoracic"] = thoracic
    return {**pose, "neck": _neck(rig, pose, 25.0)}


def _neck(rig: Rig, pose: Pose, bend: float) -> float:
    """The neck that holds the head `bend` degrees in front of the trunk's line."""
    return solve(rig, "supine", pose, "neck", "neck_bend", bend, -60.0, 90.0)


def _sit_up(rig: Rig, start: Pose, rise: float) -> Pose:
    """All the way up, from the hips."""
    pose = {**start, "lumbar": 26.0, "thoracic": 30.0}
    pose["neck"] = 8.0
    pitch = solve(rig, "supine", pose, "pitch", "trunk", rise - 90.0, -95.0, -20.0)
    return {**pose, "pitch": pitch}


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("curl_up_good"))
    script.wait(2.4)
    for rise in (21, 23, 20, 22, 21):
        script.rep(_up(rig, start, rise), 1.9, 1.7, 2.1, rest=1.2)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("curl_up_faults"))
    up = _up(rig, start, 22)
    chin = {"neck": _neck(rig, up, 70.0)}
    feet = {"foot_z.both": 0.25, "foot_x.both": start["foot_x.L"] - 0.03}
    sit = _sit_up(rig, start, 65)
    script.wait(2.3)
    script.rep(up, 1.9, 1.9, 2.0, rest=1.0)
    script.rep(
        up, 1.8, 0.7, 1.9, rest=1.0,
        inside=(Fault("pulls_head", "form", chin, go=0.7, back=0.8, wait=0.5),),
    )  # fmt: skip
    script.rep(
        up, 1.8, 0.7, 1.9, rest=1.0,
        inside=(Fault("feet_lift", "form", feet, go=0.8, back=0.8, wait=0.5),),
    )  # fmt: skip
    script.rep(up, 1.7, 1.2, 1.8, size="small", rest=1.0)
    script.rep(up, 0.5, 1.8, 2.0, fault=("too_fast", "form", "go"), rest=1.0)
    script.rep(
        up, 1.8, 0.8, 2.0, rest=1.0,
        inside=(Fault("full_sit_up", "unsafe", sit, 1.4, 2.0, 1.5, 0.5),),
    )  # fmt: skip
    script.rep(up, 1.8, 1.8, 0.3, fault=("drops_back", "unsafe", "back"), rest=1.2)
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="curl_up_good",
        stretch="curl_up",
        variant="good",
        posture="supine",
        body="man_70",
        clothes=Clothes("yellow", "olive", "bare", "short", "shorts"),
        room=room("living", wall=(0.62, 0.55, 0.50), mat=(0.16, 0.22, 0.34)),
        light=light("window_right"),
        camera=Camera("left", 2.3, 0.6, (0.0, 0.34)),
        script=_good,
        planned={"reps": 5, "hold_s": 1.5},
        how="Five slow curl-ups with the hands across the chest.",
    ),
    Clip(
        name="curl_up_faults",
        stretch="curl_up",
        variant="faults",
        posture="supine",
        body="man_55",
        clothes=Clothes("red", "black", "white", "short", "long"),
        room=room("study", wall=(0.55, 0.62, 0.66), mat=(0.26, 0.26, 0.27)),
        light=light("evening"),
        camera=Camera("right", 2.1, 0.95, (0.0, 0.38), size=(960, 540)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.5},
        how="A clean curl-up, then the chin pulled in, the feet lifting, a small "
        "one, a fast one, a full sit-up and a fall back.",
    ),
]
