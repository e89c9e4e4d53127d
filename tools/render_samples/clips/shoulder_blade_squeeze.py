"""Shoulder-blade squeeze on a chair: the bent elbows drawn back behind the trunk."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .seated_forward_fold import seat
from .stances import aim, both, lean, sitting


def _start(rig: Rig) -> Pose:
    """Sitting tall, elbows bent square beside the ribs."""
    return sitting(rig) | both(reach=0, arm=6, arm_out=9, elbow=84)


def _drawn(start: Pose, back: float = 36, **more: float) -> Pose:
    """The elbows so far behind the ribs, the chest a little open."""
    return start | both(arm=-back, arm_out=14, elbow=92) | {"thoracic": 1.0, **more}


def _leaning(rig: Rig, pose: Pose, trunk: float) -> Pose:
    return aim(rig, "seated", pose, "pitch", lean, trunk, 50)


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig)
    script = Script(start, near, seed_of("shoulder_blade_squeeze_good"))
    script.wait(2.4)
    for back in (35, 38, 36, 37):
        script.rep(_drawn(start, back), 1.6, 4.6, 1.7, rest=1.2)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig)
    good = _drawn(start)
    arching = Fault("leans_back", "unsafe", _leaning(rig, good, -26), 1.0, 1.8, 1.0)
    thrown = Fault("neck_back", "unsafe", {"neck": -82.0}, 0.9, 1.8, 0.9)
    hangs = Fault("chin_drops", "form", {"neck": 60.0}, 0.9, 2.0, 0.9)
    leaning = Fault("leans_forward", "form", _leaning(rig, good, 30), 1.0, 2.0, 1.0)
    script = Script(start, near, seed_of("shoulder_blade_squeeze_faults"))
    script.wait(2.3)
    script.rep(good, 1.4, 2.8, 1.4, rest=0.8)
    script.rep(good, 1.4, 0.6, 1.4, inside=(leaning,), rest=0.8)
    script.rep(good, 1.4, 0.6, 1.4, inside=(arching,), rest=0.8)
    script.rep(good, 1.4, 1.0, 1.4, size="small", share=0.4, rest=0.8)
    script.rep(good, 1.4, 0.6, 1.4, inside=(hangs,), rest=0.8)
    script.rep(good, 1.4, 0.6, 1.4, inside=(thrown,), rest=0.8)
    script.rep(good, 0.36, 2.6, 1.4, fault=("too_fast", "form", "go"), rest=0.8)
    pulses = Bounce(_drawn(start, 52), 4, 0.9)
    script.rep(_drawn(start, 32), 1.3, 0.6, 1.4, inside=(pulses,), rest=0.8)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="shoulder_blade_squeeze_good",
        stretch="shoulder_blade_squeeze",
        variant="good",
        posture="seated",
        body="woman_75",
        clothes=Clothes("teal", "grey", "white", "short"),
        room=room("living"),
        light=light("warm"),
        camera=Camera("right", 2.4, 0.9, (0.25, 0.6)),
        script=_good,
        planned={"reps": 4, "hold_s": 4.2},
        fps=25,
        how="Four slow squeezes, the elbows behind the ribs, held 4.6 s.",
        props=seat,
    ),
    Clip(
        name="shoulder_blade_squeeze_faults",
        stretch="shoulder_blade_squeeze",
        variant="faults",
        posture="seated",
        body="man_30",
        clothes=Clothes("sky", "navy", "black", "short"),
        room=room("study"),
        light=light("day"),
        camera=Camera("left", 2.6, 0.85, (0.25, 0.6)),
        script=_faults,
        planned={"reps": 7, "hold_s": 2.4},
        fps=25,
        how="One well, then leaning forward, leaning back, a small one, the chin "
        "dropping, the head thrown back, too fast and bouncing.",
        props=seat,
    ),
]
