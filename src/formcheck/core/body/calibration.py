"""The hips put where they are: the model draws them too high.

BlazePose puts a hip some hundredths of the torso's length too far up, most on a chair
and in standing. That is the same for all builds, so it can be taken off: both hips are
moved along the trunk by one number a posture, which `python -m benchmarks.calibration`
fits on rendered bodies, each left out in turn. The trunk's direction stays as it is;
hip, knee and thigh turn. Only angles are read off the moved body: heights and gaps in
torso lengths did not gain.

The posture is the one that the stretch starts in, so it is the same for a whole set,
and depends on nothing that is measured. Landmarks that are drawn, kept or exported stay
as the model gave them.
"""

from __future__ import annotations

from dataclasses import replace

from formcheck.core.body.body import Body
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.numbers import CalibrationNumbers
from formcheck.core.body.view import Posture, View

__all__ = ["calibrated", "hip_shift"]


def hip_shift(numbers: CalibrationNumbers, view: View, posture: Posture) -> float:
    """By how much of the torso the hips of a stretch go down.

    0 from the front: the constants were fitted from the side.
    """
    if view is not View.SIDE:
        return 0.0
    return {
        Posture.STANDING: numbers.standing,
        Posture.SEATED: numbers.seated,
        Posture.FLOOR: numbers.floor,
        Posture.KNEELING: numbers.kneeling,
        Posture.QUADRUPED: numbers.quadruped,
        Posture.SUPINE: numbers.supine,
        Posture.PRONE: numbers.prone,
    }[posture]


def calibrated(body: Body, shift: float) -> Body:
    """The body with both hips moved down its trunk. shift: in torso lengths."""
    if not shift or body.flat:
        return body
    x, y = body.trunk
    points = list(body.points)
    for side in Side:
        hip_x, hip_y = body.point(Joint.HIP, side)
        points[Joint.HIP + side] = (hip_x - shift * x, hip_y - shift * y)
    return replace(body, points=points)
