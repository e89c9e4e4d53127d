"""What became of each movement that was seen: counted, in part, or not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan

from formcheck.core.judge.lacking import Lack
from formcheck.core.judge.movements import Movement
from formcheck.core.judge.result_parts import (
    HoldResult,
    MovementResult,
    NotCountedResult,
    OwnHoldResult,
    PartialResult,
    RepResult,
    UnseenResult,
)
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["what_became"]

_Timed = (
    RepResult
    | PartialResult
    | OwnHoldResult
    | NotCountedResult
    | UnseenResult
    | Movement
)


def what_became(
    spec: StretchSpec,
    seen: Sequence[Movement],
    reps: Sequence[RepResult],
    partial: Sequence[PartialResult],
    holds: Sequence[HoldResult | OwnHoldResult],
    not_counted: Sequence[NotCountedResult],
    unseen: Sequence[UnseenResult],
) -> tuple[MovementResult, ...]:
    """Return the movements of a set, as they came.

    Every repetition is one, and what it comes to is known; of the rest of those seen it
    is asked why they are none. A hold that is no repetition is left out: it is told as
    what it is.
    """
    found = [
        MovementResult(
            start_s=rep.start_s,
            end_s=rep.end_s,
            became="counted",
            why=None,
            furthest=rep.peak,
        )
        for rep in reps
    ]
    found += [
        MovementResult(
            start_s=part.start_s,
            end_s=part.end_s,
            became="partly" if part.reason.counts else "not_counted",
            why=part.reason,
            furthest=part.peak,
        )
        for part in partial
    ]
    told: list[_Timed] = [*reps, *partial, *holds]
    for movement in seen:
        if any(_same(movement, one) for one in told) or _between(movement, told):
            continue
        known = not isnan(movement.furthest)
        lack = _why(spec, movement, not_counted, unseen)
        found.append(
            MovementResult(
                start_s=round(movement.start_s, 3),
                end_s=round(movement.end_s, 3),
                became="not_counted",
                why=lack.why,
                measure=lack.measure,
                furthest=round(movement.furthest, 3) if known else None,
            )
        )
    return tuple(sorted(found, key=lambda one: one.start_s))


def _why(
    spec: StretchSpec,
    movement: Movement,
    not_counted: Iterable[NotCountedResult],
    unseen: Iterable[UnseenResult],
) -> Lack:
    """Return why it did not count: what kept most of it from that, if anything did."""
    lacking: dict[Lack, float] = {}
    times: list[NotCountedResult | UnseenResult] = [*not_counted, *unseen]
    for one in times:
        measure = one.measure if isinstance(one, NotCountedResult) else None
        lack = Lack(one.why, measure)
        lacking[lack] = lacking.get(lack, 0.0) + _shared_s(movement, one)
    main = max(lacking, key=lambda lack: lacking[lack], default=None)
    if main is not None and lacking[main] > 0:
        return main
    if movement.searching > 0.5:
        return Lack(Reason.NO_START)
    if movement.cut:
        return Lack(Reason.SHOT_CHANGED)
    if movement.progress < spec.reps.smaller_from:  # NaN never is
        return Lack(Reason.NOT_FAR, spec.primary)
    return movement.lacks or Lack(Reason.NOT_KNOWN)


def _same(movement: Movement, other: _Timed) -> bool:
    """Whether the two share half of the shorter one's time."""
    shorter_s = min(one.end_s - one.start_s for one in (movement, other))
    return _shared_s(movement, other) > 0.5 * shorter_s


def _between(movement: Movement, told: Sequence[_Timed]) -> bool:
    """Whether it leads from one to another: that is the rest between the two, which
    passes for a movement where a set began in yet another posture.
    """
    at_start, at_end = (
        {n for n, one in enumerate(told) if one.start_s <= time_s <= one.end_s}
        for time_s in (movement.start_s, movement.end_s)
    )
    return bool(at_start and at_end) and not at_start & at_end


def _shared_s(one: _Timed, other: _Timed) -> float:
    return max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))
