"""Connections that ask for nothing are few, and end soon.

Every program of this machine may connect. Without bounds, some hundred idle connections
would take every file that this process may open, and end the session.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["HEADER_WITHIN_S", "MOST_WAITING", "bounded"]

MOST_WAITING = 64
"""Connections that have not sent a request's header yet."""

HEADER_WITHIN_S = 10.0


def bounded(
    most: int = MOST_WAITING, within_s: float = HEADER_WITHIN_S
) -> type[H11Protocol]:
    """Return uvicorn's protocol with bounds, which hold for one server.

    most: how many may wait; where one more comes, the oldest goes, so that nobody is
    kept out. within_s: for how long.
    """
    waiting: dict[Bounded, asyncio.TimerHandle] = {}

    class Bounded(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            if len(waiting) >= most:
                next(iter(waiting)).let_go()
            waiting[self] = self.loop.call_later(within_s, self.let_go)

        def handle_events(self) -> None:
            super().handle_events()
            if self.cycle is not None:  # a whole header has come
                self._is_no_more_waiting()

        def handle_websocket_upgrade(self, event: Any) -> None:
            # From here on another protocol has the connection, with bounds of its own.
            self._is_no_more_waiting()
            super().handle_websocket_upgrade(event)

        def connection_lost(self, exc: Exception | None) -> None:
            self._is_no_more_waiting()
            super().connection_lost(exc)

        def let_go(self) -> None:
            """Close it at once."""
            self._is_no_more_waiting()
            self.transport.abort()

        def _is_no_more_waiting(self) -> None:
            timer = waiting.pop(self, None)
            if timer is not None:
                timer.cancel()

    return Bounded
