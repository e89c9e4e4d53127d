"""Bird dog: from hands and knees one leg and the other arm long, in turn."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Fault, Script
from ..rig import Rig
from ..room import light, room
from ..scene import Camera
from .floor import leg_and_arm, table_to_lift

SIDES = {"L": "left", "R": "right"}


def _carry(script: Script, leg: str) -> None:
    """The other knee carries from now on; nothing moves."""
    script.shift({"rear_left": float(leg == "R")}, 0.1)


def _good(rig: Rig, near: str) -> Script:
    start = table_to_lift(rig, near)
    far = "R" if near == "L" else "L"
    script = Script(start, near, seed_of("bird_dog_good"))
    script.wait(2.4)
    for leg, hip in ((near, 176), (far, 174), (near, 178), (far, 176)):
        _carry(script, leg)
        long = leg_and_arm(rig, near, script.start, leg, hip)
        script.rep(long, 2.0, 3.6, 2.1, side=SIDES[leg], rest=0.9)
    script.wait(1.3)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = table_to_lift(rig, near)
    far = "R" if near == "L" else "L"
    script = Script(start, near, seed_of("bird_dog_faults"))
    script.wait(2.3)
    _carry(script, near)
    side = SIDES[near]
    long = leg_and_arm(rig, near, script.start, near)
    script.rep(long, 1.9, 2.2, 1.9, side=side, rest=0.7)
    neck = solve(rig, "half_kneeling", long, "neck", "neck_bend", -56.0, 0.0, -150.0)
    head = Fault("head_up", "form", {"neck": neck}, 0.7, 2.0, 0.7, 0.5)
    script.rep(long, 1.9, 0.5, 1.9, side=side, inside=(head,), rest=0.7)
    high = leg_and_arm(
        rig, near, script.start, near, 214.0, lumbar=-24.0, pitch=start["pitch"] + 6
    )
    lifted = Fault("leg_too_high", "unsafe", high, 0.8, 2.0, 0.8, 0.5)
    script.rep(long, 1.9, 0.5, 1.9, side=side, inside=(lifted,), rest=0.7)
    small = {"size": "small", "share": 0.5, "side": side}
    script.rep(long, 1.5, 0.9, 1.5, rest=0.7, **small)
    drop = ("dropped_leg", "unsafe", "back")
    script.rep(long, 1.9, 2.2, 0.35, side=side, fault=drop, rest=1.2)
    _carry(script, far)
    long, side = leg_and_arm(rig, near, script.start, far), SIDES[far]
    script.rep(long, 1.9, 2.2, 1.9, side=side, rest=0.7)
    _carry(script, near)
    long, side = leg_and_arm(rig, near, script.start, near), SIDES[near]
    script.rep(long, 0.6, 2.2, 1.9, side=side, fault=("too_fast", "form", "go"))
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="bird_dog_good",
        stretch="bird_dog",
        variant="good",
        posture="half_kneeling",
        body="woman_25",
        clothes=Clothes("green", "black", "white", "short", "long", loose_mm=5),
        room=room("bedroom"),
        light=light("warm"),
        camera=Camera("left", 2.6, 0.7, (0.1, 0.40)),
        script=_good,
        planned={"reps": 4, "hold_s": 3.0},
        how="Leg and other arm long, each side twice in turn, held three seconds.",
    ),
    Clip(
        name="bird_dog_faults",
        stretch="bird_dog",
        variant="faults",
        posture="half_kneeling",
        body="man_55",
        clothes=Clothes("sky", "grey", "bare", "elbow", "knee", loose_mm=6),
        room=room("study"),
        light=light("window_left"),
        camera=Camera("right", 2.7, 0.85, (0.1, 0.42)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.8},
        how="Once well, then with the head up, the leg too high, a small one, one "
        "dropped; the other leg well, the first too fast.",
    ),
]
