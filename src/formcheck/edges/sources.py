"""Where pictures come from: a recorded video, or pictures in memory for tests.

Time comes from the container. A file that ends early, has an odd frame rate or a turned
picture is read as far as it goes, and its `info` says what was odd.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from formcheck.core.words.catalogue import say
from formcheck.edges.names import NOT_UTF8, in_utf8, printable
from formcheck.edges.native_logs import cv2
from formcheck.errors import VideoError

__all__ = [
    "TURNS",
    "Frame",
    "FrameSource",
    "FramesInMemory",
    "Image",
    "SourceInfo",
    "VideoFile",
]

Image = NDArray[np.uint8]
"""(height, width, 3) picture, blue-green-red."""

_FPS_RANGE = (1.0, 1000.0)
_FPS_ASSUMED = 30.0
_WHOLE = 0.98
"""A file that yields a smaller share of the frames it claims was cut short."""

_SEEK_LEAD_S = 5.0
"""Seeking lands on key frames: aim this much earlier and read on from there."""

TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
"""How OpenCV turns a picture by so many degrees clockwise."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture and its time in seconds since the recording began."""

    time_s: float
    image_bgr: Image


@dataclass(slots=True)
class SourceInfo:
    """What is known of a source; the counts grow as it is read.

    size_wh: px, as the frames come out. fps: nominal, frames a second. claimed_frames:
    by the container, 0 where it does not say. frames: read so far. from_s, to_s: the
    window asked for. end_s: when the last frame read stops being shown.
    """

    name: str
    size_wh: tuple[int, int]
    fps: float
    kind: str = "video"
    claimed_frames: int = 0
    frames: int = 0
    from_s: float = 0.0
    to_s: float | None = None
    start_s: float = 0.0
    end_s: float = 0.0
    truncated: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def duration_s(self) -> float:
        """Seconds from the first frame read to the end of the last."""
        return max(self.end_s - self.start_s, 0.0)

    @property
    def expected_end_s(self) -> float | None:
        """Where reading will stop, by the container; None where it does not say."""
        claimed = self.claimed_frames / self.fps if self.claimed_frames else None
        if self.to_s is None or claimed is None:
            return claimed if self.to_s is None else self.to_s
        return min(self.to_s, claimed)


class FrameSource(Protocol):
    """Frames in order of time, once."""

    @property
    def info(self) -> SourceInfo:
        """What is known so far."""

    def __iter__(self) -> Iterator[Frame]: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class VideoFile:
    """A recorded video, read with OpenCV.

    Parameters
    ----------
    path
        A file on this machine; addresses are refused.
    rotate
        Degrees clockwise to turn each picture by: 0, 90, 180 or 270. What the container
        says about orientation is honoured before that.
    from_s, to_s
        Read frames from (inclusive) and up to (exclusive) these seconds.
    threads
        Decoder threads; 0 leaves it to the decoder.

    Raises
    ------
    VideoError
        It cannot be opened, or no frame comes out of it.
    """

    def __init__(
        self,
        path: Path,
        *,
        rotate: int = 0,
        from_s: float = 0.0,
        to_s: float | None = None,
        threads: int = 0,
    ) -> None:
        _refuse_what_is_no_file(path)
        if rotate and rotate not in TURNS:
            raise VideoError(
                f"cannot turn a picture by {rotate} degrees; 90, 180 or 270"
            )
        self._turn = TURNS.get(rotate)
        self._path = path
        self._threads = threads
        self._grabbed = 0
        self._sought = False
        self._capture = self._open()
        size = (
            round(self._capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            round(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
        )
        if rotate in (90, 270):
            size = (size[1], size[0])
        fps, note = _believable_fps(self._capture.get(cv2.CAP_PROP_FPS))
        claimed = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        if claimed == 1:
            raise VideoError(f"{path}: a single picture, not a video")
        self.info = SourceInfo(
            name=path.name,
            size_wh=size,
            fps=fps,
            claimed_frames=int(max(claimed, 0)) if math.isfinite(claimed) else 0,
            from_s=from_s,
            to_s=to_s,
            notes=[note] if note else [],
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._capture.release()

    def __iter__(self) -> Iterator[Frame]:
        info = self.info
        reached = self._skip_to(info.from_s)
        step_s, last_s, ended = 1.0 / info.fps, -math.inf, True
        while reached is not None:
            ok, image = self._capture.retrieve()
            # A decoder that loses its place may give a frame without a new time; time
            # must pass all the same.
            time_s = reached if reached > last_s else last_s + 1.0 / info.fps
            if info.to_s is not None and time_s >= info.to_s:
                ended = False
                break
            if ok and image is not None:
                if math.isfinite(last_s):
                    step_s = min(time_s - last_s, 1.0)
                else:
                    info.start_s = time_s
                last_s = time_s
                info.frames += 1
                info.end_s = time_s + step_s
                yield Frame(time_s, self._upright(np.asarray(image, np.uint8)))
            reached = self._grab()
        self._take_stock(ended)

    def _open(self) -> cv2.VideoCapture:
        options = [cv2.CAP_PROP_N_THREADS, self._threads] if self._threads else []
        # An absolute path cannot be taken for an address.
        path = str(self._path.absolute())
        capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG, options)
        if not capture.isOpened():
            raise VideoError(f"{self._path}: not a video that can be read")
        # The default has changed between versions of OpenCV.
        capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        return capture

    def _grab(self) -> float | None:
        """Go on one frame: its time in seconds by the container, or None at the end."""
        if not self._capture.grab():
            return None
        self._grabbed += 1
        time_s = float(self._capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000.0
        return max(time_s, 0.0) if math.isfinite(time_s) else 0.0

    def _skip_to(self, from_s: float) -> float | None:
        """Go to the first frame from `from_s` on; its time, or None past the end."""
        self._sought = from_s > 2 * _SEEK_LEAD_S
        if self._sought:
            self._capture.set(cv2.CAP_PROP_POS_MSEC, (from_s - _SEEK_LEAD_S) * 1000.0)
        reached = self._grab()
        if self._sought and (reached is None or reached > from_s):
            self._capture.release()  # seeking is not to be trusted in this file
            self._capture = self._open()
            self._grabbed, self._sought = 0, False
            reached = self._grab()
        while reached is not None and reached < from_s:
            reached = self._grab()
        return reached

    def _upright(self, image: Image) -> Image:
        if self._turn is None:
            return image
        return np.asarray(cv2.rotate(image, self._turn), np.uint8)

    def _take_stock(self, ended: bool) -> None:
        """Note what was missing, now that no more frames come."""
        info = self.info
        if not info.frames:
            if info.from_s > 0:
                raise VideoError(f"{self._path}: no picture after {info.from_s:g} s")
            raise VideoError(f"{self._path}: no picture could be read from it")
        if not ended or not info.claimed_frames:
            return
        whole_s = info.claimed_frames / info.fps
        share = self._grabbed / info.claimed_frames
        if self._sought:
            share = info.end_s / whole_s
        if share < _WHOLE:
            info.truncated = True
            info.notes.append(
                say(
                    "the file ends early: it should last {whole} s and can be read "
                    "up to {end} s",
                    whole=f"{whole_s:.1f}",
                    end=f"{info.end_s:.1f}",
                )
            )


class FramesInMemory:
    """Pictures given one by one: the fake of a video.

    Parameters
    ----------
    images
        Pictures of one size.
    fps
        Frames a second; the first is at 0 s.
    """

    def __init__(
        self, images: Sequence[Image], fps: float, name: str = "memory"
    ) -> None:
        height, width = images[0].shape[:2] if images else (0, 0)
        self._images = images
        self.info = SourceInfo(name, (width, height), fps, claimed_frames=len(images))

    def __iter__(self) -> Iterator[Frame]:
        for index, image in enumerate(self._images):
            self.info.frames = index + 1
            self.info.end_s = (index + 1) / self.info.fps
            yield Frame(index / self.info.fps, image)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to let go of."""


def _refuse_what_is_no_file(path: Path) -> None:
    if not in_utf8(path.absolute()):  # OpenCV ends the whole process over it
        shown = path if not in_utf8(path) else path.absolute()
        raise VideoError(f"{printable(shown)}: {NOT_UTF8}")
    if path.is_dir():
        raise VideoError(f"{path}: a folder, not a video")
    if not path.exists():
        raise VideoError(f"{path}: no such file")
    if not path.is_file():
        raise VideoError(f"{path}: not a file")
    if not os.access(path, os.R_OK):
        raise VideoError(f"{path}: may not be read (permission denied)")
    if path.stat().st_size == 0:
        raise VideoError(f"{path}: the file is empty")


def _believable_fps(claimed: float) -> tuple[float, str | None]:
    """Return a frame rate to go on with, and a note where the claimed one is absurd."""
    low, high = _FPS_RANGE
    if math.isfinite(claimed) and low <= claimed <= high:
        return claimed, None
    return _FPS_ASSUMED, say(
        "the file's frame rate makes no sense ({claimed}); where it gives no times, "
        "{assumed} frames a second are assumed",
        claimed=f"{claimed:g}",
        assumed=f"{_FPS_ASSUMED:g}",
    )
