"""One stay in the target: when the body settled, and when it began to leave."""

from __future__ import annotations

from dataclasses import dataclass, replace

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import TargetLeft
from formcheck.core.judge.numbers import HoldNumbers
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.terms import Terms
from formcheck.core.stretch.spec import StretchSpec

__all__ = ["Hold", "is_calm", "keep", "left", "stay"]


@dataclass(frozen=True, slots=True)
class Hold:
    """One stay in the target.

    entered_s: into the target. numbers: what it is timed by. settled_s: the movement
    into it had slowed down, None before that. calm_s: last slow look. off_s: the first
    that was not slow after it, went_s: when between them it went faster, went_from: how
    far in it was then, as a share of the way; None before that. in_s: last look inside.
    haste: its pace beyond a slow one's, None where it is not known.
    gap_s: how much of it was not seen;
    gap_since_s: not seen since the last slow look, and no part of it if none follows.
    slow_s: slow again since then, after movement that was no part of it.
    cut: the recording began in it. told: how often the planned
    time is held, as was said.
    """

    entered_s: float
    numbers: HoldNumbers
    settled_s: float | None = None
    calm_s: float = 0.0
    off_s: float | None = None
    went_s: float | None = None
    went_from: float | None = None
    in_s: float = 0.0
    haste: float | None = None
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
        if self.calm_s >= self.in_s:
            end_s = self.calm_s
        elif self.went_s is None:  # not a slow look yet
            end_s = self.settled_s
        else:
            # The pace is a mean: what it says of a moment began half its window before.
            end_s = self.went_s - self.numbers.pace_over_s / 2
        return self.settled_s, max(end_s, self.settled_s)

    @property
    def moved(self) -> bool:
        """Whether, once settled, there was movement at the last look."""
        return self.settled_s is not None and self.in_s > self.calm_s

    def slow_share(self, at: float | None) -> float:
        """Return the share of the settling speed that is slow. at: how far in."""
        leaving = self.moved and not self.wobbles(at)
        return self.numbers.calm_again if leaving else 1.0

    def wobbles(self, at: float | None) -> bool:
        """Whether the movement since the last slow look has not led anywhere yet."""
        if at is None or self.went_from is None:
            return False
        return abs(at - self.went_from) < self.numbers.wobble

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
    haste: float | None = None,
    at: float | None = None,
) -> Hold:
    """Take in a look in the target. calm: hardly moving. arriving: still going in.

    haste: how much faster than slow this look is, in the measure's unit a second; from
    it comes the moment between two looks at which the movement slowed down or began.
    at: how far in the body is, as a share of the way.
    """
    numbers = hold.numbers
    if (
        arriving
        and hold.settled_s is not None
        and hold.calm_s - hold.settled_s < numbers.pace_over_s / 2 + numbers.settles_s
    ):
        hold = replace(hold, settled_s=None)
    slow_s = (hold.slow_s if hold.slow_s is not None else time_s) if calm else None
    step_s, share = _since(hold, time_s, haste)
    went_from = hold.went_from if hold.moved else at
    hold = replace(hold, slow_s=slow_s, haste=haste, went_from=went_from)
    if hold.moved and slow_s is not None:
        long = hold.off_s is None or slow_s - hold.off_s > numbers.leaves_s
        away = long and not hold.wobbles(at)
        calm = time_s - slow_s >= (numbers.settles_s if away else numbers.pauses_s)
        if not calm:
            return replace(hold, in_s=time_s)
    gap_s, gap_since_s = hold.gap_s, hold.gap_since_s
    if calm or hold.settled_s is None:
        gap_s, gap_since_s = gap_s + gap_since_s, 0.0
    if calm:
        settled_s = hold.settled_s
        if settled_s is None:
            slowed_s = time_s - step_s * (1 - share)
            settled_s = max(hold.entered_s, slowed_s - numbers.pace_over_s / 2)
        return replace(
            hold,
            gap_s=gap_s,
            gap_since_s=gap_since_s,
            settled_s=settled_s,
            calm_s=time_s,
            in_s=time_s,
        )
    off_s, went_s = hold.off_s, hold.went_s
    if hold.in_s == hold.calm_s:
        off_s, went_s = time_s, hold.calm_s + step_s * share
    return replace(
        hold,
        gap_s=gap_s,
        gap_since_s=gap_since_s,
        off_s=off_s,
        went_s=went_s,
        in_s=time_s,
    )


def _since(hold: Hold, time_s: float, haste: float | None) -> tuple[float, float]:
    """Return seconds since the last look, and their share before the pace changed."""
    step_s = time_s - hold.in_s
    before = hold.haste
    unknown = min(step_s, CADENCE.apart_s), 0.5
    if before is None or haste is None or step_s > CADENCE.apart_s:
        return unknown
    if not before * haste < 0:  # either may be NaN
        return unknown
    return step_s, before / (before - haste)


def is_calm(
    sample: Sample, spec: StretchSpec, numbers: HoldNumbers, *, times: float = 1.0
) -> bool:
    """Whether the first measure moves no faster than a hold's may, or than so many
    times that. What is not known moves, as far as is known.
    """
    pace = abs(sample.speed(spec.primary, numbers.pace_over_s))
    return pace <= times * spec.hold.settled_speed


def keep(
    hold: Hold,
    sample: Sample,
    measure: str,
    settled_speed: float,
    *,
    deep: bool,
    sign: int,
    at: float,
) -> Hold:
    """One look more in a target, a single one or one of an alternating pair.

    settled_speed: of the measure, in its unit a second. deep: far enough in for a pause
    to be part of the hold. sign: which way is further. at: how far in the body is, as a
    share of the way to the target's edge.
    """
    numbers = hold.numbers
    inwards = sample.speed(measure, numbers.pace_over_s) * sign
    pace = abs(inwards)
    return stay(
        hold,
        sample.time_s,
        calm=pace <= settled_speed * hold.slow_share(at) and deep,
        arriving=inwards > numbers.arriving * settled_speed,
        haste=pace - settled_speed,
        at=at,
    )


def left(
    hold: Hold,
    time_s: float,
    terms: Terms,
    side: Side | None = None,
    *,
    phase: str | None = None,
    cut: bool = False,
) -> TargetLeft:
    """The stay is over: the hold ran from settling to the start of the way out."""
    (start_s, end_s), held_s = hold.span_s, hold.held_s
    complete = terms.is_held(held_s)
    return TargetLeft(
        time_s, start_s, end_s, held_s, complete, side, cut or hold.cut, phase
    )
