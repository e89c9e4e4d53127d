"""Thread the needle: from hands and knees one arm slides through under the other."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import table_top
from .floor import clock_stands
from .stances import both


def _through(rig: Rig, near: str, start: Pose) -> Pose:
    """The far arm under the near one, its shoulder and the head near the floor."""
    far = "R" if near == "L" else "L"
    sign = 1.0 if near == "L" else -1.0
    trunk = rig.sk.length["trunk"]
    return start | {
        **both(thigh=8.0, knee=96.0),
        "pitch": 104.0,
        "lumbar": 8.0,
        "thoracic": 8.0,
        "twist": sign * 46.0,
        "side": 0.0,
        "neck": 18.0,
        "neck_side": sign * -10.0,
        f"hand_x.{far}": 0.80 * trunk,
        f"hand_y.{far}": -0.42,
        f"hand_z.{far}": 0.01,
        f"elbow_z.{far}": 0.2,
        f"hand_x.{near}": 1.05 * trunk,
        f"elbow_x.{near}": -0.4,
        f"elbow_y.{near}": 1.0,
        f"elbow_z.{near}": 0.6,
    }


def _good(rig: Rig, near: str) -> Script:
    start = table_top(rig, near)
    script = Script(start, near, seed_of("thread_the_needle_good"))
    script.wait(2.5)
    target = _through(rig, near, start)
    side = "left" if near == "R" else "right"
    script.rep(target, 2.8, 8.0, 2.8, side=side, rest=1.4)
    back = {"thigh.both": 36.0, "knee.both": 124.0}
    slid = Fault("hips_slide_back", "form", back, 1.0, 2.4, 1.0, 3.0)
    script.rep(target, 2.8, 3.0, 2.8, side=side, inside=(slid,), rest=1.4)
    clock_stands(script, script.events.faults[-1], slid.go)
    script.events.reps.clear()  # guided: timed, nothing is counted
    script.wait(1.3)
    return script


CLIPS = [
    Clip(
        name="thread_the_needle_good",
        stretch="thread_the_needle",
        variant="good",
        posture="quadruped",
        body="man_30",
        clothes=Clothes("maroon", "black", "white", "short", "long", loose_mm=6),
        room=room("hall"),
        light=light("bright"),
        camera=Camera("right", 2.4, 0.8, (0.1, 0.38)),
        script=_good,
        planned={"reps": 2, "hold_s": 6.5},
        how="Twice the far arm slides through and the head comes to rest; once the "
        "hips slide back for a while.",
    ),
]
