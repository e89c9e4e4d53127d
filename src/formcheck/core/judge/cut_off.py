"""What counts in a set that was cut off in the middle: the hold that was under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from formcheck.core.judge.events import (
    Event,
    OwnRangeEntered,
    OwnRangeLeft,
    SetFinished,
    TargetEntered,
    TargetLeft,
)
from formcheck.core.judge.terms import Terms

__all__ = ["Held", "cut_off"]

_HOLDS = TargetEntered | TargetLeft | OwnRangeEntered | OwnRangeLeft


class Held(NamedTuple):
    """When the set was last known to go on, s, and what was held by then of a hold."""

    until_s: float
    held_s: float

    def since(self, entered_s: float, round_s: float) -> float:
        """Return seconds held of the hold entered then; 0 if of an earlier one.

        round_s: how much longer than since then the hold's clock may have run.
        """
        since_s = self.until_s - entered_s
        return min(self.held_s, since_s) if self.held_s <= since_s + round_s else 0.0


def cut_off(
    terms: Terms, events: Sequence[Event], start_s: float, held: Held
) -> list[Event]:
    """Return the events missing at the end: the open hold's, and the end itself."""
    end_s = max([held.until_s, *(event.time_s for event in events)])
    last = next((e for e in reversed(events) if isinstance(e, _HOLDS)), None)
    held_s = 0.0
    if isinstance(last, TargetEntered | OwnRangeEntered):
        before = [e for e in events if isinstance(e, TargetLeft | OwnRangeLeft)]
        free_s = end_s - start_s - sum(hold.held_s for hold in before)
        held_s = max(
            0.0, min(held.since(last.time_s, terms.judging.judge.hold.round_s), free_s)
        )
    complete = terms.is_held(held_s)
    hold = (end_s, end_s - held_s, end_s, held_s, complete, terms.plan.side, True)
    found: list[Event] = []
    if isinstance(last, TargetEntered) and held_s > 0:
        found.append(TargetLeft(*hold, last.phase))
    elif isinstance(last, OwnRangeEntered) and held_s > 0:
        found.append(OwnRangeLeft(*hold))
    return [*found, SetFinished(end_s, ())]
