"""Is the person well in the picture? Told one plain sentence at a time.

Also which arm is raised: the sign for a pause, and what settles whether the camera
shows the person as a mirror does. Numbers here are about the camera.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from formcheck.core.body.body import off_view_deg
from formcheck.core.body.landmarks import Joint, Landmark, Side
from formcheck.core.body.level import LEVEL, Level
from formcheck.core.body.observation import Observation, Pose
from formcheck.core.body.view import Posture, View
from formcheck.core.session.arm_sign import arm_of, trunk_of
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.reasons import Reason, how_to_be_seen

__all__ = ["CHECKS", "Check", "Framing", "frame", "raised_arm"]

_MARGIN = 0.02
_MIN_TORSO = 0.09
"""Torso over the picture's longer side: smaller bodies are measured badly."""

_MAX_BODY = 0.96
_DARK, _BRIGHT = 45.0, 232.0
"""Mean grey level of a picture that is too dark, or too bright, to see a body in."""

_RAISED = 0.45
_LOWERED = 0.15
"""Torso lengths beyond the shoulder, along the trunk, of a wrist that is raised, and
that the other wrist must stay below: two raised arms are a stretch and no sign."""

CHECKS = ("camera", "light", "person", "whole", "distance", "view", "level")
"""What is checked, in this order."""

_PARTS: tuple[tuple[str, tuple[Landmark, ...]], ...] = (
    (marked("head"), (Landmark.NOSE,)),
    (marked("feet"), (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)),
    (marked("knees"), (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)),
    (marked("hips"), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)),
)


class Check(NamedTuple):
    """One thing about the picture. ok: None where it is not known yet."""

    id: str
    ok: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Framing:
    """What there is to say of how the person is placed.

    checks: in the order in which they are put right.
    """

    checks: tuple[Check, ...]

    @property
    def first_problem(self) -> Check | None:
        """What to put right first."""
        return next((c for c in self.checks if not c.ok), None)

    @property
    def good(self) -> bool:
        """Whether all is well."""
        return self.first_problem is None


def frame(
    spec: StretchSpec,
    seen: Observation,
    grey: float,
    *,
    camera_ok: bool,
    level: Level = LEVEL,
) -> Framing:
    """Check one look. grey: the picture's mean level, 0..255. level: the camera's."""
    found: list[Check] = [Check("camera", camera_ok, say("The camera shows nothing."))]
    light = say("It is too dark. Switch on a light.")
    if grey > _BRIGHT:
        light = say("Too bright: turn the camera from the light.")
    found.append(Check("light", _DARK <= grey <= _BRIGHT, light))
    pose = seen.pose
    found.append(Check("person", pose is not None, how_to_be_seen(Reason.NOBODY)))
    if pose is None:
        found += [Check(name, None, "") for name in CHECKS[3:]]
        return Framing(tuple(found))
    found.append(_whole(spec, pose, seen.size_wh))
    found.append(_distance(pose, seen.size_wh))
    found.append(_view(spec, pose))
    found.append(Check("level", level == LEVEL, how_to_be_seen(Reason.TILTED)))
    return Framing(tuple(found))


def _whole(spec: StretchSpec, pose: Pose, size_wh: tuple[int, int]) -> Check:
    share = pose.image_xy / np.array(size_wh, np.float32)
    out = np.asarray(((share < _MARGIN) | (share > 1 - _MARGIN)).any(axis=1))
    standing = spec.posture is Posture.STANDING
    for part, landmarks in _PARTS:
        if any(bool(out[index]) for index in landmarks):
            # A camera set up for the floor need not see a whole standing person.
            words = say("Move back: I cannot see your {part}.", part=say(part))
            if part == "head" and not standing:
                words = say("Sit or lie down on your mat.")
            return Check("whole", False, words)
    return Check("whole", True, "")


def _distance(pose: Pose, size_wh: tuple[int, int]) -> Check:
    hip = pose.image_xy[Joint.HIP : Joint.HIP + 2].mean(0)
    shoulder = pose.image_xy[Joint.SHOULDER : Joint.SHOULDER + 2].mean(0)
    torso_px = float(np.hypot(*(shoulder - hip)))
    body = np.ptp(pose.image_xy, axis=0) / np.array(size_wh, np.float32)
    if torso_px < _MIN_TORSO * max(size_wh):
        return Check("distance", False, how_to_be_seen(Reason.TOO_FAR))
    if float(body.max()) > _MAX_BODY:
        return Check("distance", False, say("Move back a little from the camera."))
    return Check("distance", True, "")


def _view(spec: StretchSpec, pose: Pose) -> Check:
    view = spec.camera.view
    good = off_view_deg(pose, view) <= spec.camera.max_off_deg
    if view is View.FRONT:
        return Check("view", good, say("Face the camera, please."))
    return Check("view", good, say("Turn your side to the camera."))


def raised_arm(pose: Pose | None, min_visibility: float) -> Side | None:
    """The one arm that is raised, judged against the trunk; None for none or both.

    The wrist lies beyond the shoulder along the trunk, as when an arm is raised in
    standing, sitting or lying. min_visibility: below it a landmark counts as hidden.
    """
    if pose is None:
        return None
    up: list[Side] = []
    for side in Side:
        reach = _reach(pose, side, min_visibility)
        if reach is None:
            continue
        if reach > _RAISED:
            up.append(side)
        elif reach > _LOWERED:
            return None  # half way: not a plain sign
    return up[0] if len(up) == 1 else None


def _reach(pose: Pose, side: Side, min_visibility: float) -> float | None:
    """Torso lengths of the wrist beyond the shoulder, up the trunk; or None."""
    arm, trunk = arm_of(pose, side, min_visibility), trunk_of(pose)
    if arm is None or trunk is None:
        return None
    return float(arm @ trunk) / float(np.hypot(*trunk)) ** 2
