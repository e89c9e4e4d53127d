"""What a body rests on: coarse shapes that tell a stretch from its look-alikes.

A stretch ends in another posture than it starts in: standing becomes a fold, hands and
knees a body on its heels. Legs and arms tell what carries it, whatever the trunk does:
every rule compares heights below the hips, and places ahead of them, in torso lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from formcheck.core.body.body import Body
from formcheck.core.body.geometry import from_up_deg
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.view import Base

__all__ = ["Limbs", "limbs_of", "rests_on"]

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limbs:
    """Limbs of the near and the far side in torso lengths.

    knees, ankles: below the middle of the hips. knees_ahead, ankles_ahead: in
    front of it, the way the belly faces when the trunk is upright; below 0 behind.
    wrists_ahead: likewise. wrists_drop: below the shoulders. tilt_deg: of the trunk
    from upright. belly_up: it faces the ceiling more than the floor. towards_deg: how
    far the thighs point to the camera, below 0 away from it, in somebody who faces it
    or turns their back to it; NaN in others, and where world landmarks are missing.
    feet_in_picture: one of them is; past its edge an ankle is a guess, pulled inside.
    """

    knees: Pair
    ankles: Pair
    knees_ahead: Pair
    ankles_ahead: Pair
    wrists_ahead: Pair
    wrists_drop: Pair
    tilt_deg: float
    belly_up: bool
    towards_deg: float
    feet_in_picture: bool = True

    @property
    def legs(self) -> tuple[Pair, Pair]:
        """Knee and ankle of either leg, below the hips."""
        near, far = zip(self.knees, self.ankles, strict=True)
        return near, far


def limbs_of(body: Body) -> Limbs:
    """Measure where the limbs are. The torso has to have a length."""
    torso = body.torso_px
    hip_x, hip_y = body.middle(Joint.HIP)
    shoulder_y = body.middle(Joint.SHOULDER)[1]
    sides = body.near, body.near.opposite

    def below(joint: Joint, side: Side, level: float = hip_y) -> float:
        return (body.point(joint, side)[1] - level) / torso

    def ahead(joint: Joint, side: Side) -> float:
        return (body.point(joint, side)[0] - hip_x) * body.ventral_turn / torso

    near, far = sides
    aside_deg = abs(abs(body.yaw_deg) - 90)  # 90: square to the camera
    return Limbs(
        (below(Joint.KNEE, near), below(Joint.KNEE, far)),
        (below(Joint.ANKLE, near), below(Joint.ANKLE, far)),
        (ahead(Joint.KNEE, near), ahead(Joint.KNEE, far)),
        (ahead(Joint.ANKLE, near), ahead(Joint.ANKLE, far)),
        (ahead(Joint.WRIST, near), ahead(Joint.WRIST, far)),
        (
            below(Joint.WRIST, near, shoulder_y),
            below(Joint.WRIST, far, shoulder_y),
        ),
        abs(from_up_deg(body.trunk)),
        body.trunk[0] * body.ventral_turn < 0,
        body.knees_deg if aside_deg > body.numbers.base.square_deg else nan,
        any(body.in_picture(Joint.ANKLE, side) for side in sides),
    )


def rests_on(body: Body, base: Base) -> bool:
    """Whether this is roughly what carries the body."""
    if not body.torso_px > 0:
        return False
    shape, n = limbs_of(body), body.numbers.base
    low_knee, low_ankle = max(shape.knees), max(shape.ankles)
    lying = shape.tilt_deg > n.lying_deg
    # Lying and folded, knees and trunk tell enough where the feet are cut off.
    cut_off = not shape.feet_in_picture
    legs = shape.legs
    on_knee = any(k > n.kneeling_knee and a - k < n.kneeling_shank for k, a in legs)
    on_foot = any(a > n.low_ankle and a - k > n.shank for k, a in legs)
    on_hand = max(shape.wrists_drop) > n.hand
    # Whichever side is taken for the near one: gravity says so.
    on_fours = lying and on_knee and on_hand
    spread = max(shape.wrists_ahead) - max(shape.ankles_ahead)
    hangs = shape.tilt_deg > n.inverted_deg
    inverted = hangs and on_foot and on_hand and spread > n.spread
    match base:
        case Base.FEET:
            return not inverted and any(
                a > n.feet_ankle and k > n.feet_knee and a - k > n.shank
                for k, a in legs
            )
        case Base.SEAT:
            behind = min(shape.ankles_ahead) < -n.behind
            if not isnan(shape.towards_deg):  # legs wide, from the front
                behind = abs(shape.towards_deg) < n.towards_deg
            on_back = lying and shape.belly_up  # a bridge
            low = on_foot and low_knee < n.seat_knee
            return low and not (behind or on_back)
        case Base.FLOOR:
            legs_flat = low_knee < n.floor_leg and low_ankle < n.floor_leg
            in_front = min(shape.ankles_ahead) > (n.heel if lying else -n.heel)
            behind = shape.towards_deg < -n.towards_deg  # seen from the front
            on_back = lying and shape.belly_up
            return legs_flat and in_front and not (on_back or behind)
        case Base.SPLIT:
            down = low_knee < n.split_knee and low_ankle < n.floor_leg
            one_behind = min(shape.ankles_ahead) < -n.behind
            return down and one_behind and max(shape.knees_ahead) > n.ahead
        case Base.KNEES:
            lowest = low_knee > low_ankle - n.kneeling_shank
            return on_knee and lowest and not (lying and on_hand)
        case Base.HEELS:
            folded = cut_off or max(map(abs, shape.ankles_ahead)) < n.heel
            over_thighs = min(shape.knees_ahead) > n.ahead
            low = low_knee < n.heels_leg and (cut_off or low_ankle < n.heels_leg)
            return lying and not shape.belly_up and folded and over_thighs and low
        case Base.HANDS_AND_KNEES:
            return on_fours
        case Base.HANDS_AND_FEET:
            return inverted and not shape.belly_up
        case Base.BACK:
            leans_back = shape.tilt_deg > n.back_deg and shape.belly_up
            flat = cut_off or low_ankle < n.back_ankle
            low = min(shape.knees) < n.back_knee and flat
            return leans_back and low and not on_fours
        case Base.FRONT:
            level = max(map(abs, shape.knees)) < n.front_knee
            flat = level and (cut_off or low_ankle < n.front_ankle)
            behind = max(shape.knees_ahead) < -n.ahead
            return flat and behind and not shape.belly_up
