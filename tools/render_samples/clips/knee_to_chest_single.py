"""One knee to the chest: on the back, the near knee drawn in with both hands."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import hook_lying

_SIDE = {"L": "left", "R": "right"}


def _in(rig: Rig, near: str, start: Pose, hip: float) -> Pose:
    """The near knee drawn in until the near hip is at `hip`."""
    far = "R" if near == "L" else "L"
    pose = {
        **start,
        f"plant.{near}": 0.0,
        f"knee.{near}": 118.0,
        f"ankle.{near}": 12.0,
        f"abduct.{near}": 7.0,
        "palm.L": 0.0,
        "palm.R": 0.0,
        "grab.L": 1.0,
        "grab.R": 1.0,
        f"grab_leg.{far}": -1.0,
        f"grab_side.{far}": 0.03,
        f"grab_side.{near}": 0.03,
        "grab_along.L": 0.16,
        "grab_along.R": 0.20,
        "elbow_z.L": -0.2,
        "elbow_z.R": -0.2,
        "wrist.L": -50.0,
        "wrist.R": -50.0,
        "lumbar": 6.0,
        "pitch": start["pitch"] - 1.5,
    }
    thigh = solve(
        rig, "supine", pose, f"thigh.{near}", f"hip.{near}", hip, 160.0, 240.0
    )
    return {**pose, f"thigh.{near}": thigh}


def _start(rig: Rig, near: str) -> Pose:
    """Hook-lying, with angles of the near leg that a lift can start from."""
    start = hook_lying(rig, near, "supine")
    keys = {f"thigh.{near}": 145.0, f"knee.{near}": 112.0, f"grab_leg.{near}": 1.0}
    return {**start, **keys}


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("knee_to_chest_single_good"))
    script.wait(2.4)
    for hip in (57, 54, 58):
        script.rep(
            _in(rig, near, start, hip), 2.5, 5.6, 2.6, side=_SIDE[near], rest=1.4
        )
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    far = "R" if near == "L" else "L"
    script = Script(start, near, seed_of("knee_to_chest_single_faults"))
    pose = _in(rig, near, start, 57)
    side = _SIDE[near]
    lift = {f"plant.{far}": 0.0, f"thigh.{far}": 184.0, f"knee.{far}": 88.0}
    script.start |= {f"thigh.{far}": 145.0, f"knee.{far}": 112.0}
    pose |= {f"thigh.{far}": 145.0, f"knee.{far}": 112.0}
    head = {"thoracic": 40.0, "lumbar": 9.0, "neck": 14.0}
    pulse = {f"thigh.{near}": pose[f"thigh.{near}"] - 12.5}
    script.wait(2.3)
    script.rep(pose, 2.3, 4.4, 2.3, side=side, rest=1.0)
    script.rep(
        pose, 2.2, 1.0, 2.2, side=side, rest=1.0,
        inside=(Fault("other_leg_lifts", "form", lift, stay=2.2),),
    )  # fmt: skip
    script.rep(
        pose, 2.2, 0.8, 2.2, side=side, rest=1.0,
        inside=(Fault("head_lifts", "form", head, stay=2.2),),
    )  # fmt: skip
    script.rep(pose, 2.0, 1.2, 2.0, size="small", side=side, rest=0.9)
    script.rep(
        pose, 0.65, 3.4, 2.2, side=side, fault=("too_fast", "form", "go"), rest=1.0
    )
    script.rep(pose, 2.2, 0.8, 2.2, side=side, inside=(Bounce(pulse, 5),), rest=1.0)
    script.rep(pose, 2.1, 3.2, 0.35, side=side, fault=("dropped_leg", "unsafe", "back"))
    script.wait(1.0)
    return script


def _crossing(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    far = "R" if near == "L" else "L"
    lengths = rig.sk.length
    straight = {
        f"foot_x.{far}": 0.975 * (lengths["thigh"] + lengths["shin"]),
        f"toe_pitch.{far}": 72.0,
        f"foot_y.{far}": 0.09,
    }
    start = {**start, **straight}
    script = Script(start, near, seed_of("hard_leg_crossing"))
    script.wait(2.4)
    for hip in (60, 55, 58):
        script.rep(
            _in(rig, near, start, hip), 2.4, 4.6, 2.4, side=_SIDE[near], rest=1.3
        )
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="knee_to_chest_single_good",
        stretch="knee_to_chest_single",
        variant="good",
        posture="supine",
        body="man_55",
        clothes=Clothes("pale_grey", "navy", "white", "short", "long"),
        room=room("white"),
        light=light("overhead"),
        camera=Camera("left", 2.4, 0.85, (0.0, 0.38)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three slow pulls of the near knee to the chest, held for five seconds.",
    ),
    Clip(
        name="knee_to_chest_single_faults",
        stretch="knee_to_chest_single",
        variant="faults",
        posture="supine",
        body="woman_25",
        clothes=Clothes("orange", "grey", "bare", "none", "knee", loose_mm=6),
        room=room("bedroom"),
        light=light("window_right"),
        camera=Camera("right", 2.3, 0.65, (0.02, 0.36)),
        script=_faults,
        planned={"reps": 6, "hold_s": 3.0},
        how="A clean pull, then the other leg and the head lifting, a small one, a "
        "fast one, one with bouncing and a dropped leg.",
    ),
    Clip(
        name="hard_leg_crossing",
        stretch="knee_to_chest_single",
        variant="hard",
        posture="supine",
        body="man_30",
        clothes=Clothes("green", "grey", "white", "long", "long"),
        room=room("kitchen"),
        light=light("day"),
        camera=Camera("right", 2.7, 0.55, (0.08, 0.36)),
        script=_crossing,
        planned={"reps": 3, "hold_s": 4.0},
        how="The other leg lies straight, so that the lifted leg crosses it in view.",
    ),
]
