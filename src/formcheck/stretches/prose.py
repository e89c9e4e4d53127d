"""The sentences of the files in `poses/`: in tables of their own, by language.

A file of schema 2 has what a person reads or hears in `[text.en]`, and a translation
beside it, as in `[text.de]`. Here the sentences of one language are put into the fields
where a file of schema 1 has them and where the rest of formcheck knows them; and what
is wrong with such a field is reported at its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any, TypeVar

from formcheck.core.stretch.rules import Problem
from formcheck.stretches.layouts import Layout, Place, Tables
from formcheck.stretches.problems import dotted, in_order, nearest

__all__ = ["ENGLISH", "read_fields"]

ENGLISH = "en"
"""The language that every file has: it fills in what a translation lacks."""

_TEXT = "text"
_SCHEMAS = (1, 2)
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")

Found = TypeVar("Found")
Languages = Mapping[str, Tables]
Validate = Callable[[Tables], tuple[Found | None, list[Problem]]]


def read_fields(
    raw: Tables,
    layout_of: Callable[[Tables], Layout],
    validate: Validate[Found],
    language: str = ENGLISH,
) -> tuple[Found | None, list[Problem]]:
    """Turn a file's tables into what it describes, or into all of their problems.

    validate: turns the fields of schema 1 into that, or into problems with them.
    language: of the sentences. What is wrong with those of another is reported too.
    """
    problems = list(_schema_problems(raw))
    if not _has_tables_of_text(raw):
        known = {key: value for key, value in raw.items() if key != _TEXT}
        found, more = validate(known | ({"schema": 1} if problems else {}))
        problems += more
        return (None if problems else found), problems
    layout = layout_of(raw)
    languages, told, covered = _languages(raw.get(_TEXT), layout)
    problems += told
    for text, field in layout.places:
        if text is not None and _at(raw, field) is not None:
            home = dotted((_TEXT, ENGLISH, *text))
            problems.append(Problem(dotted(field), f"belongs in {home}"))
            covered.append((ENGLISH, *text))
    read: dict[str, Found | None] = {}
    for one in dict.fromkeys([ENGLISH, *languages]):
        read[one], wrong = validate(_folded(raw, layout, languages, one))
        homes = _homes(layout, languages, one)
        problems += (p for q in wrong for p in _at_home(q, homes, languages, covered))
    problems = in_order(problems, raw)
    return (None if problems else read.get(language, read[ENGLISH])), problems


def _schema_problems(raw: Tables) -> Iterator[Problem]:
    schema = raw.get("schema")
    if schema is not None and (type(schema) is not int or schema not in _SCHEMAS):
        yield Problem("schema", f"should be 1 or 2, is {schema!r}")
    if schema == 1 and _TEXT in raw:
        yield Problem(_TEXT, "is for files of schema 2")


def _has_tables_of_text(raw: Tables) -> bool:
    """Return whether the file has tables of text; the schema decides where it can."""
    schema = raw.get("schema")
    return schema == 2 or (schema != 1 and _TEXT in raw)


def _languages(
    tables: object, layout: Layout
) -> tuple[Languages, list[Problem], list[Place]]:
    """The tables by language, what is wrong with their keys, and the places for which
    that says enough: they are not missing as well.
    """
    if tables is None:
        return {}, [Problem(f"{_TEXT}.{ENGLISH}", "this table is missing")], [()]
    if not isinstance(tables, dict) or (
        ENGLISH not in tables and not set(layout.below(())).isdisjoint(tables)
    ):
        text = f"needs a table for each language, as [{_TEXT}.{ENGLISH}]"
        return {}, [Problem(_TEXT, text)], [()]
    problems: list[Problem] = []
    covered: list[Place] = []
    if ENGLISH not in tables:
        problems.append(Problem(f"{_TEXT}.{ENGLISH}", "this table is missing"))
        covered.append((ENGLISH,))
    for name, table in tables.items():
        if not _LANGUAGE.fullmatch(name):
            text = f"{name!r} is not a language, such as en, de or pt_BR"
            problems.append(Problem(f"{_TEXT}.{name}", text))
            continue
        for place, text, covers in _strays(table, layout, ()):
            problems.append(Problem(dotted((_TEXT, name, *place)), text))
            covered.append((name, *covers))
    known = {n: t for n, t in tables.items() if isinstance(t, dict)}
    return known, problems, covered


def _strays(
    table: object, layout: Layout, where: Place
) -> Iterator[tuple[Place, str, Place]]:
    """What no field is for: its place, what is wrong, and the place that was meant."""
    below = layout.below(where)
    if layout.is_unsure(where) or not below:
        return
    if any(isinstance(step, int) for step in below):
        if not isinstance(table, list):
            yield where, f"should be a list, one for each {layout.groups[where]}", where
            return
        for number in range(len(below), len(table)):
            place = (*where, number)
            yield place, f"there is no {layout.groups[where]} for this", place
        return
    if not isinstance(table, dict):
        yield where, "should be a table", where
        return
    for key, value in table.items():
        if key in below:
            yield from _strays(value, layout, (*where, key))
            continue
        near = nearest(key, map(str, below))
        what = layout.groups.get(where, "key")
        meant = (*where, near.strip(" ()"))
        yield (*where, key), f"{key!r} is not a {what} here{near}", meant


def _folded(raw: Tables, layout: Layout, languages: Languages, one: str) -> Tables:
    """The file as one of schema 1, in one language."""
    fields = deepcopy({key: raw[key] for key in raw if key != _TEXT})
    if "schema" in fields:
        fields["schema"] = 1
    for text, field in layout.places:
        table = _at(fields, field[:-1])
        if text is None or not isinstance(table, dict):
            continue
        table.pop(field[-1], None)
        value = _at(languages.get(_source(text, languages, one)), text)
        if value is not None:
            table[field[-1]] = value
    return fields


def _homes(layout: Layout, languages: Languages, one: str) -> dict[str, Place | None]:
    """Where in the file the sentence of each field stands, from its language on."""
    return {
        dotted(field): text and (_source(text, languages, one), *text)
        for text, field in layout.places
    }


def _source(text: Place, languages: Languages, one: str) -> str:
    """The language that a sentence is in: English where there is no other."""
    return one if _at(languages.get(one), text) is not None else ENGLISH


def _at_home(
    problem: Problem,
    homes: Mapping[str, Place | None],
    languages: Languages,
    covered: list[Place],
) -> Iterator[Problem]:
    """Return the problem with its place in the file, if it has none yet."""
    path = problem.path
    field = next(
        (f for f in homes if path == f or path.startswith((f"{f}[", f"{f}."))), None
    )
    if field is None:
        yield problem
        return
    home = homes[field]
    if home is None:
        return
    text = problem.text
    if _at(languages, home) is None:
        if any(home[: len(place)] == place for place in covered):
            return
        if isinstance(home[-1], int):
            text = text.replace("this key", "this value")
    yield Problem(dotted((_TEXT, *home)) + path.removeprefix(field), text)


def _at(value: Any, place: Place) -> Any:
    """The value there, or None: TOML has no null."""
    for step in place:
        if isinstance(step, int):
            there = isinstance(value, list) and step < len(value)
        else:
            there = isinstance(value, dict) and step in value
        if not there:
            return None
        value = value[step]
    return value
