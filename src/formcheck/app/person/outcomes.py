"""A person's outcome measures at the command line: switched on, asked, told."""

from __future__ import annotations

from collections.abc import Sequence

from formcheck.app.history.store import now_text
from formcheck.core.records.outcomes import Outcomes, Scored, change_told, is_due
from formcheck.core.words.catalogue import say
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir
from formcheck.errors import ProfileError

__all__ = ["due_told", "keep_scores", "outcomes_of", "outcomes_told", "switch"]


def outcomes_of(name: str) -> Outcomes:
    """What is asked of a person, and what they answered."""
    return PeopleFiles(data_dir()).look(name).outcomes


def switch(name: str, activities: Sequence[str]) -> None:
    """Have these activities asked from the next session on; without any, nothing is
    asked any more. What was answered stays.
    """
    people = PeopleFiles(data_dir())
    person = people.read(name)
    named = tuple(" ".join(one.split()) for one in activities)
    since = now_text() if named else None
    outcomes = person.outcomes.model_copy(update={"activities": named, "since": since})
    people.write(person.model_copy(update={"outcomes": outcomes}))


def keep_scores(name: str, scores: Sequence[int]) -> str:
    """Keep an answer, a score an activity; return what it says beside the first.

    Raises
    ------
    ProfileError
        Nothing is asked of the person, or it is not a score for each.
    """
    people = PeopleFiles(data_dir())
    person = people.read(name)
    known = person.outcomes
    if not known.is_on:
        raise ProfileError(
            "no activities are kept; `formcheck person outcomes --activity WORDS` "
            "names them"
        )
    if len(scores) != len(known.activities):
        raise ProfileError(
            f"{len(scores)} scores for {len(known.activities)} activities: "
            + ", ".join(known.activities)
        )
    one = Scored(at=now_text(), activities=known.activities, scores=tuple(scores))
    outcomes = known.model_copy(update={"scored": (*known.scored, one)})
    people.write(person.model_copy(update={"outcomes": outcomes}))
    return change_told(outcomes)


def due_told(name: str) -> str:
    """A line after a session, where it is time to ask; empty where it is not."""
    try:
        due = is_due(outcomes_of(name), now_text())
    except ProfileError:  # told wherever the person is needed
        return ""
    if not due:
        return ""
    return say(
        "How well do your own activities go? `formcheck person score` asks; it is kept "
        "beside your sessions, every two weeks."
    )


def outcomes_told(outcomes: Outcomes) -> tuple[str, ...]:
    """What is asked, and what came of it, in lines."""
    lines = []
    if outcomes.is_on:
        names = ", ".join(outcomes.activities)
        lines.append(say("Own activities (PSFS): {names}.", names=names))
    if told := change_told(outcomes):
        lines.append(told)
    return tuple(lines)
