"""Everything that is wrong with a stretch file, at once, in plain words.

Each problem is a place as `faults[0].measure` and a sentence; where a word is wrong,
the nearest right one follows in brackets.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from formcheck.core.measure.kinds import KINDS
from formcheck.core.programme.spec import SENTENCE
from formcheck.core.stretch.rules import Problem, problems_between
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.expected import expected_words

__all__ = ["dotted", "in_order", "nearest", "of_fields", "strictly", "validate"]

Model = TypeVar("Model", bound=BaseModel)

_FEW = 6
"""With no near word, up to this many right ones are named."""

_MISSING = "missing"
_UNKNOWN_KEY = "extra_forbidden"


def strictly(model: type[Model], raw: object) -> Model:
    """Return the tables of a file as a model.

    By way of JSON: strict about numbers and text, yet words become enums.

    Raises
    ------
    ValidationError
        They are not what it takes.
    """
    return model.model_validate_json(json.dumps(raw), strict=True)


def validate(raw: dict[str, object]) -> tuple[StretchSpec | None, list[Problem]]:
    """Turn the fields of a stretch into one, or into the list of all their problems."""
    problems = list(_not_finite(raw, ""))
    spec = None
    try:
        spec = strictly(StretchSpec, raw)
    except ValidationError as error:
        problems += of_fields(error, StretchSpec)
    try:
        problems += [_with_nearest(p, raw) for p in problems_between(raw)]
    except (TypeError, ValueError, AttributeError, LookupError):
        if spec is not None:
            raise
        # What is no name, no number or no table has been told as that already.
    return (None if problems else spec), in_order(problems, raw)


def in_order(problems: Iterable[Problem], raw: Mapping[str, object]) -> list[Problem]:
    """Each problem once, in the order of the file's tables."""
    order = {key: index for index, key in enumerate(raw)}
    unique = list(dict.fromkeys(problems))
    unique.sort(key=lambda p: order.get(_first_key(p.path), len(order)))
    return unique


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the right word nearest to a wrong one, in brackets with a space before.

    With none near, the few that begin with it, or that there are; else nothing.
    """
    known = list(choices)
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f" ({close[0]})"
    begun = [choice for choice in known if word and choice.startswith(word)]
    few = begun or known
    return f" ({', '.join(few)})" if 0 < len(few) <= _FEW else ""


def of_fields(error: ValidationError, model: type[BaseModel]) -> Iterator[Problem]:
    """Problems of a file's single fields, as pydantic finds them."""
    details = error.errors(include_url=False)
    meant = set()
    for detail in details:
        if detail["type"] == _UNKNOWN_KEY:
            *table, key = detail["loc"]
            near = nearest(str(key), _keys_at(model, table))
            meant.add((*table, near.strip(" ()")))
            text = f"{str(key)!r} is not a key here{near}"
            yield Problem(dotted(detail["loc"]), text)
    for detail in details:
        # A misspelt key is one mistake, not that and a missing one.
        if detail["type"] == _MISSING and detail["loc"] in meant:
            continue
        if detail["type"] != _UNKNOWN_KEY:
            yield Problem(dotted(detail["loc"]), _plain(detail))


def _plain(detail: Mapping[str, Any]) -> str:
    """Say what is wrong with one field."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind in ("enum", "literal_error") and isinstance(given, str):
        choices = _quoted(str(context["expected"]))
        return f"{given!r} is not a word for this{nearest(given, choices)}"
    if kind == "string_pattern_mismatch" and context["pattern"] == SENTENCE:
        return f"{given!r} does not end as a sentence does, with one of . ! ?"
    if kind == "string_pattern_mismatch":
        return f"{given!r} is not a plain name (small letters, digits and _)"
    return expected_words(detail)


def _quoted(expected: str) -> list[str]:
    """Words out of pydantic's "'a', 'b' or 'c'"."""
    return expected.split("'")[1::2]


def _with_nearest(problem: Problem, raw: dict[str, object]) -> Problem:
    """Add the nearest right word to a problem with a measure or a kind of measure."""
    word = _value_at(raw, problem.path)
    choices: Iterable[str] = ()
    if problem.path.endswith(".measure"):
        measures = raw.get("measures")
        choices = measures if isinstance(measures, dict) else ()
    elif problem.path.startswith("measures.") and problem.path.endswith(".kind"):
        choices = KINDS
    if not isinstance(word, str) or word in choices:
        return problem
    return Problem(problem.path, problem.text + nearest(word, choices))


def _not_finite(value: object, path: str) -> Iterator[Problem]:
    """TOML has `nan` and `inf`; no limit can be one."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Problem(path, f"{value} is not a number to judge by")
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _not_finite(child, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _not_finite(child, f"{path}[{index}]")


def _keys_at(whole: type[BaseModel], table: Iterable[int | str]) -> list[str]:
    """Keys that a table of a file may have."""
    model: type[BaseModel] | None = whole
    for step in table:
        if model is None or isinstance(step, int):
            continue
        field = _fields(model).get(step)
        if field is not None:
            model = _model_in(field.annotation)
    return list(_fields(model)) if model is not None else []


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {f.alias or name: f for name, f in model.model_fields.items()}


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the model inside `list[Model]`, `Model | None` or `dict[str, Model]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)


def dotted(place: Iterable[int | str]) -> str:
    """A place in a file as `faults[0].measure`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps).lstrip(".")


def _value_at(raw: object, path: str) -> object:
    for step in path.replace("[", ".").replace("]", "").split("."):
        if isinstance(raw, list) and step.isdigit() and int(step) < len(raw):
            raw = raw[int(step)]
        elif isinstance(raw, dict):
            raw = raw.get(step)
        else:
            return None
    return raw


def _first_key(path: str) -> str:
    return path.split(".")[0].split("[")[0]
