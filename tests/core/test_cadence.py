"""The times between looks, and what hangs on them."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

import formcheck
from formcheck.core.body.cadence import CADENCE, Cadence
from formcheck.core.body.sampling import Sampling, decide
from tests.numbers import SHIPPED


def test_what_clips_were_judged_by_stands() -> None:
    found = {
        name: getattr(CADENCE, name)
        for name in (
            "shot_s",
            "quick_s",
            "moving_s",
            "jump_s",
            "still_s",
            "apart_s",
            "search_s",
        )
        + ("stale_s", "lapse_s", "drawn_s")
    }
    assert found == {
        "shot_s": 0.0,
        "quick_s": 0.03,
        "moving_s": 0.06,
        "jump_s": 0.12,
        "still_s": 0.17,
        "apart_s": 0.2,
        "search_s": 0.2,
        "stale_s": 0.35,
        "lapse_s": 0.4,
        "drawn_s": 0.5,
    }


@pytest.mark.parametrize("still_s", [0.1, 0.13, 0.17, 0.22, 0.24])
def test_one_time_changed_takes_the_others_along(still_s: float) -> None:
    at = Cadence(still_s=still_s)
    assert (
        at.shot_s
        < at.quick_s
        < at.moving_s
        < at.jump_s
        < at.apart_s
        < at.stale_s
        < at.lapse_s
    )
    assert at.moving_s < at.still_s < at.apart_s
    assert at.stale_s >= 2 * at.still_s  # one look may fail
    assert at.stale_s <= at.drawn_s


@pytest.mark.parametrize("still_s", [0.05, 0.25])
def test_times_that_contradict_one_another_are_refused(still_s: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        Cadence(still_s=still_s)


@pytest.mark.parametrize("fps", [8, 10, 12, 15, 24, 25, 29.97, 30, 50, 60, 120])
def test_looks_are_nowhere_further_apart_than_said(fps: float) -> None:
    state, looks = Sampling(), []
    for number in range(int(4 * fps)):
        state, due = decide(state, number / fps, 0.1)
        if due:
            looks.append(number / fps)
    assert np.diff(looks).max() <= CADENCE.apart_s


def test_a_mean_pace_spans_more_than_one_wait() -> None:
    judge = SHIPPED.judge
    assert min(judge.timer.still_over_s, judge.hold.pace_over_s) > CADENCE.apart_s


def test_nobody_has_a_copy_of_the_time_after_which_a_look_is_stale() -> None:
    """It stood in four files, and one of two copies of another time was forgotten."""
    package = Path(formcheck.__file__).parent
    found = [
        f"{path.name}:{node.lineno}"
        for path in package.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and node.value.value in {CADENCE.still_s, CADENCE.stale_s}
        and ast.unparse(node.targets[0]).endswith("_S")
    ]
    assert found == []
