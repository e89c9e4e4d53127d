"""Child's pose: from hands and knees the hips sink to the heels."""

from __future__ import annotations

from ..clip import Clip, seed_of, solve
from ..dress import Clothes
from ..motion import Bounce, Fault, Script, sided
from ..rig import Pose, Rig
from ..room import light, room
from ..scene import Camera
from ._starts import table_top


def _start(rig: Rig, near: str) -> Pose:
    """Table top with the knees apart and the hands a little ahead."""
    start = table_top(rig, near)
    return {**start, **sided({"abduct.both": 6.0}, near)}


def _down(rig: Rig, near: str, start: Pose, hip: float, thigh: float) -> Pose:
    """Sitting on the heels, chest to the thighs, arms along the floor."""
    reach = rig.sk.length["upper_arm"] + rig.sk.length["forearm"]
    change = {
        "thigh.both": thigh,
        "knee.both": thigh + 84.0,
        "abduct.both": 12.0,
        "ankle.both": 70.0,
        "lumbar": 26.0,
        "thoracic": 14.0,
        "neck": -4.0,
        "head_rest": 1.0,
        "hand_x.both": 0.24 + 0.97 * reach,
        "hand_y.both": 0.19,
        "elbow_x.both": -0.3,
        "elbow_y.both": 0.7,
        "elbow_z.both": 0.35,
    }
    pose = {**start, **sided(change, near)}
    pitch = solve(rig, "quadruped", pose, "pitch", f"hip.{near}", hip, 40.0, 105.0)
    return rig.rested({**pose, "pitch": pitch}, "quadruped")


def _good(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("childs_pose_good"))
    script.wait(2.4)
    for hip in (20, 19, 21):
        script.rep(_down(rig, near, start, hip, 69.0), 2.7, 5.6, 2.8, rest=1.4)
    script.wait(1.0)
    return script


def _faults(rig: Rig, near: str) -> Script:
    start = _start(rig, near)
    script = Script(start, near, seed_of("childs_pose_faults"))
    pose = _down(rig, near, start, 20, 69.0)
    raised = solve(rig, "quadruped", pose, "neck", "neck_bend", -42.0, 0.0, -150.0)
    head = {"neck": raised}
    up = _down(rig, near, start, 34, 62.0)
    pulse = {k: up[k] for k in ("pitch", "thigh.L", "thigh.R", "knee.L", "knee.R")}
    script.wait(2.3)
    script.rep(pose, 2.5, 4.4, 2.5, rest=1.1)
    script.rep(
        pose, 2.4, 1.0, 2.4, rest=1.1,
        inside=(Fault("head_lifted", "form", head, stay=2.4),),
    )  # fmt: skip
    script.rep(pose, 0.75, 3.4, 2.4, fault=("too_fast", "form", "go"), rest=1.1)
    script.rep(pose, 2.1, 1.4, 2.1, size="small", rest=1.0)
    script.rep(pose, 2.4, 0.9, 2.4, inside=(Bounce(pulse, 5),), rest=1.2)
    script.rep(pose, 0.4, 3.4, 2.4, fault=("dropped_in", "unsafe", "go"), rest=1.2)
    script.wait(1.0)
    return script


CLIPS = [
    Clip(
        name="childs_pose_good",
        stretch="childs_pose",
        variant="good",
        posture="quadruped",
        body="woman_25",
        clothes=Clothes("sky", "maroon", "bare", "short", "knee", loose_mm=5),
        room=room("gym"),
        light=light("overhead"),
        camera=Camera("right", 2.2, 0.6, (0.15, 0.36)),
        script=_good,
        planned={"reps": 3, "hold_s": 5.0},
        how="Three slow visits to a full child's pose, held for five seconds.",
    ),
    Clip(
        name="childs_pose_faults",
        stretch="childs_pose",
        variant="faults",
        posture="quadruped",
        body="woman_45",
        clothes=Clothes("green", "navy", "grey", "three_quarter", "long", loose_mm=6),
        room=room("kitchen"),
        light=light("window_left"),
        camera=Camera("left", 2.35, 0.85, (0.15, 0.38)),
        script=_faults,
        planned={"reps": 5, "hold_s": 3.0},
        how="A clean visit, one with the head raised, a fast one, a small one, one "
        "with bouncing and one dropped into.",
    ),
]
