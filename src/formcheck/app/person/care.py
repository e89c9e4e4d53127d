"""What is told of a person's screening beside a session, and beside their progress."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formcheck.core.records.care import Care
from formcheck.core.records.session import SessionAbout
from formcheck.core.records.trends import Row
from formcheck.core.safety.standing import as_of
from formcheck.core.safety.told import days_told, stands_told
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir
from formcheck.errors import ProfileError

__all__ = ["told_beside", "told_of"]


def told_beside(
    about: SessionAbout, earlier: Sequence[Row], folder: Path | None = None
) -> tuple[str, ...]:
    """What stood at a session, and what was said of red flags and days without
    stretching since the one before it.

    earlier: the person's sessions before, the latest first.
    """
    since = earlier[0].about.started_at if earlier else ""
    care, at = _care(about.person, folder), about.started_at
    then = stands_told(as_of(care, at), at)
    return (*days_told(care, since=since, until=at), *then)


def told_of(
    person: str, now: str, *, since: str | None = None, folder: Path | None = None
) -> tuple[str, ...]:
    """What stands now, and all days without stretching since that date."""
    care = _care(person, folder)
    begin = f"{since}T00:00:00+00:00" if since else ""
    return (*stands_told(care, now), *days_told(care, since=begin))


def _care(person: str, folder: Path | None) -> Care:
    """Return what is kept. A damaged file loses nobody their report: `formcheck person
    show` tells of it. Ranges are not used here, so that nothing is told of them.
    """
    try:
        return PeopleFiles(folder or data_dir()).look(person).care
    except ProfileError:
        return Care()
