"""Every screen of the page, read by axe-core: nothing is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from formcheck.core.safety.screening import HOW
from formcheck.web.scripted import Step
from formcheck.web.server import LiveServer
from tests.web.browser import SMALL, needs_chromium, opened, shared
from tests.web.programme import script, session

pytestmark = needs_chromium

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(
    encoding="utf-8"
)
FOUND = """axe.run(document).then((all) => all.violations.map(
  (one) => [one.id, one.nodes.map((node) => node.html.slice(0, 120))]))"""
PHONE = (390, 844)


def screens() -> list[tuple[str, Step]]:
    steps = [replace(step, lasts_s=None, goes_on=()) for step in script()]
    first = steps[0]
    cut = {"when": "2026-11-22 18:02", "lines": ["Bridge: 3 of 8 planned reps."]}
    before: dict[str, dict[str, Any]] = {
        "who": {"who": ["anna", "ben"]},
        "interrupted": {"interrupted": cut},
        "day": {"day": HOW.message},
    }
    return [
        *(
            (name, replace(first, screen=first.screen | more))
            for name, more in before.items()
        ),
        *((f"{number}-{s.screen['step']}", s) for number, s in enumerate(steps)),
    ]


@pytest.fixture(scope="module", autouse=True)
def one_browser() -> Iterator[None]:
    with shared():
        yield


@pytest.mark.parametrize(
    ("size_wh", "scheme"), [(SMALL, "light"), (PHONE, "dark")], ids=["laptop", "phone"]
)
@pytest.mark.parametrize(("name", "step"), screens(), ids=[n for n, _ in screens()])
def test_axe_finds_nothing(
    name: str, step: Step, size_wh: tuple[int, int], scheme: str
) -> None:
    playing = session([step])
    playing.start()
    try:
        with (
            LiveServer(playing) as server,
            opened(size_wh, scheme, AXE) as (page, _),
        ):
            page.goto(server.address)
            page.wait_for_selector("main:not([hidden]) h1")
            page.wait_for_timeout(300)
            assert page.evaluate(FOUND) == []
            if name == "day":
                page.click("#settings-open")
                assert page.evaluate(FOUND) == []
                page.click("#settings button.main")
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, "it is scrolled sideways"
    finally:
        playing.close()
