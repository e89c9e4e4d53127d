"""One stay in the target: when it had settled, and when it began to be left."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["PACE_OVER_S", "Visit", "stay"]

PACE_OVER_S = 0.3
"""The pace that tells settling and leaving is a mean over this."""

_SETTLES_S = 0.2
"""Movement in that pauses for less has not settled: it goes on, or the tracker stuck
(a leg swap held a knee still for 0.2 s half-way up)."""

_LEAVES_S = 0.25
"""Movement for longer than this may be the way out: a pause in it is none of the hold,
unless it lasts."""

_LOOKS_APART_S = 0.15
"""Two looks are this far apart at most; with more between them there was a gap."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in the target.

    entered_s: into the target. settled_s: the movement into it had slowed down; calm_s:
    last slow look; off_s: the first that was not slow after it; in_s: last look inside.
    gap_s: how much of it was not seen;
    gap_since_s: not seen since the last slow look, and no part of it if none follows.
    slow_s: slow again since then, after movement that was no part of it.
    cut: the recording began in it. told: the planned time is held, and that was said.
    """

    entered_s: float
    settled_s: float | None = None
    calm_s: float = 0.0
    off_s: float = 0.0
    in_s: float = 0.0
    gap_s: float = 0.0
    gap_since_s: float = 0.0
    slow_s: float | None = None
    cut: bool = False
    told: bool = False

    @property
    def hold(self) -> tuple[float, float]:
        """Start and end of the hold, s: from settling to the start of the way out."""
        if self.settled_s is None:
            return self.entered_s, self.in_s
        end_s = self.calm_s
        if self.calm_s < self.in_s:
            # The pace is a mean: what it says of a moment began half its window before.
            step_s = _half_step_s(self.calm_s, self.off_s)
            end_s = self.calm_s + step_s - PACE_OVER_S / 2
        return self.settled_s, max(end_s, self.settled_s)

    @property
    def held_s(self) -> float:
        """Length of the hold, less what was not seen."""
        start_s, end_s = self.hold
        return max(0.0, end_s - start_s - self.gap_s)

    def so_far_s(self, time_s: float) -> float:
        """Length of the hold if it goes on, for the clock."""
        start_s = self.settled_s if self.settled_s is not None else self.entered_s
        return max(0.0, time_s - start_s - self.gap_s - self.gap_since_s)


def stay(visit: Visit, time_s: float, *, calm: bool, arriving: bool = False) -> Visit:
    """One look more in the target. calm: hardly moving; arriving: still going in."""
    if (
        arriving
        and visit.settled_s is not None
        and visit.calm_s - visit.settled_s < PACE_OVER_S / 2 + _SETTLES_S
    ):
        visit = replace(visit, settled_s=None)
    slow_s = (visit.slow_s if visit.slow_s is not None else time_s) if calm else None
    visit = replace(visit, slow_s=slow_s)
    moved = visit.settled_s is not None and visit.in_s > visit.calm_s
    if moved and slow_s is not None and slow_s - visit.off_s > _LEAVES_S:
        calm = time_s - slow_s >= _SETTLES_S
        if not calm:
            return replace(visit, in_s=time_s)
    if calm or visit.settled_s is None:
        gap_s = visit.gap_s + visit.gap_since_s
        visit = replace(visit, gap_s=gap_s, gap_since_s=0.0)
    if calm:
        settled_s = visit.settled_s
        if settled_s is None:
            step_s = _half_step_s(visit.in_s, time_s)
            settled_s = max(visit.entered_s, time_s - step_s - PACE_OVER_S / 2)
        visit = replace(visit, settled_s=settled_s, calm_s=time_s)
    elif visit.in_s == visit.calm_s:
        visit = replace(visit, off_s=time_s)
    return replace(visit, in_s=time_s)


def _half_step_s(before_s: float, after_s: float) -> float:
    """Half the time between two looks: what happened between them was there."""
    return min(after_s - before_s, _LOOKS_APART_S) / 2
