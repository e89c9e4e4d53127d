"""A read-only view of one look, for screens and for frames.csv."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

from formcheck.core.body.body import Body
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.sample import Look
from formcheck.core.judge.target import Bands
from formcheck.core.stretch.spec import Phase, StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["FrameReading", "MeasureReading", "reading_of"]


class MeasureReading(NamedTuple):
    """One measure at one look.

    verdict: whether it is where the target wants it; UNKNOWN where it is not known, YES
    for a measure that the target does not ask about.
    """

    raw: float
    smooth: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FrameReading:
    """What one look read. progress: 0 at the person's neutral, 1 at the target's
    edge. body: as it was believed, or None and why_not. stretch: the id of the one
    that it was read for; whoever shows it for a stretch asks for it with `of`.
    """

    phase: Phase = Phase.FINDING
    progress: float = nan
    look: Look | None = None
    bands: Bands | None = None
    names: tuple[str, ...] = ()
    body: Body | None = None
    why_not: Reason | None = None
    stretch: str = ""

    def of(self, spec: StretchSpec) -> FrameReading:
        """The reading for that stretch: this one, or nothing read yet."""
        return self if self.stretch == spec.id else FrameReading()

    @property
    def measures(self) -> dict[str, MeasureReading]:
        """Every measure by its name in the stretch file."""
        look = self.look
        if look is None:
            nothing = MeasureReading(nan, nan, Verdict.UNKNOWN)
            return dict.fromkeys(self.names, nothing)
        return {
            name: MeasureReading(
                float(look.raw[number]),
                float(look.smooth[number]),
                self._verdict(name, float(look.smooth[number])),
            )
            for number, name in enumerate(look.names)
        }

    def _verdict(self, name: str, value: float) -> Verdict:
        if isnan(value):
            return Verdict.UNKNOWN
        if self.bands is None:
            return Verdict.YES
        spans = {c.measure: c.leave for c in self.bands.others}
        spans[self.bands.measure] = self.bands.leave
        if name not in spans:
            return Verdict.YES
        low, high = spans[name]
        return Verdict.YES if low <= value <= high else Verdict.NO


def reading_of(
    spec: StretchSpec,
    bands: Bands | None,
    phase: Phase,
    look: Look | None,
    body: Body | None,
    why_not: Reason | None,
) -> FrameReading:
    """The view of one look, with the bands as they stand for this person."""
    progress = nan
    if look is not None and bands is not None:
        progress = bands.progress(look.value(bands.measure))
    names = tuple(spec.measures)
    return FrameReading(
        phase, progress, look, bands, names, body, why_not, stretch=spec.id
    )
