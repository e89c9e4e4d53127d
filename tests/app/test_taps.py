"""Taps from the opened page to the first stretch: counted on the engine's own screens.

Nothing is ticked beforehand, and every question of the screening is among them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson, conditions_of
from formcheck.core.records.person import Person
from formcheck.core.safety.person import screened
from formcheck.core.session.commands import read_command, tell
from formcheck.core.session.flow import tick
from formcheck.core.session.moment import Moment
from formcheck.core.session.screens import screen
from formcheck.core.session.states import Flow, Step
from formcheck.edges.people import MemoryPeople
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import read_programmes
from tests.numbers import SHIPPED
from tests.shelf import SPECS

PROGRAMMES = read_programmes(poses_dir(), SPECS).ready
CONDITIONS = conditions_of(poses_dir())
NOW = "2026-11-24T09:00:00+00:00"
BEFORE = "2026-11-23T09:00:00+00:00"


def port_of(person: Person) -> LivePort:
    one = OnePerson(
        person.person,
        CONDITIONS,
        people=MemoryPeople(person),
        judging=SHIPPED,
        now=lambda: NOW,
    )
    return LivePort(list(SPECS.values()), PROGRAMMES, person=one)


def new() -> LivePort:
    return port_of(Person(person="anna"))


def known() -> LivePort:
    said: dict[str, Any] = {"signs": [], "conditions": [], "history": []}
    return port_of(screened(Person(person="anna"), said, BEFORE))


def taps(port: LivePort, how: str, **answers: Any) -> tuple[int, list[str]]:
    """How many, and which questions were asked. What is waited for by sight or time is
    no tap: where the camera goes, and what is different today.
    """
    flow, time_s, count = Flow(SHIPPED.stretch), 0.0, 0

    def do(**command: Any) -> None:
        nonlocal flow, count
        count += 1
        flow, _ = tell(flow, read_command(command), time_s, port)  # type: ignore[arg-type]

    do(do="day", how=how)
    asked: list[str] = []
    while flow.step is Step.SCREENING:
        shown = screen(flow, port)
        question = shown["question"]
        assert "was" not in shown  # nothing is ticked beforehand
        name, kind = question["id"], question["kind"]
        asked.append(name)
        harmless = {"many": [], "scale": 0, "yes_no": True}
        usual = (
            harmless.get(kind) if kind in harmless else question["options"][0]["value"]
        )
        value = answers.get(name, usual)
        count += len(value) if kind == "many" else 0
        do(do="answer", id=name, value=value)
    assert flow.step is Step.CHOOSE
    do(do="choose", programme="flare_up" if how == "sore" else "taster")
    while flow.step not in (Step.SHOW, Step.CAMERA):
        time_s += 0.5
        flow, _ = tick(flow, Moment(time_s, quiet=True, in_place=True, upright=True))
        assert time_s < 200, flow.step
    return count, asked


EVERY_DAY = ["signs", "today", "pain_before"]
PAIN = {"pain_before": 4, "where": ["back"]}


@pytest.mark.parametrize(
    ("port", "how", "answers", "at_most"),
    [
        (new, "good", {}, 13),
        (new, "good", PAIN, 13),
        (known, "good", {}, 6),
        (known, "good", PAIN, 8),
        (known, "sore", PAIN, 8),
    ],
    ids=["first", "first, in pain", "later", "later, in pain", "sore"],
)
def test_taps_to_the_first_stretch(
    port: Callable[[], LivePort], how: str, answers: dict[str, Any], at_most: int
) -> None:
    count, asked = taps(port(), how, **answers)
    assert count <= at_most, asked
    assert [name for name in asked if name in EVERY_DAY] == EVERY_DAY
    assert ("where" in asked) is ("where" in answers)
    assert ("conditions" in asked) is (port is new)
