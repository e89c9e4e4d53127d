"""One stay in the target: when the body settled, and when it began to leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan

from formcheck.core.body.cadence import CADENCE

__all__ = ["PACE_OVER_S", "Hold", "stay"]

PACE_OVER_S = 0.3
"""Seconds over which the pace is averaged that decides settling and leaving."""

_CALM_AGAIN = 0.8
"""Share of the settling speed. Movement in a hold has ended once it is slower than
this; a single look just below the settling speed, on the way out, does not end it."""

_SETTLES_S = 0.2
"""Movement in that pauses for less has not settled: it goes on, or the tracker stuck
(a leg swap held a knee still for 0.2 s half-way up)."""

_PAUSES_S = 0.1
"""A slow spell shorter than this, a look or two, is not a pause."""

_LEAVES_S = 0.25
"""Movement that lasts longer than this may be the way out: a pause in it does not
belong to the hold unless the pause lasts."""

_WOBBLE = 0.075
"""A movement over less than this share of the way never counts as the way out."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One stay in the target.

    entered_s: time of the first look in the target.
    settled_s: time at which the movement into it had slowed down.
    calm_s: time of the last slow look. off_s: time of the first faster look after it.
    went_s: time between these two at which the movement sped up. went_from: how far in
    the body was at that time, as a share of the way.
    in_s: time of the last look inside. haste: how much faster than slow that look was.
    gap_s: seconds of the hold that were not seen. gap_since_s: seconds not seen since
    the last slow look; they count only if another slow look follows.
    slow_s: time from which it has been slow again after movement outside the hold.
    cut: the recording began in the hold.
    told: how many times the planned time has been reported as held.
    """

    entered_s: float
    settled_s: float | None = None
    calm_s: float = 0.0
    off_s: float = 0.0
    went_s: float = 0.0
    went_from: float = nan
    in_s: float = 0.0
    haste: float = nan
    gap_s: float = 0.0
    gap_since_s: float = 0.0
    slow_s: float | None = None
    cut: bool = False
    told: int = 0

    @property
    def span_s(self) -> tuple[float, float]:
        """Start and end of the hold, s: from settling to the start of the way out."""
        if self.settled_s is None:
            return self.entered_s, self.in_s
        end_s = self.calm_s
        if self.calm_s < self.in_s:
            # The pace is a mean: what it says of a moment began half its window before.
            end_s = self.went_s - PACE_OVER_S / 2
        return self.settled_s, max(end_s, self.settled_s)

    @property
    def moved(self) -> bool:
        """Whether, once settled, there was movement at the last look."""
        return self.settled_s is not None and self.in_s > self.calm_s

    def slow_share(self, at: float) -> float:
        """Return the share of the settling speed that is slow. at: how far in."""
        return _CALM_AGAIN if self.moved and not self.wobbles(at) else 1.0

    def wobbles(self, at: float) -> bool:
        """Whether the movement since the last slow look has not led anywhere yet."""
        return abs(at - self.went_from) < _WOBBLE

    @property
    def held_s(self) -> float:
        """Length of the hold, less what was not seen."""
        start_s, end_s = self.span_s
        return max(0.0, end_s - start_s - self.gap_s)

    def so_far_s(self, time_s: float) -> float:
        """Length of the hold if it goes on, for the clock."""
        start_s = self.settled_s if self.settled_s is not None else self.entered_s
        return max(0.0, time_s - start_s - self.gap_s - self.gap_since_s)


def stay(
    hold: Hold,
    time_s: float,
    *,
    calm: bool,
    arriving: bool = False,
    haste: float = nan,
    at: float = nan,
) -> Hold:
    """Take in a look in the target. calm: hardly moving. arriving: still going in.

    haste: how much faster than slow this look is, in the measure's unit a second; from
    it comes the moment between two looks at which the movement slowed down or began.
    at: how far in the body is, as a share of the way.
    """
    if (
        arriving
        and hold.settled_s is not None
        and hold.calm_s - hold.settled_s < PACE_OVER_S / 2 + _SETTLES_S
    ):
        hold = replace(hold, settled_s=None)
    slow_s = (hold.slow_s if hold.slow_s is not None else time_s) if calm else None
    step_s, share = _since(hold, time_s, haste)
    went_from = hold.went_from if hold.moved else at
    hold = replace(hold, slow_s=slow_s, haste=haste, went_from=went_from)
    if hold.moved and slow_s is not None:
        away = slow_s - hold.off_s > _LEAVES_S and not hold.wobbles(at)
        calm = time_s - slow_s >= (_SETTLES_S if away else _PAUSES_S)
        if not calm:
            return replace(hold, in_s=time_s)
    if calm or hold.settled_s is None:
        gap_s = hold.gap_s + hold.gap_since_s
        hold = replace(hold, gap_s=gap_s, gap_since_s=0.0)
    if calm:
        settled_s = hold.settled_s
        if settled_s is None:
            slowed_s = time_s - step_s * (1 - share)
            settled_s = max(hold.entered_s, slowed_s - PACE_OVER_S / 2)
        hold = replace(hold, settled_s=settled_s, calm_s=time_s)
    elif hold.in_s == hold.calm_s:
        hold = replace(hold, off_s=time_s, went_s=hold.calm_s + step_s * share)
    return replace(hold, in_s=time_s)


def _since(hold: Hold, time_s: float, haste: float) -> tuple[float, float]:
    """Return seconds since the last look, and their share before the pace changed."""
    step_s = time_s - hold.in_s
    before = hold.haste
    if step_s > CADENCE.apart_s or not before * haste < 0:  # one may be unknown
        return min(step_s, CADENCE.apart_s), 0.5
    return step_s, before / (before - haste)
