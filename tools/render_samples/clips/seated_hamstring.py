"""Hamstring stretch on a chair's edge: the near leg long, the trunk hinged forward."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .seated_forward_fold import seat
from .stances import aim, both, lean, sitting

SIDES = {"L": "left", "R": "right"}


def _leg_out(rig: Rig, near: str, pose: Pose, knee: float = 170.0) -> Pose:
    """The near foot slid forward until the knee is this open, on the heel."""
    reach = rig.sk.length["thigh"] + rig.sk.length["shin"]
    pose = pose | {f"toe_pitch.{near}": 35.0, f"foot_y.{near}": 0.16}
    key = f"foot_x.{near}"
    out = solve(
        rig, "seated", pose, key, f"knee.{near}", knee, 0.5 * reach, 0.96 * reach
    )
    return pose | {key: out}


def _hinged(rig: Rig, start: Pose, trunk: float, **spine: float) -> Pose:
    """Leaning forward from the hips with a long back, hands on the thighs."""
    pose = start | {"lumbar": 4.0, "thoracic": 5.0, "neck": 0.0, **spine}
    ahead = rig.sk.length["thigh"] * 0.62 + 0.0022 * trunk
    pose |= both(hand_x=ahead)
    return aim(rig, "seated", pose, "pitch", lean, trunk, 50)


def _good(rig: Rig, near: str) -> Script:
    start = sitting(rig)
    script = Script(start, near, seed_of("seated_hamstring_good"))
    long = _leg_out(rig, near, start)
    script.wait(2.4)
    for trunk in (27, 30, 28):
        script.rep(_hinged(rig, long, trunk), 2.6, 5.4, 2.7, side=SIDES[near])
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start, side = sitting(rig), SIDES[near]
    long = _leg_out(rig, near, start)
    hinge = _hinged(rig, long, 29)
    rounded = _hinged(rig, long, 31, lumbar=42.0, thoracic=44.0, neck=6.0)
    bent = _leg_out(rig, near, hinge, 128.0)
    rounds = Fault("rounds", "form", rounded, 1.0, 2.0, 1.0, 0.7)
    bends = Fault("knee_bends", "form", bent, 0.9, 2.0, 0.9, 0.7)
    deep = _hinged(rig, long, 74, lumbar=30.0, thoracic=28.0, neck=8.0)
    pulses = Bounce(_hinged(rig, long, 38), 5, 0.95)
    script = Script(start, near, seed_of("seated_hamstring_faults"))
    script.wait(2.3)
    script.rep(hinge, 2.0, 2.8, 2.0, side=side, rest=0.6)
    script.rep(hinge, 2.0, 0.5, 2.0, side=side, inside=(rounds,), rest=0.6)
    script.rep(hinge, 2.0, 0.5, 2.0, side=side, inside=(bends,), rest=0.6)
    visit = ("too_far", "unsafe", "visit")
    script.rep(deep, 2.4, 1.8, 2.5, side=side, fault=visit, rest=0.6)
    script.rep(hinge, 1.9, 0.5, 1.9, side=side, inside=(pulses,), rest=0.6)
    script.wait(1.4)
    return script


CLIPS = [
    Clip(
        name="seated_hamstring_good",
        stretch="seated_hamstring",
        variant="good",
        posture="seated",
        body="woman_45",
        clothes=Clothes("teal", "grey", "white", "short"),
        room=room("white"),
        light=light("day"),
        camera=Camera("left", 2.6, 0.8, (0.4, 0.58)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Near leg long on its heel, three hinges with a long back, held 5 s.",
        props=seat,
    ),
    Clip(
        name="seated_hamstring_faults",
        stretch="seated_hamstring",
        variant="faults",
        posture="seated",
        body="man_55",
        clothes=Clothes("sky", "navy", "black", "short"),
        room=room("gym"),
        light=light("window_left"),
        camera=Camera("right", 2.7, 1.0, (0.4, 0.6)),
        script=_faults,
        planned={"reps": 5, "hold_s": 2.4},
        how="Once well, then rounding, the knee bending, too far and bouncing.",
        props=seat,
    ),
]
