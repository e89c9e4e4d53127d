"""What the article tells people to do, a person meets in the program: each way of the
page is gone here, and what it says is met is looked for in what is shown and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.core.programme.my_plan import PLAN_ID, MyPlan
from formcheck.core.programme.search import find, findable
from formcheck.core.programme.stages import Move, Rest, Show, Stage, Task
from formcheck.core.records.session import Pain, Stop
from formcheck.core.safety.everyday import advice_on
from formcheck.core.safety.questions import Outcome
from formcheck.core.session.flow import enter_stage, give_reason
from formcheck.core.session.moment import Out
from formcheck.core.session.states import AskingWhy, Flow, go
from formcheck.core.words.reasons import StopReason
from formcheck.edges.people import MemoryPeople
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import read_programmes
from tests.app.test_people import FULL, at, row
from tests.core.safety import CONDITIONS
from tests.core.test_safety_conditions import STRETCHES
from tests.numbers import SHIPPED

PAGE = Path(__file__).resolve().parents[1] / "docs" / "source-map.md"
ROWS = [
    [cell.strip() for cell in line.strip("| ").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
][1:]
MEETS = re.compile(r"`([^`]+)`: “([^”]+)”")
PROGRAMMES = list(read_programmes(poses_dir(), STRETCHES).ready)


def port_for(*rows: Any, plan: MyPlan | None = None) -> LivePort:
    one = OnePerson(
        "",
        CONDITIONS,
        people=MemoryPeople(),
        rows=lambda: rows,
        plan=plan,
        now=lambda: at(20),
        judging=SHIPPED,
    )
    return LivePort(list(STRETCHES.values()), PROGRAMMES, person=one)


def answered(port: LivePort, given: dict[str, Any]) -> tuple[Outcome, list[str]]:
    """The outcome, and each question that was asked, with its options."""
    answers: dict[str, Any] = {}
    asked = []
    while (found := port.question(answers)) is not None:
        question = found[0]
        options = (option.label for option in question.options)
        asked.append(" ".join((question.text, question.help, *options)))
        answers[question.id] = given.get(question.id, FULL.get(question.id, False))
    outcome = port.outcome(answers)
    port.screened(answers)
    return outcome, asked


def told(stages: tuple[Stage, ...]) -> Iterator[str]:
    """What a session shows and says of each of its stages, and the doses."""
    flow = replace(Flow(SHIPPED.stretch), stages=stages, outcome=Outcome())
    for number, stage in enumerate(stages):
        out = Out()
        if isinstance(stage, Show | Move | Rest):
            enter_stage(replace(flow, at=number - 1), 1.0, out)
        yield from (one.text for one in out.says)
        if isinstance(stage, Task):
            side = "" if stage.side is None else f"{stage.side.word} "
            yield f"{stage.spec.name}: {side}{stage.reps} x {stage.hold_s:g} s"
            yield from (fault.cue for fault in stage.spec.faults)
            yield from stage.spec.not_observable
            yield from (stage.spec.pace.cues if stage.spec.pace is not None else ())


def stretch(name: str) -> Iterator[str]:
    """A stretch, chosen alone."""
    port = port_for()
    outcome, _ = answered(port, {"conditions": []})
    yield from told(port.stages(("stretch", name), outcome))


def programme(name: str) -> Iterator[str]:
    """A programme: its card, and then all of it."""
    port = port_for()
    outcome, _ = answered(port, {"conditions": []})
    card = next(p for p in port.catalogue()["programmes"] if p["id"] == name)
    yield f"{card['name']}, {card['minutes']} minutes. {card['about']}"
    yield f"{len(set(card['stretches']))} stretches"
    yield from told(port.stages(("programme", name), outcome))


def day(words: str) -> Iterator[str]:
    """A day of such answers: `today=spasm pain_before=8`."""
    given: dict[str, Any] = {"conditions": []}
    for one in words.split():
        key, value = one.split("=")
        many = key in ("today", "signs", "history", "conditions", "where")
        given[key] = [value] if many else int(value) if value.isdigit() else value
    port = port_for()
    outcome, asked = answered(port, given)
    yield from asked
    yield from (outcome.title, *outcome.lines)
    for step in outcome.ease:
        yield from (step.title, *step.lines, *(text for _, text in step.calls))
    if outcome.blocked:
        return
    stages = port.stages(("programme", "flare_up"), outcome)
    yield from port.notes(("programme", "flare_up"), outcome)
    yield from told(stages)


def look(words: str) -> Iterator[str]:
    """Words that are looked for: `formcheck list WORDS`, and the page's field."""
    for one in advice_on(words):
        yield from (one.title, *one.lines)
    things = [*map(findable, STRETCHES.values()), *map(findable, PROGRAMMES)]
    for found in find(words, things):
        yield from (found.id, *found.names)


def after(words: str) -> Iterator[str]:
    """The next session after some: `three good ones`, `two easier ones`, ..."""
    good = Pain(before=2, after=2, next_morning=2)
    past = {
        "three good ones": [row(n, at(n + 10), pain=good) for n in (1, 2, 3)],
        "two easier ones": [
            row(n, at(n + 10), pain=good, felt="easier") for n in (1, 2)
        ],
        "one that hurt": [
            row(
                1,
                at(18),
                pain=good,
                stops=(Stop(time_s=9, stretch="bridge", why="pain"),),
            )
        ],
        "weeks without better": [
            row(n, at(d, month=m), pain=Pain(before=5, after=5))
            for n, (m, d) in enumerate(((10, 10), (10, 15), (11, 10), (11, 15)), 1)
        ],
    }[words]
    port = port_for(*reversed(past))
    outcome, _ = answered(port, {"conditions": [], "morning": 2})
    yield from outcome.lines
    yield from port.notes(("stretch", "bridge"), outcome)


def stop(words: str) -> Iterator[str]:
    """A stretch that is stopped: `spasm`, `pain`."""
    port = port_for()
    outcome, _ = answered(port, {"conditions": []})
    stages = port.stages(("stretch", "bridge"), outcome)
    number = next(n for n, s in enumerate(stages) if isinstance(s, Task))
    flow = replace(Flow(SHIPPED.stretch), stages=stages, outcome=outcome, at=number)
    out = Out()
    give_reason(go(flow, AskingWhy("stop"), 5.0), StopReason(words), 9.0, out)
    yield from (one.text for one in out.says)


def long(words: str) -> Iterator[str]:
    """A session after so many minutes on the same day."""
    port = port_for()
    outcome, _ = answered(port, {"conditions": []})
    outcome = replace(outcome, done_s=60.0 * int(words.split()[0]))
    stages = port.stages(("stretch", "seated_figure_four"), outcome)
    number = next(n for n, s in enumerate(stages) if isinstance(s, Rest))
    flow = replace(Flow(SHIPPED.stretch), stages=stages, outcome=outcome, begun_s=0.0)
    out = Out()
    enter_stage(replace(flow, at=number - 1), 1.0, out)
    yield from (one.text for one in out.says)


def plan(words: str) -> Iterator[str]:
    """A plan of so many days a week."""
    own = MyPlan.model_validate(
        {
            "schema": 2,
            "name": "From my physiotherapist",
            "days_a_week": int(words.split()[0]),
            "stretches": [{"stretch": "bridge", "reps": 6}],
        }
    )
    port = port_for(plan=own)
    outcome, _ = answered(port, {"conditions": []})
    yield f"{outcome.days_a_week} days a week"
    yield port.catalogue()["programmes"][0]["name"]
    yield from told(port.stages(("programme", PLAN_ID), outcome))


WAYS: dict[str, Callable[[str], Iterator[str]]] = {
    "stretch": stretch, "programme": programme, "day": day, "list": look,
    "after": after, "stop": stop, "minutes": long, "plan": plan,
}  # fmt: skip


@cache
def met(way: str) -> str:
    """All that a person is shown and told on a way."""
    kind, _, words = way.partition(" ")
    return "\n".join(WAYS[kind](words))


@pytest.mark.parametrize(("said", "meets"), ROWS, ids=lambda text: text[:30])
def test_a_person_meets_it(said: str, meets: str) -> None:
    found = MEETS.findall(meets)
    assert found
    rest = MEETS.sub("", meets).replace(";", "").strip()
    assert rest == "", "nothing but ways and what is met"
    for way, words in found:
        assert words in met(way), (way, words, met(way)[:2000])


def test_what_is_not_said_would_be_missed() -> None:
    assert "Hold it for a week." not in met("stretch bridge")
    with pytest.raises(KeyError):
        met("prayer for rain")


def test_every_sentence_stands_once() -> None:
    sentences = [said for said, _ in ROWS]
    assert len(sentences) > 50
    assert len(set(sentences)) == len(sentences)


def test_every_programme_is_asked_for_by_the_article() -> None:
    ways = {way for _, meets in ROWS for way, _ in MEETS.findall(meets)}
    wanted = {f"programme {one.id}" for one in PROGRAMMES} - {"programme taster"}
    assert wanted <= ways
