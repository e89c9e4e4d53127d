"""How much a set asks for, and whether what was held is as much."""

from __future__ import annotations

import pytest

from formcheck.core.stretch.dose import Dose
from tests.numbers import SHIPPED
from tests.results import hold, result

ENOUGH = SHIPPED.stretch.dose


def test_a_hold_may_be_a_quarter_of_a_second_short() -> None:
    dose = Dose(3, 10.0)
    assert dose.is_held(9.75, ENOUGH) and not dose.is_held(9.74, ENOUGH)
    assert dose.all_held(29.25, ENOUGH) and not dose.all_held(29.2, ENOUGH)


@pytest.mark.parametrize("hold_s", [0.1, 0.3, 0.5])
def test_but_never_more_than_half_of_it(hold_s: float) -> None:
    assert Dose(1, hold_s).enough_s(ENOUGH) == pytest.approx(hold_s / 2)


@pytest.mark.parametrize(
    ("held_s", "times"), [(0, 0), (9.7, 0), (9.8, 1), (19.9, 1), (20, 2), (90, 3)]
)
def test_how_often_the_planned_time_is_in_it(held_s: float, times: int) -> None:
    complete = Dose(3, 10.0).is_held(held_s, ENOUGH)
    one = hold(held_s=held_s, complete=complete)
    planned = {"reps": 3, "hold_s": 10.0, "side": None}
    found = result(kind="reps", timed=True, planned=planned, holds=[one])
    assert found.counted == times
