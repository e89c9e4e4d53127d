"""Pauses in real Chromium, by an arm and by leaving the pose; then the summary."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from formcheck.web.server import LiveServer
from tests.mjpeg import MjpegServer, read_clip
from tests.web.browser import at_step, needs_chromium, opened, spy, until
from tests.web.studio import (
    CHILD,
    EMPTY,
    RAISED,
    Studio,
    answer,
    answer_screening,
    go_on,
    step_of,
)

BETWEEN_ARMS_S, BRIDGE_S = 9.5, 19.2
"""In the clip: the arm lies between its two rises; it lies again, the bridge comes."""


PAUSES = "heard.filter(h => h[1]?.startsWith('Paused.')).length"


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    read_clip(RAISED), read_clip(CHILD), read_clip(EMPTY)
    with MjpegServer(fps=30) as camera:
        camera.idle(RAISED)
        made = Studio(camera, tmp_path, asks_hand=True)
        made.session.start()
        yield made
        made.session.close()


def raise_arm_until(studio: Studio, page: Page, true: str) -> None:
    """The arm goes up, again and again, until it has been understood."""
    end_s = time.monotonic() + 40
    while not page.evaluate(true):
        assert time.monotonic() < end_s, page.inner_text("main:not([hidden])")
        studio.camera.play(RAISED, from_s=1.8)
        played_until_s = time.monotonic() + BETWEEN_ARMS_S - 1.8
        while time.monotonic() < played_until_s and not page.evaluate(true):
            page.wait_for_timeout(50)
    studio.camera.idle(RAISED)


def said(page: Page) -> list[str]:
    return [h[1] for h in page.evaluate("heard") if h[0] == "speak"]


@needs_chromium
@pytest.mark.model
def test_an_arm_and_leaving_the_pose_pause_and_all_is_summed_up(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half a minute, tests/app/test_engine.py has it: here a shorter one will do.
    monkeypatch.setattr("formcheck.core.session.set.PAUSE_AFTER_S", 7.0)
    monkeypatch.setattr("formcheck.core.session.flow.PAUSE_AFTER_S", 7.0)
    with LiveServer(studio.session) as server, opened(script=spy()) as (page, _):
        page.goto(server.address)
        page.click("[data-how=good]")
        at_step(page, "screening")
        answer_screening(page)
        go_on(studio, page, to="camera")
        # The right hand, as asked for; at the first time it is practised.
        raise_arm_until(studio, page, "document.body.dataset.step !== 'camera'")
        assert "Raise your right hand, please." in said(page)
        assert "Held up like that, it pauses a stretch." in said(page)

        go_on(studio, page)
        raise_arm_until(studio, page, "document.body.dataset.step === 'paused'")
        page.wait_for_timeout(1500)
        assert step_of(page) == "paused", "an arm that comes down changes nothing"
        raise_arm_until(studio, page, "document.body.dataset.step !== 'paused'")
        go_on(studio, page)
        studio.camera.play(RAISED, from_s=BRIDGE_S)
        until(page, "document.querySelector('.dial .number')?.textContent === '1'", 15)

        # The next one is left: she sits up again out of a pose that is held.
        page.click("[data-do=skip]")
        at_step(page, "reason")
        page.click("text=Tired")
        # Nobody jumps from one posture to another: a tracker may stick to the first.
        studio.camera.idle(EMPTY)
        page.wait_for_timeout(1500)
        studio.camera.idle(CHILD)
        go_on(studio, page)
        studio.camera.play(CHILD, from_s=2.5)  # she begins at 2.9 s
        running = "document.querySelector('.dial .number')?.textContent === '2'"
        until(page, running, 20)
        studio.camera.idle(EMPTY)
        page.wait_for_timeout(1500)
        studio.camera.idle(CHILD)
        until(page, "heard.some(h => h[1] === 'Take your time.')", 12)
        assert step_of(page) == "stretch"
        held = page.inner_text(".dial .number")
        pauses = page.evaluate(PAUSES)
        # Sitting on the heels is the start position, which may go on at once.
        until(page, f"{PAUSES} > {pauses}", 60)

        page.click("[data-do=stop]")
        at_step(page, "reason")
        page.click("text=Other")
        at_step(page, "rest_advice")
        page.click("[data-do=next]")
        at_step(page, "after")
        while step_of(page) == "after":
            answer(page, pain=1)
            page.wait_for_timeout(200)
        at_step(page, "summary")
        summary = page.inner_text("main:not([hidden])")
        assert "Bridge" in summary and "1 of 2" in summary
        assert "Child's pose" in summary and "left early" in summary
        assert int(held) >= 1
