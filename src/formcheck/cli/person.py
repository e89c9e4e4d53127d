"""`person`: what is kept of you, asked again, or forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from formcheck.cli.options import Person, Poses, be_sure, person_told
from formcheck.core.words.catalogue import say, say_many

__all__ = ["person"]

person = typer.Typer(
    help="What is kept of you: show it, have it asked again, forget it.",
    no_args_is_help=True,
    add_completion=False,
)


@person.command()
def show(person: Person = None, poses: Poses = None) -> None:
    """Show what you have answered, and your own ranges."""
    from formcheck.app.terminal.person import show_person
    from formcheck.resources import poses_dir

    show_person(person_told(person), poses or poses_dir())


@person.command("ask-again")
def ask_again(person: Person = None) -> None:
    """Ask everything anew before the next session: your health has changed."""
    from formcheck.app.person.people import ask_again as forget_answers

    forget_answers(person_told(person))
    print(say("The next session will ask everything again."))


@person.command()
def forget(
    person: Person = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask whether that is meant.")
    ] = False,
) -> None:
    """Delete all that is kept of you: answers, ranges, plan and sessions."""
    from formcheck.app.history.forgetting import forget_person, kept_of, not_removed

    name = person_told(person)
    if yes and person is None and name:
        raise typer.BadParameter(f"--yes: say whose, as in --person {name}")
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
