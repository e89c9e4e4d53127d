"""The camera's pictures in a file, where that was asked for: H.264 in an MP4 file.

Each picture keeps its own time. The file is written piece by piece, so that what was
recorded before a crash can be played. A thread encodes; where it cannot follow,
pictures are left out of the file, and the judging is never held up.
"""

from __future__ import annotations

import queue
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from formcheck.core.words.catalogue import say
from formcheck.edges.camera import Shot
from formcheck.edges.native_logs import cv2
from formcheck.edges.private import private_folder
from formcheck.errors import OutputError

__all__ = ["Recorder", "RecorderInMemory", "VideoRecorder"]

_TICK = Fraction(1, 1000)
_WAITING = 8
"""Pictures that may wait to be encoded: a quarter of a second."""

_OPTIONS = {"crf": "23", "preset": "ultrafast", "tune": "zerolatency"}
_PIECE_S = 1.0
"""Length of what is written at a time, and so the most that a crash can lose of what
was taken; by time, as a slow camera gives few pictures."""

_PIECES = {
    "movflags": "frag_keyframe+empty_moov+default_base_moof",
    "frag_duration": str(round(_PIECE_S * 1e6)),
    "flush_packets": "1",  # else FFmpeg holds back a quarter of a megabyte
}


class Recorder(Protocol):
    """Takes pictures to keep."""

    problem: str | None
    """Why no more is recorded; None while it is."""

    def take(self, shot: Shot) -> None:
        """Keep one picture. Never blocks."""

    def close(self, *, remove: bool = False) -> None:
        """End the recording. remove: and delete it. A second time does no harm."""


class RecorderInMemory:
    """Notes the times of what it is given: the fake."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self.times_s: list[float] = []
        self.closed = self.removed = False

    def take(self, shot: Shot) -> None:
        """Keep its time."""
        self.times_s.append(shot.time_s)

    def close(self, *, remove: bool = False) -> None:
        """End it."""
        self.closed, self.removed = True, remove


class VideoRecorder:
    """Writes pictures to a new MP4 file.

    Its size is that of the first picture; others are scaled to it.

    Parameters
    ----------
    path
        Must not exist yet; its folder is made, for its owner alone.

    Raises
    ------
    OutputError
        It cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem: str | None = None
        self.left_out = 0
        try:
            private_folder(path.parent)
            path.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise OutputError(f"cannot record to {path}: {error.strerror}") from error
        self._shots: queue.Queue[Shot | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def take(self, shot: Shot) -> None:
        """Keep one picture. Never blocks."""
        if self.problem is not None:
            return
        try:
            self._shots.put_nowait(shot)
        except queue.Full:
            self.left_out += 1

    def close(self, *, remove: bool = False) -> None:
        """End the recording. remove: and delete it. A second time does no harm."""
        if self._thread.is_alive():
            self._shots.put(None)
            self._thread.join()
        if remove:
            self.path.unlink(missing_ok=True)

    def _run(self) -> None:
        import av
        from av.error import FFmpegError

        try:
            with av.open(str(self.path), "w", format="mp4", options=_PIECES) as out:
                self._write(av, out)
        except (FFmpegError, OSError) as error:
            self.problem = say("The recording has stopped: {error}", error=error)
            while self._shots.get() is not None:
                pass  # nobody may wait for a thread that has ended

    def _write(self, av: Any, out: Any) -> None:
        stream: Any = None
        begun_s, last, key_s = 0.0, -1, Fraction(0)
        while (shot := self._shots.get()) is not None:
            height, width = (n // 2 * 2 for n in shot.image_bgr.shape[:2])
            if stream is None:
                begun_s = shot.time_s
                stream = out.add_stream("libx264", rate=30, options=_OPTIONS)
                stream.width, stream.height = width, height
                stream.pix_fmt = "yuv420p"
                stream.codec_context.time_base = stream.time_base = _TICK
                stream.codec_context.max_b_frames = 0
                stream.codec_context.gop_size = 600  # by time, see below
            image: Any = shot.image_bgr[:height, :width]
            if (width, height) != (stream.width, stream.height):
                image = cv2.resize(image, (stream.width, stream.height))
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), "bgr24")
            last = max(last + 1, round((shot.time_s - begun_s) / _TICK))
            frame.pts, frame.time_base = last, _TICK
            if last * _TICK - key_s >= _PIECE_S:
                key_s = last * _TICK
                frame.pict_type = av.video.frame.PictureType.I
            out.mux(stream.encode(frame))
        if stream is not None:
            out.mux(stream.encode())
