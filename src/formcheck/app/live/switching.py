"""Another camera in mid-session: the old one goes on until the new has a picture."""

from __future__ import annotations

from collections.abc import Callable

from formcheck.core.words.catalogue import say
from formcheck.edges.camera import Camera
from formcheck.edges.clock import Clock
from formcheck.errors import FormcheckError

__all__ = ["Switching"]

TRY_S = 5.0
"""Another camera that gives no picture for this long is given up."""


class Switching:
    """Tries another camera beside the one in use.

    Parameters
    ----------
    opened
        Opens a camera by name; FormcheckError where that cannot be.
    """

    def __init__(self, opened: Callable[[str], Camera], clock: Clock) -> None:
        self._open = opened
        self._clock = clock
        self._other: Camera | None = None
        self._since_s = 0.0

    def ask_for(self, name: str, current: Camera) -> str | None:
        """Begin to try that camera; why it cannot be, in a line, or None."""
        self.close()
        try:
            other = self._open(name)
        except FormcheckError as error:
            return str(error)
        if other.name == current.name:
            other.close()
            return None
        self._other, self._since_s = other, self._clock.now_s()
        return None

    def ready(self, current: Camera) -> tuple[Camera | None, str | None]:
        """The camera to go on with once it gives a picture, or why there is none."""
        other = self._other
        if other is None:
            return None, None
        if other.newest(0, 0.0) is not None:
            self._other = None
            return other, None
        if self._clock.now_s() - self._since_s < TRY_S:
            return None, None
        self.close()
        return None, say(
            "No picture from {camera}: {other} goes on.",
            camera=other.name,
            other=current.name,
        )

    def close(self) -> None:
        """Let go of what is being tried."""
        if self._other is not None:
            self._other.close()
        self._other = None
