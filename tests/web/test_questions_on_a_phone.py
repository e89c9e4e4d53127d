"""The daily check on a phone in real Chromium: both groups, and a way out of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ElementHandle, Page

from formcheck.core.safety.screening import RED_FLAGS
from formcheck.core.session.screens import LABELS
from formcheck.core.session.states import Step as FlowStep
from formcheck.web.scripted import ScriptedSession, Step
from formcheck.web.server import LiveServer
from tests.web.browser import SMALL, at_step, needs_chromium, opened

pytestmark = needs_chromium

PHONE = (390, 844)
READ_IN_THE_HAND_PX = 13.0
TOUCHED_PX = 28.0
"""A fingertip's width beside its neighbours; WCAG 2.2 asks for 24."""


@pytest.fixture
def asking() -> Iterator[ScriptedSession]:
    screen = {
        "step": FlowStep.SCREENING.value,
        "title": RED_FLAGS.text,
        "question": RED_FLAGS.message,
        "number": 1,
        "of": 3,
        "buttons": [{"do": "back", "label": LABELS["back"]}],
    }
    made = ScriptedSession([Step(screen, ("answer",))], lambda _s: None)
    made.start()
    yield made
    made.close()


def in_sight(page: Page, found: ElementHandle | None) -> bool:
    """Whether all of it is in the window, and nothing lies over it."""
    assert found is not None
    uncovered: bool = page.evaluate(
        """(it) => {
          const box = it.getBoundingClientRect();
          const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
          const top = document.elementFromPoint(x, y);
          return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight
            && box.right <= innerWidth && (top === it || it.contains(top));
        }""",
        found,
    )
    return uncovered


def test_none_of_these_is_in_sight_without_scrolling(asking: ScriptedSession) -> None:
    with LiveServer(asking) as server, opened(PHONE) as (page, _):
        page.goto(server.address)
        at_step(page, "screening")
        assert in_sight(page, page.query_selector("text=None of these"))
        groups = [g.inner_text() for g in page.query_selector_all(".options h2")]
        assert groups == ["Get help now", "Have it looked at first"]
        options = page.query_selector_all(".options button")
        assert len(options) == len(RED_FLAGS.options)
        for option in options:
            option.scroll_into_view_if_needed()
            box: Any = option.bounding_box()
            assert box["height"] >= TOUCHED_PX
            size = page.evaluate(
                "(it) => parseFloat(getComputedStyle(it).fontSize)", option
            )
            assert size >= READ_IN_THE_HAND_PX
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE[0]
        # In the group that its source gives it: the headings stand before their own.
        order = page.evaluate(
            "[...document.querySelectorAll('.options > *')].map((e) => e.tagName)"
        )
        assert order.index("H2") == 0 and order.count("H2") == 2


def test_the_last_of_them_can_be_reached_and_ticked(asking: ScriptedSession) -> None:
    with LiveServer(asking) as server, opened(PHONE) as (page, _):
        page.goto(server.address)
        at_step(page, "screening")
        last = page.query_selector_all(".options button")[-1]
        last.click()
        assert last.get_attribute("aria-pressed") == "true"
        assert in_sight(page, page.query_selector("text=Go on"))


def test_a_laptop_has_all_of_it_on_one_screen(asking: ScriptedSession) -> None:
    with LiveServer(asking) as server, opened(SMALL) as (page, _):
        page.goto(server.address)
        at_step(page, "screening")
        for option in page.query_selector_all(".options button"):
            assert in_sight(page, option), option.inner_text()
        assert in_sight(page, page.query_selector("text=None of these"))
