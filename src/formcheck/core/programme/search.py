"""Finding a stretch or a programme by what people call it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from formcheck.core.programme.spec import Programme
from formcheck.core.stretch.spec import StretchSpec

__all__ = ["Findable", "called", "find", "findable", "nearest"]

_WORD = re.compile(r"\w+")
_FEW = 3


@dataclass(frozen=True, slots=True)
class Findable:
    """Something with names. names: the first is its own. words: what else it is looked
    for by.
    """

    id: str
    names: tuple[str, ...]
    words: tuple[str, ...] = ()

    @property
    def all_words(self) -> frozenset[str]:
        """Every word of it, in small letters."""
        return frozenset(_words(" ".join((self.id, *self.names, *self.words))))


def findable(one: StretchSpec | Programme) -> Findable:
    """A stretch or a programme, to be looked for."""
    names = (one.name, *one.also_called)
    return Findable(one.id, names, tuple(one.search_words))


def find(text: str, things: Iterable[Findable]) -> list[Findable]:
    """What has every word of a text, or its beginning: what is called just so first."""
    known, wanted = list(things), _words(text)
    found = [one for one in known if wanted and _has_all(one, wanted)]
    named = called(text, found)
    return [*named, *(one for one in found if one not in named)]


def called(text: str, things: Iterable[Findable]) -> list[Findable]:
    """What is called just so."""
    wanted = _words(text)
    return [one for one in things if any(_words(n) == wanted for n in _all(one))]


def nearest(text: str, things: Iterable[Findable]) -> list[Findable]:
    """The few whose names are most like a text, the likest first."""
    wanted = " ".join(_words(text))

    def likeness(one: Findable) -> float:
        return max(
            SequenceMatcher(None, wanted, " ".join(_words(name))).ratio()
            for name in (*_all(one), *one.words)
        )

    return sorted(things, key=likeness, reverse=True)[:_FEW]


def _all(one: Findable) -> tuple[str, ...]:
    return (one.id, *one.names)


def _has_all(one: Findable, wanted: Iterable[str]) -> bool:
    own = one.all_words
    return all(any(word.startswith(part) for word in own) for part in wanted)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("_", " ").replace("'", ""))
