"""`list`, `show`, `check` and `doctor`: what there is, and whether it is right."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import BAD_INPUT, Poses
from formcheck.core.words.catalogue import say_many

__all__ = ["check", "doctor", "list_", "show"]


def list_(poses: Poses = None) -> None:
    """List the stretches there are."""
    from formcheck.app.terminal.catalogue import show_list
    from formcheck.resources import poses_dir

    show_list(poses or poses_dir())


def show(
    stretch: Annotated[str, typer.Argument(metavar="ID")], poses: Poses = None
) -> None:
    """Show one stretch: how to do it, where the camera goes, what is looked at."""
    from formcheck.app.terminal.catalogue import show_stretch
    from formcheck.resources import poses_dir

    show_stretch(stretch, poses or poses_dir())


def check(files: Annotated[list[Path], typer.Argument(metavar="FILE...")]) -> None:
    """Check files of stretches and programmes: every problem, with its place."""
    from formcheck.edges.names import printable
    from formcheck.stretches.checking import check_any, notes_on_any

    problems = [
        line.replace(str(path), printable(path))
        for path in files
        for line in check_any(path)
    ]
    if problems:
        for line in problems:
            print(line, file=sys.stderr)
        raise typer.Exit(BAD_INPUT)
    for path in files:
        for line in notes_on_any(path):
            print(line)
    print(say_many("{n} file: no problems", "{n} files: no problems", len(files)))


def doctor() -> None:
    """Look for what is missing on this machine."""
    from formcheck.app.terminal.catalogue import show_findings
    from formcheck.app.terminal.doctor import examine

    raise typer.Exit(0 if show_findings(examine()) else 1)
