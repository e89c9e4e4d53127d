"""Standing hamstring stretch: a heel on a low step, tipping forward from the hips."""

from __future__ import annotations

from collections.abc import Callable

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Script, sided
from ..rig import Pose, Rig
from ..room import Box, light, room
from ..scene import Camera
from .stances import aim, lean, marks_of, standing

_SIDES = {"L": "left", "R": "right"}
_STEP_M = 0.24


def _reach(rig: Rig) -> float:
    """How far ahead of the hips the heel rests, metres."""
    return 0.69 * (rig.sk.length["thigh"] + rig.sk.length["shin"])


def _step(near: str) -> Callable[[Rig], tuple[Box, ...]]:
    """A low step for the near heel."""
    y = 0.10 if near == "L" else -0.10

    def props(rig: Rig) -> tuple[Box, ...]:
        x = _reach(rig) + 0.07
        size = (0.30, 0.34, _STEP_M)
        return (Box((x, y, _STEP_M / 2), size, (0.45, 0.33, 0.22), "stance"),)

    return props


def _hands_on_thigh(rig: Rig, pose: Pose, near: str) -> Pose:
    """Both hands on the raised thigh, above the knee."""
    side = "left" if near == "L" else "right"
    marks = marks_of(rig, pose | {"reach.L": 0.0, "reach.R": 0.0}, "standing")
    knee, hip = marks[f"{side}_knee"], marks[f"{side}_hip"]
    place = knee + 0.38 * (hip - knee)
    y = float(place[1])
    return pose | {
        **sided({"reach.both": 1.0, "hand_x.both": float(place[0]) + 0.02}, near),
        **sided({"hand_z.both": float(place[2]) + 0.05}, near),
        **sided({"elbow_x.both": -1.0, "elbow_z.both": -0.2}, near),
        "hand_y.L": y + 0.05,
        "hand_y.R": 0.05 - y,
    }


def _start(rig: Rig, near: str) -> Pose:
    """Tall, the near heel on the step, toes up."""
    legs = {
        "foot_x.near": _reach(rig),
        "foot_z.near": _STEP_M,
        "toe_pitch.near": 50.0,
        "foot_y.both": 0.10,
        "foot_x.far": -0.03,
    }
    pose = standing() | sided(legs, near) | {"leg_length": 0.985}
    pose = aim(rig, "standing", pose, "pitch", lean, 2, 15)
    return _hands_on_thigh(rig, pose, near)


def _tipped(rig: Rig, start: Pose, near: str, trunk: float = 36, **more: float) -> Pose:
    """Hinged forward so far, the back long."""
    pose = start | {
        "pelvis_x": -0.0016 * trunk,
        "lumbar": 0.10 * trunk,
        "thoracic": 4.0,
        "neck": 2.0,
        "pitch": 0.9 * trunk,
        **more,
    }
    pose = aim(rig, "standing", pose, "pitch", lean, trunk, 40)
    return _hands_on_thigh(rig, pose, near)


def _good(rig: Rig, near: str) -> Script:
    start, side = _start(rig, near), _SIDES[near]
    script = Script(start, near, seed_of("standing_hamstring_good"))
    script.wait(2.4)
    for trunk in (35, 37):
        pose = _tipped(rig, start, near, trunk)
        script.rep(pose, 2.2, 5.2, 2.2, side=side, rest=1.0)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start, side = _start(rig, near), _SIDES[near]
    good = _tipped(rig, start, near)
    hoop = _tipped(rig, start, near, 38, lumbar=46.0, thoracic=50.0, neck=22.0)
    script = Script(start, near, seed_of("standing_hamstring_faults"))
    script.wait(2.3)
    script.rep(good, 1.8, 1.8, 1.8, side=side, rest=0.5)
    visit = ("rounded_back", "form", "visit")
    script.rep(hoop, 1.8, 2.0, 1.8, side=side, fault=visit, rest=0.5)
    speed = ("too_fast", "form", "go")
    script.rep(good, 0.5, 1.8, 1.8, side=side, fault=speed, rest=0.5)
    script.rep(good, 1.5, 0.9, 1.5, side=side, size="small", share=0.42, rest=0.5)
    visit = ("too_far", "unsafe", "visit")
    far = _tipped(rig, start, near, 82)
    script.rep(far, 2.2, 1.6, 2.2, side=side, fault=visit, rest=0.5)
    pulses = Bounce(_tipped(rig, start, near, 43), 4, 1.0, 0.5)
    low = _tipped(rig, start, near, 29)
    script.rep(low, 1.7, 0.5, 1.8, side=side, inside=(pulses,), rest=0.5)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="standing_hamstring_good",
        stretch="standing_hamstring",
        variant="good",
        posture="standing",
        body="man_30",
        clothes=Clothes("teal", "grey", "white", "short"),
        room=room("kitchen"),
        light=light("overhead"),
        camera=Camera("left", 3.2, 0.9, (0.25, 0.94)),
        script=_good,
        props=_step("L"),
        planned={"reps": 2, "hold_s": 4.8},
        fps=25,
        how="A heel on a low step, tipped forward twice with a long back, held 5 s.",
    ),
    Clip(
        name="standing_hamstring_faults",
        stretch="standing_hamstring",
        variant="faults",
        posture="standing",
        body="woman_45",
        clothes=Clothes("yellow", "black", "grey", "elbow", loose_mm=6.0),
        room=room("study"),
        light=light("window_right"),
        camera=Camera("right", 3.0, 0.8, (0.25, 0.84)),
        script=_faults,
        props=_step("R"),
        planned={"reps": 5, "hold_s": 1.5},
        fps=25,
        how="A clean one, then a rounded back, too fast, a small one, one too far "
        "and one with bouncing.",
    ),
]
