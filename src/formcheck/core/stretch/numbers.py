"""The numbers of a dose, a sore day and a person's own range; see
`poses/judging/judging.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DoseNumbers", "GentleNumbers", "OwnRangeNumbers", "StretchNumbers"]


@dataclass(frozen=True, slots=True)
class DoseNumbers:
    """When a hold is as long as planned."""

    short_s: float


@dataclass(frozen=True, slots=True)
class GentleNumbers:
    """What a flare-up makes of a target."""

    flare_share: float
    min_band_deg: float


@dataclass(frozen=True, slots=True)
class OwnRangeNumbers:
    """A person's own range, from what they did at ease."""

    margin_deg: float
    calm_reps: int
    kept_peaks: int


@dataclass(frozen=True, slots=True)
class StretchNumbers:
    """All of this room."""

    dose: DoseNumbers
    gentle: GentleNumbers
    own_range: OwnRangeNumbers
