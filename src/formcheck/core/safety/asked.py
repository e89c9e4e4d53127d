"""When all questions are due, and which to ask, from what is kept of the person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from formcheck.core.records.person import Person
from formcheck.core.records.trends import Row
from formcheck.core.records.when import day_of, days_between
from formcheck.core.safety.conditions import Condition
from formcheck.core.safety.screening import Known
from formcheck.core.safety.standing import standing
from formcheck.core.safety.triage import full_due

__all__ = ["known_of"]

_MORNING_WITHIN_DAYS = 14.0
"""Nobody remembers a morning that is longer ago than this."""


def known_of(
    person: Person, rows: Sequence[Row], now: str, conditions: Iterable[Condition]
) -> tuple[Known, Row | None]:
    """What is known before a screening, and the session whose next morning is asked.

    rows: the person's sessions, the latest first. now: this moment. conditions: all
    that there are.
    """
    said = person.screened
    since = days_between(said.full_at, now) if said.full_at is not None else None
    stopped = since is not None and any(
        days_between(row.about.started_at, now) <= since
        and any(stop.why.may_hurt for stop in row.about.stops)
        for row in rows
    )
    morning_of = _unasked_morning(rows, now)
    known = Known(
        full=full_due(since, stopped_since=stopped or said.again),
        first=said.full_at is None,
        checked=dict(said.checked),
        history_asked=said.history is not None,
        morning_due=morning_of is not None,
        conditions=tuple(conditions),
        has=tuple(said.conditions),
        standing=standing(person.care, now),
    )
    return known, morning_of


def _unasked_morning(rows: Iterable[Row], now: str) -> Row | None:
    """Return the last session if the morning after it has come and is not known."""
    row = next(iter(rows), None)
    if row is None or row.about.pain.next_morning is not None:
        return None
    past_days = days_between(row.about.started_at, now)
    same_day = day_of(row.about.started_at) == day_of(now)
    return None if same_day or past_days > _MORNING_WITHIN_DAYS else row
