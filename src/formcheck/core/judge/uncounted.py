"""What was seen in the target and did not count, and why: nobody is left guessing.

Beside the states of a repetition, which say what counts, this watches for time in which
the first measure is past the target's near edge and all but one thing is as it should
be. That is a person who does the stretch as far as they know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan

from formcheck.core.judge.events import NotCounted
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.numbers import UncountedNumbers
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.states import Finding, Holding, InPhase, State
from formcheck.core.judge.target import RangeKind, TargetRange
from formcheck.core.stretch.spec import Phase
from formcheck.core.words.reasons import Reason

__all__ = ["Uncounted", "ended", "watch"]


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Time in the target that does not count.

    since_s, last_s: the first and the last look of it. why: at the first; measure: the
    one that is not as it should be, None where it is none. phase: where in a repetition
    the person was.
    """

    since_s: float
    last_s: float
    why: Reason
    measure: str | None
    phase: Phase

    @property
    def length_s(self) -> float:
        """How long it is by now."""
        return self.last_s - self.since_s


def watch(
    known: Uncounted | None,
    at: State,
    target_range: TargetRange,
    sample: Sample,
    numbers: UncountedNumbers,
    *,
    turned: bool = False,
) -> tuple[Uncounted | None, list[NotCounted]]:
    """Take in one look. turned: the person is, or just was, at too wide an angle."""
    time_s = sample.time_s
    if isinstance(at, Holding | InPhase):
        # Straight into a hold: a pause on the way in, unless it was a long one.
        long = known is not None and known.length_s >= numbers.before_hold_s
        return None, ended(known, time_s, numbers) if long else []
    # Nobody turns square to the camera in the middle of it either.
    turned = turned or (known is not None and known.why is Reason.VIEW)
    lacks = _lacks(at, target_range, sample, turned=turned, was_in=known is not None)
    if lacks is not None:
        why, measure = lacks
        if known is None or known.why is not why or known.measure != measure:
            began = Uncounted(time_s, time_s, why, measure, at.phase)
            return began, ended(known, time_s, numbers)
        return replace(known, last_s=time_s), []
    if known is not None and time_s - known.last_s < numbers.bridge_s:
        return known, []
    return None, ended(known, time_s, numbers)


def ended(
    known: Uncounted | None, time_s: float, numbers: UncountedNumbers
) -> list[NotCounted]:
    """What is to be told of it once it is over."""
    if known is None or known.length_s < numbers.told_s:
        return []
    return [
        NotCounted(
            time_s, known.since_s, known.last_s, known.why, known.phase, known.measure
        )
    ]


def _lacks(
    at: State,
    target_range: TargetRange,
    sample: Sample,
    *,
    turned: bool,
    was_in: bool,
) -> tuple[Reason, str | None] | None:
    """The one thing that keeps this from counting; None where it is none or several."""
    beyond = target_range.is_beyond(sample)
    if not beyond and target_range.reached(sample, was_in=was_in) is not Verdict.YES:
        return None
    found: list[tuple[Reason, str | None]] = []
    # A guided stretch has no way in: where it starts may look like its target.
    starts = target_range.kind is RangeKind.TIMER and sample.placed
    if not sample.on_base and starts:
        return None
    if not sample.on_base:
        found.append((Reason.OTHER_POSTURE, None))
    for clause in target_range.others:
        hidden = clause.shape and isnan(sample.value(clause.measure))
        verdict = target_range.meets(clause, sample, was_in=was_in and not hidden)
        if verdict is Verdict.NO:
            found.append((Reason.OTHER_SHAPE, clause.measure))
        elif verdict is Verdict.UNKNOWN:  # a shape is in a guided stretch only
            why = sample.why[sample.index(clause.measure)] or Reason.HIDDEN
            found.append((why, clause.measure))
    if beyond:
        found.append((Reason.OTHER_EXERCISE, None))
    if len(found) > 1:
        return None
    if found:
        return found[0]
    if isinstance(at, Finding) and turned:
        return Reason.VIEW, None
    if isinstance(at, Finding) or target_range.kind is RangeKind.TIMER:
        return Reason.NOT_STILL, None
    return None
