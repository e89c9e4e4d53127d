"""A plan laid out: the entries that are due as a programme, and its sets as written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from formcheck.core.body.view import View
from formcheck.core.programme.ceilings import ceiling_words
from formcheck.core.programme.my_plan import (
    PLAN_ID,
    MyPlan,
    PlannedStretch,
)
from formcheck.core.programme.place import Place
from formcheck.core.programme.routine import Routine, RoutineStep
from formcheck.core.programme.spec import Facing, Programme, Setup, StepSpec
from formcheck.core.programme.stages import Prescribed
from formcheck.core.stretch.spec import Mode, StretchSpec
from formcheck.core.words.catalogue import say

__all__ = ["as_prescribed", "due", "entry_numbers", "programme_of"]

_MINUTES = 15
"""What a plan's card says until it is laid out."""


def due(plan: MyPlan, day: date | None) -> dict[int, PlannedStretch]:
    """The entries that are to be done on a day, by number; None: all there are."""
    entries = enumerate(plan.stretches)
    return {n: one for n, one in entries if day is None or one.is_due(day)}


def programme_of(
    plan: MyPlan, known: Mapping[str, StretchSpec], day: date | None = None
) -> Programme | None:
    """The plan as a programme; order and camera places are for `routine` to find.

    None: nothing of it is due on that day.
    """
    steps = [step for _, step in _steps(plan, known, day)]
    if not steps:
        return None
    first = known[steps[0].stretch].camera
    return Programme(
        schema=1,
        id=PLAN_ID,
        name=say(plan.name),
        about=plan.note
        if plan.note.endswith((".", "!", "?"))
        else say("Your own plan."),
        modes=list(Mode),
        minutes=_MINUTES,
        turns=0,
        camera_moves=0,
        get_ups=0,
        not_for=[say("Anyone but you.")],
        sources=["own"],
        setups=[
            Setup(
                camera_height_m=first.height_m[1],
                camera_distance_m=first.distance_m[1],
                advice=first.advice
                if first.advice.endswith(".")
                else say("As it shows."),
                steps=steps,
            )
        ],
    )


def entry_numbers(
    plan: MyPlan, known: Mapping[str, StretchSpec], day: date | None
) -> tuple[int, ...]:
    """The number of the entry that each step of the plan's programme is of."""
    return tuple(number for number, _ in _steps(plan, known, day))


def _steps(
    plan: MyPlan, known: Mapping[str, StretchSpec], day: date | None
) -> Iterator[tuple[int, StepSpec]]:
    """Each step with the number of its entry."""
    for number, one in due(plan, day).items():
        for facing in _facings(one, known[one.stretch]):
            step = StepSpec(
                stretch=one.stretch,
                facing=facing,
                reps=one.reps,
                hold_s=one.hold_s,
                gentle=one.gentle,
                note=one.note,
                needs=one.needs,
                swap=one.swap,
            )
            yield number, step


def _facings(one: PlannedStretch, spec: StretchSpec) -> tuple[Facing, ...]:
    """What is next to the camera: in a side view, the side that works."""
    if spec.camera.view is View.FRONT:
        return (Facing.FRONT,)
    if spec.sides != "each":
        return (Facing.RIGHT if one.side == "right" else Facing.LEFT,)
    both = (Facing.LEFT, Facing.RIGHT)
    return both if one.side == "both" else (Facing(one.side),)


def as_prescribed(
    laid_out: Routine,
    plan: MyPlan,
    known: Mapping[str, StretchSpec],
    day: date | None = None,
    agreed: Collection[int] = (),
) -> Routine:
    """The plan's routine with each entry's side, sets and rests, and no needless turn.

    What stands in for an entry's stretch is done on both sides, once. agreed: the
    entries whose clash with a condition somebody has agreed to.
    """
    numbers = entry_numbers(plan, known, day)
    steps: list[RoutineStep] = []
    for step in laid_out.steps:
        number = numbers[step.at]
        one = plan.stretches[number]
        if step.spec.id != one.stretch:
            steps.append(step)
            continue
        if step.side is not None and step.side.word not in one.sides:
            continue
        for set_number in range(1, one.sets + 1):
            prescribed = Prescribed(
                plan=say(plan.name),
                entry=number,
                limit=ceiling_words(one.ceiling),
                set_number=set_number,
                sets=one.sets,
                agreed_with=one.agreed_with if number in agreed else "",
                by=one.prescriber or plan.prescriber,
                times_a_day=one.times_a_day,
            )
            rest_s = step.rest_s if one.rest_s is None else one.rest_s
            steps.append(replace(step, prescribed=prescribed, rest_s=rest_s))
    return replace(laid_out, steps=tuple(_facing_on(steps)))


def _facing_on(steps: list[RoutineStep]) -> Iterator[RoutineStep]:
    """Stretches of no side are done as the person lies or stands already."""
    facing: Facing | None = None
    place: Place | None = None
    for step in steps:
        free = step.spec.sides != "each" and step.facing is not Facing.FRONT
        if free and facing is not None and step.place is place:
            step = replace(step, facing=facing)
        if step.facing is not Facing.FRONT:
            facing, place = step.facing, step.place
        yield step
