"""Whether anything moves in the picture, or it only stands: by tiles, never by what a
driver says.

What a codec mends in a frozen picture, here and there by a grey level, is no movement;
nor is a clock that runs in it, nor what still comes of a picture that is cut off.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.edges.native_logs import cv2
from formcheck.edges.upright import Image

__all__ = ["StillMeter", "rough"]

Grey = NDArray[np.uint8]
Tiles = NDArray[np.float32]

_ROUGH_WH = (320, 240)
_TILES_WH = (20, 15)

_LOUD_LEVELS = 1.5
"""A tile of a clock changes by more: its digits are bright or dark. Somebody who holds
still changes tiles by 0.2 to 0.7 in the sample clips."""

_CLOCK_WH = (10, 2)
"""Tiles that a clock's changing digits cover at most: half the width, two lines."""

_NOISY = 0.9
_KEPT = 0.9
"""A tile has a sensor's noise where nine in ten of the last ten pictures or so changed
it, and not by as much as what moves does."""

_NOISE_LEVELS = 4.0
"""As much as a webcam has in the dark; a camera that moves changes more."""

_NOISY_ROW = 0.7
_CUT_ROWS = 2
"""A picture is cut where noise has stopped in so many rows of tiles, or more, down to
its lower edge, and goes on in a whole row above. A row tells by seven in ten of its
tiles: a person in front of a wall without noise fills fewer."""


class StillMeter:
    """Compares each picture with the last one after which nothing moved.

    A movement too slow to show from one picture to the next adds up; what a codec mends
    does not.

    Parameters
    ----------
    still_levels
        By how many grey levels a tile of the picture changes where nothing moves.
    """

    def __init__(self, still_levels: float) -> None:
        self._still_levels = still_levels
        self._held_to: Grey | None = None
        self._before: Grey | None = None
        self._lively: Tiles = np.zeros(_TILES_WH[::-1], np.float32)

    def moved(self, image_bgr: Image) -> bool:
        """Whether something has moved; the first picture has."""
        grey = np.asarray(cv2.cvtColor(rough(image_bgr), cv2.COLOR_BGR2GRAY), np.uint8)
        cut = self._is_cut(grey)
        if self._held_to is not None:
            if cut:
                return False
            changed = np.asarray(cv2.absdiff(grey, self._held_to), np.uint8)
            if not changed.any():
                return False
            tiles = _without_clock(_tiles(changed))
            if np.partition(tiles, -2, axis=None)[-2] <= self._still_levels:
                return False
        self._held_to = grey
        return True

    def _is_cut(self, grey: Grey) -> bool:
        """Whether only the upper part of a picture has come: noise goes on there."""
        before, self._before = self._before, grey
        if before is None:
            return False
        changed = np.asarray(cv2.absdiff(grey, before), np.uint8)
        if not changed.any():
            return False
        levels = _tiles(changed)
        alive = np.asarray(levels > 0)
        noisy = np.asarray(self._lively >= _NOISY)
        told = np.asarray(noisy.mean(axis=1) >= _NOISY_ROW)
        if told.any():
            # Noise goes on in whole rows. What only moves, as after a fade, does not.
            now = alive & noisy
            going_on = told & (now.mean(axis=1) >= _NOISY_ROW * noisy.mean(axis=1))
            last = int(np.flatnonzero(going_on).max(initial=-1))
            below = told.copy()
            below[: last + 1] = False
            if last >= 0 and below.sum() >= _CUT_ROWS and not now[below].any():
                return True  # and what is noisy is known from whole pictures
        noise = alive & (levels < _NOISE_LEVELS)
        self._lively = np.asarray(
            _KEPT * self._lively + (1 - _KEPT) * noise, np.float32
        )
        return False


def rough(image_bgr: Image) -> Image:
    """Return a picture at 320x240; to average every pixel costs more than it gives."""
    if image_bgr.shape[1::-1] == _ROUGH_WH:
        return image_bgr
    small = cv2.resize(image_bgr, _ROUGH_WH, interpolation=cv2.INTER_LINEAR)
    return np.asarray(small, np.uint8)


def _tiles(changed: NDArray[np.uint8]) -> Tiles:
    """Return the mean of each tile; 8-bit sums would be rounded."""
    small = cv2.resize(
        changed.astype(np.float32), _TILES_WH, interpolation=cv2.INTER_AREA
    )
    return np.asarray(small, np.float32)


def _without_clock(tiles: Tiles) -> Tiles:
    """Leave out what changes like a clock: loud, and in one line of the picture alone.

    A limb that moves so would have the body move with it, however little.
    """
    loud = np.argwhere(tiles > _LOUD_LEVELS)
    if not loud.size:
        return tiles
    (top, left), (bottom, right) = loud.min(axis=0), loud.max(axis=0)
    width, height = _CLOCK_WH
    if right - left >= width or bottom - top >= height:
        return tiles
    rest = tiles.copy()
    rest[max(top - 1, 0) : bottom + 2, max(left - 1, 0) : right + 2] = 0
    return rest
