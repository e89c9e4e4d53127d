"""Pictures decoded with PyAV, where OpenCV gives none or gives up half-way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from formcheck.edges.upright import Image
from formcheck.edges.video_file import VideoDescription, open_container

__all__ = ["decoded_pictures"]


def decoded_pictures(
    video: VideoDescription,
    *,
    from_s: float = 0.0,
    after_s: float = float("-inf"),
    threads: int = 0,
    damaged: Callable[[], None],
) -> Iterator[tuple[float, Image]]:
    """Give the stored pictures from one time on that come after another, with times.

    A picture that cannot be decoded is left out, and `damaged` called for it.

    Raises
    ------
    VideoError
        The file is no video any more.
    """
    from av.error import FFmpegError

    begin_s = max(from_s, after_s)
    with open_container(video.path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = threads
        if begin_s > 0:
            ticks = int(begin_s / video.tick_s) + video.start_ticks
            container.seek(ticks, stream=stream)  # to the key frame before it
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets)
            except (FFmpegError, StopIteration):
                return  # the end, or as far as it goes
            try:
                frames = packet.decode()
            except FFmpegError:
                if packet.pts is not None and video.time_s(packet.pts) > after_s:
                    damaged()
                continue
            for frame in frames:
                ticks = frame.dts if frame.pts is None else frame.pts
                if ticks is None:
                    continue
                time_s = video.time_s(ticks)
                if time_s >= from_s and time_s > after_s:
                    yield time_s, np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
