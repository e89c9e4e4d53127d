"""What a flare-up makes of a stretch's target, and whether it can be judged then."""

from __future__ import annotations

from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import Kind, Mode, Span, StretchSpec

__all__ = ["FLARE_SHARE", "is_narrow", "is_timed", "shrink", "too_narrow"]

FLARE_SHARE = 0.6
"""In a flare-up the excursion from the person's own start is this share of the usual
(our estimate; the sources only say "gentle"). Never an included angle's share."""

MIN_BAND = 10.0
"""Degrees below which a band means nothing."""


def is_narrow(spec: StretchSpec, mode: Mode) -> bool:
    """Whether the file's band becomes too narrow to judge on such a day: a person who
    keeps still is then always in it, and repetitions cannot be separated.
    """
    if mode is not Mode.FLARE or spec.target is None or spec.kind is Kind.GUIDED:
        return False
    first = spec.target.clauses[0]
    return too_narrow(shrink(first.enter, 0.0), spec)


def is_timed(spec: StretchSpec, mode: Mode) -> bool:
    """Whether holds count on such a day, because repetitions cannot be separated."""
    return spec.kind is Kind.GUIDED or is_narrow(spec, mode)


def too_narrow(enter: Span, spec: StretchSpec) -> bool:
    """Whether a band of the first measure is too narrow to mean anything."""
    assert spec.target is not None
    kind = spec.measures[spec.target.clauses[0].measure].kind
    return enter[1] - enter[0] < MIN_BAND * KINDS[kind].scale


def shrink(span: Span, own: float) -> Span:
    """The band at a flare-up's share of the way from the person's own start."""
    low, high = (own + FLARE_SHARE * (edge - own) for edge in span)
    return (low, high)
