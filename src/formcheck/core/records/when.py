"""Days and weeks of kept sessions, from their moments as text; no clock is asked.

Moments are local times with their offset, "2026-11-23T07:30:00+01:00".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

__all__ = ["day_of", "days_a_week", "days_between", "hours_after", "hours_between"]
__all__ += ["monday_of", "mondays", "to_the_minute"]

_DAY_S = 86_400.0
_WEEK = timedelta(days=7)
_RECENT = timedelta(days=27)
"""Four weeks with today: what "lately" is in days a week."""


def day_of(moment: str) -> date:
    """The local day of a moment."""
    return date.fromisoformat(moment[:10])


def to_the_minute(moment: str) -> str:
    """A moment to be read: "2026-11-23, 07:30"."""
    return moment[:16].replace("T", ", ")


def days_between(then: str, now: str) -> float:
    """How long ago a moment was, in days."""
    past = datetime.fromisoformat(now) - datetime.fromisoformat(then)
    return past.total_seconds() / _DAY_S


def hours_between(then: str, now: str) -> float:
    """How long ago a moment was, in hours."""
    return 24.0 * days_between(then, now)


def hours_after(moment: str, hours: float) -> str:
    """The moment so many hours later; before it, where they are negative."""
    later = datetime.fromisoformat(moment) + timedelta(hours=hours)
    return later.isoformat(timespec="seconds")


def monday_of(moment: str) -> date:
    """The Monday of a moment's week."""
    day = day_of(moment)
    return day - timedelta(days=day.weekday())


def mondays(first: date, last: date) -> Iterator[date]:
    """Every Monday from the first to the last: a week without a session is one too."""
    while first <= last:
        yield first
        first += _WEEK


def days_a_week(moment: str, earlier: Iterable[str]) -> tuple[float, int] | None:
    """Days a week with a session in the last four weeks, and how many weeks they were.

    moment: of the newest session; earlier: of those before it. None without any.
    """
    today = day_of(moment)
    days = {day_of(one) for one in earlier}
    if not days:
        return None
    since = max(today - _RECENT, min(days))
    weeks = max(1.0, ((today - since).days + 1) / 7)
    done = len({day for day in days if day >= since} | {today})
    return done / weeks, round(weeks)
