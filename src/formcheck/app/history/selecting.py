"""Which sessions are meant: a number, a range of them, the last one, all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from formcheck.app.history.store import find_number, whose
from formcheck.core.words.catalogue import say
from formcheck.edges.store import Kept, SessionStore
from formcheck.errors import HistoryError

__all__ = ["read_selected", "selected"]

_RANGE = re.compile(r"(?P<first>[0-9]{1,18})-(?P<last>[0-9]{1,18})")


def selected(
    store: SessionStore, select: str, person: str | None, since: str | None
) -> tuple[list[int], str]:
    """Return the numbers of the sessions that are meant, the earliest first, and a line
    on whose they are where that had to be guessed and there are others.

    person: only theirs. since: only from that day on. Without a person, a number or a
    range is of whoever did it; `last` and `all` are of who had the last session.

    Raises
    ------
    HistoryError
        There is none of these.
    """
    told = ""
    if person is not None:
        person = whose(store, person)
    found = _RANGE.fullmatch(select)
    if found is None and select != "all":
        numbers = {find_number(store, select, person)}
    elif found is not None:
        first, last = int(found["first"]), int(found["last"])
        if first > last:
            raise HistoryError(f"{select}: from the lower number to the higher one")
        numbers = {n for n in store.numbers() if first <= n <= last}
    else:
        everybody = store.people()
        owner = whose(store, person)
        numbers = set(store.numbers(owner))
        if person is None and len(everybody) > 1:
            name = owner or say("somebody without a name")
            told = say("of {person}; --person names another", person=name)
    if person is not None or since is not None:
        known = {row.number for row in store.rows(person, since=since)}
        # What cannot be read has no day; it is told of when it is read.
        unread = set(store.numbers(person)) - {row.number for row in store.rows(person)}
        numbers &= known | unread if since is None else known
    if not numbers:
        kept = len(store.numbers())
        if not kept:
            raise HistoryError("no session is kept yet; `analyse --keep` keeps one")
        raise HistoryError(f"of the {kept} sessions that are kept none is {select!r}")
    order = [row.number for row in reversed(store.rows())]
    return sorted(numbers, key=lambda n: order.index(n) if n in order else -1), told


def read_selected(
    store: SessionStore,
    numbers: Sequence[int],
    tell: Callable[[str], None],
    *,
    alone: bool,
) -> list[Kept]:
    """Read sessions. One that cannot be read is told and left out, unless alone.

    Raises
    ------
    HistoryError
        None of them can be read.
    """
    found, errors = [], []
    for number in numbers:
        try:
            found.append(store.get(number))
        except HistoryError as error:
            if alone:
                raise
            errors.append(str(error))
    if not found:
        raise HistoryError("\n".join(errors))
    for line in errors:
        tell(line)
    return found
