"""The file of conditions: what each changes, read and checked like every other file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from formcheck.core.measure.kinds import KINDS
from formcheck.core.safety.conditions import Condition, Conditions
from formcheck.core.stretch.rules import Problem
from formcheck.errors import SafetyFileError
from formcheck.stretches.layouts import Tables, conditions_layout
from formcheck.stretches.loading import line_of, read_tables
from formcheck.stretches.problems import nearest, of_fields, strictly
from formcheck.stretches.prose import ENGLISH, read_fields

__all__ = ["FILE", "load_conditions"]

FILE = Path("safety") / "conditions.toml"
"""In the folder of stretch files."""


def load_conditions(path: Path, *, language: str = ENGLISH) -> dict[str, Condition]:
    """Read the conditions, by id.

    language: of their sentences; English where the file has none in it.

    Raises
    ------
    SafetyFileError
        The file is broken; the text has a line for every problem.
    """
    raw, problems = read_tables(path, "conditions")
    found: Conditions | None = None
    if not problems:
        found, problems = read_fields(raw, conditions_layout, _validate, language)
    if found is None or problems:
        raise SafetyFileError("\n".join(line_of(path, p) for p in problems))
    return {one.id: one for one in found.conditions}


def _validate(fields: Tables) -> tuple[Conditions | None, list[Problem]]:
    try:
        found = strictly(Conditions, fields)
    except ValidationError as error:
        return None, list(of_fields(error, Conditions))
    return found, list(_problems(found))


def _problems(file: Conditions) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, one in enumerate(file.conditions):
        where = f"conditions[{number}]"
        if one.id in seen:
            yield Problem(f"{where}.id", f"{one.id!r} stands twice")
        seen.add(one.id)
        if bool(one.told) != bool(one.told_these):
            yield Problem(f"{where}.told_these", "goes with `told`")
        for at, ceiling in enumerate(one.ceilings):
            place = f"{where}.ceilings[{at}]"
            if ceiling.measure not in KINDS:
                text = f"{ceiling.measure!r} is not a measure here"
                yield Problem(
                    f"{place}.measure", text + nearest(ceiling.measure, KINDS)
                )
            if (ceiling.above is None) == (ceiling.below is None):
                yield Problem(place, "needs either `above` or `below`")
