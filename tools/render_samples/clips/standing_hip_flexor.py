"""Standing hip flexor stretch: a split stance, the hips glide forward."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Bounce, Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from .stances import aim, lean, marks_of, standing

_SIDES = {"L": "left", "R": "right"}


def _hands_on_hips(rig: Rig, pose: Pose) -> Pose:
    marks = marks_of(rig, pose | {"reach.L": 0.0, "reach.R": 0.0}, "standing")
    hips = (marks["left_hip"] + marks["right_hip"]) / 2
    hands = {
        "reach.both": 1.0,
        "hand_x.both": float(hips[0]) + 0.02,
        "hand_y.both": 0.19,
        "hand_z.both": float(hips[2]) + 0.07,
        "elbow_x.both": -0.8,
        "elbow_y.both": 1.0,
        "elbow_z.both": 0.0,
    }
    return pose | sided(hands, "L")


def _start(rig: Rig, near: str) -> Pose:
    """The far foot a long step ahead, the weight over the near, rear foot."""
    step = 0.50 * (rig.sk.length["thigh"] + rig.sk.length["shin"])
    feet = {
        "foot_x.near": -0.04,
        "foot_x.far": step,
        "foot_y.both": 0.09,
        "toe_out.both": 3.0,
        "knee_y.both": 0.0,
    }
    pose = standing() | sided(feet, near)
    pose |= {"leg_length": 0.93, "pelvis_x": 0.10}
    pose = aim(rig, "standing", pose, "pitch", lean, 2, 15)
    return _hands_on_hips(rig, pose)


def _glided(
    rig: Rig,
    start: Pose,
    near: str,
    share: float = 1.0,
    trunk: float = 1,
    **more: float,
) -> Pose:
    """Hips forward over the bending front knee, the rear heel coming up."""
    legs = rig.sk.length["thigh"] + rig.sk.length["shin"]
    pose = start | {
        "pelvis_x": start["pelvis_x"] + 0.35 * legs * share,
        "leg_length": 0.93 - 0.022 * share,
        "lumbar": -4.0 * share,
        f"toe_pitch.{near}": -24.0 * share,
        f"foot_z.{near}": 0.0,
        **more,
    }
    pose = aim(rig, "standing", pose, "pitch", lean, trunk, 35)
    return _hands_on_hips(rig, pose)


def _good(rig: Rig, near: str) -> Script:
    start, side = _start(rig, near), _SIDES[near]
    script = Script(start, near, seed_of("standing_hip_flexor_good"))
    script.wait(2.4)
    for share in (1.0, 1.04):
        pose = _glided(rig, start, near, share)
        script.rep(pose, 2.2, 5.2, 2.2, side=side, rest=1.0)
    script.wait(1.2)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start, side = _start(rig, near), _SIDES[near]
    far = "L" if near == "R" else "R"
    good = _glided(rig, start, near)
    forward = _glided(rig, start, near, 1.0, 34)
    arched = {"lumbar": -26.0, "thoracic": -6.0, "neck": -4.0}
    arched = _glided(rig, start, near, 1.0, -29, **arched)
    back = Fault("leans_back", "unsafe", arched, 0.9, 2.0, 0.9, 0.6)
    past = {f"foot_x.{far}": start[f"foot_x.{far}"] - 0.22, f"toe_pitch.{far}": -14.0}
    past = _glided(rig, start, near, 1.15, leg_length=0.86, **past)
    script = Script(start, near, seed_of("standing_hip_flexor_faults"))
    script.wait(2.3)
    script.rep(good, 1.8, 1.8, 1.8, side=side, rest=0.5)
    visit = ("leans_forward", "form", "visit")
    script.rep(
        forward, 1.8, 1.8, 1.8, side=side, size="small", share=1.0, fault=visit,
        rest=0.5,
    )  # fmt: skip
    script.rep(
        good, 0.55, 1.8, 1.8, side=side, fault=("too_fast", "form", "go"), rest=0.5
    )
    script.rep(good, 1.7, 1.0, 1.7, side=side, size="small", share=0.38, rest=0.5)
    script.rep(good, 1.8, 0.4, 1.8, side=side, inside=(back,), rest=0.5)
    visit = ("knee_over_toe", "unsafe", "visit")
    script.rep(past, 2.0, 1.8, 2.0, side=side, fault=visit, rest=0.5)
    pulses = Bounce(_glided(rig, start, near, 1.1), 4, 1.0, 0.5)
    low = _glided(rig, start, near, 0.72)
    script.rep(low, 1.8, 0.5, 1.8, side=side, inside=(pulses,), rest=0.5)
    script.wait(1.2)
    return script


CLIPS = [
    Clip(
        name="standing_hip_flexor_good",
        stretch="standing_hip_flexor",
        variant="good",
        posture="standing",
        body="man_55",
        clothes=Clothes("blue", "khaki", "white", "short"),
        room=room("living"),
        light=light("day"),
        camera=Camera("right", 3.1, 0.8, (0.3, 0.88)),
        script=_good,
        planned={"reps": 2, "hold_s": 4.8},
        fps=25,
        how="The hips glide forward over the front foot twice, held 5 s.",
    ),
    Clip(
        name="standing_hip_flexor_faults",
        stretch="standing_hip_flexor",
        variant="faults",
        posture="standing",
        body="woman_75",
        clothes=Clothes("pink", "grey", "black", "three_quarter"),
        room=room("hall"),
        light=light("warm"),
        camera=Camera("left", 2.8, 0.9, (0.3, 0.78)),
        script=_faults,
        planned={"reps": 5, "hold_s": 1.5},
        fps=25,
        how="A clean one, then leaning forward, too fast, a small one, leaning "
        "back, the front knee past the toes, and bouncing.",
    ),
]
