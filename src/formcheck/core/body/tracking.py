"""Whether a pose can be judged: the same person, a believable skeleton, the right view.

A pose becomes a `Body` only if it can be believed; otherwise the reason is given. The
numbers for it are about the camera and the estimator, not about the person's movement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, isnan

from formcheck.core.body.body import (
    Body,
    body_of,
    near_evidence,
    off_view_deg,
    relabel_legs,
    swap_legs,
)
from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.geometry import Point, distance, midpoint
from formcheck.core.body.landmarks import Joint, Landmark, Side
from formcheck.core.body.level import Levelling, learn_level
from formcheck.core.body.numbers import BodyNumbers, TrackingNumbers
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.body.view import Active, View, ViewRule
from formcheck.core.words.reasons import Reason

__all__ = ["Lock", "Strangers", "Track"]
__all__ += ["alike", "believe", "fits", "lock_on", "next_look", "sort_out"]

_NEEDED = (
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
)


_HALF = 0.5
"""Of a jump: a body nearer than that to where another was is the same one."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Where a person is, and how large.

    place: of the hips, px. torso_px: length of the torso. folded: it may have looked
    shorter than it is, as that of somebody who was met in a stretch.
    """

    place: Point
    torso_px: float
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Aspect:
    """How the person is turned to the camera, as a running mean.

    off_deg: off the view asked for, NaN where no look has told. near_score: above 0 the
    right side is the near one.
    """

    off_deg: float
    near_score: float

    @property
    def near(self) -> Side:
        """The side towards the camera."""
        return Side.RIGHT if self.near_score > 0 else Side.LEFT


@dataclass(frozen=True, slots=True)
class Lead:
    """Which side works.

    side: the one, None where neither does, or that is not known yet. leading: the one
    that leads by enough at this look, None where neither does; since_s: since when,
    None before the first look. latched: it has led long enough. doubted: the two sides
    may have been taken for each other.
    """

    side: Side | None = None
    leading: Side | None = None
    since_s: float | None = None
    latched: bool = False
    doubted: bool = False

    def for_s(self, time_s: float) -> float:
        """How long that one has led, or neither."""
        return 0.0 if self.since_s is None else time_s - self.since_s


@dataclass(frozen=True, slots=True)
class Track:
    """What has been learned of the person and the view so far.

    numbers: what to believe a body by. last: who was seen last; last_s: when; None
    before that. lock: who is judged, None while nobody is. before_cut: who was, before
    the last cut; cut_s: when that was, None without one. stranger: somebody else is
    followed; left: who was followed before them, left_s: seen when. aspect: how they
    are turned, None before the first look. legs: the body's points with legs told
    apart, None likewise; swapped: the model's labels are the wrong way round.
    levelling: how far the camera is rolled. lead: which side works.
    """

    numbers: BodyNumbers
    last_s: float | None = None
    last: Lock | None = None
    lock: Lock | None = None
    before_cut: Lock | None = None
    cut_s: float | None = None
    stranger: bool = False
    left: Lock | None = None
    left_s: float | None = None
    aspect: Aspect | None = None
    legs: tuple[Point, ...] | None = None
    swapped: bool = False
    levelling: Levelling = Levelling()
    lead: Lead = Lead()


def _measure(points: list[Point]) -> Lock:
    hip = midpoint(points[Joint.HIP], points[Joint.HIP + 1])
    shoulder = midpoint(points[Joint.SHOULDER], points[Joint.SHOULDER + 1])
    return Lock(hip, distance(hip, shoulder))


def _points(pose: Pose) -> list[Point]:
    return [(x, y) for x, y in pose.image_xy.tolist()]


def fits(track: Track, pose: Pose) -> bool:
    """Whether a pose may be the person that was lost."""
    known = track.lock or track.last
    return known is None or alike(
        known, _measure(_points(pose)), track.numbers.tracking
    )


@dataclass(frozen=True, slots=True)
class Strangers:
    """The other people in the picture while the person is being looked for.

    Whoever is there in the first look, and is not the person, stays a stranger wherever
    they go: a bystander who steps into the person's place is not taken for them.

    known: where each was seen last; missed: looks since then. met: the first look is
    over, and nobody more becomes a stranger.
    """

    known: tuple[Lock, ...] = ()
    missed: tuple[int, ...] = ()
    met: bool = False


def sort_out(strangers: Strangers, track: Track, pose: Pose) -> tuple[Strangers, bool]:
    """Return the strangers in their new places, and whether this is the person."""
    seen, step = _measure(_points(pose)), track.numbers.strangers.step
    for number, other in enumerate(strangers.known):
        if distance(other.place, seen.place) < step * other.torso_px:
            places, unseen = list(strangers.known), list(strangers.missed)
            places[number], unseen[number] = seen, 0
            return replace(strangers, known=tuple(places), missed=tuple(unseen)), False
    if fits(track, pose):
        return strangers, True
    if not strangers.met:
        known, missed = (*strangers.known, seen), (*strangers.missed, 0)
        return replace(strangers, known=known, missed=missed), False
    return strangers, False


def next_look(strangers: Strangers, forget_looks: int) -> Strangers:
    """Return the strangers after a look at everybody, without those who were missing
    from more looks than `forget_looks`.
    """
    kept = [
        (place, missed + 1)
        for place, missed in zip(strangers.known, strangers.missed, strict=True)
        if missed < forget_looks
    ]
    return Strangers(tuple(p for p, _ in kept), tuple(m for _, m in kept), met=True)


def alike(known: Lock, seen: Lock, numbers: TrackingNumbers) -> bool:
    """Return whether the place and size are the same, as far as they are known."""
    if not seen.torso_px > 0:
        return False
    size = seen.torso_px / known.torso_px
    apart = distance(known.place, seen.place) / known.torso_px
    same_size = 1 / numbers.same_size < size < numbers.same_size
    return same_size and apart < numbers.same_place


def lock_on(track: Track, *, folded: bool = False) -> Track:
    """Return the track locked on to this pose: from here on nobody else is judged.

    folded: in a stretch, where a torso may look shorter than it is.
    """
    lock = track.last
    if lock is not None and folded:
        lock = replace(lock, folded=True)
    return replace(track, lock=lock, stranger=False)


def believe(
    track: Track, rule: ViewRule, observation: Observation
) -> tuple[Track, Body | None, Reason | None]:
    """Take in one look: the body to judge, or why there is none."""
    if observation.cut:
        before = track.lock or track.before_cut
        track = Track(track.numbers, before_cut=before, cut_s=observation.time_s)
    numbers, pose = track.numbers.tracking, observation.pose
    if observation.status is not Status.SEEN or pose is None:
        still = bool(observation.still_s)
        return track, None, Reason.STILL_PICTURE if still else Reason.NOBODY
    if track.cut_s is not None and observation.time_s - track.cut_s < numbers.settles_s:
        return track, None, Reason.PICTURE_CHANGED
    points = _points(pose)
    seen = _measure(points)
    if isnan(seen.torso_px):  # a hip or a shoulder was not found
        return track, None, Reason.HIDDEN
    if seen.torso_px < numbers.min_torso * max(observation.size_wh):
        return track, None, Reason.TOO_FAR
    track, reason = _identity(track, seen, observation.time_s)
    if reason is not None:
        return track, None, reason
    if _cropped(points, observation.size_wh, numbers.edge):
        return track, None, Reason.OUT_OF_PICTURE
    aspect = _learn_view(track, pose, rule.view, observation.time_s)
    swapped = _legs_swapped(track, points, seen.torso_px)
    if swapped:
        points = swap_legs(points)
    size_wh, off_deg = observation.size_wh, aspect.off_deg
    body = body_of(pose, points, size_wh, aspect.near, track.numbers, off_deg=off_deg)
    levelling, wrong_view = track.levelling, off_deg > rule.max_off_deg
    if not wrong_view:
        time_s, room = observation.time_s, observation.room
        levelling = learn_level(levelling, body, rule.view, room, time_s)
    level = levelling.level
    if level.roll_deg or level.tilted:
        body = body.level(level.roll_deg, tilted=level.tilted)
    lead = _learn_active(track.lead, rule.active, body, observation.time_s)
    if lead.side is not None and not lead.doubted:
        body = replace(body, active=lead.side)
    track = replace(
        track,
        last_s=observation.time_s,
        last=seen,
        aspect=aspect,
        legs=tuple(points),
        swapped=swapped,
        levelling=levelling,
        lead=lead,
    )
    if wrong_view:
        return track, None, Reason.VIEW
    return track, body, None


def _identity(track: Track, seen: Lock, time_s: float) -> tuple[Track, Reason | None]:
    last, numbers = track.last, track.numbers.tracking
    gap_s = None if track.last_s is None else time_s - track.last_s
    fresh = gap_s is not None and gap_s <= CADENCE.stale_s
    jumped = False
    if last is not None and fresh:
        jumped = _jumped(last, seen, numbers)
    known = track.lock
    if track.stranger:
        # The body that was jumped to stays a stranger until the tracker jumps back.
        back = jumped or not fresh or _sprang_back(track, seen, time_s)
        if back and alike(track.lock or seen, seen, numbers):
            return replace(track, stranger=False), None
        return replace(track, last=seen, last_s=time_s), Reason.SOMEBODY_ELSE
    if known is None:
        return track, None
    if jumped and not _jumped(known, seen, numbers, _HALF):
        # Back from a joint's jump that was itself just within the limit.
        jumped = False
    roams = distance(known.place, seen.place) > numbers.roam * known.torso_px
    returned = not fresh and not alike(known, seen, numbers)
    size, most = seen.torso_px / known.torso_px, numbers.resize_in_all
    resized = not 1 / most < size < most
    if not (jumped or roams or returned or resized):
        return track, None
    if known.folded and fresh and size > 1 and not (jumped or roams):
        # Followed look by look while it unfolds: it is the same, and this long.
        return replace(track, lock=replace(known, torso_px=seen.torso_px)), None
    # A person who walks off is followed; only a body that was jumped to is a stranger.
    soon = gap_s is not None and gap_s < numbers.away_s
    taken_up = jumped or (returned and soon)
    moved_on = replace(track, stranger=taken_up)
    if taken_up:
        moved_on = replace(
            moved_on, left=last, left_s=track.last_s, last=seen, last_s=time_s
        )
    return moved_on, Reason.SOMEBODY_ELSE


def _jumped(
    before: Lock, seen: Lock, numbers: TrackingNumbers, share: float = 1.0
) -> bool:
    """Whether this is further than a body goes from one look to the next, or as much
    larger or smaller; share: of that.

    By the shorter torso: a hip that jumps makes one longer, and the way back is no
    shorter than the way there.
    """
    shorter_px = min(seen.torso_px, before.torso_px)
    if not shorter_px > 0:
        return True
    size, most = seen.torso_px / before.torso_px, numbers.resize**share
    far = distance(before.place, seen.place) > share * numbers.jump * shorter_px
    return far or not 1 / most < size < most


def _sprang_back(track: Track, seen: Lock, time_s: float) -> bool:
    """Whether a body that was jumped to is at one step the one that was left just now.

    A joint that jumps and comes back may do so just beyond a jump's limit there, and
    just within it back: half of it is enough then.
    """
    numbers, left, last = track.numbers.tracking, track.left, track.last
    if left is None or last is None or track.left_s is None:
        return False
    soon = time_s - track.left_s <= numbers.away_s
    return (
        soon
        and _jumped(last, seen, numbers, _HALF)
        and not _jumped(left, seen, numbers, _HALF)
    )


def _cropped(points: list[Point], size_wh: tuple[int, int], edge: float) -> bool:
    """Hips or shoulders are at the picture's edge or past it.

    The estimator guesses on beyond the edge, and pulls its guesses inside. Without a
    head the rest is judged; a measure that needs it says so.
    """
    width, height = size_wh
    x_margin, y_margin = edge * width, edge * height
    return any(
        not (x_margin <= x < width - x_margin and y_margin <= y < height - y_margin)
        for x, y in (points[index] for index in _NEEDED)
        if not isnan(x)
    )


def _learn_view(track: Track, pose: Pose, view: View, time_s: float) -> Aspect:
    off = off_view_deg(pose, view)
    numbers = track.numbers.tracking
    near, before = near_evidence(pose, track.numbers.facing), track.aspect
    known_now = before is not None and isnan(before.off_deg) and not isnan(off)
    if before is None or known_now or track.last_s is None:
        return Aspect(off, near)
    step_s = min(1.0, max(0.0, time_s - track.last_s))
    view_gain = 1 - exp(-step_s / numbers.view_tau_s)
    near_gain = 1 - exp(-step_s / numbers.near_tau_s)
    return Aspect(
        before.off_deg + view_gain * (off - before.off_deg),
        before.near_score + near_gain * (near - before.near_score),
    )


def _legs_swapped(track: Track, points: list[Point], torso_px: float) -> bool:
    if track.legs is None:
        return track.swapped
    legs = track.numbers.legs
    apart = distance(points[Joint.KNEE], points[Joint.KNEE + 1]) + distance(
        points[Joint.ANKLE], points[Joint.ANKLE + 1]
    )
    if apart < legs.together * torso_px:  # nothing to tell apart: trust the model
        return False
    now = swap_legs(points) if track.swapped else points
    changed = relabel_legs(now, track.legs, torso_px, legs)
    return track.swapped is not changed


def _learn_active(known: Lead, rule: Active, body: Body, time_s: float) -> Lead:
    if rule is Active.NONE:
        return known
    if rule is Active.BENT_TOWARDS:
        lead = body.bend_deg()
    elif rule is Active.TURNED_TOWARDS:
        lead = body.yaw_deg
    elif rule is Active.ROLLED_TOWARDS:
        lead = body.knees_deg if body.near is Side.LEFT else -body.knees_deg
    elif rule is Active.HIGHER_FOOT:  # in hundredths of a torso
        left, right = (body.point(Joint.ANKLE, side)[1] for side in Side)
        lead = 100 * (right - left) / body.torso_px
    else:
        left, right = body.hip_deg(Side.LEFT), body.hip_deg(Side.RIGHT)
        lead = right - left if rule is Active.MORE_FLEXED_HIP else left - right
    if isnan(lead):
        return known
    numbers = body.numbers.working
    side = Side.LEFT if lead > 0 else Side.RIGHT
    doubted = known.latched and side is not known.side and abs(lead) > numbers.doubt_deg
    if doubted is not known.doubted:
        known = replace(known, doubted=doubted)
    if abs(lead) < numbers.lead_deg:
        # Neither works more than the other: the near one is the one that is seen.
        if known.leading is not None:
            return replace(known, leading=None, since_s=time_s)
        if known.latched and known.for_s(time_s) < numbers.for_s:
            return known
        near = side if rule.of_trunk else body.near
        same = known.side is near and not known.latched
        return known if same else replace(known, side=near, latched=False)
    if known.leading is not side:
        known = replace(known, leading=side, since_s=time_s)
    elif known.for_s(time_s) >= numbers.for_s:
        if known.latched and known.side is side and not known.doubted:
            return known
        return replace(known, side=side, latched=True, doubted=False)
    return known if known.latched else replace(known, side=side)
