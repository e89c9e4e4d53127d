"""Knee to the opposite shoulder: on the back, the near knee drawn up and across."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying

_SIDE = {"L": "left", "R": "right"}


def _start(rig: Rig, near: str) -> Pose:
    """Hook-lying, with angles of the near leg that a lift can start from."""
    start = hook_lying(rig, near, "supine")
    return {**start, f"thigh.{near}": 145.0, f"knee.{near}": 112.0}


def _across(rig: Rig, near: str, start: Pose, hip: float) -> Pose:
    """The near knee towards the far shoulder, both hands on the shin."""
    far = "R" if near == "L" else "L"
    pose = {
        **start,
        f"plant.{near}": 0.0,
        f"knee.{near}": 108.0,
        f"ankle.{near}": 12.0,
        f"abduct.{near}": -24.0,
        "palm.L": 0.0,
        "palm.R": 0.0,
        "grab.L": 1.0,
        "grab.R": 1.0,
        f"grab_leg.{near}": 1.0,
        f"grab_leg.{far}": -1.0,
        f"grab_side.{far}": 0.02,
        f"grab_side.{near}": 0.05,
        f"grab_along.{near}": 0.30,
        f"grab_along.{far}": 0.10,
        "elbow_z.L": -0.2,
        "elbow_z.R": -0.2,
        "wrist.L": -40.0,
        "wrist.R": -40.0,
        "lumbar": 5.0,
        "pitch": start["pitch"] - 1.5,
    }
    key = f"thigh.{near}"
    thigh = solve(rig, "supine", pose, key, f"hip.{near}", hip, 150.0, 235.0)
    return {**pose, key: thigh}


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("supine_piriformis_cross_good"))
    script.wait(2.4)
    for hip in (66, 63, 67):
        pose = _across(rig, near, start, hip)
        script.rep(pose, 2.6, 5.4, 2.6, side=_SIDE[near], rest=1.4)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    side = _SIDE[near]
    script = Script(start, near, seed_of("supine_piriformis_cross_faults"))
    pose = _across(rig, near, start, 63)
    head = {"thoracic": 40.0, "lumbar": 9.0, "neck": 14.0}
    pulse = {f"thigh.{near}": pose[f"thigh.{near}"] - 14.0}
    script.wait(2.3)
    script.rep(pose, 2.4, 4.2, 2.4, side=side, rest=1.0)
    script.rep(
        pose, 2.2, 0.8, 2.2, side=side, rest=1.0,
        inside=(Fault("head_lifts", "form", head, stay=2.2),),
    )  # fmt: skip
    script.rep(pose, 2.0, 1.2, 2.0, size="small", side=side, rest=0.9)
    script.rep(
        pose, 0.65, 3.3, 2.2, side=side, fault=("too_fast", "form", "go"), rest=1.0
    )
    script.rep(pose, 2.2, 0.8, 2.2, side=side, inside=(Bounce(pulse, 5),), rest=1.0)
    script.rep(pose, 2.2, 3.1, 0.36, side=side, fault=("dropped_leg", "unsafe", "back"))
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="supine_piriformis_cross_good",
        stretch="supine_piriformis_cross",
        variant="good",
        posture="supine",
        body="woman_45",
        clothes=Clothes("sky", "black", "grey", "elbow", "knee"),
        room=room("gym"),
        light=light("bright"),
        camera=Camera("right", 2.4, 0.7, (0.0, 0.37)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="The near knee drawn up and across three times, held for five seconds.",
    ),
    Clip(
        name="supine_piriformis_cross_faults",
        stretch="supine_piriformis_cross",
        variant="faults",
        posture="supine",
        body="woman_75",
        clothes=Clothes("teal", "pale_grey", "bare", "elbow", "long"),
        room=room("living"),
        light=light("bright"),
        camera=Camera("left", 2.4, 0.6, (0.0, 0.38)),
        script=_faults,
        planned={"reps": 5, "hold_s": 3.0},
        how="A clean one, one with the head lifted, a small one, a fast one, one with "
        "bouncing and the leg dropped.",
    ),
]
