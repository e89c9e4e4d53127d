"""A person who does what the session asks for, from recorded traces: the fake eye.

No camera and no model are needed. For whatever stretch the session is at, a clip of it
is played: its start pose until the set begins, then its repetitions, each held for as
long as is planned, over and over; mirrored where the other side's turn is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np

from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.observation import Flat, Observation, Pose, Status
from formcheck.core.programme.stages import Task
from formcheck.core.session.states import Flow, Step, task_of
from formcheck.core.stretch.spec import Kind, Mode
from formcheck.edges.clock import Clock
from formcheck.edges.estimator import Fits, mirrored_pose
from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import Frame, Image

__all__ = ["Clip", "PlayedEye", "PlayedPerson", "Wanted", "pictures"]

_HOLD_LONGER_S = 1.0
"""Seconds held beyond the plan, as people do when they wait for the count."""

_GENTLE_PACE = 0.5
_GENTLE_LONGER_S = 2.0
_BREATH_S = 1.5
"""On a sore day: the pace of a movement, how much longer than planned is held, and how
long is rested between two."""

_BACK_S = 1.5
"""How long the way from a clip's end back to its start takes."""

_HOLD_KEPT = 0.3
"""The part of a hold, from either end, that is played once: there the body still moves
in, or already out."""

_BRIDGED_S = 0.5
"""How long the way takes over what is left out of a hold longer than is planned."""

_NEAR_S = 0.15
_MOVES_SHARE = 0.004
"""Of the picture's longer side, that the body moves within `_NEAR_S`: more is a
movement that a camera shows."""

_BREATH_SHARE = 0.2
"""Of the picture's width and height: where a still body is seen to breathe, by a grey
level or two. Without it the picture would be taken for one that stands still."""

_PRESENT = (
    Step.CAMERA,
    Step.MOVE,
    Step.SHOW,
    Step.READY,
    Step.COUNT_IN,
    Step.STRETCH,
    Step.REST,
    Step.PAUSED,
    Step.REASON,
    Step.REST_ADVICE,
)

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch as it was recorded.

    looks: of the whole recording, in order of time, with somebody in each. still: from
    when until when the start pose is kept before the first repetition, in s. holds:
    when the target is held. side: the one that works; None for both or none.
    """

    looks: tuple[Observation, ...]
    still: Span
    holds: tuple[Span, ...]
    side: Side | None = None

    def __post_init__(self) -> None:
        if not self.looks or any(look.pose is None for look in self.looks):
            raise ValueError("a clip needs looks, with somebody in each")

    @property
    def end_s(self) -> float:
        """When it is over."""
        return self.looks[-1].time_s

    def at(self, time_s: float) -> Observation:
        """The look nearest to a time."""
        index = bisect_left(self.looks, time_s, key=lambda look: look.time_s)
        near = self.looks[max(0, index - 1) : index + 1]
        return min(near, key=lambda look: abs(look.time_s - time_s))


class _Part(NamedTuple):
    """Plays the clip from one of its times to another, backwards too; or goes from one
    pose to the other on the shortest way. All in s.
    """

    lasts_s: float
    from_s: float
    to_s: float
    straight: bool = False


class _Course:
    """A clip laid out for a planned hold: once through, and back to the start."""

    def __init__(self, clip: Clip, hold_s: float) -> None:
        self._clip = clip
        parts: list[_Part] = []
        now_s = clip.still[1]
        for begin_s, end_s in clip.holds:
            if begin_s > now_s:
                parts.append(_Part(begin_s - now_s, now_s, begin_s))
                now_s = begin_s
            there_s, back_s = _within(begin_s, end_s)
            missing_s = hold_s + _HOLD_LONGER_S - (end_s - begin_s)
            if missing_s < -_BRIDGED_S and now_s == begin_s:
                # Less is asked for: out of its middle, where the body is still.
                half_s = (hold_s + _HOLD_LONGER_S) / 2
                on_s, off_s = begin_s + half_s, end_s - half_s
                parts.append(_Part(half_s, begin_s, on_s))
                parts.append(_Part(_BRIDGED_S, on_s, off_s, straight=True))
                now_s = off_s
                continue
            if missing_s <= 0 or back_s <= max(there_s, now_s):
                continue
            length_s = back_s - there_s
            parts.append(_Part(back_s - now_s, now_s, back_s))
            for _ in range(ceil(missing_s / (2 * length_s))):
                parts.append(_Part(length_s, back_s, there_s))
                parts.append(_Part(length_s, there_s, back_s))
            now_s = back_s
        parts.append(_Part(clip.end_s - now_s, now_s, clip.end_s))
        parts.append(_Part(_BACK_S, clip.end_s, clip.still[1], straight=True))
        self._parts = tuple(parts)
        self.lasts_s = sum(part.lasts_s for part in parts)

    def pose(self, at_s: float) -> tuple[Pose, tuple[int, int]]:
        """The pose so long after the set began, and the size of its picture in px."""
        at_s %= self.lasts_s
        for part in self._parts:
            if at_s < part.lasts_s:
                break
            at_s -= part.lasts_s
        share = min(1.0, at_s / part.lasts_s) if part.lasts_s > 0 else 1.0
        if not part.straight:
            now_s = part.from_s + share * (part.to_s - part.from_s)
            return _posed(self._clip.at(now_s))
        (one, size_wh), (other, _) = (
            _posed(self._clip.at(time_s)) for time_s in (part.from_s, part.to_s)
        )
        return _between(one, other, share), size_wh


class _Gentle:
    """A clip done slowly, and only as far as the target begins: the way in, a hold of
    what is planned where the session says so, and the same way back.
    """

    def __init__(self, clip: Clip, hold_s: float, time_s: float) -> None:
        self._clip, self._hold_s = clip, hold_s
        self._ways = tuple(_ways_in(clip))
        self._way = 0
        self._at_s, self._time_s = clip.still[1], time_s
        self._going, self._left_s = 1, 0.0

    @property
    def moving(self) -> bool:
        """Whether it is on its way."""
        return self._going != 0

    def pose(self, time_s: float, *, far_enough: bool) -> tuple[Pose, tuple[int, int]]:
        """The pose now; time goes on from the last call."""
        gone_s = max(0.0, time_s - self._time_s)
        self._time_s = time_s
        from_s, to_s = self._ways[self._way]
        self._left_s -= gone_s
        self._at_s += _GENTLE_PACE * gone_s * self._going
        if self._going > 0 and (far_enough or self._at_s >= to_s):
            self._at_s, self._going = min(self._at_s, to_s), 0
            self._left_s = self._hold_s + _GENTLE_LONGER_S
        elif self._going < 0 and self._at_s <= from_s:
            self._at_s, self._going, self._left_s = from_s, 0, _BREATH_S
        elif self._going == 0 and self._left_s <= 0:
            if self._at_s > from_s:
                self._going = -1
            else:
                self._going, self._way = 1, (self._way + 1) % len(self._ways)
                self._at_s = self._ways[self._way][0]
        return _posed(self._clip.at(self._at_s))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a session wants of the person now.

    flow: where it is. far_enough: they have come to where the target begins. ease: in
    this set the voice has said that they go too far.
    """

    flow: Flow
    far_enough: bool = False
    ease: bool = False


class PlayedPerson:
    """Does what the session asks for.

    On a good day, a clip as it is, with holds as long as planned. On a sore day, and
    after a cue to ease back: slowly, and no further than the target begins.

    Parameters
    ----------
    wanted
        What the session wants now.
    clock
        The session's.
    clip
        The clip of a stretch, by its id.
    """

    def __init__(
        self, wanted: Callable[[], Wanted], clock: Clock, clip: Callable[[str], Clip]
    ) -> None:
        self._wanted, self._clock, self._clip = wanted, clock, clip
        self._task: Task | None = None
        self._course: _Course | None = None
        self._gentle: _Gentle | None = None
        self._begun_s: float | None = None

    def pose(self) -> tuple[Pose, tuple[int, int]] | None:
        """Where the body is now, and in a picture of which size; None without it."""
        return self._pose(self._clock.now_s())

    def moving(self) -> bool:
        """Whether the body moves now so that a camera shows it."""
        if self._gentle is not None:
            return self._gentle.moving
        if self._course is None or self._begun_s is None:
            return False
        at_s = self._clock.now_s() - self._begun_s
        (one, size_wh), (other, _) = (
            self._course.pose(at_s + later_s) for later_s in (0.0, _NEAR_S)
        )
        shift = np.abs(one.image_xy - other.image_xy).max()
        return bool(shift > _MOVES_SHARE * max(size_wh))

    def _pose(self, time_s: float) -> tuple[Pose, tuple[int, int]] | None:
        wanted = self._wanted()
        flow, task = wanted.flow, task_of(wanted.flow)
        if task is None or flow.step not in _PRESENT:
            self._task = self._course = self._gentle = None
            return None
        clip = self._clip(task.spec.id)
        if task != self._task:
            self._task, self._course = task, _Course(clip, task.hold_s)
            self._begun_s = self._gentle = None
        if flow.step is Step.STRETCH:
            pose, size_wh = self._at_it(wanted, task, clip, time_s)
        else:
            self._begun_s = self._gentle = None
            begin_s, end_s = clip.still
            there, at_s = divmod(time_s, max(1e-3, end_s - begin_s))
            pose, size_wh = _posed(
                clip.at(end_s - at_s if there % 2 else begin_s + at_s)
            )
        if task.side is not None and clip.side is task.side.opposite:
            pose = mirrored_pose(pose, size_wh[0])
        if flow.step is Step.CAMERA and not flow.hand.settled and not flow.hand.used:
            pose = _with_arm_up(pose, Side.RIGHT)
        return pose, size_wh

    def _at_it(
        self, wanted: Wanted, task: Task, clip: Clip, time_s: float
    ) -> tuple[Pose, tuple[int, int]]:
        assert self._course is not None
        if self._begun_s is None:
            self._begun_s = time_s
        sore = task.mode is Mode.FLARE or wanted.ease
        if sore and task.spec.kind in (Kind.HOLD, Kind.REPS):
            if self._gentle is None:
                self._gentle = _Gentle(clip, task.hold_s, time_s)
            return self._gentle.pose(time_s, far_enough=wanted.far_enough)
        return self._course.pose(time_s - self._begun_s)


class PlayedEye:
    """An estimator that sees a played person; whatever the picture, it is they.

    Parameters
    ----------
    person
        The person before the camera.
    back
        Also tell the outline of the back, where the clip has it.
    mirrored
        The pictures are taken for a mirror's: left and right are swapped.
    """

    def __init__(
        self, person: PlayedPerson, *, back: bool = False, mirrored: bool = False
    ) -> None:
        self._person, self._back, self._mirrored = person, back, mirrored

    def estimate(self, image_bgr: Image, time_s: float) -> Observation:
        """Return where the person is now."""
        height, width = image_bgr.shape[:2]
        found = self._person.pose()
        if found is None:
            return Observation(time_s, Status.NOBODY, None, (width, height))
        pose, size_wh = found
        pose = _fitted(pose, size_wh, (width, height))
        if self._mirrored:
            pose = mirrored_pose(pose, width)
        if not self._back:
            pose = replace(pose, back=None)
        return Observation(time_s, Status.SEEN, pose, (width, height))

    def search(self, image_bgr: Image, time_s: float, fits: Fits) -> Observation:
        """Return where the person is now, if that pose fits."""
        seen = self.estimate(image_bgr, time_s)
        if seen.pose is not None and fits(seen.pose):
            return seen
        return Observation(time_s, Status.NOBODY, None, seen.size_wh)

    def close(self) -> None:
        """Nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def pictures(
    person: PlayedPerson,
    fps: float | Callable[[], float] = 8.0,
    *,
    uneven: float = 0.0,
    size_wh: tuple[int, int] = (320, 240),
) -> Iterator[Frame]:
    """Yield grey pictures without end that change while the person moves.

    They have times of their own, for a `PlayedCamera`. fps: pictures a second, or
    a function that is called for each. uneven: by what share of the step each second
    picture comes late, 0..1; the one after it follows sooner, and where nothing moves
    it is not looked at.
    """
    rng = np.random.default_rng(3)
    width, height = size_wh
    blots = rng.integers(60, 190, (12, 16, 3)).astype(np.uint8)
    base = np.asarray(cv2.resize(blots, size_wh), np.uint8)
    across, down = round(_BREATH_SHARE * width), round(_BREATH_SHARE * height)
    left, top = (width - across) // 2, (height - down) // 2
    number, time_s = 0, 0.0
    while True:
        image = base.copy()
        image[top : top + down, left : left + across] += np.uint8(number % 3)
        if number % 2 and person.moving():
            image += np.uint8(8)
        # A person who holds still breathes: otherwise the picture would be frozen.
        image[: height // 15, : width // 10] += np.uint8(number % 2)
        image[0, 0] = (number % 251, number // 251 % 251, 7)  # no two the same
        step_s = 1 / (fps() if callable(fps) else fps)
        yield Frame(time_s + (uneven * step_s if number % 2 else 0.0), image)
        number, time_s = number + 1, time_s + step_s


def _posed(look: Observation) -> tuple[Pose, tuple[int, int]]:
    assert look.pose is not None
    return look.pose, look.size_wh


def _ways_in(clip: Clip) -> Iterator[Span]:
    """From the start pose into the middle of each hold."""
    begin_s = clip.still[1]
    for number, (held_s, end_s) in enumerate(clip.holds):
        yield begin_s, (held_s + end_s) / 2
        later = clip.holds[number + 1 : number + 2]
        begin_s = (end_s + later[0][0]) / 2 if later else end_s


def _within(begin_s: float, end_s: float) -> Span:
    """The middle of a hold, in which the body is still."""
    kept_s = _HOLD_KEPT * (end_s - begin_s)
    return begin_s + kept_s, end_s - kept_s


def _between(one: Pose, other: Pose, share: float) -> Pose:
    """A pose on the way from one to the other, which begins and ends at rest."""
    eased = share**3 * (10 - 15 * share + 6 * share**2)
    if one.back is not None and other.back is not None:
        back = one.back if eased < 0.5 else other.back
    else:
        back = None
    world, there = one.world_xyz, other.world_xyz
    if not (isinstance(world, Flat) or isinstance(there, Flat)):
        world = (world + eased * (there - world)).astype(np.float32)
    return Pose(
        (one.image_xy + eased * (other.image_xy - one.image_xy)).astype(np.float32),
        world,
        np.minimum(one.visibility, other.visibility),
        back,
    )


def _with_arm_up(pose: Pose, side: Side) -> Pose:
    """The same with one arm raised along the trunk, and the other hanging."""
    xy, seen = np.array(pose.image_xy), np.array(pose.visibility)
    hip = xy[Joint.HIP : Joint.HIP + 2].mean(0)
    up = xy[Joint.SHOULDER : Joint.SHOULDER + 2].mean(0) - hip
    for one, length in ((side, 0.45), (side.opposite, -0.4)):
        shoulder = xy[Joint.SHOULDER + one]
        xy[Joint.ELBOW + one] = shoulder + length * up
        xy[Joint.WRIST + one] = shoulder + 2 * length * up
        for joint in (Joint.SHOULDER, Joint.ELBOW, Joint.WRIST):
            seen[joint + one] = 1.0
    return Pose(xy.astype(np.float32), pose.world_xyz, seen, pose.back)


def _fitted(pose: Pose, from_wh: tuple[int, int], to_wh: tuple[int, int]) -> Pose:
    """The pose in a picture of another size, as large as it goes, in the middle."""
    if from_wh == to_wh:
        return pose
    scale = min(to / of for to, of in zip(to_wh, from_wh, strict=True))
    off = (np.array(to_wh) - scale * np.array(from_wh)) / 2
    xy = (pose.image_xy * scale + off).astype(np.float32)
    return replace(pose, image_xy=xy)
