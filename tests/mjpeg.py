"""A camera for tests: a stream of JPEG pictures on 127.0.0.1 that OpenCV opens by URL.

It goes on in real time whether or not anybody watches, as a camera does, and it can be
cut off, stall, freeze, go black and change its size on command.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


@lru_cache(maxsize=4)
def read_clip(path: Path, to_s: float = 1e9) -> tuple[list[bytes], float]:
    """A clip's pictures as JPEG (they take little room so), and their rate."""
    capture = cv2.VideoCapture(str(path))
    found: list[np.ndarray[Any, Any]] = []
    fps = float(capture.get(cv2.CAP_PROP_FPS))
    while len(found) < to_s * fps:
        ok, image = capture.read()
        if not ok:
            break
        found.append(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])
    capture.release()
    return [jpeg.tobytes() for jpeg in found], fps


class MjpegServer:
    """A stream at `url`; `play` and `idle` say what it shows.

    Parameters
    ----------
    fps
        Pictures a second.
    """

    def __init__(self, fps: float = 30.0) -> None:
        self.fps = fps
        self._lock = threading.Lock()
        self._jpegs: list[bytes] = [_jpeg(np.full((480, 640, 3), 90, np.uint8))]
        self._to_and_fro = True
        self._clip_fps = fps
        self._begun_s = time.monotonic()
        self._mode, self._until_s = "", 0.0
        self._frozen = b""
        self._size_wh: tuple[int, int] | None = None
        self._open = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/stream.mjpg"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open = False
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def play(self, clip: Path, from_s: float = 0.0) -> None:
        """Show a clip from there on; its last second goes on to and fro."""
        jpegs, fps = read_clip(clip)
        with self._lock:
            self._jpegs, self._clip_fps, self._to_and_fro = jpegs, fps, False
            self._begun_s = time.monotonic() - from_s

    def idle(self, clip: Path, seconds: float = 1.0) -> None:
        """Show how a clip begins, to and fro: somebody who waits."""
        jpegs, fps = read_clip(clip)
        with self._lock:
            self._jpegs = jpegs[: max(2, round(seconds * fps))]
            self._clip_fps, self._to_and_fro = fps, True
            self._begun_s = time.monotonic()

    @property
    def played_s(self) -> float:
        """Seconds since `play` or `idle`."""
        with self._lock:
            return time.monotonic() - self._begun_s

    def cut(self, seconds: float) -> None:
        """Hang up, and answer nobody for so long: unplugged."""
        self._be("cut", seconds)

    def stall(self, seconds: float) -> None:
        """Stay connected and send nothing."""
        self._be("stall", seconds)

    def freeze(self, seconds: float) -> None:
        """Send the same picture over and over."""
        with self._lock:
            self._frozen = self._now()
        self._be("freeze", seconds)

    def black(self, seconds: float) -> None:
        """Send black pictures, with a sensor's noise."""
        self._be("black", seconds)

    def slow(self, seconds: float) -> None:
        """Send three pictures a second."""
        self._be("slow", seconds)

    def resize(self, size_wh: tuple[int, int] | None) -> None:
        """From here on the pictures have another size."""
        self._size_wh = size_wh

    def _be(self, mode: str, seconds: float) -> None:
        with self._lock:
            self._mode, self._until_s = mode, time.monotonic() + seconds

    def _state(self) -> str:
        with self._lock:
            return self._mode if time.monotonic() < self._until_s else ""

    def _now(self) -> bytes:
        """The picture that is due; called with the lock held."""
        count = len(self._jpegs)
        index = int((time.monotonic() - self._begun_s) * self._clip_fps)
        if self._to_and_fro or index >= count:
            turn = count if self._to_and_fro else min(count, round(self._clip_fps))
            place = index if self._to_and_fro else index - count
            place %= max(1, 2 * turn - 2)
            place = place if place < turn else 2 * turn - 2 - place
            index = place if self._to_and_fro else count - 1 - place
        return self._jpegs[index]

    def _picture(self) -> bytes:
        state = self._state()
        with self._lock:
            jpeg = self._frozen if state == "freeze" else self._now()
        if state == "black":
            noise = np.random.default_rng().integers(0, 4, (480, 640, 3))
            return _jpeg(noise.astype(np.uint8))
        if self._size_wh is not None and state != "freeze":
            image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
            assert image is not None
            return _jpeg(np.asarray(cv2.resize(image, self._size_wh), np.uint8))
        return jpeg

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                if server._state() == "cut":
                    self.send_error(503)
                    return
                self.send_response(200)
                kind = "multipart/x-mixed-replace; boundary=frame"
                self.send_header("Content-Type", kind)
                self.end_headers()
                with suppress(OSError):  # whoever watched has gone
                    self._stream()

            def _stream(self) -> None:
                due_s = time.monotonic()
                while server._open and (state := server._state()) != "cut":
                    if state != "stall":
                        jpeg = server._picture()
                        head = b"--frame\r\nContent-Type: image/jpeg\r\n"
                        length = b"Content-Length: %d\r\n\r\n" % len(jpeg)
                        self.wfile.write(head + length + jpeg + b"\r\n")
                        self.wfile.flush()
                    due_s += 1 / 3 if state == "slow" else 1 / server.fps
                    late_s = time.monotonic() - due_s
                    if late_s > 0.5:
                        due_s += late_s
                    time.sleep(max(0.0, -late_s))

        return Handler


def _jpeg(image: Image) -> bytes:
    return cv2.imencode(".jpg", image)[1].tobytes()
