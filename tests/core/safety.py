"""What the tests of safety share: rules by name, small stretches, past sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from formcheck.core.safety.conditions import Condition
from formcheck.core.safety.due import Past
from formcheck.core.safety.triage import RULES
from formcheck.core.stretch.spec import StretchSpec
from formcheck.resources import poses_dir
from formcheck.stretches.safety import FILE, load_conditions
from tests.core.stretches import HOLD, REPS, stretch

Test = TypeVar("Test", bound=Callable[..., None])

CONDITIONS = load_conditions(poses_dir() / FILE)
FINE: dict[str, Any] = {"signs": [], "today": [], "pain_before": 0}


def of(*names: str) -> Callable[[Test], Test]:
    """Say which rules a test is about; `test_safety` reads it off the page."""
    assert set(names) <= set(RULES), names
    return lambda test: test


def has(*ids: str) -> tuple[Condition, ...]:
    return tuple(CONDITIONS[name] for name in ids)


def hold(name: str, **changes: Any) -> StretchSpec:
    return stretch(HOLD | {"id": name, "name": name.replace("_", " ")} | changes)


def reps(name: str, **changes: Any) -> StretchSpec:
    return stretch(REPS | {"id": name, "name": name.replace("_", " ")} | changes)


def by_id(*specs: StretchSpec) -> dict[str, StretchSpec]:
    return {spec.id: spec for spec in specs}


def went_well(days_ago: float, *stretches: str, **more: Any) -> Past:
    known: dict[str, Any] = {
        "days_ago": days_ago,
        "before": 2,
        "after": 3,
        "next_morning": 2,
        "stretches": frozenset(stretches or ("draw_in",)),
    }
    return Past(**(known | more))
