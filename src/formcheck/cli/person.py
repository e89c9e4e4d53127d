"""`person`: what is kept of you, asked again, or forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from formcheck.cli.options import Poses, be_sure
from formcheck.core.words.catalogue import say, say_many

__all__ = ["person"]

person = typer.Typer(
    help="What is kept of you: show it, have it asked again, forget it.",
    no_args_is_help=True,
    add_completion=False,
)

Name = Annotated[
    str, typer.Option("--person", metavar="NAME", help="As with `formcheck live`.")
]


@person.command()
def show(name: Name = "", poses: Poses = None) -> None:
    """Show what you have answered, and your own ranges."""
    from formcheck.app.terminal.person import show_person
    from formcheck.resources import poses_dir

    show_person(name, poses or poses_dir())


@person.command("ask-again")
def ask_again(name: Name = "") -> None:
    """Ask everything anew before the next session: your health has changed."""
    from formcheck.app.person.people import ask_again as forget_answers

    forget_answers(name)
    print(say("The next session will ask everything again."))


@person.command()
def forget(
    name: Name = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask whether that is meant.")
    ] = False,
) -> None:
    """Delete all that is kept of you: answers, ranges, plan and sessions."""
    from formcheck.app.history.forgetting import forget_person, kept_of, not_removed

    whose = repr(name) if name else say("the person without a name")
    if not yes:
        question = say_many(
            "Delete answers, ranges and plan of {person}, and {n} session?",
            "Delete answers, ranges and plan of {person}, and {n} sessions?",
            kept_of(name),
            person=whose,
        )
        be_sure(question, say("what is kept of {person}", person=whose))
    if not forget_person(name):
        print(say("Nothing is kept of {person}.", person=whose))
        return
    print(say("Deleted."))
    for line in not_removed():
        print(line)
