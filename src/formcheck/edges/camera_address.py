"""Cameras by address: opened at the host that was named, and at no other.

FFmpeg, which reads the stream, follows redirects anywhere and takes any certificate. So
it may follow none, and what comes by https is fetched here, with its certificate
checked, and handed to it on this machine.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import secrets
import socket
import ssl
import threading
from contextlib import closing, suppress
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from formcheck.core.words.catalogue import say
from formcheck.edges.native_logs import cv2
from formcheck.edges.notices import tell_once

__all__ = ["SCHEMES", "TlsCapture", "open_address"]

SCHEMES = {
    "http": "http,tcp",
    "https": "http,tcp",  # of this machine, see `TlsCapture`
    "rtsp": "rtsp,rtp,udp,tcp",
    "rtsps": "rtsps,rtsp,rtp,tls,udp,tcp",
}
"""By which protocols FFmpeg may read what."""

_OPEN_TIMEOUT_MS = 3000
_READ_TIMEOUT_MS = 1500
"""FFmpeg waits 30 s for each by default. After a read that timed out the stream is dead
and has to be opened again."""

_REDIRECTS = 3
_FFMPEG_OPTIONS = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
_opening = threading.Lock()


def open_address(address: str, certificate: str | None = None) -> Any:
    """Open a stream: a capture, opened or not. Why it is not is told once.

    certificate: SHA-256 of the one that the camera must have, 64 hex digits; without it
    the certificate must be one that this machine trusts.
    """
    scheme = urlsplit(address).scheme.lower()
    if scheme == "https":
        return TlsCapture(address, certificate)
    if scheme == "rtsp" and _sends_away(address):
        return cv2.VideoCapture()
    capture = _open(address)
    if scheme == "http":
        for _ in range(_REDIRECTS):
            if capture.isOpened():
                break
            near = _leads_to(address)
            if near is None:
                break
            address, capture = near, _open(near)
    return capture


def _open(address: str) -> cv2.VideoCapture:
    """Open an address with the protocols that it needs, and no others, let through."""
    scheme = urlsplit(address).scheme.lower()
    wanted = f"protocol_whitelist;{SCHEMES[scheme]}|fflags;nobuffer|rtsp_transport;tcp"
    if scheme == "http":
        wanted += "|max_redirects;0"
    if scheme == "rtsps":
        trusted = ssl.get_default_verify_paths().cafile or os.devnull
        wanted += f"|tls_verify;1|ca_file;{trusted}"
    options = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_TIMEOUT_MS]
    options += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_TIMEOUT_MS]
    with _opening:  # OpenCV reads it each time that it opens something
        before = os.environ.get(_FFMPEG_OPTIONS)
        os.environ[_FFMPEG_OPTIONS] = wanted
        try:
            return cv2.VideoCapture(address, cv2.CAP_FFMPEG, options)
        finally:
            if before is None:
                del os.environ[_FFMPEG_OPTIONS]
            else:
                os.environ[_FFMPEG_OPTIONS] = before


def _leads_to(address: str) -> str | None:
    """Where an address redirects to on the same host; what leads elsewhere is told."""
    try:
        with closing(_connection(address)) as line:
            answer = _asked(line, address)
            location = answer.headers.get("Location", "")
            if not 300 <= answer.status < 400 or not location:
                return None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    there = urljoin(address, location)
    here = urlsplit(address)
    if urlsplit(there).scheme != here.scheme or _host(there) != _host(address):
        _tell_away(there)
        return None
    # The password goes along, as it is the same host's.
    user = here.netloc.rpartition("@")[0]
    parts = urlsplit(there)
    netloc = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{user}@{netloc}" if user else netloc).geturl()


def _sends_away(address: str) -> bool:
    """Whether an RTSP address redirects to another host, which is told."""
    parts = urlsplit(address)
    plain = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    asked = f"DESCRIBE {plain} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n"
    place = (parts.hostname or "", parts.port or 554)
    try:
        with socket.create_connection(place, _OPEN_TIMEOUT_MS / 1000) as line:
            line.sendall(asked.encode())
            answer = line.recv(4096).decode("latin-1")
    except (OSError, UnicodeError):
        return False  # it is not there: FFmpeg finds out as well
    status, _, head = answer.partition("\r\n")
    fields = dict(row.partition(":")[::2] for row in head.lower().split("\r\n"))
    if not status.startswith("RTSP/1.0 3"):
        return False
    there = fields.get("location", "").strip()
    if there and _host(there) != _host(address):
        _tell_away(there)
        return True
    return False


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _tell_away(there: str) -> None:
    tell_once(
        say(
            "the camera's address leads to another host, {host}: it is not followed",
            host=_host(there) or "?",
        )
    )


def _connection(
    address: str, context: ssl.SSLContext | None = None
) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    host, wait_s = parts.hostname or "", _OPEN_TIMEOUT_MS / 1000
    if context is None:
        return http.client.HTTPConnection(host, parts.port, timeout=wait_s)
    return http.client.HTTPSConnection(
        host, parts.port, timeout=wait_s, context=context
    )


def _asked(line: http.client.HTTPConnection, address: str) -> http.client.HTTPResponse:
    parts = urlsplit(address)
    headers = {"User-Agent": "formcheck"}
    if parts.username is not None:
        word = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(word.encode()).decode()}"
    target = parts.path or "/"
    line.request(
        "GET", f"{target}?{parts.query}" if parts.query else target, None, headers
    )
    return line.getresponse()


class TlsCapture:
    """A camera over TLS as OpenCV's capture: fetched here, passed on by loopback.

    Parameters
    ----------
    address
        https://...
    certificate
        See `open_address`.
    """

    def __init__(self, address: str, certificate: str | None) -> None:
        self._line: http.client.HTTPConnection | None = None
        self._capture = cv2.VideoCapture()
        try:
            answer = self._fetch(address, certificate)
        except (OSError, http.client.HTTPException, ValueError):
            return
        if answer is not None:
            self._pass_on(answer)

    def isOpened(self) -> bool:  # noqa: N802 - as OpenCV has it
        """Whether pictures come."""
        return bool(self._capture.isOpened())

    def grab(self) -> bool:
        """Take the next picture off the line."""
        return bool(self._capture.grab())

    def retrieve(self) -> Any:
        """Whether there is a picture, and the one that was taken."""
        return self._capture.retrieve()

    def release(self) -> None:
        """Let go of it."""
        if self._line is not None and self._line.sock is not None:
            with suppress(OSError):  # wakes whoever reads
                self._line.sock.shutdown(socket.SHUT_RDWR)
        self._capture.release()

    def _fetch(
        self, address: str, certificate: str | None
    ) -> http.client.HTTPResponse | None:
        context = ssl.create_default_context()
        if certificate is not None:  # that one and no other, whoever signed it
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self._line = line = _connection(address, context)
        try:
            line.connect()
        except ssl.SSLCertVerificationError as error:
            tell_once(
                say(
                    "the camera's certificate is not trusted ({why}); if it is the "
                    "camera's own, --camera-certificate takes its SHA-256",
                    why=error.verify_message,
                )
            )
            return None
        if certificate is not None and not _has(line, certificate):
            tell_once(
                say("the camera has another certificate than --camera-certificate")
            )
            line.close()
            return None
        answer = _asked(line, address)
        location = answer.headers.get("Location", "")
        if 300 <= answer.status < 400 and location:
            _tell_away(urljoin(address, location))
        if answer.status != 200:
            line.close()
            return None
        return answer

    def _pass_on(self, answer: http.client.HTTPResponse) -> None:
        word = secrets.token_urlsafe(24)
        listening = socket.create_server(("127.0.0.1", 0), backlog=1)
        listening.settimeout(_OPEN_TIMEOUT_MS / 1000)
        port = listening.getsockname()[1]
        kind = answer.headers.get("Content-Type", "application/octet-stream")
        thread = threading.Thread(
            target=_copy, args=(listening, answer, kind, word), daemon=True
        )
        thread.start()
        self._capture = _open(f"http://127.0.0.1:{port}/{word}")


def _has(line: http.client.HTTPConnection, certificate: str) -> bool:
    assert isinstance(line.sock, ssl.SSLSocket)
    shown = hashlib.sha256(line.sock.getpeercert(binary_form=True) or b"").hexdigest()
    return secrets.compare_digest(shown, certificate)


def _copy(
    listening: socket.socket, answer: http.client.HTTPResponse, kind: str, word: str
) -> None:
    """Answer one request, of our own FFmpeg, with what the camera sends."""
    with listening, suppress(OSError, http.client.HTTPException, ValueError):
        line, _ = listening.accept()
        with line, closing(answer):
            asked = line.recv(4096)
            if not asked.startswith(f"GET /{word} ".encode()):
                return
            head = f"HTTP/1.0 200 OK\r\nContent-Type: {kind}\r\n\r\n"
            line.sendall(head.encode("latin-1", "replace"))
            while piece := answer.read1(65536):
                line.sendall(piece)
