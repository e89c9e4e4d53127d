"""How far the camera is rolled: upright is that of the room, not of the picture.

Two cues that know nothing of each other are weighed: the lines of the room, which come
with the observation, and the body. A body that stands still has its centre of mass over
its feet, however it leans, and its soles on the floor; one that sits, kneels or lies
still touches the floor in places that lie level. So a person who leans is not taken for
a rolled camera: their feet, seat and room stay level.

What is known is settled by the first calm half second that tells; a roll that the cues
agree on is corrected, one that they do not agree on makes unknown what is measured
against upright.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, nan
from statistics import median

from formcheck.core.body.body import Body
from formcheck.core.body.geometry import (
    Point,
    from_up_deg,
    included_deg,
    midpoint,
    turn_deg,
)
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.mass import centre_of_mass
from formcheck.core.body.numbers import LevelNumbers
from formcheck.core.body.observation import RoomRoll
from formcheck.core.body.posture import first_posture
from formcheck.core.body.view import Posture, View

__all__ = ["LEVEL", "BodyCue", "Level", "Levelling", "learn_level", "weigh"]

_Look = tuple[float, Posture, tuple[float, ...]]
"""Time, posture, and what each line of the body reads."""


@dataclass(frozen=True, slots=True)
class BodyCue:
    """What a body that is still tells of the camera's roll.

    roll_deg: + clockwise. limit_deg: less may be the body itself. sure: two things of
    the body tell the same.
    """

    roll_deg: float
    limit_deg: float
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """What is known of the camera's roll.

    roll_deg: to be taken out, + clockwise; 0 where the camera is level as far as is
    known. tilted: it seems to be rolled, and by how much is not known.
    """

    roll_deg: float = 0.0
    tilted: bool = False


LEVEL = Level()
"""A camera that is not rolled, as far as is known."""


@dataclass(frozen=True, slots=True)
class Levelling:
    """How far finding out has come.

    looks: time and what each line of the body reads at it, of the last looks in one
    posture. room: what was believed of the room's lines last. since_s: when the body
    told first, None before. level: what is known by now. settled: it is calibrated.
    """

    looks: tuple[_Look, ...] = ()
    room: RoomRoll | None = None
    since_s: float | None = None
    level: Level = LEVEL
    settled: bool = False

    @property
    def told(self) -> bool:
        """Whether anything has told yet how the camera stands."""
        return self.settled or self.room is not None or self.level != LEVEL


def learn_level(
    known: Levelling,
    body: Body,
    view: View,
    room: RoomRoll | None,
    time_s: float,
) -> Levelling:
    """Take in one look at a body as the picture has it."""
    if known.settled:
        return known
    looks = _looks(known, body, view, time_s)
    cue = _cue(looks, body, view) if looks else None
    room = _believed(room, body, known.room)
    if room is None and known.room is not None:
        known = replace(known, room=None, level=LEVEL)
    if cue is None and room == known.room:
        return replace(known, looks=looks)
    level = weigh(_square(room, cue, body.numbers.level), cue, body.numbers.level)
    plain = cue is not None and abs(cue.roll_deg) <= cue.limit_deg / 2
    if known.level.tilted and level == LEVEL and not plain:
        level = known.level  # a body that has moved a little is no proof
    if _near(level, known.level, body.numbers.level):
        level = known.level  # measuring anew would end what goes on
    since_s = known.since_s
    if cue is not None and since_s is None:
        since_s = time_s
    long = since_s is not None and time_s - since_s >= body.numbers.level.settles_s
    told = plain or long or level != LEVEL
    settled = cue is not None and not level.tilted and told
    return Levelling(looks, room, since_s, level, settled)


def _near(level: Level, known: Level, numbers: LevelNumbers) -> bool:
    """Whether a roll that is taken out is as good as the one found now."""
    if not known.roll_deg or level.tilted or not level.roll_deg:
        return False
    return abs(level.roll_deg - known.roll_deg) <= numbers.level_deg


def _believed(
    room: RoomRoll | None, body: Body, before: RoomRoll | None
) -> RoomRoll | None:
    """What the room's lines are worth behind this body; None where nothing.

    Level lines run aslant on a wall that is seen at an angle, and then mostly the body
    is seen so, too. before: what was believed until now; a body that turns a little
    takes nothing back.
    """
    numbers = body.numbers.level
    if room is None or room.error_deg <= numbers.room_sure_deg:
        return room
    view_deg = numbers.room_view_deg if before is None else numbers.room_still_deg
    return room if body.off_deg <= view_deg else None


def _square(
    room: RoomRoll | None, cue: BodyCue | None, numbers: LevelNumbers
) -> RoomRoll | None:
    """Level lines behind a body that is seen square are sure, unless it contradicts."""
    if room is None or not (
        numbers.room_sure_deg < room.error_deg <= numbers.room_square_deg
    ):
        return room
    if cue is not None:
        apart = abs(room.roll_deg - cue.roll_deg)
        if apart > max(numbers.agree_deg, cue.limit_deg):
            return room
    return replace(room, error_deg=numbers.room_sure_deg)


def weigh(room: RoomRoll | None, body: BodyCue | None, numbers: LevelNumbers) -> Level:
    """Return what the room's lines and the body tell together."""
    if room is not None and room.error_deg <= numbers.room_sure_deg:
        return _by_room(room, body, numbers)
    if body is None:
        # A wall that is seen at an angle, or a camera that is rolled.
        doubt = room is not None and abs(room.roll_deg) > numbers.agree_deg
        return Level(tilted=True) if doubt else LEVEL
    agrees = (
        room is not None
        and min(abs(room.roll_deg), abs(body.roll_deg)) > numbers.level_deg
        and abs(room.roll_deg - body.roll_deg) <= numbers.agree_deg
    )
    if agrees and room is not None:
        return _corrected(room.roll_deg, numbers)
    if abs(body.roll_deg) <= body.limit_deg:
        return LEVEL
    return _corrected(body.roll_deg, numbers) if body.sure else Level(tilted=True)


def _by_room(room: RoomRoll, body: BodyCue | None, numbers: LevelNumbers) -> Level:
    if abs(room.roll_deg) <= numbers.level_deg:
        return LEVEL
    if body is not None:
        apart = abs(room.roll_deg - body.roll_deg)
        if apart > max(numbers.agree_deg, body.limit_deg):
            return Level(tilted=True)
    return _corrected(room.roll_deg, numbers)


def _corrected(roll_deg: float, numbers: LevelNumbers) -> Level:
    if abs(roll_deg) > numbers.most_deg:
        return Level(tilted=True)
    return Level(roll_deg)


def _looks(
    known: Levelling, body: Body, view: View, time_s: float
) -> tuple[_Look, ...]:
    """The last looks with this one, as far as they are of one posture."""
    posture = first_posture(body, _ORDER)
    if posture is None:
        return ()
    lines = _lines(body, posture, view)
    before: list[_Look] = []
    for look in reversed(known.looks):
        if look[1] is not posture or len(look[2]) != len(lines):
            break
        before.insert(0, look)
        if time_s - look[0] >= body.numbers.level.calm_s:
            break
    return (*before, (time_s, posture, lines))


_ORDER = (
    Posture.STANDING, Posture.QUADRUPED, Posture.SUPINE, Posture.PRONE,
    Posture.KNEELING, Posture.SEATED, Posture.FLOOR,
)  # fmt: skip


def _cue(
    looks: tuple[_Look, ...],
    body: Body,
    view: View,
) -> BodyCue | None:
    """What a calm time tells; None where it was not calm, or tells nothing."""
    numbers = body.numbers.level
    if looks[-1][0] - looks[0][0] < numbers.calm_s - 1e-6:
        return None
    posture, found = looks[-1][1], list[float]()
    standing = posture is Posture.STANDING
    for number, line in enumerate(zip(*(look[2] for look in looks), strict=True)):
        # Balance is kept in a slow movement, too.
        moves = max(line) - min(line) > numbers.calm_deg and not (standing and number)
        if moves or any(isnan(deg) for deg in line):
            return None
        found.append(median(line))
    if standing:
        return _standing_cue(found, numbers)
    if len(found) < 2 or max(found) - min(found) > numbers.spread_deg:
        return None
    roll_deg = median(found)
    if abs(roll_deg) > numbers.most_deg:
        return None
    front = view is View.FRONT
    if not front and body.off_deg > numbers.square_deg:
        return None  # what lies level runs down the picture of a camera that looks down
    limit_deg = numbers.front_deg if front else numbers.floor_deg
    least = min(found, key=abs)
    sure = front and len(found) > 2 and abs(least) > numbers.level_deg
    return BodyCue(roll_deg, limit_deg, sure and least * roll_deg > 0)


def _standing_cue(found: list[float], numbers: LevelNumbers) -> BodyCue | None:
    """By the centre of mass, and whether the feet (and from the front hips and
    shoulders) say the same.
    """
    mass, other = found[0], median(found[1:])
    if abs(mass) > numbers.most_deg:
        return None
    sure = (
        abs(other) > numbers.level_deg
        and other * mass > 0
        and abs(other - mass) <= numbers.agree_deg
    )
    return BodyCue(mass, numbers.standing_deg, sure)


def _lines(body: Body, posture: Posture, view: View) -> tuple[float, ...]:
    """What reads 0 each where the camera is level, degrees clockwise; NaN unseen.

    Standing, the centre of mass over the feet is the first.
    """
    n, turn = body.numbers.level, body.ventral_turn
    near = body.near

    def line(a: Joint, b: Joint) -> float:
        """On the near side."""
        if not (body.clear(a, near) and body.clear(b, near)):
            return nan
        return _level_deg(body.point(a, near), body.point(b, near))

    trunk = from_up_deg(body.trunk)
    if view is View.FRONT:
        across = [
            _level_deg(body.point(joint, Side.RIGHT), body.point(joint, Side.LEFT))
            for joint in (Joint.HIP, Joint.SHOULDER)
        ]
        feet = _level_deg(
            body.point(Joint.ANKLE, Side.RIGHT), body.point(Joint.ANKLE, Side.LEFT)
        )
        if posture is Posture.STANDING:
            mass = _mass_deg(body) if _stands_tall(body) else nan
            return (mass, *across, feet)
        if posture in (Posture.SEATED, Posture.FLOOR):
            return (*across, trunk)
        return ()
    match posture:
        case Posture.STANDING:
            soles = [_sole_deg(body, side) for side in Side]
            sole = sum(soles) / len(soles) + n.sole_deg * turn
            mass = _mass_deg(body) + n.mass_behind_deg * turn
            return (mass if _stands_tall(body) else nan, sole)
        case Posture.SEATED:
            sole = _sole_deg(body, near) + n.sole_deg * turn
            thigh = line(Joint.HIP, Joint.KNEE) - n.thigh_deg * turn
            return (sole, trunk, thigh)
        case Posture.QUADRUPED:
            return (
                line(Joint.KNEE, Joint.WRIST) - n.hand_deg * turn,
                line(Joint.FOOT_INDEX, Joint.WRIST),
                line(Joint.FOOT_INDEX, Joint.KNEE),
            )
        case Posture.SUPINE:
            heel = line(Joint.SHOULDER, Joint.HEEL)
            return (line(Joint.SHOULDER, Joint.HIP), heel - n.heel_deg * turn)
        case Posture.PRONE:
            return (
                line(Joint.SHOULDER, Joint.HIP),
                line(Joint.HIP, Joint.KNEE),
                line(Joint.KNEE, Joint.FOOT_INDEX) + n.toes_deg * turn,
            )
        case Posture.KNEELING:
            return (trunk, line(Joint.KNEE, Joint.FOOT_INDEX))
        case _:
            heel = line(Joint.HIP, Joint.HEEL)
            return (trunk, heel - n.heel_deg * turn)


def _stands_tall(body: Body) -> bool:
    """Whether legs and trunk are one line, and both feet carry them."""
    numbers = body.numbers.level
    hip, feet = body.middle(Joint.HIP), body.middle(Joint.ANKLE)
    bent = abs(turn_deg((hip[0] - feet[0], hip[1] - feet[1]), body.trunk))
    knees = [
        included_deg(
            *(body.point(j, side) for j in (Joint.HIP, Joint.KNEE, Joint.ANKLE))
        )
        for side in Side
    ]
    high = abs(
        body.point(Joint.ANKLE, Side.LEFT)[1] - body.point(Joint.ANKLE, Side.RIGHT)[1]
    )
    return (
        bent <= numbers.tall_deg
        and min(knees) >= 180 - 2 * numbers.tall_deg
        and high <= numbers.feet_down * body.torso_px
    )


def _level_deg(a: Point, b: Point) -> float:
    """A line against level, -90..90 degrees, + clockwise."""
    deg = from_up_deg((b[0] - a[0], b[1] - a[1])) - 90
    return (deg + 90) % 180 - 90


def _sole_deg(body: Body, side: Side) -> float:
    return _level_deg(body.point(Joint.HEEL, side), body.point(Joint.FOOT_INDEX, side))


def _mass_deg(body: Body) -> float:
    """The centre of mass against upright from the middle of the feet, degrees; NaN
    where the place of head or feet is a guess: a head weighs nearly as much as both
    shanks.
    """
    for joint in (Joint.EAR, Joint.HEEL, Joint.FOOT_INDEX):
        if not any(body.clear(joint, side) for side in Side):
            return nan
    feet = midpoint(body.middle(Joint.HEEL), body.middle(Joint.FOOT_INDEX))
    x, y = centre_of_mass(body)
    return from_up_deg((x - feet[0], y - feet[1]))
