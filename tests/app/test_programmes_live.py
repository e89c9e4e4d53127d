"""Every shipped programme as the live session goes through it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.routine import routine
from formcheck.core.programme.spec import Programme
from formcheck.core.programme.stages import Move, MoveKind, Rest, Show, Stage, Task
from formcheck.core.safety.questions import Outcome
from formcheck.core.stretch.spec import Mode
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import read_programmes
from tests.numbers import SHIPPED
from tests.shelf import SPECS

PROGRAMMES = read_programmes(poses_dir(), SPECS).ready
PORT = LivePort(list(SPECS.values()), PROGRAMMES, person=OnePerson(judging=SHIPPED))

each = pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda p: p.id)


def stages(programme: Programme, outcome: Outcome) -> tuple[Stage, ...]:
    return PORT.stages(("programme", programme.id), outcome)


def tasks(found: tuple[Stage, ...]) -> list[Task]:
    return [stage for stage in found if isinstance(stage, Task)]


@each
def test_it_is_offered_as_its_file_says(programme: Programme) -> None:
    (offered,) = [p for p in PORT.catalogue()["programmes"] if p["id"] == programme.id]
    assert offered["minutes"] == programme.minutes
    assert offered["name"] == programme.name
    assert offered["not_for"] == programme.not_for
    assert set(offered["stretches"]) == {step.stretch for step in programme.steps}


@each
def test_its_sets_come_in_order_each_shown_first(programme: Programme) -> None:
    found = stages(programme, Outcome(mode=programme.modes[0]))
    steps = routine(programme, SPECS, mode=programme.modes[0]).steps
    assert [t.spec.id for t in tasks(found)] == [step.spec.id for step in steps]
    assert [t.side for t in tasks(found)] == [step.side for step in steps]
    first = next(stage for stage in found if isinstance(stage, Move))
    assert first.kind is MoveKind.CAMERA
    shown = [stage.task.number for stage in found if isinstance(stage, Show)]
    assert shown == list(range(1, len(steps) + 1))
    rests = sum(isinstance(stage, Rest) for stage in found)
    assert rests == len(steps) - 1


@each
def test_nobody_gets_down_or_turns_without_being_told(programme: Programme) -> None:
    found = stages(programme, Outcome(mode=programme.modes[0]))
    for before, after in pairwise(tasks(found)):
        between = found[found.index(before) : found.index(after)]
        moved = {stage.kind for stage in between if isinstance(stage, Move)}
        places = place_of(before.spec), place_of(after.spec)
        if places[0] is Place.FLOOR and places[1] is not Place.FLOOR:
            assert MoveKind.GET_UP in moved
        if places[0] is not Place.FLOOR and places[1] is Place.FLOOR:
            assert MoveKind.GET_DOWN in moved
        if before.spec.id == after.spec.id and before.spec.camera.view.value == "side":
            assert MoveKind.TURN in moved


@each
def test_it_is_done_without_the_floor_too(programme: Programme) -> None:
    found = stages(programme, Outcome(mode=programme.modes[0], floor=False))
    assert all(place_of(t.spec) is not Place.FLOOR for t in tasks(found))


@each
def test_a_sore_day_takes_only_what_is_meant_for_it(programme: Programme) -> None:
    found = stages(programme, Outcome(mode=Mode.FLARE))
    assert bool(tasks(found)) is (Mode.FLARE in programme.modes)
    assert all(task.mode is Mode.FLARE for task in tasks(found))
