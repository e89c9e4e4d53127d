"""Outcome measures of people, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from formcheck.app.history.anonymising import Hidden
from formcheck.app.history.tables import Column, Table
from formcheck.core.records.outcomes import MCID
from formcheck.edges.export import Cell
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir

__all__ = ["outcomes_table"]

_COLUMNS = (
    Column("person", "", "whose"),
    Column("date", "", "local day, year-month-day"),
    Column("measure", "", "PSFS: Patient-Specific Functional Scale"),
    Column("item", "", "number of the activity, or mean"),
    Column("activity", "", "in the person's own words"),
    Column("score", "0-10", "0: cannot do it; 10: as before"),
    Column(
        "mcid",
        "0-10",
        "a smaller change of the mean matters little",
    ),
)


def outcomes_table(people: Iterable[str], hidden: Hidden | None) -> Table:
    """A row an activity and answer, and one for their mean; the earliest first.

    hidden: stand-ins, where nobody is to be known: the activities' words are left out.
    """
    return Table(_COLUMNS, list(_rows(sorted(people), hidden)))


def _rows(people: Iterable[str], hidden: Hidden | None) -> Iterator[list[Cell]]:
    files = PeopleFiles(data_dir())
    for name in people:
        for one in files.look(name).outcomes.scored:
            day, shown = one.at[:10], name
            if hidden is not None:
                day = hidden.day(date.fromisoformat(day)).isoformat()
                shown = hidden.name(name)
            ids: list[Cell] = [shown, day, "PSFS"]
            pairs = zip(one.activities, one.scores, strict=True)
            for number, (activity, score) in enumerate(pairs, 1):
                words = activity if hidden is None else ""
                yield [*ids, str(number), words, score, None]
            yield [*ids, "mean", "", round(one.mean, 3), MCID]
