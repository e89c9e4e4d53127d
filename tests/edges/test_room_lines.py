"""The camera's roll by the lines of a room that is drawn."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from formcheck.edges.room_lines import Image, RoomWatcher, room_roll
from formcheck.edges.sources import VideoFile
from formcheck.resources import demo_clip
from tests.builders import STANDING, pose_of

SIZE_WH = (640, 480)


def turned(image: Image, deg: float) -> Image:
    """The picture of a camera that is rolled: turned clockwise, and its middle."""
    width, height = SIZE_WH
    larger = abs(np.sin(np.radians(deg))) * width / height + np.cos(np.radians(deg))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -deg, larger)
    return np.asarray(cv2.warpAffine(image, matrix, SIZE_WH), np.uint8)


def room(pitch: float = 0.0) -> Image:
    """A wall with a door, a window and a skirting board. pitch: how far its uprights
    lean apart, as a camera sees them that looks down; px.
    """
    image = np.full((480, 640, 3), 200, np.uint8)
    for left, right, top, bottom in ((60, 160, 60, 380), (470, 590, 80, 220)):
        corners = [
            (x + pitch * (x - 320) / 320 * (240 - y) / 240, y)
            for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
        ]
        points = np.array(corners).round().astype(np.int32)
        cv2.fillPoly(image, [points], (120, 110, 100))
    image[380:] = (90, 120, 150)
    return image


@pytest.mark.parametrize("deg", [-10.0, -5.0, 0.0, 5.0, 10.0])
@pytest.mark.parametrize("pitch", [0.0, 40.0])
def test_a_room_tells_the_roll(deg: float, pitch: float) -> None:
    found = room_roll(turned(room(pitch), deg), None)
    assert found is not None
    assert found.roll_deg == pytest.approx(deg, abs=1.0)
    assert found.error_deg < 1.6


def test_a_bare_wall_tells_nothing() -> None:
    assert room_roll(np.full((480, 640, 3), 200, np.uint8), None) is None


def test_a_floor_alone_is_told_with_a_wide_error() -> None:
    image = np.full((480, 640, 3), 200, np.uint8)
    image[300:360] = (90, 120, 150)
    image[360:] = (40, 60, 80)
    image[420:] = (90, 120, 150)
    found = room_roll(image, None)
    assert found is not None
    assert found.roll_deg == pytest.approx(0, abs=0.5)
    assert found.error_deg >= 3


def test_the_outline_of_a_person_is_no_line_of_the_room() -> None:
    pose = pose_of(replace(STANDING, torso_px=110, shoulder=90))
    low, high = pose.image_xy.min(axis=0), pose.image_xy.max(axis=0)
    image = np.full((480, 640, 3), 200, np.uint8)
    for x, other in ((low[0] - 20, low[0]), (high[0], high[0] + 20)):
        ends = (int(x), int(low[1])), (int(other), int(high[1]))
        cv2.line(image, *ends, (20, 20, 20), 9)
    assert room_roll(image, None) is not None
    assert room_roll(image, pose) is None


def test_the_demo_clip_is_level() -> None:
    with VideoFile(demo_clip()) as source:
        frame = next(iter(source))
    found = room_roll(turned(frame.image_bgr, 8.0), None)
    assert found is not None
    assert found.roll_deg == pytest.approx(8, abs=1.5)


def test_a_few_pictures_are_looked_at_and_a_cut_begins_again() -> None:
    watcher = RoomWatcher()
    bare = np.full((480, 640, 3), 200, np.uint8)
    assert watcher.look(bare, None, 0.0, cut=False) is None
    first = watcher.look(turned(room(), 6.0), None, 0.5, cut=False)
    assert first is not None
    assert first.roll_deg == pytest.approx(6, abs=1)
    again = watcher.look(bare, None, 0.6, cut=False)  # not due, and remembered
    assert again == first
    assert watcher.look(bare, None, 0.7, cut=True) is None
    for time_s in range(1, 40):  # set level since
        known = watcher.look(room(), None, float(time_s), cut=False)
    assert known is not None
    assert known.roll_deg == pytest.approx(0, abs=0.5)


def test_a_mirrored_picture_is_rolled_the_other_way() -> None:
    found = RoomWatcher(mirrored=True).look(turned(room(), 6.0), None, 0.0, cut=False)
    assert found is not None
    assert found.roll_deg == pytest.approx(-6, abs=1)
