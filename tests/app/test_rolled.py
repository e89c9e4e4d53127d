"""A camera that was not level, and one of which nobody knows it, is told everywhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from benchmarks.metamorphic import rolled
from formcheck.app.report.report import render_report
from formcheck.app.terminal.results import show_result
from formcheck.core.body.observation import Observation, RoomRoll
from formcheck.core.judge.asked import level_words
from tests.numbers import SHIPPED
from tests.sessions import bridges, record_of, session_of, write_trace

PUT_RIGHT = "The camera stood 7 degrees off level: put right."
NOT_KNOWN = "Nothing showed how the camera stood: it was taken to be level."

Change = Callable[[int, Observation], Observation]


def level(number: int, seen: Observation) -> Observation:
    return replace(seen, room=RoomRoll(0.2, 1.0))


def off_level(number: int, seen: Observation) -> Observation:
    return rolled(7)(level(number, seen))


def restless(number: int, seen: Observation) -> Observation:
    """Heels that never rest, in a room without lines."""
    if seen.pose is None:
        return seen
    xy = seen.pose.image_xy.copy()
    xy[27:33, 1] += 12.0 * (-1) ** (number // 4)
    return replace(seen, pose=replace(seen.pose, image_xy=np.ascontiguousarray(xy)))


@pytest.mark.parametrize(
    ("change", "rolled_deg", "known", "words"),
    [
        (level, None, True, ""),
        (off_level, 7.2, True, PUT_RIGHT),
        (restless, None, False, NOT_KNOWN),
    ],
)
def test_how_the_camera_stood_is_told(
    change: Change, rolled_deg: float | None, known: bool, words: str, tmp_path: Path
) -> None:
    seen = [change(n, one) for n, one in enumerate(bridges(2).seen(25))]
    trace = write_trace(tmp_path / "trace.npz", seen)
    record = record_of(trace)
    assert len(record.result.reps) == 2
    entry = record.result.to_json()
    assert entry["rolled_deg"] == pytest.approx(rolled_deg, abs=0.1)
    assert entry["level_known"] is known
    assert level_words(record.result) == words
    console = Console(file=io.StringIO(), record=True, width=100)
    show_result(console, record.result)
    page = render_report(session_of([record]), [None], judging=SHIPPED)
    for text in (console.export_text(), page):
        for sentence in (PUT_RIGHT, NOT_KNOWN):
            assert (sentence in text) is (sentence == words)
