"""The numbers that measures are read and compared by; see
`poses/judging/judging.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CompareNumbers", "FilterNumbers", "MeasureNumbers", "TurnNumbers"]


@dataclass(frozen=True, slots=True)
class FilterNumbers:
    """One Euro's three."""

    min_cutoff_hz: float
    beta: float
    slope_cutoff_hz: float


@dataclass(frozen=True, slots=True)
class TurnNumbers:
    """How far shoulders are turned."""

    width_noise: float


@dataclass(frozen=True, slots=True)
class CompareNumbers:
    """What two values of a measure must differ by to mean anything."""

    error_margin_deg: float
    change_share: float


@dataclass(frozen=True, slots=True)
class MeasureNumbers:
    """All of this room. errors: by kind of measure, in its unit."""

    filter: FilterNumbers
    turn: TurnNumbers
    compare: CompareNumbers
    errors: Mapping[str, float]
