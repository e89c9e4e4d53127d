"""Connections that ask for nothing are few, end soon, and keep nobody out."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from formcheck.web import server as serving
from formcheck.web.bounded import bounded
from formcheck.web.scripted import ScriptedSession, Step
from formcheck.web.server import LiveServer

SCRIPT = [Step({"step": "choose", "title": "Choose"})]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveServer]:
    """As it is, but for how long it waits for a header."""
    monkeypatch.setattr(serving, "bounded", lambda: bounded(within_s=1.0))
    session = ScriptedSession(SCRIPT, lambda _at_s: b"\xff\xd8\xff\xd9")
    with LiveServer(session) as running:
        yield running


def half(server: LiveServer, sent: bytes) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    line.sendall(sent)
    return line


def is_closed(line: socket.socket) -> bool:
    line.settimeout(5)
    try:
        return line.recv(4096) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


HALVES = [b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n"]


@pytest.mark.parametrize("sent", HALVES)
def test_half_a_request_is_closed(server: LiveServer, sent: bytes) -> None:
    with half(server, sent) as line:
        assert is_closed(line)


def test_dripping_a_header_gains_no_time(server: LiveServer) -> None:
    with half(server, b"GET / HTTP/1.1\r\n") as line:
        begun_s = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() < begun_s + 20:
                line.sendall(b"X-A: b\r\n")
                time.sleep(0.1)


def test_300_idle_ones_keep_nobody_out_and_nothing_is_printed(
    server: LiveServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        lines = [stack.enter_context(half(server, b"GET")) for _ in range(300)]
        answer = httpx.get(server.door.place, headers=server.door.headers)
        assert answer.status_code == 200
        assert all(is_closed(line) for line in lines)
    assert capfd.readouterr() == ("", "")


def test_the_page_asks_for_nothing_for_long_and_stays(server: LiveServer) -> None:
    """It was hung up on after ten seconds, as if its header had not come yet."""
    place = server.door.place.replace("http:", "ws:") + "socket"
    origin: Any = f"http://127.0.0.1:{server.port}"
    headers = server.door.headers
    with connect(place, origin=origin, additional_headers=headers) as page:
        page.send(json.dumps({"hello": {}}))
        with ExitStack() as stack:  # nor is it the oldest one of many that wait
            lines = [stack.enter_context(half(server, b"G")) for _ in range(100)]
            assert all(is_closed(line) for line in lines)
        time.sleep(1.0)
        assert page.ping().wait(5)
        assert page.close_code is None


def test_whoever_is_refused_is_hung_up_on(server: LiveServer) -> None:
    host = f"127.0.0.1:{server.port}"
    with half(server, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()) as line:
        line.settimeout(5)
        text = b""
        while piece := line.recv(4096):
            text += piece
    assert b" 404 " in text.split(b"\r\n")[0] and b"connection: close" in text.lower()
