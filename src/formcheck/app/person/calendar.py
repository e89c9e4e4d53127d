"""A person's plan as a file for their calendar.

Calendars are synchronised to the internet: without being asked to, the file says that
there is stretching, and nothing of who does it, what, how far or why.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from formcheck.core.programme.ceilings import ceiling_words
from formcheck.core.programme.my_plan import MyPlan, PlannedStretch, weekday_of
from formcheck.core.programme.plan_days import Repeated, repeated
from formcheck.core.programme.prescribed import as_prescribed, programme_of
from formcheck.core.programme.routine import routine
from formcheck.core.stretch.dose import dose_of
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.catalogue import say
from formcheck.core.words.names import words_of
from formcheck.edges.icalendar import CalendarEvent, write_ics
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir
from formcheck.errors import PlanError
from formcheck.stretches.loading import stretches_by_id
from formcheck.stretches.my_plan import load_plan

__all__ = ["write_calendar"]

_FIRST_H, _LAST_H = 9.0, 18.0
"""Where no time is said: once a day at nine, else spread from nine to six."""

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def write_calendar(
    out: Path, person: str, poses: Path, at: Sequence[str], *, details: bool
) -> int:
    """Write the days of a person's plan; return how many events it takes.

    at: times of the day, HH:MM. details: with the plan's name, stretches and limits.

    Raises
    ------
    FormcheckError
        There is no plan, it has ended, a time is none, or the file cannot be written.
    """
    clock = [_time(text) for text in at]
    people = PeopleFiles(data_dir())
    path = people.plan(person)
    if not path.is_file():
        raise PlanError("no plan is kept yet; `formcheck plan edit` begins one")
    stretches = stretches_by_id(poses)
    plan = load_plan(path, stretches)
    now = datetime.now().astimezone()
    rows = tuple(repeated(plan, now.date()))
    if not rows:
        raise PlanError(f"{path}: every entry of the plan has ended")
    times = max(row.time for row in rows) + 1
    if clock and len(clock) != times:
        raise PlanError(f"--at: the plan has {times} a day, not {len(clock)}")
    if len(set(clock)) < len(clock):
        raise PlanError("--at: the same time of the day twice")
    clock = clock or [_spread(number, times) for number in range(times)]
    name = _calendar_name(people, person)
    events = [
        CalendarEvent(
            uid=_uid(name, row),
            title=plan.name if details else say("Stretching"),
            first=row.first,
            at=clock[row.time],
            minutes=_minutes(plan, stretches, row),
            days=tuple(day.value[:2].upper() for day in row.days),
            last=row.last,
            text=_details(plan, stretches, row) if details else "",
        )
        for row in rows
    ]
    write_ics(out, events, now)
    return len(events)


def _time(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise PlanError(f"--at {text}: a time of the day, as 07:30")
    return time(int(found[1]), int(found[2]))


def _spread(number: int, of: int) -> time:
    step_h = (_LAST_H - _FIRST_H) / max(1, of - 1)
    minutes = round((_FIRST_H + number * step_h) * 60)
    return time(minutes // 60, minutes % 60)


def _calendar_name(people: PeopleFiles, name: str) -> str:
    """What the person's events go by: made up once, so that it says nothing."""
    person = people.read(name)
    if not person.calendar:
        person = person.model_copy(update={"calendar": secrets.token_hex(8)})
        people.write(person)
    return person.calendar


def _uid(name: str, row: Repeated) -> str:
    """The same for the same time of the same week: a new file replaces, and doubles
    nothing.
    """
    since = "always" if row.since is None else row.since.isoformat()
    return f"{name}-{row.time}-{since}@formcheck"


def _minutes(plan: MyPlan, stretches: dict[str, StretchSpec], row: Repeated) -> int:
    """How long it takes on the longest of the event's days."""
    entries = [plan.stretches[number] for number in row.entries]
    own = plan.model_copy(update={"stretches": entries})
    week = [row.first + timedelta(days=n) for n in range(7)]
    minutes = []
    for day in week if row.last is None else [d for d in week if d <= row.last]:
        programme = programme_of(own, stretches, day)
        if weekday_of(day) in row.days and programme is not None:
            laid_out = routine(programme, stretches, tidy=True)
            minutes.append(as_prescribed(laid_out, own, stretches, day).minutes)
    return max(1, round(max(minutes, default=0.0)))


def _details(plan: MyPlan, stretches: dict[str, StretchSpec], row: Repeated) -> str:
    lines = [plan.note] if plan.note else []
    for number in row.entries:
        one = plan.stretches[number]
        lines.append(_entry(one, stretches[one.stretch]))
    return "\n".join(lines)


def _entry(one: PlannedStretch, spec: StretchSpec) -> str:
    dose = dose_of(spec, reps=one.reps, hold_s=one.hold_s)
    parts = [spec.name]
    if one.side != "both":
        parts.append(words_of(one.side))
    parts.append(f"{one.sets} x {dose.total} x {dose.hold_s:g} s")
    days = ", ".join(words_of(day.value) for day in one.days)
    parts += [part for part in (ceiling_words(one.ceiling), days, one.note) if part]
    return ", ".join(parts)
