"""Live pictures: a camera by number or address, or a file that plays as if it were one.

A thread of its own keeps only the newest picture, so that delay cannot pile up. What is
wrong with a camera is judged by what it shows and when (`core.session.camera_watch`),
never by what the driver returns; it is opened again until it is back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol, cast

import numpy as np

from formcheck.core.judge.freeze import Stillness
from formcheck.core.judge.numbers import FreezeNumbers
from formcheck.core.session.camera_watch import (
    CameraStatus,
    CameraWatch,
    camera_status,
    pictures_per_s,
    take_picture,
)
from formcheck.edges.camera_address import open_address
from formcheck.edges.camera_name import (
    CameraName,
    list_cameras,
    parse_camera,
    why_closed,
)
from formcheck.edges.clock import Clock, ManualClock
from formcheck.edges.freeze import StillMeter
from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import Frame, Image, VideoFile
from formcheck.edges.video_file import described
from formcheck.errors import CameraError, VideoError
from formcheck.interpreter import may_hang

__all__ = [
    "Camera",
    "CameraName",
    "Health",
    "LiveCamera",
    "PlayedCamera",
    "Shot",
    "list_cameras",
    "open_camera",
    "parse_camera",
]

_RETRY_S = 0.5
_OPENING_S = 1.0
"""One that is not there is known not to be sooner."""

_REOPEN_FROZEN_S = 5.0
_WANTED = (1280, 720, 30)
"""Wide, since many cameras cut the sides off for 4:3, and a lying body is wide."""

_BLACK_MEAN = 8.0
_BLACK_MOST = 40


@dataclass(frozen=True, slots=True)
class Shot:
    """One live picture.

    number: grows by at least one. time_s: of capture, on the session's clock.
    captured_ns: the same by time.monotonic_ns, for measuring delay. black: nothing is
    in it.
    """

    number: int
    time_s: float
    image_bgr: Image
    captured_ns: int
    black: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """How a camera is. fps: new pictures in the last second. size_wh: px."""

    status: CameraStatus
    fps: float = 0.0
    size_wh: tuple[int, int] = (0, 0)


class Camera(Protocol):
    """Live pictures, the newest only."""

    @property
    def name(self) -> str:
        """As the person knows it."""

    def newest(self, after: int, timeout_s: float) -> Shot | None:
        """Wait for a picture with a number beyond `after`; None if none comes."""

    def health(self) -> Health:
        """How it is now."""

    def close(self) -> None:
        """Let go of it. A second time does nothing."""


class _Capture(Protocol):
    """What is used of cv2.VideoCapture."""

    def grab(self) -> bool: ...

    def retrieve(self) -> tuple[bool, Image]: ...

    def release(self) -> None: ...


def open_camera(
    name: CameraName, clock: Clock, freeze: FreezeNumbers, turn_deg: int = 0
) -> Camera:
    """Start a camera. What is wrong with it shows in its health, except for a file.

    freeze: when its picture is frozen. turn_deg: clockwise, 0, 90, 180 or 270: a phone
    that stands upright often gives a picture that lies.

    Raises
    ------
    CameraError
        The file is not a video.
    """
    if name.file is not None:
        path = name.file
        try:
            described(path)
        except VideoError as error:
            raise CameraError(str(error)) from None
        return LiveCamera(
            str(name),
            clock,
            freeze,
            lambda: _open_file(path),
            steady=False,
            turn_deg=turn_deg,
        )
    return LiveCamera(
        str(name),
        clock,
        freeze,
        lambda: _open_device(name),
        why=lambda: why_closed(name),
        turn_deg=turn_deg,
    )


class LiveCamera:
    """A camera with a thread of its own that keeps only the newest picture.

    Parameters
    ----------
    name
        As the person knows it.
    clock
        The session's.
    freeze
        When its picture is frozen.
    opener
        Opens it; None where that fails for now.
    steady
        Pictures that stand still mean that it is frozen. Not so in a file.
    why
        Why it does not open.
    turn_deg
        How far its pictures are turned, clockwise: 0, 90, 180 or 270.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        freeze: FreezeNumbers,
        opener: Callable[[], _Capture | None],
        *,
        steady: bool = True,
        why: Callable[[], CameraStatus] = lambda: CameraStatus.NONE,
        turn_deg: int = 0,
    ) -> None:
        self._quarters = turn_deg // 90
        self.name = name
        self._clock = clock
        self._opener = opener
        self._steady = steady
        self._why, self._closed = why, CameraStatus.NONE
        self._opening_s: float | None = None
        self._arrived = threading.Condition()
        self._stop = threading.Event()
        self._watch = CameraWatch(Stillness(freeze), begun_s=clock.now_s())
        self._newest: Shot | None = None
        self._stillness = StillMeter(freeze.still_levels)
        self._numbers = count(1)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        may_hang(self._thread)
        self._thread.start()

    def newest(self, after: int, timeout_s: float) -> Shot | None:
        """Wait for a picture with a number beyond `after`; None if none comes."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._is_new(after), timeout_s)
            return self._newest if self._is_new(after) else None

    def health(self) -> Health:
        """How it is now."""
        with self._arrived:
            now_s, shot = self._clock.now_s(), self._newest
            size = (0, 0) if shot is None else _wh(shot.image_bgr)
            status = camera_status(self._watch, now_s)
            if status is CameraStatus.NONE:
                # Some systems take 20 s to open one: slow is not absent.
                since_s = self._opening_s
                opening = since_s is not None and now_s - since_s >= _OPENING_S
                status = CameraStatus.STARTING if opening else self._closed
            return Health(status, pictures_per_s(self._watch, now_s), size)

    def close(self) -> None:
        """Let go of it. A second time does nothing."""
        self._stop.set()
        with self._arrived:
            self._arrived.notify_all()
        # A driver that hangs keeps its thread, which ends with the process.
        self._thread.join(timeout=2.0)

    def _is_new(self, after: int) -> bool:
        return self._newest is not None and self._newest.number > after

    def _run(self) -> None:
        while not self._stop.is_set():
            capture = self._tried()
            if capture is None:
                self._closed = self._why()
                self._stop.wait(_RETRY_S)
                continue
            try:
                self._read(capture)
            finally:
                capture.release()
            self._stop.wait(_RETRY_S if self._steady else 0.0)

    def _tried(self) -> _Capture | None:
        """Open it; meanwhile `health` says that it is being opened."""
        self._opening_s = self._clock.now_s()
        try:
            return self._opener()
        finally:
            self._opening_s = None

    def _read(self, capture: _Capture) -> None:
        """Read until it fails, stands still for long, or is closed."""
        opened_s = self._clock.now_s()
        while not self._stop.is_set():
            if not capture.grab():
                return
            captured_ns, time_s = time.monotonic_ns(), self._clock.now_s()
            ok, image = capture.retrieve()
            if not ok or image is None or not image.size:
                return
            upright = np.rot90(np.asarray(image, np.uint8), -self._quarters)
            self._take(np.ascontiguousarray(upright), time_s, captured_ns)
            new_s = max(opened_s, self._watch.new_s or 0.0)
            if self._steady and time_s - new_s > _REOPEN_FROZEN_S:
                return

    def _take(self, image: Image, time_s: float, captured_ns: int) -> None:
        same = resized = False
        if self._steady and self._newest is not None:
            before = self._newest.image_bgr
            resized = before.shape != image.shape
            same = not resized and np.array_equal(before, image)
        black = _is_black(image)
        moved = not self._steady or self._stillness.moved(image)
        shot = Shot(next(self._numbers), time_s, image, captured_ns, black)
        with self._arrived:
            self._watch = take_picture(
                self._watch,
                time_s,
                same=same,
                black=black,
                moved=moved,
                resized=resized,
            )
            self._newest = shot
            self._arrived.notify_all()


class PlayedCamera:
    """Frames given one by one at their own times, none left out: the fake.

    Parameters
    ----------
    frames
        In order of time.
    clock
        Is set to each frame's time as it is taken.
    freeze
        When the picture is frozen.
    """

    name = "played"

    def __init__(
        self, frames: Iterable[Frame], clock: ManualClock, freeze: FreezeNumbers
    ) -> None:
        self._frames: Iterator[Frame] = iter(frames)
        self._clock = clock
        self._watch = CameraWatch(Stillness(freeze))
        self._next: Frame | None = None
        self._before: Image | None = None
        self._stillness = StillMeter(freeze.still_levels)
        self._number = 0
        self.over = False

    def newest(self, after: int, timeout_s: float) -> Shot | None:
        """Return the next frame, or None if there is none for so long: time passes."""
        if self._next is None:
            self._next = next(self._frames, None)
        frame, until_s = self._next, self._clock.now_s() + timeout_s
        self.over = frame is None
        if frame is None or frame.time_s > until_s:
            self._clock.set(until_s)
            return None
        self._next = None
        self._clock.set(frame.time_s)
        image, before = frame.image_bgr, self._before
        resized = before is not None and before.shape != image.shape
        same = before is not None and np.array_equal(before, image)
        black = _is_black(image)
        self._before, self._number = image, self._number + 1
        moved = self._stillness.moved(image)
        self._watch = take_picture(
            self._watch,
            frame.time_s,
            same=same,
            black=black,
            moved=moved,
            resized=resized,
        )
        ns = round(frame.time_s * 1e9)
        return Shot(self._number, frame.time_s, image, ns, black)

    def health(self) -> Health:
        """How it would be."""
        now_s = self._clock.now_s()
        size = (0, 0) if self._before is None else _wh(self._before)
        status = camera_status(self._watch, now_s)
        return Health(status, pictures_per_s(self._watch, now_s), size)

    def close(self) -> None:
        """Nothing to let go of."""


def _open_device(name: CameraName) -> _Capture | None:
    capture = (
        open_address(name.address, name.certificate)
        if name.address
        else _open_number(name)
    )
    if capture.isOpened():
        return cast(_Capture, capture)
    capture.release()
    return None


def _open_file(path: Path) -> _Capture | None:
    try:
        return _FileCapture(path)
    except VideoError:  # it has been taken away meanwhile
        return None


def _open_number(name: CameraName) -> cv2.VideoCapture:
    width, height, fps = _WANTED
    capture = cv2.VideoCapture(name.number or 0)
    if capture.isOpened():
        # Uncompressed, many USB cameras give wide pictures only a few times a second.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        capture.set(cv2.CAP_PROP_FPS, fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


class _FileCapture:
    """A video file that plays at its own pace, once; it is then opened again."""

    def __init__(self, path: Path) -> None:
        self._file = VideoFile(path)
        self._frames = iter(self._file)
        self._begun_s = time.monotonic()
        self._frame: Frame | None = None

    def grab(self) -> bool:
        try:
            self._frame = next(self._frames, None)
        except VideoError:  # it ended as none: one picture from beginning to end
            self._frame = None
        if self._frame is None:
            return False
        time.sleep(max(0.0, self._begun_s + self._frame.time_s - time.monotonic()))
        return True

    def retrieve(self) -> tuple[bool, Image]:
        assert self._frame is not None
        return True, self._frame.image_bgr

    def release(self) -> None:
        self._file.__exit__(None, None, None)


def _is_black(image: Image) -> bool:
    # Every 8th pixel of every 8th row is plenty.
    some = image[::8, ::8]
    return bool(some.mean() < _BLACK_MEAN and np.percentile(some, 99) < _BLACK_MOST)


def _wh(image: Image) -> tuple[int, int]:
    return int(image.shape[1]), int(image.shape[0])
