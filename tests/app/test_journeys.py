"""Whole sessions by a played person: each programme, and each way to the next stretch.

What is not shortened here is gone through by `python -m benchmarks.journeys`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.journey import Day, Journey, answers_for, book_for, outcome_for
from benchmarks.journeys import days, distinct, is_offered
from formcheck.app.live.port import LivePort
from formcheck.core.programme.stages import Move, Rest, Show, Stage, Task, lay_out
from formcheck.core.safety.questions import Outcome
from formcheck.core.session.states import Step
from formcheck.core.stretch.spec import Kind

PLAIN = [day for day in days() if day.condition is None and is_offered(day)]
_SETS = 12
"""Of the sessions that go from one stretch to the next."""

_PARTS = 12
"""Tests that these sessions are dealt out to: which there are takes seconds to find."""

Way = tuple[str, str]


def short(task: Task) -> Task:
    """As little of a set as there is: each side once."""
    reps = min(task.reps, 2 if task.spec.sides == "alternate" else 1)
    hold_s = min(task.hold_s, 2.0)
    if task.spec.kind is Kind.TWO_PHASE:
        hold_s = min(task.hold_s, 1.0)
    return replace(task, reps=reps, hold_s=hold_s, rest_s=0.0)


class ShortBook(LivePort):
    """Lays out each stage of a session, and each as short as it goes."""

    def stages(self, choice: tuple[str, str], outcome: Outcome) -> tuple[Stage, ...]:
        return tuple(shortened(stage) for stage in super().stages(choice, outcome))


def shortened(stage: Stage) -> Stage:
    match stage:
        case Task():
            return short(stage)
        case Show() | Rest():
            return replace(stage, task=short(stage.task))
        case Move():
            return stage


def tasks_of(day: Day, port: LivePort) -> list[Task]:
    stages = port.stages(("programme", day.programme), outcome_for(day, port))
    return [stage for stage in stages if isinstance(stage, Task)]


def ways(found: Iterable[Day]) -> dict[Way, tuple[Task, Task]]:
    """From one stretch to the next, by their ids."""
    port = book_for(ShortBook)
    known: dict[Way, tuple[Task, Task]] = {}
    for day in found:
        for one, other in pairwise(tasks_of(day, port)):
            known.setdefault((one.spec.id, other.spec.id), (one, other))
    return known


@cache
def other_ways() -> list[tuple[Task, ...]]:
    """Sessions that go each way once that no programme without a condition goes."""
    missing = ways(distinct(days())[0])
    for way in ways(PLAIN):
        missing.pop(way, None)
    sessions: list[tuple[Task, ...]] = []
    while missing:
        way = next(iter(missing))
        tasks = list(missing.pop(way))
        while len(tasks) < _SETS:
            way = next((w for w in missing if w[0] == tasks[-1].spec.id), ("", ""))
            if way not in missing:
                break
            tasks.append(missing.pop(way)[1])
        sessions.append(tuple(tasks))
    return sessions


def test_a_plan_is_shortened_by_no_stage() -> None:
    long, brief = book_for(), book_for(ShortBook)
    for day in PLAIN:
        choice, outcome = ("programme", day.programme), outcome_for(day, long)
        before, after = long.stages(choice, outcome), brief.stages(choice, outcome)
        assert [type(stage) for stage in before] == [type(stage) for stage in after]


def test_what_is_not_meant_for_a_day_ends_in_advice(tmp_path: Path) -> None:
    nothing = distinct(days())[1]
    assert nothing
    assert not any(is_offered(day) for day in nothing)
    day = nothing[0]
    choice, answers = ("programme", day.programme), answers_for(day)
    journey = Journey(book_for(), choice, answers, tmp_path, hurried=True)
    assert journey.run().why == "nothing is offered on such a day"
    assert journey.engine.flow.step is Step.ADVICE
    assert journey.engine.screen["lines"]


@pytest.mark.parametrize("day", PLAIN, ids=str)
def test_each_programme_is_finished(day: Day, tmp_path: Path) -> None:
    choice = ("programme", day.programme)
    journey = Journey(
        book_for(ShortBook), choice, answers_for(day), tmp_path, hurried=True
    )
    result = journey.run()
    assert result.why == ""
    assert result.sets == result.planned > 0
    assert result.skipped > 0


@pytest.mark.parametrize("part", range(_PARTS))
@pytest.mark.parametrize("between_fps", [8.0, 5.0])
def test_each_way_to_the_next_stretch_is_gone(
    part: int, between_fps: float, tmp_path: Path
) -> None:
    """Also where the camera gives too few pictures to judge by, between two sets."""

    def fps() -> float:
        step = journey.engine.flow.step
        return between_fps if step in (Step.SHOW, Step.REST) else 8.0

    sessions = other_ways()[part::_PARTS]
    assert sessions
    for number, tasks in enumerate(sessions):
        stages, folder = lay_out(tasks), tmp_path / str(number)
        answers = answers_for(PLAIN[0])
        journey = Journey(book_for(), stages, answers, folder, fps=fps, hurried=True)
        result = journey.run()
        assert result.why == "", [task.spec.id for task in tasks]
        assert result.sets == result.planned >= 2
