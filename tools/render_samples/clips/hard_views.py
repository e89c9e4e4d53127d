"""Hard cases of what the camera sees: turned away, cropped, black on black."""

from __future__ import annotations

from ..clip import Clip, seed_of
from ..dress import Clothes
from ..motion import Script
from ..rig import Rig
from ..room import light, room
from ..scene import Camera
from . import bridge, childs_pose
from ._starts import hook_lying


def _bridges(rig: Rig, near: str, name: str, hips: tuple[float, ...]) -> Script:
    start = hook_lying(rig, near, "bridge")
    script = Script(start, near, seed_of(name))
    script.wait(2.3)
    for hip in hips:
        script.rep(bridge._up(rig, near, start, hip), 2.2, 2.3, 2.3)
    script.wait(1.2)
    return script


def _turned(rig: Rig, near: str) -> Script:
    start = childs_pose._start(rig, near)
    script = Script(start, near, seed_of("hard_camera_40_off"))
    script.wait(2.4)
    for hip in (21, 20):
        pose = childs_pose._down(rig, near, start, hip, 69.0)
        script.rep(pose, 2.5, 5.4, 2.6)
    script.wait(1.2)
    return script


def _cropped(rig: Rig, near: str) -> Script:
    return _bridges(rig, near, "hard_head_cropped", (174, 175, 174))


def _black(rig: Rig, near: str) -> Script:
    return _bridges(rig, near, "hard_black_on_black", (175, 174, 175))


CLIPS = [
    Clip(
        name="hard_camera_40_off",
        stretch="childs_pose",
        variant="hard",
        posture="quadruped",
        body="man_30",
        clothes=Clothes("red", "black", "bare", "short", "knee"),
        room=room("bedroom"),
        light=light("window_right"),
        camera=Camera("left", 2.6, 0.8, (0.15, 0.36), yaw_off=40.0),
        script=_turned,
        planned={"reps": 2, "hold_s": 5.0},
        expect={"verdict": "unknown", "why": "view"},
        how="Two visits to child's pose, the camera 40 degrees off side-on.",
    ),
    Clip(
        name="hard_head_cropped",
        stretch="bridge",
        variant="hard",
        posture="bridge",
        body="man_55",
        clothes=Clothes("sky", "grey", "white", "elbow"),
        room=room("white"),
        light=light("evening"),
        camera=Camera("left", 1.8, 0.7, (0.57, 0.38)),
        script=_cropped,
        planned={"reps": 3, "hold_s": 2.0},
        expect={"verdict": "unknown", "why": "cropped"},
        how="Three bridges, head and shoulders outside the picture.",
    ),
    Clip(
        name="hard_black_on_black",
        stretch="bridge",
        variant="hard",
        posture="bridge",
        body="woman_75",
        clothes=Clothes("black", "black", "black", "long"),
        room=room("dark"),
        light=light("dim"),
        camera=Camera("right", 2.15, 0.8, (-0.02, 0.34)),
        script=_black,
        planned={"reps": 3, "hold_s": 2.0},
        how="Three bridges in black clothes on a black mat in a dim, dark room.",
    ),
]
