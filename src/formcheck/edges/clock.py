"""The one clock of a live session, so that tests need no waiting."""

from __future__ import annotations

import time
from typing import Protocol

__all__ = ["Clock", "ManualClock", "WallClock"]


class Clock(Protocol):
    """Seconds since the session began; never goes backwards."""

    def now_s(self) -> float:
        """The time now."""


class WallClock:
    """The machine's monotonic clock, from 0 when this is made."""

    def __init__(self) -> None:
        self._begun_s = time.monotonic()

    def now_s(self) -> float:
        """The time now."""
        return time.monotonic() - self._begun_s


class ManualClock:
    """A clock that is set by hand: the fake."""

    def __init__(self, now_s: float = 0.0) -> None:
        self._now_s = now_s

    def now_s(self) -> float:
        """The time it was last set to."""
        return self._now_s

    def set(self, now_s: float) -> None:
        """Tell it the time; an earlier one is not taken."""
        self._now_s = max(self._now_s, now_s)
