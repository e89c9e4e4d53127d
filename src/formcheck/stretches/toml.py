"""TOML as people write it: what no file of ours needs is refused before it does harm.

The parser of the standard library takes a minute for a key of 50,000 parts, ends in a
RecursionError for a list of lists of lists, and takes numbers that nothing after it
can hold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time

from formcheck.core.stretch.rules import Problem

__all__ = ["MAX_DEPTH", "read_toml"]

MAX_DEPTH = 32
"""Tables in tables; our own files have five."""

_LARGEST = 2**63
_LONGEST_NUMBER = 60

# Strings and comments, also those that never end: each is passed over once.
_WORDS = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)'
    r'|"(?:[^"\\\n]|\\[^\n])*"?|\'[^\'\n]*\'?|#[^\n]*',
    re.DOTALL,
)
_KEY = re.compile(r'[\w"\-. \t]+')
_NUMBER = re.compile(rf"\d\w{{{_LONGEST_NUMBER},}}")


def read_toml(text: str) -> tuple[dict[str, object], list[Problem]]:
    """Return a text's tables, or the problems that keep it from being read."""
    bare = _WORDS.sub('"', text)
    if _depth(bare) > MAX_DEPTH:
        return {}, [Problem("", "nested too deeply")]
    if number := _NUMBER.search(bare):
        line = bare.count("\n", 0, number.start()) + 1
        return {}, [Problem(f"line {line}", "a number of too many digits")]
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return {}, [_syntax(str(error))]
    except RecursionError:
        return {}, [Problem("", "nested too deeply")]
    problems = list(_not_ours(tables, ""))
    return ({}, problems) if problems else (tables, [])


def _depth(bare: str) -> int:
    """How deep it is nested at most, by brackets or by the parts of a key."""
    parts = max((found.group().count(".") for found in _KEY.finditer(bare)), default=0)
    depth = deepest = 0
    for found in re.finditer(r"[\[{}\]]", bare):
        depth += 1 if found.group() in "[{" else -1
        deepest = max(deepest, depth)
    return max(parts, deepest)


def _not_ours(value: object, path: str) -> Iterator[Problem]:
    """TOML has dates and numbers of any size; nothing in our files is one."""
    if isinstance(value, datetime | date | time):
        yield Problem(path, f"{value} is a date or a time: put text in quotes")
    elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        yield Problem(path, "a number of too many digits")
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _not_ours(child, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _not_ours(child, f"{path}[{index}]")


def _syntax(message: str) -> Problem:
    """Turn tomllib's "text (at line 3, column 7)" into a place and a text."""
    text, _, place = message.partition(" (at ")
    return Problem(place.rstrip(")"), text[0].lower() + text[1:])
