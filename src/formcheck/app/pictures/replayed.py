"""A landmark trace looked at again: bodies, readings, targets; for pictures of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf, isnan, nan

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.body import Body
from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.observation import Observation, Status
from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.judge import CheckerState, advance, begin
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.target import RangeKind
from formcheck.core.records.session import SetRecord
from formcheck.edges.recording import Trace

__all__ = ["TargetSpans", "Curve", "ReplayedFrame", "curve_of", "replayed_frames"]


@dataclass(frozen=True, slots=True)
class ReplayedFrame:
    """One look. body: as it was believed, None where it was not. held_s: the clock of a
    hold that goes on, 0 without one.
    """

    observation: Observation
    body: Body | None
    reading: FrameResult
    spans: tuple[tuple[float, float], ...]
    held_s: float = 0.0


@dataclass(frozen=True, slots=True)
class TargetSpans:
    """The target from a time on, in the primary measure's unit; endless on one side in
    a stretch of two phases. ceiling: NaN without one.
    """

    from_s: float
    spans: tuple[tuple[float, float], ...]
    ceiling: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The primary measure over a set. time_s, value: (n,), NaN between gaps."""

    time_s: NDArray[np.float64]
    value: NDArray[np.float64]
    targets: tuple[TargetSpans, ...]


def replayed_frames(
    trace: Trace, record: SetRecord, judging: Judging
) -> Iterator[ReplayedFrame]:
    """Look at every frame of a set again that was looked at, by these numbers."""
    spec, profile = record.spec, record.profile
    state = begin(spec, profile, record.plan, judging)
    for observation in trace.observations():
        state, _ = advance(spec, profile, state, observation)
        if observation.status is Status.SKIPPED:
            continue
        spans, held_s = _spans(record, state), state.so_far_s(observation.time_s)
        reading = state.reading.of(spec)
        yield ReplayedFrame(observation, reading.body, reading, spans, held_s)


def curve_of(seen: Iterable[ReplayedFrame], record: SetRecord) -> Curve:
    """Return a set's primary measure as it was judged, and its target."""
    times: list[float] = []
    values: list[float] = []
    targets: list[TargetSpans] = []
    for frame in seen:
        time_s = frame.observation.time_s
        reading = frame.reading.of(record.spec)
        look = reading.sample
        value = nan if look is None else look.value(record.spec.primary)
        if times and time_s - times[-1] > CADENCE.drawn_s:
            times.append(times[-1] + 1e-3)
            values.append(nan)
        times.append(time_s)
        values.append(value)
        ceiling = nan if reading.target_range is None else reading.target_range.ceiling
        new = TargetSpans(time_s, frame.spans, ceiling)
        if frame.spans and (not targets or _differ(targets[-1], new)):
            targets.append(new)
    return Curve(np.array(times), np.array(values), tuple(targets))


def _spans(record: SetRecord, state: CheckerState) -> tuple[tuple[float, float], ...]:
    rules = record.spec.phases
    if rules is None:
        target_range = state.target_range
        if target_range is None or target_range.kind is not RangeKind.JUDGED:
            return ()
        return (target_range.usual,)
    centre = state.pair.middle.value(rules.swing, state.judging.judge.pair)
    if isnan(centre):
        return ()
    return (
        (centre + rules.first_above, inf),
        (-inf, centre + rules.second_below),
    )


def _differ(old: TargetSpans, new: TargetSpans) -> bool:
    """Whether a target has moved so far that it can be seen."""
    if len(old.spans) != len(new.spans):
        return True
    before, after = np.ravel(old.spans), np.ravel(new.spans)
    known = np.isfinite(before) & np.isfinite(after)
    width = 0.05 * np.ptp(before[known]) if known.sum() > 1 else 0.5
    return bool((np.abs(after[known] - before[known]) > width).any())
