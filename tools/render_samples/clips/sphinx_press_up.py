"""Sphinx: lying face down, the chest raised on the forearms, hips on the floor."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera


def _start(rig: Rig, near: str) -> Pose:
    """Face down, forehead on the floor, forearms beside the head."""
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
        "hand_x.both": 0.93 * lengths["trunk"] + 0.9 * lengths["forearm"],
        "hand_y.both": 0.06 + rig.sk.head("upperarm01.L")[0],
        "elbow_x.both": -0.3,
        "elbow_y.both": 1.0,
        "elbow_z.both": -0.2,
    }
    return rig.rested(sided(start, near), "prone")


def _up(rig: Rig, near: str, start: Pose, rise: float, **more: float) -> Pose:
    """Chest raised on the forearms until the trunk is `rise` degrees up."""
    down = {"elbow_x.both": -0.2, "elbow_y.both": 0.1, "elbow_z.both": -1.0}
    pose = {**start, **sided(down, near), "thoracic": -16.0, **more}
    lumbar = solve(rig, "prone", pose, "lumbar", "trunk", 90.0 - rise, 0.0, -110.0)
    pose["lumbar"] = lumbar
    return {**pose, "neck": _neck(rig, pose, -18.0)}


def _neck(rig: Rig, pose: Pose, bend: float) -> float:
    """The neck that holds the head `bend` degrees in front of the trunk's line."""
    return solve(rig, "prone", pose, "neck", "neck_bend", bend, -150.0, 60.0)


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("sphinx_press_up_good"))
    script.wait(2.4)
    for rise in (23, 25, 22):
        script.rep(_up(rig, near, start, rise), 2.5, 5.5, 2.6, rest=1.5)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("sphinx_press_up_faults"))
    up = _up(rig, near, start, 24)
    trunk = rig.sk.length["trunk"]
    lift = _up(rig, near, start, 18, lift=0.24 * trunk, pitch=86.0)
    feet = ("foot_x.L", "foot_x.R")
    low = start["foot_x.L"]
    foot = solve(rig, "prone", lift, feet, f"knee_z.{near}", 0.055, low, low + 0.3)
    lift |= dict.fromkeys(feet, foot)
    press = {"hand_x.L": 0.66 * trunk, "hand_x.R": 0.66 * trunk}
    press |= {"elbow_x.L": -1.0, "elbow_x.R": -1.0, "elbow_z.L": 0.3}
    press["elbow_z.R"] = 0.3
    high = _up(rig, near, start, 60.0, thoracic=-26.0, **press)
    back = {"neck": _neck(rig, up, -62.0)}
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
        name="sphinx_press_up_good",
        stretch="sphinx_press_up",
        variant="good",
        posture="prone",
        body="woman_45",
        clothes=Clothes("yellow", "navy", "bare", "short", "knee"),
        room=room("white"),
        light=light("bright"),
        camera=Camera("left", 2.35, 0.6, (-0.1, 0.34)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three slow rises onto the forearms, hips down, held for five seconds.",
    ),
    Clip(
        name="sphinx_press_up_faults",
        stretch="sphinx_press_up",
        variant="faults",
        posture="prone",
        body="man_55",
        clothes=Clothes("green", "black", "white", "short", "long"),
        room=room("hall"),
        light=light("day"),
        camera=Camera("right", 2.45, 0.75, (-0.1, 0.36)),
        script=_faults,
        planned={"reps": 5, "hold_s": 3.0},
        how="A clean rise, one with the hips lifted, a fast one, a small one, one "
        "pushed up too high and one with the head thrown back.",
    ),
]
