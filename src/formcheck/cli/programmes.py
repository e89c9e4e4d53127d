"""`programmes`: what can be gone through in a row, and one of them step by step."""

from __future__ import annotations

from typing import Annotated

import typer

from formcheck.cli.options import Poses
from formcheck.errors import ProgrammeFileError

__all__ = ["programmes"]

programmes = typer.Typer(help="Sessions in a row: what there is, and one in detail.")


@programmes.callback(invoke_without_command=True)
def list_(context: typer.Context, poses: Poses = None) -> None:
    """List the programmes there are; `programmes show ID` shows one."""
    if context.invoked_subcommand is None:
        from formcheck.app.terminal.programmes import show_programmes
        from formcheck.resources import poses_dir

        problems = show_programmes(poses or poses_dir())
        if problems:
            raise ProgrammeFileError("\n".join(problems))


@programmes.command()
def show(
    programme: Annotated[
        str, typer.Argument(metavar="ID", help="As `formcheck programmes` has it.")
    ],
    no_floor: Annotated[
        bool,
        typer.Option("--no-floor", help="As for who cannot get down to the floor."),
    ] = False,
    poses: Poses = None,
) -> None:
    """Show one programme: its steps, moves, rests, and who should leave it out."""
    from formcheck.app.terminal.programmes import show_programme
    from formcheck.resources import poses_dir

    show_programme(programme, poses or poses_dir(), floor=not no_floor)
