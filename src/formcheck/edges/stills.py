"""Single pictures out of a video, where somebody asked for pictures of the person."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import VideoFile
from formcheck.edges.video_file import VideoDescription, described
from formcheck.errors import VideoError

__all__ = ["jpegs_at"]

_WIDTH = 480
_QUALITY = 80


def jpegs_at(
    video: Path | VideoDescription, times_s: Iterable[float], *, rotate: int = 0
) -> dict[float, bytes]:
    """Return the picture at or after each time as JPEG, at most 480 pixels wide.

    rotate: degrees clockwise. A time without a picture is left out.
    """
    found: dict[float, bytes] = {}
    try:
        video = described(video)
    except VideoError:
        return found
    for time_s in times_s:
        try:
            with VideoFile(video, rotate=rotate, from_s=time_s) as source:
                image = next((frame.image_bgr for frame in source), None)
        except VideoError:
            continue
        if image is None:
            continue
        height, width = image.shape[:2]
        if width > _WIDTH:
            size = (_WIDTH, round(height * _WIDTH / width))
            smaller = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
            image = np.asarray(smaller, np.uint8)
        ok, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if ok:
            found[time_s] = jpeg.tobytes()
    return found
