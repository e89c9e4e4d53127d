"""What a person reads of themselves: answers with their dates, and own ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan
from pathlib import Path
from statistics import median

from rich.text import Text

from formcheck.app.history.store import now_text
from formcheck.app.person.outcomes import outcomes_told
from formcheck.app.person.people import conditions_of
from formcheck.app.terminal.results import table
from formcheck.core.body.landmarks import Side
from formcheck.core.measure.kinds import KINDS
from formcheck.core.records.person import Person
from formcheck.core.safety.conditions import Condition, the_conditions
from formcheck.core.safety.screening import HISTORY
from formcheck.core.safety.signs import label_of
from formcheck.core.safety.told import days_told, stands_told
from formcheck.core.stretch.own_range import ends_of, side_word
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.catalogue import say, say_heads
from formcheck.core.words.names import words_of
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir
from formcheck.edges.screen import Screen
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import stretches_by_id

__all__ = ["show_person"]


def show_person(name: str, poses: Path) -> None:
    """Show what is kept of a person."""
    person = PeopleFiles(data_dir()).read(name)
    console = Screen(highlight=False)
    for line in _answers(person, conditions_of(poses)):
        console.print(Text(line))
    known = stretches_by_id(poses)
    numbers = judging_of(poses).stretch.own_range
    heads = say_heads("stretch | side | usually | eases back past")
    rows = table(heads, right=(2, 3))
    for spec in (known[name] for name in person.stretches if name in known):
        own = person.stretches[spec.id]
        sides: list[Side | None] = [None] if spec.sides == "none" else list(Side)
        for side in sides:
            word = side_word(side)
            peaks = own.ranges[word].peaks if word in own.ranges else ()
            ceiling = ends_of(spec, own, side, numbers).ceiling
            if peaks or not isnan(ceiling):
                usual = _reading(spec, median(peaks)) if peaks else ""
                end = "" if isnan(ceiling) else _reading(spec, ceiling)
                name = "" if side is None else words_of(word)
                rows.add_row(spec.name, name, usual, end)
    if rows.row_count:
        console.print(rows)


def _answers(person: Person, conditions: Mapping[str, Condition]) -> Iterator[str]:
    said = person.screened
    yield from stands_told(person.care, now_text())
    if said.full_at is None:
        yield say("Not asked yet: the next session asks everything.")
    else:
        yield say("All questions were answered on {date}.", date=said.full_at[:10])
    for one in the_conditions(conditions, said.conditions):
        yield f"- {one.label}. {one.says}"
    if not said.floor:
        yield say("- Stays off the floor.")
    for sign, date in said.checked.items():
        yield say(
            "- Checked by a clinician, said on {date}: {sign}",
            date=date,
            sign=say(label_of(sign)),
        )
    history = {option.value: say(option.label) for option in HISTORY.options}
    for word in said.history or ():
        yield say("- History: {history}", history=history.get(word, word))
    for line in outcomes_told(person.outcomes):
        yield f"- {line}"
    for line in days_told(person.care):
        yield f"- {line}"


def _reading(spec: StretchSpec, value: float) -> str:
    unit = KINDS[spec.measures[spec.primary].kind].unit
    return f"{value:.0f} {unit}" if unit == "deg" else f"{value:.2f}"
