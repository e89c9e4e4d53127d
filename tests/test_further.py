"""Whoever goes further than the sample clips do is still in the stretch."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.truth import read_truth, trace_path
from formcheck.core.body.body import Body, Role
from formcheck.core.judge import sample
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.measure.kinds import KINDS, MeasureKind, read
from formcheck.core.stretch.spec import Kind, StretchSpec
from formcheck.core.words.reasons import Reason, Shortfall
from formcheck.edges.recording import read_trace
from tests.numbers import SHIPPED
from tests.shelf import SPECS

SPECS = {
    spec.id: spec
    for spec in SPECS.values()
    if spec.kind in (Kind.HOLD, Kind.REPS)
    and KINDS[spec.measures[spec.primary].kind].of_own is None
}


def judged(spec: StretchSpec) -> SetJudge:
    """Judge the good clip, by every third look."""
    truth = read_truth(f"{spec.id}_good")
    judge = SetJudge(spec, truth.profile, truth.plan, SHIPPED)
    for seen in list(read_trace(trace_path(truth.name)).observations())[::3]:
        judge.take(seen)
    return judge


@cache
def as_it_is(name: str) -> SetResult:
    """What the good clip comes to."""
    return judged(SPECS[name]).finish(0.0, 100.0)


@pytest.mark.parametrize("times", [1.3, 1.5])
@pytest.mark.parametrize("name", SPECS)
def test_a_hold_that_goes_further_is_a_hold(
    name: str, times: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = SPECS[name]
    first = spec.measures[spec.primary]
    start = as_it_is(name)
    stood = (start.neutral or {})[spec.primary]
    assert stood is not None
    own = float(stood)

    def further(
        kind: MeasureKind, role: Role, body: Body
    ) -> tuple[float, Reason | None]:
        value, why = read(kind, role, body)
        if kind.text == first_kind.text and role is first.role:
            value = own + times * (value - own)
        return value, why

    first_kind = KINDS[first.kind]
    if first.relative:  # what is read is absolute: against the pose that stood still
        other = next(
            c.measure
            for c in spec.start.clauses
            if spec.measures[c.measure].kind == first.kind
        )
        own = (start.neutral or {})[other] or 0.0
    monkeypatch.setattr(sample, "read", further)
    found = judged(spec).finish(0.0, 100.0)
    assert len(found.holds) == len(start.holds) > 0
    assert all(
        part.reason is not Shortfall.SMALLER_RANGE for part in found.partial_reps
    )
