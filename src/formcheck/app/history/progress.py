"""Progress over time, read from the history."""

from __future__ import annotations

from formcheck.core.judge.judging import Judging
from formcheck.core.records.trends import Progress, trends
from formcheck.edges.store import SessionStore

__all__ = ["read_progress"]


def read_progress(
    store: SessionStore,
    person: str | None,
    *,
    stretch: str | None = None,
    since: str | None = None,
    judging: Judging,
) -> Progress:
    """Read a person's progress. stretch: only that one; since: from that date on.
    judging: the numbers for what is within error.
    """
    rows = store.rows(person, stretch=stretch, since=since)[::-1]
    return trends(person or "", rows, judging.measure.compare)
