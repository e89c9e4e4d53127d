"""Which of the seven postures a body is in: coarse shapes, not angles to be judged.

Every rule compares heights and directions in torso lengths; it decides only whether a
stretch may start here.
"""

from __future__ import annotations

from formcheck.core.body.body import Body
from formcheck.core.body.geometry import from_up_deg
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.view import Posture

__all__ = ["in_posture"]


def in_posture(body: Body, posture: Posture) -> bool:
    """Whether the body is roughly in that posture."""
    torso = body.torso_px
    if not torso > 0:
        return False
    tilt = abs(from_up_deg(body.trunk))
    hip_y = body.middle(Joint.HIP)[1]

    def below_hips(joint: Joint, side: Side) -> float:
        return (body.point(joint, side)[1] - hip_y) / torso

    near, far = body.near, body.near.opposite
    knee, ankle = below_hips(Joint.KNEE, near), below_hips(Joint.ANKLE, near)
    far_knee = below_hips(Joint.KNEE, far)
    lower_ankle = max(ankle, below_hips(Joint.ANKLE, far))
    lying = 60 <= tilt <= 125
    belly_up = body.trunk[0] * body.ventral_turn < 0
    match posture:
        case Posture.STANDING:
            return tilt < 40 and ankle > 1.0 and knee > 0.4 and ankle - knee > 0.4
        case Posture.SEATED:
            feet_low = ankle - knee > 0.3 and lower_ankle > 0.5
            return tilt < 45 and knee < 0.55 and feet_low
        case Posture.FLOOR:
            return tilt < 45 and max(knee, far_knee) < 0.3 and lower_ankle < 0.5
        case Posture.KNEELING:
            return tilt < 45 and max(knee, far_knee) > 0.3 and ankle - knee < 0.45
        case Posture.QUADRUPED:
            wrist = (
                body.point(Joint.WRIST, near)[1] - body.middle(Joint.SHOULDER)[1]
            ) / torso
            shank_down = ankle - knee < 0.45
            # Hands on a chair's seat are hands on the floor brought nearer.
            held_up = knee > 0.4 and wrist > 0.25
            return lying and not belly_up and held_up and shank_down
        case Posture.SUPINE:
            return lying and belly_up and min(knee, far_knee) < 0.35
        case Posture.PRONE:
            return 55 <= tilt <= 115 and not belly_up and abs(knee) < 0.4
