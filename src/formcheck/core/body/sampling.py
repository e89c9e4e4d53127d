"""When to look: often while the person moves, seldom while they are still.

Pure: it sees how much a small grey picture has changed where the person is, and how
fast the joints moved between the last looks. It keeps to seconds, not to frames, so
that a 15 fps and a 60 fps recording are treated alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.landmarks import Landmark
from formcheck.core.body.observation import Pose

__all__ = ["Box", "Sampling", "box_of", "decide", "seen"]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a part of the picture, 0..1 of its width and height;
beyond that outside of it.
"""

MOVES_LEVELS = 1.5
"""The person moves where their box changes by so many grey levels more than by the
recording's own noise. Tuned on one half of the real recordings: in stillness of less
than 0.06 torso lengths a second it changes by 0.2 to 3, at 0.2 to 0.5 by 3 to 30."""

QUICK = 2.0
"""... and moves fast where two joints move so many torso lengths a second: a thigh at
135 degrees a second moves its knee by that, and what may be a drop is seen in full."""

_QUICK_S = 0.15
"""After a fast movement, looks stay as frequent as they are in one for this long."""

_SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_JOINTS = [
    *range(Landmark.LEFT_SHOULDER, Landmark.RIGHT_WRIST + 1),
    *range(Landmark.LEFT_HIP, Landmark.RIGHT_ANKLE + 1),
]
_MADE_OUT = 0.5
"""Visibility from which on a joint's movement is taken for one."""

_BOX_MARGIN = 0.1
"""Hands, feet and the crown lie beyond the landmarks; of the longer side."""

_ALERT_S = 0.3
"""After a movement, looks stay frequent for this long: it may only have paused."""

_CUT_ALERT_S = 0.6
"""... and every frame is looked at after a cut: the tracker settles for 0.3 s, and then
one sees whether a hold went through it."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """When the last look was, and until when something is thought to move.

    looked_s: the last look; before_s: the last frame. shot_until_s: every frame is
    looked at until then; moving_until_s, quick_until_s: it is looked often, or as
    often as a usual camera shows. known: when somebody was seen last, and how.
    Each None before the first.
    """

    looked_s: float | None = None
    before_s: float | None = None
    shot_until_s: float | None = None
    moving_until_s: float | None = None
    quick_until_s: float | None = None
    known: tuple[float, Pose] | None = None


def box_of(pose: Pose, size_wh: tuple[int, int]) -> Box | None:
    """Where a person is in a picture of that size; None where no landmark is found."""
    found = pose.image_xy[np.isfinite(pose.image_xy).all(axis=1)]
    if not len(found):
        return None
    (left, top), (right, bottom) = found.min(axis=0), found.max(axis=0)
    margin = _BOX_MARGIN * max(right - left, bottom - top)
    width, height = size_wh
    return (
        float((left - margin) / width),
        float((top - margin) / height),
        float((right + margin) / width),
        float((bottom + margin) / height),
    )


def seen(state: Sampling, time_s: float, pose: Pose | None) -> Sampling:
    """Take in what a look has shown. pose: in the same pixels as the one before."""
    if pose is None:
        return replace(state, known=None)
    before, state = state.known, replace(state, known=(time_s, pose))
    if before is None or not 0 < time_s - before[0] <= CADENCE.apart_s:
        return state
    if _pace(before[1], pose, time_s - before[0]) < QUICK:
        return state
    return replace(state, quick_until_s=time_s + _QUICK_S)


def _pace(before: Pose, now: Pose, step_s: float) -> float:
    """How fast two of the joints move at least, torso lengths a second."""
    points = now.image_xy[_JOINTS].astype(float)
    off = np.hypot(*(points - before.image_xy[_JOINTS]).T)
    off = off[np.isfinite(off) & (now.visibility[_JOINTS] >= _MADE_OUT)]
    left, right = (
        now.image_xy[_SHOULDERS].mean(axis=0),
        now.image_xy[_HIPS].mean(axis=0),
    )
    torso_px = float(np.hypot(*(left - right)))
    if len(off) < 2 or not torso_px > 0:
        return 0.0
    return float(np.partition(off, -2)[-2]) / torso_px / step_s


def decide(
    state: Sampling, time_s: float, change: float, *, cut: bool = False
) -> tuple[Sampling, bool]:
    """Whether to look at this frame.

    change: of the person's box, or of the picture where nobody is known, in about two
    frames of a usual camera; grey levels above the recording's noise. cut: it is
    another shot.
    """
    step_s = time_s - state.before_s if state.before_s is not None else CADENCE.frame_s
    state = replace(state, before_s=time_s)
    if cut:
        state = replace(state, shot_until_s=time_s + _CUT_ALERT_S)
    elif change >= MOVES_LEVELS:
        state = replace(state, moving_until_s=time_s + _ALERT_S)
    wait_s = CADENCE.still_s
    if state.shot_until_s is not None and time_s <= state.shot_until_s:
        wait_s = CADENCE.shot_s
    elif state.quick_until_s is not None and time_s <= state.quick_until_s:
        wait_s = CADENCE.quick_s
    elif state.moving_until_s is not None and time_s <= state.moving_until_s:
        wait_s = CADENCE.moving_s
    due = state.looked_s is None or time_s + 0.75 * step_s - state.looked_s > wait_s
    return (replace(state, looked_s=time_s), True) if due else (state, False)
