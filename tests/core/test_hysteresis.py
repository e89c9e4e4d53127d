from __future__ import annotations

from math import nan

import pytest

from formcheck.core.judge.hysteresis import (
    Settled,
    Verdict,
    all_of,
    inside,
    settle,
)
from tests.numbers import SHIPPED

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("value", "was_in", "verdict"),
    [
        (50, False, YES),
        (40, False, YES),
        (60, False, YES),
        (39, False, NO),
        (61, False, NO),
        (39, True, YES),
        (30, True, YES),
        (29, True, NO),
        (71, True, NO),
        (nan, False, UNKNOWN),
        (nan, True, UNKNOWN),
    ],
)
def test_a_band_is_wider_to_leave_than_to_enter(
    value: float, was_in: bool, verdict: Verdict
) -> None:
    assert inside(value, (40, 60), (30, 70), was_in=was_in) is verdict


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [
        ([YES, YES], YES),
        ([], YES),
        ([YES, NO], NO),
        ([UNKNOWN, NO], NO),
        ([NO, UNKNOWN], NO),
        ([YES, UNKNOWN], UNKNOWN),
        ([UNKNOWN, UNKNOWN], UNKNOWN),
    ],
)
def test_clauses_together(verdicts: list[Verdict], together: Verdict) -> None:
    assert all_of(verdicts) is together


def settled(looks: list[tuple[float, Verdict]]) -> Settled:
    state = Settled(NO, 0.0, NO, 0.0)
    for time_s, seen in looks:
        state = settle(state, time_s, seen, SHIPPED.judge.rep.dwell_s)
    return state


def test_a_change_counts_once_it_has_lasted_and_from_when_it_began() -> None:
    looks = [(1.0, YES), (1.1, YES), (1.19, YES)]
    assert settled(looks).verdict is NO
    after = settled([*looks, (1.2, YES)])
    assert (after.verdict, after.since_s) == (YES, 1.0)
    assert SHIPPED.judge.rep.dwell_s == 0.2


@pytest.mark.parametrize("blip", [NO, UNKNOWN])
def test_a_change_that_is_interrupted_begins_anew(blip: Verdict) -> None:
    looks = [(1.0, YES), (1.1, blip), (1.15, YES), (1.3, YES)]
    assert settled(looks).verdict is NO
    after = settled([*looks, (1.36, YES)])
    assert (after.verdict, after.since_s) == (YES, 1.15)


@pytest.mark.parametrize("step_s", [1 / 60, 1 / 30, 1 / 24, 1 / 15, 0.1])
def test_the_rhythm_of_looks_does_not_matter(step_s: float) -> None:
    state, time_s = Settled(NO, 0.0, NO, 0.0), 1.0
    while state.verdict is NO:
        state = settle(state, time_s, YES, SHIPPED.judge.rep.dwell_s)
        time_s += step_s
    assert state.since_s == 1.0
    assert time_s - step_s == pytest.approx(1.2, abs=step_s)
