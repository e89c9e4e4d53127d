"""How much the picture has changed, computed cheaply from a thumbnail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import Frame, Image

__all__ = ["Change", "ChangeMeter", "StillMeter", "with_changes"]

Thumbnail = NDArray[np.uint8]

_LEVELS = np.arange(256)
_ROUGH_WH = (320, 240)
_THUMB_WH = (80, 60)
_BLOCKS_WH = (20, 15)
_CUT_ALIKE = 0.75
_CUT_LEVELS = 6.0
"""Another shot: the pictures correlate less than this and differ by so many grey
levels. In real clips cuts correlate by 0.56 at most, movement by 0.95 at least; a fade
or a change of exposure keeps its correlation."""

_TENTH = _THUMB_WH[0] * _THUMB_WH[1] // 10


class Change(NamedTuple):
    """From one picture to the next.

    levels: mean change of the most changed tenth of a 80x60 picture, in grey levels
    0..255. A moving limb fills a tenth; noise and a flickering screen do not.
    cut: the whole picture changed at once.
    moved: something did, not only what a codec leaves of a frozen picture.
    """

    levels: float
    cut: bool
    moved: bool = True


class ChangeMeter:
    """Compares each picture with the one before. About 0.4 ms at 640x480.

    Parameters
    ----------
    still_levels
        See `StillMeter`.
    """

    def __init__(self, still_levels: float) -> None:
        self._before: Thumbnail | None = None
        self._stillness = StillMeter(still_levels)

    def measure(self, image_bgr: Image) -> Change:
        """Return how much has changed since the last call; nothing the first time."""
        rough = _rough(image_bgr)
        moved = self._stillness.moved(rough)
        before, self._before = self._before, _thumbnail(rough)
        if before is None:
            return Change(0.0, cut=False)
        levels = np.bincount(cv2.absdiff(self._before, before).ravel(), minlength=256)
        mean = float(levels @ _LEVELS) / before.size
        cut = mean > _CUT_LEVELS and _alike(self._before, before) < _CUT_ALIKE
        return Change(_mean_of_most(levels), cut=cut, moved=moved)


class StillMeter:
    """Compares each picture with the last one after which nothing moved.

    A movement too slow to show from one picture to the next adds up; what a codec mends
    in a frozen picture, here and there by a grey level, does not.

    Parameters
    ----------
    still_levels
        By how many grey levels a block of the picture changes where nothing moves.
    """

    def __init__(self, still_levels: float) -> None:
        self._still_levels = still_levels
        self._held_to: NDArray[np.uint8] | None = None

    def moved(self, image_bgr: Image) -> bool:
        """Whether something has moved; the first picture has."""
        grey = np.asarray(cv2.cvtColor(_rough(image_bgr), cv2.COLOR_BGR2GRAY), np.uint8)
        if self._held_to is not None:
            changed = cv2.absdiff(grey, self._held_to)
            if not changed.any():
                return False
            # 8-bit sums would be rounded.
            blocks = cv2.resize(
                changed.astype(np.float32), _BLOCKS_WH, interpolation=cv2.INTER_AREA
            )
            if np.partition(blocks, -2, axis=None)[-2] <= self._still_levels:
                return False
        self._held_to = grey
        return True


def with_changes(
    frames: Iterable[Frame], still_levels: float
) -> Iterator[tuple[Frame, Change]]:
    """Give each frame with how much has changed since the one before.

    still_levels: see `StillMeter`.
    """
    meter = ChangeMeter(still_levels)
    for frame in frames:
        yield frame, meter.measure(frame.image_bgr)


def _mean_of_most(levels: NDArray[np.intp]) -> float:
    """Mean of the largest tenth, from how many pixels changed by each level."""
    above = levels[::-1].cumsum()[::-1]
    most = np.minimum(above, _TENTH)
    # Each level adds as many pixels as it brings beyond those already taken.
    taken = most - np.append(most[1:], 0)
    return float(taken @ _LEVELS) / _TENTH


def _rough(image_bgr: Image) -> Image:
    # Averaging every pixel of a large picture costs more than it is worth.
    if image_bgr.shape[1::-1] == _ROUGH_WH:
        return image_bgr
    rough = cv2.resize(image_bgr, _ROUGH_WH, interpolation=cv2.INTER_LINEAR)
    return np.asarray(rough, np.uint8)


def _thumbnail(rough: Image) -> Thumbnail:
    small = cv2.resize(rough, _THUMB_WH, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)


def _alike(now: Thumbnail, before: Thumbnail) -> float:
    """Correlation of two thumbnails, -1..1; 0 where one is of a single colour."""
    a, b = now - now.mean(), before - before.mean()
    both = float((a * a).sum() * (b * b).sum())
    return float((a * b).sum()) / both**0.5 if both > 0 else 0.0
