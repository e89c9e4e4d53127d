"""What must hold in a plan, beside its single fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from formcheck.core.programme.ceilings import ceiling_problem
from formcheck.core.programme.my_plan import MyPlan, PlannedStretch, avoided
from formcheck.core.stretch.involves import Involves
from formcheck.core.stretch.rules import Problem
from formcheck.core.stretch.spec import StretchSpec

__all__ = ["problems_in"]

_OF_SCHEMA_1 = {"stretch", "reps", "hold_s", "side", "ceiling", "note"}

Found = tuple[Problem, tuple[str, ...]]
"""What is wrong, and the words that may have been meant."""


def problems_in(plan: MyPlan, known: Mapping[str, StretchSpec]) -> Iterator[Found]:
    """Everything that does not hold, each with its place in the file."""
    words = (*known, *(one.value for one in Involves))
    for number, word in enumerate(plan.avoid):
        if word not in words:
            text = f"{word!r} is not a stretch, nor what one involves"
            yield Problem(f"avoid[{number}]", text), words
    ruled_out = avoided(plan, known)
    for number, one in enumerate(plan.stretches):
        where = f"stretches[{number}]"
        yield from _names(where, one, known)
        if plan.schema_version == 1:
            yield from _newer(where, one)
        spec = known.get(one.stretch)
        if spec is None:
            continue
        if spec.id in ruled_out:
            text = f"{spec.id!r} is planned, and `avoid` rules it out"
            yield Problem(f"{where}.stretch", text), ()
        if one.side != "both" and spec.sides != "each":
            text = f"{spec.id!r} is not done one side at a time"
            yield Problem(f"{where}.side", text), ()
        if one.ceiling is not None:
            wrong = ceiling_problem(spec, one.ceiling, plan.schema_version)
            if wrong:
                yield Problem(f"{where}.ceiling", wrong), ()
        if one.from_day and one.to_day and one.to_day < one.from_day:
            text = f"{one.to_day} is before {one.from_day}"
            yield Problem(f"{where}.to", text), ()
        elif one.from_day and one.to_day and not _is_ever_due(one):
            text = f"none of these is from {one.from_day} to {one.to_day}"
            yield Problem(f"{where}.days", text), ()


def _is_ever_due(one: PlannedStretch) -> bool:
    assert one.from_day is not None
    week = (one.from_day + timedelta(days=n) for n in range(7))
    return any(one.is_due(day) for day in week)


def _names(
    where: str, one: PlannedStretch, known: Mapping[str, StretchSpec]
) -> Iterator[Found]:
    named = {"stretch": one.stretch, "instead": one.instead}
    named |= {f"swap.{when.value}": name for when, name in one.swap.items()}
    for key, name in named.items():
        if name is not None and name not in known:
            text = f"{name!r} is not a stretch here"
            yield Problem(f"{where}.{key}", text), tuple(known)


def _newer(where: str, one: PlannedStretch) -> Iterator[Found]:
    """A plan of schema 1 has less: what it does not know would be passed over by the
    formcheck that it was written for.
    """
    keys = {f: i.alias or f for f, i in type(one).model_fields.items()}
    for field in sorted(one.model_fields_set - _OF_SCHEMA_1):
        yield Problem(f"{where}.{keys[field]}", "needs `schema = 2`"), ()
    if one.ceiling is not None and one.ceiling.measured is None:
        text = "a number in the stretch's own measure; a table needs `schema = 2`"
        yield Problem(f"{where}.ceiling", text), ()
