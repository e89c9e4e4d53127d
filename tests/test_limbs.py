"""Limbs that make it this stretch: elsewhere, nothing counts; hidden, the rest does."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import nan

import pytest

from benchmarks.truth import Truth, read_truth, trace_path
from formcheck.core.body.body import Body, Role
from formcheck.core.body.observation import Observation
from formcheck.core.judge import sample
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.measure.kinds import KINDS, MeasureKind, read
from formcheck.core.stretch.spec import Clause, Kind, Plan, Profile, StretchSpec
from formcheck.core.words.reasons import Reason
from formcheck.edges.recording import read_trace
from tests.builders import SEATED, Motion
from tests.numbers import SHIPPED
from tests.shelf import SPECS

LIMBS = [
    (spec.id, number)
    for spec in SPECS.values()
    if spec.target is not None and spec.base is not None
    for number, clause in enumerate(spec.target.clauses)
    if clause.shape
]

WITHOUT = {
    "pigeon_floor": "its base is both legs",
    "seated_figure_four": "of the crossed ankle it only says whether it was made out",
}
"""Judged by a target, and no clause of it is about a limb."""


def test_every_target_names_a_limb_or_says_why_not() -> None:
    named = {stretch for stretch, _ in LIMBS}
    targets = {spec.id for spec in SPECS.values() if spec.target is not None}
    assert targets - named == WITHOUT.keys()


@cache
def looks(name: str) -> tuple[Truth, tuple[Observation, ...]]:
    """Every third look at a good clip."""
    truth = read_truth(f"{name}_good")
    return truth, tuple(read_trace(trace_path(truth.name)).observations())[::3]


def judged(
    spec: StretchSpec, clause: Clause, monkeypatch: pytest.MonkeyPatch, value: float
) -> SetResult:
    """Judge the good clip with a limb at that value near its holds; NaN: hidden."""
    truth, seen = looks(spec.id)
    limb = spec.measures[clause.measure]
    there = [False]

    def elsewhere(
        kind: MeasureKind, role: Role, body: Body
    ) -> tuple[float, Reason | None]:
        if there[0] and role is limb.role and kind is KINDS[limb.kind]:
            return value, Reason.HIDDEN if value != value else None
        return read(kind, role, body)

    monkeypatch.setattr(sample, "read", elsewhere)
    judge = SetJudge(spec, truth.profile, truth.plan, SHIPPED)
    for observation in seen:
        at_s = observation.time_s
        there[0] = any(h["start_s"] - 1 < at_s < h["end_s"] + 1 for h in truth.holds)
        judge.take(observation)
    return judge.finish(0.0, seen[-1].time_s)


@pytest.mark.parametrize(("stretch", "number"), LIMBS)
def test_with_a_limb_elsewhere_it_is_another_exercise(
    stretch: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = SPECS[stretch]
    assert spec.target is not None
    clause = spec.target.clauses[number]
    scale = KINDS[spec.measures[clause.measure].kind].scale
    low, high = clause.leave
    outside = high + 20 * scale if high < 150 * scale else low - 20 * scale
    found = judged(spec, clause, monkeypatch, outside)
    # The jump itself is not believed, so something smaller may have been begun.
    assert (found.whole, found.all_holds) == (0, ())


@pytest.mark.parametrize(("stretch", "number"), LIMBS)
def test_with_a_limb_hidden_the_rest_is_judged(
    stretch: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = SPECS[stretch]
    assert spec.target is not None
    clause = spec.target.clauses[number]
    found = judged(spec, clause, monkeypatch, nan)
    if spec.kind is Kind.GUIDED:
        # A posture that others begin in, too: its clock waits for what tells it.
        assert not found.holds
        assert found.why is Reason.HIDDEN
        assert (clause.measure, Reason.HIDDEN) in {
            (one.measure, one.why) for one in found.not_judged
        }
        return
    asked_twice = sum(c.measure == clause.measure for c in spec.target.clauses) > 1
    assert asked_twice or found.whole + len(found.holds) > 0


def test_leaning_forward_with_both_feet_down_is_no_figure_four_that_was_seen() -> None:
    """The start that asks for the crossed ankle need not be seen: the hold opens."""
    leaning = Motion(replace(SEATED, lean=30.0, hip=68.0)).hold(4)
    for recorded in (True, False):
        plan = Plan(hold_s=2.0, recorded=recorded)
        judge = SetJudge(SPECS["seated_figure_four"], Profile(), plan, SHIPPED)
        for seen in leaning.seen(15):
            judge.take(seen)
        found = judge.finish(0.0, leaning.now_s)
        assert (found.status, found.why) == ("partly_judged", Reason.NOT_MADE_OUT)
