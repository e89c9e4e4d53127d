"""Pigeon: from hands and knees one shin comes forward, the other leg goes back."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .floor import clock_stands, table_to_lift
from .stances import aim, both, lean


def _pigeon(rig: Rig, near: str, start: Pose, trunk: float = 48.0) -> Pose:
    """The near shin across in front, the far leg long behind, hands on the floor."""
    far = "R" if near == "L" else "L"
    length = rig.sk.length
    pose = start | {
        f"thigh.{far}": -62.0,
        f"knee.{far}": 26.0,
        f"ankle.{far}": 50.0,
        f"plant.{near}": 1.0,
        f"foot_flat.{near}": 0.0,
        f"foot_x.{near}": 0.43,
        f"foot_y.{near}": -0.12,
        f"foot_z.{near}": -0.02,
        f"ankle.{near}": 60.0,
        f"knee_x.{near}": 1.0,
        f"knee_y.{near}": 0.5,
        f"knee_z.{near}": -0.25,
        "pitch": trunk - 14.0,
        "lumbar": 16.0,
        "thoracic": 8.0,
        "neck": -8.0,
        **both(hand_x=0.55 * length["trunk"], hand_y=0.2),
    }
    return aim(rig, "half_kneeling", pose, "pitch", lean, trunk, 25)


def _good(rig: Rig, near: str) -> Script:
    start = table_to_lift(rig, near)
    far = "R" if near == "L" else "L"
    start |= {"rear_left": float(far == "L")}
    script = Script(start, near, seed_of("pigeon_floor_good"))
    script.wait(2.5)
    target = _pigeon(rig, near, start)
    side = "left" if near == "L" else "right"
    script.rep(target, 3.0, 8.0, 3.0, side=side, rest=1.4)
    _restless(script, target, _pigeon(rig, near, start, 24.0), side)
    script.events.reps.clear()  # guided: timed, nothing is counted
    script.wait(1.3)
    return script


def _restless(script: Script, target: Pose, up: Pose, side: str) -> None:
    """A visit in which the person straightens up for a while: no rest, no time."""
    move_s = 1.6
    moves = Fault("moves", "form", {"pitch": up["pitch"]}, move_s, 0.2, move_s, 5.5)
    script.rep(target, 3.0, 6.0, 3.0, side=side, inside=(moves,), rest=1.4)
    clock_stands(script, script.events.faults.pop(), move_s)


CLIPS = [
    Clip(
        name="pigeon_floor_good",
        stretch="pigeon_floor",
        variant="good",
        posture="half_kneeling",
        body="woman_25",
        clothes=Clothes("purple", "grey", "bare", "none", "long", loose_mm=4),
        room=room("living"),
        light=light("window_right"),
        camera=Camera("left", 2.4, 0.6, (0.05, 0.36)),
        script=_good,
        planned={"reps": 2, "hold_s": 5.0},
        how="Twice from hands and knees into the pigeon, leaning over the shin; once "
        "the person moves in between, which stops the clock.",
    ),
]
