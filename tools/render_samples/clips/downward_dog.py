"""Downward-facing dog: from hands and knees the hips go up and back."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Rig
from ..room import light, room
from ..scene import Camera
from .floor import dog, table_on_toes


def _good(rig: Rig, near: str) -> Script:
    start = table_on_toes(rig, near)
    script = Script(start, near, seed_of("downward_dog_good"))
    script.wait(2.4)
    for knee in (162, 164, 163):
        script.rep(dog(rig, near, start, knee), 2.5, 5.5, 2.6, rest=1.3)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = table_on_toes(rig, near)
    full = dog(rig, near, start)
    script = Script(start, near, seed_of("downward_dog_faults"))
    neck = solve(rig, "standing", full, "neck", "neck_bend", -52.0, 10.0, -120.0)
    head = Fault("head_lifted", "form", {"neck": neck}, 0.7, 2.1, 0.7, 0.5)
    short = dog(rig, near, start, 152, 152, 120)
    bent = Fault("elbows_bend", "form", short, 0.8, 2.1, 0.8, 0.5)
    pulses = Bounce(dog(rig, near, start, 142, 155), 4, 0.95, 0.6)
    script.wait(2.3)
    script.rep(full, 2.0, 2.2, 2.0, rest=0.7)
    script.rep(full, 2.0, 0.5, 2.0, inside=(head,), rest=0.7)
    script.rep(full, 2.0, 0.5, 2.0, inside=(bent,), rest=0.7)
    script.rep(full, 0.6, 2.2, 2.0, fault=("too_fast", "form", "go"), rest=0.7)
    script.rep(full, 1.6, 0.8, 1.6, size="small", rest=0.7)
    script.rep(full, 2.0, 0.5, 2.0, inside=(pulses,), rest=0.7)
    drop = ("drops_down", "unsafe", "back")
    script.rep(full, 2.0, 2.2, 0.4, fault=drop, rest=1.1)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="downward_dog_good",
        stretch="downward_dog",
        variant="good",
        posture="standing",
        body="woman_45",
        clothes=Clothes("purple", "grey", "bare", "none", "long", loose_mm=4),
        room=room("gym"),
        light=light("bright"),
        camera=Camera("right", 2.45, 0.7, (0.12, 0.46)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three times from hands and knees up into the dog, held five seconds.",
    ),
    Clip(
        name="downward_dog_faults",
        stretch="downward_dog",
        variant="faults",
        posture="standing",
        body="man_30",
        clothes=Clothes("olive", "navy", "bare", "short", "knee", loose_mm=6),
        room=room("white"),
        light=light("overhead"),
        camera=Camera("left", 2.6, 0.9, (0.12, 0.5)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.8},
        how="Once well, then with the head lifted, the elbows bent, too fast, a "
        "small one, one with bouncing and one dropped out of.",
    ),
]
