"""The sign for a pause: lying on the back, one arm raised past the head and lowered."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Script, sided
from ..rig import Rig
from ..room import light, room
from ..scene import Camera
from . import bridge
from ._starts import hook_lying

DOWN = {"reach.near": 1, "palm.near": 1, "arm.near": 0, "arm_out.near": 8}
DOWN |= {"elbow.near": 15}
UP = {"reach.near": 0, "palm.near": 0, "arm.near": 150, "arm_out.near": 12}
UP |= {"elbow.near": 6}


def _raised(rig: Rig, near: str) -> Script:
    start = {**hook_lying(rig, near, "bridge"), **sided(DOWN, near)}
    script = Script(start, near, seed_of("hard_raised_arm"))
    script.wait(2.3)
    for _ in range(2):
        script.shift(UP, 1.4)
        script.wait(3.2)
        script.shift(DOWN, 1.4)
        script.wait(2.4)
    script.rep(bridge._up(rig, near, start, 174), 2.2, 2.3, 2.3)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="hard_raised_arm",
        stretch="bridge",
        variant="hard",
        posture="bridge",
        body="woman_45",
        clothes=Clothes("red", "black", "white", "short"),
        room=room("living"),
        light=light("day"),
        camera=Camera("right", 2.3, 0.8, (-0.02, 0.4)),
        script=_raised,
        planned={"reps": 1, "hold_s": 2.0},
        how="The near arm raised past the head twice for three seconds, then a bridge.",
    ),
]
