"""From the pixels of a few clips come the trace beside them and its verdict."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.truth import SAMPLES, read_truth, trace_path
from benchmarks.verdicts import judge_clip, verdict
from formcheck.app.recordings.analyse import analyse
from formcheck.edges.recording import read_trace
from tools.make_traces import options_for

FROM_PIXELS = ["bridge_good", "standing_side_bend_good", "hard_empty_room"]


@pytest.mark.model
@pytest.mark.parametrize("name", FROM_PIXELS)
def test_pixels_give_the_trace_and_the_verdict(name: str, tmp_path: Path) -> None:
    options = options_for(read_truth(name))
    results = analyse(
        SAMPLES / f"{name}.mp4", tmp_path / "out", options, lambda *_: None
    )
    made = list(read_trace(results.folder / "landmarks.npz").observations())
    kept = list(read_trace(trace_path(name)).observations())
    assert [o.status for o in made] == [o.status for o in kept]
    for a, b in zip(made, kept, strict=True):
        if a.pose is not None and b.pose is not None:
            assert np.abs(a.pose.image_xy - b.pose.image_xy).max() < 3
    assert verdict(results.summary["sets"][0]) == verdict(judge_clip(name))
