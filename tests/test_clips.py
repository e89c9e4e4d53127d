"""Every sample clip is judged from its landmark trace, and a few from their pixels."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.truth import SAMPLES, clip_names, read_truth, score, trace_path
from benchmarks.verdicts import VERDICTS, judge, judge_clip, verdict
from formcheck.app.analyse import Options, analyse
from formcheck.core.landmarks import MIRROR, Side
from formcheck.core.observation import BackOutline, Observation, OutlineReason, Pose
from formcheck.core.spec import Kind, Plan
from formcheck.edges.estimator import mirrored_pose
from formcheck.edges.recording import read_trace
from formcheck.resources import MODEL_SHA256, model_file, poses_dir
from formcheck.stretches.loading import find_stretch, list_stretches

NAMES = clip_names()
JUDGED = [n for n in NAMES if read_truth(n).judged]
FROM_PIXELS = ["bridge_good", "standing_side_bend_good", "hard_empty_room"]


def test_every_stretch_has_a_good_and_a_faulty_clip() -> None:
    stretches = list_stretches(poses_dir())
    assert stretches
    for spec in stretches:
        assert f"{spec.id}_good" in NAMES
        # A guided one is shown once: posture, stillness, and what breaks them.
        assert f"{spec.id}_faults" in NAMES or spec.kind is Kind.GUIDED


@pytest.mark.parametrize("name", NAMES)
def test_trace_is_of_this_clip_and_this_model(name: str) -> None:
    about = read_trace(trace_path(name)).about
    assert about.model_sha256 == MODEL_SHA256
    assert about.source == f"{name}.mp4"


@pytest.mark.parametrize("name", NAMES)
def test_verdict_is_the_one_written_down(name: str) -> None:
    written = json.loads(VERDICTS.read_text())
    assert json.loads(json.dumps(verdict(judge_clip(name)))) == written[name]


@pytest.mark.parametrize("name", JUDGED)
def test_verdict_agrees_with_the_script(name: str) -> None:
    found = score(read_truth(name), judge_clip(name))
    assert found.reps == found.truth.full_reps
    assert (found.holds_missed, found.holds_extra) == (0, 0)
    assert found.worst_hold_s <= found.truth.hold_tolerance_s
    assert found.unsafe_missed == []
    assert found.unsafe_false == []
    assert found.counted_away == 0
    if found.truth.variant == "good":
        assert found.unseen_in_target <= 0.05


@pytest.mark.parametrize("name", [n for n in NAMES if n not in JUDGED])
def test_what_cannot_be_judged_is_not(name: str) -> None:
    found = score(read_truth(name), judge_clip(name))
    assert found.status == "not_judged"
    assert found.why
    assert found.reps == 0
    assert found.unsafe_false == []


def test_form_faults_are_found_and_not_imagined() -> None:
    scores = [score(read_truth(n), judge_clip(n)) for n in JUDGED]
    hits = sum(s.form_found for s in scores)
    missed = sum(len(s.form_missed) for s in scores)
    imagined = sum(len(s.form_false) for s in scores)
    assert hits / (hits + missed) >= 0.9
    assert hits / (hits + imagined) >= 0.9


@pytest.mark.parametrize("name", NAMES)
def test_the_three_times_sum_to_the_length_of_the_set(name: str) -> None:
    entry = judge_clip(name)
    parts = entry["in_target_s"] + entry["out_of_target_s"] + entry["unseen_s"]
    assert parts == pytest.approx(entry["end_s"] - entry["start_s"], abs=0.002)


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
    entry = judge(truth, trace)

    class Mirrored:
        about = trace.about

        def observations(self):  # type: ignore[no-untyped-def]
            return (_mirror(o) for o in trace.observations())

    other = judge(truth, Mirrored())  # type: ignore[arg-type]
    swap = {"left": "right", "right": "left", None: None}
    assert len(other["reps"]) == len(entry["reps"])
    assert [f["id"] for f in other["flags"]] == [f["id"] for f in entry["flags"]]
    assert [swap[r["side"]] for r in other["reps"]] == [
        r["side"] for r in entry["reps"]
    ]
    for ours, theirs in zip(entry["holds"], other["holds"], strict=True):
        assert theirs["start_s"] == pytest.approx(ours["start_s"], abs=0.5)
        assert theirs["held_s"] == pytest.approx(ours["held_s"], abs=0.5)


@pytest.mark.model
@pytest.mark.parametrize("name", FROM_PIXELS)
def test_pixels_give_the_trace_and_the_verdict(name: str, tmp_path: Path) -> None:
    truth = read_truth(name)
    options = Options(
        find_stretch(truth.stretch, poses_dir()),
        model_file(),
        truth.profile,
        Plan(hold_s=truth.hold_s, reps=truth.reps_planned),
        every_frame=True,
    )
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
