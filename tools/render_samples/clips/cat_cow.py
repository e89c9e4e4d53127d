"""Cat and cow: on hands and knees, the back rounded up, then hollowed."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import arms_straight, table_top


def _cat(rig: Rig, near: str, start: Pose) -> Pose:
    """The back rounded up, tail and head down."""
    pose = {**start, "pitch": 44.0, "lumbar": 50.0, "thoracic": 50.0, "neck": 26.0}
    return {**pose, "pitch": arms_straight(rig, near, pose)}


def _cow(rig: Rig, near: str, start: Pose) -> Pose:
    """The back hollowed, tail and gaze up a little."""
    pose = {**start, "pitch": 106.0, "lumbar": -44.0, "thoracic": -16.0, "neck": -20.0}
    return {**pose, "pitch": arms_straight(rig, near, pose)}


def _head_back(rig: Rig, cow: Pose) -> float:
    """How far the neck must go for the head to be 72 degrees behind the trunk."""
    return solve(rig, "quadruped", cow, "neck", "neck_bend", -72.0, -20.0, -160.0)


def _good(rig: Rig, near: str) -> Script:
    start = table_top(rig, near)
    script = Script(start, near, seed_of("cat_cow_good"))
    phases = (("cat", _cat(rig, near, start)), ("cow", _cow(rig, near, start)))
    script.wait(2.4)
    for _ in range(4):
        script.cycle(phases, 1.9, 1.5, rest=0.9)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = table_top(rig, near)
    script = Script(start, near, seed_of("cat_cow_faults"))
    cat, cow = _cat(rig, near, start), _cow(rig, near, start)
    phases = (("cat", cat), ("cow", cow))
    back = {"thigh.both": 46.0, "knee.both": 132.0, "pitch": 66.0}
    back |= {"lumbar": 26.0, "thoracic": 20.0, "neck": 0.0}
    rock = {**start, **sided(back, near)}
    rock["pitch"] = arms_straight(rig, near, rock)
    bend = {"pitch": cow["pitch"] + 9.0, "elbow_y.both": 0.25}
    thrown = _head_back(rig, cow)
    script.wait(2.3)
    script.cycle(phases, 1.8, 1.4, rest=0.8)
    script.cycle(
        phases, 1.7, 0.9, rest=0.8,
        inside={"cat": (Fault("rocking_back", "form", rock, stay=2.0),)},
    )  # fmt: skip
    script.cycle(
        phases, 1.7, 0.9, rest=0.8,
        inside={"cow": (Fault("elbows_bend", "form", bend, stay=2.0),)},
    )  # fmt: skip
    script.cycle(
        phases, 1.7, 0.9, rest=0.9,
        inside={"cow": (Fault("neck_back", "unsafe", {"neck": thrown}, stay=2.0),)},
    )  # fmt: skip
    script.cycle(phases, 1.6, 0.9, size="small", share=0.45, rest=0.9)
    script.cycle(phases, 0.72, 0.12, fault=("too_fast", "form"), rest=1.2)
    script.cycle(phases, 0.34, 0.02, fault=("jerky", "unsafe"), rest=1.2)
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="cat_cow_good",
        stretch="cat_cow",
        variant="good",
        posture="quadruped",
        body="woman_75",
        clothes=Clothes("purple", "black", "white", "elbow", "long", loose_mm=7),
        room=room("hall"),
        light=light("warm"),
        camera=Camera("right", 2.1, 0.7, (0.08, 0.38)),
        script=_good,
        planned={"reps": 4, "hold_s": 1.0},
        how="Four slow cycles of a rounded and a hollowed back.",
    ),
    Clip(
        name="cat_cow_faults",
        stretch="cat_cow",
        variant="faults",
        posture="quadruped",
        body="man_70",
        clothes=Clothes("blue", "pale_grey", "grey", "short", "long", loose_mm=7),
        room=room("white", wall=(0.70, 0.76, 0.78), mat=(0.40, 0.10, 0.12)),
        light=light("bright"),
        camera=Camera("left", 2.0, 0.9, (0.1, 0.40), size=(960, 540)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.0},
        how="A clean cycle, then rocking back, bent elbows, the head thrown back, a "
        "small cycle, a fast one and a jerky one.",
    ),
]
