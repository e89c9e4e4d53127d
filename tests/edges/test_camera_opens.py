"""A camera that opens slowly, is taken, or is not permitted; and what it is called."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from formcheck.core.session.camera_watch import CameraStatus
from formcheck.edges.camera import LiveCamera, list_cameras, parse_camera
from formcheck.edges.camera_name import CameraName, why_closed
from formcheck.edges.clock import ManualClock, WallClock
from tests.numbers import SHIPPED


def test_one_that_is_still_being_opened_is_not_absent() -> None:
    clock, opened = ManualClock(), threading.Event()
    tried = threading.Event()

    def slowly() -> None:
        tried.set()
        opened.wait(30)

    camera = LiveCamera("slow", clock, SHIPPED.judge.freeze, slowly)
    try:
        assert tried.wait(10)
        clock.set(19.0)
        assert camera.health().status is CameraStatus.STARTING
    finally:
        opened.set()
        camera.close()


def test_why_it_does_not_open_is_told() -> None:
    clock, asked = ManualClock(), threading.Event()

    def why() -> CameraStatus:
        asked.set()
        return CameraStatus.BUSY

    camera = LiveCamera("taken", clock, SHIPPED.judge.freeze, lambda: None, why=why)
    try:
        assert asked.wait(10)
        clock.set(19.0)
        for _ in range(100):
            if camera.health().status is CameraStatus.BUSY:
                break
            threading.Event().wait(0.05)
        assert camera.health().status is CameraStatus.BUSY
    finally:
        camera.close()


def test_why_is_what_the_system_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    name = CameraName(number=0)
    assert why_closed(name, tmp_path) is CameraStatus.NONE
    (tmp_path / "video0").touch()
    assert why_closed(name, tmp_path) is CameraStatus.BUSY
    monkeypatch.setattr("os.access", lambda *_: False)
    assert why_closed(name, tmp_path) is CameraStatus.DENIED


def test_a_device_is_named_by_its_path_or_its_number() -> None:
    assert parse_camera("/dev/video2") == parse_camera("2") == CameraName(number=2)


def test_the_list_has_the_names_that_the_system_knows(tmp_path: Path) -> None:
    for number, label in ((0, "Integrated Camera"), (2, "")):
        device = tmp_path / f"video{number}"
        device.mkdir()
        (device / "index").write_text("0")
        if label:
            (device / "name").write_text(f"{label}\n")
    assert list(map(str, list_cameras(tmp_path))) == ["Integrated Camera", "camera 2"]


class _Lying:
    """A phone's picture that lies on its side: its top is at the left."""

    def grab(self) -> bool:
        return True

    def retrieve(self) -> tuple[bool, np.ndarray]:
        threading.Event().wait(0.02)
        image = np.full((480, 640, 3), 60, np.uint8)
        image[:, :64] = 200
        return True, image

    def release(self) -> None:
        """Nothing to let go of."""


def test_a_picture_that_lies_is_turned_upright() -> None:
    freeze = SHIPPED.judge.freeze
    camera = LiveCamera("phone", WallClock(), freeze, _Lying, turn_deg=90)
    try:
        shot = camera.newest(0, 10.0)
        assert shot is not None
        assert shot.image_bgr.shape == (640, 480, 3)
        assert shot.image_bgr[:64].min() == 200  # its top is at the top
    finally:
        camera.close()
