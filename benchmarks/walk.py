"""A person's way through the live coach: `python -m benchmarks.walk [NAME ...]`.

A real browser, the real model and a camera on this machine that is fed with sample
clips in real time. After Start no key is pressed and nothing is clicked. One row each,
and exit status 1 unless all are finished.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, WebSocket, sync_playwright

from benchmarks.truth import SAMPLES
from tests.mjpeg import MjpegServer

CHROMIUM = "/usr/bin/chromium"
LIMIT_S = 1500.0
"""No journey takes longer, even on a machine that does other things as well."""

UPRIGHT = ("seated_side_bend_faults", 2.0, 8.5)
LYING = ("supine_figure_four_faults", 49.0, 56.5)
"""Clips in which one arm goes up and down again, from when until when."""

PORTRAIT_WH = (464, 832)

AT_WORK = ("ready", "count_in", "stretch")


@dataclass
class Seen:
    """What the page was told: screens, words and sets, in order."""

    screen: dict[str, Any] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    sets: list[dict[str, Any]] = field(default_factory=list)
    ended: list[dict[str, Any]] = field(default_factory=list)
    stretch: str = ""
    errors: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Take in what comes over the page's socket."""
        page.on("websocket", self._socket)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._frame)

    def _frame(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            return
        with suppress(ValueError):
            self._take(json.loads(payload))

    def _take(self, message: dict[str, Any]) -> None:
        match message.get("type"):
            case "screen" | "hello":
                self.screen = message["screen"]
                step = self.screen["step"]
                if not self.steps or self.steps[-1] != step:
                    self.steps.append(step)
                after = self.screen.get("next") or {}
                named = self.screen.get("stretch") or after.get("stretch")
                self.stretch = named or self.stretch
            case "say":
                self.words.append(message["text"])
            case "set":
                self.sets.append(message)
            case "set_end":
                self.ended.append(message)

    @property
    def step(self) -> str:
        """Which screen it is."""
        return str(self.screen.get("step", ""))


class Coach:
    """The program as a person starts it, in a process of its own."""

    def __init__(self, camera: str, folder: Path) -> None:
        command = [sys.executable, "-m", "formcheck", "live", "--no-browser"]
        self.process = subprocess.Popen(
            [*command, "--camera", camera, "--person", "walk"],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"FORMCHECK_DATA": str(folder), "PYTHONUNBUFFERED": "1"},
        )
        self.address = self._read_address()

    def _read_address(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "http://" in line:
                return line[line.index("http://") :].strip()
        raise RuntimeError("it did not start")

    def kill(self) -> None:
        """As a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def close(self) -> None:
        """End it, if it has not ended."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        if self.process.poll() is None:
            self.kill()


class Walk:
    """One journey: a camera, the coach, a browser, and the person in the picture."""

    def __init__(self, playwright: Playwright, folder: Path, *, zoom: float = 1.0):
        self.camera = MjpegServer(20.0)
        self.folder = folder
        self.browser: Browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        self.size = {"width": round(1280 / zoom), "height": round(800 / zoom)}
        self.zoom = zoom
        self.seen = Seen()
        self.coach = Coach(self.camera.url, folder)
        self.shown = ("", 0.0)
        self.page = self.open()

    def open(self) -> Page:
        """Open the page, as a browser that has not been here."""
        page = self.browser.new_page(
            viewport=self.size,  # type: ignore[arg-type]
            device_scale_factor=self.zoom,
        )
        self.seen.listen(page)
        page.goto(self.coach.address)
        page.wait_for_selector("body[data-step]", timeout=60000)
        return page

    def close(self) -> None:
        """Let go of everything."""
        self.browser.close()
        self.coach.close()
        self.camera.__exit__(None, None, None)

    def start(self, programme: str) -> None:
        """Choose and answer, by clicks, until the person is to go to the mat."""
        begun_s = monotonic()
        chosen = False
        while self.seen.step in ("", "choose", "screening", "advice"):
            if monotonic() - begun_s > 120:
                raise RuntimeError(f"stays at {self.seen.step}")
            self.page.wait_for_timeout(300)
            if self.seen.step == "choose":
                if "day" in self.seen.screen and not chosen:
                    good = self.page.get_by_role("button", name="Good", exact=True)
                    if good.count():
                        good.first.click()
                        continue
                card = f'[data-id="{programme}"]'
                first = self.page.locator(card)
                if first.count():
                    first.first.evaluate("one => one.click()")
                else:
                    self.page.locator(".hero button").first.click()
                chosen = True
            elif self.seen.step == "screening":
                self._answer(self.seen.screen.get("question") or {})
            elif self.seen.step == "advice":
                self.page.locator(".actions .main").first.click()

    def _answer(self, question: dict[str, Any]) -> None:
        """As somebody who is well answers."""
        kind, options = question.get("kind"), question.get("options", [])
        column = self.page.locator("#sheet")
        if kind == "yes_no":
            named = column.get_by_role("button", name="No", exact=True)
        elif kind == "scale":
            named = column.get_by_role("button", name="1", exact=True)
        elif kind == "many":
            named = column.locator(".actions .main")
        else:
            label = options[0]["label"] if options else "Go on"
            named = column.get_by_role("button", name=label)
        if named.count():
            named.first.click(timeout=5000)
        else:
            column.locator("button").first.click(timeout=5000)

    def act(self) -> None:
        """Show what a person does who follows: the stretch that is due, then waits."""
        step, stretch = self.seen.step, self.seen.stretch
        if not stretch:
            shown = self.seen.screen.get("next") or {}
            stretch = shown.get("stretch", "")
        stretch = stretch or self.first
        set_number = len(self.seen.sets)
        key = (f"{stretch}/{set_number}/{step == 'stretch'}", 0.0)
        clip = SAMPLES / f"{stretch}_good.mp4"
        if not clip.is_file():
            return
        if step == "stretch":
            # Once through, and again, as somebody does who has more to do.
            if key != self.shown or self.camera.played_s > self._length(clip):
                self.camera.play(clip)
        elif key != self.shown:
            self.camera.idle(clip, 1.5)
        self.shown = key

    first = "seated_cat_cow"

    def _length(self, clip: Path) -> float:
        truth = json.loads(clip.with_suffix("").with_suffix(".truth.json").read_text())
        return float(truth["duration_s"])

    def until(self, done: Callable[[], bool], within_s: float = LIMIT_S) -> None:
        """Go on as a person who follows, until then."""
        begun_s = monotonic()
        while not done():
            if monotonic() - begun_s > within_s:
                said = self.seen.words[-3:]
                raise RuntimeError(f"stays at {self.seen.step} after {said}")
            if self.coach.process.poll() is not None:
                raise RuntimeError("the program has ended")
            self.act()
            self.page.wait_for_timeout(200)

    def show(self, clip: tuple[str, float, float]) -> None:
        """Show a part of a clip, whatever is asked."""
        name, from_s, to_s = clip
        self.camera.play(SAMPLES / f"{name}.mp4", from_s)
        self.shown = ("", 0.0)
        self.page.wait_for_timeout(1000 * (to_s - from_s))

    def to_the_end(self) -> str:
        """To the summary; what came of it."""
        self.until(lambda: self.seen.step == "summary")
        if self.seen.errors:
            raise RuntimeError(self.seen.errors[0])
        reps = sum(int(one.get("reps", 0)) for one in self.seen.ended)
        held_s = sum(float(one.get("held_s", 0.0)) for one in self.seen.ended)
        return f"{len(self.seen.ended)} sets, {reps} reps, {held_s:.0f} s held"

    def leave(self) -> None:
        """Leave the pose for so long that it is a pause."""
        self.until(lambda: self.seen.step == "stretch")
        self.show((UPRIGHT[0], 0.0, 1.0))
        self.camera.idle(SAMPLES / f"{UPRIGHT[0]}.mp4", 2.0)
        begun_s = monotonic()
        while self.seen.step != "paused":
            if monotonic() - begun_s > 90:
                raise RuntimeError("leaving the pose does not pause")
            self.page.wait_for_timeout(200)


def whole(walk: Walk, programme: str) -> str:
    """The whole programme."""
    walk.start(programme)
    return walk.to_the_end()


def taster(walk: Walk) -> str:
    """The first-run taster."""
    return whole(walk, "taster")


def morning(walk: Walk) -> str:
    """Seven stretches, on the mat and standing."""
    walk.first = "pelvic_tilt"
    return whole(walk, "morning")


def pain(walk: Walk) -> str:
    """A stop from the floor, by an arm twice; nobody answers why."""
    walk.first = "pelvic_tilt"
    walk.start("morning")
    walk.leave()
    walk.show(LYING)
    walk.show(LYING)
    walk.camera.idle(SAMPLES / "bridge_good.mp4", 1.5)
    begun_s = monotonic()
    while walk.seen.step not in ("after", "summary"):
        if monotonic() - begun_s > 240:
            raise RuntimeError(
                f"stays at {walk.seen.step} after {walk.seen.words[-3:]}"
            )
        walk.page.wait_for_timeout(200)
    if any("Well done" in text for text in walk.seen.words):
        raise RuntimeError("praised for a stop for pain")
    return walk.to_the_end()


def skip(walk: Walk) -> str:
    """A stretch left out by an arm, and the rest done."""
    walk.start("taster")
    walk.leave()
    walk.show(UPRIGHT)
    walk.camera.idle(SAMPLES / f"{UPRIGHT[0]}.mp4", 2.0)
    walk.until(lambda: "reason" in walk.seen.steps, 60)
    return walk.to_the_end()


def camera(walk: Walk) -> str:
    """The camera cut in a stretch, and back."""
    walk.start("taster")
    walk.until(lambda: walk.seen.step == "stretch")
    walk.camera.cut(45.0)
    return walk.to_the_end()


def page_closed(walk: Walk) -> str:
    """The page closed for half a minute in a stretch, and opened again."""
    walk.start("taster")
    walk.until(lambda: walk.seen.step == "stretch")
    context = walk.page.context
    walk.page.close()
    keep = context.new_page()
    keep.wait_for_timeout(30000)
    place = walk.coach.address.split("/", 3)[:3]
    walk.page = context.new_page()
    walk.seen.listen(walk.page)
    walk.page.goto("/".join(place) + "/")
    walk.page.wait_for_selector("body[data-step]", timeout=60000)
    return walk.to_the_end()


def killed(walk: Walk) -> str:
    """Killed in a stretch; started again, what was done is offered, and it is done."""
    walk.start("taster")
    walk.until(lambda: len(walk.seen.ended) > 0 or walk.seen.step == "rest")
    walk.coach.kill()
    walk.seen = Seen()
    walk.coach = Coach(walk.camera.url, walk.folder)
    walk.page = walk.open()
    walk.page.wait_for_timeout(1500)
    if not walk.seen.screen.get("interrupted"):
        raise RuntimeError("what was interrupted is not offered")
    on = walk.page.get_by_role("button", name="Go on where")
    if not on.count():
        raise RuntimeError("it can be kept, but not gone on with")
    on.first.click()
    return walk.to_the_end()


def portrait(walk: Walk) -> str:
    """A stream of width 464, upright."""
    walk.camera.resize(PORTRAIT_WH)
    return whole(walk, "taster")


JOURNEYS: dict[str, tuple[Callable[[Walk], str], float]] = {
    "taster": (taster, 1.0),
    "morning": (morning, 1.0),
    "pain": (pain, 1.0),
    "skip": (skip, 1.0),
    "camera": (camera, 1.0),
    "page": (page_closed, 1.0),
    "killed": (killed, 1.0),
    "portrait": (portrait, 1.0),
    "zoom": (taster, 4.0),
}
"""Each by name, and how far the browser is zoomed in."""


def play(playwright: Playwright, name: str) -> tuple[bool, str]:
    """Go one journey: whether it was finished, and what came of it."""
    journey, zoom = JOURNEYS[name]
    with tempfile.TemporaryDirectory(prefix="walk-") as folder:
        walk = Walk(playwright, Path(folder), zoom=zoom)
        try:
            return True, journey(walk)
        except Exception as error:  # a row for each, whatever happens in it
            line = str(error).splitlines()[0] if str(error) else repr(error)
            return False, f"{line} [{' '.join(walk.seen.steps[-6:])}]"
        finally:
            walk.close()


def main() -> int:
    """Go all, or those named; 1 unless each was finished."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(JOURNEYS))
    names = parser.parse_args().names or list(JOURNEYS)
    if unknown := [name for name in names if name not in JOURNEYS]:
        parser.error(f"no journey is called {unknown[0]}")
    finished = 0
    with sync_playwright() as playwright:
        for name in names:
            begun_s = monotonic()
            done, what = play(playwright, name)
            finished += done
            told = "finished" if done else "not finished"
            print(f"{name}: {told}; {what}; {monotonic() - begun_s:.0f} s", flush=True)
    print(f"finished {finished} of {len(names)}")
    return 0 if finished == len(names) else 1


if __name__ == "__main__":
    sys.exit(main())
