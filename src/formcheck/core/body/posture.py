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
    n = body.numbers.posture
    lying = n.lying_from_deg <= tilt <= n.lying_to_deg
    upright = tilt < n.upright_deg
    belly_up = body.trunk[0] * body.ventral_turn < 0
    match posture:
        case Posture.STANDING:
            legs_down = ankle > n.standing_ankle and knee > n.standing_knee
            legs_down = legs_down and ankle - knee > n.standing_shank
            return tilt < n.standing_deg and legs_down
        case Posture.SEATED:
            feet_low = ankle - knee > n.seated_shank and lower_ankle > n.seated_ankle
            return upright and knee < n.seated_knee and feet_low
        case Posture.FLOOR:
            knees_high = max(knee, far_knee) < n.floor_knee
            return upright and knees_high and lower_ankle < n.floor_ankle
        case Posture.KNEELING:
            knee_low = max(knee, far_knee) > n.kneeling_knee
            return upright and knee_low and ankle - knee < n.kneeling_shank
        case Posture.QUADRUPED:
            wrist = (
                body.point(Joint.WRIST, near)[1] - body.middle(Joint.SHOULDER)[1]
            ) / torso
            shank_down = ankle - knee < n.quadruped_shank
            # Hands on a chair's seat are hands on the floor brought nearer.
            held_up = knee > n.quadruped_knee and wrist > n.quadruped_wrist
            return lying and not belly_up and held_up and shank_down
        case Posture.SUPINE:
            return lying and belly_up and min(knee, far_knee) < n.supine_knee
        case Posture.PRONE:
            flat = n.prone_from_deg <= tilt <= n.prone_to_deg
            return flat and not belly_up and abs(knee) < n.prone_knee
