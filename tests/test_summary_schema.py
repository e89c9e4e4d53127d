"""The schema that ships is of what is written, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from typing import Any

import jsonschema
import pytest

from formcheck.core.records.session import (
    SUMMARY_SCHEMA,
    LeftEarly,
    PlannedSet,
    SetRecord,
    Stop,
)
from formcheck.core.records.summary_schema import summary_schema_json
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.resources import summary_schema
from tests.core.stretches import HOLD, stretch
from tests.results import flag, hold, own_hold, part, rep, result
from tests.sessions import SORE, session_of

FULL = result(
    status="partly_judged",
    why="hidden",
    side="left",
    profile={
        "person": "AB",
        "ranges": [{"side": "left", "near": 160.0, "ceiling": None}],
        "neutral": 120.0,
        "conditions": ["disc"],
    },
    neutral={"hip": 130.0, "knee": None},
    reps=[rep(side="right", flags=["over"], good=None)],
    partial_reps=[part("short_hold", peak=None)],
    holds=[hold(phase="cat")],
    own_range_holds=[own_hold()],
    flags=[flag("over", rep=1, worst=None)],
    unseen=[{"start_s": 1.0, "end_s": 2.0, "why": "nobody seen"}],
    not_judged=[{"measure": "hip", "why": "view", "seconds": 2.0}],
    learned={"measure": "hip", "peaks": {"both": [172.0], "left": [171.0]}},
)


def summary() -> dict[str, Any]:
    session = session_of(
        [SetRecord(stretch(HOLD), Profile(), Plan(), one) for one in (FULL, result())],
        pain=SORE,
        planned=[PlannedSet(stretch="bridge", side="left")],
        stops=[Stop(time_s=3.0, why="pain")],
        left_early=[LeftEarly(stretch="bridge", why="tired")],
    )
    found: dict[str, Any] = json.loads(json.dumps(session.summary))
    return found


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(summary_schema().read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def validate(one: dict[str, Any]) -> None:
    validator().validate(one)


def objects(one: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every object, but for those with keys of their own."""
    found = [way] if isinstance(one, dict) and way[-1:] not in OPEN else []
    parts: Iterable[tuple[Any, Any]]
    parts = one.items() if isinstance(one, dict) else ()
    parts = enumerate(one) if isinstance(one, list) else parts
    return found + [deeper for k, v in parts for deeper in objects(v, (*way, k))]


OPEN = {("neutral",), ("peaks",)}


def test_what_ships_is_what_is_generated() -> None:
    """`python -m tools.make_schema` writes it."""
    assert summary_schema().read_text(encoding="utf-8") == summary_schema_json()
    assert f'"const": {SUMMARY_SCHEMA}' in summary_schema_json()


def test_everything_there_is_is_valid() -> None:
    validate(summary())
    without = {k: v for k, v in summary().items() if k != "session"}
    validate({**without, "inputs": "0" * 64})


def test_no_key_is_missing_and_none_is_of_another_name() -> None:
    ways = objects(summary())
    assert len(ways) > 20
    for way in ways:
        spoilt = summary()
        there: Any = spoilt
        for step in way:
            there = there[step]
        was = deepcopy(there)
        for key in [*was, "of_no_name"]:
            there.clear()
            there |= {k: v for k, v in was.items() if k != key}
            if key == "of_no_name":
                there[key] = 1
            if way == () and key in ("judging", "session"):
                continue
            with pytest.raises(jsonschema.ValidationError):
                validate(spoilt)


@pytest.mark.parametrize(
    "spoil",
    [
        {"status": "well"},
        {"why": "of another version"},
        {"side": "both"},
        {"start_s": -1},
        {"unit": "m"},
        {"direction": None},
        {"planned": {"reps": 0, "hold_s": 2.0, "side": None}},
        {"planned": {"reps": 1, "hold_s": 0, "side": None}},
        {"looks": {"seen": -1, "nobody": 0, "skipped": 0}},
        {"reps": [rep(good="yes")]},
        {"partial_reps": [part("lazy")]},
    ],
)
def test_values_are_what_they_can_be(spoil: dict[str, Any]) -> None:
    one = summary()
    one["sets"][0] |= spoil
    with pytest.raises(jsonschema.ValidationError):
        validate(one)


def test_another_version_is_told_by_its_number() -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate({**summary(), "schema": SUMMARY_SCHEMA - 1})
