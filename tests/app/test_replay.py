"""A kept session played again: a page with a stick figure and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from formcheck.app.history.store import open_history
from formcheck.app.pictures.replayed import replayed_frames
from formcheck.app.report.replay import _frames, replay_data, write_replay
from formcheck.cli import app
from formcheck.edges.recording import read_trace
from tests.numbers import SHIPPED
from tests.sessions import bridges, record_of, session_of, write_trace


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trace")
    return write_trace(folder / "one.npz", bridges(3, over=True).seen())


def test_it_plays_what_was_judged(trace: Path) -> None:
    record = record_of(trace)
    data = replay_data(record, trace, judging=SHIPPED)
    times = [frame[0] for frame in data["frames"]]
    assert times == sorted(times) and times[-1] <= data["span"][1]
    assert max(b - a for a, b in zip(times, times[1:], strict=False)) < 0.2
    assert all(len(f[2]) == 66 for f in data["frames"] if f[2] is not None)
    assert len(data["reps"]) == len(record.entry["reps"]) == 3
    (flag,) = data["flags"]
    assert flag[2].startswith("ease off: ") and flag[3] is True
    # The measure is that of the summary, at its peak.
    values = [frame[1] for frame in data["frames"] if frame[1] is not None]
    peak = max(rep["peak"] for rep in record.entry["reps"])
    assert max(values) == pytest.approx(peak, abs=2)


def test_a_value_of_zero_is_a_value(trace: Path) -> None:
    record = record_of(trace)
    first, *_ = (
        s
        for s in replayed_frames(read_trace(trace), record, SHIPPED)
        if s.reading.sample
    )
    look = first.reading.sample
    assert look is not None
    values = look.smooth.copy()
    values[look.index(record.spec.primary)] = 0.0
    reading = replace(first.reading, sample=replace(look, smooth=values))
    ((_, value, _),) = _frames(record, iter([replace(first, reading=reading)]))
    assert value == 0.0


def test_one_page_that_asks_for_nothing(trace: Path, tmp_path: Path) -> None:
    session = session_of([record_of(trace)])
    page = tmp_path / "new" / "replay.html"
    assert (
        write_replay(page, session, [trace], "</title><script>x", judging=SHIPPED) == 1
    )
    html = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", html)
    assert html.count("<script") == 1 and "&lt;/title&gt;" in html
    assert [p.name for p in page.parent.iterdir()] == ["replay.html"]


def test_the_page_draws_and_plays(trace: Path, tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("Debian's chromium is not installed")
    from playwright.sync_api import sync_playwright

    page = tmp_path / "replay.html"
    write_replay(
        page, session_of([record_of(trace)]), [trace], "Session 1", judging=SHIPPED
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox"]
        )
        view = chromium.new_page()
        wrong: list[str] = []
        view.on("pageerror", lambda error: wrong.append(str(error)))
        view.goto(page.as_uri())
        view.evaluate("at = (set.reps[2][0] + set.reps[2][1]) / 2; draw()")
        assert "rep 3" in (view.text_content("#now") or "")
        assert "ease off" in (view.text_content("#cue") or "")
        drawn = view.evaluate(
            "el('stage').getContext('2d').getImageData(0, 0, el('stage').width,"
            " el('stage').height).data.some(value => value > 0)"
        )
        assert drawn
        view.evaluate("go(-1e6)")
        before = view.evaluate("at")
        view.click("#play")
        while view.evaluate("at") <= before + 0.1:
            view.wait_for_timeout(50)
        view.keyboard.press("ArrowRight")
        chromium.close()
    assert not wrong


def test_the_command(
    trace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    session = session_of([record_of(trace)])
    with open_history() as store:
        store.keep(session, [trace])
    done = CliRunner().invoke(app, ["sessions", "replay", "last", "--no-browser"])
    assert done.exit_code == 0, done.output
    html = (tmp_path / "formcheck-session-1-replay.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r"const SETS = (.*);\n", html)[1])  # type: ignore[index]
    assert data[0]["name"].startswith("Bridge")
