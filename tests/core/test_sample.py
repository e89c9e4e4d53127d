"""One look: raw and smoothed values, and what is not believed for a moment."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import pytest

from formcheck.core.judge.sample import FilterState, Sample, afresh, take
from tests.builders import SUPINE, Figure
from tests.core.stretches import stretch
from tests.core.test_kinds import body_of
from tests.numbers import SHIPPED

SPEC = stretch()


def looks(
    *parts: tuple[float, Figure], fps: float = 30, neck: float = nan
) -> list[Sample]:
    """Each figure for so many seconds."""
    filters, found, number = FilterState(), [], 0
    for seconds, figure in parts:
        for _ in range(round(seconds * fps)):
            filters, sample = take(
                filters, SPEC, body_of(figure), number / fps, {"neck": neck}, SHIPPED
            )
            found.append(sample)
            number += 1
    return found


def test_a_still_body_reads_what_it_is() -> None:
    last = looks((1, replace(SUPINE, hip=77, knee=91)))[-1]
    assert last.value("hip") == pytest.approx(77, abs=0.01)
    assert last.value("knee") == pytest.approx(91, abs=0.01)
    assert last.speed("hip", 0.5) == pytest.approx(0, abs=0.01)
    assert last.why == (None, None, None)


def test_a_relative_measure_is_not_known_before_the_start() -> None:
    figure = replace(SUPINE, neck=30)
    assert isnan(looks((0.2, figure))[-1].value("neck"))
    assert looks((0.2, figure), neck=12)[-1].value("neck") == pytest.approx(18)


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_a_jump_is_not_believed_for_three_tenths_of_a_second(fps: float) -> None:
    found = looks((1, replace(SUPINE, hip=60)), (1, replace(SUPINE, hip=110)), fps=fps)
    jumped = [sample for sample in found if sample.why[0] == "jumped"]
    assert jumped[0].time_s == pytest.approx(1.0)
    assert jumped[-1].time_s == pytest.approx(1.3, abs=1 / fps + 0.001)
    assert all(isnan(sample.value("hip")) for sample in jumped)
    assert found[-1].value("hip") == pytest.approx(110, abs=0.01)


@pytest.mark.parametrize("by_deg", [5, 30, 44])
def test_what_a_leg_can_do_is_believed(by_deg: float) -> None:
    found = looks((1, SUPINE), (1, replace(SUPINE, hip=SUPINE.hip - by_deg)))
    assert {sample.why[0] for sample in found} == {None}


def test_after_a_pause_a_change_is_no_jump() -> None:
    filters, _ = take(FilterState(), SPEC, body_of(SUPINE), 0.0, {}, SHIPPED)
    _, sample = take(filters, SPEC, body_of(replace(SUPINE, hip=55)), 0.5, {}, SHIPPED)
    assert sample.why[0] is None


def test_one_measure_that_jumps_leaves_the_others_alone() -> None:
    found = looks((1, SUPINE), (0.1, replace(SUPINE, knee=140)))
    assert found[-1].why == (None, "jumped", None)
    assert found[-1].value("hip") == pytest.approx(130, abs=0.01)


def test_raw_values_are_kept_where_they_are_not_believed() -> None:
    found = looks((1, SUPINE), (0.1, replace(SUPINE, knee=140)))
    assert found[-1].raw[found[-1].index("knee")] == pytest.approx(140, abs=0.01)


def test_afresh_forgets_the_past_but_not_what_is_distrusted() -> None:
    filters, _ = take(FilterState(), SPEC, body_of(SUPINE), 0.0, {}, SHIPPED)
    filters, sample = take(
        filters, SPEC, body_of(replace(SUPINE, hip=60)), 0.03, {}, SHIPPED
    )
    assert sample.why[0] == "jumped"
    new = afresh(filters)
    assert new.history == ()
    assert new.euro is None
    assert new.distrust_until_s == filters.distrust_until_s
