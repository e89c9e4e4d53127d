"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["BAD_INPUT", "Jobs", "ModeChoice", "Model", "Poses", "SideChoice", "Turn"]

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
