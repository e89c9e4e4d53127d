"""A clip mirrored left to right is judged alike, on the other side."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from benchmarks.truth import clip_names, read_truth, trace_path
from benchmarks.verdicts import VERDICTS, judge
from formcheck.core.body.landmarks import MIRROR, Side
from formcheck.core.body.observation import (
    BackOutline,
    Observation,
    OutlineReason,
    Pose,
)
from formcheck.edges.estimator import mirrored_pose
from formcheck.edges.recording import read_trace

JUDGED = [n for n in clip_names() if read_truth(n).judged]


@cache
def written() -> dict[str, Any]:
    """What each clip is judged to be as it is; test_clips.py finds it true."""
    verdicts: dict[str, Any] = json.loads(VERDICTS.read_text())
    return verdicts


def _mirror(seen: Observation) -> Observation:
    if seen.pose is None:
        return seen
    pose = mirrored_pose(seen.pose, seen.size_wh[0])
    return Observation(seen.time_s, seen.status, pose, seen.size_wh, seen.cut)


@pytest.mark.parametrize(
    "name", [n for n in JUDGED if n.endswith(("_good", "_faults"))]
)
def test_a_mirrored_trace_gives_the_same_on_the_other_side(name: str) -> None:
    truth, trace = read_truth(name), read_trace(trace_path(name))
    found = written()[name]

    class Mirrored:
        about = trace.about

        def observations(self):  # type: ignore[no-untyped-def]
            return (_mirror(o) for o in trace.observations())

    other = judge(truth, Mirrored()).entry
    swap = {"left": "right", "right": "left", None: None}
    assert len(other["reps"]) == len(found["reps"])
    assert [f["id"] for f in other["flags"]] == [f for f, _ in found["flags"]]
    assert [swap[r["side"]] for r in other["reps"]] == found["sides"]
    starts_s = [hold[0] for hold in found["holds"]]
    assert [h["start_s"] for h in other["holds"]] == pytest.approx(starts_s, abs=0.5)
    held_s = [h["held_s"] for h in other["holds"]]
    assert held_s == pytest.approx(found["held_s"], abs=0.5)


def test_mirroring_twice_gives_the_same_pose() -> None:
    rng = np.random.default_rng(1)
    back = BackOutline(np.zeros(32, np.float32), OutlineReason.OK)
    pose = Pose(
        rng.uniform(0, 640, (33, 2)).astype(np.float32),
        rng.normal(size=(33, 3)).astype(np.float32),
        rng.uniform(size=33).astype(np.float32),
        back,
    )
    twice = mirrored_pose(mirrored_pose(pose, 640), 640)
    np.testing.assert_allclose(twice.image_xy, pose.image_xy, atol=1e-3)
    np.testing.assert_allclose(twice.visibility, pose.visibility)
    assert list(MIRROR[MIRROR]) == list(range(33))
    assert Side.LEFT.opposite is Side.RIGHT
