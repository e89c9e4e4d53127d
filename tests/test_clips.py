"""Every sample clip is judged from its landmark trace."""

from __future__ import annotations

import json

import pytest

from benchmarks.accuracy_page import PAGE, verdict_part
from benchmarks.truth import clip_names, read_truth, score, trace_path
from benchmarks.verdicts import VERDICTS, judge_clip, verdict
from formcheck.core.stretch.spec import Kind
from formcheck.edges.recording import read_trace
from formcheck.resources import MODEL_SHA256
from tests.results import TIMES
from tests.shelf import SPECS

NAMES = clip_names()
JUDGED = [n for n in NAMES if read_truth(n).judged]


def test_every_stretch_has_a_good_and_a_faulty_clip() -> None:
    stretches = SPECS.values()
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
def test_the_four_times_sum_to_the_length_of_the_set(name: str) -> None:
    entry = judge_clip(name)
    parts = sum(entry[time] for time in TIMES)
    assert parts == pytest.approx(entry["end_s"] - entry["start_s"], abs=0.002)


def test_the_verdicts_on_the_accuracy_page_are_those_of_now() -> None:
    """Here, where every clip is judged already."""
    page = PAGE.read_text(encoding="utf-8")
    assert page.startswith(verdict_part()), "`python -m benchmarks.accuracy --write`"
