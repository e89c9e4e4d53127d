"""The server, over real HTTP and WebSocket connections by client libraries not ours."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from formcheck.errors import FormcheckError
from formcheck.web.pages import BUSY, JUNK, TAKEN_OVER
from formcheck.web.scripted import ScriptedSession, Step
from formcheck.web.server import STATIC, LiveServer

JPEG = b"\xff\xd8 not much of a picture \xff\xd9"
SCRIPT = [Step({"step": "choose", "title": "Choose"}, goes_on=("choose",))]
SCRIPT += [Step({"step": "rest", "title": "Rest"})]


@pytest.fixture
def session() -> Iterator[ScriptedSession]:
    playing = ScriptedSession(SCRIPT, lambda _at_s: JPEG)
    playing.start()
    yield playing
    playing.close()


@pytest.fixture
def server(session: ScriptedSession) -> Iterator[LiveServer]:
    with LiveServer(session) as serving:
        yield serving


def get(
    server: LiveServer, path: str = "", headers: dict[str, str] | None = None
) -> httpx.Response:
    """What a browser that was let in is answered."""
    sent = server.door.headers | (headers or {})
    return httpx.get(server.door.place + path, headers=sent)


def raw_headers(server: LiveServer) -> str:
    """The end of a request as it goes over the line."""
    cookie = server.door.headers["Cookie"]
    host = f"Host: 127.0.0.1:{server.port}"
    return f"{host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"


def origin(server: LiveServer) -> Origin:
    return Origin(f"http://127.0.0.1:{server.port}")


@contextmanager
def page(
    server: LiveServer, hello: dict[str, Any] | None = None, query: str = ""
) -> Iterator[ClientConnection]:
    """A page that has said hello."""
    address = server.door.place.replace("http:", "ws:") + "socket" + query
    with connect(
        address,
        origin=origin(server),
        max_size=None,
        additional_headers=server.door.headers,
    ) as connection:
        with suppress(ConnectionClosed):  # a page too many is not even asked
            connection.send(json.dumps({"hello": hello or {}}))
        yield connection


def messages(connection: ClientConnection, until: str, at_most: int = 400) -> Any:
    """Everything up to the first message of a type, frames acknowledged."""
    found: list[Any] = []
    for _ in range(at_most):
        raw = connection.recv(timeout=5)
        if isinstance(raw, bytes):
            continue
        found.append(json.loads(raw))
        if "ack" in found[-1]:
            connection.send(json.dumps({"ack": found[-1]["ack"]}))
        if found[-1]["type"] == until:
            return found
    raise AssertionError(f"no {until} came")


def closed_with(connection: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed):
        while True:
            connection.recv(timeout=5)
    code = connection.close_code
    assert code is not None
    return code


def test_the_page_is_served_with_a_strict_policy(server: LiveServer) -> None:
    answer = get(server)
    assert answer.status_code == 200
    assert "<title>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert f"ws://127.0.0.1:{server.port}" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


def test_every_file_of_the_page_is_ours(server: LiveServer) -> None:
    """Whatever the page asks for, this server has; nothing remote is named."""
    text = get(server).text
    assert "//" not in text.replace("<!doctype html>", "")
    styles = {f"static/{path.name}" for path in STATIC.glob("*.css")}
    assert len(styles) > 1
    for name in {"static/app.js"} | styles:
        assert f'"{name}"' in text, "what nothing loads need not be there"
        assert get(server, name).status_code == 200


@pytest.mark.parametrize(
    "path", ["", "catalogue", "cameras", "figures/bridge", "static/app.js", "socket"]
)
def test_without_the_token_there_is_nothing(server: LiveServer, path: str) -> None:
    wrong = f"{origin(server)}/{'A' * len(server.door.key)}/{path}"
    assert httpx.get(wrong).status_code == 404
    assert httpx.get(f"{origin(server)}/{path}").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", ""])
def test_a_foreign_host_is_refused(server: LiveServer, host: str) -> None:
    answer = get(server, headers={"Host": host})
    assert answer.status_code in (400, 403)


def test_a_foreign_origin_is_refused(server: LiveServer) -> None:
    for foreign in ("http://evil.example", "null", "http://127.0.0.1:1"):
        answer = get(server, "catalogue", {"Origin": foreign})
        assert answer.status_code == 403


def test_nothing_can_be_posted(server: LiveServer) -> None:
    assert (
        httpx.post(
            server.door.place + "catalogue", headers=server.door.headers
        ).status_code
        == 405
    )


@pytest.mark.parametrize("path", ["static/../server.py", "static/%2e%2e/server.py"])
def test_only_the_page_s_own_files_are_served(server: LiveServer, path: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(
            f"GET /{server.door.key}/{path} HTTP/1.1\r\n{raw_headers(server)}".encode()
        )
        assert b" 404 " in raw.recv(4096).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "asked",
    [
        "OPTIONS *",
        "GET *",
        "GET **/x",
        "CONNECT a.example:1",
        "GET http://a.example",
        "GET //",
    ],
)
def test_what_is_no_path_is_refused(
    server: LiveServer, asked: str, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(f"{asked} HTTP/1.1\r\n{raw_headers(server)}".encode())
        assert b" 4" in raw.recv(4096).split(b"\r\n")[0]
    assert "Traceback" not in caplog.text


def test_it_listens_on_loopback_alone(server: LiveServer) -> None:
    name = socket.gethostname()
    try:
        others = {i[4][0] for i in socket.getaddrinfo(name, None, socket.AF_INET)}
    except OSError:
        others = set()
    for other in others - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError):
            socket.create_connection((str(other), server.port), timeout=1)


def test_a_taken_port_is_one_plain_line(
    server: LiveServer, session: ScriptedSession
) -> None:
    with pytest.raises(FormcheckError, match=f"cannot listen on port {server.port}"):
        LiveServer(session, server.port)
    with pytest.raises(FormcheckError, match="cannot listen on port 70000"):
        LiveServer(session, 70000)


@pytest.mark.parametrize(
    ("path", "sent_origin"),
    [
        ("socket", "http://evil.example"),
        ("socket", None),
        ("socket", "null"),
        ("../wrong/socket", "ours"),
        ("nothing", "ours"),
    ],
)
def test_a_foreign_socket_is_refused(
    server: LiveServer, session: ScriptedSession, path: str, sent_origin: str | None
) -> None:
    address = server.door.place.replace("http:", "ws:") + path
    if path.startswith(".."):
        address = f"ws://127.0.0.1:{server.port}/wrong/socket"
    mine = origin(server) if sent_origin == "ours" else None
    if sent_origin not in (None, "ours"):
        mine = Origin(sent_origin)
    with (
        pytest.raises(InvalidStatus),
        connect(address, origin=mine, additional_headers=server.door.headers),
    ):
        pass
    assert session.page_counts == []


def test_a_page_gets_hello_then_events_then_frames(
    server: LiveServer, session: ScriptedSession
) -> None:
    with page(server) as connection:
        first = messages(connection, "state")
        assert first[0]["type"] == "hello"
        assert first[0]["screen"]["title"] == "Choose"
        connection.send(json.dumps({"do": "choose", "stretch": "bridge"}))
        screens = [m for m in messages(connection, "screen") if m["type"] == "screen"]
        assert screens[0]["screen"]["title"] == "Rest"
    assert session.commands == [{"do": "choose", "stretch": "bridge"}]
    assert session.page_counts[0] == 1


def test_a_frame_waits_until_the_one_before_is_acknowledged(server: LiveServer) -> None:
    with page(server) as connection:
        states, pictures = [], []
        until_s = time.monotonic() + 1.0
        while time.monotonic() < until_s:
            try:
                raw = connection.recv(timeout=0.2)
            except TimeoutError:
                continue
            if isinstance(raw, bytes):
                pictures.append(raw)
            elif json.loads(raw)["type"] == "state":
                states.append(json.loads(raw))
        assert len(states) == len(pictures) == 1
        number = int.from_bytes(pictures[0][:4], "big")
        assert number == states[0]["frame"]
        assert pictures[0][4:] == JPEG
        # What comes next is the newest, not what piled up meanwhile.
        connection.send(json.dumps({"ack": states[0]["ack"]}))
        later = messages(connection, "state")[-1]
        assert later["frame"] - number >= 20


def test_after_a_reconnect_no_event_is_lost_and_none_comes_twice(
    server: LiveServer, session: ScriptedSession
) -> None:
    with page(server) as connection:
        hello = messages(connection, "hello")[0]
        session.tell({"type": "say", "text": "One", "kind": "info"})
        known = messages(connection, "say")[-1]["n"]
    for text in ("Two", "Three"):
        session.tell({"type": "say", "text": text, "kind": "info"})
    with page(server, {"session": hello["session"], "n": known}) as connection:
        session.tell({"type": "say", "text": "Four", "kind": "info"})
        texts: list[str] = []
        while texts[-1:] != ["Four"]:
            new = messages(connection, "say")
            texts += [m["text"] for m in new if m["type"] == "say"]
    assert texts == ["Two", "Three", "Four"]


def test_a_page_of_another_session_starts_afresh(
    server: LiveServer, session: ScriptedSession
) -> None:
    session.tell({"type": "say", "text": "Before", "kind": "info"})
    with page(server, {"session": "another", "n": 0}) as connection:
        kinds = [m["type"] for m in messages(connection, "state")]
    assert kinds == ["hello", "state"]


def test_events_go_out_while_a_frame_is_not_acknowledged(
    server: LiveServer, session: ScriptedSession
) -> None:
    with page(server) as connection:
        while not isinstance(connection.recv(timeout=5), bytes):
            pass
        session.tell({"type": "say", "text": "Ease off.", "kind": "unsafe"})
        raw = connection.recv(timeout=1)
        assert json.loads(raw)["text"] == "Ease off."


REPORT = '<!doctype html><p style="color: teal">Bridge <a href="{save}">Save</a>'


@pytest.fixture
def kept() -> Iterator[LiveServer]:
    pages = {"one:x": REPORT, "progress": "<p>Progress"}
    session = ScriptedSession(SCRIPT, lambda _at_s: JPEG, reports=pages)
    with LiveServer(session) as serving:
        yield serving


@pytest.mark.parametrize("path", ["report/one:x", "report/one%3Ax", "progress"])
def test_a_kept_page_shows_itself_and_runs_nothing(kept: LiveServer, path: str) -> None:
    answer = get(kept, path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script" not in policy and "connect" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def test_the_report_is_saved_as_one_file(kept: LiveServer) -> None:
    page = get(kept, "report/one:x")
    assert 'href="one%3Ax/file"' in page.text
    file = httpx.get(str(page.url.join("one%3Ax/file")), headers=kept.door.headers)
    assert file.status_code == 200
    disposition = file.headers["content-disposition"]
    assert disposition == 'attachment; filename="formcheck-report.html"'
    assert file.text == REPORT.replace("{save}", "")


@pytest.mark.parametrize("path", ["report/none", "report/none/file", "report/"])
def test_what_is_not_kept_is_not_found(kept: LiveServer, path: str) -> None:
    assert get(kept, path).status_code == 404


@pytest.mark.parametrize("path", ["report/one:x", "report/one:x/file", "progress"])
def test_kept_pages_are_for_our_own_page_alone(kept: LiveServer, path: str) -> None:
    assert httpx.get(f"{origin(kept)}/{'A' * 32}/{path}").status_code == 404
    for header in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        answer = get(kept, path, header)
        assert answer.status_code == 403
        assert "Bridge" not in answer.text


def test_a_second_tab_is_told_and_may_take_over(server: LiveServer) -> None:
    with page(server) as first:
        messages(first, "state")
        with page(server) as second:
            assert closed_with(second) == BUSY
        messages(first, "state")  # the first did not notice
        with page(server, query="?take=1") as third:
            messages(third, "state")
            assert closed_with(first) == TAKEN_OVER
    deadline_s = time.monotonic() + 3
    while server.pages.connected and time.monotonic() < deadline_s:
        time.sleep(0.02)
    assert not server.pages.connected


JUNK_MESSAGES: list[str | bytes] = [
    "",
    "junk",
    "[]",
    "null",
    "{",
    '{"do": 7}',
    '{"do": null, "x": NaN}',
    '{"answer": Infinity}',
    "[" * 5000,
    b"\x00\x01\x02",
]


@pytest.mark.parametrize("junk", JUNK_MESSAGES, ids=lambda j: str(j)[:20])
def test_one_junk_message_does_no_harm(
    server: LiveServer, session: ScriptedSession, junk: str | bytes
) -> None:
    with page(server) as connection:
        connection.send(junk)
        messages(connection, "refused")
        messages(connection, "state")
    assert session.commands == []


def test_a_page_that_keeps_sending_junk_is_put_out(server: LiveServer) -> None:
    with page(server) as connection:
        for _ in range(30):
            connection.send("junk")
        assert closed_with(connection) == JUNK
    with page(server) as connection:
        messages(connection, "state")


def test_a_flood_is_cut_off_and_the_next_page_is_served(
    server: LiveServer, session: ScriptedSession
) -> None:
    with page(server) as connection:
        before = messages(connection, "state")[-1]

        def flood() -> None:
            try:
                for _ in range(50_000):
                    connection.send('{"do": "nothing"}')
            except (ConnectionClosed, OSError):
                return

        flooding = threading.Thread(target=flood)
        flooding.start()
        assert closed_with(connection) == JUNK
        flooding.join(20)
    assert len(session.commands) < 500
    with page(server) as connection:
        for _ in range(100):  # the flood may have kept the script from going on
            if messages(connection, "state")[-1]["frame"] > before["frame"]:
                return
    raise AssertionError("no new frame came")


def test_a_message_of_10_mb_is_refused(server: LiveServer) -> None:
    with page(server) as connection:
        try:
            connection.send("x" * 10_000_000)
        except (ConnectionClosed, OSError):
            pass
        else:
            assert closed_with(connection) in (1009, 1006)
    with page(server) as connection:
        messages(connection, "state")


def test_a_page_that_says_no_hello_gets_nothing(server: LiveServer) -> None:
    address = server.door.place.replace("http:", "ws:") + "socket"
    with connect(
        address, origin=origin(server), additional_headers=server.door.headers
    ) as connection:
        connection.send('{"do": "choose"}')
        assert closed_with(connection) == JUNK


def test_stopping_the_server_closes_the_page(session: ScriptedSession) -> None:
    with ExitStack() as stack:
        with LiveServer(session) as server:
            connection = stack.enter_context(page(server))
            messages(connection, "state")
        assert closed_with(connection) in (1001, 1012)
    with pytest.raises(httpx.ConnectError):
        get(server)
