"""What is said after a stop: how to rest, what eases, and how to get up."""

from __future__ import annotations

from formcheck.core.safety.relief import at_once
from formcheck.core.session.states import Flow
from formcheck.core.words.catalogue import marked
from formcheck.core.words.reasons import StopReason

__all__ = ["CANNOT_UP_LINE", "PAIN_LINE", "REST_LINES", "rest_lines"]

REST_LINES = (
    marked("Rest for a moment, knees bent, breathing slowly."),
    marked("To get up, roll onto your side."),
    marked("Push up with your arms, head last."),
)
"""After a stop: how to rest, and how to get up."""

CANNOT_UP_LINE = marked("If you cannot get up: stay, and call for help.")
"""After those, where the person had stopped."""

PAIN_LINE = marked("More than your usual pain for over 15 minutes: call a doctor.")
"""After a stop for pain, besides."""


def rest_lines(flow: Flow) -> tuple[str, ...]:
    """How to rest and get up after a stop; after a spasm what helps comes first."""
    why = flow.left[-1].why if flow.left else None
    eases: tuple[str, ...] = ()
    if why is StopReason.SPASM:
        outcome = flow.outcome
        eases = at_once(outcome.conditions, floor=outcome.floor)
    hurts = why is not None and why.hurts
    up = () if eases else (CANNOT_UP_LINE,)  # said with what eases
    rest = REST_LINES[1:] if eases else REST_LINES
    return (*eases, *rest, *up, *((PAIN_LINE,) if hurts else ()))
