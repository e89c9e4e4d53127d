"""The judge's states, and the table of the moves between them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import get_args

from formcheck.core.judge.judge import CheckerState, begin
from formcheck.core.judge.states import (
    MOVES,
    AtStart,
    Finding,
    Happened,
    Holding,
    NotYet,
    Rep,
    Returning,
    Sight,
    State,
    moved,
)
from tests.core.stretches import (
    NOBODY_KNOWN,
    RECORDED,
    stretch,
)
from tests.numbers import SHIPPED

STATES, SIGHTS = set(get_args(State)), set(get_args(Sight))


def test_no_move_ends_a_set() -> None:
    """One that is not listed is found by tests of random motions, not by a person."""
    start = AtStart(0.0)
    assert moved(Finding(), Happened.START_SEEN, start) is start
    assert moved(Finding(), Happened.LEFT, start) is start


def test_every_state_can_be_come_to_and_left() -> None:
    before, after = {m.before for m in MOVES}, {m.after for m in MOVES}
    assert before == STATES | SIGHTS
    assert after == before - {NotYet}
    assert len(set(MOVES)) == len(MOVES)
    assert {move.what for move in MOVES} == set(Happened)


def test_a_set_begins_with_nothing_found_and_nobody_seen() -> None:
    state: CheckerState = begin(stretch(), NOBODY_KNOWN, RECORDED, SHIPPED)
    assert (state.at, state.sight, state.time_s) == (Finding(), NotYet(), None)


def test_a_state_has_only_what_it_needs() -> None:
    for one in STATES | SIGHTS:
        assert is_dataclass(one)
        assert len(fields(one)) <= 7, one
    assert "hold" not in {field.name for field in fields(AtStart)}
    assert "returned_s" not in {field.name for field in fields(Holding)}


def test_a_rep_is_good_unless_flagged_or_not_checked() -> None:
    rep = Rep(begun_s=1.0, held_s=3.0, peak=55.0)
    assert rep.counted(9, 8, None, SHIPPED.judge.rep.blind_s).good is True
    assert rep.marked(("a", "b"), 0.0).marked(("a",), 2.0).flags == ("a", "b")
    assert (
        rep.marked(("a",), 2.0).counted(9, 8, None, SHIPPED.judge.rep.blind_s).good
        is False
    )
    assert (
        rep.marked((), 0.5).counted(9, 8, None, SHIPPED.judge.rep.blind_s).good is True
    )
    assert (
        rep.marked((), 0.5)
        .marked((), 0.5)
        .counted(9, 8, None, SHIPPED.judge.rep.blind_s)
        .good
        is None
    )
    assert (
        replace(rep, begun_s=None)
        .counted(9, 8, None, SHIPPED.judge.rep.blind_s)
        .start_s
        == 8
    )
    assert Returning.phase is not Holding.phase
