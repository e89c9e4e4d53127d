"""The search for a person: what to look for in the next picture, and what came of it.

Pure: it says what to do with a picture. The part that has the estimator does it and
reports what was found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.tracking import Strangers, next_look

__all__ = ["Search", "What", "followed", "searched", "what_now"]

_SEEK_EVERY_S = 1.0
"""Somebody better placed is looked for this often, while nobody can be judged."""


class What(Enum):
    """What is to be done with a picture."""

    SKIP = "skip"
    FOLLOW = "follow"
    SEARCH = "search"
    """Look at everybody in it for the person who was lost."""
    SEEK = "seek"
    """Look at everybody in it for somebody who is ready to start."""


@dataclass(frozen=True, slots=True)
class Search:
    """searched_s: when everybody was looked at last. found_again: the lost person was,
    and is followed until the judge has confirmed it. strangers: who they are not.
    """

    searched_s: float | None = None
    found_again: bool = False
    strangers: Strangers = Strangers()

    def since_s(self, time_s: float) -> float:
        """Return seconds since everybody was looked at; infinity if they never were."""
        return float("inf") if self.searched_s is None else time_s - self.searched_s


def what_now(
    search: Search, time_s: float, *, due: bool, lost: bool, seeking: bool
) -> tuple[Search, What]:
    """What to do with a picture.

    due: something may have moved since the last one looked at. lost: the judge has lost
    the person. seeking: the body that is followed cannot be judged.
    """
    if not lost:
        search = replace(search, found_again=False, strangers=Strangers())
        if seeking and search.since_s(time_s) >= _SEEK_EVERY_S:
            return replace(search, searched_s=time_s), What.SEEK
        return search, What.FOLLOW if due else What.SKIP
    if search.found_again:
        return search, What.FOLLOW if due else What.SKIP
    if search.since_s(time_s) < CADENCE.search_s - 1e-6:
        return search, What.SKIP
    return replace(search, searched_s=time_s), What.SEARCH


def searched(
    search: Search, strangers: Strangers, *, found: bool, forget_looks: int
) -> Search:
    """After a look at everybody. strangers: as they are known by now. forget_looks: see
    `next_look`.
    """
    strangers = next_look(strangers, forget_looks)
    return replace(search, found_again=found, strangers=strangers)


def followed(search: Search, *, seen: bool) -> Search:
    """Return the search after a look at one body: found again only while it is seen."""
    return search if seen else replace(search, found_again=False)
