"""What one set asks for, as it is shown and said before the person gets down."""

from __future__ import annotations

from formcheck.core.programme.stages import Task
from formcheck.core.stretch.dose import sides_in_a_set
from formcheck.core.stretch.spec import Kind
from formcheck.core.words.catalogue import say, say_many

__all__ = ["dose_words"]

_WORTH_SAYING_S = 2.0
"""A shorter hold at the end of a repetition is only a turning point."""


def dose_words(task: Task) -> str:
    """How many and how long, in a sentence or two.

    As in "2 holds, 20 seconds each." The side is not in it: it has a place of its own.
    """
    seconds = round(task.hold_s)
    length = say_many("{n} second", "{n} seconds", seconds)
    if task.spec.kind is Kind.GUIDED:
        return say("For {length}.", length=length)
    if task.spec.kind is Kind.HOLD:
        return say_many(
            "{n} hold, {length}.", "{n} holds, {length} each.", task.reps, length=length
        )
    times = say_many("Once", "{n} times", task.reps)
    if task.hold_s < _WORTH_SAYING_S:
        dose = f"{times}."
    else:
        dose = say("{times}, held for {length}.", times=times, length=length)
    if sides_in_a_set(task.spec) == 2:
        dose = f"{dose} {say('The sides take turns.')}"
    return dose
