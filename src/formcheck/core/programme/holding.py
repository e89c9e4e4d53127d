"""How long a programme holds each muscle, and where that is less than advised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.routine import Routine, RoutineStep
from formcheck.core.stretch.dose import sides_in_a_set
from formcheck.core.stretch.involves import Purpose
from formcheck.core.stretch.spec import Kind, StretchSpec
from formcheck.core.words.catalogue import say

__all__ = ["ADVISED_S", "held_by_muscle", "held_less", "less_words"]

ADVISED_S = 60.0
"""A muscle in all, in two to four holds [acsm60], where the stretch's file asks for as
much."""

Muscle = tuple[Purpose, Side | None]


def held_by_muscle(laid_out: Routine) -> dict[Muscle, float]:
    """Seconds that each muscle is held, by what a stretch is for and the side; None:
    both together.
    """
    held: dict[Muscle, float] = {}
    for step in laid_out.steps:
        for muscle, seconds in _held(step):
            held[muscle] = held.get(muscle, 0.0) + seconds
    return held


def _held(step: RoutineStep) -> Iterator[tuple[Muscle, float]]:
    purpose = step.spec.purpose
    if purpose is None or step.spec.kind is not Kind.HOLD:
        return
    sides: tuple[Side | None, ...] = (step.side,)
    if step.side is None and step.spec.sides != "none":
        sides = tuple(Side)
    for side in sides:
        yield (purpose, side), step.reps * step.hold_s / sides_in_a_set(step.spec)


def held_less(laid_out: Routine) -> tuple[StretchSpec, ...]:
    """The stretches whose file asks for a minute a muscle, in a programme that holds it
    for less.
    """
    held = held_by_muscle(laid_out)
    found: dict[str, StretchSpec] = {}
    for step in laid_out.steps:
        asked_s = step.spec.reps.count * step.spec.hold.seconds
        less = any(_in_all(held, muscle) < ADVISED_S for muscle, _ in _held(step))
        if asked_s >= ADVISED_S and less:
            found[step.spec.id] = step.spec
    return tuple(found.values())


def _in_all(held: Mapping[Muscle, float], muscle: Muscle) -> float:
    """What is held on both sides together counts for each."""
    purpose, side = muscle
    both_s = held.get((purpose, None), 0.0) if side is not None else 0.0
    return held[muscle] + both_s


def less_words(laid_out: Routine) -> str:
    """What the programme's card says of that; nothing where it holds long enough."""
    names = [spec.name for spec in held_less(laid_out)]
    if not names:
        return ""
    return say(
        "Held for less than a minute in all, to keep it short: {names}.",
        names=", ".join(names),
    )
