"""Progress over time, read from the history."""

from __future__ import annotations

from formcheck.core.judge.judging import Judging
from formcheck.core.records.trends import Progress, trends
from formcheck.edges.store import SessionStore
from formcheck.stretches.judging import judging_of

__all__ = ["read_progress"]


def read_progress(
    store: SessionStore,
    person: str | None,
    *,
    stretch: str | None = None,
    since: str | None = None,
    judging: Judging | None = None,
) -> Progress:
    """Read a person's progress. stretch: only that one; since: from that date on.
    judging: the numbers for what is within error; by default the shipped ones.
    """
    rows = store.rows(person, stretch=stretch, since=since)[::-1]
    return trends(person or "", rows, (judging or judging_of()).measure.compare)
