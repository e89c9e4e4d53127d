"""A video written again with its pictures drawn over: H.264 that browsers play.

Every picture keeps its own time, also at an uneven rhythm. Sound is copied as it is, or
made AAC where an MP4 file cannot hold it. A turned phone's pictures come upright.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import TURNS, Image
from formcheck.errors import OutputError, VideoError

__all__ = ["rewrite_video"]

_CRF = "23"
_COPIED = {"aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"}
"""Sound that an MP4 file holds as it is."""

Draw = Callable[[Image, float], Image]
"""Given a picture and its time in seconds, return what is to be seen instead."""


def rewrite_video(
    source: Path,
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

    try:
        incoming = av.open(str(source.absolute()))
    except FFmpegError as error:
        raise VideoError(f"{source}: not a video that can be read") from error
    with incoming:
        try:
            with av.open(str(target), "w", options={"movflags": "faststart"}) as out:
                _Rewriting(av, incoming, out, draw, rotate, from_s, to_s).run()
        except (FFmpegError, OSError) as error:
            raise OutputError(f"cannot write the annotated video: {error}") from error


class _Rewriting:
    """One file going into another. PyAV's own types are loose: they are Any here."""

    def __init__(
        self,
        av: Any,
        incoming: Any,
        out: Any,
        draw: Draw,
        rotate: int,
        from_s: float,
        to_s: float | None,
    ) -> None:
        self._av, self._in, self._out, self._draw = av, incoming, out, draw
        self._rotate, self._from_s = rotate, from_s
        # What an encoder needs to begin with stands before the first moment.
        self._heard_from_s = from_s if from_s > 0 else float("-inf")
        self._to_s = float("inf") if to_s is None else to_s
        self._video = incoming.streams.video[0]
        self._video.thread_type = "AUTO"
        self._start_s = self._starts_s()
        self._tick = self._video.time_base
        self._written: Any = None
        self._last = -1
        self._sound: Any = next(iter(incoming.streams.audio), None)
        self._voice: Any = None
        self._copied = False
        if self._sound is not None:
            self._copied = self._sound.codec_context.name in _COPIED
            self._voice = self._voice_for(self._sound)

    def run(self) -> None:
        from av.error import FFmpegError

        packets = self._in.demux([s for s in (self._video, self._sound) if s])
        # All streams must be known before anything is written.
        waiting: list[Any] = []
        while True:
            try:
                packet = next(packets)
                frames = list(packet.decode()) if self._is_read(packet) else []
            except (FFmpegError, StopIteration):
                break  # the end, or as far as it goes
            if packet.stream is self._video:
                for frame in frames:
                    self._picture(frame)
                if self._written is not None:
                    for held, heard in waiting:
                        self._hear(held, heard)
                    waiting = []
            elif self._written is None:
                waiting.append((packet, frames))
            else:
                self._hear(packet, frames)
        if self._written is None:
            raise VideoError("no picture could be read from the video")
        self._out.mux(self._written.encode())
        if self._voice is not None and not self._copied:
            self._out.mux(self._voice.encode())

    def _is_read(self, packet: Any) -> bool:
        return packet.stream is self._video or not self._copied

    def _starts_s(self) -> float:
        start = self._video.start_time
        return 0.0 if start is None else float(start * self._video.time_base)

    def _picture(self, frame: Any) -> None:
        if frame.pts is None:
            return
        time_s = float(frame.pts * self._tick) - self._start_s
        if not self._from_s <= time_s < self._to_s:
            return
        image = self._upright(frame)
        image = self._draw(image, time_s)
        height, width = (n // 2 * 2 for n in image.shape[:2])  # as yuv420p wants it
        image = np.ascontiguousarray(image[:height, :width])
        if self._written is None:
            self._written = self._stream(width, height)
        # FFmpeg's own quick conversion makes every picture a little darker.
        planes = cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420)
        shown = self._av.VideoFrame.from_ndarray(planes, "yuv420p")
        shown.time_base = self._tick
        shown.pts = max(self._shifted(frame.pts, self._tick), self._last + 1)
        self._last = shown.pts
        self._out.mux(self._written.encode(shown))

    def _stream(self, width: int, height: int) -> Any:
        rate = self._video.average_rate or Fraction(30)
        stream = self._out.add_stream("libx264", rate=rate, options={"crf": _CRF})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = self._tick
        stream.codec_context.time_base = self._tick
        stream.codec_context.max_b_frames = 0  # every time as it was, from the first
        return stream

    def _upright(self, frame: Any) -> Image:
        image = frame.to_ndarray(format="bgr24")
        turn = (-round(frame.rotation / 90) * 90 + self._rotate) % 360
        if turn:
            image = cv2.rotate(image, TURNS[turn])
        return np.ascontiguousarray(image, np.uint8)

    def _shifted(self, pts: int, tick: Fraction) -> int:
        """The time it has in the new file, which begins with the part asked for."""
        return round(pts - (Fraction(self._from_s) + Fraction(self._start_s)) / tick)

    def _voice_for(self, sound: Any) -> Any:
        if self._copied:
            return self._out.add_stream_from_template(sound)
        return self._out.add_stream("aac", rate=sound.rate or 44100)

    def _hear(self, packet: Any, frames: list[Any]) -> None:
        """Pass sound on: as it is, or newly encoded."""
        if not self._copied:
            for frame in self._heard(frames):
                self._out.mux(self._voice.encode(frame))
            return
        if packet.dts is None or packet.pts is None:
            return
        time_s = float(packet.pts * packet.time_base) - self._start_s
        if not self._heard_from_s <= time_s < self._to_s:
            return
        tick = packet.time_base
        packet.pts, packet.dts = (
            self._shifted(packet.pts, tick),
            self._shifted(packet.dts, tick),
        )
        packet.stream = self._voice
        self._out.mux(packet)

    def _heard(self, frames: list[Any]) -> Iterator[Any]:
        for frame in frames:
            time_s = (frame.time or 0.0) - self._start_s
            if self._heard_from_s <= time_s < self._to_s:
                if frame.pts is not None:
                    frame.pts = self._shifted(frame.pts, frame.time_base)
                yield frame
