"""What many sessions say together: days, weeks, ranges over time, left and right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from formcheck.core.measure.numbers import CompareNumbers
from formcheck.core.records.progress import (
    Difference,
    Digest,
    Like,
    Range,
    changes,
    left_right,
    ranges,
)
from formcheck.core.records.session import SessionAbout, by_other_numbers
from formcheck.core.records.when import day_of, monday_of, mondays
from formcheck.core.stretch.clinical import ClinicalSpec, Convention

__all__ = [
    "Clinical",
    "Day",
    "Progress",
    "RangeSeries",
    "Row",
    "SidePoint",
    "Week",
    "trends",
]


@dataclass(frozen=True, slots=True)
class Row:
    """A session in a list.

    kind, name: of its recording or camera. judging: digest of the numbers that it was
    judged by, None where that is not known.
    """

    number: int
    about: SessionAbout
    kind: str
    name: str
    digests: tuple[Digest, ...]
    judging: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One session in numbers. started_at: local. held_s: confirmed by the camera.
    gentle: of a gentle day. stopped: stopped, or a set left early.
    """

    number: int
    started_at: str
    minutes: float
    held_s: float
    reps: int
    eased: int
    pain_before: int | None
    pain_after: int | None
    pain_next_morning: int | None
    gentle: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class RangeSeries:
    """One stretch, measure, view and side over time.

    points: when a session started, the usual and the furthest safe value. breaks: when
    those started that were judged by other numbers than the one before. change: the
    last session's usual against the first's after the last break. margin: what a
    difference must be to mean anything.
    """

    like: Like
    name: str
    unit: str
    points: tuple[tuple[str, float, float | None], ...]
    change: Difference | None
    breaks: tuple[str, ...] = ()
    margin: float = 0.0
    clinical: ClinicalSpec | None = None

    @property
    def said(self) -> Convention:
        """How its values are said."""
        return Convention(self.like.measure, self.unit, self.clinical)


@dataclass(frozen=True, slots=True)
class SidePoint:
    """Left against right in one session."""

    started_at: str
    name: str
    left: float
    right: float
    unit: str
    within_error: bool
    margin: float = 0.0
    gentle: bool = False
    said: Convention = Convention("", "")


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday, against what was planned."""

    monday: str
    days: int
    minutes: float
    planned_days: int | None
    planned_minutes: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything, the earliest first."""

    person: str
    days: tuple[Day, ...]
    ranges: tuple[RangeSeries, ...]
    sides: tuple[SidePoint, ...]
    weeks: tuple[Week, ...]


Clinical = Mapping[str, ClinicalSpec | None]
"""By stretch, how its first measure is said."""


def trends(
    person: str,
    rows: Sequence[Row],
    numbers: CompareNumbers,
    clinical: Clinical | None = None,
) -> Progress:
    """What a person's sessions say together. rows: the earliest first. numbers: what a
    difference must be to mean anything.
    """
    said = clinical or {}
    return Progress(
        person,
        tuple(_day(row) for row in rows),
        tuple(_series(rows, numbers, said)),
        tuple(_sides(rows, numbers, said)),
        tuple(_weeks(rows)),
    )


def _day(row: Row) -> Day:
    pain = row.about.pain
    return Day(
        row.number,
        row.about.started_at,
        round(sum(d.length_s for d in row.digests) / 60, 2),
        round(sum(d.position_s for d in row.digests), 1),
        sum(d.done for d in row.digests),
        sum(d.eased for d in row.digests),
        pain.before,
        pain.after,
        pain.next_morning,
        any(d.is_gentle for d in row.digests),
        bool(row.about.stops or row.about.left_early),
    )


def _series(
    rows: Sequence[Row], numbers: CompareNumbers, said: Clinical
) -> list[RangeSeries]:
    points: dict[Like, list[tuple[str, float, float | None]]] = {}
    alike: dict[Like, list[Range]] = {}
    breaks: dict[Like, list[str]] = {}
    known: dict[Like, str] = {}
    for row in rows:
        for one in ranges(row.digests, numbers, said):
            like, when = one.like, row.about.started_at
            points.setdefault(like, []).append((when, one.usual, one.best))
            if by_other_numbers(known.get(like), row.judging):
                breaks.setdefault(like, []).append(when)
                alike[like] = []
            if row.judging is not None:
                known[like] = row.judging
            alike.setdefault(like, []).append(one)
    found = []
    for like, series in points.items():
        first, one = alike[like][0], alike[like][-1]
        change = changes([first], [one])[0] if len(alike[like]) > 1 else None
        told = tuple(breaks.get(like, ()))
        found.append(
            RangeSeries(
                like,
                one.name,
                one.unit,
                tuple(series),
                change,
                told,
                one.margin,
                one.clinical,
            )
        )
    return sorted(found, key=lambda s: (s.name, s.like.gentle, s.like.side or ""))


def _sides(
    rows: Sequence[Row], numbers: CompareNumbers, said: Clinical
) -> list[SidePoint]:
    return [
        SidePoint(
            row.about.started_at,
            pair.name,
            pair.first,
            pair.second,
            pair.unit,
            pair.within_error,
            numbers.error_margin_deg * (1.0 if pair.unit == "deg" else 0.01),
            pair.like.gentle,
            pair.said,
        )
        for row in rows
        for pair in left_right(ranges(row.digests, numbers, said))
    ]


def _weeks(rows: Sequence[Row]) -> list[Week]:
    by_week: dict[date, list[Row]] = {}
    for row in rows:
        by_week.setdefault(monday_of(row.about.started_at), []).append(row)
    if not by_week:
        return []
    weeks = []
    for monday in mondays(min(by_week), max(by_week)):
        inside = by_week.get(monday, [])
        minutes = sum(d.length_s for row in inside for d in row.digests) / 60
        about = inside[-1].about if inside else None
        weeks.append(
            Week(
                monday.isoformat(),
                len({day_of(row.about.started_at) for row in inside}),
                round(minutes, 1),
                about.days_a_week if about else None,
                about.minutes_a_week if about else None,
            )
        )
    return weeks
