"""Standing back extension: hands on the hips, a small arch backwards."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .stances import aim, both, lean, marks_of, standing


def _hands_on_back(rig: Rig, pose: Pose) -> Pose:
    """The pose with both palms on the small of the back."""
    marks = marks_of(rig, pose | both(reach=0), "standing")
    hips = (marks["left_hip"] + marks["right_hip"]) / 2
    back = (marks["left_shoulder"] + marks["right_shoulder"]) / 2 - hips
    place = hips + 0.24 * back
    return pose | {
        **both(reach=1, hand_x=place[0] - 0.13, hand_y=0.15, hand_z=place[2] - 0.03),
        **both(elbow_x=-1, elbow_y=0.5, elbow_z=0),
    }


def _arched(rig: Rig, start: Pose, trunk: float = -19, **more: float) -> Pose:
    """The trunk leant back so far over straight legs, the hips a little forward."""
    share = -trunk / 19
    pose = start | {
        "pelvis_x": 0.05 * share,
        "pitch": -6 * share,
        "lumbar": -12 * share,
        "thoracic": 3 - 5 * share,
        "neck": 2 - 2 * share,
        **more,
    }
    pose = aim(rig, "standing", pose, "pitch", lean, trunk, 30)
    return _hands_on_back(rig, pose)


def _good(rig: Rig, near: str) -> Script:
    start = _hands_on_back(rig, standing())
    script = Script(start, near, seed_of("standing_back_extension_good"))
    script.wait(2.4)
    for trunk in (-18, -20, -19):
        script.rep(_arched(rig, start, trunk), 1.9, 2.2, 1.9, rest=0.9)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _hands_on_back(rig, standing())
    good = _arched(rig, start)
    bent = _hands_on_back(rig, _arched(rig, start) | {"leg_length": 0.93})
    head = Fault("neck_back", "unsafe", {"neck": -108.0}, 0.8, 2.0, 0.7, 0.5)
    script = Script(start, near, seed_of("standing_back_extension_faults"))
    script.wait(2.3)
    script.rep(good, 1.7, 1.8, 1.7, rest=0.6)
    visit = ("knees_bend", "form", "visit")
    script.rep(bent, 1.7, 2.0, 1.7, fault=visit, rest=0.6)
    script.rep(good, 0.5, 1.8, 1.7, fault=("too_fast", "form", "go"), rest=0.6)
    script.rep(good, 1.5, 0.8, 1.5, size="small", share=0.42, rest=0.6)
    script.rep(good, 1.7, 0.4, 1.7, inside=(head,), rest=0.6)
    visit = ("too_far", "unsafe", "visit")
    far = _arched(rig, start, -46, neck=6.0)
    script.rep(far, 2.0, 1.6, 2.2, fault=visit, rest=0.6)
    pulses = Bounce(_arched(rig, start, -27), 4, 1.0, 0.5)
    script.rep(_arched(rig, start, -15), 1.8, 0.5, 1.8, inside=(pulses,), rest=0.6)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="standing_back_extension_good",
        stretch="standing_back_extension",
        variant="good",
        posture="standing",
        body="woman_45",
        clothes=Clothes("sky", "navy", "grey", "short"),
        room=room("study"),
        light=light("day"),
        camera=Camera("left", 3.0, 0.9, (0.0, 0.86)),
        script=_good,
        planned={"reps": 3, "hold_s": 1.8},
        fps=25,
        how="Three slow arches to about 19 degrees, hands on the back, held 2 s.",
    ),
    Clip(
        name="standing_back_extension_faults",
        stretch="standing_back_extension",
        variant="faults",
        posture="standing",
        body="man_30",
        clothes=Clothes("orange", "black", "white", "short", "knee"),
        room=room("white"),
        light=light("bright"),
        camera=Camera("right", 3.2, 1.0, (0.0, 0.96)),
        script=_faults,
        planned={"reps": 6, "hold_s": 1.5},
        fps=25,
        how="A clean arch, then knees bent, too fast, a small one, the head thrown "
        "back, one too far, and one with bouncing.",
    ),
]
