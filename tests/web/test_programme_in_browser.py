"""A programme in real Chromium: a camera stream, the real pose model, the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.web.server import LiveServer
from tests.mjpeg import MjpegServer, read_clip
from tests.web.browser import at_step, needs_chromium, opened, spy, until
from tests.web.studio import BRIDGE, CHILD, Studio, answer_screening, go_on


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    read_clip(BRIDGE), read_clip(CHILD)
    with MjpegServer(fps=30) as camera:
        camera.idle(BRIDGE)
        made = Studio(camera, tmp_path)
        made.session.start()
        yield made
        made.session.close()


@needs_chromium
@pytest.mark.model
def test_a_programme_is_led_counted_eased_and_paused(studio: Studio) -> None:
    with LiveServer(studio.session) as server, opened(script=spy()) as (page, _):
        page.goto(server.address)
        page.click("[data-how=good]")
        at_step(page, "screening")
        answer_screening(page)
        steps = go_on(studio, page)
        assert steps[-1] in ("ready", "count_in")
        assert "show" in steps  # the camera's check goes on as soon as she is seen

        # A smaller lift, then one with the hips too high, as the clip's truth has it.
        studio.camera.play(BRIDGE, from_s=16.5)
        until(page, "document.querySelector('.dial .number')?.textContent === '1'", 15)
        assert "1 in your own range" in page.inner_text("#panel")
        page.wait_for_selector(".caption[data-kind=unsafe]", timeout=15_000)
        assert page.inner_text("#caption") == "Ease off: lower your hips a little."
        at_step(page, "rest", 15)
        reps = studio.events("rep")
        assert [rep["smaller"] for rep in reps] == [True, False]
        assert reps[1]["good"] is False
        unsafe = [f for f in studio.events("flag") if f["severity"] == "unsafe"]
        assert {flag["id"] for flag in unsafe} == {"over_arch"}
        said = [h[1] for h in page.evaluate("heard") if h[0] == "speak"]
        assert said.count("Ease off: lower your hips a little.") >= 1

        # The next stretch: any key is a pause, and any key goes on.
        studio.camera.idle(CHILD)
        go_on(studio, page)
        page.keyboard.press("a")
        at_step(page, "paused", 3)
        page.wait_for_timeout(700)
        page.keyboard.press("b")
        until(page, "document.body.dataset.step !== 'paused'")
        go_on(studio, page)
        assert "unsafe" not in page.inner_text("body").lower()
