"""The file of numbers that everybody is judged by, read and checked: `judging/` beside
the stretch files, or the one that comes with formcheck.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import Field, ValidationError, create_model

from formcheck.core.judge.judging import Judging
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.rules import Problem
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import Evidence, Text
from formcheck.errors import JudgingFileError
from formcheck.resources import poses_dir
from formcheck.stretches.loading import line_of, own_or_shipped, read_tables
from formcheck.stretches.problems import in_order, of_fields, strictly

__all__ = [
    "FILE",
    "Number",
    "check_judging",
    "judging_of",
    "list_numbers",
    "load_judging",
]

FILE = Path("judging") / "judging.toml"
"""In the folder of stretch files."""

_RISING = (
    ("body.posture.lying_from_deg", "body.posture.lying_to_deg"),
    ("body.posture.prone_from_deg", "body.posture.prone_to_deg"),
    ("judge.rep.at_rest", "judge.rep.going"),
    ("judge.hold.pauses_s", "judge.hold.settles_s"),
    ("judge.hold.deep", "judge.hold.left_at"),
    ("judge.result.partly_from", "judge.result.nothing_from"),
    ("judge.result.nothing_from", "judge.result.not_from"),
)
"""The first of each is no more than the second."""

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Number(Section):
    """One number, as the file has it.

    low, high: the bounds within which it makes sense. unit: of all three. means: what
    it decides, in a sentence. source: where it was tried, or what it is for.
    """

    value: Finite
    low: Finite
    high: Finite
    unit: Text
    means: Text
    evidence: Evidence
    source: str = ""


class Whole(Number):
    """One that counts something."""

    value: int
    low: int
    high: int


def judging_of(poses: Path | None = None) -> Judging:
    """The numbers beside the stretch files or, without any there, the shipped ones.

    Raises
    ------
    JudgingFileError
        The file is broken.
    """
    shipped = poses_dir() / FILE
    path = shipped if poses is None else own_or_shipped(poses, FILE)
    return _shipped(shipped) if _same(path, shipped) else load_judging(path)


@cache
def _shipped(path: Path) -> Judging:
    return load_judging(path)


def load_judging(path: Path) -> Judging:
    """Read a file of numbers.

    Raises
    ------
    JudgingFileError
        It is broken; the text has a line for every problem.
    """
    judging: Judging = _built(Judging, list_numbers(path), "")
    return judging


def check_judging(path: Path) -> list[str]:
    """Return every problem of a file of numbers, one plain line each."""
    return [line_of(path, problem) for problem in _numbers(path)[1]]


def list_numbers(path: Path) -> dict[str, Number]:
    """Read the numbers with what is said of them, by name as `judge.hold.min_s`.

    A file of one's own may have narrower bounds than the shipped one, and no wider
    ones.

    Raises
    ------
    JudgingFileError
        It is broken; the text has a line for every problem.
    """
    found, problems = _numbers(path)
    if problems:
        raise JudgingFileError("\n".join(line_of(path, p) for p in problems))
    return found


def _numbers(path: Path) -> tuple[dict[str, Number], list[Problem]]:
    raw, problems = read_tables(path, "judging")
    found: dict[str, Number] = {}
    if not problems:
        found, problems = _read(raw)
    if not problems:
        shipped = poses_dir() / FILE
        known = found if _same(path, shipped) else _list_shipped(shipped)
        problems = in_order(_problems(found, known), raw)
    return found, problems


@cache
def _list_shipped(path: Path) -> dict[str, Number]:
    return list_numbers(path)


def _same(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()


def _read(raw: Mapping[str, object]) -> tuple[dict[str, Number], list[Problem]]:
    file = _whole_file()
    try:
        whole = strictly(file, raw)
    except ValidationError as error:
        return {}, in_order(of_fields(error, file), raw)
    return dict(_flat(whole, "")), []


def _flat(section: Section, name: str) -> Iterator[tuple[str, Number]]:
    for key in type(section).model_fields:
        value, path = getattr(section, key), f"{name}.{key}".lstrip(".")
        if isinstance(value, Number):
            yield path, value
        elif isinstance(value, Section):
            yield from _flat(value, path)


def _problems(
    found: Mapping[str, Number], shipped: Mapping[str, Number]
) -> Iterator[Problem]:
    for name, one in found.items():
        if not one.low <= one.value <= one.high:
            text = f"{one.value:g} is not within {one.low:g} and {one.high:g}"
            yield Problem(f"{name}.value", text)
        most = shipped[name]
        if one.low < most.low:
            yield Problem(f"{name}.low", f"{one.low:g} is below {most.low:g}")
        if one.high > most.high:
            yield Problem(f"{name}.high", f"{one.high:g} is above {most.high:g}")
    for first, second in _RISING:
        if found[first].value > found[second].value:
            text = f"{found[first].value:g} is more than {second}"
            yield Problem(f"{first}.value", text)


def _section_of(kind: type[Any]) -> type[Section]:
    """A table of the file for a dataclass of numbers, or of others of these."""
    parts: dict[str, Any] = {}
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint = hints[field.name]
        if hint in (int, float):
            parts[field.name] = Whole if hint is int else Number
        elif hint == Mapping[str, float]:
            kinds: dict[str, Any] = dict.fromkeys(KINDS, (Number, ...))
            parts[field.name] = create_model("Errors", __base__=Section, **kinds)
        else:
            parts[field.name] = _section_of(hint)
    whole: dict[str, Any] = {name: (part, ...) for name, part in parts.items()}
    return create_model(kind.__name__, __base__=Section, **whole)


@cache
def _whole_file() -> type[Section]:
    version: Any = (Literal[1], Field(alias="schema"))
    return create_model("File", __base__=_section_of(Judging), schema_version=version)


def _built(kind: type[Any], found: Mapping[str, Number], name: str) -> Any:
    """The dataclass again, of the values alone."""
    parts: dict[str, Any] = {}
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint, path = hints[field.name], f"{name}.{field.name}".lstrip(".")
        if hint in (int, float):
            parts[field.name] = hint(found[path].value)
        elif hint == Mapping[str, float]:
            parts[field.name] = {
                one: float(found[f"{path}.{one}"].value) for one in KINDS
            }
        else:
            parts[field.name] = _built(hint, found, path)
    return kind(**parts)
