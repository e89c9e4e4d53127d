"""A read-only view of one look, for screens and for frames.csv."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

from formcheck.core.body.body import Body
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.target import TargetRange
from formcheck.core.stretch.spec import Phase, StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["FrameResult", "MeasureResult", "reading_of"]


class MeasureResult(NamedTuple):
    """One measure at one look.

    verdict: whether it is where the target wants it; UNKNOWN where it is not known, YES
    for a measure that the target does not ask about.
    """

    raw: float
    smooth: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FrameResult:
    """What one look read.

    phase: where in a repetition the person is. progress: 0 at the person's neutral, 1
    at the target's edge; NaN where it is not known. sample: what was measured, None
    without a body. target_range: as it stands, None for an alternating pair. names: of
    the measures. body: as it was believed, or None; why_not: the reason, then. stretch:
    the id of the one that it was read for; `of` gives the reading for a stretch that
    is shown.
    """

    phase: Phase = Phase.FINDING
    progress: float = nan
    sample: Sample | None = None
    target_range: TargetRange | None = None
    names: tuple[str, ...] = ()
    body: Body | None = None
    why_not: Reason | None = None
    stretch: str = ""

    def of(self, spec: StretchSpec) -> FrameResult:
        """The reading for that stretch: this one, or nothing read yet."""
        return self if self.stretch == spec.id else FrameResult()

    @property
    def measures(self) -> dict[str, MeasureResult]:
        """Return every measure by its name in the stretch file."""
        sample = self.sample
        if sample is None:
            nothing = MeasureResult(nan, nan, Verdict.UNKNOWN)
            return dict.fromkeys(self.names, nothing)
        return {
            name: MeasureResult(
                float(sample.raw[number]),
                float(sample.smooth[number]),
                self._verdict(name, float(sample.smooth[number])),
            )
            for number, name in enumerate(sample.names)
        }

    def _verdict(self, name: str, value: float) -> Verdict:
        if isnan(value):
            return Verdict.UNKNOWN
        if self.target_range is None:
            return Verdict.YES
        spans = {c.measure: c.leave for c in self.target_range.others}
        spans[self.target_range.measure] = self.target_range.leave
        if name not in spans:
            return Verdict.YES
        low, high = spans[name]
        return Verdict.YES if low <= value <= high else Verdict.NO


def reading_of(
    spec: StretchSpec,
    target_range: TargetRange | None,
    phase: Phase,
    sample: Sample | None,
    body: Body | None,
    why_not: Reason | None,
) -> FrameResult:
    """Return the view of one sample, with this person's target range."""
    progress = nan
    if sample is not None and target_range is not None:
        progress = target_range.progress(sample.value(target_range.measure))
    names = tuple(spec.measures)
    return FrameResult(
        phase, progress, sample, target_range, names, body, why_not, stretch=spec.id
    )
