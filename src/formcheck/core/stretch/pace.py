"""How long things take, unhurried, where nobody is seen doing them."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.core.stretch.spec import Kind, StretchSpec

__all__ = ["PACE", "Pace", "rep_s"]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that pass beside the holding, unhurried. Our estimates.

    way_s: one way into a stretch or out of it. breath_s: between two repetitions.
    ready_s: taking up the start and being counted in, after the explanation.
    Then each kind of move.
    """

    way_s: float = 2.5
    breath_s: float = 1.5
    ready_s: float = 6.0
    turn_s: float = 10.0
    roll_s: float = 12.0
    down_s: float = 20.0
    up_s: float = 30.0
    camera_s: float = 40.0


PACE = Pace()


def rep_s(spec: StretchSpec, hold_s: float) -> float:
    """Seconds that one repetition takes with its hold, the ways and a breath."""
    if spec.kind is Kind.GUIDED:
        return hold_s + PACE.breath_s
    if spec.kind is Kind.TWO_PHASE:
        return 2 * (hold_s + PACE.way_s) + PACE.breath_s
    return hold_s + 2 * PACE.way_s + PACE.breath_s
