"""How far the camera is rolled, by the lines of the room: corners, frames, the floor.

Straight edges are found in a still picture (OpenCV's line segment detector) outside the
person. Upright ones tell most: seen by a camera that looks up or down they lean apart,
and evenly so from left to right, so the roll is how they stand in the middle. Level
ones run aslant wherever the camera does not look square at a wall: they are believed
alone only with a wide error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.observation import Pose, RoomRoll
from formcheck.edges.native_logs import cv2

__all__ = ["RoomWatcher", "room_roll"]

Image = NDArray[np.uint8]
Array = NDArray[np.float64]

_LONG_SIDE_PX = 640
_MIN_LENGTH = 0.08
"""Of the picture's longer side; shorter ones are letters, plants and books."""

_MOST_DEG = 25.0
"""Lines further off are neither upright nor level."""

_NEAR_DEG = 2.0
_FEW_LINES, _FEW_LENGTH = 2, 0.25
_MIN_LINES, _MIN_LENGTH_IN_ALL = 3, 0.7
"""Lines that agree, and how long they are together in longer sides of the picture: to
say anything, and to be believed alone.
"""

_MIN_SHARE = 0.5
"""... and of all lines of their kind."""

_UPRIGHT_ERROR_DEG, _LEVEL_ERROR_DEG = 1.0, 3.0
"""On 70 real recordings upright lines were off by 1.6 at most, level ones by up to 8.5
before a wall that was seen at an angle, and by 0.3 before one that was not."""

_ROLLS = np.arange(-20.0, 20.25, 0.5)
_FANS = np.arange(-24.0, 24.5, 3.0)
"""Degrees by which upright lines lean more at the right than at the left."""

_AROUND = 0.15
"""The person's box is grown by so much of its size."""

_FIRST_S = (0.0, 0.4, 0.8, 1.5, 3.0)
"""Pictures looked at since the shot began: one may be blurred, or have a title."""

_THEN_EVERY_S = 5.0
"""... and later, for a camera that somebody has set level."""


@dataclass(frozen=True)
class _Lines:
    """ends_xy: (n, 2, 2) px, of each line; length: (n,) px; deg: (n,) clockwise from
    level.
    """

    ends_xy: Array
    length: Array
    deg: Array

    def only(self, which: NDArray[np.bool_]) -> _Lines:
        return _Lines(self.ends_xy[which], self.length[which], self.deg[which])


def room_roll(image_bgr: Image, person: Pose | None) -> RoomRoll | None:
    """Return how far the picture is rolled; None where its lines do not tell."""
    height, width = image_bgr.shape[:2]
    scale = min(1.0, _LONG_SIDE_PX / max(width, height))
    grey = cv2.cvtColor(image_bgr, cv2.COLOR_BGR2GRAY)
    if scale < 1:
        size = (round(width * scale), round(height * scale))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    found: Any = cv2.createLineSegmentDetector().detect(grey)[0]
    if found is None:
        return None
    ends = np.asarray(found, np.float64).reshape(-1, 2, 2) / scale
    return _roll_of(_outside(_lines(ends), person), (width, height))


def _lines(ends: Array) -> _Lines:
    along = ends[:, 1] - ends[:, 0]
    deg = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    return _Lines(ends, np.hypot(along[:, 0], along[:, 1]), deg)


def _outside(lines: _Lines, person: Pose | None) -> _Lines:
    """Leave out what may be the person's own outline: lines within their box."""
    if person is None:
        return lines
    low = np.nanmin(person.image_xy, axis=0)
    high = np.nanmax(person.image_xy, axis=0)
    low, high = low - _AROUND * (high - low), high + _AROUND * (high - low)
    inside = ((lines.ends_xy > low) & (lines.ends_xy < high)).all(axis=(1, 2))
    return lines.only(~inside)


def _roll_of(lines: _Lines, size_wh: tuple[int, int]) -> RoomRoll | None:
    lines = lines.only(lines.length >= _MIN_LENGTH * max(size_wh))
    upright_deg = lines.deg % 180 - 90
    level_deg = (lines.deg + 90) % 180 - 90
    across = lines.ends_xy[:, :, 0].mean(axis=1) / size_wh[0] - 0.5
    share = lines.length / max(size_wh)
    steep, flat = np.abs(upright_deg) < _MOST_DEG, np.abs(level_deg) < _MOST_DEG
    upright = _vote(upright_deg[steep], across[steep], share[steep], _FANS)
    level = _vote(level_deg[flat], across[flat], share[flat], np.zeros(1))
    if upright is not None and upright.plain:
        return RoomRoll(upright.roll_deg, _UPRIGHT_ERROR_DEG + upright.reach_deg)
    if upright is not None and level is not None:
        apart = abs(upright.roll_deg - level.roll_deg)
        if apart <= _NEAR_DEG:
            # Two that know nothing of each other.
            weights = (upright.length, level.length)
            rolls = (upright.roll_deg, level.roll_deg)
            return RoomRoll(
                float(np.average(rolls, weights=weights)), _UPRIGHT_ERROR_DEG
            )
    if level is not None and level.plain:
        return RoomRoll(level.roll_deg, _LEVEL_ERROR_DEG)
    return None


@dataclass(frozen=True)
class _Vote:
    """What most lines of a kind agree on.

    roll_deg: in the middle of the picture. reach_deg: by how much reaching from the
    lines to there may be off. length: of all of them, in longer sides of the picture.
    plain: enough of them to be believed alone.
    """

    roll_deg: float
    reach_deg: float
    length: float
    plain: bool


def _vote(deg: Array, across: Array, share: Array, fans: Array) -> _Vote | None:
    if deg.size < _FEW_LINES:
        return None
    middle = deg[:, None] - across[:, None] * fans  # (lines, fans)
    off = np.abs(middle[:, None, :] - _ROLLS[:, None])  # (lines, rolls, fans)
    votes = np.einsum("l,lrf->rf", share, np.maximum(0.0, 1 - off / _NEAR_DEG))
    votes = votes - 0.002 * np.abs(fans)  # the plainer of two that explain as much
    best, fan = np.unravel_index(int(votes.argmax()), votes.shape)
    agrees = off[:, best, fan] < _NEAR_DEG
    length, count = float(share[agrees].sum()), int(agrees.sum())
    if count < _FEW_LINES or length < _FEW_LENGTH:
        return None
    roll_deg = float(np.average(middle[agrees, fan], weights=share[agrees]))
    places = across[agrees]
    apart = max(0.0, float(places.min()), -float(places.max()))
    most = length >= _MIN_SHARE * float(share.sum())
    plain = count >= _MIN_LINES and length >= _MIN_LENGTH_IN_ALL and most
    reach_deg = apart * (6.0 + abs(float(fans[fan])) / 2)
    return _Vote(roll_deg, reach_deg, length, plain)


class RoomWatcher:
    """Looks at a few still pictures of each shot, and gives what they tell together.

    Parameters
    ----------
    mirrored
        The pictures show the room as a mirror does.
    """

    def __init__(self, *, mirrored: bool = False) -> None:
        self._turn = -1.0 if mirrored else 1.0
        self._began_s: float | None = None
        self._looked = 0
        self._found: list[RoomRoll] = []
        self._known: RoomRoll | None = None

    def look(
        self, image_bgr: Image, person: Pose | None, time_s: float, *, cut: bool
    ) -> RoomRoll | None:
        """Take in a picture that was looked at; return what is known by now.

        person: as the picture has them, whether it is mirrored or not.
        """
        if self.due(time_s, cut=cut):
            if cut or self._began_s is None:
                self._began_s, self._looked, self._found = time_s, 0, []
                self._known = None
            self._looked += 1
            found = room_roll(image_bgr, person)
            if found is not None:
                self._found = [*self._found, found][-len(_FIRST_S) :]
            self._known = self._together()
        return self._known

    def due(self, time_s: float, *, cut: bool) -> bool:
        """Whether a picture of that time would be looked at."""
        if cut or self._began_s is None:
            return True
        return time_s - self._began_s >= self._due_s - 1e-6

    @property
    def known(self) -> RoomRoll | None:
        """What the pictures so far tell together."""
        return self._known

    @property
    def _due_s(self) -> float:
        """When the next picture is looked at, since the shot began."""
        later = self._looked - len(_FIRST_S)
        if later < 0:
            return _FIRST_S[self._looked]
        return _FIRST_S[-1] + (later + 1) * _THEN_EVERY_S

    def _together(self) -> RoomRoll | None:
        """The median of the surest kind, where most of the pictures agree."""
        if not self._found:
            return None
        sure = [one for one in self._found if one.error_deg < _LEVEL_ERROR_DEG]
        used = sure if 2 * len(sure) >= len(self._found) else self._found
        rolls = np.array([one.roll_deg for one in used])
        errors = np.array([one.error_deg for one in used])
        middle = float(np.median(rolls))
        spread = float(np.median(np.abs(rolls - middle)))
        error_deg = float(np.median(errors)) + spread
        return RoomRoll(round(self._turn * middle, 2), round(error_deg, 2))
