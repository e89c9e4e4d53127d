"""Options that several commands share."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from formcheck.core.words.catalogue import say

__all__ = [
    "BAD_INPUT",
    "Explain",
    "Jobs",
    "ModeChoice",
    "Model",
    "Poses",
    "SideChoice",
    "Turn",
    "be_sure",
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
