"""Where a raised arm is a sign for a pause: never part of the stretch itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.core.body.view import Posture
from formcheck.core.session.camera_check import GESTURE_S
from formcheck.core.session.framing import raised_arm
from formcheck.core.stretch.spec import StretchSpec
from formcheck.edges.recording import read_trace
from tests.numbers import SHIPPED
from tests.shelf import SPECS

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
WITH_SIGN = [spec for spec in SPECS.values() if spec.pause_gesture]


def test_some_stretches_have_it() -> None:
    postures = {spec.posture for spec in WITH_SIGN}
    assert {Posture.SUPINE, Posture.SEATED} <= postures


@pytest.mark.parametrize("spec", WITH_SIGN, ids=lambda spec: spec.id)
def test_nothing_that_is_done_in_it_is_the_sign(spec: StretchSpec) -> None:
    assert spec.posture not in (Posture.PRONE, Posture.QUADRUPED)
    assert "arms_overhead" not in spec.involves
    assert not any("side_bend" in measure.kind for measure in spec.measures.values())
    clips = sorted(SAMPLES.glob(f"{spec.id}_*.trace.npz"))
    assert clips
    for clip in clips:
        since_s: float | None = None
        for seen in read_trace(clip).observations():
            if seen.pose is None:
                continue
            if raised_arm(seen.pose, SHIPPED.body.seen.min_visibility) is None:
                since_s = None
                continue
            since_s = seen.time_s if since_s is None else since_s
            assert seen.time_s - since_s < GESTURE_S, (clip.name, seen.time_s)
