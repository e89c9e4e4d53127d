"""What the page needs of a live session: the seam between the web and the engine.

`formcheck.app.live.session.LiveSession` is the real one, `formcheck.web.scripted` the
fake.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

__all__ = ["Message", "PageSession", "Snapshot"]

Message = dict[str, Any]
"""One JSON object, as it goes over the wire. It holds no NaN."""


class Snapshot(Protocol):
    """The newest frame and what was judged in it."""

    @property
    def number(self) -> int:
        """Of the frame; it grows, and stays while no frame comes."""

    @property
    def message(self) -> Message:
        """The `state` message."""

    def jpeg(self, quality: int = 80) -> bytes:
        """The picture, encoded when it is first asked for."""


class PageSession(Protocol):
    """A session, from a page's point of view. Every method may be called from any
    thread, and none of them blocks but `cameras`, `report` and `progress`.
    """

    ended: threading.Event

    def send(self, command: Mapping[str, Any]) -> None:
        """Take what the person did. Raises FormcheckError for junk, without harm."""

    def hello(self) -> Message:
        """Everything that a page needs which has just connected."""

    def events_after(self, n: int) -> Sequence[Message]:
        """Events numbered above n, in order. None is ever dropped."""

    def snapshot(self) -> Snapshot | None:
        """The newest; those before it are gone."""

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back, from any thread, when there is something new. Returns how to
        stop that.
        """

    def pages(self, count: int) -> None:
        """Say how many pages are connected now."""

    def catalogue(self) -> Message:
        """Programmes and stretches to choose from."""

    def cameras(self) -> Sequence[Message]:
        """Cameras to choose from. Looking for them may take a second."""

    def figure(self, stretch_id: str) -> Message | None:
        """The moving stick figure of a stretch, if there is one."""

    def report(self, uid: str, save: str = "") -> str:
        """The report of a kept session, a whole page. save: the address of the same as
        a file; without it, the page is that file. Raises FormcheckError for none.
        """

    def progress(self) -> str:
        """The person's progress, a whole page. Raises FormcheckError for none."""

    def close(self) -> None:
        """End, save and stop. A second time does nothing."""
