"""On the sample clips, the counter that knows no stretch sees what was done."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.truth import clip_names, read_truth, trace_path
from benchmarks.verdicts import clip_record
from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.movements import MovementLog
from formcheck.edges.recording import read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED

GOOD = [name for name in clip_names() if name.endswith("_good")]


@cache
def seen(name: str) -> int:
    """How many movements, without any judge."""
    spec = find_stretch(read_truth(name).stretch, poses_dir())
    log = MovementLog(spec, SHIPPED.judge.movements)
    for one in read_trace(trace_path(name)).observations():
        if one.pose is not None:
            log.add(one.time_s, one.pose, FrameResult(), cut=one.cut)
    return len(log.found())


def test_nine_clips_in_ten_show_as_many_as_were_done_or_one_more_or_fewer() -> None:
    done = {name: len(read_truth(name).reps) for name in clip_names()}
    off = {name: seen(name) - reps for name, reps in done.items() if reps}
    assert len(off) > 70
    wrong = {name: by for name, by in off.items() if abs(by) > 1}
    assert len(wrong) <= 0.1 * len(off), wrong


@pytest.mark.parametrize("name", GOOD)
def test_on_a_good_clip_nothing_is_asked(name: str) -> None:
    result = clip_record(name).result
    became = {one.became for one in result.movements}
    assert became == (set() if result.timed else {"counted"})
