"""What a person's own plan says of a recording whose side is not known yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formcheck.core.body.landmarks import Side
from formcheck.core.records.session import PlannedSet
from formcheck.core.stretch.spec import Plan

__all__ = ["PlannedSides"]


@dataclass(frozen=True, slots=True)
class PlannedSides:
    """What is planned for each side of a recorded stretch, where a plan says it.

    name: of the plan. sides: for each side that may turn out to work, the plan for it.
    sets: the entries, as they are kept, by number.
    """

    name: str = ""
    sides: Mapping[Side, Plan] = field(default_factory=dict)
    sets: Mapping[int, PlannedSet] = field(default_factory=dict)
