"""Deleting all that is kept of somebody, and saying what is not deleted with it."""

from __future__ import annotations

from collections.abc import Iterator

from formcheck.app.history.store import open_history
from formcheck.core.words.catalogue import and_list, say
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir
from formcheck.edges.sqlite_store import DATABASE

__all__ = ["forget_person", "kept_of", "not_removed"]


def kept_of(name: str) -> int:
    """How many sessions of a person are kept."""
    with open_history() as store:
        return len(store.numbers(name))


def forget_person(name: str) -> bool:
    """Delete answers, ranges, plan and sessions; False where there was nothing.

    Raises
    ------
    FormcheckError
        Something cannot be deleted. What could be, is.
    """
    gone = PeopleFiles(data_dir()).forget(name)
    with open_history() as store:
        return store.delete_person(name) > 0 or gone


def not_removed(*, people: bool = False) -> Iterator[str]:
    """Say what stays after something was deleted.

    people: also whose answers, ranges and plans are kept.
    """
    home = data_dir()
    names = PeopleFiles(home).names() if people else []
    if names:
        yield say(
            "Not removed: answers, ranges and plans of {names}; "
            "`formcheck person forget` removes them.",
            names=and_list(names),
        )
    if (home / f"{DATABASE}.damaged").exists():
        yield say(
            "Not removed: {file}, a damaged history that `restore` put aside.",
            file=home / f"{DATABASE}.damaged",
        )
    yield say(
        "Not removed, wherever they are: backups, exports, replays and results folders."
    )
