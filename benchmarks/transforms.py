"""Pictures of the same movement, as another camera or another file would show them.

Each takes the frames of a recording and gives others. What is random is the same in
every run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import cycle
from math import pi, sin
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.edges.sources import Frame, Image, VideoFile

__all__ = ["STILL_S", "Transform", "Filmed", "coded", "over_time", "picture"]

_SEED = 21
_BLACK_S = 2.0
_FROZEN_S = 2.0
STILL_S = 10.0
"""So long before the recording the first picture stands, with fresh noise."""


@dataclass(frozen=True)
class Filmed:
    """What a transform may need to know of a recording.

    start_s, end_s, fps: of it. box: of everywhere that the person is, px: left, top,
    right, bottom. bystander: a recording of somebody else, who stands.
    """

    start_s: float
    end_s: float
    fps: float
    size_wh: tuple[int, int]
    box: tuple[float, float, float, float]
    bystander: Path

    @property
    def middle_s(self) -> float:
        """Half way."""
        return (self.start_s + self.end_s) / 2


Transform = Callable[[Iterator[Frame], Filmed], Iterator[Frame]]


def picture(change: Callable[[Image], NDArray[np.generic]]) -> Transform:
    """Return the transform that changes every picture in the same way."""

    def frames(source: Iterator[Frame], _: Filmed) -> Iterator[Frame]:
        for frame in source:
            yield replace(frame, image_bgr=_image(change(frame.image_bgr)))

    return frames


def over_time(change: Callable[[Image, float, Filmed], Image]) -> Transform:
    """Return the transform that changes each picture by how far in it comes, 0..1."""

    def frames(source: Iterator[Frame], about: Filmed) -> Iterator[Frame]:
        lasts_s = max(1e-3, about.end_s - about.start_s)
        for frame in source:
            share = (frame.time_s - about.start_s) / lasts_s
            yield replace(frame, image_bgr=change(frame.image_bgr, share, about))

    return frames


def mirrored(image: Image) -> Image:
    """Return it as a mirror shows it."""
    return np.ascontiguousarray(image[:, ::-1])


def wide(width: int) -> Callable[[Image], Image]:
    """Return what makes a picture so wide, px, and as high as it must then be."""

    def change(image: Image) -> Image:
        height = round(image.shape[0] * width / image.shape[1] / 2) * 2
        area = cv2.INTER_AREA if width < image.shape[1] else cv2.INTER_CUBIC
        return _image(cv2.resize(image, (width, height), interpolation=area))

    return change


def lit(gain: float, gamma: float = 1.0) -> Callable[[Image], NDArray[np.generic]]:
    """Return what makes a picture darker or brighter."""
    levels = 255 * gain * (np.arange(256) / 255) ** gamma
    table = levels.clip(0, 255).astype(np.uint8)
    return lambda image: table[image]


def grey(image: Image) -> Image:
    """Return it without colour."""
    flat = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return _image(cv2.cvtColor(flat, cv2.COLOR_GRAY2BGR))


def small(image: Image) -> Image:
    """Return it at half size in the middle of a blurred wall."""
    height, width = image.shape[:2]
    half = cv2.resize(image, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    wall = _image(cv2.GaussianBlur(cv2.resize(image, (32, 24)), (0, 0), 6))
    whole = _image(cv2.resize(wall, (width, height)))
    top, left = height // 4, width // 4
    whole[top : top + height // 2, left : left + width // 2] = half
    return whole


def letterboxed(image: Image) -> Image:
    """Return it with black bars above and below, a fifth of its height each."""
    bar = image.shape[0] // 5
    return _image(cv2.copyMakeBorder(image, bar, bar, 0, 0, cv2.BORDER_CONSTANT))


def at_the_edge(image: Image, _: float, about: Filmed) -> Image:
    """Return it moved so that the person touches the left edge, or nearly."""
    off = about.box[0] - 0.02 * about.size_wh[0]
    return _shifted(image, -max(0.0, off), 0.0)


def swaying(image: Image, share: float, about: Filmed) -> Image:
    """Return it as held by hand: it wanders by a hundredth and turns by 0.7 degrees."""
    time_s = share * (about.end_s - about.start_s)
    width, height = about.size_wh
    x = 0.01 * width * (sin(2 * pi * 0.43 * time_s) + 0.4 * sin(2 * pi * 1.7 * time_s))
    y = 0.01 * height * (sin(2 * pi * 0.31 * time_s) + 0.4 * sin(2 * pi * 2.1 * time_s))
    turn_deg = 0.7 * sin(2 * pi * 0.27 * time_s)
    return _moved(image, x, y, turn_deg, 1.0)


def zooming(image: Image, share: float, about: Filmed) -> Image:
    """Return it nearer and nearer, until it is as near as the person allows, or 1.2."""
    width, height = about.size_wh
    left, top, right, bottom = about.box
    room = min(
        width / 2 / max(1.0, width / 2 - left, right - width / 2),
        height / 2 / max(1.0, height / 2 - top, bottom - height / 2),
    )
    nearest = min(1.2, max(1.0, room))
    return _moved(image, 0.0, 0.0, 0.0, 1 + (nearest - 1) * share)


def bumped(image: Image, share: float, about: Filmed) -> Image:
    """Return it as after a knock half way: it swings for half a second and settles two
    hundredths off.
    """
    since_s = (share - 0.5) * (about.end_s - about.start_s)
    if since_s < 0:
        return image
    width, height = about.size_wh
    swing = max(0.0, 1 - since_s / 0.5) * sin(2 * pi * 4 * since_s)
    return _shifted(
        image, (0.02 + 0.05 * swing) * width, (0.02 - 0.04 * swing) * height
    )


def noisy(source: Iterator[Frame], _: Filmed) -> Iterator[Frame]:
    """Yield them with a sensor's noise: 12 grey levels, fresh in every picture."""
    random = np.random.default_rng(_SEED)
    for frame in source:
        yield _with_noise(frame, random, 12.0)


def still_before(source: Iterator[Frame], about: Filmed) -> Iterator[Frame]:
    """Yield ten seconds of the first picture before them, with fresh noise."""
    random = np.random.default_rng(_SEED)
    first = next(source)
    for number in range(round(STILL_S * about.fps)):
        still = replace(first, time_s=first.time_s + number / about.fps)
        yield _with_noise(still, random, 2.0)
    yield replace(first, time_s=first.time_s + STILL_S)
    for frame in source:
        yield replace(frame, time_s=frame.time_s + STILL_S)


def frozen_between(source: Iterator[Frame], about: Filmed) -> Iterator[Frame]:
    """Yield them with two seconds half way in which the picture stands still."""
    yield from _between(source, about, _FROZEN_S, lambda image: image)


def black_between(source: Iterator[Frame], about: Filmed) -> Iterator[Frame]:
    """Yield them with two seconds of black half way."""
    yield from _between(source, about, _BLACK_S, np.zeros_like)


def doubled(source: Iterator[Frame], about: Filmed) -> Iterator[Frame]:
    """Yield each twice, as where 30 frames a second were made 60."""
    for frame in source:
        yield frame
        yield replace(frame, time_s=frame.time_s + 0.5 / about.fps)


def with_somebody_beside(source: Iterator[Frame], about: Filmed) -> Iterator[Frame]:
    """Yield them with somebody else standing to the right, half a picture further."""
    height = about.size_wh[1]
    with VideoFile(about.bystander) as other:
        pictures = []
        for frame in other:
            w = frame.image_bgr.shape[1]
            middle = frame.image_bgr[:, w // 4 : -w // 4]
            scale = height / middle.shape[0]
            pictures.append(_image(cv2.resize(middle, None, fx=scale, fy=scale)))
            if len(pictures) == 150:
                break
    there_and_back = cycle([*pictures, *pictures[::-1]])
    for frame in source:
        beside = next(there_and_back)
        yield replace(frame, image_bgr=np.hstack([frame.image_bgr, beside]))


def coded(crf: int) -> Transform:
    """Return the transform that encodes them hard, as H.264."""

    def frames(source: Iterator[Frame], about: Filmed) -> Iterator[Frame]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "coded.mp4"
            times = _encode(path, source, about, crf)
            with VideoFile(path) as again:
                for frame, time_s in zip(again, times, strict=False):
                    yield replace(frame, time_s=time_s)

    return frames


def _encode(
    path: Path, source: Iterator[Frame], about: Filmed, crf: int
) -> list[float]:
    times = []
    width, height = (n // 2 * 2 for n in about.size_wh)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(round(about.fps)))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"crf": str(crf), "preset": "veryfast"}
        for frame in source:
            times.append(frame.time_s)
            inside = np.ascontiguousarray(frame.image_bgr[:height, :width])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(inside, "bgr24")))
        container.mux(stream.encode())
    return times


def _between(
    source: Iterator[Frame],
    about: Filmed,
    lasts_s: float,
    change: Callable[[Image], Image],
) -> Iterator[Frame]:
    later_s = 0.0
    for frame in source:
        if not later_s and frame.time_s >= about.middle_s:
            later_s = lasts_s
            for number in range(round(lasts_s * about.fps)):
                time_s = frame.time_s + number / about.fps
                yield Frame(time_s, change(frame.image_bgr))
        yield replace(frame, time_s=frame.time_s + later_s)


def _with_noise(frame: Frame, random: np.random.Generator, sigma: float) -> Frame:
    # As random as it need be, and a tenth of the time: one noise moved about.
    height, width = frame.image_bgr.shape[:2]
    tile = random.normal(0, sigma, (height // 4 + 8, width // 4 + 8, 3))
    rows = random.integers(0, tile.shape[0], height)
    columns = random.integers(0, tile.shape[1], width)
    noise = tile.astype(np.float32)[rows][:, columns]
    return replace(frame, image_bgr=_image((frame.image_bgr + noise).clip(0, 255)))


def _shifted(image: Image, x: float, y: float) -> Image:
    return _moved(image, x, y, 0.0, 1.0)


def _moved(image: Image, x: float, y: float, turn_deg: float, scale: float) -> Image:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, scale)
    matrix[:, 2] += np.array((x, y))
    border = cv2.BORDER_REPLICATE
    return _image(cv2.warpAffine(image, matrix, (width, height), borderMode=border))


def _image(pixels: NDArray[np.generic]) -> Image:
    return np.ascontiguousarray(pixels, np.uint8)
