"""Stretch files, plans and profiles with faults, made from those that are right."""

from __future__ import annotations

import copy
import json
import os
from typing import Any

from hypothesis import strategies as st

__all__ = ["BAD_VALUES", "as_toml", "broken", "few"]

BAD_VALUES: list[Any] = [
    None, True, False, 0, -1, 10**30, 1e308, float("nan"), float("inf"), "", "x" * 5000,
    "\x1b[31m", "[/b]", "\u202e", "..", [], [[]], [1], [[[["deep"]]]], ["a", 1], {},
    {"id": {}}, {"a": [{}]}, "2026-01-01", -(2**63), 2**63,
]  # fmt: skip
"""In the place of a right value. None: the key is left out."""


def few(number: int) -> int:
    """So many examples of what takes long; in a long run, a quarter of what others
    get.
    """
    many = os.environ.get("FORMCHECK_FAULTS")
    return max(number, int(many) // 4) if many else number


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, child in value.items():
            found += _places(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            found += _places(child, (*path, index))
    return found


@st.composite
def broken(draw: st.DrawFn, right: dict[str, Any]) -> dict[str, Any]:
    """The tables of a right file with one to three faults in them."""
    tables = copy.deepcopy(right)
    for _ in range(draw(st.integers(1, 3))):
        places = _places(tables)
        if not places:
            break
        path = draw(st.sampled_from(places))
        parent: Any = tables
        for step in path[:-1]:
            parent = parent[step]
        # A later fault may change it: that must not change the next example's.
        value = copy.deepcopy(draw(st.sampled_from(BAD_VALUES)))
        kind = draw(st.sampled_from(["value", "value", "stray", "twice"]))
        if kind == "stray" and isinstance(parent, dict):
            parent[draw(st.sampled_from(["x", "\x1b", "a.b", "ü" * 90]))] = value
        elif kind == "twice" and isinstance(parent, list):
            parent.append(copy.deepcopy(parent[path[-1]]))
        elif value is None:
            del parent[path[-1]]
        else:
            parent[path[-1]] = value
    return tables


def as_toml(tables: dict[str, Any]) -> str:
    """Tables as a TOML file."""
    return "".join(f"{json.dumps(key)} = {_value(v)}\n" for key, v in tables.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
