"""A video written again with its pictures drawn over: H.264 that browsers play.

Every picture keeps its own time, also at an uneven rhythm. Sound is copied as it is, or
made AAC where an MP4 file cannot hold it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import Frame, VideoFile
from formcheck.edges.upright import Image
from formcheck.edges.video_file import VideoDescription, described, open_container
from formcheck.errors import OutputError

__all__ = ["rewrite_video"]

_CRF = "23"
_COPIED = {"aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"}
"""Sound that an MP4 file holds as it is."""

_FINEST = 2**31
"""FFmpeg's fractions are of 32-bit numbers."""

Draw = Callable[[Image, float], Image]
"""Given a picture and its time in seconds, return what is to be seen instead."""


def rewrite_video(
    source: Path | VideoDescription,
    target: Path,
    draw: Draw,
    *,
    rotate: int = 0,
    from_s: float = 0.0,
    to_s: float | None = None,
) -> None:
    """Write `source` to `target` as `draw` has it.

    rotate: degrees clockwise, after what the file itself says. from_s, to_s: the part
    to write; it begins at 0 s then. A file that ends early is written so far.

    Raises
    ------
    VideoError
        The source cannot be read.
    OutputError
        The target cannot be written.
    """
    import av
    from av.error import FFmpegError

    video = described(source)
    with (
        VideoFile(video, rotate=rotate, from_s=from_s, to_s=to_s) as frames,
        open_container(video.path) as incoming,
    ):
        try:
            with av.open(str(target), "w", options={"movflags": "faststart"}) as out:
                _Rewriting(av, frames, incoming, out, draw).run()
        except (FFmpegError, OSError) as error:
            raise OutputError(f"cannot write the annotated video: {error}") from error


class _Rewriting:
    """One file going into another. PyAV's own types are loose: they are Any here."""

    def __init__(
        self, av: Any, frames: VideoFile, incoming: Any, out: Any, draw: Draw
    ) -> None:
        self._av, self._frames, self._in, self._out = av, frames, incoming, out
        self._draw = draw
        self._video, self._from_s = frames.description, frames.info.from_s
        self._to_s = math.inf if frames.info.to_s is None else frames.info.to_s
        # Slow motion's ticks may be shorter than FFmpeg can count.
        tick_s = self._video.tick_s
        self._tick_s = tick_s if tick_s.denominator < _FINEST else Fraction(1, 90_000)
        self._sound: Any = next(iter(incoming.streams.audio), None)
        if self._video.slowed != 1.0:
            self._sound = None  # it would go on long after the pictures
        self._copied = self._sound and self._sound.codec_context.name in _COPIED
        self._waiting = self._heard() if self._sound is not None else iter(())
        self._next = next(self._waiting, None)
        self._last = -1

    def run(self) -> None:
        written: Any = None
        voice: Any = None
        for frame in self._frames:
            shown = self._shown(frame)
            if written is None:  # all streams must be known before anything is written
                written = self._stream(shown.width, shown.height)
                voice = self._voice() if self._sound is not None else None
            self._out.mux(written.encode(shown))
            self._hear(voice, frame.time_s)
        self._out.mux(written.encode())
        self._hear(voice, math.inf)
        if voice is not None and not self._copied:
            self._out.mux(voice.encode())

    def _shown(self, frame: Frame) -> Any:
        image = self._draw(frame.image_bgr, frame.time_s)
        height, width = (n // 2 * 2 for n in image.shape[:2])  # as yuv420p wants it
        image = np.ascontiguousarray(image[:height, :width])
        # FFmpeg's own quick conversion makes every picture a little darker.
        planes = cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420)
        shown = self._av.VideoFrame.from_ndarray(planes, "yuv420p")
        shown.time_base = tick_s = self._tick_s
        ticks = round((Fraction(frame.time_s) - Fraction(self._from_s)) / tick_s)
        shown.pts = self._last = max(ticks, self._last + 1)
        return shown

    def _stream(self, width: int, height: int) -> Any:
        rate = Fraction(self._video.fps).limit_denominator(1001)
        stream = self._out.add_stream("libx264", rate=rate, options={"crf": _CRF})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = self._tick_s
        stream.codec_context.time_base = self._tick_s
        stream.codec_context.max_b_frames = 0  # every time as it was, from the first
        return stream

    def _voice(self) -> Any:
        if self._copied:
            return self._out.add_stream_from_template(self._sound)
        return self._out.add_stream("aac", rate=self._sound.rate or 44100)

    def _hear(self, voice: Any, until_s: float) -> None:
        """Pass sound on up to a time: as it is, or newly encoded."""
        while self._next is not None and self._next[0] <= until_s:
            sound = self._next[1]
            if self._copied:
                sound.stream = voice
                self._out.mux(sound)
            else:
                self._out.mux(voice.encode(sound))
            self._next = next(self._waiting, None)

    def _heard(self) -> Iterator[tuple[float, Any]]:
        """Give the sound's packets, or its frames where it is encoded anew, with times.

        What an encoder needs to begin with stands before the first moment.
        """
        from av.error import FFmpegError

        begin_s = self._from_s if self._from_s > 0 else -math.inf
        packets = self._in.demux(self._sound)
        while True:
            try:
                packet = next(packets)
                pieces = [packet] if self._copied else packet.decode()
            except (FFmpegError, StopIteration):
                return  # the end, or as far as it goes
            for piece in pieces:
                if piece.pts is None or piece.dts is None:
                    continue
                time_s = self._sound_s(piece)
                if begin_s <= time_s < self._to_s:
                    self._shift(piece)
                    yield time_s, piece

    def _sound_s(self, piece: Any) -> float:
        start_s = self._video.start_ticks * self._video.tick_s
        return float(piece.pts * piece.time_base - start_s)

    def _shift(self, piece: Any) -> None:
        """Give it the time that it has in the new file."""
        start_s = self._video.start_ticks * self._video.tick_s + Fraction(self._from_s)
        ticks = start_s / piece.time_base
        piece.pts = round(piece.pts - ticks)
        if self._copied:
            piece.dts = round(piece.dts - ticks)
