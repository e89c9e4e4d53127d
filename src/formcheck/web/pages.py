"""The one WebSocket: events in order and none lost, frames newest first and few.

The page says hello first, with the last event that it knows. From then on every event
goes out as it comes; a frame goes out when the page has acknowledged the one before, so
that delay cannot pile up.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from formcheck.errors import FormcheckError
from formcheck.web.session import Message, PageSession, Snapshot

__all__ = ["BUSY", "JUNK", "MAX_MESSAGE_BYTES", "TAKEN_OVER", "Pages"]

BUSY = 4001
"""Closed because another page is connected."""

TAKEN_OVER = 4002
"""Closed because another page took its place."""

JUNK = 1008
"""Closed because of what it sent; the standard's "policy violation"."""

MAX_MESSAGE_BYTES = 16 * 1024

_HELLO_WITHIN_S = 5.0
_MESSAGES_A_SECOND, _MESSAGES_AT_ONCE = 120.0, 240.0
_JUNK_ALLOWED = 20


class _Left(Exception):
    """The connection is over."""


class Pages:
    """Keeps to one page at a time."""

    def __init__(self, session: PageSession) -> None:
        self._session = session
        self._current: _Page | None = None
        self.seen_s = time.monotonic()
        """When a page was last connected, as time.monotonic()."""

    @property
    def connected(self) -> bool:
        """Whether a page is connected now."""
        return self._current is not None

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection until it ends."""
        await socket.accept()
        page = _Page(socket, self._session)
        others = self._current
        if others is not None:
            if "take" not in socket.query_params:
                await socket.close(BUSY)
                return
            await others.close(TAKEN_OVER)
        self._current = page
        self._session.pages(1)
        try:
            await page.run()
        finally:
            self.seen_s = time.monotonic()
            if self._current is page:
                self._current = None
                self._session.pages(0)


class _Page:
    def __init__(self, socket: WebSocket, session: PageSession) -> None:
        self._socket = socket
        self._session = session
        self._news = asyncio.Event()
        self._in_flight: int | None = None
        self._allowance = _Allowance()
        self._junk = 0
        self._closed = False

    async def run(self) -> None:
        loop = asyncio.get_running_loop()

        def told() -> None:
            # The engine may still speak while the loop is being closed.
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._news.set)

        unsubscribe = self._session.subscribe(told)
        try:
            async with asyncio.TaskGroup() as tasks:
                known = await self._first_word()
                tasks.create_task(self._send_all(known))
                tasks.create_task(self._receive_all())
        except* (WebSocketDisconnect, _Left):
            pass
        except* RuntimeError:
            if not self._closed:  # else it was about to send when it was closed
                raise
        finally:
            unsubscribe()

    async def close(self, code: int) -> None:
        """Close it; then `run` ends."""
        self._closed = True
        try:
            await self._socket.close(code)
        except (RuntimeError, WebSocketDisconnect):
            return  # the page has gone

    async def _first_word(self) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(_HELLO_WITHIN_S):
                message = await self._receive()
        except TimeoutError:
            message = None
        hello = message.get("hello") if message else None
        if not isinstance(hello, dict):
            await self.close(JUNK)
            raise _Left
        return hello

    async def _send_all(self, known: Mapping[str, Any]) -> None:
        hello = self._session.hello()
        sent = int(hello["n"])
        n, session = known.get("n"), known.get("session")
        if session == hello["session"] and type(n) is int and 0 <= n <= sent:
            sent = n
        await self._send(hello)
        number, shown, last = 0, -1, None
        while True:
            for event in self._session.events_after(sent):
                await self._send(event)
                sent = int(event["n"])
            snapshot = self._session.snapshot()
            if snapshot is not None and snapshot is not last and self._ready:
                number += 1
                self._in_flight = number
                await self._send_frame(number, snapshot, snapshot.number != shown)
                shown, last = snapshot.number, snapshot
            await self._news.wait()
            self._news.clear()

    @property
    def _ready(self) -> bool:
        return self._in_flight is None

    async def _send(self, message: Message) -> None:
        await self._socket.send_text(json.dumps(message, separators=(",", ":")))

    async def _send_frame(self, number: int, shot: Snapshot, picture: bool) -> None:
        """Send a state and, where it is another picture than before, the picture."""
        await self._send({**shot.message, "ack": number, "picture": picture})
        if picture:
            jpeg = await asyncio.to_thread(shot.jpeg)
            await self._socket.send_bytes(shot.number.to_bytes(4, "big") + jpeg)

    async def _receive_all(self) -> None:
        while True:
            message = await self._receive()
            if message is None:
                await self._count_junk("that is not a message")
            elif "ack" in message:
                if message["ack"] == self._in_flight:
                    self._in_flight = None
                    self._news.set()
            else:
                try:
                    self._session.send(message)
                except FormcheckError as error:
                    await self._count_junk(str(error))

    async def _receive(self) -> Message | None:
        """Return the next message; None if it is not one."""
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1000))
        if not self._allowance.take(time.monotonic()):
            await self.close(JUNK)
            raise _Left
        text = received.get("text")
        if text is None:
            return None
        try:
            message = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            return None
        return message if isinstance(message, dict) else None

    async def _count_junk(self, why: str) -> None:
        self._junk += 1
        if self._junk > _JUNK_ALLOWED:
            await self.close(JUNK)
            raise _Left
        await self._send({"type": "refused", "message": why})


class _Allowance:
    """So many messages a second, with some at once."""

    def __init__(self) -> None:
        self._left = _MESSAGES_AT_ONCE
        self._then_s: float | None = None

    def take(self, now_s: float) -> bool:
        gone_s = now_s - (self._then_s if self._then_s is not None else now_s)
        self._then_s = now_s
        left = min(_MESSAGES_AT_ONCE, self._left + gone_s * _MESSAGES_A_SECOND)
        self._left = left - 1
        return self._left >= 0


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
