"""My plan: a personal programme, as a physiotherapist would write it.

What stands in it is done as written: only a bad day makes it smaller, and conditions
still exchange what must not be done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field, FiniteFloat

from formcheck.core.body.view import View
from formcheck.core.programme.spec import Facing, Programme, Setup, StepSpec
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.involved import involved
from formcheck.core.stretch.involves import Involves
from formcheck.core.stretch.own_range import with_ceiling
from formcheck.core.stretch.rules import Problem
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import (
    Mode,
    Name,
    Profile,
    Severity,
    StretchProfile,
    StretchSpec,
    Text,
)
from formcheck.core.words.catalogue import marked, say

__all__ = [
    "PLAN_ID",
    "MyPlan",
    "PlannedStretch",
    "avoided",
    "plan_of",
    "problems_in",
    "programme_of",
    "with_ceilings",
]

PLAN_ID = "my_plan"
"""The name by which it is chosen among programmes."""

_AVOIDED = marked("Your plan says to avoid it.")


class PlannedStretch(Section):
    """One stretch of the plan. None: as the stretch file says.

    reps: a side, where sides are done each. ceiling: in the unit of the stretch's first
    measure; past it the cue is "ease back".
    """

    stretch: Name
    reps: int | None = Field(default=None, ge=1, le=50)
    hold_s: float | None = Field(default=None, gt=0, le=120)
    side: Literal["both", "left", "right"] = "both"
    ceiling: FiniteFloat | None = None
    note: str = ""


class MyPlan(Section):
    """The plan's file. avoid: stretches, or what they must not involve."""

    schema_version: Literal[1] = Field(alias="schema")
    name: Text = marked("My plan")
    days_a_week: int | None = Field(default=None, ge=1, le=7)
    avoid: list[Name] = []
    note: str = ""
    stretches: list[PlannedStretch] = Field(min_length=1)


def problems_in(
    plan: MyPlan, known: Mapping[str, StretchSpec]
) -> Iterator[tuple[Problem, tuple[str, ...]]]:
    """What is wrong with a plan, and the words that may have been meant."""
    words = (*known, *(one.value for one in Involves))
    for number, word in enumerate(plan.avoid):
        if word not in words:
            text = f"{word!r} is not a stretch, nor what one involves"
            yield Problem(f"avoid[{number}]", text), words
    for number, one in enumerate(plan.stretches):
        where = f"stretches[{number}]"
        spec = known.get(one.stretch)
        if spec is None:
            text = f"{one.stretch!r} is not a stretch here"
            yield Problem(f"{where}.stretch", text), tuple(known)
            continue
        if spec.id in avoided(plan, known):
            text = f"{spec.id!r} is planned, and `avoid` rules it out"
            yield Problem(f"{where}.stretch", text), ()
        if one.side != "both" and spec.sides != "each":
            text = f"{spec.id!r} is not done one side at a time"
            yield Problem(f"{where}.side", text), ()
        if one.ceiling is not None:
            wrong = _ceiling_problem(spec, one.ceiling)
            if wrong:
                yield Problem(f"{where}.ceiling", wrong), ()


def _ceiling_problem(spec: StretchSpec, ceiling: float) -> str:
    """A ceiling stands between the start and where the file says to ease off."""
    if spec.target is None:
        return f"{spec.id!r} has no range to end"
    further, first = spec.direction, spec.target.clauses[0]
    start = spec.starts_at
    more = further is Direction.MORE
    fences = [
        fault.above if more else fault.below
        for fault in spec.faults
        if fault.severity is Severity.UNSAFE
        and fault.type == "range"
        and fault.measure == spec.primary
    ]
    far = further.far_edge(first.enter)
    end = further.furthest([far, *(fence for fence in fences if fence is not None)])
    if further.past(ceiling, start) > 0 >= further.past(ceiling, end):
        return ""
    low, high = sorted((start, end))
    return f"{ceiling:g} is not between the start and the end, {low:g} to {high:g}"


def avoided(plan: MyPlan, known: Mapping[str, StretchSpec]) -> dict[str, str]:
    """Every stretch that the plan says to avoid, with what is said of it."""
    words = set(plan.avoid)
    return {
        spec.id: say(_AVOIDED)
        for spec in known.values()
        if spec.id in words or words & {one.value for one in involved(spec)}
    }


def with_ceilings(profile: Profile, plan: MyPlan) -> Profile:
    """The profile with the plan's ceilings in the place of what was learned."""
    stretches = dict(profile.stretches)
    for one in plan.stretches:
        if one.ceiling is not None:
            was = stretches.get(one.stretch, StretchProfile())
            stretches[one.stretch] = with_ceiling(was, one.ceiling)
    return profile.model_copy(update={"stretches": stretches})


def programme_of(plan: MyPlan, known: Mapping[str, StretchSpec]) -> Programme:
    """The plan as a programme; order and camera places are for `routine` to find."""
    steps = [
        StepSpec(
            stretch=one.stretch,
            facing=facing,
            reps=one.reps,
            hold_s=one.hold_s,
            note=one.note,
        )
        for one in plan.stretches
        for facing in _facings(one, known[one.stretch])
    ]
    first = known[plan.stretches[0].stretch].camera
    return Programme(
        schema=1,
        id=PLAN_ID,
        name=say(plan.name),
        about=plan.note
        if plan.note.endswith((".", "!", "?"))
        else say("Your own plan."),
        modes=list(Mode),
        minutes=15,
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


def _facings(one: PlannedStretch, spec: StretchSpec) -> tuple[Facing, ...]:
    """What is next to the camera: in a side view, the side that works."""
    if spec.camera.view is View.FRONT:
        return (Facing.FRONT,)
    if spec.sides != "each":
        return (Facing.RIGHT if one.side == "right" else Facing.LEFT,)
    both = (Facing.LEFT, Facing.RIGHT)
    return both if one.side == "both" else (Facing(one.side),)


def plan_of(programme: Programme, name: str = marked("My plan")) -> MyPlan:
    """A plan to begin with: a programme's stretches, with its repetitions and holds."""
    stretches: dict[str, PlannedStretch] = {}
    for step in programme.steps:
        planned = PlannedStretch(
            stretch=step.stretch, reps=step.reps, hold_s=step.hold_s, note=step.note
        )
        stretches.setdefault(step.stretch, planned)
    return MyPlan(schema=1, name=name, stretches=list(stretches.values()))
