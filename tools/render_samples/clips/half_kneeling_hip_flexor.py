"""Half-kneeling hip flexor stretch: on one knee, the hips glide forward."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Rig
from ..room import light, room
from ..scene import Camera
from .stances import half_kneeling, knee_past_toes, lunge

SIDES = {"L": "left", "R": "right"}


def _good(rig: Rig, near: str) -> Script:
    start = half_kneeling(rig, near)
    script = Script(start, near, seed_of("half_kneeling_hip_flexor_good"))
    script.wait(2.6)
    for thigh in (21, 22, 22):
        script.rep(lunge(rig, start, thigh), 2.4, 5.5, 2.5, side=SIDES[near])
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = half_kneeling(rig, near)
    good, side = lunge(rig, start, 22), SIDES[near]
    forward = lunge(rig, start, 22, 32, lumbar=8, thoracic=8, neck=-16)
    arched = lunge(rig, start, 19, -27, lumbar=-24, thoracic=-6, neck=-4)
    back = Fault("leans_back", "unsafe", arched, 0.9, 2.2, 0.9, 0.6)
    pulses = Bounce(lunge(rig, start, 32), 5, 1.0)
    script = Script(start, near, seed_of("half_kneeling_hip_flexor_faults"))
    script.wait(2.4)
    script.rep(good, 2.1, 3.6, 2.1, side=side, rest=0.8)
    # leaning forward closes the hip again: the target is not reached
    visit = ("leans_forward", "form", "visit")
    script.rep(
        forward,
        2.1,
        3.6,
        2.1,
        side=side,
        size="small",
        share=1.0,
        fault=visit,
        rest=0.8,
    )
    script.rep(good, 1.8, 1.3, 1.8, side=side, size="small", share=0.3, rest=0.8)
    script.rep(good, 2.1, 0.6, 2.1, side=side, inside=(back,), rest=0.8)
    speed = ("too_fast", "form", "go")
    script.rep(good, 0.6, 3.6, 2.2, side=side, fault=speed, rest=0.8)
    visit = ("knee_over_toe", "unsafe", "visit")
    past = knee_past_toes(rig, start)
    script.rep(past, 2.3, 3.6, 2.3, side=side, fault=visit, rest=0.8)
    near_end = lunge(rig, start, 18)
    script.rep(near_end, 2.0, 0.6, 2.1, side=side, inside=(pulses,), rest=0.8)
    script.wait(1.3)
    return script


CLIPS = [
    Clip(
        name="half_kneeling_hip_flexor_good",
        stretch="half_kneeling_hip_flexor",
        variant="good",
        posture="half_kneeling",
        body="woman_25",
        clothes=Clothes("pink", "black", "bare", "none", loose_mm=6.0),
        room=room("white"),
        light=light("bright"),
        camera=Camera("left", 2.6, 0.6, (0.05, 0.60)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three lunges on the left knee, trunk upright, held 5 s.",
    ),
    Clip(
        name="half_kneeling_hip_flexor_faults",
        stretch="half_kneeling_hip_flexor",
        variant="faults",
        posture="half_kneeling",
        body="man_70",
        clothes=Clothes("sky", "navy", "grey", "short"),
        room=room("hall"),
        light=light("warm"),
        camera=Camera("right", 2.7, 0.85, (0.05, 0.62)),
        script=_faults,
        planned={"reps": 5, "hold_s": 3.3},
        how="A clean lunge, then one with each fault, and a small one.",
    ),
]
