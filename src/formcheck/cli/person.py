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
def outcomes(
    activity: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS",
            help="What is hard for you, in your words; up to three of them.",
        ),
    ] = None,
    off: Annotated[
        bool, typer.Option("--off", help="Ask no more; what was answered stays.")
    ] = False,
    person: Person = None,
) -> None:
    """Have it asked every two weeks, after a session, how well your activities go.

    The Patient-Specific Functional Scale: up to three activities, 0 to 10 each. It is
    off until you name some, and decides nothing.
    """
    from formcheck.app.person.outcomes import outcomes_of, outcomes_told, switch

    words = activity or []
    if off and words:
        raise typer.BadParameter("--off or --activity, not both")
    if len(words) > 3 or not all(one.strip() for one in words):
        raise typer.BadParameter("--activity: up to three, with words in each")
    name = person_told(person)
    if off or words:
        switch(name, words)
    lines = outcomes_told(outcomes_of(name))
    for line in lines or (say("No activities are asked about."),):
        print(line)


@person.command()
def score(
    scores: Annotated[
        list[int] | None,
        typer.Argument(
            min=0,
            max=10,
            metavar="0-10...",
            help="One for each activity: 0: cannot do it; 10: as before. Else asked.",
        ),
    ] = None,
    person: Person = None,
) -> None:
    """Say how well your own activities go now."""
    from formcheck.app.person.outcomes import keep_scores, outcomes_of

    name = person_told(person)
    given = list(scores or [])
    if not given:
        given = [_asked(words) for words in outcomes_of(name).activities]
    print(keep_scores(name, given))


def _asked(activity: str) -> int:
    text = say("{activity}, 0 (cannot) to 10 (as before)", activity=activity)
    found = -1
    while not 0 <= found <= 10:
        found = typer.prompt(text, type=int)
    return found


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
