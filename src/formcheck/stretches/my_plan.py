"""A person's own plan: its file, read, checked and written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from formcheck.core.programme.my_plan import MyPlan, problems_in
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
# avoid           stretches, or what they must not involve: spine_flexion
#                 loaded_flexion spine_extension twist side_bend kneeling head_down ...
# [[stretches]]   in any order: they are put together by posture
#   stretch       its id
#   reps, hold_s  how many (a side), and for how long; without them, as the stretch says
#   side          "left" or "right" where only one is to be done
#   ceiling       as far as you are to go, in the stretch's own measure
#   note          a sentence that is said with it
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
    lines = [_HEAD.format(name=plan.name), "schema = 1", f"name = {_quoted(plan.name)}"]
    days = plan.days_a_week
    lines.append(f"days_a_week = {days}" if days else "# days_a_week = 5")
    lines.append(f"avoid = {json.dumps(plan.avoid)}")
    if plan.note:
        lines.append(f"note = {_quoted(plan.note)}")
    for one in plan.stretches:
        lines += ["", "[[stretches]]", f'stretch = "{one.stretch}"']
        if one.reps is not None:
            lines.append(f"reps = {one.reps}")
        if one.hold_s is not None:
            lines.append(f"hold_s = {one.hold_s:g}")
        if one.side != "both":
            lines.append(f'side = "{one.side}"')
        if one.ceiling is not None:
            lines.append(f"ceiling = {one.ceiling:g}")
        if one.note:
            lines.append(f"note = {_quoted(one.note)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """As a TOML string: JSON's escapes are TOML's too, except the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
