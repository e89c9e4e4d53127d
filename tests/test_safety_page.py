"""docs/safety.md says what the rules say."""

from __future__ import annotations

from formcheck.core.safety.effects import Word
from formcheck.core.safety.triage import RULES
from formcheck.resources import poses_dir
from formcheck.stretches.safety import FILE, load_conditions
from tools.make_safety_page import PAGE, effects, page


def test_the_page_of_safety_is_as_the_rules_are() -> None:
    written = page()
    assert PAGE.read_text(encoding="utf-8") == written, (
        "python -m tools.make_safety_page"
    )
    assert all(f"`{name}`" in written for name in RULES)


def test_no_condition_is_a_row_of_nothing_but_allowed() -> None:
    """Printed on the page, each condition changes some stretch; the row says which."""
    lines = page().splitlines()
    for one in load_conditions(poses_dir() / FILE).values():
        changed = {n for n, e in effects(one).items() if e.word is not Word.ALLOWED}
        assert changed, one.id
        (line,) = (line for line in lines if line.startswith(f"| {one.label} | "))
        assert all(name in line for name in changed)


def test_a_condition_without_rules_would_be_found() -> None:
    empty = load_conditions(poses_dir() / FILE)["neck"].model_copy(
        update={"not_these": [], "gentle_these": [], "told_these": []}
    )
    assert {effect.word for effect in effects(empty).values()} == {Word.ALLOWED}


def test_nothing_says_that_a_clinician_reviewed_it() -> None:
    said = page().lower()
    assert "no clinician has\nreviewed these pages" in said
