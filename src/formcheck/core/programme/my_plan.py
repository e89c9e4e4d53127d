"""My plan: a personal programme, as a physiotherapist would write it.

What stands in it is done as written: only a bad day makes it smaller, and what a
condition rules out is exchanged until the plan says who agreed to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, FiniteFloat

from formcheck.core.programme.spec import Programme, When
from formcheck.core.stretch.clinical import Movement
from formcheck.core.stretch.involved import involved
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import Name, StretchSpec, Text
from formcheck.core.words.catalogue import marked, say

__all__ = [
    "PLAN_ID",
    "CeilingSpec",
    "MyPlan",
    "PlannedStretch",
    "Weekday",
    "avoided",
    "counting",
    "plan_of",
    "weekday_of",
]

PLAN_ID = "my_plan"
"""The name by which it is chosen among programmes."""

_AVOIDED = marked("Your plan says to avoid it.")


class Weekday(StrEnum):
    """A day of the week, as a plan has it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def weekday_of(day: date) -> Weekday:
    """Which one a day is."""
    return list(Weekday)[day.weekday()]


class CeilingSpec(Section):
    """How far at most. Past it the cue is "ease back".

    movement, max_deg: a goniometer's movement and its degrees from neutral. own_range:
    the share of the person's own range, where the stretch measures no such movement.
    measured: in the unit of the stretch's first measure, as plans of schema 1 have it.
    """

    movement: Movement | None = None
    max_deg: FiniteFloat | None = None
    own_range: float | None = Field(default=None, gt=0, le=1)
    measured: FiniteFloat | None = None


def _as_table(given: object) -> object:
    """A bare number is what plans of schema 1 have."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return given
    if not isfinite(given):
        raise ValueError(f"should be a finite number, is {given}")
    return {"measured": given}


def _a_day(given: object) -> object:
    """A day that there is: of pydantic's own words for others none is plain."""
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given) if isinstance(given, str) else "")
    except ValueError:
        raise ValueError('should be a day in quotes, as "2026-11-23"') from None


Day = Annotated[date, BeforeValidator(_a_day)]

_AGREED = re.compile(r"(?P<name>\S.*),\s*(?P<day>\d{4}-\d\d-\d\d)")


def _who_and_when(given: object) -> object:
    if isinstance(given, str) and given:
        found = _AGREED.fullmatch(given)
        if found is None:
            raise ValueError('should be a name and a day, as "J. Doe, 2026-11-23"')
        _a_day(found["day"])
    return given


class PlannedStretch(Section):
    """One entry of the plan. None: as the stretch file says.

    sets: how often in a row, a side. reps: a set, a side where sides are done each.
    days, from, to: when it is due; without them, always. times_a_day: how often then.
    gentle: in the smaller range of a sore day. swap, instead: what to do in its place.
    agreed_with: who agreed, and when, to what a condition would else rule out.
    """

    stretch: Name
    side: Literal["both", "left", "right"] = "both"
    sets: int = Field(default=1, ge=1, le=10)
    reps: int | None = Field(default=None, ge=1, le=50)
    hold_s: float | None = Field(default=None, gt=0, le=120)
    rest_s: float | None = Field(default=None, ge=0, le=600)
    ceiling: Annotated[CeilingSpec, BeforeValidator(_as_table)] | None = None
    times_a_day: int | None = Field(default=None, ge=1, le=12)
    days: list[Weekday] = []
    from_day: Day | None = Field(default=None, alias="from")
    to_day: Day | None = Field(default=None, alias="to")
    gentle: bool = False
    needs: list[Text] = []
    instead: Name | None = None
    swap: dict[When, Name] = {}
    note: str = ""
    prescriber: str = ""
    agreed_with: Annotated[str, BeforeValidator(_who_and_when)] = ""

    def is_agreed(self, day: date | None) -> bool:
        """Whether somebody has agreed to it by that day; None: on any."""
        agreed_on = self.agreed_on
        return agreed_on is not None and (day is None or agreed_on <= day)

    @property
    def agreed_on(self) -> date | None:
        """The day on which somebody agreed to it; None where nobody did."""
        return date.fromisoformat(self.agreed_with[-10:]) if self.agreed_with else None

    @property
    def sides(self) -> frozenset[str]:
        """Which it is for, "left" and "right"."""
        both = self.side == "both"
        return frozenset(("left", "right") if both else (self.side,))

    def is_in_force(self, day: date) -> bool:
        """Whether that day is within its own first and last."""
        return (self.from_day or day) <= day <= (self.to_day or day)

    def is_due(self, day: date) -> bool:
        """Whether it is to be done on that day."""
        today = not self.days or weekday_of(day) in self.days
        return today and self.is_in_force(day)


class MyPlan(Section):
    """The plan's file. avoid: stretches, or what they must not involve. prescriber: of
    the entries that name none.
    """

    schema_version: Literal[1, 2] = Field(alias="schema")
    name: Text = marked("My plan")
    prescriber: str = ""
    days_a_week: int | None = Field(default=None, ge=1, le=7)
    avoid: list[Name] = []
    note: str = ""
    stretches: list[PlannedStretch] = Field(min_length=1)


def counting(plan: MyPlan, stretch: str, day: date) -> dict[int, PlannedStretch]:
    """Its entries of that stretch that count when it is done on a day, by their number.

    First those that are due. What is done on another weekday than it is planned for is
    planned all the same: for a side that nothing due is for, what is in force counts.
    """
    in_force = {
        number: one
        for number, one in enumerate(plan.stretches)
        if one.stretch == stretch and one.is_in_force(day)
    }
    today = {number: one for number, one in in_force.items() if one.is_due(day)}
    covered = {side for one in today.values() for side in one.sides}
    others = {n: one for n, one in in_force.items() if not one.sides <= covered}
    return {**today, **others}


def avoided(plan: MyPlan, known: Mapping[str, StretchSpec]) -> dict[str, str]:
    """Every stretch that the plan says to avoid, with what is said of it."""
    words = set(plan.avoid)
    return {
        spec.id: say(_AVOIDED)
        for spec in known.values()
        if spec.id in words or words & {one.value for one in involved(spec)}
    }


def plan_of(programme: Programme, name: str = marked("My plan")) -> MyPlan:
    """A plan to begin with: what a programme has, with its doses, rests and exchanges.

    Steps that differ only in the side are one entry.
    """
    found: list[PlannedStretch] = []
    for step in programme.steps:
        one = PlannedStretch(
            stretch=step.stretch,
            reps=step.reps,
            hold_s=step.hold_s,
            rest_s=step.rest_s,
            gentle=step.gentle,
            needs=step.needs,
            instead=step.instead,
            swap=step.swap,
            note=step.note,
        )
        if one not in found:
            found.append(one)
    return MyPlan(schema=2, name=name, stretches=found)
