"""A played person before a live session: what the session wants, from its engine."""

from __future__ import annotations

from formcheck.app.live.engine import Engine
from formcheck.core.judge.events import FlagRaised
from formcheck.core.judge.target import RangeKind
from formcheck.core.stretch.spec import Phase, Severity
from formcheck.edges.played_eye import Wanted

__all__ = ["wanted_by"]

_TOO_FAR = "past_ceiling"


def wanted_by(engine: Engine) -> Wanted:
    """What the session wants of a `PlayedPerson` now."""
    running = engine.running
    if running is None:
        return Wanted(engine.flow)
    judge, state = running.judge, running.judge.state
    there = state.reading.of(running.task.spec).progress >= 1.0
    # Where the range is too narrow to be in, a person who keeps still is in the target.
    target_range = state.target_range
    narrow = target_range is not None and target_range.kind is RangeKind.NARROW
    return Wanted(
        engine.flow,
        far_enough=there and (narrow or state.phase is Phase.TARGET),
        ease=any(
            isinstance(event, FlagRaised)
            and (event.id == _TOO_FAR or event.severity is Severity.UNSAFE)
            for event in judge.events
        ),
    )
