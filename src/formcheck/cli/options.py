"""Options that several commands share."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.core.words.catalogue import say

if TYPE_CHECKING:
    from formcheck.edges.export import CsvStyle

__all__ = [
    "BAD_INPUT",
    "Explain",
    "Jobs",
    "ModeChoice",
    "Model",
    "Person",
    "Poses",
    "Separator",
    "SideChoice",
    "Turn",
    "be_sure",
    "csv_style",
    "day_given",
    "person_told",
]

BAD_INPUT = 2
"""The exit code of bad input."""


class SideChoice(StrEnum):
    """Which side was to work."""

    LEFT = "left"
    RIGHT = "right"
    AUTO = "auto"


class ModeChoice(StrEnum):
    """How the person was that day."""

    NORMAL = "normal"
    FLARE = "flare"


class Turn(StrEnum):
    """Degrees clockwise."""

    QUARTER = "90"
    HALF = "180"
    BACK = "270"


Explain = Annotated[
    bool,
    typer.Option(
        "--explain", help="Tell of every movement what became of it, and why."
    ),
]
Poses = Annotated[
    Path | None,
    typer.Option("--poses", metavar="DIR", help="Folder of stretch files to use."),
]
Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="PATH", help="Another pose landmarker bundle."),
]
Person = Annotated[
    str | None,
    typer.Option(
        metavar="WHO", help="Whose, as in the history; else who had the last session."
    ),
]
Separator = Annotated[
    str,
    typer.Option(
        metavar="','|';'",
        help="Between the cells of a CSV. ';': with decimal commas and a byte order "
        "mark, as a spreadsheet of such a country wants it.",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, metavar="N", help="Videos at a time; one a core."),
]


def be_sure(question: str, what: str) -> None:
    """Ask, and end without a yes; without a terminal to ask at, --yes is needed.

    what: what is to be deleted.
    """
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"--yes is needed to delete {what}")
    if not typer.confirm(question):
        print(say("Nothing was deleted."))
        raise typer.Exit(BAD_INPUT)


def person_told(asked: str | None) -> str:
    """Return whose it is, by the rule of every command; where somebody else is kept as
    well and nobody was asked for, standard error says who was taken.
    """
    from formcheck.app.person.who import others_told, who

    found = who(asked)
    if told := others_told(asked, found):
        print(f"formcheck: {told}", file=sys.stderr)
    return found


def csv_style(separator: str) -> CsvStyle:
    """Return how tables are written, as --separator says."""
    from formcheck.edges.export import CsvStyle

    if separator not in (",", ";"):
        raise typer.BadParameter(f"--separator {separator!r}: ',' or ';'")
    return CsvStyle(semicolons=separator == ";")


def day_given(option: str, text: str | None) -> str | None:
    """Read a day as --since has it; None where there is none."""
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(
            f"{option} {text}: a date, such as 2026-11-23"
        ) from None
