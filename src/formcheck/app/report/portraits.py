"""Looks at the usual repetition of a set: its start, its peak, and between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isnan, nan

from formcheck.app.pictures.replayed import Curve, ReplayedFrame
from formcheck.core.judge.events import StartConfirmed
from formcheck.core.judge.overlay import arcs_of, back_of
from formcheck.core.judge.result_parts import SideWord
from formcheck.core.records.session import SetRecord
from formcheck.edges.figures import draw_figure

__all__ = ["Usual", "figure_of", "moving_spans", "span_of"]

_NEAR_S = 0.5


def span_of(
    record: SetRecord, side: SideWord | None = None
) -> tuple[float, float] | None:
    """When the usual repetition was, s, of one side if it is named.

    The one nearest to the median, with nothing to ease off in where there is such a
    one; else the longest hold. None without either.
    """
    result = record.result
    unsafe = {flag.id for flag in result.flags if flag.eases}
    known = [
        rep for rep in result.done if rep.peak is not None and side in (None, rep.side)
    ]
    clean = [rep for rep in known if unsafe.isdisjoint(rep.flags)] or known
    if clean:
        sides = {rep.side: result.usual(rep.side) for rep in clean}

        def off(number: int) -> float:
            peak, usual = clean[number].peak, sides[clean[number].side]
            return 0.0 if peak is None or usual is None else abs(peak - usual)

        rep = clean[min(range(len(clean)), key=off)]
        return rep.start_s, rep.end_s
    if result.all_holds:
        hold = max(result.all_holds, key=lambda one: one.held_s)
        return hold.start_s, hold.end_s
    return None


@dataclass(slots=True)
class Usual:
    """The looks at a set's usual repetition. start: at the start pose, or the first."""

    record: SetRecord
    side: SideWord | None = None
    start: ReplayedFrame | None = None
    looks: list[ReplayedFrame] = field(default_factory=list)

    def watch(self, frames: Iterable[ReplayedFrame]) -> Iterator[ReplayedFrame]:
        """Pass looks on, and keep those of the usual repetition."""
        span = span_of(self.record, self.side)
        starts = [e.time_s for e in self.record.events if isinstance(e, StartConfirmed)]
        for frame in frames:
            yield frame
            if frame.body is None:
                continue
            time_s = frame.observation.time_s
            if starts and self.start is None and abs(time_s - starts[0]) < _NEAR_S:
                self.start = frame
            if span is not None and span[0] <= time_s <= span[1]:
                self.looks.append(frame)
        if self.start is None and self.looks:
            self.start = self.looks[0]

    def value_of(self, frame: ReplayedFrame) -> float:
        """What the measure read at a look; NaN where it was not known."""
        look = frame.reading.of(self.record.spec).sample
        return nan if look is None else look.value(self.record.spec.primary)

    @property
    def peak(self) -> ReplayedFrame | None:
        """The seen look that went furthest."""
        seen = [one for one in self.looks if not isnan(self.value_of(one))]
        sign = self.record.result.way.sign
        return max(seen, key=lambda one: sign * self.value_of(one), default=None)

    @property
    def swing(self) -> float | None:
        """From one end to the other, in the measure's unit; None if it was not seen."""
        values = [self.value_of(one) for one in self.looks]
        seen = [value for value in values if not isnan(value)]
        return max(seen) - min(seen) if seen else None

    @property
    def phases(self) -> tuple[ReplayedFrame | None, ...]:
        """Start, half way there, peak, half way back, end; None where not seen."""
        peak = self.peak
        if peak is None:
            return (self.start, None, None, None, None)
        at = self.looks.index(peak)
        before, after = self.looks[: at + 1], self.looks[at:]
        return (
            before[0],
            self._half(before, before[0], peak),
            peak,
            self._half(after, after[-1], peak),
            after[-1],
        )

    def _half(
        self, looks: list[ReplayedFrame], end: ReplayedFrame, peak: ReplayedFrame
    ) -> ReplayedFrame | None:
        middle = (self.value_of(end) + self.value_of(peak)) / 2
        seen = [one for one in looks if not isnan(self.value_of(one))]
        if isnan(middle) or not seen:
            return None
        return min(seen, key=lambda one: abs(self.value_of(one) - middle))


def figure_of(record: SetRecord, frame: ReplayedFrame | None, text: str) -> str:
    """One look as a stick figure in SVG; empty where nobody was seen."""
    if frame is None or frame.body is None or frame.observation.pose is None:
        return ""
    arcs = arcs_of(record.spec, frame.body, frame.reading)
    arcs.sort(key=lambda arc: arc["measure"] != record.spec.primary)
    back = None
    if record.spec.needs_back:
        back = back_of(frame.observation.pose, frame.observation.size_wh)
    return draw_figure(frame.body, arcs, back, text=text)


def moving_spans(record: SetRecord, curve: Curve) -> Iterator[tuple[float, float]]:
    """When the line is in the target and nothing was held, s: too lively to count, or
    something else was not as it should be.
    """
    begun = last = None
    holds = [(hold.start_s, hold.end_s) for hold in record.result.all_holds]
    for time_s, value in zip(curve.time_s.tolist(), curve.value.tolist(), strict=True):
        spans: tuple[tuple[float, float], ...] = ()
        for target in curve.targets:
            if target.from_s <= time_s:
                spans = target.spans
        inside = any(low <= value <= high for low, high in spans)
        held = any(start <= time_s <= end for start, end in holds)
        if inside and not held:
            begun, last = time_s if begun is None else begun, time_s
        elif begun is not None and last is not None:
            yield begun, last
            begun = None
    if begun is not None and last is not None:
        yield begun, last
