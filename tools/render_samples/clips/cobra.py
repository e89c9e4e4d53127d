"""Cobra: lying face down, the chest raised with the hands, hips on the floor."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera


def _start(rig: Rig, near: str) -> Pose:
    """Face down, forehead on the floor, hands beside the shoulders."""
    lengths = rig.sk.length
    start = {
        "pitch": 90.0,
        "lumbar": -2.0,
        "thoracic": 2.0,
        "lie": 0.0,
        "head_rest": 1.0,
        "plant.both": 1.0,
        "foot_flat.both": 0.0,
        "ankle.both": 58.0,
        "foot_x.both": -(lengths["thigh"] + lengths["shin"] + 0.02),
        "foot_y.both": 0.11,
        "knee_x.both": 0.0,
        "knee_y.both": 0.1,
        "knee_z.both": -1.0,
        "reach.both": 1.0,
        "palm.both": 1.0,
        "hand_x.both": 1.1 * lengths["trunk"],
        "hand_y.both": 0.12 + rig.sk.head("upperarm01.L")[0] * 0.9,
        "elbow_x.both": -1.0,
        "elbow_y.both": 0.35,
        "elbow_z.both": 0.5,
    }
    return rig.rested(sided(start, near), "prone")


def _up(rig: Rig, start: Pose, rise: float, **more: float) -> Pose:
    """Chest raised until the trunk is `rise` degrees above the floor."""
    pose = {**start, "thoracic": -20.0, "neck": -10.0, **more}
    lumbar = solve(rig, "prone", pose, "lumbar", "trunk", 90.0 - rise, 0.0, -110.0)
    pose["lumbar"] = lumbar
    return {**pose, "neck": _neck(rig, pose, -24.0)}


def _neck(rig: Rig, pose: Pose, bend: float) -> float:
    """The neck that holds the head `bend` degrees in front of the trunk's line."""
    return solve(rig, "prone", pose, "neck", "neck_bend", bend, -150.0, 60.0)


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("cobra_good"))
    script.wait(2.4)
    for rise in (32, 34, 31):
        script.rep(_up(rig, start, rise), 2.5, 5.5, 2.7, rest=1.5)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("cobra_faults"))
    up = _up(rig, start, 33)
    lift = _up(rig, start, 27, lift=0.24 * rig.sk.length["trunk"], pitch=86.0)
    feet = ("foot_x.L", "foot_x.R")
    low = start["foot_x.L"]
    foot = solve(rig, "prone", lift, feet, f"knee_z.{near}", 0.055, low, low + 0.3)
    lift |= dict.fromkeys(feet, foot)
    trunk = rig.sk.length["trunk"]
    closer = {"hand_x.L": 0.60 * trunk, "hand_x.R": 0.60 * trunk}
    high = _up(rig, start, 67.0, thoracic=-28.0, **closer)
    back = {"neck": _neck(rig, up, -60.0)}
    script.wait(2.3)
    script.rep(up, 2.4, 4.4, 2.4, rest=1.1)
    script.rep(up, 2.3, 0.9, 2.3, rest=1.1, inside=(Fault("hips_lift", "form", lift),))
    script.rep(up, 0.6, 3.4, 2.3, fault=("too_fast", "form", "go"), rest=1.1)
    script.rep(up, 2.1, 1.3, 2.1, size="small", rest=1.0)
    script.rep(
        up, 2.3, 0.9, 2.3, rest=1.1,
        inside=(Fault("too_high", "unsafe", high, 1.4, 2.2, 1.4),),
    )  # fmt: skip
    script.rep(
        up, 2.3, 0.9, 2.3, rest=1.2,
        inside=(Fault("neck_back", "unsafe", back, stay=2.3),),
    )  # fmt: skip
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="cobra_good",
        stretch="cobra",
        variant="good",
        posture="prone",
        body="man_30",
        clothes=Clothes("maroon", "grey", "bare", "short", "knee"),
        room=room("bedroom", wall=(0.66, 0.60, 0.52), mat=(0.12, 0.30, 0.18)),
        light=light("warm"),
        camera=Camera("right", 2.35, 0.7, (-0.12, 0.34), size=(960, 540)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three slow cobras with the hips on the floor, held for five seconds.",
    ),
    Clip(
        name="cobra_faults",
        stretch="cobra",
        variant="faults",
        posture="prone",
        body="woman_75",
        clothes=Clothes("pink", "navy", "white", "long", "long"),
        room=room("gym", wall=(0.52, 0.58, 0.50), mat=(0.30, 0.30, 0.34)),
        light=light("bright"),
        camera=Camera("left", 2.35, 0.6, (-0.08, 0.36)),
        script=_faults,
        planned={"reps": 5, "hold_s": 3.0},
        how="A clean cobra, one with the hips lifted, a fast one, a small one, one "
        "pushed too high and one with the head thrown back.",
    ),
]
