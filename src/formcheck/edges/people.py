"""People's files: what each said of their health, their range, and their plan.

A folder a person, never shared: one person's ceiling is no other's.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from formcheck.core.records.codec import read_person as read_values
from formcheck.core.records.codec import write_person
from formcheck.core.records.person import Person
from formcheck.edges.notices import tell_once
from formcheck.edges.private import private_folder
from formcheck.edges.replacing import write_whole
from formcheck.errors import OutputError, ProfileError
from formcheck.reading import read_small

__all__ = ["PERSON_FILE", "PLAN_FILE", "MemoryPeople", "PeopleFiles", "PeopleStore"]
__all__ += ["PEOPLE", "read_person", "replace_text"]

PEOPLE = "people"
PERSON_FILE = "person.json"
PLAN_FILE = "plan.toml"

_LONGEST = 60
_LARGEST = 20_000_000
"""Bytes; what formcheck itself writes never reaches it."""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class PeopleStore(Protocol):
    """Where people are kept."""

    def read(self, name: str) -> Person:
        """Return the person; somebody new where they are not known."""

    def write(self, person: Person) -> None:
        """Keep the person."""


class MemoryPeople:
    """People in memory: the fake of a store."""

    def __init__(self, *people: Person) -> None:
        self.kept = {one.person: one for one in people}

    def read(self, name: str) -> Person:
        """Return the person; somebody new where they are not known."""
        return self.kept.get(name, Person(person=name))

    def write(self, person: Person) -> None:
        """Keep the person."""
        self.kept[person.person] = person


class PeopleFiles:
    """People in a folder.

    Parameters
    ----------
    home
        The data directory.
    tell
        Is called once, with a line about what was dropped from an older file.
    """

    def __init__(self, home: Path, tell: Callable[[str], None] = tell_once) -> None:
        self._home, self._tell = home, tell

    def folder(self, name: str) -> Path:
        """The person's own folder, which need not be there.

        No two names share one, on file systems that tell no capitals either.

        Raises
        ------
        ProfileError
            The name is too long for one.
        """
        if len(name) > _LONGEST:
            raise ProfileError(f"a person's name has at most {_LONGEST} letters")
        plain = "".join(
            chr(byte) if chr(byte) in _PLAIN else f"%{byte:02x}"
            for byte in name.encode()
        )
        return self._home / PEOPLE / f"person-{plain}"

    def plan(self, name: str) -> Path:
        """The file of the person's own plan, which need not be there."""
        return self.folder(name) / PLAN_FILE

    def names(self) -> list[str]:
        """Names of everybody who is kept, those without one and damaged files not."""
        found = set()
        for path in sorted((self._home / PEOPLE).glob(f"person-*/{PERSON_FILE}")):
            with suppress(ProfileError):
                found.add(read_person(path)[0].person)
        for path in (self._home / PEOPLE).glob(f"person-*/{PLAN_FILE}"):
            if not (path.parent / PERSON_FILE).exists():  # nothing but a plan yet
                plain = path.parent.name.removeprefix("person-")
                found.add(unquote(plain))
        return sorted(name for name in found if name)

    def forget(self, name: str) -> bool:
        """Delete all that is kept here of the person; False where there is nothing.

        Raises
        ------
        OutputError
            It cannot be deleted.
        """
        folder = self.folder(name)
        if not folder.is_dir():
            return False
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise OutputError(f"{folder}: not deleted ({error.strerror})") from error
        return True

    def read(self, name: str) -> Person:
        """Return the person, to work with; somebody new where they are not known.

        What was dropped from an older file is told, and the file written anew.

        Raises
        ------
        ProfileError
            The file is damaged, or somebody else's.
        """
        person, notes = self._found(name)
        if notes:
            for note in notes:
                self._tell(f"{name}: {note}" if name else note)
            with suppress(OutputError):  # otherwise it is reported again the next time
                self.write(person)
        return person

    def look(self, name: str) -> Person:
        """Return the person as `read` does, but tell nothing and leave the file alone:
        for what only shows something else that is kept in it.

        Raises
        ------
        ProfileError
            The file is damaged, or somebody else's.
        """
        return self._found(name)[0]

    def _found(self, name: str) -> tuple[Person, tuple[str, ...]]:
        """The person, and notes of what was dropped from an older file."""
        path = self.folder(name) / PERSON_FILE
        if not path.exists():
            return Person(person=name), ()
        person, notes = read_person(path)
        if person.person != name:
            raise ProfileError(f"{path}: of {person.person!r}, not of {name!r}")
        return person, notes

    def write(self, person: Person) -> None:
        """Keep the person: written beside, then moved into place.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        folder = self.folder(person.person)
        text = json.dumps(write_person(person), indent=2, ensure_ascii=False)
        replace_text(folder / PERSON_FILE, text + "\n")


def read_person(path: Path) -> tuple[Person, tuple[str, ...]]:
    """Read a person's file: the person, and notes for them.

    Raises
    ------
    ProfileError
        It cannot be read, or is damaged.
    """
    try:
        return read_values(json.loads(read_small(path, _LARGEST)))
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise ProfileError(f"{path}: damaged ({reason})") from None


def replace_text(path: Path, text: str) -> None:
    """Write a small file of the person's, whole or not at all.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    try:
        private_folder(path.parent)
        write_whole(path, text, private=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
