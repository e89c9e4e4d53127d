"""Writes H.264, the same bytes for the same pictures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from numpy.typing import NDArray


class Video:
    """An mp4 being written; a context manager. One thread, so that it repeats."""

    def __init__(
        self, path: Path, size: tuple[int, int], fps: int, crf: int = 25
    ) -> None:
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        self._file = av.open(str(path), "w", options=options)
        stream = self._file.add_stream("libx264", rate=Fraction(fps))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = {
            "crf": str(crf),
            "preset": "veryfast",
            "threads": "1",
            "x264-params": "threads=1:sliced-threads=0",
        }
        stream.codec_context.thread_count = 1
        stream.time_base = Fraction(1, fps)
        self._stream, self._count = stream, 0

    def __enter__(self) -> Video:
        return self

    def add(self, picture: NDArray[np.uint8]) -> None:
        """Append one RGB picture (h,w,3)."""
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = self._count
        self._count += 1
        for packet in self._stream.encode(frame):
            self._file.mux(packet)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for packet in self._stream.encode():
            self._file.mux(packet)
        self._file.close()
