"""What can be measured of a body: named kinds, each with its unit and needs.

A kind's value is NaN where what it needs is hidden, outside the picture or out of
plane. Its error is in `MeasureNumbers.errors`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import acos as _acos
from math import asin as _asin
from math import atan2 as _atan2
from math import degrees, isnan, nan
from typing import Literal

from formcheck.core.body.body import Body, Role
from formcheck.core.body.geometry import (
    distance,
    included_deg,
    to_segment,
    turn_deg,
)
from formcheck.core.body.geometry import from_up_deg as _from_up_deg
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.observation import OutlineReason
from formcheck.core.body.silhouette import round_index
from formcheck.core.measure.numbers import MeasureNumbers
from formcheck.core.words.catalogue import marked
from formcheck.core.words.reasons import Reason

__all__ = ["KINDS", "MeasureKind", "Role", "read"]


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """A kind of measure.

    text: what it is, for people. unit: `deg` or `ratio`. value: reads it off a body's
    side. joints: what must be seen on the role's side; both: on both sides. needs_back:
    read off the outline of the back. view: the one it is seen from. world: from world
    landmarks, so never `unsafe`. gravity: against upright or level, so not known from
    a camera that seems to be rolled.
    of_own: what a value is, given what it was in the person's own start pose, and the
    numbers; None: the difference, where a stretch asks for it.
    """

    text: str
    unit: Literal["deg", "ratio"]
    value: Callable[[Body, Side], float]
    joints: tuple[Joint, ...] = ()
    both: tuple[Joint, ...] = ()
    needs_back: bool = False
    view: Literal["side", "front"] = "side"
    world: bool = False
    gravity: bool = False
    of_own: Callable[[float, float, MeasureNumbers], float] | None = None

    @property
    def scale(self) -> float:
        """Units in what a degree is to an angle, so that one filter serves both."""
        return 1.0 if self.unit == "deg" else 0.01


def _included(a: Joint, b: Joint, c: Joint) -> Callable[[Body, Side], float]:
    def value(body: Body, side: Side) -> float:
        return included_deg(
            body.point(a, side), body.point(b, side), body.point(c, side)
        )

    return value


def _trunk_lean(body: Body, _: Side) -> float:
    return _from_up_deg(body.trunk) * body.ventral_turn


def _thigh_lean(body: Body, side: Side) -> float:
    hip, knee = body.point(Joint.HIP, side), body.point(Joint.KNEE, side)
    return _from_up_deg((hip[0] - knee[0], hip[1] - knee[1])) * body.ventral_turn


def _trunk_rise(body: Body, _: Side) -> float:
    torso = body.torso_px
    return degrees(_asin(max(-1.0, min(1.0, -body.trunk[1] / torso)))) if torso else nan


def _neck_bend(body: Body, _: Side) -> float:
    ear = body.point(Joint.EAR, body.near)
    shoulder = body.point(Joint.SHOULDER, body.near)
    head = (ear[0] - shoulder[0], ear[1] - shoulder[1])
    return turn_deg(body.trunk, head) * body.ventral_turn


def _elbow_back(body: Body, side: Side) -> float:
    shoulder, elbow = body.point(Joint.SHOULDER, side), body.point(Joint.ELBOW, side)
    arm = (elbow[0] - shoulder[0], elbow[1] - shoulder[1])
    down = (-body.trunk[0], -body.trunk[1])
    return turn_deg(down, arm) * body.ventral_turn


def _above_hips(joint: Joint) -> Callable[[Body, Side], float]:
    def value(body: Body, side: Side) -> float:
        return (body.middle(Joint.HIP)[1] - body.point(joint, side)[1]) / body.torso_px

    return value


def _leg_rise(body: Body, side: Side) -> float:
    """Lying, the feet point away from the head; past upright it is over 90."""
    hip, ankle = body.point(Joint.HIP, side), body.point(Joint.ANKLE, side)
    footwards = -1 if body.trunk[0] > 0 else 1
    return degrees(_atan2(hip[1] - ankle[1], (ankle[0] - hip[0]) * footwards))


def _foot_raise(body: Body, side: Side) -> float:
    if not body.clear(Joint.ANKLE, side.opposite):
        return nan
    foot, other = (body.point(Joint.ANKLE, each) for each in (side, side.opposite))
    return (other[1] - foot[1]) / body.torso_px


def _knee_gap(body: Body, side: Side) -> float:
    knee, other = (body.point(Joint.KNEE, each) for each in (side, side.opposite))
    placed = _placed(body, Joint.KNEE, side.opposite)
    return distance(knee, other) / body.torso_px if placed else nan


def _hips_angle(body: Body, _: Side) -> float:
    return sum(body.hip_deg(side) for side in Side) / 2


def _placed(body: Body, joint: Joint, side: Side) -> bool:
    """Seen, or hidden behind the same joint of the other leg."""
    here, other = body.point(joint, side), body.point(joint, side.opposite)
    behind = distance(here, other) < body.numbers.seen.hides * body.torso_px
    return body.clear(joint, side) or (behind and body.clear(joint, side.opposite))


def _crossed_gap(body: Body, _: Side) -> float:
    """Of the two ankles the one that lies nearer to the other leg's knee."""
    gaps = [
        distance(body.point(Joint.ANKLE, side), body.point(Joint.KNEE, side.opposite))
        for side in Side
        if _placed(body, Joint.ANKLE, side) and _placed(body, Joint.KNEE, side.opposite)
    ]
    return min(gaps) / body.torso_px if gaps else nan


def _knees_up(body: Body, _: Side) -> float:
    knees, hips = body.middle(Joint.KNEE), body.middle(Joint.HIP)
    return (hips[1] - knees[1]) / body.torso_px


def _knee_over_toe(body: Body, side: Side) -> float:
    knee, toe = body.point(Joint.KNEE, side), body.point(Joint.FOOT_INDEX, side)
    shank = distance(knee, body.point(Joint.ANKLE, side))
    return (knee[0] - toe[0]) * body.ventral_turn / shank if shank else nan


def _hand_to_knee(body: Body, side: Side) -> float:
    """Of the hand that is nearer; a hand behind the knee or on the shin is on it."""
    knee, ankle = body.point(Joint.KNEE, side), body.point(Joint.ANKLE, side)
    gaps = [
        to_segment(body.point(Joint.WRIST, each), knee, ankle)
        for each in Side
        if body.clear(Joint.WRIST, each)
    ]
    return min(gaps) / body.torso_px if gaps else nan


def _feet_aside(body: Body, _: Side) -> float:
    """Sitting with the legs towards the camera, or crossed, it is little."""
    hip_x = body.middle(Joint.HIP)[0]
    gaps = [abs(body.point(Joint.ANKLE, side)[0] - hip_x) for side in Side]
    return sum(gaps) / 2 / body.torso_px


def _stride(body: Body, side: Side) -> float:
    """A foot behind the other one is where that is."""
    if not all(_placed(body, Joint.ANKLE, each) for each in Side):
        return nan
    (x, _), (other_x, _) = (body.point(Joint.ANKLE, s) for s in (side, side.opposite))
    return abs(x - other_x) / body.torso_px


def _hip_heel_gap(body: Body, side: Side) -> float:
    hip, knee = body.point(Joint.HIP, side), body.point(Joint.KNEE, side)
    thigh = distance(hip, knee)
    return distance(hip, body.point(Joint.ANKLE, side)) / thigh if thigh else nan


def _hip_shift(body: Body, _: Side) -> float:
    return (body.middle(Joint.HIP)[0] - body.middle(Joint.ANKLE)[0]) / body.torso_px


def _feet_apart(body: Body, _: Side) -> float:
    left, right = (body.point(Joint.ANKLE, side) for side in Side)
    shin = max(
        distance(body.point(Joint.KNEE, side), body.point(Joint.ANKLE, side))
        for side in Side
    )
    return distance(left, right) / shin if shin else nan


def _shoulder_width(body: Body, _: Side) -> float:
    left, right = (body.point(Joint.SHOULDER, side) for side in Side)
    return distance(left, right) / body.torso_px if body.torso_px else nan


def _shoulder_share(body: Body, _: Side) -> float:
    left, right = (body.point(Joint.SHOULDER, side) for side in Side)
    return distance(left, right) / max(body.size_wh)


def _turned_deg(width: float, own: float, _: MeasureNumbers) -> float:
    """How far a line is turned that looks this wide, and this wide square on."""
    if isnan(width) or not own > 0:
        return nan
    return degrees(_acos(min(1.0, width / own)))


def _turned_in_place_deg(width: float, own: float, numbers: MeasureNumbers) -> float:
    return _turned_deg(width, own * (1 - numbers.turn.width_noise), numbers)


_TRUNK = (Joint.SHOULDER, Joint.HIP)

KINDS: dict[str, MeasureKind] = {
    "hip_angle": MeasureKind(
        marked("shoulder-hip-knee, over 180 where the thigh is behind the trunk"),
        "deg",
        lambda body, side: body.hip_deg(side),
        (Joint.SHOULDER, Joint.HIP, Joint.KNEE),
    ),
    "knee_angle": MeasureKind(
        marked("hip-knee-ankle, 180 straight"),
        "deg",
        _included(Joint.HIP, Joint.KNEE, Joint.ANKLE),
        (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    ),
    "front_knee_angle": MeasureKind(
        marked("hip-knee-ankle seen from the front, 180 straight"),
        "deg",
        _included(Joint.HIP, Joint.KNEE, Joint.ANKLE),
        (Joint.HIP, Joint.KNEE, Joint.ANKLE),
        view="front",
    ),
    "elbow_angle": MeasureKind(
        marked("shoulder-elbow-wrist, 180 straight"),
        "deg",
        _included(Joint.SHOULDER, Joint.ELBOW, Joint.WRIST),
        (Joint.SHOULDER, Joint.ELBOW, Joint.WRIST),
    ),
    "shoulder_angle": MeasureKind(
        marked("hip-shoulder-elbow, 180 arm in line overhead"),
        "deg",
        _included(Joint.HIP, Joint.SHOULDER, Joint.ELBOW),
        (Joint.HIP, Joint.SHOULDER, Joint.ELBOW),
    ),
    "elbow_back": MeasureKind(
        marked("upper arm against the trunk, + the elbow behind it"),
        "deg",
        _elbow_back,
        (*_TRUNK, Joint.ELBOW),
    ),
    "thigh_lean": MeasureKind(
        marked("knee to hip against upright, + the hip before the knee"),
        "deg",
        _thigh_lean,
        (Joint.HIP, Joint.KNEE),
        gravity=True,
    ),
    "leg_rise": MeasureKind(
        marked("lying: hip to ankle against the floor, 90 straight up"),
        "deg",
        _leg_rise,
        (Joint.HIP, Joint.ANKLE),
        gravity=True,
    ),
    "trunk_lean": MeasureKind(
        marked(
            "trunk against upright, + forwards, "
            "over 90 with the shoulders below the hips"
        ),
        "deg",
        _trunk_lean,
        _TRUNK,
        gravity=True,
    ),
    "trunk_rise": MeasureKind(
        marked("trunk against the floor, + shoulders up"),
        "deg",
        _trunk_rise,
        _TRUNK,
        gravity=True,
    ),
    "neck_bend": MeasureKind(
        marked("shoulder-ear against the trunk, + chin to chest"),
        "deg",
        _neck_bend,
        (*_TRUNK, Joint.EAR),
    ),
    "side_bend": MeasureKind(
        marked("trunk against upright from the front, to either side"),
        "deg",
        lambda body, _: abs(body.bend_deg()),
        both=_TRUNK,
        view="front",
        gravity=True,
    ),
    "head_height": MeasureKind(
        marked("ear above the hips, in torso lengths"),
        "ratio",
        _above_hips(Joint.EAR),
        (*_TRUNK, Joint.EAR),
        gravity=True,
    ),
    "foot_height": MeasureKind(
        marked("ankle above the hips, in torso lengths"),
        "ratio",
        _above_hips(Joint.ANKLE),
        (Joint.ANKLE,),
        gravity=True,
    ),
    "foot_raise": MeasureKind(
        marked("ankle above the other ankle, in torso lengths"),
        "ratio",
        _foot_raise,
        (*_TRUNK, Joint.ANKLE),
        gravity=True,
    ),
    "hip_over_knee": MeasureKind(
        marked("hips above the knee, in torso lengths"),
        "ratio",
        lambda body, side: -_above_hips(Joint.KNEE)(body, side),
        (Joint.HIP, Joint.KNEE),
        gravity=True,
    ),
    "hand_to_knee": MeasureKind(
        marked("nearer hand to the knee or the shin, in torso lengths"),
        "ratio",
        _hand_to_knee,
        (*_TRUNK, Joint.KNEE, Joint.ANKLE),
    ),
    "hand_height": MeasureKind(
        marked("wrist above the ankle, in torso lengths"),
        "ratio",
        lambda *at: _above_hips(Joint.WRIST)(*at) - _above_hips(Joint.ANKLE)(*at),
        (*_TRUNK, Joint.WRIST, Joint.ANKLE),
        gravity=True,
    ),
    "stride": MeasureKind(
        marked("one foot before the other seen from the side, in torso lengths"),
        "ratio",
        _stride,
        _TRUNK,
        gravity=True,
    ),
    "feet_aside": MeasureKind(
        marked("feet beside the hips seen from the front, in torso lengths"),
        "ratio",
        _feet_aside,
        both=(Joint.HIP, Joint.ANKLE),
        view="front",
        gravity=True,
    ),
    "hip_heel_gap": MeasureKind(
        marked("hip to ankle, in thigh lengths"),
        "ratio",
        _hip_heel_gap,
        (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    ),
    "hips_angle": MeasureKind(
        marked("shoulder-hip-knee, the mean of both sides"),
        "deg",
        _hips_angle,
        (*_TRUNK, Joint.KNEE),
    ),
    "crossed_gap": MeasureKind(
        marked("ankle from the other leg's knee, in torso lengths"),
        "ratio",
        _crossed_gap,
        (Joint.HIP,),
    ),
    "knee_fall": MeasureKind(
        marked("knees come down sideways from where they stood, share of their height"),
        "ratio",
        _knees_up,
        (Joint.HIP, Joint.KNEE),
        of_own=lambda now, own, _: 1 - now / own if own > 0 else nan,
        gravity=True,
    ),
    "knee_gap": MeasureKind(
        marked("one knee from the other seen from the side, in torso lengths"),
        "ratio",
        _knee_gap,
        (Joint.HIP, Joint.KNEE),
    ),
    "knee_over_toe": MeasureKind(
        marked("knee before the toes, in shank lengths"),
        "ratio",
        _knee_over_toe,
        (Joint.KNEE, Joint.ANKLE, Joint.FOOT_INDEX),
        gravity=True,
    ),
    "hip_shift": MeasureKind(
        marked("hips beside the feet seen from the front, in torso lengths"),
        "ratio",
        _hip_shift,
        both=(Joint.HIP, Joint.ANKLE),
        view="front",
        gravity=True,
    ),
    "feet_apart": MeasureKind(
        marked("ankle from ankle seen from the front, in shank lengths"),
        "ratio",
        _feet_apart,
        both=(Joint.KNEE, Joint.ANKLE),
        view="front",
    ),
    "trunk_height": MeasureKind(
        marked("hips to shoulders seen from the front, against the start"),
        "ratio",
        lambda body, _: -body.trunk[1] / max(body.size_wh),
        both=_TRUNK,
        view="front",
        of_own=lambda now, own, _: now / own if own > 0 else nan,
        gravity=True,
    ),
    "trunk_length": MeasureKind(
        marked("hips to shoulders as it looks from the front, against the start"),
        "ratio",
        lambda body, _: body.torso_px / max(body.size_wh),
        both=_TRUNK,
        view="front",
        of_own=lambda now, own, _: now / own if own > 0 else nan,
    ),
    "shoulder_yaw": MeasureKind(
        marked("shoulder line turned from facing the camera, to either side"),
        "deg",
        lambda body, _: abs(body.yaw_deg),
        both=_TRUNK,
        view="front",
        world=True,
    ),
    "shoulder_turn": MeasureKind(
        marked("shoulder line turned, from how narrow it looks against the start"),
        "deg",
        _shoulder_width,
        both=_TRUNK,
        view="front",
        of_own=_turned_deg,
    ),
    "shoulder_turn_in_place": MeasureKind(
        marked(
            "as shoulder_turn, for a person who stays put: "
            "leaning or slumping changes it less"
        ),
        "deg",
        _shoulder_share,
        both=_TRUNK,
        view="front",
        of_own=_turned_in_place_deg,
    ),
    "back_round": MeasureKind(
        marked("curvature of the back's outline, + rounded, - hollow"),
        "ratio",
        lambda body, _: round_index(body.back),
        _TRUNK,
        needs_back=True,
    ),
}


def read(kind: MeasureKind, role: Role, body: Body) -> tuple[float, Reason | None]:
    """Return a measure's value, or NaN and why it is not known."""
    side = body.side(role)
    if side is None:
        return nan, Reason.SIDE_NOT_CLEAR
    asked = [(joint, side) for joint in kind.joints]
    for joint, each in (*asked, *((j, s) for j in kind.both for s in Side)):
        if not body.clear(joint, each):
            return nan, _why_hidden(body, joint, each)
    if kind.gravity and body.tilted:
        return nan, Reason.TILTED
    if kind.needs_back and (
        body.back is None or body.back.reason is not OutlineReason.OK
    ):
        return nan, Reason.NO_BACK_LINE
    value = kind.value(body, side)
    unknown = Reason.VIEW if kind.world else Reason.HIDDEN
    return value, unknown if isnan(value) else None


def _why_hidden(body: Body, joint: Joint, side: Side) -> Reason:
    x, y = body.pictured(body.point(joint, side))
    width, height = body.size_wh
    inside = isnan(x) or 0 <= x < width and 0 <= y < height
    return Reason.HIDDEN if inside else Reason.OUT_OF_PICTURE
