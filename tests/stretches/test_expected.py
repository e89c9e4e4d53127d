"""What is wrong with a value is said in our words, whatever is wrong and wherever."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from formcheck.core.programme.my_plan import MyPlan
from formcheck.core.programme.spec import Programme
from formcheck.core.safety.conditions import Conditions
from formcheck.core.stretch.spec import Profile, StretchSpec
from formcheck.core.words.expected import expected_words
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from formcheck.stretches.problems import of_fields, strictly
from formcheck.stretches.programmes import read_programmes
from tests.core.safety import CONDITIONS
from tests.shelf import SPECS

WRONG: tuple[Any, ...] = (
    "", "Not so", 3, -1e9, 1e9, 2.5, None, True, [], {}, math.nan, math.inf,
    [None], {"x": None},
)  # fmt: skip


def plain(model: BaseModel) -> dict[str, Any]:
    text = model.model_dump_json(by_alias=True, exclude_none=True)
    found: dict[str, Any] = json.loads(text)
    return found


FEW = [plain(one) for one in list(CONDITIONS.values())[:2]]
PLAN = {
    "schema": 1, "name": "Anna", "days_a_week": 4, "avoid": ["triangle"], "note": "a",
    "stretches": [
        {"stretch": "bridge", "reps": 8, "hold_s": 2.5, "side": "left", "ceiling": 70.0}
    ],
}  # fmt: skip
OWN = {
    "person": "Anna",
    "conditions": ["pregnancy"],
    "stretches": {"bridge": {"ceiling_deg": 175, "neutral_deg": 128.5}},
}


def spoilt(whole: Any) -> Iterator[Any]:
    """Yield the tables with one value of them wrong, each in each way."""
    for place in places(whole):
        for wrong in WRONG:
            one = deepcopy(whole)
            at = one
            for step in place[:-1]:
                at = at[step]
            at[place[-1]] = wrong
            yield one


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    steps = list(value) if isinstance(value, dict) else range(len(value))
    for step in steps:
        if isinstance(value[step], dict | list):
            yield from places(value[step], (*at, step))
        else:
            yield (*at, step)


@pytest.mark.parametrize(
    ("model", "right"),
    [
        (StretchSpec, plain(find_stretch("cat_cow", poses_dir()))),
        (StretchSpec, plain(find_stretch("triangle", poses_dir()))),
        (Programme, plain(read_programmes(poses_dir(), SPECS).ready[0])),
        (Conditions, {"schema": 1, "conditions": FEW}),
        (MyPlan, PLAN),
        (Profile, OWN),
    ],
)  # fmt: skip
def test_pydantics_own_words_are_never_shown(
    model: type[BaseModel], right: dict[str, Any]
) -> None:
    assert strictly(model, right)
    told = set()
    for wrong in spoilt(right):
        try:
            strictly(model, wrong)
        except ValidationError as error:
            lines = {problem.text for problem in of_fields(error, model)}
            lines |= {expected_words(d) for d in error.errors() if d["type"] != "enum"}
            own = {d["msg"] for d in error.errors() if d["type"] != "value_error"}
            assert not own & lines
            told |= lines
    assert len(told) > 10
    for line in told:
        assert "valid" not in line and "nput" not in line and "type=" not in line
    # Only what a pattern rules out has no words for what it is.
    vague = {line for line in told if line.startswith("is not what it should be")}
    assert all(", is '" in line for line in vague), vague


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"type": "int_from_float", "input": 2.5}, "should be a whole number, is 2.5"),
        ({"type": "model_type", "input": []}, "should be a table"),
        ({"type": "missing", "input": {}, "loc": ("a", 1)}, "this value is missing"),
        (
            {"type": "too_short", "input": [], "ctx": {"min_length": 1}},
            "should not be empty",
        ),
        (
            {"type": "greater_than_equal", "input": 0, "ctx": {"ge": 1}},
            "should be 1 or more, is 0",
        ),
        ({"type": "value_error", "input": 1, "ctx": {"error": "odd"}}, "odd"),
        ({"type": "url_type", "input": "x"}, "is not what it should be, is 'x'"),
    ],
)
def test_what_was_expected_is_said(detail: dict[str, Any], words: str) -> None:
    assert expected_words(detail) == words
