"""When a plan is to be done, as rows of a calendar: from a day, on which weekdays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from formcheck.core.programme.my_plan import (
    MyPlan,
    PlannedStretch,
    Weekday,
    weekday_of,
)

__all__ = ["Repeated", "repeated"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Repeated:
    """One time of the day, and the days on which it is: weekly from the first to the
    last; None goes on for good.

    time: which of the day's, from 0. since: the first day of the plan's own that has
    these weekdays, None where it has always had them: the same whenever it is asked.
    entries: those that are done then, by number.
    """

    time: int
    first: date
    last: date | None
    days: tuple[Weekday, ...]
    since: date | None
    entries: tuple[int, ...]


def repeated(plan: MyPlan, today: date) -> Iterator[Repeated]:
    """Every time of the day at which something of the plan is due, from today on.

    A plan's entries come and go with their first and last days; between two such
    changes its week is the same, and each time of a day stands once.
    """
    spread = _spread(plan.days_a_week)
    changes = sorted(
        {one.from_day for one in plan.stretches if one.from_day}
        | {one.to_day + _DAY for one in plan.stretches if one.to_day}
    )
    begins = [None, *changes]
    for since, end in zip(begins, [*changes, None], strict=True):
        last = None if end is None else end - _DAY
        first = max(today, since or today)
        if last is not None and last < first:
            continue
        in_force = {
            number: one
            for number, one in enumerate(plan.stretches)
            if one.is_in_force(first)
        }
        times = max((one.times_a_day or 1 for one in in_force.values()), default=0)
        for time in range(times):
            entries = {
                n: one for n, one in in_force.items() if time < (one.times_a_day or 1)
            }
            days = _days(entries.values(), spread)
            begin = next(
                day
                for day in (first + n * _DAY for n in range(7))
                if weekday_of(day) in days
            )
            if last is None or begin <= last:
                yield Repeated(time, begin, last, days, since, tuple(entries))


def _days(
    entries: Iterable[PlannedStretch], spread: Sequence[Weekday]
) -> tuple[Weekday, ...]:
    wanted = {day for one in entries for day in one.days or spread}
    return tuple(day for day in Weekday if day in wanted)


def _spread(days_a_week: int | None) -> tuple[Weekday, ...]:
    """So many days of the week, as evenly as they go; None: all."""
    n = days_a_week or 7
    week = list(Weekday)
    return tuple(week[number * 7 // n] for number in range(n))
