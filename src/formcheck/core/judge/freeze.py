"""A frozen picture shows nobody, recorded or live, although somebody may be in it.

Pure: it gets the time of each picture, and whether anything in it has moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from formcheck.core.judge.hold import Hold
from formcheck.core.judge.numbers import FreezeNumbers
from formcheck.core.judge.own_hold import OwnHold
from formcheck.core.judge.set_state import CheckerState
from formcheck.core.judge.states import (
    Finding,
    Going,
    Holding,
    InPhase,
    Lost,
    Missed,
    NotYet,
    Returning,
    Seen,
    Sight,
    State,
)

__all__ = ["Stillness", "frozen_s", "stand", "unsee"]


@dataclass(frozen=True, slots=True)
class Stillness:
    """How long nothing has moved. Times in s, None before the first picture.

    numbers: when that is frozen. since_s: nothing has since then. last_s: the last
    picture. not_before_s: the first one, or the last of the freeze before.
    """

    numbers: FreezeNumbers
    since_s: float | None = None
    last_s: float | None = None
    not_before_s: float | None = None


def stand(stillness: Stillness, time_s: float, *, moved: bool) -> Stillness:
    """Take in one picture. moved: something has, since the picture compared with."""
    last_s, numbers = stillness.last_s, stillness.numbers
    if last_s is None or time_s - last_s > numbers.apart_s:
        return Stillness(numbers, time_s, time_s, time_s)
    if not moved:
        return replace(stillness, last_s=time_s)
    if frozen_s(stillness, last_s):
        stillness = replace(stillness, not_before_s=last_s)
    return replace(stillness, since_s=time_s, last_s=time_s)


def frozen_s(stillness: Stillness, time_s: float) -> float:
    """Return how long the picture has been frozen, s; 0 if it is not, or not yet."""
    since_s, not_before_s = stillness.since_s, stillness.not_before_s
    numbers = stillness.numbers
    if since_s is None or time_s - since_s < numbers.frozen_after_s - 1e-6:
        return 0.0
    from_s = since_s - numbers.mended_s
    return time_s - (from_s if not_before_s is None else max(from_s, not_before_s))


def unsee(
    state: CheckerState, since_s: float, time_s: float, step_s: float
) -> tuple[CheckerState, float]:
    """Take back what was seen since then: it was no picture of that time.

    step_s: not seen now; returned with what is taken back.
    """
    seen_s = state.seen_s
    if seen_s is not None and seen_s > since_s:
        step_s = time_s - since_s
    hold_s = state.judging.judge.hold.own_range_s
    sight = _sight_until(state.sight, since_s)
    at = _at_until(state.at, since_s, hold_s)
    return replace(state, sight=sight, at=at), step_s


def _sight_until(sight: Sight, since_s: float) -> Sight:
    if isinstance(sight, NotYet):
        return sight
    seen_s = None if sight.seen_s is None else min(sight.seen_s, since_s)
    if isinstance(sight, Missed):
        return replace(sight, since_s=min(sight.since_s, since_s), seen_s=seen_s)
    if isinstance(sight, Lost):  # reported already
        return replace(sight, seen_s=seen_s)
    return Seen(min(sight.seen_s, since_s))


def _at_until(at: State, since_s: float, hold_s: float) -> State:
    if isinstance(at, Finding):
        return replace(at, calm_in_s=None)
    if isinstance(at, Going):
        return replace(at, own=_own_until(at.own, since_s, hold_s))
    if isinstance(at, Holding | InPhase):
        return replace(at, hold=_until(at.hold, since_s))
    if isinstance(at, Returning) and at.hold is not None:
        return replace(at, hold=_until(at.hold, since_s))
    return at


def _own_until(own: OwnHold | None, since_s: float, hold_s: float) -> OwnHold | None:
    """Return the hold short of the target as of then, if it was already a hold."""
    if own is None or own.since_s >= since_s:
        return None
    still_s, in_s = min(own.still_s, since_s), min(own.in_s, since_s)
    own = replace(own, still_s=still_s, in_s=in_s)
    return own if own.held_s >= hold_s else None


def _until(hold: Hold, since_s: float) -> Hold:
    """Return the stay as of then; one that began later begins then."""
    settled_s, slow_s = hold.settled_s, hold.slow_s
    return replace(
        hold,
        entered_s=min(hold.entered_s, since_s),
        settled_s=None if settled_s is None else min(settled_s, since_s),
        calm_s=min(hold.calm_s, since_s),
        in_s=min(hold.in_s, since_s),
        slow_s=None if slow_s is None else min(slow_s, since_s),
    )
