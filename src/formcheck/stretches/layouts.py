"""Where the sentences of each kind of file in `poses/` stand, of schema 2 and 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Layout", "Place", "Tables"]
__all__ += ["conditions_layout", "programme_layout", "stretch_layout"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")

Tables = dict[str, Any]

Place = tuple[str | int, ...]
"""The way to a value: through tables by key, through lists by number."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the sentences of a file stand.

    places: of each, its place in a language's table, and the field that it is for. The
    first is None where the file has no right name for it to go by.
    groups: tables with a key, or lists with an entry, for each of some things; and what
    these things are called.
    """

    places: tuple[tuple[Place | None, Place], ...]
    groups: Mapping[Place, str]

    def below(self, where: Place) -> list[str | int]:
        """The keys, or the numbers, that there may be in a table or a list."""
        depth = len(where)
        known = [*self.groups, *(text for text, _ in self.places if text is not None)]
        steps = [p[depth] for p in known if len(p) > depth and p[:depth] == where]
        return list(dict.fromkeys(steps))

    def is_unsure(self, where: Place) -> bool:
        """Whether a group's keys are not all known, as a name of theirs is missing."""
        return where in self.groups and any(text is None for text, _ in self.places)


def stretch_layout(raw: Tables) -> Layout:
    """Cues go by the ids of their faults; some faults have two."""
    whole = (
        "name", "also_called", "search_words", "needs", "instructions", "each_set",
        "praise", "not_observable", "contraindications", "notes",
    )  # fmt: skip
    places: list[tuple[Place | None, Place]] = [((key,), (key,)) for key in whole]
    places.append((("camera_advice",), ("camera", "advice")))
    places.append((("tempo_cue",), ("tempo", "cue")))
    if isinstance(raw.get("pace"), dict):
        places.append((("pace_cues",), ("pace", "cues")))
    if isinstance(raw.get("target"), dict):
        places.append((("no_too_far",), ("target", "no_too_far")))
    groups: dict[Place, str] = {("cues",): "fault"}
    for number, fault in _rows(raw, "faults"):
        text = _named("cues", fault.get("id"))
        places.append((text, ("faults", number, "cue")))
        if fault.get("unsafe_when"):
            text = _named("form_cues", fault.get("id"))
            places.append((text, ("faults", number, "form_cue")))
            groups["form_cues",] = "fault with `unsafe_when`"
    return Layout(tuple(places), groups)


def programme_layout(raw: Tables) -> Layout:
    """Advice is in the order of the setups; notes and needs go by stretch, and are for
    each step that is of it.
    """
    places: list[tuple[Place | None, Place]] = [
        ((key,), (key,))
        for key in ("name", "also_called", "search_words", "about", "not_for")
    ]
    for number, setup in _rows(raw, "setups"):
        places.append((("camera_advice", number), ("setups", number, "advice")))
        for at, step in _rows(setup, "steps"):
            where: Place = ("setups", number, "steps", at)
            stretch = step.get("stretch")
            places.append((_named("notes", stretch), (*where, "note")))
            places.append((_named("needs", stretch), (*where, "needs")))
    step_of = "stretch of this programme"
    groups: dict[Place, str] = {("notes",): step_of, ("needs",): step_of}
    return Layout(tuple(places), groups | {("camera_advice",): "setup"})


def conditions_layout(raw: Tables) -> Layout:
    """A table for each condition, by its id."""
    places: list[tuple[Place | None, Place]] = []
    for number, condition in _rows(raw, "conditions"):
        table = _named(condition.get("id"))
        for key in ("label", "says", "told"):
            text = table and (*table, key)
            places.append((text, ("conditions", number, key)))
    return Layout(tuple(places), {(): "condition"})


def _named(*steps: object) -> Place | None:
    """The place that ends in such a name, where it is one."""
    names = [s for s in steps if isinstance(s, str) and _NAME.fullmatch(s)]
    return tuple(names) if len(names) == len(steps) else None


def _rows(table: Tables, key: str) -> Iterator[tuple[int, Tables]]:
    rows = table.get(key)
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            yield number, row
