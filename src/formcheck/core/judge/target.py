"""The target as it stands for this person today: file, mode and personal range
together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import inf, isnan, nan

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.hysteresis import Verdict, all_of, inside
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.numbers import RepNumbers, TimerNumbers
from formcheck.core.judge.sample import Sample
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.gentle import shrink, too_narrow
from formcheck.core.stretch.own_range import ends_of
from formcheck.core.stretch.spec import (
    Clause,
    Kind,
    Mode,
    Profile,
    StretchSpec,
    TargetSpec,
)

__all__ = ["RangeKind", "TargetRange", "target_range_for"]

Span = tuple[float, float]

_ALIKE = 2
"""One repetition may be anything; two that are alike are how this person does it."""


class RangeKind(Enum):
    """What is done with the time in a target range."""

    JUDGED = "judged"
    """Reps and holds are counted."""

    NARROW = "narrow"
    """A flare-up's range, too narrow to judge: stillness in the posture is timed."""

    TIMER = "timer"
    """A guided stretch: a posture is kept and timed, and no range of it judged."""


@dataclass(frozen=True, slots=True)
class TargetRange:
    """Target range of the first measure, the other clauses, and the person's neutral.

    measure: that of the range. enter, leave: its ends for coming in and for staying in;
    without a far wall they are infinite on that side. usual: what is aimed at.
    others: the clauses beside it. neutral: what the measure reads at the start.
    direction: which way is further. timer: when the body is still. ceiling: where to
    ease back, NaN without one. end: beyond it is another exercise, NaN without one.
    kind: what is done with the time in it.
    """

    measure: str
    enter: Span
    leave: Span
    usual: Span
    others: tuple[Clause, ...]
    neutral: float
    direction: Direction
    timer: TimerNumbers
    ceiling: float = nan
    kind: RangeKind = RangeKind.JUDGED
    end: float = nan

    @property
    def edge(self) -> float:
        """The target's edge that is met first."""
        return self.direction.near_edge(self.enter)

    def progress(self, value: float) -> float:
        """Share of the way from neutral (0) to the target's nearer edge (1).

        A guided stretch has no way to go: it is there (1) or not (0).
        """
        if self.kind is RangeKind.TIMER:
            return 1.0 if self.leave[0] <= value <= self.leave[1] else 0.0
        way = self.edge - self.neutral
        return (value - self.neutral) / way if way else 0.0

    def share_back(self, value: float, peak: float) -> float:
        """Share of the way back from the peak (0) to neutral (1)."""
        way = peak - self.neutral
        return (peak - value) / way if way and not isnan(way) else 0.0

    def for_swing(self, swings: Sequence[float], numbers: RepNumbers) -> TargetRange:
        """The same, of somebody whose last two repetitions were alike: a share of how
        far they themselves go is enough then, and never more than the file asks.

        swings: how far each whole repetition went, as a share of the way to the edge.
        """
        if self.kind is not RangeKind.JUDGED or len(swings) < _ALIKE:
            return self
        less, more = min(swings[-_ALIKE:]), max(swings[-_ALIKE:])
        if less < numbers.alike * more:
            return self
        share = max(numbers.swing_share * less, numbers.least_share)
        if not share < 1:
            return self
        ends = [
            self.direction.with_near_edge(
                span, self.neutral + share * (self._near(span) - self.neutral)
            )
            for span in (self.enter, self.leave)
        ]
        return replace(self, enter=ends[0], leave=ends[1])

    def _near(self, span: Span) -> float:
        return self.direction.near_edge(span)

    def target(self, sample: Sample, *, was_in: bool) -> Verdict:
        """Whether the body is in the target: what it rests on, and all clauses.

        As a guided timer: whether it is also still.
        """
        narrow = self.kind is RangeKind.NARROW
        placed = sample.placed if narrow else sample.on_base
        verdicts = [self.meets(c, sample, was_in=was_in) for c in self.others]
        verdicts.append(Verdict.YES if placed else Verdict.NO)
        if narrow:
            verdicts.append(self._still(sample, self.measure))
        else:
            verdicts.append(self.reached(sample, was_in=was_in))
        if self.kind is RangeKind.TIMER:
            kept = (c.measure for c in self.others if self._keeps_still(c, sample))
            verdicts += [self._still(sample, name) for name in (self.measure, *kept)]
        return all_of(verdicts)

    def reached(self, sample: Sample, *, was_in: bool) -> Verdict:
        """Whether the first measure is in its range."""
        value = sample.value(self.measure)
        return inside(value, self.enter, self.leave, was_in=was_in)

    def is_beyond(self, sample: Sample) -> bool:
        """Whether this is so far that it is another exercise."""
        judged = self.kind is RangeKind.JUDGED
        return judged and self.is_past_end(sample.value(self.measure))

    def is_past_end(self, value: float) -> bool:
        """Whether a value is so far that it is another exercise."""
        return self.direction.past(value, self.end) > 0  # NaN is never past

    def meets(self, clause: Clause, sample: Sample, *, was_in: bool) -> Verdict:
        """Whether another measure is in its range.

        A hidden shape stops no repetition. A guided stretch may be a mere posture that
        others begin in, too: its clock starts once the limbs are seen that tell it.
        """
        value = sample.value(clause.measure)
        let_pass = was_in or self.kind is not RangeKind.TIMER
        if (clause.shape and isnan(value) and let_pass) or (clause.to_enter and was_in):
            return Verdict.YES
        return inside(value, clause.enter, clause.leave, was_in=was_in)

    @staticmethod
    def _keeps_still(clause: Clause, sample: Sample) -> bool:
        """Whether stillness is asked of it: it is an angle, and to stay in.

        Where a limb is, in torso lengths, tells what is done and jitters.
        """
        return sample.scale(clause.measure) == 1.0 and not clause.to_enter

    def has_shape(self, sample: Sample) -> bool:
        """Whether this may be the stretch at all, however far it goes."""
        shapes = (clause for clause in self.others if clause.shape)
        return sample.placed and all(
            self.meets(clause, sample, was_in=True) is Verdict.YES for clause in shapes
        )

    def _still(self, sample: Sample, measure: str) -> Verdict:
        """Whether it moves no more than by breathing or a pelvic tilt's small rock."""
        slow = (0.0, self.timer.still_speed_deg * sample.scale(measure))
        pace = abs(sample.speed(measure, self.timer.still_over_s))
        return inside(pace, slow, slow, was_in=True)


def target_range_for(
    spec: StretchSpec,
    profile: Profile,
    judging: Judging,
    mode: Mode,
    neutral: Mapping[str, float] | None,
    side: Side | None = None,
) -> TargetRange:
    """The target range for a person; before the start pose is known, around the file's
    start. side: the one that works, where that is known.
    """
    assert spec.target is not None
    first = spec.target.clauses[0]
    own = (neutral or {}).get(first.measure, nan)
    if isnan(own) or spec.measures[first.measure].relative:
        own = spec.starts_at
    direction = spec.direction
    enter, leave = first.enter, first.leave
    others = tuple(spec.target.clauses[1:])
    if first.from_start is not None:
        known = not isnan((neutral or {}).get(first.measure, nan))
        error = judging.measure.errors[spec.measures[first.measure].kind]
        enter, leave = _from_start(first, direction, own if known else nan, error)
    ceiling, kind, end = nan, RangeKind.TIMER, nan
    if spec.kind is not Kind.GUIDED:
        kind, gentle = RangeKind.JUDGED, judging.stretch.gentle
        ends = ends_of(
            spec, profile.stretches.get(spec.id), side, judging.stretch.own_range
        )
        ceiling = ends.ceiling
        if not isnan(ends.near):
            enter = direction.with_near_edge(enter, ends.near)
            leave = direction.with_near_edge(leave, ends.near)
        if mode is Mode.FLARE:
            enter, leave = shrink(enter, own, gentle), shrink(leave, own, gentle)
            far = direction.far_edge(enter)
            ceiling = far if isnan(ceiling) else direction.nearest((ceiling, far))
            if too_narrow(enter, spec, gentle):
                kind = RangeKind.NARROW
        if spec.target.other_beyond is not None:
            end = spec.target.other_beyond
    return TargetRange(
        first.measure,
        *_opened(spec.target, direction, enter, leave),
        enter,
        others,
        own,
        direction,
        judging.judge.timer,
        ceiling,
        kind,
        end,
    )


def _from_start(
    clause: Clause, direction: Direction, own: float, error: float
) -> tuple[Span, Span]:
    """The two ranges, begun so far from the person's own start where that is nearer.
    NaN: it was not seen, and they begin nearer by the measure's error.
    """
    assert clause.from_start is not None
    ranges = []
    for span, by in zip((clause.enter, clause.leave), clause.from_start, strict=True):
        edge = direction.further(direction.near_edge(span), -error)
        if not isnan(own):
            edge = direction.further(own, by)
        ranges.append(direction.with_near_edge(span, edge))
    enter, leave = ranges
    return enter, leave


def _opened(
    target: TargetSpec, direction: Direction, enter: Span, leave: Span
) -> tuple[Span, Span]:
    """The two ranges without their far walls, where the file has none.

    Whoever goes further has not left the target: that is for the flags.
    """
    if not target.open_ended:
        return enter, leave
    end = target.other_beyond
    if end is None:
        end = direction.sign * inf
    return direction.with_far_edge(enter, end), direction.with_far_edge(leave, end)
