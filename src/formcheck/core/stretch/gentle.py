"""What a flare-up makes of a stretch's target, and whether it can be judged then."""

from __future__ import annotations

from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.numbers import GentleNumbers
from formcheck.core.stretch.spec import Kind, Mode, Span, StretchSpec

__all__ = ["is_narrow", "is_timed", "shrink", "too_narrow"]


def is_narrow(spec: StretchSpec, mode: Mode, numbers: GentleNumbers) -> bool:
    """Whether the file's range becomes too narrow to judge on such a day: a person who
    keeps still is then always in it, and repetitions cannot be separated.
    """
    if mode is not Mode.FLARE or spec.target is None or spec.kind is Kind.GUIDED:
        return False
    first = spec.target.clauses[0]
    return too_narrow(shrink(first.enter, 0.0, numbers), spec, numbers)


def is_timed(spec: StretchSpec, mode: Mode, numbers: GentleNumbers) -> bool:
    """Whether holds count on such a day, because repetitions cannot be separated."""
    return spec.kind is Kind.GUIDED or is_narrow(spec, mode, numbers)


def too_narrow(enter: Span, spec: StretchSpec, numbers: GentleNumbers) -> bool:
    """Whether a range of the first measure is too narrow to mean anything."""
    assert spec.target is not None
    kind = spec.measures[spec.target.clauses[0].measure].kind
    return enter[1] - enter[0] < numbers.min_band_deg * KINDS[kind].scale


def shrink(span: Span, own: float, numbers: GentleNumbers) -> Span:
    """The range at a flare-up's share of the way from the person's own start."""
    low, high = (own + numbers.flare_share * (edge - own) for edge in span)
    return (low, high)
