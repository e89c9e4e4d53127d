"""Kneeling lat stretch: before a chair, the hands slide forward, the chest sinks."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script, sided
from ..rig import Pose, Rig
from ..room import Box, light, room
from ..scene import Camera
from .floor import fit

SEAT = 0.42


def seat_ahead(rig: Rig) -> tuple[Box, ...]:
    """A low bench before the person, as high as a chair's seat."""
    near_edge = 0.40
    wood, dark = (0.34, 0.22, 0.12), (0.14, 0.09, 0.06)
    legs = tuple(
        Box((near_edge + x, y, SEAT / 2 - 0.02), (0.035, 0.035, SEAT - 0.04), dark)
        for x in (0.03, 0.52)
        for y in (-0.20, 0.20)
    )
    boxes = (
        Box((near_edge + 0.28, 0.0, SEAT - 0.02), (0.56, 0.46, 0.04), wood),
        *legs,
    )
    return tuple(Box(b.centre, b.size, b.colour, "stance") for b in boxes)


def _start(rig: Rig, near: str) -> Pose:
    """On both knees, leaning to the seat with both hands on it."""
    trunk = rig.sk.length["trunk"]
    start = {
        "pitch": 24.0,
        "lumbar": 4.0,
        "thoracic": 6.0,
        "neck": -4.0,
        "thigh.both": 0.0,
        "knee.both": 88.0,
        "abduct.both": 3.0,
        "ankle.both": 62.0,
        "shin_rest.both": 1.0,
        "reach.both": 1.0,
        "palm.both": 1.0,
        "hand_x.both": 0.47,
        "hand_y.both": 0.16,
        "hand_z.both": SEAT,
        "elbow_x.both": -1.0,
        "elbow_y.both": 0.5,
        "elbow_z.both": 0.0,
    }
    pose = sided(start, near)
    pose |= sided({"hand_x.both": max(0.45, 0.95 * trunk)}, near)
    wanted = {"elbow": 164.0}
    return fit(rig, "quadruped", near, pose, ("pitch",), wanted)


def _long(
    rig: Rig, start: Pose, near: str, shoulder: float = 165.0, elbow: float = 170.0
) -> Pose:
    """Arms long on the seat, the chest between them, hips a little back."""
    change = {
        "thigh.both": 10.0,
        "knee.both": 97.0,
        "pitch": 84.0,
        "lumbar": 2.0,
        "thoracic": 2.0,
        "neck": 2.0,
        "hand_x.both": 0.80,
        "elbow_z.both": -0.6,
    }
    pose = start | sided(change, near)
    wanted = {"shoulder": shoulder, "elbow": elbow}
    return fit(rig, "quadruped", near, pose, ("pitch", "hand_x"), wanted)


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("lat_stretch_kneeling_good"))
    script.wait(2.4)
    for shoulder in (164, 166, 165):
        script.rep(_long(rig, start, near, shoulder), 2.5, 5.5, 2.6, rest=1.2)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    long = _long(rig, start, near)
    script = Script(start, near, seed_of("lat_stretch_kneeling_faults"))
    neck = solve(rig, "quadruped", long, "neck", "neck_bend", 62.0, -20.0, 110.0)
    head = Fault("head_drops", "form", {"neck": neck}, 0.7, 2.1, 0.7, 0.5)
    short = _long(rig, start, near, 160.0, 118.0)
    bent = Fault("elbows_bend", "form", short, 0.8, 2.1, 0.8, 0.5)
    pulses = Bounce(_long(rig, start, near, 149.0), 4, 0.95, 0.6)
    script.wait(2.3)
    script.rep(long, 2.0, 2.2, 2.0, rest=0.8)
    script.rep(long, 2.0, 0.5, 2.0, inside=(head,), rest=0.8)
    script.rep(long, 2.0, 0.5, 2.0, inside=(bent,), rest=0.8)
    script.rep(long, 0.85, 2.2, 2.0, fault=("too_fast", "form", "go"), rest=0.8)
    script.rep(long, 1.6, 0.9, 1.6, size="small", rest=0.8)
    script.rep(long, 2.0, 0.5, 2.0, inside=(pulses,), rest=0.8)
    script.rep(long, 0.33, 2.2, 2.0, fault=("dropped_in", "unsafe", "go"), rest=0.8)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="lat_stretch_kneeling_good",
        stretch="lat_stretch_kneeling",
        variant="good",
        posture="quadruped",
        body="woman_75",
        clothes=Clothes("teal", "navy", "white", "elbow", "long", loose_mm=6),
        room=room("kitchen"),
        light=light("bright"),
        camera=Camera("right", 2.3, 0.75, (0.35, 0.48)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three times the hands slide over the bench until arms and back are long.",
        props=seat_ahead,
    ),
    Clip(
        name="lat_stretch_kneeling_faults",
        stretch="lat_stretch_kneeling",
        variant="faults",
        posture="quadruped",
        body="woman_45",
        clothes=Clothes("pink", "black", "bare", "short", "long", loose_mm=5),
        room=room("hall"),
        light=light("evening"),
        camera=Camera("left", 2.4, 0.9, (0.35, 0.50)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.8},
        how="Once well, then with the head dropped, the elbows bent, too fast, a "
        "small one, one with bouncing and one dropped into.",
        props=seat_ahead,
    ),
]
