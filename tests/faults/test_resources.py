"""What grows with the years stays within bounds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from formcheck.edges.plots import Line, draw_line


@pytest.mark.parametrize("bars", [True, False])
def test_a_chart_of_20000_sessions_is_no_larger_than_one_of_400(bars: bool) -> None:
    def drawn(sessions: int) -> str:
        first = date(1990, 1, 1)
        days = [str(first + timedelta(days=n // 2)) for n in range(sessions)]
        values = [float(n % 7) for n in range(sessions)]
        return draw_line([Line(days, values, bars=bars)], "s")

    assert len(drawn(20_000)) < 1.2 * len(drawn(400))


def test_few_sessions_are_drawn_one_by_one_and_breaks_stay() -> None:
    from datetime import datetime

    from formcheck.edges.plots import _means

    days = [datetime(2026, 1, 1) + timedelta(days=n) for n in range(1000)]
    pairs = [(day, float(n)) for n, day in enumerate(days)]
    assert list(_means(pairs[:200], ())) == pairs[:200]
    broken = list(_means(pairs, [str(days[503].date())]))
    assert len(broken) <= 201 + 1
    assert broken[100] == (days[502], 501.0), "no mean goes across a break"
    assert broken[0] == (days[4], 2.0)
    assert broken[-1][0] == days[-1]
