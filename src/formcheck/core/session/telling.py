"""A stretch in words, before it is done."""

from __future__ import annotations

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.stages import Show, Task
from formcheck.core.session.dose_words import dose_words
from formcheck.core.session.moment import Out
from formcheck.core.words.catalogue import capital, say, say_many

__all__ = ["side_words", "tell_of"]


def tell_of(stage: Show, out: Out, *, judged: bool, sides: bool) -> None:
    """The stretch in words, while a figure shows it. sides: see `set.work`."""
    task = stage.task
    next_set = _next_set(task, sides=sides) if stage.again else ""
    if next_set:
        for sentence in (next_set, *task.spec.each_set):
            out.info(sentence)
        return
    side = f" {side_words(task.side, sides=sides)}" if task.side is not None else ""
    out.info(f"{task.spec.name}.{side} {dose_words(task)}")
    for sentence in task.told:
        out.info(sentence)
    if not judged:
        out.info(say("This one is timed only."))
    elif task.spec.pause_gesture:
        out.info(say("One arm held up pauses this one."))


def _next_set(task: Task, *, sides: bool) -> str:
    """What a set is whose stretch was explained before: which of its row, or side."""
    if task.once_more and task.prescribed is not None:
        number, sets = task.prescribed.set_number, task.prescribed.sets
        return say_many(
            "Set {number} of {n}.", "Set {number} of {n}.", sets, number=number
        )
    if task.side is None:
        return ""
    if not sides:
        return side_words(task.side, sides=False)
    return say("Now the {side} side.", side=say(task.side.word))


def side_words(side: Side, *, sides: bool = True) -> str:
    """Return which side it is, as a sentence. sides: which is which is known."""
    if not sides:
        return say("One side.") if side is Side.LEFT else say("The other side.")
    return say("{side} side.", side=capital(say(side.word)))
