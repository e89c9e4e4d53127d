"""Lying hamstring stretch: the near leg raised straight, as with a towel round it."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying

_SIDE = {"L": "left", "R": "right"}


def _start(rig: Rig, near: str) -> Pose:
    """Hook-lying, with angles of the near leg that a lift can start from."""
    start = hook_lying(rig, near, "supine")
    return {**start, f"thigh.{near}": 145.0, f"knee.{near}": 112.0}


def _raised(rig: Rig, near: str, start: Pose, rise: float, knee: float = 10.0) -> Pose:
    """The near leg raised so that the thigh is `rise` degrees off the floor."""
    arms = {
        "palm.both": 0.0,
        "hand_x.both": -0.06,
        "hand_y.both": 0.10,
        "hand_z.both": 0.36,
        "elbow_z.both": -0.2,
    }
    leg = {"plant": 0.0, "thigh": 90.0 + rise, "knee": knee, "ankle": 2.0}
    leg |= {"abduct": 3.0}
    near_leg = {f"{name}.{near}": value for name, value in leg.items()}
    return {**start, **sided(arms, near), **near_leg}


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("supine_hamstring_strap_good"))
    script.wait(2.4)
    for rise in (74, 77, 75):
        pose = _raised(rig, near, start, rise)
        script.rep(pose, 2.7, 5.6, 2.8, side=_SIDE[near], rest=1.4)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    side = _SIDE[near]
    script = Script(start, near, seed_of("supine_hamstring_strap_faults"))
    pose = _raised(rig, near, start, 76)
    bent = {f"knee.{near}": 58.0, f"thigh.{near}": 186.0}
    high = {f"thigh.{near}": 208.0}
    pulse = {f"thigh.{near}": pose[f"thigh.{near}"] - 14.0}
    script.wait(2.3)
    script.rep(pose, 2.5, 4.0, 2.5, side=side, rest=1.0)
    script.rep(
        pose, 2.3, 1.0, 2.3, side=side, rest=1.0,
        inside=(Fault("knee_bends", "form", bent, stay=2.2),),
    )  # fmt: skip
    script.rep(pose, 2.0, 1.2, 2.0, size="small", side=side, rest=0.9)
    script.rep(
        pose, 0.7, 3.2, 2.4, side=side, fault=("too_fast", "form", "go"), rest=1.0
    )
    script.rep(
        pose, 2.3, 1.0, 2.3, side=side, rest=1.0,
        inside=(Fault("too_far", "unsafe", high, 1.4, 2.2, 1.4),),
    )  # fmt: skip
    script.rep(pose, 2.3, 0.8, 2.3, side=side, inside=(Bounce(pulse, 5),), rest=1.0)
    script.rep(pose, 2.3, 3.1, 0.4, side=side, fault=("dropped_leg", "unsafe", "back"))
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="supine_hamstring_strap_good",
        stretch="supine_hamstring_strap",
        variant="good",
        posture="supine",
        body="man_30",
        clothes=Clothes("red", "navy", "white", "short", "shorts"),
        room=room("bedroom"),
        light=light("warm"),
        camera=Camera("left", 2.6, 0.6, (0.1, 0.50)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="The near leg raised straight three times, the other foot on the floor.",
    ),
    Clip(
        name="supine_hamstring_strap_faults",
        stretch="supine_hamstring_strap",
        variant="faults",
        posture="supine",
        body="woman_45",
        clothes=Clothes("white", "maroon", "grey", "elbow", "long"),
        room=room("kitchen"),
        light=light("overhead"),
        camera=Camera("right", 2.5, 0.7, (0.08, 0.46)),
        script=_faults,
        planned={"reps": 6, "hold_s": 3.0},
        how="A clean one, the knee bending, a small one, a fast "
        "one, one pulled past upright, one with bouncing and a dropped leg.",
    ),
]
