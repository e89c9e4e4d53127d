"""`plan`: a programme of one's own, as a physiotherapist would write it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import BAD_INPUT, Person, Poses, person_told
from formcheck.core.words.catalogue import say, say_many

__all__ = ["plan"]

plan = typer.Typer(
    help="Your own programme: show it, edit it, check it.",
    no_args_is_help=True,
    add_completion=False,
)


@plan.command()
def show(person: Person = None, poses: Poses = None) -> None:
    """Show your plan as a session goes through it."""
    from formcheck.app.person.plans import show_plan
    from formcheck.resources import poses_dir

    show_plan(person_told(person), poses or poses_dir())


@plan.command()
def edit(
    person: Person = None,
    programme: Annotated[
        str | None,
        typer.Option("--from", metavar="ID", help="Begin with this programme."),
    ] = None,
    poses: Poses = None,
) -> None:
    """Open your plan in your editor ($VISUAL or $EDITOR); the first time, begin one."""
    from formcheck.app.person.plans import begin_plan, open_plan
    from formcheck.resources import poses_dir

    folder, person = poses or poses_dir(), person_told(person)
    path = begin_plan(person, folder, programme)
    if not open_plan(path):
        print(say("No editor is named in $EDITOR. The plan is the file"))
        print(f"  {path}")
        return
    _check(None, person, folder)


@plan.command()
def use(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The plan, as TOML.")],
    person: Person = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the plan there is aside.")
    ] = False,
    poses: Poses = None,
) -> None:
    """Take a file, from a physiotherapist say, as your plan."""
    from formcheck.app.person.plans import use_plan
    from formcheck.resources import poses_dir

    path = use_plan(file, person_told(person), poses or poses_dir(), replace=replace)
    print(say("It is your plan now:"))
    print(f"  {path}")


@plan.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Without it, your own.")
    ] = None,
    person: Person = None,
    poses: Poses = None,
) -> None:
    """Check a plan: every problem, with its place."""
    from formcheck.resources import poses_dir

    _check(file, person_told(person), poses or poses_dir())


def _check(file: Path | None, person: str, poses: Path) -> None:
    from formcheck.app.person.plans import check_plans

    found = check_plans(file, person, poses)
    if found.problems:
        for line in found.problems:
            print(line, file=sys.stderr)
        raise typer.Exit(BAD_INPUT)
    for line in found.warnings:
        print(line)
    if found.warnings:
        n = len(found.warnings)
        print(say_many("{n} clash with a condition", "{n} clashes with conditions", n))
        return
    print(say("{file}: no problems", file=found.path.name))


@plan.command()
def calendar(
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where it is written: plan.ics, say.")
    ],
    person: Person = None,
    at: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HH:MM",
            help="When, on your clock; once for each time of the day.",
        ),
    ] = None,
    with_details: Annotated[
        bool,
        typer.Option(
            "--with-details",
            help="Its name, stretches and limits, too. Calendars are often copied to "
            "the internet.",
        ),
    ] = False,
    poses: Poses = None,
) -> None:
    """Write your plan's days as a file for your calendar."""
    from formcheck.app.person.calendar import write_calendar
    from formcheck.resources import poses_dir

    events = write_calendar(
        out, person_told(person), poses or poses_dir(), at or [], details=with_details
    )
    print(
        say_many(
            "Written: {file}, {n} event",
            "Written: {file}, {n} events",
            events,
            file=out,
        )
    )
