"""How much further than the person's own start a repetition went, and how sure that is.

What the model gets wrong all the time cancels in a change, so it is surer than the
angle itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TypedDict

from formcheck.core.body.calibration import hip_shift
from formcheck.core.judge.events import StartConfirmed
from formcheck.core.judge.judging import Judging
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import Kind, StretchSpec

__all__ = ["Errors", "calibration_of", "change_of", "errors_of"]


class Errors(TypedDict):
    """How far a peak, and its change from the start, may be off, in their unit."""

    error: float
    change_error: float


def change_of(
    spec: StretchSpec, peak: float, until_s: float, starts: Sequence[StartConfirmed]
) -> float | None:
    """How much further a peak is than the start pose seen last, signed.

    until_s: when the repetition ended; no start is looked for within one.

    None without a start, and for two opposite phases, which have no one way.
    """
    if not isfinite(peak) or spec.kind is Kind.TWO_PHASE:
        return None
    if spec.measures[spec.primary].relative:  # it is one already
        return round(peak * spec.direction.sign, 3)
    before = [one for one in starts if one.time_s <= until_s]
    own = dict(before[-1].neutral).get(spec.primary) if before else None
    if own is None or not isfinite(own):
        return None
    return round((peak - own) * spec.direction.sign, 3)


def errors_of(spec: StretchSpec, judging: Judging) -> Errors:
    """The errors of the measure that shows progress."""
    error = judging.measure.errors[spec.measures[spec.primary].kind]
    share = judging.measure.compare.change_share
    return {"error": error, "change_error": round(error * share, 3)}


def calibration_of(spec: StretchSpec, judging: Judging) -> str | None:
    """Digest of the constants, where a stretch's angles are read by one of them."""
    numbers, view = judging.body.calibration, spec.view_rule.view
    angles = any(KINDS[one.kind].unit == "deg" for one in spec.measures.values())
    moved = angles and hip_shift(numbers, view, spec.posture)
    return numbers.digest if moved else None
