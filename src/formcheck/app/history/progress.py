"""Progress over time, read from the history."""

from __future__ import annotations

from collections.abc import Iterable

from formcheck.core.judge.judging import Judging
from formcheck.core.records.trends import Progress, trends
from formcheck.core.stretch.clinical import ClinicalSpec
from formcheck.edges.store import SessionStore
from formcheck.errors import FormcheckError
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch

__all__ = ["clinical_of", "read_progress"]


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
    names = {digest.stretch for row in rows for digest in row.digests}
    said = clinical_of(names)
    return trends(person or "", rows, judging.measure.compare, said)


def clinical_of(names: Iterable[str]) -> dict[str, ClinicalSpec | None]:
    """How each stretch's file of today says its first measure; None where it does not,
    or where the file is no longer there.
    """
    found: dict[str, ClinicalSpec | None] = {}
    for name in names:
        try:
            found[name] = find_stretch(name, poses_dir()).clinical
        except FormcheckError:
            found[name] = None
    return found
