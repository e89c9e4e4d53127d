"""docs/safety.md says what the rules say."""

from __future__ import annotations

from formcheck.core.safety.triage import RULES
from tools.make_safety_page import PAGE, page


def test_the_page_of_safety_is_as_the_rules_are() -> None:
    written = page()
    assert PAGE.read_text(encoding="utf-8") == written, (
        "python -m tools.make_safety_page"
    )
    assert all(f"`{name}`" in written for name in RULES)
