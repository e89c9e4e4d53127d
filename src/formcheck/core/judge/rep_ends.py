"""How a repetition ends, and what it comes to: whole, in part, or none."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import Event, NotCounted, OwnRangeLeft
from formcheck.core.judge.hold import left
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.states import (
    AtStart,
    CameIn,
    Going,
    Holding,
    Rep,
    RepState,
    Returning,
)
from formcheck.core.judge.target import RangeKind, TargetRange
from formcheck.core.judge.terms import Terms
from formcheck.core.stretch.spec import Kind, Phase
from formcheck.core.words.reasons import Reason, Shortfall

__all__ = ["close", "close_own", "closed", "end_repetition", "finish_repetition"]
__all__ += ["is_over", "reported_side", "share_back"]


def close_own(
    at: Going, terms: Terms, time_s: float, *, cut: bool = False
) -> tuple[Going, list[Event]]:
    """End the hold short of the target, if there is one."""
    own, at = at.own, replace(at, own=None)
    if own is None or not own.held:
        return at, []
    complete = terms.is_held(own.held_s)
    at = replace(
        at,
        own_held_s=max(at.own_held_s, own.held_s),
        own_done=at.own_done or complete,
    )
    side = reported_side(at.rep, terms)
    return at, [
        OwnRangeLeft(time_s, own.since_s, own.still_s, own.held_s, complete, side, cut)
    ]


def closed(
    at: Holding | Returning,
    terms: Terms,
    time_s: float,
    *,
    cut: bool = False,
) -> tuple[Rep, list[Event]]:
    """The stay is over, if there is one: the hold ran from settling to the start of the
    way out.
    """
    if at.hold is None:
        return at.rep, []
    event = left(at.hold, time_s, terms, at.rep.side, cut=cut)
    return replace(at.rep, held_s=max(at.rep.held_s, event.held_s)), [event]


def close(at: RepState, terms: Terms, time_s: float) -> list[Event]:
    """The end of the hold that goes on, cut off here, in the target or short of it."""
    if isinstance(at, Going):
        return close_own(at, terms, time_s, cut=True)[1]
    if isinstance(at, AtStart):
        return []
    return closed(at, terms, time_s, cut=True)[1]


def share_back(rep: Rep, target_range: TargetRange, value: float) -> float:
    """Share of the way back from the repetition's peak; 0 without one."""
    return 0.0 if rep.peak is None else target_range.share_back(value, rep.peak)


def end_repetition(
    at: Going | Holding | Returning,
    terms: Terms,
    target_range: TargetRange,
    time_s: float,
) -> list[Event]:
    """What a repetition that is over comes to."""
    end_s = time_s
    if not isinstance(at, Holding) and at.returned_s is not None:
        end_s = at.returned_s
    if isinstance(at, Going):
        at, events = close_own(at, terms, time_s)
        rep = replace(at.rep, held_s=at.own_held_s)
    else:
        rep, events = closed(at, terms, time_s)
    if target_range.kind is not RangeKind.JUDGED:  # timed, and nothing is counted
        return events
    side = reported_side(rep, terms)
    if rep.peak is not None and target_range.is_past_end(rep.peak):
        start_s = end_s if rep.begun_s is None else rep.begun_s
        why, phase = Reason.OTHER_EXERCISE, Phase.TARGET
        return [*events, NotCounted(time_s, start_s, end_s, why, phase)]
    reached = not isinstance(at, Going)
    reason = _shortfall(rep, terms, target_range, reached=reached)
    if reason is not None:
        return [*events, rep.partial(time_s, end_s, side, reason)]
    if reached and rep.entry is not CameIn.BEGAN_IN_IT:
        return [
            *events,
            rep.counted(time_s, end_s, side, terms.judging.judge.rep.blind_s),
        ]
    return events


def _shortfall(
    rep: Rep,
    terms: Terms,
    target_range: TargetRange,
    *,
    reached: bool,
) -> Shortfall | None:
    """Return why this was only part of a rep; None if it was a whole rep or none."""
    spec, plan = terms.spec, terms.plan
    if not reached:
        if rep.peak is None or rep.unclear:
            return None
        # What went further than the target's edge lacked something else, and is told.
        smaller = spec.reps.smaller_from <= target_range.progress(rep.peak) < 1
        return Shortfall.SMALLER_RANGE if smaller else None
    short = spec.kind is Kind.HOLD and not terms.is_held(rep.held_s)
    elsewhere = rep.entry is CameIn.FROM_ELSEWHERE
    if rep.entry is CameIn.BEGAN_IN_IT or (elsewhere and short):
        return None  # a short stay may have been a way through it
    wanted = plan.side if spec.sides == "alternate" else None
    if wanted is not None and rep.side is not wanted:
        return Shortfall.OTHER_SIDE
    if elsewhere:
        return Shortfall.START_NOT_SEEN
    return Shortfall.SHORT_HOLD if short else None


def reported_side(rep: Rep, terms: Terms) -> Side | None:
    """Return the side that worked: the plan knows better than the model's labels."""
    if terms.spec.sides == "each" and terms.plan.side is not None:
        return terms.plan.side
    return rep.side


def _all_but_back(at: Going | Holding | Returning, terms: Terms) -> bool:
    """Whether a hold as long as planned goes on, in the target or short of it."""
    if isinstance(at, Going):
        return at.own is not None and at.own.held and terms.is_held(at.own.held_s)
    return at.hold is not None and terms.is_held(at.hold.held_s)


def is_over(
    at: Holding | Returning, terms: Terms, target_range: TargetRange, value: float
) -> bool:
    """Whether a repetition had come back far enough when the picture ended or was cut.

    value: of the measure at the last look, NaN where it was not known.
    """
    if target_range.kind is RangeKind.TIMER:
        return False
    enough = terms.judging.judge.rep.returned_at_end
    back = share_back(at.rep, target_range, value) >= enough
    if isinstance(at, Holding):
        out = at.target.coming is Verdict.NO or terms.spec.kind is Kind.REPS
        return out and back
    return back or (at.hold is None and at.returned_s is not None)


def finish_repetition(
    at: RepState,
    terms: Terms,
    target_range: TargetRange,
    value: float,
    time_s: float,
) -> list[Event]:
    """End the recording. A stay that it cuts off is a hold but not a rep."""
    spec, plan = terms.spec, terms.plan
    if isinstance(at, AtStart) or target_range.kind is RangeKind.TIMER:
        return close(at, terms, time_s)
    if not plan.recorded and spec.kind is Kind.HOLD and _all_but_back(at, terms):
        # Live, a set may end before the way back, which so was not seen to be good.
        at = replace(at, rep=replace(at.rep, blind_s=inf))
        return end_repetition(at, terms, target_range, time_s)
    if isinstance(at, Going):
        return close(at, terms, time_s)
    if is_over(at, terms, target_range, value):
        return end_repetition(at, terms, target_range, time_s)
    return close(at, terms, time_s)
