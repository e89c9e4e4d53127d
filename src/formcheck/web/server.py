"""The web server: 127.0.0.1 alone, a port and secrets of its own for every start."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from formcheck.app.report.templates import page_templates
from formcheck.core.words.catalogue import in_use, say
from formcheck.errors import FormcheckError
from formcheck.web.bounded import bounded
from formcheck.web.door import ENTER, Door, leads_to
from formcheck.web.guard import Guard
from formcheck.web.pages import MAX_MESSAGE_BYTES, Pages
from formcheck.web.session import PageSession
from formcheck.web.words import page_words

__all__ = ["STATIC", "LiveServer"]

STATIC = Path(__file__).resolve().parent / "static"

READ_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",  # drawings have styles of their own
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
"""Of pages that are only read: whole in themselves, without any script."""

_READ = {"Content-Security-Policy": READ_POLICY}
_SAVED_AS = 'attachment; filename="formcheck-report.html"'
_HOST = "127.0.0.1"
_STOP_WITHIN_S = 3.0


class LiveServer:
    """Serves a session's page from a thread of its own, while the `with` block lasts.

    Parameters
    ----------
    session
        What is shown.
    port
        0: any that is free.

    Raises
    ------
    FormcheckError
        The port is taken.
    """

    def __init__(self, session: PageSession, port: int = 0) -> None:
        self._socket = _listen(port)
        self.port: int = self._socket.getsockname()[1]
        self.pages = Pages(session)
        authority = f"{_HOST}:{self.port}"
        self.door = Door(authority)
        app = Guard(_routes(session, self.pages, self.door), authority, self.door)
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,  # addresses have secrets in them: none is logged
                log_level="error",
                access_log=False,
                server_header=False,
                lifespan="off",
                http=bounded(),
                ws="websockets-sansio",
                ws_max_size=MAX_MESSAGE_BYTES,
                ws_per_message_deflate=False,  # pictures do not get smaller
                ws_ping_interval=5.0,
                ws_ping_timeout=15.0,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    @property
    def address(self) -> str:
        """A new address that lets one browser in, once."""
        return self.door.fresh()

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.01)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(_STOP_WITHIN_S)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two programs share the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or "not a port"
        raise FormcheckError(f"cannot listen on port {port}: {reason}") from error
    return listening


def _routes(session: PageSession, pages: Pages, door: Door) -> Starlette:
    async def index(_request: Request) -> Response:
        page = page_templates().get_template("page.html.j2")
        return HTMLResponse(page.render(words=page_words(in_use())))

    async def catalogue(_request: Request) -> Response:
        return JSONResponse(await asyncio.to_thread(session.catalogue))

    async def cameras(_request: Request) -> Response:
        return JSONResponse(await asyncio.to_thread(session.cameras))

    async def figure(request: Request) -> Response:
        found = session.figure(request.path_params["stretch"])
        if found is None:
            return PlainTextResponse("no such figure\n", 404)
        return JSONResponse(found)

    async def read(make: Callable[[], str], headers: dict[str, str]) -> Response:
        try:
            return HTMLResponse(await asyncio.to_thread(make), headers=headers)
        except FormcheckError as error:
            return PlainTextResponse(f"{error}\n", 404)

    async def report(request: Request) -> Response:
        uid = request.path_params["uid"]
        return await read(
            lambda: session.report(uid, save=f"{quote(uid, safe='')}/file"), _READ
        )

    async def report_file(request: Request) -> Response:
        uid = request.path_params["uid"]
        headers = {"Content-Disposition": _SAVED_AS, **_READ}
        return await read(lambda: session.report(uid), headers)

    async def progress(_request: Request) -> Response:
        return await read(session.progress, _READ)

    async def enter(request: Request) -> Response:
        # A browser that only looks ahead is not in yet.
        ahead = "prefetch" in request.headers.get("sec-purpose", "")
        if request.method != "GET" or ahead:
            return PlainTextResponse("later\n", 503)
        cookie = door.enter(request.path_params["once"])
        if cookie is None:
            used = say("This address has been used: it works once. See the terminal.")
            return PlainTextResponse(f"{used}\n", 404)
        headers, place = {"Set-Cookie": cookie}, f"/{door.key}/"
        return HTMLResponse(leads_to(place, f"{place}static/icon.svg"), headers=headers)

    return Starlette(
        routes=[
            Route(f"/{ENTER}/{{once}}", enter),
            Mount(
                f"/{door.key}",
                routes=[
                    Route("/", index),
                    Route("/catalogue", catalogue),
                    Route("/cameras", cameras),
                    Route("/figures/{stretch}", figure),
                    Route("/report/{uid}", report),
                    Route("/report/{uid}/file", report_file),
                    Route("/progress", progress),
                    WebSocketRoute("/socket", pages.serve),
                    Mount("/static", StaticFiles(directory=STATIC)),
                ],
            ),
        ]
    )
