"""Frames decoded ahead: all of them, in order, errors too, and no thread left over."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from formcheck.edges.prefetch import read_ahead
from formcheck.edges.sources import Frame, FramesInMemory
from formcheck.errors import VideoError

PICTURES = [np.full((4, 6, 3), level, np.uint8) for level in range(40)]


def test_every_frame_comes_once_and_in_order() -> None:
    source = FramesInMemory(PICTURES, fps=30.0)
    with read_ahead(source) as frames:
        levels = [int(frame.image_bgr[0, 0, 0]) for frame in frames]
    assert levels == list(range(40))
    assert source.info.frames == 40


def test_only_a_few_pictures_are_held() -> None:
    read = []

    def frames() -> Iterator[Frame]:
        for index in range(1000):
            read.append(index)
            yield Frame(index / 30, PICTURES[0])

    with read_ahead(frames()) as given:
        for _ in range(3):
            next(given)
    assert len(read) < 20


def test_an_error_comes_after_the_frames_before_it() -> None:
    def frames() -> Iterator[Frame]:
        yield Frame(0.0, PICTURES[0])
        raise VideoError("no more")

    with read_ahead(frames()) as given:
        assert next(given).time_s == 0.0
        with pytest.raises(VideoError, match="no more"):
            next(given)


def test_stopping_early_leaves_no_thread() -> None:
    before = threading.active_count()
    with (
        pytest.raises(KeyboardInterrupt),
        read_ahead(FramesInMemory(PICTURES, fps=30.0)) as given,
    ):
        next(given)
        raise KeyboardInterrupt
    assert threading.active_count() == before


def test_frames_never_asked_for_leave_no_thread() -> None:
    before = threading.active_count()
    with read_ahead(FramesInMemory(PICTURES, fps=30.0)):
        pass
    assert threading.active_count() == before
