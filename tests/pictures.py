"""Small videos and made-up poses, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.landmarks import LANDMARK_COUNT
from formcheck.core.body.observation import Pose

Image = NDArray[np.uint8]


def numbered(count: int, size_wh: tuple[int, int] = (64, 48)) -> list[Image]:
    """Pictures that are told apart by how bright they are."""
    width, height = size_wh
    shades = np.linspace(20, 235, count)
    return [np.full((height, width, 3), shade, np.uint8) for shade in shades]


def write_video(
    path: Path,
    images: Sequence[Image],
    fps: int = 30,
    times_ms: Iterable[int] | None = None,
    faststart: bool = False,
    codec: str = "libx264",
    pixel_aspect: Fraction | None = None,
    about: Mapping[str, str] | None = None,
) -> Path:
    """Encode pictures; with `times_ms` at an uneven rhythm. about: metadata."""
    height, width = images[0].shape[:2]
    flags = ["faststart"] * faststart + ["use_metadata_tags"] * (about is not None)
    options = {"movflags": "+".join(flags)} if flags else {}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(about or {})
        stream = container.add_stream(codec, rate=fps)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        if pixel_aspect is not None:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        times = list(times_ms or (round(1000 * i / fps) for i in range(len(images))))
        for image, time_ms in zip(images, times, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), "bgr24")
            frame.pts, frame.time_base = time_ms, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def rewrapped(source: Path, target: Path, *, hidden_s: float = 0.0) -> Path:
    """Copy a video's packets. hidden_s: this much at the start is before 0 s, as where
    a phone trims: an edit list hides it.
    """
    options = {"avoid_negative_ts": "disabled"} if hidden_s else {}
    with (
        av.open(str(source)) as incoming,
        av.open(str(target), "w", options=options) as out,
    ):
        stream = out.add_stream_from_template(incoming.streams.video[0])
        for packet in incoming.demux(incoming.streams.video[0]):
            if packet.dts is None or packet.pts is None:
                continue
            back = round(hidden_s / packet.time_base)
            packet.pts, packet.dts = packet.pts - back, packet.dts - back
            packet.stream = stream
            out.mux(packet)
    return target


def tag_matrix(path: Path, a: int, b: int, c: int, d: int) -> Path:
    """Write how it is to be shown into an MP4's track, as phones do.

    What is stored at (x, y) is shown at (a x + c y, b x + d y). PyAV has no
    call for it in its older versions.
    """
    content = bytearray(path.read_bytes())
    header = content.index(b"tkhd") + 4
    assert content[header] == 0  # version 0: the matrix is 40 bytes on
    one = 0x00010000
    matrix = (a * one, b * one, 0, c * one, d * one, 0, 0, 0, 0x40000000)
    packed = b"".join(v.to_bytes(4, "big", signed=True) for v in matrix)
    content[header + 40 : header + 76] = packed
    path.write_bytes(bytes(content))
    return path


QUARTER_TURNS = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
"""Display matrices of so many degrees clockwise."""


def some_pose(seed: int = 0, size_wh: tuple[int, int] = (640, 480)) -> Pose:
    """A pose like no body's, but with numbers of the right size."""
    random = np.random.default_rng(seed)
    return Pose(
        (random.random((LANDMARK_COUNT, 2)) * size_wh).astype(np.float32),
        random.normal(0, 0.4, (LANDMARK_COUNT, 3)).astype(np.float32),
        random.random(LANDMARK_COUNT).astype(np.float32),
    )
