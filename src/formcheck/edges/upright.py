"""How a stored picture is brought upright: square pixels, no flip, no turn."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from formcheck.edges.native_logs import cv2
from formcheck.errors import VideoError

__all__ = ["Image", "Upright"]

Image = NDArray[np.uint8]
"""(height, width, 3) picture, blue-green-red."""

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


@dataclass(frozen=True, slots=True)
class Upright:
    """What is done to a stored picture before anything is measured in it.

    Pixels are made square first, then the picture is flipped, then turned.

    pixel_aspect: width of a stored pixel by its height. flipped: left and right change
    places. turn_deg: clockwise; 0, 90, 180 or 270.
    """

    pixel_aspect: Fraction = Fraction(1)
    flipped: bool = False
    turn_deg: int = 0

    @classmethod
    def by_matrix(cls, a: int, b: int, c: int, d: int) -> Self:
        """Read a display matrix: stored (x, y) is shown at (a x + c y, b x + d y)."""
        flipped = a * d - b * c < 0
        # Where a picture's x axis comes to point, clockwise, as y grows downwards.
        degrees = math.degrees(math.atan2(-b, -a) if flipped else math.atan2(b, a))
        return cls(flipped=flipped, turn_deg=round(degrees / 90) * 90 % 360)

    def turned(self, degrees: int) -> Upright:
        """Turn by so many more degrees clockwise.

        Raises
        ------
        VideoError
            Not a number of quarter turns.
        """
        if degrees % 90 or not 0 <= degrees < 360:
            raise VideoError(
                f"cannot turn a picture by {degrees} degrees; 90, 180 or 270"
            )
        return replace(self, turn_deg=(self.turn_deg + degrees) % 360)

    def size_wh(self, stored_wh: tuple[int, int]) -> tuple[int, int]:
        """Return the size, px, that a picture stored in another comes out in."""
        width, height = self._squared(stored_wh)
        return (height, width) if self.turn_deg in (90, 270) else (width, height)

    def of(self, image: Image) -> Image:
        """Return the picture as it is meant to be seen."""
        height, width = image.shape[:2]
        square = self._squared((width, height))
        seen: Any = image
        if square != (width, height):
            seen = cv2.resize(seen, square, interpolation=cv2.INTER_LINEAR)
        if self.flipped:
            seen = cv2.flip(seen, 1)
        if self.turn_deg:
            seen = cv2.rotate(seen, _TURNS[self.turn_deg])
        return np.asarray(seen, np.uint8)

    def _squared(self, stored_wh: tuple[int, int]) -> tuple[int, int]:
        """Stretch the axis with the fewer pixels for its length.

        Shrinking the other would throw away detail that was filmed.
        """
        width, height = stored_wh
        if self.pixel_aspect > 1:
            return round(width * self.pixel_aspect), height
        return width, round(height / self.pixel_aspect)
