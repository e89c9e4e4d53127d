"""What one look lacks of the target: the first of what somebody would be told."""

from __future__ import annotations

from typing import NamedTuple

from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.target import TargetRange
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["Lack", "lack_of"]


class Lack(NamedTuple):
    """What is not as it should be. measure: the one that is not, None where none is."""

    why: Reason
    measure: str | None = None


def lack_of(spec: StretchSpec, reading: FrameResult) -> Lack | None:
    """Return what a look lacks of the target; None without a body.

    What is as it should be in all is there too briefly, where it was not counted.
    """
    sample = reading.sample
    if sample is None:
        return None
    if not sample.placed:
        return Lack(Reason.OTHER_POSTURE)
    if reading.target_range is not None:
        return _of_target(reading.target_range, sample)
    phases = spec.phases
    assert phases is not None
    for clause in phases.shapes:
        if sample.stays_in(clause) is Verdict.NO:
            return Lack(Reason.OTHER_SHAPE, clause.measure)
    return Lack(Reason.NOT_REACHED, phases.measure)


def _of_target(target_range: TargetRange, sample: Sample) -> Lack:
    met = {
        clause.measure: target_range.meets(clause, sample, was_in=False)
        for clause in target_range.others
    }
    for clause in target_range.others:
        if clause.shape and met[clause.measure] is Verdict.NO:
            return Lack(Reason.OTHER_SHAPE, clause.measure)
    if target_range.is_beyond(sample):
        return Lack(Reason.OTHER_EXERCISE)
    if target_range.reached(sample, was_in=False) is Verdict.NO:
        return Lack(Reason.NOT_REACHED, target_range.measure)
    if not sample.on_base:
        return Lack(Reason.OTHER_POSTURE)
    for measure, verdict in met.items():
        if verdict is Verdict.NO:
            return Lack(Reason.NOT_REACHED, measure)
        if verdict is Verdict.UNKNOWN:
            return Lack(sample.why[sample.index(measure)] or Reason.HIDDEN, measure)
    return Lack(Reason.TOO_BRIEF)
