"""Rules between the fields of a stretch file."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.rules import problems_between
from formcheck.core.stretch.spec import StretchSpec
from tests.core.stretches import BOTH_WAYS, HOLD


def changed(**changes: Any) -> dict[str, Any]:
    """The file with some keys changed: `target__clauses__0__enter=...`."""
    raw: Any = deepcopy(HOLD)
    for path, value in changes.items():
        *steps, key = path.split("__")
        table = raw
        for step in steps:
            table = table[int(step) if step.isdigit() else step]
        table[key] = value
    return raw


def paths(raw: dict[str, Any]) -> list[str]:
    return [problem.path for problem in problems_between(raw)]


@pytest.mark.parametrize("raw", [HOLD, BOTH_WAYS], ids=["hold", "two_phase"])
def test_a_right_file_has_no_problems(raw: dict[str, Any]) -> None:
    assert paths(raw) == []


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("measures.hip.kind", {"measures__hip__kind": "hipangle"}),
        ("start.clauses[0].measure", {"start__clauses__0__measure": "hips"}),
        ("target.clauses[0].enter", {"target__clauses__0__enter": [70, 40]}),
        ("target.clauses[0].exit", {"target__clauses__0__exit": [45, 65]}),
        ("tempo.measure", {"tempo__measure": "trunk"}),
        ("faults[1].measure", {"faults__1__measure": "nek"}),
        ("faults[1].id", {"faults__1__id": "knee_straight"}),
        ("faults[0].above", {"faults__0__above": None}),
        ("faults[2].below", {"faults__2__below": 31}),
        ("faults[3].above", {"faults__3__above": None, "faults__3__below": 5}),
        ("faults[1].above", {"faults__1__type": "bounce", "faults__1__above": 0}),
        ("target", {"kind": "hold", "target": None}),
    ],
)
def test_each_rule_names_its_place(path: str, changes: dict[str, Any]) -> None:
    raw = changed(**changes)
    if raw["target"] is None:
        del raw["target"]
    assert path in paths(raw)


@pytest.mark.parametrize(
    "changes",
    [
        {"start__clauses__0__measure": "knee"},
        {"start__clauses": [{"measure": "hip", "enter": [60, 150]}]},
    ],
    ids=["another measure", "overlapping"],
)
def test_which_way_is_further_is_plain_or_said(changes: dict[str, Any]) -> None:
    assert paths(changed(**changes)) == ["target.towards"]
    assert paths(changed(**changes, target__towards="less")) == []


@pytest.mark.parametrize(
    ("sides", "per_side", "right"),
    [
        ("none", False, True),
        ("none", True, False),
        ("each", True, True),
        ("each", False, False),
        ("alternate", True, True),
        ("alternate", False, True),
    ],
)
def test_what_is_counted_a_side_has_sides(
    sides: str, per_side: bool, right: bool
) -> None:
    raw = changed(sides=sides, reps__per_side=per_side)
    assert paths(raw) == ([] if right else ["reps.per_side"])


def test_what_is_said_of_the_way_holds() -> None:
    raw = changed(start__clauses__0__measure="knee", target__towards="more")
    assert StretchSpec.model_validate(raw).direction is Direction.MORE
    assert StretchSpec.model_validate(HOLD).direction is Direction.LESS


def test_what_is_relative_begins_at_nothing() -> None:
    raw = changed(
        target__clauses=[{"measure": "neck", "enter": [20, 60], "exit": [15, 70]}]
    )
    spec = StretchSpec.model_validate(raw)
    assert (spec.starts_at, spec.direction) == (0.0, Direction.MORE)


def test_an_unsafe_limit_stands_ten_degrees_from_the_target() -> None:
    assert paths(changed(faults__2__below=30)) == []
    assert paths(changed(faults__2__below=30.5)) == ["faults[2].below"]


def test_a_form_fault_may_stand_nearer() -> None:
    near = changed(faults__2__below=35, faults__2__severity="form")
    assert "faults[2].below" not in paths(near)


def test_two_faults_of_each_severity_are_asked_for() -> None:
    raw = changed()
    raw["faults"] = raw["faults"][:3]
    texts = [p.text for p in problems_between(raw)]
    assert texts == ["at least two of severity 'unsafe'"]


def test_two_phase_needs_its_phases() -> None:
    raw = changed(kind="two_phase", faults__3__direction="any")
    assert paths(raw) == ["phases"]
    assert paths(changed(kind="two_phase")) == ["faults[3].direction", "phases"]


@pytest.mark.parametrize("table", [[], "angle", 3, None])
def test_tables_that_are_none_hide_no_other_mistake(table: object) -> None:
    raw = changed(measures=table, faults__0__above=None)
    assert "faults[0].above" in paths(raw)


@pytest.mark.parametrize(
    "changes",
    [
        {"targett": {}},
        {"hold__secondss": 3},
        {"trust": "E"},
        {"involves": ["flying"]},
        {"camera__max_off_deg": 80},
        {"hold__seconds": 0},
        {"reps__count": 0},
        {"faults__0__for_s": 0.05},
    ],
)
def test_what_is_unknown_or_out_of_range_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        StretchSpec.model_validate(changed(**changes))
