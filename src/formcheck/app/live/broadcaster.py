"""Between the engine's thread and the pages: numbered events, the newest snapshot."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import Image

__all__ = ["Broadcaster", "Snapshot"]

Message = dict[str, Any]

_LARGEST_PX = 960


class Snapshot:
    """The newest frame and what was judged in it.

    number: of the frame; stays while none comes. message: the `state`.
    """

    def __init__(
        self, number: int, message: Message, image: Image | None, mirrored: bool
    ) -> None:
        self.number = number
        self.message = message
        self._image = image
        self._mirrored = mirrored
        self._lock = threading.Lock()
        self._jpeg: bytes | None = None

    def jpeg(self, quality: int = 80) -> bytes:
        """The picture, encoded when it is first asked for; empty where there is none.

        A camera that shows a mirror's picture is put right, as its landmarks are.
        """
        with self._lock:
            if self._jpeg is None:
                self._jpeg = self._encode(quality)
            return self._jpeg

    def _encode(self, quality: int) -> bytes:
        image = self._image
        if image is None:
            return b""
        height, width = image.shape[:2]
        scale = _LARGEST_PX / max(height, width)
        shown: Any = image
        if scale < 1:
            size = (round(width * scale), round(height * scale))
            shown = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        if self._mirrored:
            shown = cv2.flip(shown, 1)
        ok, jpeg = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return bytes(jpeg.tobytes()) if ok else b""


class Broadcaster:
    """Keeps every event and the newest snapshot, and calls its subscribers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: list[Message] = []
        self._snapshot: Snapshot | None = None
        self._callbacks: list[Callable[[], None]] = []

    def event(self, time_s: float, what: str, /, **content: Any) -> Message:
        """Add an event; return it with its number."""
        with self._lock:
            number = len(self._events) + 1
            made = {"n": number, "time_s": round(time_s, 3), "type": what, **content}
            self._events.append(made)
        self._call()
        return made

    def show(self, snapshot: Snapshot) -> None:
        """Put a snapshot in the place of the one before."""
        self._snapshot = snapshot
        self._call()

    @property
    def snapshot(self) -> Snapshot | None:
        """The newest."""
        return self._snapshot

    @property
    def last(self) -> int:
        """Number of the last event; 0 before the first."""
        with self._lock:
            return len(self._events)

    def after(self, n: int) -> list[Message]:
        """Events numbered above n, in order."""
        with self._lock:
            return self._events[max(0, n) :]

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back, from the engine's thread, when there is something new."""
        with self._lock:
            self._callbacks.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return unsubscribe

    def _call(self) -> None:
        with self._lock:
            callbacks = tuple(self._callbacks)
        for callback in callbacks:
            callback()
