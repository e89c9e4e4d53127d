"""A programme in real Chromium: a camera stream, the real pose model, the page."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from formcheck.app.live import LiveOptions, LiveSession
from formcheck.core.flow_state import Hand
from formcheck.resources import model_file, poses_dir
from formcheck.web.server import LiveServer
from tests.mjpeg import MjpegServer, read_clip
from tests.web.browser import at_step, needs_chromium, opened, spy, until

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
BRIDGE, CHILD = SAMPLES / "bridge_faults.mp4", SAMPLES / "childs_pose_good.mp4"

PROGRAMME = """
schema = 1
id = "short"
name = "Two stretches"
about = "A bridge, then a child's pose."
modes = ["normal"]
minutes = 2
turns = 0
camera_moves = 0
get_ups = 1
not_for = ["A neck that hurts."]
sources = ["nhs"]

[[setups]]
camera_height_m = 0.8
camera_distance_m = 3.0
advice = "Level with the mat, square to your side."

[[setups.steps]]
stretch = "bridge"
facing = "left"
reps = 2
hold_s = 2

[[setups.steps]]
stretch = "childs_pose"
facing = "left"
reps = 1
hold_s = 5
"""


class Studio:
    """A camera stream, a live session on it, and its page's address."""

    def __init__(self, camera: MjpegServer, folder: Path) -> None:
        self.camera = camera
        poses = folder / "poses"
        (poses / "programmes").mkdir(parents=True)
        for name in ("bridge", "childs_pose"):
            shutil.copy(poses_dir() / f"{name}.toml", poses)
        (poses / "programmes" / "short.toml").write_text(PROGRAMME, encoding="utf-8")
        options = LiveOptions(camera.url, model_file(), poses, folder=folder / "kept")
        self.session = LiveSession(options)
        # Nobody in the clips raises a hand; tests/app/test_engine.py asks for it.
        flow = self.session.engine.flow
        self.session.engine.flow = replace(flow, hand=Hand(settled=True))

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [e for e in self.session.events_after(0) if e["type"] == kind]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    read_clip(BRIDGE), read_clip(CHILD)
    with MjpegServer(fps=30) as camera:
        camera.idle(BRIDGE)
        made = Studio(camera, tmp_path)
        made.session.start()
        yield made
        made.session.close()


def step_of(page: Page) -> str:
    step: str = page.evaluate("document.body.dataset.step ?? ''")
    return step


def answer_screening(page: Page) -> None:
    """Nothing is wrong, nothing hurts."""
    while step_of(page) == "screening":
        asked = page.inner_text("h1")
        if page.query_selector(".scale"):
            page.keyboard.press("0")
        elif page.query_selector("text=None of these"):
            page.click("text=None of these")
        elif page.query_selector("text=Both, neither"):
            page.click("text=Both, neither")
        else:
            page.click(".options button >> nth=0")
        question = json.dumps(asked)
        until(page, f"document.querySelector('h1')?.innerText !== {question}")


def to_stretch(studio: Studio, page: Page) -> list[str]:
    """Do what is asked until a stretch begins; which screens there were."""
    steps: list[str] = []
    end_s = time.monotonic() + 40
    while (step := step_of(page)) != "stretch":
        assert time.monotonic() < end_s, (steps, page.inner_text("main:not([hidden])"))
        if steps[-1:] != [step]:
            steps.append(step)
        if step in ("advice", "show", "move", "rest") and studio.session.snapshot():
            studio.session.send({"do": "next"}) if step == "rest" else press_next(page)
        page.wait_for_timeout(200)
    return steps


def press_next(page: Page) -> None:
    button = page.query_selector("main:not([hidden]) [data-do=next]")
    if button is not None:
        button.click()


@needs_chromium
@pytest.mark.model
def test_a_programme_is_led_counted_eased_and_paused(studio: Studio) -> None:
    with LiveServer(studio.session) as server, opened(script=spy()) as (page, _):
        page.goto(server.address)
        page.click(".card[data-id=short]")
        at_step(page, "screening")
        answer_screening(page)
        steps = to_stretch(studio, page)
        assert steps[-1] in ("ready", "count_in")
        assert {"camera", "show"} <= set(steps)

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
        to_stretch(studio, page)
        page.keyboard.press("a")
        at_step(page, "paused", 3)
        page.wait_for_timeout(700)
        page.keyboard.press("b")
        until(page, "document.body.dataset.step !== 'paused'")
        to_stretch(studio, page)
        assert "unsafe" not in page.inner_text("body").lower()
