"""What is no video is refused in one line; what moves is one, whatever it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from formcheck.edges.sources import VideoFile
from formcheck.errors import VideoError

SHADES = (90, 92, 160)


def film(path: Path, shades: list[int], codec: str, form: str) -> Path:
    """Pictures of these greys, ten a second."""
    with av.open(str(path), "w", format=form) as out:
        stream: Any = out.add_stream(codec, rate=10)
        stream.width, stream.height = 64, 48
        stream.pix_fmt = "pal8" if codec == "gif" else "yuv420p"
        if codec == "gif":
            stream.pix_fmt = "rgb8"
        for number, shade in enumerate(shades):
            image = np.full((48, 64, 3), 40, np.uint8)
            image[10:30, 10:30] = shade
            frame = av.VideoFrame.from_ndarray(image, "bgr24")
            frame.pts = number
            out.mux(stream.encode(frame.reformat(format=stream.pix_fmt)))
        out.mux(stream.encode())
    return path


KINDS = [("h264", "libx264", "mp4"), ("mpeg4", "mpeg4", "avi"), ("gif", "gif", "gif")]


@pytest.mark.parametrize(("_name", "codec", "form"), KINDS)
def test_one_picture_over_and_over_is_no_video(
    _name: str, codec: str, form: str, tmp_path: Path
) -> None:
    path = film(tmp_path / f"still.{form}", [90] * 20, codec, form)
    with pytest.raises(VideoError, match=r"not a video"), VideoFile(path) as video:
        list(video)
    moves = film(tmp_path / f"moves.{form}", [90] * 10 + [160] * 10, codec, form)
    with VideoFile(moves) as video:
        assert len(list(video)) >= 2


def test_a_part_in_which_nothing_moves_is_none_the_less_read(tmp_path: Path) -> None:
    path = film(tmp_path / "one.mp4", [90] * 20 + [160] * 10, "libx264", "mp4")
    with VideoFile(path, to_s=1.0) as video:
        assert len(list(video)) == 10


@pytest.mark.parametrize("kind", ["png", "bmp", "webp", "tiff", "jpg", "ppm"])
def test_a_single_picture_is_no_video_whatever_it_is_called(
    kind: str, tmp_path: Path
) -> None:
    content = cv2.imencode(f".{kind}", np.full((48, 64, 3), 90, np.uint8))[1]
    path = tmp_path / "one.mp4"
    path.write_bytes(content.tobytes())
    with pytest.raises(VideoError, match="a single picture"), VideoFile(path) as video:
        list(video)
