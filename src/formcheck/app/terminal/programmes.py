"""What a person reads of the programmes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.app.terminal.results import table
from formcheck.core.programme.holding import less_words
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.routine import Routine, off_the_floor, parts, routine
from formcheck.core.programme.spec import Programme
from formcheck.core.programme.stages import Move, Task
from formcheck.core.stretch.spec import Kind, Mode, StretchSpec
from formcheck.core.words.catalogue import (
    and_list,
    capital,
    marked,
    say,
    say_heads,
    say_many,
)
from formcheck.core.words.names import words_of
from formcheck.edges.screen import Screen
from formcheck.stretches.loading import stretches_by_id
from formcheck.stretches.programmes import find_programme, read_programmes
from formcheck.stretches.sources import list_sources, source_line

__all__ = ["show_programme", "show_programmes"]

_DAYS = {Mode.NORMAL: marked("good days"), Mode.FLARE: marked("sore days")}


def show_programmes(poses: Path) -> tuple[str, ...]:
    """Show the programmes of a folder of stretches, one a line.

    Returns what is wrong in those that are broken.
    """
    known = stretches_by_id(poses)
    heads = say_heads("id | name | minutes | sets | where")
    rows = table(heads, right=(2, 3))
    rows.columns[0].no_wrap = True  # it is there to be typed
    shelf = read_programmes(poses, known)
    for programme in shelf.ready:
        laid_out = routine(programme, known)
        rows.add_row(
            programme.id,
            programme.name,
            str(programme.minutes),
            str(len(laid_out.steps)),
            _where(laid_out),
        )
    console = Screen()
    if rows.row_count:
        console.print(rows)
    for name, missing in shelf.waiting.items():
        line = say(
            "{programme} is left out: there is no stretch {names}.",
            programme=name,
            names=", ".join(missing),
        )
        console.print(Text(line, style="dim"))
    if not (rows.row_count or shelf.waiting or shelf.problems):
        console.print(
            Text(say("There are no programmes in {folder}.", folder=poses)),
            soft_wrap=True,
        )
    return shelf.problems


def show_programme(name: str, poses: Path, *, floor: bool = True) -> None:
    """Show one programme as it will be gone through.

    floor: False for people who cannot get down to it.
    """
    known = stretches_by_id(poses)
    programme = find_programme(name, poses, known)
    laid_out = routine(programme, known, floor=floor)
    sources = list_sources(poses)
    console = Screen()
    console.print(
        Text(programme.name, style="bold"), Text(f"({programme.id})", style="dim")
    )
    console.print(Text(programme.about))
    if less := less_words(laid_out):
        console.print(Text(less))
    for line in _sums(programme, laid_out):
        console.print(Text(line))
    for heading, body in (
        (say("In order"), _course(laid_out)),
        (say("Instead of the floor"), _instead(programme, known) if floor else None),
        (say("Exchanged"), _swaps(programme, known)),
        (say("Leave it out with"), [f"- {line}" for line in programme.not_for]),
        (
            say("Sources"),
            [f"- {source_line(key, sources)}" for key in programme.sources],
        ),
    ):
        if body:
            _section(console, heading, body)


def _section(console: Console, heading: str, body: Table | Iterable[str]) -> None:
    console.print()
    console.print(Text(heading, style="bold"))
    blocks = [body] if isinstance(body, Table) else [Text(line) for line in body]
    for part in blocks:
        console.print(Padding(part, (0, 0, 0, 2)))


def _where(laid_out: Routine) -> str:
    places = dict.fromkeys(step.place for step in laid_out.steps)
    return ", ".join(words_of(place) for place in places)


def _sums(programme: Programme, laid_out: Routine) -> Iterable[str]:
    minutes, sets = round(laid_out.minutes), len(laid_out.steps)
    turns, moves, ups = laid_out.turns, laid_out.camera_moves, laid_out.get_ups
    yield say(
        "About {minutes}, rests included: {sets}, {turns}, {moves}, {ups}.",
        minutes=say_many("{n} minute", "{n} minutes", minutes)
        if minutes
        else say("no minutes"),
        sets=say_many("{n} set", "{n} sets", sets) if sets else say("no sets"),
        turns=say_many("{n} turn round", "{n} turns round", turns)
        if turns
        else say("no turns round"),
        moves=say_many("{n} camera move", "{n} camera moves", moves)
        if moves
        else say("no camera moves"),
        ups=say_many("{n} time up from the floor", "{n} times up from the floor", ups)
        if ups
        else say("no times up from the floor"),
    )
    known = [say(_DAYS[mode]) for mode in programme.modes if mode in _DAYS]
    days = say("For {days}.", days=and_list(known))
    needs = ", ".join(laid_out.needs)
    yield f"{days} {say('You need: {things}.', things=needs)}" if needs else days


def _course(laid_out: Routine) -> Table:
    """Sets as a table, with what is moved between them in lines of their own."""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(justify="right", style="dim")
    rows.add_column(overflow="fold")
    rows.add_column(no_wrap=True)
    number = 0
    for part in parts(laid_out):
        if isinstance(part, Move):
            rows.add_row("", Text(part.sentence, style="dim italic"), "")
            continue
        number += 1
        side = f", {words_of(part.side.word)}" if part.side is not None else ""
        rows.add_row(str(number), f"{part.spec.name}{side}", _dose(part))
        if part.note:
            rows.add_row("", Text(part.note, style="dim"), "")
    return rows


def _dose(task: Task) -> str:
    """How many and how long, then the rest."""
    both = " " + say("both sides") if task.spec.sides == "alternate" else ""
    unit = " " + say("each way") if task.spec.kind is Kind.TWO_PHASE else ""
    return say(
        "{reps} x {seconds} s{how}, rest {rest} s",
        reps=task.reps,
        seconds=f"{task.hold_s:g}",
        how=f"{unit}{both}",
        rest=f"{task.rest_s:g}",
    )


def _instead(programme: Programme, known: dict[str, StretchSpec]) -> list[str]:
    """What each floor stretch gives way to on a chair or standing."""
    lines = []
    for step in programme.steps:
        spec = known[step.stretch]
        other = off_the_floor(step, spec, known)
        if place_of(spec) is Place.FLOOR and other is not None:
            lines.append(f"- {spec.name}: {other.name}")
    return list(dict.fromkeys(lines))


def _swaps(programme: Programme, known: dict[str, StretchSpec]) -> list[str]:
    lines = [
        say(
            "- {when}: {instead} instead of {stretch}",
            when=capital(words_of(when)),
            instead=known[name].name,
            stretch=known[step.stretch].name,
        )
        for step in programme.steps
        for when, name in step.swap.items()
    ]
    return list(dict.fromkeys(lines))
