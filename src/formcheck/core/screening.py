"""The short check before each session: answered standing, in under a quarter minute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from formcheck.core.questions import Outcome, Question
from formcheck.core.spec import Mode

__all__ = ["QUESTIONS", "next_question", "outcome_of"]

FLARE_FROM = 7
"""Pain of 0..10 from which a day is a sore one. Ours; the sources only say "severe"."""

QUESTIONS = (
    Question(
        "danger",
        "Is any of this new today?",
        "yes_no",
        help="Weakness or numbness in a leg; numbness between the legs; trouble with "
        "bladder or bowel; chest pain; fainting; sudden tearing pain; or it began with "
        "a serious accident.",
    ),
    Question("injury", "Were you injured in the last two days?", "yes_no"),
    Question("spasm", "Is your back in spasm right now?", "yes_no"),
    Question("worse", "Is it worse than usual today?", "yes_no"),
    Question("pain_before", "How much does it hurt now?", "scale", help="0: none."),
)

_REST = (
    "Lie on your back with your lower legs on a chair.",
    "Breathe slowly; let the belly rise and fall.",
    "Use heat or cold, whichever eases.",
    "Walk a few easy steps when you can.",
)


def next_question(answers: Mapping[str, Any]) -> tuple[Question, int, int] | None:
    """The next question, its number and of how many; None when no more are needed."""
    if answers.get("danger") or answers.get("injury") or answers.get("spasm"):
        return None
    for number, question in enumerate(QUESTIONS, 1):
        if question.id not in answers:
            return question, number, len(QUESTIONS)
    return None


def outcome_of(answers: Mapping[str, Any]) -> Outcome:
    """What the answers come to for today."""
    if answers.get("danger"):
        return Outcome(
            blocked=True,
            urgent=True,
            title="Please get medical help now",
            lines=("Do not stretch today.", "Call your emergency number or a doctor."),
        )
    if answers.get("injury"):
        title = "Not in the first two days"
        return Outcome(blocked=True, title=title, lines=_REST)
    if answers.get("spasm"):
        return Outcome(blocked=True, title="Rest until it eases", lines=_REST)
    sore = answers.get("worse") or int(answers.get("pain_before", 0)) >= FLARE_FROM
    return Outcome(mode=Mode.FLARE if sore else Mode.NORMAL)
