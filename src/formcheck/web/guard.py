"""Who may talk to the server, and what every answer carries.

A page of another site can send requests to 127.0.0.1 too. What it cannot do is know the
key in the address, have our cookie sent, send our Host, or hide its own Origin.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from formcheck.web.door import ENTER, Door

__all__ = ["Guard"]


class Guard:
    """Lets through what comes from our own page and turns everything else away.

    Parameters
    ----------
    app
        What is behind it.
    authority
        Our own `127.0.0.1:PORT`.
    door
        Its key begins every path, and its cookie comes with everything that is asked
        for; but for the addresses that lead in.
    """

    def __init__(self, app: ASGIApp, authority: str, door: Door) -> None:
        self._app = app
        self._host = authority
        self._origin = f"http://{authority}"
        self._door = door
        self._headers = _headers(authority)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or connection, or pass it on."""
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal:
                await send({"type": "websocket.close", "code": 1008})
                return
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)  # some have a policy of their own
            await send(message)

        # Whoever is refused has nothing more to ask on that connection.
        end = {"Connection": "close"}
        app = PlainTextResponse("no\n", refusal, end) if refusal else self._app
        await app(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        if headers.getlist("host") != [self._host]:
            return 403
        # Browsers name the origin of every WebSocket; a plain visit to a page has none.
        origins = headers.getlist("origin")
        if origins != [self._origin] and (origins or scope["type"] == "websocket"):
            return 403
        # What is asked for need be no path: `*`, or a host's name.
        first = scope["path"].removeprefix("/").split("/")[0]
        if first != ENTER or scope["type"] == "websocket":
            if not secrets.compare_digest(first.encode(), self._door.key.encode()):
                return 404
            if not self._door.knows(headers):
                return 403
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            return 405
        return None


def _headers(authority: str) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        # Not every browser counts ws: to the same host as 'self'.
        "connect-src": f"'self' ws://{authority}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{k} {v}" for k, v in policy.items()),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cache-Control": "no-store",
    }
