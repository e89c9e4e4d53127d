"""The report: what a physiotherapist reads, in one file that asks for nothing."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from formcheck.app.history.store import open_history
from formcheck.app.recordings.analyse import analyse
from formcheck.app.recordings.analysis import Keep, Options
from formcheck.app.report.report import render_report, write_report
from formcheck.app.report.sets import key_moments
from formcheck.core.records.progress import digest_of
from formcheck.core.records.session import (
    LeftEarly,
    PlannedSet,
    Session,
    SetRecord,
    Stop,
)
from formcheck.core.records.trends import Row
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.resources import accuracy_file, model_file, poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED
from tests.results import hold, own_hold, result
from tests.sessions import SORE, bridge, bridges, record_of, session_of, write_trace


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trace")
    return write_trace(folder / "one.npz", bridges(3, over=True).seen())


@pytest.fixture(scope="module")
def session(trace: Path) -> Session:
    return session_of(
        [record_of(trace)],
        pain=SORE,
        note="Stiff after the drive. <script>alert(1)</script>",
        planned=(PlannedSet(stretch="bridge"), PlannedSet(stretch="curl_up")),
        left_early=(LeftEarly(stretch="curl_up", why="tired"),),
        stops=(Stop(time_s=31.0, stretch="bridge", why="pain"),),
        days_a_week=5,
    )


@pytest.fixture(scope="module")
def report(session: Session, trace: Path) -> str:
    return render_report(session, [trace], judging=SHIPPED)


def words(html: str) -> str:
    """The text of a page, without its drawings."""
    html = re.sub(r"<(style|svg|script).*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def earlier(session: Session, day: str, less_deg: float) -> Row:
    """The same session, on another day and so many degrees less far."""
    about = session.about.model_copy(
        update={"uid": day, "started_at": f"{day}T07:30:00+01:00"}
    )
    digests = [digest_of(record) for record in session.sets]
    moved = tuple(
        replace(d, peaks={k: [x - less_deg for x in v] for k, v in d.peaks.items()})
        for d in digests
    )
    return Row(1, about, "video", "bridge.mp4", moved)


def test_it_says_where_the_session_before_was_judged_by_other_numbers(
    session: Session, trace: Path
) -> None:
    before = earlier(session, "2026-11-18", 14)
    told = "The session before was judged by other numbers than this one."
    for judging, there in ((None, False), (SHIPPED.digest, False), ("0" * 64, True)):
        one = replace(before, judging=judging)
        page = words(render_report(session, [trace], earlier=[one], judging=SHIPPED))
        assert (told in page) is there


def test_what_matters_stands_on_top(report: str) -> None:
    top = words(report.split("For the physiotherapist")[0])
    for said in (
        "0 of 2 sets of the plan as planned",
        "0 of 2 sets were done as often and as long as planned",
        "To ease off: over arch, 1 time.",
        "confirmed by the camera",
        "Ease-off moments 1",
        "4 → 3 → 3",
        "below knee, left buttock",
        "Bridge was stopped at 31 s: pain.",
        "Curl up was left early: tired.",
        "Stiff after the drive.",
    ):
        assert said in top, said
    assert "unsafe" not in words(report).lower()


def test_one_file_that_asks_for_nothing(report: str) -> None:
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", report)
    assert not re.search(r"@import|url\((?!#)", report)
    assert "default-src 'none'" in report


def test_what_a_person_wrote_is_only_text(session: Session, trace: Path) -> None:
    about = session.about.model_copy(update={"person": "<b onload=x>&\"'"})
    source = session.summary["source"] | {"name": "<script>=cmd|'/c calc'!A1.mp4"}
    summary = session.summary | {"source": source, "notes": ["<img src=x>"]}
    html = render_report(
        replace(session, about=about, summary=summary), [trace], judging=SHIPPED
    )
    assert html.count("<script") == 0
    assert "<b onload" not in html and "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_each_set_has_its_curve_its_figures_and_how_it_was_measured(
    report: str, session: Session
) -> None:
    assert report.count('<div class="broad"><svg') == 1
    spec = session.sets[0].spec
    assert 'aria-label="in position"' in report
    assert 'aria-label="ease off: over arch"' in report
    for line in spec.not_observable:
        assert line.split("'")[0] in words(report)
    text = words(report)
    assert "How it was measured" in text and "±" in text
    mean, high = json.loads(accuracy_file().read_text())["bridge"]["hip"]
    assert f"{mean:.0f}° (95 % within {high:.0f}°)" in text
    # Every id inside the drawings is there once: they stand in one page.
    ids = re.findall(r'\bid="([^"]+)"', report)
    assert len(ids) == len(set(ids))


def test_a_set_without_a_trace_has_its_tables_still(session: Session) -> None:
    html = render_report(session, [None], judging=SHIPPED)
    assert "<svg" not in html
    assert "Reps" in words(html)


def test_a_hold_in_a_smaller_range_has_its_figure_too() -> None:
    one = result(own_range_holds=[own_hold(start_s=2.0, end_s=8.0, held_s=6.0)])
    record = SetRecord(bridge(), Profile(), Plan(), one)
    assert key_moments(record) == [(5.0, "in position, a smaller range")]
    both = result(own_range_holds=[own_hold()], holds=[hold(start_s=4.0, end_s=6.0)])
    assert key_moments(replace(record, result=both)) == [(5.0, "in position")]


def test_changes_within_the_error_are_marked_so(session: Session, trace: Path) -> None:
    little = words(
        render_report(
            session,
            [trace],
            earlier=[earlier(session, "2026-11-18", 4)],
            judging=SHIPPED,
        )
    )
    assert "Since last time, 2026-11-18" in little
    assert "+4°, within measurement error" in little
    much = words(
        render_report(
            session,
            [trace],
            earlier=[earlier(session, "2026-11-18", 14)],
            judging=SHIPPED,
        )
    )
    assert "+14°, further" in much


def test_days_a_week_stand_against_the_plan(session: Session, trace: Path) -> None:
    rows = [
        earlier(session, f"2026-11-{day:02d}", 0) for day in (19, 17, 14, 12, 10, 7)
    ]
    text = words(render_report(session, [trace], earlier=rows, judging=SHIPPED))
    assert "3.5 days a week over the last 2 weeks; 5 planned." in text


def test_it_is_written_whole_or_not_at_all(
    session: Session, trace: Path, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text("before")
    broken = replace(session, summary={})
    with pytest.raises(KeyError):
        write_report(path, broken, [trace], judging=SHIPPED)
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
    assert path.read_text() == "before"
    write_report(path, session, [trace], judging=SHIPPED)
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
    assert path.read_text(encoding="utf-8").endswith("</html>")


def test_it_prints_on_a4(session: Session, trace: Path, tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("Debian's chromium is not installed")
    page, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    write_report(page, session, [trace], judging=SHIPPED)
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu"]
    command += [f"--user-data-dir={tmp_path / 'browser'}", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={pdf}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    printed = PdfReader(io.BytesIO(pdf.read_bytes()))
    width, height = (round(float(x) / 72 * 25.4) for x in printed.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    assert len(printed.pages) == 3  # page one, the stretch, the method
    lines = [len(p.extract_text().splitlines()) for p in printed.pages]
    assert min(lines) > 10  # no page of two lines
    first = unicodedata.normalize("NFKC", printed.pages[0].extract_text())
    assert "Ease-off moments" in first and "For the physiotherapist" in first
    assert "Save for my physio" not in first  # a button is of no use on paper


def test_it_is_read_on_a_phone_and_asks_for_nothing(
    session: Session, trace: Path, tmp_path: Path
) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("Debian's chromium is not installed")
    from playwright.sync_api import sync_playwright

    page_file = tmp_path / "report.html"
    write_report(page_file, session, [trace], judging=SHIPPED)
    asked: list[str] = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 360, "height": 740})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.goto(page_file.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        small = page.evaluate(
            "Math.min(...[...document.querySelectorAll('p, td, .value')]"
            ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
        button = page.get_by_role("button", name="Save for my physio")
        shown = button.is_visible()
        chromium.close()
    assert asked == [page_file.as_uri()]
    assert wide <= 360
    assert small >= 12
    assert shown


def test_a_stop_and_the_set_it_ended_are_told_once(
    session: Session, trace: Path
) -> None:
    about = session.about.model_copy(
        update={
            "stops": (Stop(time_s=12.0, stretch="bridge", why="leg"),),
            "left_early": (
                LeftEarly(stretch="bridge", why="leg"),
                LeftEarly(stretch="curl_up", why="not said"),
            ),
        }
    )
    text = words(render_report(replace(session, about=about), [trace], judging=SHIPPED))
    assert text.count("pain or tingling down a leg") == 1
    assert "Bridge was stopped at 12 s: pain or tingling down a leg." in text
    assert "Curl up was left early, without a reason given." in text


@pytest.mark.model
def test_a_recording_is_kept_and_compared_with_the_one_before(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    spec = find_stretch("bridge", poses_dir())
    options = Options(spec, model_file(), Profile(), Plan(), to_s=6.0)
    plain = analyse(clip, tmp_path / "plain", options, lambda *_: None)
    assert plain.number is None
    assert "data:image/jpeg" not in (plain.folder / "report.html").read_text("utf-8")

    mine = Keep("AB", "first")
    when = "2026-11-20T08:00:00+01:00"
    shown = replace(options, keep=mine, started_at=when, pictures=True)
    kept = analyse(clip, tmp_path / "kept", shown, lambda *_: None)
    html = (kept.folder / "report.html").read_text("utf-8")
    assert "data:image/jpeg;base64," in html
    again = analyse(clip, tmp_path / "again", shown, lambda *_: None)
    assert again.number == kept.number  # the same video is the same session
    with open_history() as store:
        (row,) = store.rows("AB")
        assert store.get(row.number).session.about.note == "first"
