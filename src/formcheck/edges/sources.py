"""Where pictures come from: a recorded video, or pictures in memory for tests.

Time comes from the container. A file that ends early, is damaged or has an odd frame
rate is read as far as it goes, and its `info` says what was odd.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from formcheck.core.words.catalogue import say, say_many
from formcheck.edges.decoding import decoded_pictures
from formcheck.edges.native_logs import cv2
from formcheck.edges.upright import Image
from formcheck.edges.video_file import VideoDescription, described
from formcheck.errors import VideoError

__all__ = [
    "Frame",
    "FrameSource",
    "FramesInMemory",
    "Image",
    "SourceInfo",
    "VideoFile",
]

_ALIKE_LEVELS = 12
"""Grey levels that a codec may make of one picture; a sensor's noise makes more, and so
does whoever moves."""

_NEAR_THE_END_S = 1.0
"""Who asks for so much more than there is means the whole."""

_GAP_S = 0.5
_FEW = 0.02
"""So long without a picture is a gap, where at most one step in fifty is so long: the
recording of a screen, or a time lapse, is made of such steps."""

_SEEK_LEAD_S = 5.0
"""Seeking lands on key frames: aim this much earlier and read on from there."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture and its time in seconds since the recording began."""

    time_s: float
    image_bgr: Image


@dataclass(slots=True)
class SourceInfo:
    """What is known of a source; the counts grow as it is read.

    size_wh: px, as the frames come out. fps: nominal, frames a second. whole_s: when
    the last frame of all stops being shown, None where that is not known. frames: read
    so far. from_s, to_s: the window asked for. end_s: when the last frame read stops
    being shown. slowed: how many times slower than what happened the file plays; all
    seconds are of what happened.
    """

    name: str
    size_wh: tuple[int, int]
    fps: float
    kind: str = "video"
    whole_s: float | None = None
    frames: int = 0
    from_s: float = 0.0
    to_s: float | None = None
    start_s: float = 0.0
    end_s: float = 0.0
    truncated: bool = False
    slowed: float = 1.0
    notes: list[str] = field(default_factory=list)

    @property
    def duration_s(self) -> float:
        """Seconds from the first frame read to the end of the last."""
        return max(self.end_s - self.start_s, 0.0)

    @property
    def expected_end_s(self) -> float | None:
        """Where reading will stop; None where that is not known."""
        known = [end_s for end_s in (self.to_s, self.whole_s) if end_s is not None]
        return min(known, default=None)


class FrameSource(Protocol):
    """Frames in order of time, once."""

    @property
    def info(self) -> SourceInfo:
        """What is known so far."""

    def __iter__(self) -> Iterator[Frame]: ...


class VideoFile:
    """A recorded video, read with OpenCV, and with PyAV from where OpenCV gives up.

    Pictures come upright, with square pixels, at the times of the video's description.

    Parameters
    ----------
    video
        A file on this machine, or what is known of it already; addresses are refused.
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
        video: Path | VideoDescription,
        *,
        rotate: int = 0,
        from_s: float = 0.0,
        to_s: float | None = None,
        threads: int = 0,
    ) -> None:
        self.description = described(video)
        self._upright = self.description.upright.turned(rotate)
        self._threads = threads
        self._damaged = 0
        self._gaps: list[tuple[float, float]] = []
        self._first: NDArray[np.int16] | None = None
        self._differ = False
        self._capture = self._open()
        self.info = SourceInfo(
            name=self.description.path.name,
            size_wh=self._upright.size_wh(self.description.stored_wh),
            fps=self.description.fps,
            whole_s=self.description.ends_s,
            from_s=from_s,
            to_s=to_s,
            slowed=self.description.slowed,
            notes=list(self.description.notes),
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
        step_s, last_s, ended = 1.0 / info.fps, -math.inf, True
        for time_s, image in self._pictures():
            if info.to_s is not None and time_s >= info.to_s:
                ended = False
                break
            if math.isfinite(last_s):
                step_s = min(time_s - last_s, 1.0)
                if time_s - last_s > _GAP_S + 1.0 / info.fps:
                    self._gaps.append((last_s + 1.0 / info.fps, time_s))
            else:
                info.start_s = time_s
            last_s = time_s
            info.frames += 1
            info.end_s = time_s + step_s
            self._look_at(image)
            yield Frame(time_s, self._upright.of(image))
        self._take_stock(last_s, ended)

    def _look_at(self, image: Image) -> None:
        """Note whether there are two pictures that differ, until there are."""
        if self._differ:
            return
        some = image[::4, ::4].astype(np.int16)
        if self._first is None:
            self._first = some
        self._differ = some.shape != self._first.shape or bool(
            np.abs(some - self._first).max() > _ALIKE_LEVELS
        )

    def _pictures(self) -> Iterator[tuple[float, Image]]:
        """Give the stored pictures from `from_s` on with their times."""
        last_s = -math.inf
        for read in (self._captured, self._decoded):
            for time_s, image in read(last_s):
                # A decoder that loses its place may give a frame without a new time;
                # time must pass all the same.
                last_s = time_s if time_s > last_s else last_s + 1.0 / self.info.fps
                yield last_s, image

    def _captured(self, _after_s: float) -> Iterator[tuple[float, Image]]:
        """Give what OpenCV does."""
        reached = self._skip_to(self.info.from_s)
        while reached is not None:
            ok, image = self._capture.retrieve()
            if ok and image is not None:
                yield reached, np.asarray(image, np.uint8)
            reached = self._grab()

    def _decoded(self, after_s: float) -> Iterator[tuple[float, Image]]:
        """Give what PyAV still has after that, if anything is missing."""
        times_s = self.description.times_s
        if times_s and after_s < times_s[-1] - 0.5 / self.info.fps:
            yield from decoded_pictures(
                self.description,
                from_s=self.info.from_s,
                after_s=after_s,
                threads=self._threads,
                damaged=self._count_damaged,
            )

    def _open(self) -> cv2.VideoCapture:
        options = [cv2.CAP_PROP_N_THREADS, self._threads] if self._threads else []
        # An absolute path cannot be taken for an address.
        path = str(self.description.path.absolute())
        capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG, options)
        # It reads a flip as half a turn; pictures are brought upright here instead.
        capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 0)
        return capture

    def _grab(self) -> float | None:
        """Go on one frame: its time in seconds, or None at the end.

        OpenCV's own position says which of the described pictures it is.
        """
        if not self._capture.grab():
            return None
        shown_s = float(self._capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000.0
        time_s = shown_s / self.description.slowed
        time_s = max(time_s, 0.0) if math.isfinite(time_s) else 0.0
        known_s = self.description.time_near(time_s)
        return time_s if known_s is None else known_s

    def _skip_to(self, from_s: float) -> float | None:
        """Go to the first frame from `from_s` on; its time, or None past the end."""
        sought = from_s > 2 * _SEEK_LEAD_S
        if sought:
            shown_s = (from_s - _SEEK_LEAD_S) * self.description.slowed
            self._capture.set(cv2.CAP_PROP_POS_MSEC, shown_s * 1000.0)
        reached = self._grab()
        if sought and (reached is None or reached > from_s):
            self._capture.release()  # seeking is not to be trusted in this file
            self._capture = self._open()
            reached = self._grab()
        while reached is not None and reached < from_s:
            reached = self._grab()
        return reached

    def _count_damaged(self) -> None:
        self._damaged += 1

    def _take_stock(self, last_s: float, ended: bool) -> None:
        """Note what was missing, now that no more frames come."""
        info, video = self.info, self.description
        if not info.frames:
            if info.from_s > 0:
                raise VideoError(f"{video.path}: no picture after {info.from_s:g} s")
            raise VideoError(
                f"{video.path}: no picture could be read from it ({video.codec})"
            )
        whole = ended and info.from_s <= 0
        if whole and not self._differ:
            raise VideoError(
                f"{video.path}: the same picture from beginning to end, not a video"
            )
        if self._damaged:
            info.notes.append(
                say_many(
                    "{n} damaged picture was left out",
                    "{n} damaged pictures were left out",
                    self._damaged,
                )
            )
        if self._gaps and len(self._gaps) <= max(1.0, _FEW * info.frames):
            first_s, until_s = self._gaps[0]
            info.notes.append(
                say_many(
                    "{missing} s of the recording are missing, from {from_s} to {to} s",
                    "{missing} s of the recording are missing in {n} places, the first "
                    "from {from_s} to {to} s",
                    len(self._gaps),
                    missing=f"{sum(end - begin for begin, end in self._gaps):.1f}",
                    from_s=f"{first_s:.1f}",
                    to=f"{until_s:.1f}",
                )
            )
        asked_s = info.to_s if ended else None
        if asked_s is not None and asked_s > info.end_s + _NEAR_THE_END_S:
            info.notes.append(
                say(
                    "the recording ends at {end} s, before the {asked} s asked for",
                    end=f"{info.end_s:.1f}",
                    asked=f"{asked_s:g}",
                )
            )
        if ended and video.falls_short(last_s, info.end_s):
            whole_s = video.promised_s or video.ends_s or 0.0
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
        self.info = SourceInfo(name, (width, height), fps, whole_s=len(images) / fps)

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
