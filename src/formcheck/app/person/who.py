"""Whose it is, where a command is not told: one rule for all of them.

Who had the last session; before there is one, the only person who is kept; else the
person without a name.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from formcheck.app.history.store import open_history
from formcheck.core.words.catalogue import say
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir
from formcheck.edges.sqlite_store import DATABASE
from formcheck.errors import HistoryError

__all__ = ["others_told", "who"]


def who(asked: str | None, folder: Path | None = None) -> str:
    """The person's name: as asked, else by the rule above."""
    if asked is not None:
        return asked
    home = folder or data_dir()
    with_sessions = _with_sessions(home)
    if with_sessions:
        return with_sessions[0]
    names = PeopleFiles(home).names()
    nameless = PeopleFiles(home).folder("").is_dir()
    return names[0] if len(names) == 1 and not nameless else ""


def others_told(asked: str | None, found: str, folder: Path | None = None) -> str:
    """A line that names the person who was taken, where there are others, too."""
    home = folder or data_dir()
    known = {*_with_sessions(home), *PeopleFiles(home).names()}
    if asked is not None or not known - {found}:
        return ""
    whose = found or say("somebody without a name")
    return say("of {person}; --person names another", person=whose)


def _with_sessions(home: Path) -> list[str]:
    """Everybody with a session, the last one first; a damaged history has nobody."""
    if not (home / DATABASE).is_file():
        return []
    with suppress(HistoryError), open_history(home, lambda _: None) as store:
        return store.people()
    return []
