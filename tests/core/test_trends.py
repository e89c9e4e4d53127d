"""Ranges over time, and where the numbers that judge have changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from formcheck.core.records.session import SessionAbout
from formcheck.core.records.trends import RangeSeries, Row, trends
from tests.core.test_session import digest
from tests.numbers import SHIPPED


def series(sessions: Sequence[tuple[float, str | None]]) -> RangeSeries:
    """One stretch: how far it went in each session, and by which numbers."""
    rows = [
        Row(
            number,
            SessionAbout(
                uid=str(number),
                started_at=f"2026-11-{number:02}T07:30:00+01:00",
                judged_at=f"2026-11-{number:02}T07:45:00+01:00",
            ),
            "camera",
            "Camera 0",
            (digest({"both": [hip]}),),
            judging,
        )
        for number, (hip, judging) in enumerate(sessions, 1)
    ]
    (found,) = trends("", rows, SHIPPED.measure.compare).ranges
    return found


@pytest.mark.parametrize(
    ("judged_by", "days"),
    [
        ("aaaa", []),
        ("aabb", [3]),
        ("abbc", [2, 4]),
        ("aba", [2, 3]),
        ("??aa", []),
        ("a??a", []),
        ("a?b", [3]),
        ("a", []),
    ],
)
def test_a_break_stands_where_other_numbers_judged(
    judged_by: str, days: list[int]
) -> None:
    found = series([(90, None if by == "?" else by) for by in judged_by])
    assert [int(when[8:10]) for when in found.breaks] == days
    assert len(found.points) == len(judged_by)


def test_a_change_is_told_of_what_the_same_numbers_judged() -> None:
    found = series([(90, "a"), (60, "b"), (55, "b"), (45, "b")])
    assert found.change is not None
    assert (found.change.first, found.change.second) == (60, 45)
    assert series([(90, "a"), (60, "b")]).change is None
    whole = series([(90, "a"), (60, "a")]).change
    assert whole is not None and whole.first == 90
