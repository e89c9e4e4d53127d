"""docs/states.md says what the tables of moves say."""

from __future__ import annotations

from formcheck.core.judge.states import MOVES
from formcheck.core.session.moves import MOVES as STEPS
from tools.make_states_page import MACHINES, PAGE, page


def test_the_page_of_states_is_as_the_table_is() -> None:
    written = page()
    again = "python -m tools.make_states_page"
    assert PAGE.exists(), again
    assert PAGE.read_text(encoding="utf-8") == written, again


def test_every_move_is_drawn() -> None:
    lines = page().splitlines()
    for before, what, after in MOVES:
        arrow = f"{before.__name__} --> {after.__name__}: "
        drawn = [line for line in lines if arrow in line]
        assert drawn and all(what.value in line for line in drawn)


def test_every_transition_of_a_session_is_drawn() -> None:
    lines = page().splitlines()
    for before, found in STEPS.items():
        for after, what in found.items():
            assert f"    {before} --> {after}: {what}" in lines


def test_every_state_is_named_once_in_its_machine() -> None:
    known = {kind for move in MOVES for kind in (move.before, move.after)}
    assert {kind for _, _, kinds in MACHINES for kind in kinds} == known
