"""How much the picture has changed, computed cheaply from a thumbnail."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.sampling import Box
from formcheck.edges.freeze import StillMeter
from formcheck.edges.freeze import rough as _rough
from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import Frame, Image

__all__ = ["Change", "ChangeMeter", "with_changes"]

Thumbnail = NDArray[np.uint8]

_THUMB_WH = (80, 60)
_CUT_ALIKE = 0.75
_CUT_LEVELS = 6.0
"""Another shot: the pictures correlate less than this and differ by so many grey
levels. In real clips cuts correlate by 0.56 at most, movement by 0.95 at least; a fade
or a change of exposure keeps its correlation."""

_TENTH_OF_HALF = 6.4
"""Of normally distributed noise the largest tenth is so many times the smaller half:
2.06 and 0.32 standard deviations."""

_MOST_NOISE = 4.0
"""Grey levels, as a webcam has in the dark. Where more of the picture changes by more,
the camera moves."""

_OVER_S = 0.075
"""The picture compared with is so old, or nearly: a movement adds up in it, noise does
not."""

_LEAST_PX = 4
"""A box narrower than that in the thumbnail tells nothing: the whole picture does."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed in the picture.

    by: (60, 80) grey levels 0..255 between this picture and the one 0.075 s ago, or so;
    None in the first. noise: grey levels that are the recording's own. cut: the whole
    picture changed at once. moved: something did, not only what a codec leaves of a
    frozen picture.
    """

    by: Thumbnail | None
    noise: float = 0.0
    cut: bool = False
    moved: bool = True

    def levels(self, box: Box | None = None) -> float:
        """Return how much a box of the picture has changed, or all of it: the mean of
        its most changed tenth, less the noise. 0 in the first.
        """
        if self.by is None:
            return 0.0
        part = self.by if box is None else _inside(self.by, box)
        most = max(1, part.size // 10)
        changed = float(np.partition(part, -most, axis=None)[-most:].mean())
        return max(0.0, changed - self.noise)


class ChangeMeter:
    """Compares each picture with those before. About 0.4 ms at 640x480.

    Parameters
    ----------
    still_levels
        See `StillMeter`.
    """

    def __init__(self, still_levels: float) -> None:
        self._before: deque[tuple[float, Thumbnail]] = deque()
        self._stillness = StillMeter(still_levels)

    def measure(self, image_bgr: Image, time_s: float) -> Change:
        """Return how much has changed; nothing the first time."""
        rough = _rough(image_bgr)
        moved = self._stillness.moved(rough)
        now = _thumbnail(rough)
        if not self._before:
            self._before.append((time_s, now))
            return Change(None, moved=moved)
        last = self._before[-1][1]
        mean = float(cv2.absdiff(now, last).mean())
        cut = mean > _CUT_LEVELS and _alike(now, last) < _CUT_ALIKE
        # The newest that is old enough, or nearly: by half a frame of a usual camera.
        since_s = time_s - _OVER_S + CADENCE.frame_s / 2
        while len(self._before) > 1 and self._before[1][0] <= since_s:
            self._before.popleft()
        before = self._before[0][1]
        by = np.asarray(cv2.absdiff(now, before), np.uint8)
        self._before.append((time_s, now))
        return Change(by, _noise_of(by), cut=cut, moved=moved)


def with_changes(
    frames: Iterable[Frame], still_levels: float
) -> Iterator[tuple[Frame, Change]]:
    """Give each frame with how much has changed since the one before.

    still_levels: see `StillMeter`.
    """
    meter = ChangeMeter(still_levels)
    for frame in frames:
        yield frame, meter.measure(frame.image_bgr, frame.time_s)


def _noise_of(by: Thumbnail) -> float:
    """How much the most changed tenth changes where nothing moves, told from the half
    of the picture that has changed least.
    """
    half = by.size // 2
    least = float(np.partition(by, half, axis=None)[:half].mean())
    return min(_TENTH_OF_HALF * least, _MOST_NOISE)


def _inside(picture: Thumbnail, box: Box) -> Thumbnail:
    height, width = picture.shape
    left, top, right, bottom = box
    x0, x1 = max(0, int(left * width)), min(width, ceil(right * width))
    y0, y1 = max(0, int(top * height)), min(height, ceil(bottom * height))
    if x1 - x0 < _LEAST_PX or y1 - y0 < _LEAST_PX:
        return picture
    return picture[y0:y1, x0:x1]


def _thumbnail(rough: Image) -> Thumbnail:
    small = cv2.resize(rough, _THUMB_WH, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)


def _alike(now: Thumbnail, before: Thumbnail) -> float:
    """Correlation of two thumbnails, -1..1; 0 where one is of a single colour."""
    a, b = now - now.mean(), before - before.mean()
    both = float((a * a).sum() * (b * b).sum())
    return float((a * b).sum()) / both**0.5 if both > 0 else 0.0
