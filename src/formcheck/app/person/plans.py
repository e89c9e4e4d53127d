"""A person's own plan at the command line: shown, begun, edited, checked."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from formcheck.app.live.port import LivePort
from formcheck.app.person.people import conditions_of, person_at
from formcheck.app.terminal.results import table
from formcheck.core.programme.my_plan import PLAN_ID, MyPlan, PlannedStretch, plan_of
from formcheck.core.programme.stages import Task
from formcheck.core.safety.conditions import the_conditions
from formcheck.core.safety.plan_clashes import Clash, clashes
from formcheck.core.safety.questions import Outcome
from formcheck.core.stretch.spec import Gate, StretchSpec
from formcheck.core.words.catalogue import say, say_heads, say_many
from formcheck.core.words.names import words_of
from formcheck.edges.people import PeopleFiles, replace_text
from formcheck.edges.places import data_dir
from formcheck.edges.replacing import replacing
from formcheck.edges.screen import Screen
from formcheck.errors import PlanError
from formcheck.reading import read_small
from formcheck.stretches.loading import stretches_by_id
from formcheck.stretches.my_plan import check_plan, load_plan, plan_text
from formcheck.stretches.programmes import find_programme

__all__ = ["Checked", "begin_plan", "check_plans", "open_plan", "show_plan", "use_plan"]

_NO_PLAN = "no plan is kept yet; `formcheck plan edit` begins one"
_TO_BEGIN_WITH = ("cat_cow", "knee_to_chest_single", "childs_pose")
_EDITORS = ("VISUAL", "EDITOR")


def show_plan(person: str, poses: Path) -> None:
    """Show the person's plan as a session would go through it now.

    Raises
    ------
    PlanError
        There is none, or it is broken.
    """
    stretches = stretches_by_id(poses)
    path = PeopleFiles(data_dir()).plan(person)
    if not path.is_file():
        raise PlanError(_NO_PLAN)
    plan = load_plan(path, stretches)
    one = person_at(data_dir(), person, poses, stretches)
    said = one.today.person.screened
    port = LivePort(list(stretches.values()), (), person=one)
    outcome = Outcome(conditions=tuple(said.conditions), floor=said.floor)
    choice = ("programme", PLAN_ID)
    tasks = [s for s in port.stages(choice, outcome) if isinstance(s, Task)]
    console = Screen(highlight=False)
    console.print(Text(plan.name, style="bold"))
    if plan.prescriber:
        console.print(Text(say("By {who}.", who=plan.prescriber)))
    if plan.days_a_week:
        days = plan.days_a_week
        console.print(say_many("{n} day a week", "{n} days a week", days))
    if plan.note:
        console.print(Text(plan.note))
    heads = say_heads("stretch | side | times | hold | rest | limit | note")
    shown = table(heads, right=(2, 3, 4))
    for task in tasks:
        side = words_of(task.side.word) if task.side is not None else ""
        limit = task.prescribed.limit if task.prescribed is not None else ""
        numbers = (str(task.reps), f"{task.hold_s:g} s", f"{task.rest_s:g} s")
        shown.add_row(task.spec.name, side, *numbers, limit, task.note)
    console.print(shown)
    if plan.avoid:
        console.print(Text(say("To avoid: {names}.", names=", ".join(plan.avoid))))
    for sentence in port.notes(choice, outcome):
        console.print(Text(sentence))
    console.print(Text(say("In {path}", path=path)), soft_wrap=True)


def begin_plan(person: str, poses: Path, programme: str | None) -> Path:
    """Return the plan's file; where there is none, one to begin with is written.

    programme: what it begins from.

    Raises
    ------
    PlanError
        There is a plan already, and another one was asked for.
    """
    path = PeopleFiles(data_dir()).plan(person)
    if path.is_file():
        if programme is not None:
            raise PlanError(f"{path}: there is a plan already; move it away first")
        return path
    stretches = stretches_by_id(poses)
    replace_text(path, plan_text(_first(programme, poses, stretches)))
    return path


def _first(
    programme: str | None, poses: Path, stretches: Mapping[str, StretchSpec]
) -> MyPlan:
    if programme is not None:
        return plan_of(find_programme(programme, poses, stretches))
    names = [name for name in _TO_BEGIN_WITH if name in stretches]
    names = names or list(stretches)[:3]
    planned = [
        PlannedStretch(
            stretch=name,
            reps=stretches[name].reps.count,
            hold_s=stretches[name].hold.seconds,
        )
        for name in names
    ]
    return MyPlan(schema=2, stretches=planned)


def use_plan(file: Path, person: str, poses: Path, *, replace: bool) -> Path:
    """Take a file as the person's plan; return where it is kept.

    Raises
    ------
    PlanError
        The file has problems, or there is a plan already that is not to be replaced.
    """
    load_plan(file, stretches_by_id(poses))
    path = PeopleFiles(data_dir()).plan(person)
    if path.exists() and not replace:
        raise PlanError(f"{path}: there is a plan already; --replace puts it aside")
    text = read_small(file).decode("utf-8-sig")
    if path.exists():
        with replacing(path.with_suffix(".before.toml"), private=True) as beside:
            beside.write_bytes(path.read_bytes())
    replace_text(path, text)
    return path


def open_plan(path: Path) -> bool:
    """Open the plan in the person's editor; False where none is named.

    Raises
    ------
    PlanError
        The editor does not start.
    """
    editor = next((os.environ[name] for name in _EDITORS if os.environ.get(name)), "")
    if not editor:
        return False
    try:
        subprocess.run([*shlex.split(editor), str(path)], check=False)
    except (OSError, ValueError) as error:
        raise PlanError(f"{editor!r} does not open {path}: {error}") from None
    return True


class Checked(NamedTuple):
    """A plan's file as it was checked: every problem in it, and every clash with what
    is known of the person, one plain line each.
    """

    path: Path
    problems: list[str]
    warnings: list[str]


def check_plans(path: Path | None, person: str, poses: Path) -> Checked:
    """Check a file or, without one, the person's own plan.

    Raises
    ------
    FormcheckError
        The person's own was asked for, and there is none; or what is kept of them
        cannot be read.
    """
    checked = path or PeopleFiles(data_dir()).plan(person)
    if path is None and not checked.is_file():
        raise PlanError(_NO_PLAN)
    stretches = stretches_by_id(poses)
    problems = check_plan(checked, stretches)
    if problems:
        return Checked(checked, problems, [])
    plan = load_plan(checked, stretches)
    kept = PeopleFiles(data_dir()).look(person).screened.conditions
    has = the_conditions(conditions_of(poses), kept)
    warnings = [
        _warning(checked, plan, clash) for clash in clashes(plan, has, stretches)
    ]
    return Checked(checked, [], warnings)


def _warning(path: Path, plan: MyPlan, clash: Clash) -> str:
    agreed = plan.stretches[clash.number].agreed_with
    if agreed:
        becomes = say("agreed with {who}", who=agreed)
    elif clash.gate is Gate.BLOCKED:
        becomes = say("exchanged until `agreed_with` says who agreed")
    else:
        becomes = say("in a smaller range until `agreed_with` says who agreed")
    return say(
        "{file}: stretches[{number}]: {stretch}: {why} So: {becomes}.",
        file=path,
        number=clash.number,
        stretch=clash.spec.name,
        why=clash.condition.says,
        becomes=becomes,
    )
