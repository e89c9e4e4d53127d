"""A camera stream, a live session on it and its page, for tests in real Chromium."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, TimeoutError

from formcheck.app.live.session import LiveOptions, LiveSession
from formcheck.core.session.states import Hand
from formcheck.resources import model_file, poses_dir
from tests.mjpeg import MjpegServer
from tests.web.browser import until

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
BRIDGE, CHILD = SAMPLES / "bridge_faults.mp4", SAMPLES / "childs_pose_good.mp4"
RAISED = SAMPLES / "hard_raised_arm.mp4"
EMPTY = SAMPLES / "hard_empty_room.mp4"

PROGRAMME = """
schema = 2
id = "short"
modes = ["normal"]
minutes = 2
turns = 0
camera_moves = 0
get_ups = 1
sources = ["nhs"]

[[setups]]
camera_height_m = 0.8
camera_distance_m = 3.0

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

[text.en]
name = "Two stretches"
about = "A bridge, then a child's pose."
not_for = ["A neck that hurts."]
camera_advice = ["Level with the mat, square to your side."]
"""


class Studio:
    """A camera stream, a live session on it, and its page's address."""

    def __init__(
        self, camera: MjpegServer, folder: Path, *, asks_hand: bool = False
    ) -> None:
        self.camera = camera
        poses = folder / "poses"
        (poses / "programmes").mkdir(parents=True)
        for name in ("bridge", "childs_pose"):
            shutil.copy(poses_dir() / f"{name}.toml", poses)
        (poses / "programmes" / "short.toml").write_text(PROGRAMME, encoding="utf-8")
        options = LiveOptions(camera.url, model_file(), poses, folder=folder / "kept")
        self.session = LiveSession(options)
        if not asks_hand:  # in few clips anybody raises one
            flow = self.session.engine.flow
            self.session.engine.flow = replace(flow, hand=Hand(settled=True))

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [e for e in self.session.events_after(0) if e["type"] == kind]


def step_of(page: Page) -> str:
    step: str = page.evaluate("document.body.dataset.step ?? ''")
    return step


def answer(page: Page, pain: int = 0) -> None:
    """Answer the question shown: nothing is wrong, and it hurts so much."""
    if page.query_selector(".scale"):
        page.keyboard.press(str(pain))
    elif page.query_selector("textarea"):
        page.click("text=No note")
    elif page.query_selector("text=None of these"):
        page.click("text=None of these")
    elif page.query_selector("text=Both, neither"):
        page.click("text=Both, neither")
    else:
        page.click(".options button >> nth=0")


def answer_screening(page: Page) -> None:
    """Nothing is wrong, nothing hurts; then the programme is chosen."""
    while step_of(page) == "screening":
        asked = page.inner_text("h1")
        answer(page)
        question = json.dumps(asked)
        until(page, f"document.querySelector('h1')?.innerText !== {question}")
    page.click(".card[data-id=short]")


def go_on(studio: Studio, page: Page, to: str = "stretch") -> list[str]:
    """Do what is asked until a step begins; which screens there were."""
    steps: list[str] = []
    end_s = time.monotonic() + 40
    while (step := step_of(page)) != to:
        assert time.monotonic() < end_s, (steps, page.inner_text("main:not([hidden])"))
        if steps[-1:] != [step]:
            steps.append(step)
        if step in ("advice", "show", "move", "rest") and studio.session.snapshot():
            studio.session.send({"do": "next"}) if step == "rest" else press_next(page)
        page.wait_for_timeout(200)
    return steps


def press_next(page: Page) -> None:
    button = page.locator("main:not([hidden]) [data-do=next]")
    # The screen may be another one by the time that it is pressed.
    with suppress(TimeoutError):
        if button.count():
            button.first.click(timeout=1000)
