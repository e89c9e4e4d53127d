"""Which of the seven postures a body is in: coarse shapes, not angles to be judged.

Every rule compares heights and directions in torso lengths; it decides only whether a
stretch may start here.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from formcheck.core.body.base import Limbs, limbs_of
from formcheck.core.body.body import Body
from formcheck.core.body.numbers import BodyNumbers
from formcheck.core.body.view import Posture

__all__ = ["first_posture", "in_posture"]


def in_posture(body: Body, posture: Posture) -> bool:
    """Whether the body is roughly in that posture."""
    return first_posture(body, (posture,)) is not None


def first_posture(body: Body, postures: Iterable[Posture]) -> Posture | None:
    """The first of these that the body is roughly in; None where it is in none."""
    if not body.torso_px > 0:
        return None
    limbs = limbs_of(body)
    return next((p for p in postures if _looks_so(limbs, body.numbers, p)), None)


def _looks_so(limbs: Limbs, numbers: BodyNumbers, posture: Posture) -> bool:
    rests, n = numbers.base, numbers.posture
    knee, far_knee = limbs.knees
    ankle = limbs.ankles[0]
    lower_ankle = max(limbs.ankles)
    lying = n.lying_from_deg <= limbs.tilt_deg <= n.lying_to_deg
    upright = limbs.tilt_deg < n.upright_deg
    # Of somebody who faces the camera, depth tells where the legs go; else NaN.
    towards, depth = limbs.towards_deg, rests.towards_deg
    long_behind = min(limbs.ankles_ahead) < -rests.behind
    on_knee = any(
        k > n.kneeling_knee and a - k < n.kneeling_shank for k, a in limbs.legs
    )
    # Hands on a chair's seat are hands on the floor brought nearer.
    on_hand = limbs.wrists_drop[0] > n.quadruped_wrist
    on_fours = lying and knee > n.quadruped_knee and ankle - knee < n.quadruped_shank
    on_fours = on_fours and on_hand
    match posture:
        case Posture.STANDING:
            legs_down = ankle > n.standing_ankle and knee > n.standing_knee
            legs_down = legs_down and ankle - knee > n.standing_shank
            return limbs.tilt_deg < n.standing_deg and legs_down
        case Posture.SEATED:
            feet_low = ankle - knee > n.seated_shank and lower_ankle > n.seated_ankle
            # A wide stance seen from the front; a knee on the floor behind.
            stands = long_behind if isnan(towards) else abs(towards) < depth
            return upright and knee < n.seated_knee and feet_low and not stands
        case Posture.FLOOR:
            knees_high = max(knee, far_knee) < n.floor_knee
            # Pressed up from the front, the legs lie behind an upright trunk.
            behind = max(limbs.knees_ahead) < -rests.ahead or towards < -depth
            return upright and knees_high and lower_ankle < n.floor_ankle and not behind
        case Posture.KNEELING:
            # Sitting with the legs to the camera, or a wide stance from the front.
            in_front = towards > depth
            shanks = [a - k for k, a in limbs.legs]
            stands = abs(towards) < depth and min(shanks) > rests.shank
            return upright and on_knee and not (in_front or stands)
        case Posture.QUADRUPED:
            return on_fours
        case Posture.SUPINE:
            high = min(knee, far_knee) < n.supine_knee
            return lying and limbs.belly_up and high and not on_fours
        case Posture.PRONE:
            flat = n.prone_from_deg <= limbs.tilt_deg <= n.prone_to_deg
            # A fold over the legs is as flat; they are in front of it.
            behind = max(limbs.knees_ahead) < -rests.ahead
            level = abs(knee) < n.prone_knee
            return flat and not limbs.belly_up and level and behind
