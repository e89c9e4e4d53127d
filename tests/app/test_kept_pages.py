"""The progress page and the report of what is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from formcheck.app.history.progress import read_progress
from formcheck.app.report.pages import progress_charts, progress_page, report_page
from formcheck.core.stretch.spec import Plan
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.errors import HistoryError
from tests.numbers import SHIPPED
from tests.sessions import SORE, bridges, record_of, session_of, write_trace


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sessions that go less far each time, with a trap for a name."""
    folder = tmp_path_factory.mktemp("data")
    days = {"2026-11-02": 172, "2026-11-09": 175, "2026-11-20": 190}
    with SqliteStore(folder) as store:
        for number, (day, hip) in enumerate(days.items()):
            seen = bridges(3, hip, over=number == 0).seen()
            trace = write_trace(folder / f"{day}.npz", seen)
            record = record_of(trace, plan=Plan(hold_s=2))
            about = {"pain": SORE, "days_a_week": 3, "minutes_a_week": 20.0}
            session = session_of([record], day, "<b>A", day, **about)
            store.keep(session, [trace])
    return folder


def test_every_chart_is_a_drawing_with_a_sentence(kept: Path) -> None:
    with SqliteStore(kept) as store:
        charts = progress_charts(read_progress(store, "<b>A", judging=SHIPPED))
    assert [chart["title"].split(":")[0] for chart in charts] == [
        "Bridge", "Time in position", "Ease-off moments", "Pain", "Minutes a week",
    ]  # fmt: skip
    for chart in charts:
        ElementTree.fromstring(chart["svg"])
        assert chart["text"].endswith(".")
    assert "further since the first" in charts[0]["text"]
    assert charts[2]["text"] == "0 moments last time."
    assert "on 1 day of 3 planned" in charts[4]["text"]
    assert "planned" in charts[4]["svg"]


def test_a_line_is_broken_where_the_numbers_that_judge_have_changed(
    kept: Path,
) -> None:
    with SqliteStore(kept) as store:
        whole, *_ = progress_charts(read_progress(store, "<b>A", judging=SHIPPED))
        last = store.get(3)
        summary = {**last.session.summary, "judging": "0" * 64}
        store.keep(replace(last.session, summary=summary), last.traces)
        broken, *_ = progress_charts(read_progress(store, "<b>A", judging=SHIPPED))
        first = store.get(3)
        summary = {**first.session.summary, "judging": SHIPPED.digest}
        store.keep(replace(first.session, summary=summary), first.traces)
    assert "other numbers" not in whole["text"]
    assert "(judged by other numbers from 2026-11-20 on)" in broken["text"]
    assert "since the first" not in broken["text"]
    # One stroke the less: the last point stands alone.
    assert strokes(broken["svg"]) == strokes(whole["svg"]) - 1


def strokes(svg: str) -> int:
    """How many straight lines the widest path of a drawing has: its curve."""
    path = re.search(r'<path d="([^"]*)"[^>]*stroke-width: 1\.6', svg)
    assert path is not None
    return path[1].count("L")


def test_the_page_is_whole_escaped_and_asks_for_nothing(kept: Path) -> None:
    page = progress_page(folder=kept, judging=SHIPPED)
    assert page.count("<figure>") == 5
    assert "3 sessions, 2026-11-02 to 2026-11-20" in page
    assert "<b>A" not in page and "&lt;b&gt;A" in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_nothing_kept_yet_is_said(tmp_path: Path) -> None:
    assert "No session is kept yet." in progress_page(folder=tmp_path, judging=SHIPPED)


def test_a_page_of_nothing_that_was_asked_for_says_how_much_there_is(
    kept: Path,
) -> None:
    page = progress_page(folder=kept, judging=SHIPPED, stretch="triangle")
    assert "No session is kept yet" not in page
    with SqliteStore(kept) as store:
        count = len(store.numbers())
    assert f"{count} sessions are kept, and none is of what was asked for" in page


def test_a_report_knows_the_session_before_and_what_was_written_since(
    kept: Path,
) -> None:
    with SqliteStore(kept) as store:
        number = next(r.number for r in store.rows() if r.about.uid == "2026-11-20")
        about = store.get(number).session.about
        store.update_about(number, about.model_copy(update={"note": "much better"}))
    page = report_page("2026-11-20", SHIPPED, kept)
    assert "Since last time, 2026-11-09" in page and "much better" in page
    with pytest.raises(HistoryError):
        report_page("nothing", SHIPPED, kept)
