"""Cat and cow on a chair: hands on the knees, the back rounded, then hollowed."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .seated_forward_fold import seat
from .stances import aim, both, lean, sitting


def _start(rig: Rig) -> Pose:
    """Sitting tall, the hands further out, near the knees."""
    ahead = rig.sk.length["thigh"] * 0.85
    pose = sitting(rig) | both(hand_x=ahead)
    return aim(rig, "seated", pose, "pitch", lean, 4, 12)


def _cat(rig: Rig, start: Pose) -> Pose:
    """The back rounded, the pelvis rolled back, the head hanging."""
    pose = start | {"lumbar": 52.0, "thoracic": 50.0, "neck": 24.0, "pitch": -30.0}
    return aim(rig, "seated", pose, "pitch", lean, 10, 45)


def _cow(rig: Rig, start: Pose) -> Pose:
    """The back hollowed, the pelvis rolled forward, the gaze up a little."""
    pose = start | {"lumbar": -40.0, "thoracic": -16.0, "neck": -14.0, "pitch": 25.0}
    return aim(rig, "seated", pose, "pitch", lean, 4, 45)


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig)
    script = Script(start, near, seed_of("seated_cat_cow_good"))
    phases = (("cat", _cat(rig, start)), ("cow", _cow(rig, start)))
    script.wait(2.4)
    for _ in range(4):
        script.cycle(phases, 1.9, 1.5, rest=0.9)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig)
    cat, cow = _cat(rig, start), _cow(rig, start)
    phases = (("cat", cat), ("cow", cow))
    folds = aim(rig, "seated", cat, "pitch", lean, 44, 60)
    tipped = aim(rig, "seated", cow, "pitch", lean, -20, 60)
    thrown = cow | {"neck": -75.0}
    script = Script(start, near, seed_of("seated_cat_cow_faults"))
    script.wait(2.3)
    script.cycle(phases, 1.7, 1.4, rest=0.8)
    leaning = Fault("leans_forward", "form", folds, stay=2.0)
    script.cycle(phases, 1.7, 0.9, rest=0.8, inside={"cat": (leaning,)})
    tipping = Fault("tips_back", "form", tipped, stay=2.0)
    script.cycle(phases, 1.7, 0.9, rest=0.8, inside={"cow": (tipping,)})
    head = Fault("neck_back", "unsafe", thrown, stay=2.0)
    script.cycle(phases, 1.7, 0.9, rest=0.9, inside={"cow": (head,)})
    script.cycle(phases, 1.6, 0.9, size="small", share=0.45, rest=0.9)
    script.cycle(phases, 0.72, 0.12, fault=("too_fast", "form"), rest=1.2)
    script.cycle(phases, 0.42, 0.12, fault=("jerky", "unsafe"), rest=1.2)
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="seated_cat_cow_good",
        stretch="seated_cat_cow",
        variant="good",
        posture="seated",
        body="woman_45",
        clothes=Clothes("teal", "black", "white", "short"),
        room=room("bedroom"),
        light=light("day"),
        camera=Camera("right", 2.4, 0.8, (0.25, 0.55)),
        script=_good,
        planned={"reps": 4, "hold_s": 1.0},
        how="Four slow cycles of a rounded and a hollowed back on a chair.",
        props=seat,
    ),
    Clip(
        name="seated_cat_cow_faults",
        stretch="seated_cat_cow",
        variant="faults",
        posture="seated",
        body="man_30",
        clothes=Clothes("pale_grey", "navy", "black", "short"),
        room=room("white"),
        light=light("bright"),
        camera=Camera("left", 2.6, 0.95, (0.25, 0.6)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.0},
        how="A clean cycle, then leaning far forward, tipping back, the head thrown "
        "back, a small cycle, a fast one and a jerky one.",
        props=seat,
    ),
]
