"""Hamstring stretch at a doorway: the near heel slides up the door frame."""

from __future__ import annotations

from collections.abc import Callable

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script, sided
from ..rig import Pose, Rig
from ..room import Box, light, room
from ..scene import Camera
from ._starts import hook_lying

_SIDE = {"L": "left", "R": "right"}
_SOLE_M = 0.075
"""From the frame to the ankle of a foot whose sole rests on it."""


def _frame_x(rig: Rig) -> float:
    """Where a heel on the door frame has its ankle, metres from the hips."""
    return 0.44 * (rig.sk.length["thigh"] + rig.sk.length["shin"])


def _frame(near: str) -> Callable[[Rig], tuple[Box, ...]]:
    """The frame of a doorway that the far leg goes through."""
    y = 0.16 if near == "L" else -0.16

    def props(rig: Rig) -> tuple[Box, ...]:
        x = _frame_x(rig) + _SOLE_M + 0.05
        return (Box((x, y, 1.0), (0.10, 0.22, 2.0), (0.80, 0.79, 0.74), "stance"),)

    return props


def _start(rig: Rig, near: str) -> Pose:
    """On the back, the far leg long, the near heel low on the frame."""
    legs = rig.sk.length["thigh"] + rig.sk.length["shin"]
    start = {
        **hook_lying(rig, near, "supine"),
        **sided(
            {
                "foot_x.far": 0.975 * legs,
                "toe_pitch.far": 72.0,
                "foot_y.far": 0.09,
                "foot_x.near": _frame_x(rig),
                "foot_y.near": 0.11,
                "toe_pitch.near": 86.0,
                "toe_out.near": 2.0,
            },
            near,
        ),
    }
    return _slid(rig, near, start, 72.0)


def _slid(rig: Rig, near: str, start: Pose, knee: float) -> Pose:
    """The near heel at the height on the frame where the knee is at `knee`."""
    key = f"foot_z.{near}"
    height = solve(rig, "supine", start, key, f"knee.{near}", knee, 0.15, 0.85)
    return {**start, key: height}


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("wall_hamstring_good"))
    script.wait(2.4)
    for knee in (163, 166, 162):
        pose = _slid(rig, near, start, knee)
        script.rep(pose, 2.8, 5.6, 2.8, side=_SIDE[near], rest=1.4)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    side = _SIDE[near]
    script = Script(start, near, seed_of("wall_hamstring_faults"))
    pose = _slid(rig, near, start, 163)
    pulse = {f"foot_z.{near}": _slid(rig, near, start, 142)[f"foot_z.{near}"]}
    head = {"thoracic": 40.0, "lumbar": 9.0, "neck": 14.0}
    script.wait(2.3)
    script.rep(pose, 2.6, 4.2, 2.6, side=side, rest=1.0)
    script.rep(
        pose, 2.5, 0.8, 2.5, side=side, rest=1.0,
        inside=(Fault("head_lifts", "form", head, stay=2.2),),
    )  # fmt: skip
    script.rep(pose, 2.2, 1.2, 2.2, size="small", share=0.45, side=side, rest=0.9)
    script.rep(
        pose, 0.6, 3.2, 2.5, side=side, fault=("too_fast", "form", "go"), rest=1.0
    )
    script.rep(pose, 2.5, 0.8, 2.5, side=side, inside=(Bounce(pulse, 5),), rest=1.0)
    script.rep(pose, 2.4, 3.1, 0.36, side=side, fault=("dropped_leg", "unsafe", "back"))
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="wall_hamstring_good",
        stretch="wall_hamstring",
        variant="good",
        posture="supine",
        body="woman_25",
        clothes=Clothes("green", "navy", "white", "short", "long"),
        room=room("hall"),
        light=light("day"),
        camera=Camera("right", 2.5, 0.7, (0.08, 0.44)),
        script=_good,
        props=_frame("R"),
        planned={"reps": 3, "hold_s": 5.0},
        how="The near heel slides up the door frame until the knee is nearly straight.",
    ),
    Clip(
        name="wall_hamstring_faults",
        stretch="wall_hamstring",
        variant="faults",
        posture="supine",
        body="man_55",
        clothes=Clothes("red", "grey", "bare", "short", "knee"),
        room=room("white"),
        light=light("bright"),
        camera=Camera("left", 2.6, 0.6, (0.08, 0.46)),
        script=_faults,
        props=_frame("L"),
        planned={"reps": 5, "hold_s": 3.0},
        how="A clean one, one with the head lifted, a small one, a fast one, one with "
        "bouncing and the heel dropped down the frame.",
    ),
]
