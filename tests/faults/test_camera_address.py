"""A camera's address is opened at the host that was named, whoever answers there.

phone.pem is a certificate that signs itself, with its key, made for this test alone.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.edges.camera import parse_camera
from formcheck.edges.camera_address import open_address
from formcheck.edges.notices import forget_told
from formcheck.errors import CameraError

PEM = Path(__file__).with_name("phone.pem")
JPEG = cv2.imencode(".jpg", np.full((48, 64, 3), 90, np.uint8))[1].tobytes()


@pytest.fixture(autouse=True)
def told_anew() -> None:
    forget_told()


class Server(ThreadingHTTPServer):
    """A camera at /stream; /away leads to /stream at another name of this host."""

    daemon_threads = True
    asked: list[str]


@contextmanager
def camera(*, tls: bool = False) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(f"{self.headers['Host']} {self.path}")
            port = server.server_port
            leads = {
                "/away": f"http://localhost:{port}/stream",
                "/near": "/stream",
                "/round": "/round",
            }.get(self.path)
            if leads:
                self.send_response(302)
                self.send_header("Location", leads)
                self.end_headers()
                return
            self.send_response(200)
            kind = "multipart/x-mixed-replace; boundary=b"
            self.send_header("Content-Type", kind)
            self.end_headers()
            head = f"--b\r\nContent-Type: image/jpeg\r\nContent-Length: {len(JPEG)}\r\n"
            try:
                for _ in range(100):
                    self.wfile.write(head.encode() + b"\r\n" + JPEG + b"\r\n")
                    time.sleep(0.02)
            except OSError:
                return

        def log_message(self, *_: object) -> None: ...

    server = Server(("127.0.0.1", 0), Handler)
    server.asked = []
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PEM)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def pictures(address: str, certificate: str | None = None) -> int:
    """How many of three pictures come."""
    capture = open_address(address, certificate)
    try:
        if not capture.isOpened():
            return 0
        return sum(bool(capture.grab() and capture.retrieve()[0]) for _ in range(3))
    finally:
        capture.release()


def test_a_camera_and_a_redirect_on_its_own_host_are_followed() -> None:
    with camera() as server:
        at = f"http://127.0.0.1:{server.server_port}"
        assert pictures(f"{at}/stream") == 3
        assert pictures(f"{at}/near") == 3
        assert pictures(f"{at}/round") == 0


def test_a_redirect_to_another_host_is_told_and_not_followed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with camera() as server:
        assert pictures(f"http://u:hunter2@127.0.0.1:{server.server_port}/away") == 0
        assert not [one for one in server.asked if one.startswith("localhost")]
    told = capsys.readouterr().err
    assert "another host, localhost: it is not followed" in told
    assert "hunter2" not in told


def sha256() -> str:
    text = PEM.read_text()
    own = text[text.index("-----BEGIN CERTIFICATE") :]
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(own)).hexdigest()


def test_a_certificate_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    with camera(tls=True) as server:
        at = f"https://127.0.0.1:{server.server_port}"
        assert pictures(f"{at}/stream") == 0
        assert "--camera-certificate" in capsys.readouterr().err
        assert pictures(f"{at}/stream", "0" * 64) == 0
        assert "another certificate" in capsys.readouterr().err
        assert server.asked == [], "nothing is asked of it, nor a password sent"
        assert pictures(f"{at}/stream", sha256()) == 3
        assert pictures(f"{at}/away", sha256()) == 0
        assert "another host" in capsys.readouterr().err


def test_rtsp_that_leads_to_another_host_is_not_followed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def answers() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(4096)
                there = b"Location: rtsp://192.0.2.1/x\r\n\r\n"
                line.sendall(b"RTSP/1.0 302 Moved\r\nCSeq: 1\r\n" + there)

        thread = threading.Thread(target=answers, daemon=True)
        thread.start()
        assert pictures(f"rtsp://u:hunter2@127.0.0.1:{port}/x") == 0
        thread.join(5)
    told = capsys.readouterr().err
    assert "another host, 192.0.2.1" in told and "hunter2" not in told


@pytest.mark.parametrize("word", ["", "12", "x" * 64, "0" * 63])
def test_what_is_no_certificate_is_refused(word: str) -> None:
    with pytest.raises(CameraError, match="64 hex digits"):
        parse_camera("https://phone.local/video", word)


def test_only_https_has_one() -> None:
    colons = ":".join(["AB"] * 32)
    assert parse_camera("https://phone.local/video", colons).certificate == "ab" * 32
    with pytest.raises(CameraError, match="https"):
        parse_camera("http://phone.local/video", colons)
