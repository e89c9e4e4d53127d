"""From the pixels of a few clips come the trace beside them and its verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.truth import SAMPLES, read_truth, trace_path
from benchmarks.verdicts import judge, verdict
from formcheck.app.recordings.analyse import analyse
from formcheck.edges.recording import Trace, read_trace
from tools.make_traces import options_for

FIRST_S = 13.0
"""So much of each clip: a repetition and more; with the model it takes as long."""

FROM_PIXELS = ["bridge_good", "standing_side_bend_good", "hard_empty_room"]


@pytest.mark.model
@pytest.mark.parametrize("name", FROM_PIXELS)
def test_pixels_give_the_trace_and_the_verdict(name: str, tmp_path: Path) -> None:
    truth = read_truth(name)
    options = replace(options_for(truth), to_s=FIRST_S)
    results = analyse(
        SAMPLES / f"{name}.mp4", tmp_path / "out", options, lambda *_: None
    )
    trace, whole = (
        read_trace(results.folder / "landmarks.npz"),
        read_trace(trace_path(name)),
    )
    made = list(trace.observations())
    first = Trace(trace.about, whole.frames[: len(made)], whole.looks)
    kept = list(first.observations())
    assert len(made) >= (FIRST_S - 1) * trace.about.fps
    assert [o.status for o in made] == [o.status for o in kept]
    for a, b in zip(made, kept, strict=True):
        if a.pose is not None and b.pose is not None:
            assert np.abs(a.pose.image_xy - b.pose.image_xy).max() < 3
    found = verdict(results.summary["sets"][0])
    assert found == verdict(judge(truth, first).entry)
    assert bool(found["reps"]) == truth.judged
