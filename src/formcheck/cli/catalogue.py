"""`list`, `show`, `check` and `doctor`: what there is, and whether it is right."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import BAD_INPUT, Poses
from formcheck.core.body.view import Posture
from formcheck.core.words.catalogue import say_many

__all__ = ["check", "doctor", "everyday", "list_", "show"]


def list_(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="Only what these words are about."),
    ] = None,
    posture: Annotated[
        Posture | None, typer.Option(help="Only those that begin so.")
    ] = None,
    chair: Annotated[
        bool, typer.Option("--chair", help="Only those that are done on a chair.")
    ] = False,
    no_kneeling: Annotated[
        bool, typer.Option("--no-kneeling", help="None on the knees.")
    ] = False,
    sore_day: Annotated[
        bool, typer.Option("--sore-day", help="Only those for a sore day as well.")
    ] = False,
    poses: Poses = None,
) -> None:
    """List the stretches there are, or what is called so: sciatica, hip, on a chair."""
    from formcheck.app.terminal.catalogue import Wanted, show_found, show_list
    from formcheck.resources import poses_dir

    folder = poses or poses_dir()
    wanted = Wanted(posture, chair=chair, no_kneeling=no_kneeling, sore_day=sore_day)
    if words:
        show_found(" ".join(words), folder, wanted)
    else:
        show_list(folder, wanted)


def show(
    words: Annotated[
        list[str],
        typer.Argument(metavar="ID|WORDS", help="Its id, or what it is called."),
    ],
    poses: Poses = None,
) -> None:
    """Show one stretch: how to do it, where the camera goes, what is looked at."""
    from formcheck.app.terminal.catalogue import show_named
    from formcheck.resources import poses_dir

    if not show_named(" ".join(words), poses or poses_dir()):
        raise typer.Exit(BAD_INPUT)


def everyday() -> None:
    """Show what is worth knowing of lifting, turning, sitting and sore legs."""
    from formcheck.app.terminal.catalogue import show_everyday

    show_everyday()


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files of your own.")
    ],
) -> None:
    """Check files of stretches, programmes and profiles: every problem, its place."""
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
