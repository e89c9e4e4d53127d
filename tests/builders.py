"""Described motions: a stick figure of joint angles, and what it does over time.

Angles mean what the measures of formcheck mean: the trunk's lean is + forwards from
upright (supine -90, prone 90), a hip or knee is 180 when straight, a hip over 180 has
the thigh behind the trunk. The figure faces the picture's right, its right side towards
the camera, or the left; or it faces the camera.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from itertools import pairwise
from math import cos, isnan, nan, radians, sin

import numpy as np

from formcheck.core.body.landmarks import LANDMARK_COUNT, MIRROR, Joint, Landmark, Side
from formcheck.core.body.observation import (
    OUTLINE_POINTS,
    BackOutline,
    Flat,
    Observation,
    OutlineReason,
    Pose,
    Status,
)

SIZE_WH = (640, 480)
TORSO_M = 0.5

THIGH, SHANK, FOOT, HEEL = 0.85, 0.8, 0.3, 0.1
UPPER_ARM, FOREARM, HAND, NECK, FACE = 0.6, 0.5, 0.15, 0.35, 0.2
"""Lengths, in torso lengths."""

Vector = tuple[float, float]


@dataclass(frozen=True)
class Figure:
    """A body by its joint angles, degrees. The far leg does as the near one if NaN.

    lean, hip, knee, shoulder, elbow, neck: the near side. back: the curvature that the
    back's outline shows; NaN: no outline is seen. bend, turn (of the shoulders, + to
    their left), shift, apart (each foot further out): for a figure that faces the
    camera. roll: of the knees, lying, + towards the camera. at: the hips, px. off_deg:
    how far the camera is off square.
    """

    lean: float = 0.0
    hip: float = 180.0
    knee: float = 180.0
    far_hip: float = nan
    far_knee: float = nan
    shoulder: float = 10.0
    elbow: float = 170.0
    neck: float = 0.0
    back: float = nan
    bend: float = 0.0
    turn: float = 0.0
    shift: float = 0.0
    apart: float = 0.0
    roll: float = 0.0
    x: float = 320.0
    y: float = 240.0
    torso_px: float = 100.0
    off_deg: float = 3.0
    faces_left: bool = False
    frontal: bool = False
    swapped: bool = False
    hidden: frozenset[int] = frozenset()

    @property
    def near(self) -> Side:
        return Side.LEFT if self.faces_left else Side.RIGHT


STANDING = Figure()
FRONTAL = Figure(frontal=True)
SEATED = Figure(hip=95, knee=95)
SUPINE = Figure(lean=-90, hip=130, knee=75, y=380)
PRONE = Figure(lean=90, shoulder=150, elbow=60, y=380)
QUADRUPED = Figure(lean=90, hip=90, knee=90, shoulder=90, elbow=175, y=280)
HALF_KNEELING = Figure(hip=170, knee=95, far_hip=90, far_knee=90)


def _step(at: Vector, deg: float, length: float) -> Vector:
    """Go that way from there: degrees from straight up, + to the right."""
    return at[0] + length * sin(radians(deg)), at[1] - length * cos(radians(deg))


def _leg(hip_at: Vector, lean: float, hip: float, knee: float) -> dict[Joint, Vector]:
    thigh = lean + hip
    shank = thigh + 180 - knee
    knee_at = _step(hip_at, thigh, THIGH)
    ankle_at = _step(knee_at, shank, SHANK)
    return {
        Joint.HIP: hip_at,
        Joint.KNEE: knee_at,
        Joint.ANKLE: ankle_at,
        Joint.HEEL: _step(ankle_at, shank + 30, HEEL),
        Joint.FOOT_INDEX: _step(ankle_at, shank - 90, FOOT),
    }


def _from_the_side(figure: Figure) -> dict[Landmark, Vector]:
    """Where the landmarks are in torso lengths from the hips, facing right."""
    far_hip = figure.hip if isnan(figure.far_hip) else figure.far_hip
    far_knee = figure.knee if isnan(figure.far_knee) else figure.far_knee
    shoulder_at = _step((0, 0), figure.lean, 1.0)
    upper_arm = figure.lean + 180 - figure.shoulder
    elbow_at = _step(shoulder_at, upper_arm, UPPER_ARM)
    forearm = upper_arm + 180 + figure.elbow
    wrist_at = _step(elbow_at, forearm, FOREARM)
    hand_at = _step(wrist_at, forearm, HAND)
    head = figure.lean + figure.neck
    ear_at = _step(shoulder_at, head, NECK)
    arm = {
        Joint.SHOULDER: shoulder_at,
        Joint.ELBOW: elbow_at,
        Joint.WRIST: wrist_at,
        Joint.EAR: ear_at,
    }
    near = arm | _leg((0, 0), figure.lean, figure.hip, figure.knee)
    far = arm | _leg((0, 0), figure.lean, far_hip, far_knee)
    found = {Landmark.NOSE: _step(ear_at, head + 90, FACE)}
    for joint in Joint:
        found[Landmark(joint + Side.RIGHT)] = near[joint]
        found[Landmark(joint + Side.LEFT)] = far[joint]
    for index in Landmark:
        if index not in found:
            found[index] = ear_at if index < Landmark.LEFT_SHOULDER else hand_at
    return found


def _from_the_front(figure: Figure) -> dict[Landmark, Vector]:
    """As above, facing the camera; the person's left is on the picture's right."""
    found: dict[Landmark, Vector] = {}
    middle = _step((0, 0), figure.bend, 1.0)
    head = _step(middle, figure.bend, NECK)
    found[Landmark.NOSE] = head
    for side, across in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        hip = (0.2 * across, 0.0)
        width = 0.3 * cos(radians(figure.turn))
        shoulder = _step(middle, figure.bend + 90, width * across)
        elbow = _step(shoulder, 180, UPPER_ARM)
        wrist = _step(elbow, 180, FOREARM)
        ankle = ((0.2 + figure.apart) * across - figure.shift, THIGH + SHANK)
        for joint, at in {
            Joint.EAR: _step(head, figure.bend + 90, 0.12 * across),
            Joint.SHOULDER: shoulder,
            Joint.ELBOW: elbow,
            Joint.WRIST: wrist,
            Joint.HIP: hip,
            Joint.KNEE: (
                ankle[0] + figure.shift / 2 - figure.apart / 2 * across,
                THIGH,
            ),
            Joint.ANKLE: ankle,
            Joint.HEEL: ankle,
            Joint.FOOT_INDEX: (ankle[0], ankle[1] + 0.1),
        }.items():
            found[Landmark(joint + side)] = at
    for index in Landmark:
        if index not in found:
            found[index] = head if index < Landmark.LEFT_SHOULDER else wrist
    return found


_LEGS = [i for joint in (25, 27, 29, 31) for i in (joint, joint + 1)]
_SWAPPED = [int(MIRROR[i]) if i in _LEGS else i for i in range(LANDMARK_COUNT)]


@lru_cache(maxsize=20_000)
def pose_of(figure: Figure) -> Pose:
    """What the estimator would say of the figure."""
    found = _from_the_front(figure) if figure.frontal else _from_the_side(figure)
    flat = np.array([found[index] for index in Landmark])
    knees, over = [Joint.KNEE, Joint.KNEE + 1], radians(figure.roll)
    knees_up = -flat[knees, 1]
    flat[knees, 1] *= cos(over)
    # Across the body: away from the camera in a side view, along x in a frontal one.
    width = np.array([0.15 if index % 2 else -0.15 for index in Landmark])
    off = radians(figure.off_deg)
    world = np.column_stack([flat * TORSO_M, np.zeros(LANDMARK_COUNT)])
    if figure.frontal:
        width = width * 0  # it is in the picture already
        world[:, 2] = world[:, 0] * np.tan(off)
        depth = 0.3 * TORSO_M * sin(radians(figure.turn))
        world[Joint.SHOULDER, 2] += depth
        world[Joint.SHOULDER + 1, 2] -= depth
    world[knees, 2] -= knees_up * sin(over) * TORSO_M
    world[:, 0] += width * sin(off)
    world[:, 2] += width * cos(off)
    image = flat * figure.torso_px
    if figure.faces_left:
        image, world = image[MIRROR], world[MIRROR]
        image[:, 0], world[:, 0] = -image[:, 0], -world[:, 0]
    image = image + (figure.x, figure.y)
    if figure.swapped:
        image = image[_SWAPPED]
    seen = np.full(LANDMARK_COUNT, 0.98)
    seen[list(figure.hidden)] = 0.0
    return Pose(
        image.astype(np.float32),
        world.astype(np.float32),
        seen.astype(np.float32),
        None if isnan(figure.back) else back_outline(figure.back),
    )


def back_outline(curvature: float) -> BackOutline:
    """An outline whose quadratic has that curvature, + rounded."""
    along = np.linspace(0, 0.95, OUTLINE_POINTS)
    offsets = 0.3 - curvature * (along - 0.475) ** 2
    return BackOutline(offsets.astype(np.float32), OutlineReason.OK)


def mirrored(seen: Observation) -> Observation:
    """As it had been seen in a mirror: left is right."""
    pose = seen.pose
    if pose is None:
        return seen
    assert not isinstance(pose.world_xyz, Flat)
    image, world = pose.image_xy[MIRROR], pose.world_xyz[MIRROR]
    image[:, 0] = seen.size_wh[0] - image[:, 0]
    world[:, 0] = -world[:, 0]
    pose = Pose(image, world, pose.visibility[MIRROR], pose.back)
    return replace(seen, pose=pose)


def skipping(observations: Iterable[Observation], keep: int) -> list[Observation]:
    """Only each `keep`th frame was looked at."""
    return [
        seen
        if number % keep == 0
        else Observation(seen.time_s, Status.SKIPPED, None, seen.size_wh)
        for number, seen in enumerate(observations)
    ]


@dataclass(frozen=True)
class _Part:
    seconds: float
    before: Figure
    after: Figure
    status: Status = Status.SEEN
    cut: bool = False


def _between(part: _Part, share: float) -> Figure:
    """Minimum jerk from one to the other; what is no number changes at once."""
    eased = share**3 * (10 - 15 * share + 6 * share**2)
    now: dict[str, float] = {}
    for one in fields(Figure):
        a, b = getattr(part.before, one.name), getattr(part.after, one.name)
        if isinstance(b, float | int) and not isinstance(b, bool) and a != b:
            now[one.name] = b if isnan(a) or isnan(b) else a + eased * (b - a)
    return replace(part.after, **now)  # type: ignore[arg-type]


@dataclass
class Motion:
    """What a figure does, one part after the other; `seen` is what a camera makes of
    it.
    """

    figure: Figure
    parts: list[_Part] = field(default_factory=list)
    now_s: float = 0.0
    _cut: bool = False

    def _add(self, seconds: float, after: Figure, status: Status) -> Motion:
        part = _Part(seconds, self.figure, after, status, self._cut)
        self.parts.append(part)
        self.figure, self.now_s, self._cut = after, self.now_s + seconds, False
        return self

    def hold(self, seconds: float, **angles: float) -> Motion:
        """Stay there; with angles, be there at once."""
        self.figure = replace(self.figure, **angles)  # type: ignore[arg-type]
        return self._add(seconds, self.figure, Status.SEEN)

    def move(self, seconds: float, **angles: float) -> Motion:
        """Go there, minimum jerk."""
        after = replace(self.figure, **angles)  # type: ignore[arg-type]
        return self._add(seconds, after, Status.SEEN)

    def nobody(self, seconds: float, **angles: float) -> Motion:
        """Not seen at all; with angles, moving there meanwhile."""
        self.figure = replace(self.figure, **angles)  # type: ignore[arg-type]
        return self._add(seconds, self.figure, Status.NOBODY)

    def hide(self, *landmarks: int) -> Motion:
        """From here on these are hidden."""
        self.figure = replace(self.figure, hidden=self.figure.hidden | set(landmarks))
        return self

    def show(self) -> Motion:
        """From here on nothing is hidden."""
        self.figure = replace(self.figure, hidden=frozenset())
        return self

    def swap_legs(self, seconds: float) -> Motion:
        """The model takes the left leg for the right for a while."""
        self.figure = replace(self.figure, swapped=True)
        self._add(seconds, self.figure, Status.SEEN)
        self.figure = replace(self.figure, swapped=False)
        return self

    def jump_to(self, x: float, y: float | None = None, **angles: float) -> Motion:
        """From here on another place, as when the tracker takes up somebody else."""
        y = self.figure.y if y is None else y
        self.figure = replace(self.figure, x=x, y=y, **angles)  # type: ignore[arg-type]
        return self

    def cut(self) -> Motion:
        """Another shot begins here."""
        self._cut = True
        return self

    def bounce(self, times: int, half_s: float, **angles: float) -> Motion:
        """Swing there and back, so many times there and so many back."""
        here = {name: getattr(self.figure, name) for name in angles}
        for _ in range(times):
            self.move(half_s, **angles).move(half_s, **here)
        return self

    def seen(
        self, fps: float = 30, times_s: Sequence[float] | None = None
    ) -> list[Observation]:
        """One observation a frame, at a steady rate or at the given times."""
        if times_s is None:
            times_s = [n / fps for n in range(round(self.now_s * fps))]
        found: list[Observation] = []
        begun_s, number, was = 0.0, 0, -1
        for time_s in times_s:
            while (
                number < len(self.parts) - 1
                and time_s >= begun_s + self.parts[number].seconds - 1e-9
            ):
                begun_s += self.parts[number].seconds
                number += 1
            part = self.parts[number]
            cut = any(p.cut for p in self.parts[was + 1 : number + 1])
            was = number
            pose = None
            if part.status is Status.SEEN:
                share = min(1.0, (time_s - begun_s) / part.seconds)
                pose = pose_of(_between(part, share))
            found.append(Observation(time_s, part.status, pose, SIZE_WH, cut))
        return found


def uneven_times(seconds: float, seed: int = 0) -> list[float]:
    """Times of a camera that gives a frame now after 20 ms and now after 55."""
    steps = np.random.default_rng(seed).uniform(0.020, 0.055, int(seconds / 0.02))
    times = np.cumsum(steps)
    return [float(t) for t in times[times < seconds]]


def steps_of(times_s: Sequence[float]) -> list[float]:
    """The steps between times."""
    return [b - a for a, b in pairwise(times_s)]
