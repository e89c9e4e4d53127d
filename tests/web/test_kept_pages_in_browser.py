"""The report and the progress of a live session, in real Chromium and by command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from formcheck.app.live.session import LiveOptions, LiveSession
from formcheck.app.recordings.index import Entry, write_index
from formcheck.cli import app
from formcheck.core.session.states import Step
from formcheck.core.words.reasons import Reason
from formcheck.edges.camera import PlayedCamera
from formcheck.edges.clock import ManualClock
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from formcheck.web.server import LiveServer
from tests.app.acting import MODEL, OPEN, Stage, frames
from tests.app.test_engine import Person, chosen, port
from tests.app.test_live import _Nobody
from tests.numbers import SHIPPED
from tests.sessions import HEAD, bridges, record_of, write_trace
from tests.web.browser import at_step, needs_chromium, opened


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with a live session that was ended early, and its name."""
    folder = tmp_path_factory.mktemp("data")
    stage = Stage(port(find_stretch("bridge", poses_dir())), Person(), folder)
    chosen(stage)
    stage.until(Step.STRETCH, 120)
    stage.run(9)
    stage.do(do="stop")
    stage.do(do="answer", id="reason", value="leg")
    stage.do(do="next")
    stage.until(Step.AFTER)
    stage.do(do="next")
    stage.until(Step.SUMMARY)
    stage.run(0.2)
    uid = stage.engine.screen["session"]
    assert any("pain or tingling" in line for line in stage.engine.screen["more"])
    (early,) = {s["left_early"] for s in stage.engine.screen["sets"]}
    assert early == "left early: pain or tingling down a leg"
    while OPEN:
        OPEN.pop().close()
    yield folder, uid


@needs_chromium
def test_what_was_done_is_read_on_the_page(kept: tuple[Path, str]) -> None:
    folder, uid = kept
    clock = ManualClock()
    options = LiveOptions("0", MODEL, poses_dir(), "me", folder=folder)
    camera = PlayedCamera(frames(600), clock, SHIPPED.judge.freeze)
    session = LiveSession(
        options,
        clock=clock,
        camera=camera,
        make=lambda *_: _Nobody(),  # type: ignore[arg-type]
    )
    session.engine.step()
    with LiveServer(session) as server, opened() as (page, _):
        page.goto(server.address)
        at_step(page, "choose")
        page.wait_for_selector("text=My progress")
        with page.context.expect_page() as found:
            page.click("a >> text=Report")
        report = found.value
        report.wait_for_load_state()
        assert report.url == f"{server.door.place}report/{uid}"
        assert "pain or tingling down a leg" in report.inner_text("main")
        assert report.evaluate("document.scripts.length") == 0
        drawn = report.locator(".chart svg >> visible=true")
        assert drawn.count() >= 1
        with report.expect_download() as saving:
            report.click("text=Save for my physio")
        assert saving.value.suggested_filename == "formcheck-report.html"
        text = Path(saving.value.path()).read_text(encoding="utf-8")
        assert "@page" in text and "http-equiv" in text and "<svg" in text
        assert 'src="http' not in text and 'href="http' not in text
        report.close()
        with page.context.expect_page() as found:
            page.click("text=My progress")
        progress = found.value
        progress.wait_for_load_state()
        assert "1 session" in progress.inner_text("main")
        assert progress.locator("figure svg").count() >= 2
        progress.close()
    session.close()


def test_a_live_session_is_shown_and_exported(
    kept: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder, _ = kept
    monkeypatch.setattr("formcheck.app.history.store.data_dir", lambda: folder)
    shown = CliRunner().invoke(app, ["sessions", "show", "last"])
    assert shown.exit_code == 0, shown.output
    assert "Bridge: pain or tingling down a leg" in shown.output
    out = tmp_path / "out"
    arguments = ["export", "last", "--format", "html", "--out", str(out)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Bridge" in page and "<svg" in page


@needs_chromium
@pytest.mark.parametrize("width", [1000, 1366])
def test_the_index_of_a_folder_is_not_scrolled_sideways(
    tmp_path: Path, width: int
) -> None:
    name = f"{'averylongnamewithoutspaces' * 4}_2026-11-03.mp4"
    trace = write_trace(tmp_path / "landmarks.npz", bridges(2).seen())
    result = record_of(trace).result.model_copy(
        update={"status": "partly_judged", "why": Reason.OUT_OF_PICTURE}
    )
    summary = HEAD | {
        "source": HEAD["source"] | {"truncated": True},  # type: ignore[operator]
        "sets": [result.to_json()],
    }
    stretches = ("Supine crossed-leg piriformis stretch", "Resting back over a blanket")
    entries = [
        Entry(name, stretch, tmp_path / str(number), summary)
        for number, stretch in enumerate(stretches)
    ]
    why = f"/home/anna/recordings/{name}: which stretch is it?"
    write_index(tmp_path, [*entries, Entry(name, "", tmp_path / "x", None, why)])
    with opened((width, 700)) as (page, _):
        page.set_content((tmp_path / "index.html").read_text(encoding="utf-8"))
        tables = page.evaluate(
            "[...document.querySelectorAll('.wide'), document.documentElement]"
            ".map(one => one.scrollWidth - one.clientWidth)"
        )
        assert tables == [0, 0, 0]
