"""A person's own plan: its file, read, checked and written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from formcheck.core.programme.my_plan import CeilingSpec, MyPlan, PlannedStretch
from formcheck.core.programme.plan_rules import problems_in
from formcheck.core.stretch.rules import Problem
from formcheck.core.stretch.spec import StretchSpec
from formcheck.errors import PlanError
from formcheck.stretches.loading import line_of, read_tables
from formcheck.stretches.problems import nearest, of_fields, strictly

__all__ = ["check_plan", "is_plan", "load_plan", "plan_text"]

_HEAD = """\
# {name}, as `formcheck plan edit` opens it and `formcheck live` offers it.
# `formcheck list` names the stretches; `formcheck plan check` says what is wrong here.
#
# days_a_week     how often, 1 to 7
# prescriber      who wrote it; of one entry, in the entry
# avoid           stretches, or what they must not involve: spine_flexion
#                 loaded_flexion spine_extension twist side_bend kneeling head_down ...
# [[stretches]]   in any order: they are put together by posture. One may stand twice,
#                 for the other side or with other limits
#   stretch       its id
#   side          "left" or "right" where only one is to be done
#   sets          how many in a row, a side
#   reps, hold_s  how many a set (a side), and for how long; else as the stretch says
#   rest_s        seconds of rest after a set
#   ceiling       how far at most; `formcheck show ID` says which a stretch takes:
#                 {{ movement = "hip_flexion", max_deg = 100 }} or {{ own_range = 0.8 }}
#   times_a_day   how often on a day
#   days          ["mon", "wed", "fri"] where not every day
#   from, to      its first and last day, in quotes: "2026-11-23"
#   gentle        true: in the smaller range of a sore day
#   needs         things to have at hand, beside the stretch's own
#   instead, swap what to do in its place: off the floor; pain_below_knee, arching_eases
#   note          a sentence that is said with it
#   prescriber    who asked for it
#   agreed_with   "NAME, 2026-11-23": who agreed to it in spite of a condition, and when
"""


def load_plan(path: Path, stretches: Mapping[str, StretchSpec]) -> MyPlan:
    """Read a plan.

    Raises
    ------
    PlanError
        It is broken; the text has a line for every problem.
    """
    plan, problems = _read(path, stretches)
    if plan is None or problems:
        raise PlanError("\n".join(line_of(path, problem) for problem in problems))
    return plan


def check_plan(path: Path, stretches: Mapping[str, StretchSpec]) -> list[str]:
    """Return every problem of a plan, one plain line each."""
    return [line_of(path, problem) for problem in _read(path, stretches)[1]]


def is_plan(path: Path) -> bool:
    """Whether the file is a plan, if perhaps one of stretches that are not there."""
    return _parsed(path)[0] is not None


def _read(
    path: Path, stretches: Mapping[str, StretchSpec]
) -> tuple[MyPlan | None, list[Problem]]:
    plan, problems = _parsed(path)
    if plan is None:
        return None, problems
    return plan, [
        Problem(problem.path, problem.text + _near(problem.text, words))
        for problem, words in problems_in(plan, stretches)
    ]


def _parsed(path: Path) -> tuple[MyPlan | None, list[Problem]]:
    raw, problems = read_tables(path, "plan")
    if problems:
        return None, problems
    try:
        return strictly(MyPlan, raw), []
    except ValidationError as error:
        return None, list(of_fields(error, MyPlan))


def _near(text: str, words: tuple[str, ...]) -> str:
    return nearest(text.split("'")[1], words) if words else ""


def plan_text(plan: MyPlan) -> str:
    """The plan as its file has it, with what each key means."""
    lines = [_HEAD.format(name=plan.name), f"schema = {plan.schema_version}"]
    lines.append(f"name = {_quoted(plan.name)}")
    days = plan.days_a_week
    lines.append(f"days_a_week = {days}" if days else "# days_a_week = 5")
    lines.append(f"avoid = {json.dumps(plan.avoid)}")
    if plan.note:
        lines.append(f"note = {_quoted(plan.note)}")
    if plan.prescriber:
        lines.append(f"prescriber = {_quoted(plan.prescriber)}")
    for one in plan.stretches:
        lines += ["", "[[stretches]]", f'stretch = "{one.stretch}"', *_entry(one)]
    return "\n".join(lines) + "\n"


def _entry(one: PlannedStretch) -> Iterator[str]:
    """The lines of what an entry says."""
    if one.side != "both":
        yield f'side = "{one.side}"'
    if one.sets != 1:
        yield f"sets = {one.sets}"
    numbers = {"reps": one.reps, "hold_s": one.hold_s, "rest_s": one.rest_s}
    for key, number in {**numbers, "times_a_day": one.times_a_day}.items():
        if number is not None:
            yield f"{key} = {number:g}"
    if one.ceiling is not None:
        yield f"ceiling = {_ceiling(one.ceiling)}"
    if one.days:
        yield f"days = {json.dumps([day.value for day in one.days])}"
    for key, day in {"from": one.from_day, "to": one.to_day}.items():
        if day is not None:
            yield f'{key} = "{day.isoformat()}"'
    if one.gentle:
        yield "gentle = true"
    if one.needs:
        yield f"needs = [{', '.join(map(_quoted, one.needs))}]"
    if one.instead is not None:
        yield f'instead = "{one.instead}"'
    if one.swap:
        swaps = (f'{when.value} = "{name}"' for when, name in one.swap.items())
        yield f"swap = {{ {', '.join(swaps)} }}"
    for key in ("note", "prescriber", "agreed_with"):
        if text := getattr(one, key):
            yield f"{key} = {_quoted(text)}"


def _ceiling(ceiling: CeilingSpec) -> str:
    if ceiling.measured is not None:
        return f"{ceiling.measured:g}"
    if ceiling.own_range is not None:
        return f"{{ own_range = {ceiling.own_range:g} }}"
    assert ceiling.movement is not None
    movement, degrees = ceiling.movement.value, ceiling.max_deg
    return f'{{ movement = "{movement}", max_deg = {degrees:g} }}'


def _quoted(text: str) -> str:
    """As a TOML string: JSON's escapes are TOML's too, except the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
