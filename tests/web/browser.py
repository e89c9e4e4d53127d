"""The system's own Chromium, driven by Playwright: what a person's browser would do."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium here: apt-get install chromium"
)

SMALL = (1366, 768)
LARGE = (1920, 1080)

SPY = """
window.heard = [];
const voice = {name: 'Spy', voiceURI: 'spy', lang: 'en-GB', localService: %s,
               default: true};
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const synth = {
  speaking: null,
  getVoices: () => [voice],
  addEventListener: () => {},
  cancel() { clearTimeout(this.ends); this.speaking = null; heard.push(['cancel']); },
  speak(words) {
    if (!words.text) return;
    heard.push(['speak', words.text, words.voice.name, words.rate, this.speaking]);
    this.speaking = words.text;
    this.ends = setTimeout(() => { this.speaking = null; words.onend?.(); }, 150);
  },
};
Object.defineProperty(window, 'speechSynthesis', {value: synth});
"""
"""Speech that keeps what it was to say, and what it was saying then."""


def spy(local: bool = True) -> str:
    return SPY % ("true" if local else "false")


class Told:
    """What went wrong in a page, and where it asked for something."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))

    def _console(self, message: object) -> None:
        if message.type == "error":  # type: ignore[attr-defined]
            self.errors.append(message.text)  # type: ignore[attr-defined]

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.hostname or parts.scheme)


_SHARED: list[Browser] = []


@contextmanager
def _browser() -> Iterator[Browser]:
    if _SHARED:
        yield _SHARED[0]
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@contextmanager
def shared() -> Iterator[None]:
    """One browser for all pages meanwhile: to start it takes longer than many tests."""
    if CHROMIUM is None:
        yield
        return
    with _browser() as browser:
        _SHARED.append(browser)
        try:
            yield
        finally:
            _SHARED.clear()


@contextmanager
def opened(
    size_wh: tuple[int, int] = SMALL, scheme: str = "light", script: str = ""
) -> Iterator[tuple[Page, Told]]:
    """A page of its own, which remembers nothing of another; afterwards nothing may
    have gone wrong in it.
    """
    width, height = size_wh
    with _browser() as browser:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        try:
            page = context.new_page()
            if script:
                page.add_init_script(script)
            told = Told(page)
            yield page, told
        finally:
            context.close()
    assert not told.errors, told.errors
    assert told.hosts <= {"127.0.0.1"}, told.hosts


def until(page: Page, true: str, seconds: float = 8.0) -> None:
    """Wait for an expression of the page; its strict policy forbids Playwright's own
    way to wait for one.
    """
    end_s = time.monotonic() + seconds
    while not page.evaluate(true):
        assert time.monotonic() < end_s, f"it never came true: {true}"
        page.wait_for_timeout(50)


def at_step(page: Page, step: str, seconds: float = 30.0) -> None:
    page.wait_for_selector(f"body[data-step={step}]", timeout=1000 * seconds)
