"""Standing forward bend: hinged at the hips over soft knees, arms hanging."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Rig
from ..room import light, room
from ..scene import Camera
from .stances import forward_bend, standing


def _good(rig: Rig, near: str) -> Script:
    start = standing()
    script = Script(start, near, seed_of("standing_forward_bend_good"))
    script.wait(2.5)
    for trunk in (97, 100, 98):
        script.rep(forward_bend(rig, start, trunk), 2.8, 5.5, 2.9)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = standing()
    good = forward_bend(rig, start, 72)
    round_ = forward_bend(rig, start, 72, lumbar=50, thoracic=54, neck=25)
    head = Fault(
        "head_up", "form", {"neck": -80.0, "thoracic": 2.0}, 0.7, 2.1, 0.7, 0.6
    )
    pulses = Bounce(forward_bend(rig, start, 59), 5, 1.0)
    script = Script(start, near, seed_of("standing_forward_bend_faults"))
    script.wait(2.3)
    script.rep(good, 2.1, 3.6, 2.1, rest=0.8)
    visit = ("rounded_back", "form", "visit")
    script.rep(round_, 2.3, 3.6, 2.3, fault=visit, rest=0.8)
    script.rep(good, 2.1, 0.6, 2.1, inside=(head,), rest=0.8)
    script.rep(good, 1.7, 1.2, 1.7, size="small", rest=0.8)
    script.rep(good, 0.8, 3.6, 2.2, fault=("too_fast", "form", "go"), rest=0.8)
    visit = ("past_ceiling", "form", "visit")
    script.rep(forward_bend(rig, start, 110), 2.6, 3.6, 2.6, fault=visit, rest=0.8)
    script.rep(good, 2.0, 0.6, 2.1, inside=(pulses,), rest=0.8)
    script.rep(good, 0.42, 3.6, 2.2, fault=("drops", "unsafe", "go"), rest=0.8)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="standing_forward_bend_good",
        stretch="standing_forward_bend",
        variant="good",
        posture="standing",
        body="man_70",
        clothes=Clothes("maroon", "khaki", "black", "long"),
        room=room("study"),
        light=light("overhead"),
        camera=Camera("left", 3.0, 1.25, (0.1, 0.85)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three slow bends to about 98 degrees, back flat, held 5 s.",
    ),
    Clip(
        name="standing_forward_bend_faults",
        stretch="standing_forward_bend",
        variant="faults",
        posture="standing",
        body="woman_25",
        clothes=Clothes("orange", "navy", "white", "short"),
        room=room("living", wall=(0.62, 0.66, 0.70)),
        light=light("day"),
        camera=Camera("right", 2.9, 0.7, (0.1, 0.82)),
        script=_faults,
        planned={"reps": 7, "hold_s": 3.3},
        profile={"stretches": {"standing_forward_bend": {"ceiling_deg": 80}}},
        how="A bend to 72 degrees under a ceiling of 80, one with each fault, "
        "one past the ceiling, and a small one.",
    ),
]
