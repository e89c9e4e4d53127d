"""Write docs/writing-a-stretch.md, every key of a stretch file:
`python -m tools.make_writing_page`.

Keys, words, defaults and bounds are those of core/stretch/spec.py and of where
stretches/layouts.py puts the sentences; a test holds them equal. What each means stands
in tools/stretch_keys.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.rules import MIN_GAP_DEG
from formcheck.core.stretch.spec import Span, StretchSpec
from formcheck.stretches.layouts import stretch_layout

PAGE = Path(__file__).resolve().parents[1] / "docs" / "writing-a-stretch.md"
KEYS = Path(__file__).with_name("stretch_keys.toml")

_HEAD = """\
<!-- By tools/make_writing_page.py from core/stretch/spec.py and
tools/stretch_keys.toml: edit those. -->
# Writing a stretch

A stretch is one TOML file, named as its id. Copy the nearest one in
[`poses/`](../poses) into a folder of your own, change its `id` and its numbers, and
ask:

```
mkdir mine && cp poses/bridge.toml mine/my_bridge.toml
formcheck check mine/my_bridge.toml
formcheck show my_bridge --poses mine
formcheck analyse video.mp4 --stretch my_bridge --poses mine
```

`check` names everything that is wrong at once, with its place. `--poses` uses that
folder in place of the shipped one, live as well. Numbers come from recordings:
`frames.csv` of an analysis has what every measure of the file read.

**What decides.** The start pose is confirmed once its clauses are met and the first
measure stands still; the target is reached in the `enter` of all of its clauses and
left outside their wider `exit`. The first clause of the target shows progress. Three
things keep look-alikes out, and a file of schema 2 has to say the first two:

* `base`, what the body rests on in the target: without it, a plank is a bird dog.
* `too_far`, the fault for going beyond the first range, which then still counts; or
  `no_too_far`, a sentence that says why there is no such fault. A `guided` stretch and
  two phases need neither.
* `shape = true` on a clause that tells the stretch from its look-alikes, such as the
  bent knee of a bridge. It is asked for in a smaller range, too; where it cannot be
  seen it does not decide.

Files of schema 1 lack these and have their sentences among the numbers. They are read
and judged by their angles alone; `formcheck check` notes what they do not say.

A fault that is `unsafe` stays {gap:g} degrees from the target, and each severity has
two faults at least. What able people do without harm is `unsafe` with `unsafe_when`:
on a sore day and with the conditions that it concerns, and a word on their form for
everybody else. A condition from a file of your own concerns every such fault.

In the tables below, "needed" is a key without which the file is refused. Angles are in
degrees, lengths on the body in torso lengths, and "its own" is the unit of the measure
that is meant.
"""

_MEASURES = """\
## Kinds of measures

| kind | unit | seen from | what it is |
|---|---|---|---|"""

TOP = "top"
"""For the keys that are in no table."""

TEXT = "text.en"
"""The table that has the sentences."""

_SAMPLE: dict[str, Any] = {
    "target": {},
    "pace": {},
    "faults": [{"id": "fault_id", "unsafe_when": ["sore"]}],
}
"""As much of a file as its layout has to know."""


def fields() -> Iterator[tuple[str, str, FieldInfo]]:
    """Every key of a stretch file: its table, its name, and its field."""
    homes = {
        _dotted(field): ".".join((TEXT, *map(str, text)))
        for text, field in stretch_layout(_SAMPLE).places
        if text is not None
    }
    for table, key, field in _fields_of("", StretchSpec):
        home = homes.get(f"{table}.{key}".lstrip("."))
        if home is not None:
            yield *home.rpartition(".")[::2], field
        else:
            yield table, key, field


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(step for step in place if isinstance(step, str))


def _fields_of(
    table: str, model: type[BaseModel]
) -> Iterator[tuple[str, str, FieldInfo]]:
    inside = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        below = _model_in(field.annotation)
        if below is None:
            yield table, key, field
        else:
            inside.append((f"{table}.{key}".lstrip("."), below))
    for where, below in inside:
        yield from _fields_of(where, below)


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The table's model that a key holds, alone or in a list or by name."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)


def tables() -> dict[str, dict[str, FieldInfo]]:
    """Keys by table, in the order of the page: the sentences last. All clauses have the
    same keys, which stand under the first that are.
    """
    found: dict[str, dict[str, FieldInfo]] = {}
    for table, key, field in fields():
        found.setdefault(table or TOP, {})[key] = field
    once: dict[str, dict[str, FieldInfo]] = {}
    for table, keys in found.items():
        if keys not in once.values():
            once[table] = keys
    return dict(sorted(once.items(), key=lambda row: row[0].startswith(TEXT)))


def meanings() -> dict[str, Any]:
    """What stands in tools/stretch_keys.toml: a table for each table of the file."""
    return tomllib.loads(KEYS.read_text(encoding="utf-8"))


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD.format(gap=MIN_GAP_DEG)
    said = meanings()
    for table, keys in tables().items():
        about = said[table]
        yield f"## {about['title']}\n"
        if "about" in about:
            yield f"{about['about']}\n"
        yield "| key | value | without it | unit | what it means |"
        yield "|---|---|---|---|---|"
        for key, field in keys.items():
            means = about[key]
            cells = (
                f"`{key}`",
                "2" if key == "schema" else _value(field),  # as written in a file
                _default(field),
                means.get("unit", ""),
                means["means"],
            )
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
        yield ""
    yield _MEASURES
    for name, kind in KINDS.items():
        unit = "degrees" if kind.unit == "deg" else "ratio"
        yield f"| `{name}` | {unit} | the {kind.view} | {kind.text} |"


def _value(field: FieldInfo) -> str:
    bounds = [_bound(one) for one in field.metadata]
    return _kind(field.annotation) + "".join(bound for bound in bounds if bound)


def _bound(one: object) -> str:
    match one:
        case Ge():
            return f", from {one.ge:g}"
        case Gt():
            return f", over {one.gt:g}"
        case Le():
            return f", up to {one.le:g}"
        case Lt():
            return f", under {one.lt:g}"
        case MinLen():
            return f", {one.min_length} or more"
    return ""


def _kind(annotation: object) -> str:
    """What may stand there, in words."""
    if annotation == Span:
        return "[low, high]"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{one.value}`" for one in annotation)
    plain = {bool: "true or false", int: "whole number", float: "number", str: "text"}
    if isinstance(annotation, type) and annotation in plain:
        return plain[annotation]
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in parts)
    if origin in (Union, UnionType):
        return _kind(next(part for part in parts if part is not NoneType))
    if origin is list:
        return f"list: {_kind(parts[0])}"
    return _kind(parts[0])  # text with a pattern


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    match field.default:
        case None | "" | []:
            return "none"
        case bool():
            return str(field.default).lower()
        case list():
            return ", ".join(f"`{one}`" for one in field.default)
        case str():
            return f"`{field.default}`"
    return f"{field.default:g}"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
