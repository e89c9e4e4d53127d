"""Small videos and made-up poses, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
) -> Path:
    """Encode pictures as H.264; with `times_ms` at an uneven rhythm."""
    height, width = images[0].shape[:2]
    options = {"movflags": "faststart"} if faststart else {}
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        times = list(times_ms or (round(1000 * i / fps) for i in range(len(images))))
        for image, time_ms in zip(images, times, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), "bgr24")
            frame.pts, frame.time_base = time_ms, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def some_pose(seed: int = 0, size_wh: tuple[int, int] = (640, 480)) -> Pose:
    """A pose like no body's, but with numbers of the right size."""
    random = np.random.default_rng(seed)
    return Pose(
        (random.random((LANDMARK_COUNT, 2)) * size_wh).astype(np.float32),
        random.normal(0, 0.4, (LANDMARK_COUNT, 3)).astype(np.float32),
        random.random(LANDMARK_COUNT).astype(np.float32),
    )
