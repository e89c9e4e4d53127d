"""Live pictures: by file, by address, and what is noticed when something is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from formcheck.core.session.camera_watch import CameraStatus
from formcheck.edges.camera import (
    Camera,
    CameraName,
    LiveCamera,
    PlayedCamera,
    Shot,
    list_cameras,
    open_camera,
    parse_camera,
)
from formcheck.edges.clock import ManualClock, WallClock
from formcheck.edges.sources import Frame
from formcheck.errors import CameraError
from tests.mjpeg import MjpegServer
from tests.numbers import SHIPPED
from tests.pictures import Image, numbered, write_video

NOTICED_S = 1.0


def noisy(count: int, size_wh: tuple[int, int] = (64, 48)) -> list[Image]:
    random = np.random.default_rng(1)
    shape = (size_wh[1], size_wh[0], 3)
    return [random.integers(60, 200, shape).astype(np.uint8) for _ in range(count)]


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("moving")
    return write_video(folder / "moving.mp4", noisy(60, (320, 240)))


@pytest.fixture
def stream(moving: Path) -> Iterator[MjpegServer]:
    with MjpegServer(fps=25) as server:
        server.idle(moving, seconds=2)
        yield server


def wait_for(told: Callable[[], bool], seconds: float) -> float:
    """How long it took, s."""
    begun_s = time.monotonic()
    while not told():
        assert time.monotonic() - begun_s < seconds, "it never came"
        time.sleep(0.02)
    return time.monotonic() - begun_s


def until(camera: Camera, status: CameraStatus, seconds: float = 4.0) -> float:
    return wait_for(lambda: camera.health().status is status, seconds)


def test_what_a_camera_may_be_called(moving: Path) -> None:
    assert parse_camera("2") == CameraName(number=2)
    assert parse_camera("http://127.0.0.1:8080/video").elsewhere is None
    assert parse_camera("rtsp://me:secret@10.0.0.7/one").elsewhere == "10.0.0.7"
    assert "secret" not in str(parse_camera("rtsp://me:secret@10.0.0.7/one"))
    assert parse_camera(str(moving)).file == moving
    for wrong in ("nothing.mp4", "ftp://a/b", "http://", "1.5", ""):
        with pytest.raises(CameraError):
            parse_camera(wrong)


def test_a_file_that_is_no_video_is_told_at_once(tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("no video")
    with pytest.raises(CameraError, match="not a video"):
        open_camera(CameraName(file=text), WallClock(), SHIPPED.judge.freeze)


def test_a_file_plays_at_its_own_pace_and_again(tmp_path: Path) -> None:
    path = write_video(tmp_path / "short.mp4", numbered(15))
    camera = open_camera(CameraName(file=path), WallClock(), SHIPPED.judge.freeze)
    try:
        shots: list[Shot] = []
        after = 0
        while len(shots) < 25:
            shot = camera.newest(after, 1.0)
            assert shot is not None
            after = shot.number
            shots.append(shot)
        steps = np.diff([shot.time_s for shot in shots])
        assert 0.02 < np.median(steps) < 0.05
        assert shots[-1].time_s - shots[0].time_s > 0.6  # 25 pictures at 30 a second
    finally:
        camera.close()


def test_a_stream_is_opened_by_its_address(stream: MjpegServer) -> None:
    camera = open_camera(parse_camera(stream.url), WallClock(), SHIPPED.judge.freeze)
    try:
        until(camera, CameraStatus.OK)
        assert camera.health().size_wh == (320, 240)
    finally:
        camera.close()


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        ("cut", CameraStatus.LOST),
        ("stall", CameraStatus.LOST),
        ("freeze", CameraStatus.FROZEN),
        ("black", CameraStatus.BLACK),
        ("slow", CameraStatus.SLOW),
    ],
)
def test_trouble_is_noticed_within_a_second_and_got_over(
    stream: MjpegServer, trouble: str, status: CameraStatus
) -> None:
    camera = open_camera(parse_camera(stream.url), WallClock(), SHIPPED.judge.freeze)
    try:
        until(camera, CameraStatus.OK)
        time.sleep(1.0)
        getattr(stream, trouble)(2.0)
        assert until(camera, status) < NOTICED_S
        until(camera, CameraStatus.OK, 6.0)
    finally:
        camera.close()


def test_another_size_in_mid_stream_goes_on(stream: MjpegServer) -> None:
    camera = open_camera(parse_camera(stream.url), WallClock(), SHIPPED.judge.freeze)
    try:
        until(camera, CameraStatus.OK)
        stream.resize((160, 120))
        time.sleep(1.0)
        # FFmpeg's reader scales to the first size until the stream is opened again.
        until(camera, CameraStatus.OK)
        assert camera.health().size_wh == (320, 240)
        stream.cut(1.0)
        wait_for(lambda: camera.health().size_wh == (160, 120), 5.0)
        until(camera, CameraStatus.OK)
    finally:
        camera.close()


def test_only_the_newest_picture_is_kept(stream: MjpegServer) -> None:
    camera = open_camera(parse_camera(stream.url), WallClock(), SHIPPED.judge.freeze)
    try:
        first = camera.newest(0, 3.0)
        assert first is not None
        time.sleep(0.5)
        second = camera.newest(first.number, 1.0)
        assert second is not None
        assert second.number - first.number > 5
        assert camera.newest(10**9, 0.05) is None
    finally:
        camera.close()


class _Dead:
    """A driver that says ok and gives nothing new."""

    def __init__(self, image: Image) -> None:
        self._image = image

    def grab(self) -> bool:
        time.sleep(0.01)
        return True

    def retrieve(self) -> tuple[bool, Image]:
        return True, self._image.copy()

    def release(self) -> None:
        pass


def test_a_driver_that_always_says_ok_is_not_believed() -> None:
    image = noisy(1)[0]
    camera = LiveCamera("dead", WallClock(), SHIPPED.judge.freeze, lambda: _Dead(image))
    try:
        assert until(camera, CameraStatus.FROZEN) < NOTICED_S
    finally:
        camera.close()


def test_an_address_where_nothing_is_does_not_stop_anything() -> None:
    name = parse_camera("http://127.0.0.1:9/none")
    camera = open_camera(name, WallClock(), SHIPPED.judge.freeze)
    assert camera.newest(0, 0.2) is None
    assert camera.health().status is CameraStatus.STARTING
    camera.close()
    camera.close()


def test_played_frames_come_at_their_own_times() -> None:
    clock = ManualClock()
    pictures = noisy(4)
    times = (0.0, 0.1, 5.0, 5.1)
    frames = [Frame(t, i) for t, i in zip(times, pictures, strict=True)]
    camera = PlayedCamera(frames, clock, SHIPPED.judge.freeze)
    assert [camera.newest(0, 0.5) is not None for _ in range(2)] == [True, True]
    waits = 0
    while camera.newest(0, 0.5) is None:
        waits += 1
    assert waits == 9
    assert clock.now_s() == 5.0
    assert camera.newest(0, 0.5) is not None
    assert camera.newest(0, 0.5) is None
    assert camera.over


def test_cameras_are_listed_without_switching_them_on(tmp_path: Path) -> None:
    for name, index in (("video0", "0"), ("video1", "1"), ("video2", "0")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index").write_text(index + "\n")
    assert [n.number for n in list_cameras(tmp_path)] == [0, 2]
