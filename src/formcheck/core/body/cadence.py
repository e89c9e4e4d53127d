"""How often the program looks, how far apart looks may be, and which gaps it bridges.

Looking, judging, drawing and exporting all take these times from here, so that what
one part counts as seen is not a gap in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

__all__ = ["CADENCE", "Cadence"]


@dataclass(frozen=True)
class Cadence:
    """Times between looks, s. The rest is worked out from them.

    Parameters
    ----------
    still_s
        Longest wait between looks while nothing moves: every fifth frame of 30. Every
        third moved body landmarks by a median of 0.003-0.004 of the picture against
        looking at every one, even in squats and jumping jacks; of a still body less is
        asked.
    moving_s
        Wait while somebody moves: every second frame of 30, every third of 60, but
        each of 25. On landmarks of 81 real recordings 15 looks a second count the same
        as 30; from pixels, where the model follows less closely too, a quick bridge
        lost a repetition at 15 of 60 and none at 20.
    quick_s
        Wait while somebody moves fast: each frame of 25 or 30, every second of 60.
    frame_s
        One frame of a usual camera.
    drawn_s
        A line is drawn on between looks up to this far apart, and a look stands for
        the pictures after it this long.

    Raises
    ------
    ValueError
        Lines would break where the judge still sees.
    """

    still_s: float = 0.17
    moving_s: float = 0.06
    quick_s: float = 0.03
    frame_s: float = 1 / 30
    drawn_s: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.quick_s < self.frame_s < self.moving_s < self.still_s:
            raise ValueError("who moves must be looked at oftener than who is still")
        if self.drawn_s < self.stale_s:
            raise ValueError("what is bridged in judging must be drawn as one line")

    @property
    def shot_s(self) -> float:
        """Wait after a cut: every frame."""
        return 0.0

    @property
    def jump_s(self) -> float:
        """Looks so near to one another tell a jump: two waits while somebody moves."""
        return round(2 * self.moving_s, 2)

    @cached_property
    def apart_s(self) -> float:
        """Two looks are this far apart at most; with more between them there was a gap.

        A wait ends on a frame, up to a quarter of one late, here of 8 a second.
        """
        return round(self.still_s + 0.03, 3)

    @property
    def search_s(self) -> float:
        """Wait between looks at everybody for somebody lost: each costs three looks at
        one.
        """
        return self.apart_s

    @cached_property
    def stale_s(self) -> float:
        """A look is out of date after this, and what lies between two is not seen.

        One look may fail: two waits, and a hundredth for what clocks differ by.
        Shorter gaps are bridged, by filters, clocks and exports alike.
        """
        return round(2 * self.still_s + 0.01, 3)

    @property
    def lapse_s(self) -> float:
        """Two failed looks: a posture left for no longer than this was not left."""
        return 2 * self.apart_s


CADENCE = Cadence()
"""The times that formcheck uses."""
