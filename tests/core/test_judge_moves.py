"""Random motions: every change of the judge's states is a move of the table, and every
move of it is made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from math import nan
from typing import Any, get_args

import pytest

from formcheck.core.body.observation import Observation
from formcheck.core.judge.judge import advance, begin
from formcheck.core.judge.states import (
    MOVES,
    Happened,
    Sight,
    State,
    Transition,
    moved,
)
from formcheck.core.stretch.spec import Kind, Plan, StretchSpec
from tests.builders import QUADRUPED, SUPINE, Motion
from tests.core.stretches import (
    BOTH_WAYS,
    HOLD,
    LIVE,
    NOBODY_KNOWN,
    RECORDED,
    REPS,
    one_rep,
    stretch,
)
from tests.core.test_guided import LYING
from tests.core.test_invariants import SEEDS, anything
from tests.numbers import SHIPPED

STATES, SIGHTS = set(get_args(State)), set(get_args(Sight))
SPECS = {
    "hold": stretch(HOLD),
    "reps": stretch(REPS),
    "missed": stretch(HOLD, target__base="back"),
    "guided": stretch(**LYING),
    "pair": stretch(BOTH_WAYS),
}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Transition]:
    """The moves that the judge has made."""
    made: list[Transition] = []

    def noting(before: State | Sight, what: Happened, after: Any) -> Any:
        made.append(Transition(type(before), what, type(after)))
        return after

    users = [
        module
        for name, module in sys.modules.items()
        if name.startswith("formcheck.core.") and vars(module).get("moved") is moved
    ]
    assert len(users) > 1
    for module in users:
        monkeypatch.setattr(module, "moved", noting)
    return made


def rare() -> Iterator[tuple[str, list[Observation]]]:
    """What random motions seldom do."""
    table_top = replace(QUADRUPED, back=0.0)
    yield "pair", Motion(table_top).hold(2).nobody(5).hold(2).seen()
    cat = Motion(table_top).hold(2).move(1.5, back=0.4).hold(2).hold(5, back=nan)
    yield "pair", cat.hold(1, back=0.0).seen()
    yield "hold", one_rep(Motion(SUPINE).hold(2)).nobody(5).hold(1).seen()
    held = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    yield "hold", held.nobody(12, hip=60).hold(1).seen()
    there = Motion(SUPINE).hold(2).move(2, hip=55).hold(4).move(0.6, hip=84).hold(0.3)
    yield "hold", there.cut().hold(2).seen()
    gone = Motion(SUPINE).hold(2).move(2, hip=55).hold(3).move(1, hip=95).hold(2)
    yield "hold", gone.nobody(5).hold(1).seen()
    begun = Motion(replace(SUPINE, hip=55.0)).hold(4).move(2, hip=130)
    yield "hold", begun.hold(3).seen()
    frozen = one_rep(Motion(SUPINE).hold(2)).seen()
    yield "hold", [seen for seen in frozen if not 3 < seen.time_s < 5]


def motions() -> Iterator[tuple[StretchSpec, Plan, list[Observation]]]:
    """Whatever comes, recorded and live."""
    for plan in (RECORDED, LIVE):
        for spec in SPECS.values():
            for seed in SEEDS[:5]:  # with what is rare below, every move is made
                lies = spec.kind is not Kind.TWO_PHASE
                yield spec, plan, anything(seed, lies=lies)
        for name, seen in rare():
            yield SPECS[name], plan, seen


def leads(made: list[Transition], kinds: set[type], before: type, after: type) -> bool:
    """Whether the moves of one machine lead from one state to the other."""
    for move in made:
        if move.before in kinds:
            if move.before is not before:
                return False
            before = move.after
    return before is after


def test_every_change_is_a_move_of_the_table_and_every_move_of_it_is_made(
    made: list[Transition],
) -> None:
    found: set[Transition] = set()
    for spec, plan, seen in motions():
        state = begin(spec, NOBODY_KNOWN, plan, SHIPPED)
        for one in seen:
            was = state
            made.clear()
            state, _ = advance(spec, NOBODY_KNOWN, was, one)
            assert leads(made, STATES, type(was.at), type(state.at))
            assert leads(made, SIGHTS, type(was.sight), type(state.sight))
            found |= set(made)
    assert {str(move) for move in found - set(MOVES)} == set()
    assert {str(move) for move in set(MOVES) - found} == set()
