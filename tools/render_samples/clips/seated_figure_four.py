"""Figure four on a chair: the near ankle on the far thigh, the trunk hinged forward."""

from __future__ import annotations

import numpy as np

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..maths import unit
from ..motion import Bounce, Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .seated_forward_fold import seat
from .stances import aim, lean, marks_of, sitting

SIDES = {"L": "left", "R": "right"}


def _crossed(rig: Rig, near: str) -> Pose:
    """Sitting tall, the near ankle laid on the far thigh, hands on that leg."""
    pose = sitting(rig)
    far = "R" if near == "L" else "L"
    marks = marks_of(rig, pose, "seated")
    hip, knee = (marks[f"{SIDES[far]}_{joint}"] for joint in ("hip", "knee"))
    along = unit(knee - hip)
    above = np.array([-along[2], 0.0, along[0]])
    ankle = hip + 0.80 * (knee - hip) + 0.115 * above
    across = {
        "foot_flat.near": 0.0,
        "ankle.near": 5.0,
        "foot_x.near": float(ankle[0]),
        "foot_y.near": -0.14,
        "foot_z.near": float(ankle[2]) - rig.sk.length["ankle"],
        "knee_x.near": 0.35,
        "knee_y.near": 1.0,
        "knee_z.near": 0.25,
    }
    pose |= sided(across, near)
    marks = marks_of(rig, pose, "seated")
    knee, shin = (marks[f"{SIDES[near]}_{joint}"] for joint in ("knee", "ankle"))
    place = 0.6 * knee + 0.4 * shin
    hands = {
        "hand_x.near": float(knee[0]) - 0.02,
        "hand_y.near": abs(float(knee[1])) - 0.04,
        "hand_z.near": float(knee[2]) + 0.07,
        "hand_x.far": float(place[0]),
        "hand_y.far": 0.02,
        "hand_z.far": float(place[2]) + 0.08,
    }
    return pose | sided(hands, near)


def _hinged(rig: Rig, start: Pose, trunk: float, **spine: float) -> Pose:
    """Leaning forward from the hips with a long back."""
    pose = start | {"lumbar": 4.0, "thoracic": 5.0, "neck": 0.0, **spine}
    return aim(rig, "seated", pose, "pitch", lean, trunk, 50)


def _good(rig: Rig, near: str) -> Script:
    start = _crossed(rig, near)
    script = Script(start, near, seed_of("seated_figure_four_good"))
    script.wait(2.4)
    for trunk in (29, 32, 30):
        script.rep(_hinged(rig, start, trunk), 2.4, 5.2, 2.5, side=SIDES[near])
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start, side = _crossed(rig, near), SIDES[near]
    hinge = _hinged(rig, start, 30)
    rounded = _hinged(rig, start, 32, lumbar=42.0, thoracic=44.0, neck=6.0)
    rounds = Fault("rounds", "form", rounded, 1.0, 2.0, 1.0, 0.7)
    deep = _hinged(rig, start, 60, lumbar=16.0, thoracic=16.0, neck=6.0)
    hanging = hinge | {"neck": 84.0}
    hangs = Fault("head_hangs", "form", hanging, 1.0, 2.2, 1.0, 0.7)
    pulses = Bounce(_hinged(rig, start, 40), 5, 0.95)
    script = Script(start, near, seed_of("seated_figure_four_faults"))
    script.wait(2.3)
    script.rep(hinge, 1.9, 2.6, 1.9, side=side, rest=0.6)
    script.rep(hinge, 1.9, 0.5, 1.9, side=side, inside=(rounds,), rest=0.6)
    script.rep(hinge, 1.9, 0.5, 1.9, side=side, inside=(hangs,), rest=0.6)
    speed = ("too_fast", "form", "go")
    script.rep(hinge, 0.5, 2.4, 1.9, side=side, fault=speed, rest=0.6)
    visit = ("too_far", "unsafe", "visit")
    script.rep(deep, 3.4, 1.6, 3.4, side=side, fault=visit, rest=0.6)
    script.rep(hinge, 1.8, 0.5, 1.8, side=side, inside=(pulses,), rest=0.6)
    script.wait(1.4)
    return script


CLIPS = [
    Clip(
        name="seated_figure_four_good",
        stretch="seated_figure_four",
        variant="good",
        posture="seated",
        body="man_30",
        clothes=Clothes("green", "navy", "white", "short"),
        room=room("hall"),
        light=light("day"),
        camera=Camera("left", 2.7, 0.9, (0.25, 0.6)),
        script=_good,
        planned={"reps": 3, "hold_s": 4.8},
        how="Near ankle on the far thigh, three hinges with a long back, held 5 s.",
        props=seat,
    ),
    Clip(
        name="seated_figure_four_faults",
        stretch="seated_figure_four",
        variant="faults",
        posture="seated",
        body="woman_45",
        clothes=Clothes("orange", "grey", "black", "short"),
        room=room("kitchen"),
        light=light("warm"),
        camera=Camera("right", 2.5, 0.85, (0.25, 0.56)),
        script=_faults,
        planned={"reps": 6, "hold_s": 2.2},
        how="Once well, then rounding, the head hanging, too fast, too far, bouncing.",
        props=seat,
    ),
]
