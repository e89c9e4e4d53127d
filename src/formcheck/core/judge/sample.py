"""One look, ready to be judged: every measure's raw and smoothed value, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.base import rests_on
from formcheck.core.body.body import Body
from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.calibration import calibrated, hip_shift
from formcheck.core.body.landmarks import Side
from formcheck.core.body.posture import in_posture
from formcheck.core.judge.hysteresis import Verdict, inside
from formcheck.core.judge.judging import Judging
from formcheck.core.measure.filters import History, OneEuro, remember, smooth, speed
from formcheck.core.measure.kinds import KINDS, Role, read
from formcheck.core.stretch.spec import Clause, StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["FilterState", "Sample", "afresh", "against", "asks_upright"]
__all__ += ["readings", "take"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FilterState:
    """Filters and history of the measures, in the order of the stretch file.

    euro: the filter, None where it starts afresh. raw: (n,) values of the last look;
    raw_s: when that was; None likewise. history: smoothed values of the last looks.
    distrust_until_s: until when each measure is not believed, None where it is; empty
    before the first look. active: the side that worked at the last look.
    """

    euro: OneEuro | None = None
    raw: Array | None = None
    raw_s: float | None = None
    history: History = ()
    distrust_until_s: tuple[float | None, ...] = ()
    active: Side | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """What one look gives. Values are (n,) in the order of `names`; NaN where unknown.

    time_s: of the look. names: of the measures. raw, smooth: their values, before and
    after the filter. why: what keeps each from being known, or None. history: smoothed
    values of the last looks, this one among them. off_deg: how far the view is off the
    one asked for. scales: what a degree is in each unit. stretch: the id of the one
    that it was taken for. on_base: whether the body rests on what the target asks for;
    placed: whether on that, or as the stretch starts.
    """

    time_s: float
    names: tuple[str, ...]
    raw: Array
    smooth: Array
    why: tuple[Reason | None, ...]
    history: History
    off_deg: float
    scales: tuple[float, ...] = ()
    stretch: str = ""
    on_base: bool = True
    placed: bool = True

    def index(self, measure: str) -> int:
        """Where a measure stands in the arrays."""
        return self.names.index(measure)

    def value(self, measure: str) -> float:
        """Smoothed."""
        value: float = self.smooth.item(self.names.index(measure))
        return value

    def stays_in(self, clause: Clause) -> Verdict:
        """Whether a measure is in the range that it has to stay in."""
        return inside(
            self.value(clause.measure), clause.enter, clause.leave, was_in=True
        )

    def scale(self, measure: str) -> float:
        """What a degree is in the measure's unit."""
        return self.scales[self.names.index(measure)]

    def speed(self, measure: str, over_s: float, ago_s: float = 0.0) -> float:
        """Mean over the `over_s` that ended `ago_s` before, per second, signed; NaN
        where not known.
        """
        return speed(self.history, self.names.index(measure), over_s, ago_s)

    def since_last(self) -> Iterator[float]:
        """Yield moments after the last look, this one first, a frame of a usual camera
        apart, in s ago: what lies between looks is told alike however often one looks.
        """
        count = 1
        if len(self.history) > 1:
            step_s = self.time_s - self.history[-2][0]
            count = max(1, round(step_s / CADENCE.frame_s))
        for number in range(count):
            yield number * CADENCE.frame_s


def asks_upright(spec: StretchSpec) -> bool:
    """Whether start or target of a stretch ask for what is measured against upright."""
    return any(KINDS[spec.measures[name].kind].gravity for name in spec.asked)


def scales(spec: StretchSpec) -> Array:
    """(n,) what a degree is in each measure's unit."""
    return np.array([KINDS[m.kind].scale for m in spec.measures.values()])


def readings(spec: StretchSpec, body: Body) -> list[tuple[float, Reason | None]]:
    """What a stretch measures of a body, and why not: angles with the hips where they
    are, the rest of the landmarks as the model gave them.
    """
    numbers, rule = body.numbers.calibration, spec.view_rule
    moved = calibrated(body, hip_shift(numbers, rule.view, spec.posture))
    return [
        read(KINDS[m.kind], m.role, moved if KINDS[m.kind].unit == "deg" else body)
        for m in spec.measures.values()
    ]


def take(
    filters: FilterState,
    spec: StretchSpec,
    body: Body,
    time_s: float,
    neutral: Mapping[str, float],
    judging: Judging,
) -> tuple[FilterState, Sample]:
    """Measure a body. A measure that jumps is not believed for a while.

    neutral: what each measure read in the person's own start pose; a relative measure
    is read against it, and is not known before.
    """
    found = readings(spec, body)
    values = [value for value, _ in found]
    for number, (name, measure) in enumerate(spec.measures.items()):
        of_own = KINDS[measure.kind].of_own
        if of_own is not None and name in neutral:
            values[number] = of_own(values[number], neutral[name], judging.measure)
    raw = np.array(values)
    if filters.active is not None and body.active is not filters.active:
        filters = _other_leg(filters, spec, raw)
    numbers = judging.judge.sample
    whys: list[Reason | None] = []
    why: Reason | None
    until = filters.distrust_until_s or (None,) * len(spec.measures)
    soon = filters.raw_s is not None and time_s - filters.raw_s <= CADENCE.jump_s
    distrust: list[float | None] = []
    before = filters.raw.tolist() if filters.raw is not None and soon else None
    for number, measure in enumerate(spec.measures.values()):
        kind = KINDS[measure.kind]
        value, why = values[number], found[number][1]
        until_s = until[number]
        if before is not None and not isnan(value):
            degrees = kind.unit == "deg"
            most = numbers.jump_deg if degrees else numbers.jump_share
            if abs(value - before[number]) > most:
                until_s = time_s + numbers.distrust_s
        distrust.append(until_s)
        jumped = until_s is not None and time_s < until_s
        whys.append(Reason.JUMPED if why is None and jumped else why)
    trusted = np.array(
        [nan if why else value for value, why in zip(values, whys, strict=True)]
    )
    scale = scales(spec)
    euro = smooth(filters.euro, time_s, trusted, scale, judging.measure.filter)
    history = remember(filters.history, time_s, euro.value)
    own = [_own(spec, name, neutral) for name in spec.measures]
    smoothed = euro.value - np.array(own)
    on_base = spec.base is None or rests_on(body, spec.base)
    look = Sample(
        time_s,
        tuple(spec.measures),
        raw,
        smoothed,
        tuple(whys),
        history,
        body.off_deg,
        tuple(scale.tolist()),
        spec.id,
        on_base,
        on_base or in_posture(body, spec.posture),
    )
    return FilterState(euro, raw, time_s, history, tuple(distrust), body.active), look


def _own(spec: StretchSpec, name: str, neutral: Mapping[str, float]) -> float:
    """Return what is subtracted from a measure; NaN where it is not known yet."""
    measure = spec.measures[name]
    if not measure.relative:
        return 0.0
    of_own = KINDS[measure.kind].of_own is not None
    return 0.0 if of_own and name in neutral else neutral.get(name, nan)


def _other_leg(filters: FilterState, spec: StretchSpec, raw: Array) -> FilterState:
    """The roles have changed: from one leg's angle to the other's is no movement."""
    if filters.euro is None or filters.raw is None:
        return filters
    theirs = [m.role in (Role.ACTIVE, Role.OTHER) for m in spec.measures.values()]
    step = np.where(theirs, np.nan_to_num(raw - filters.raw), 0.0)
    return replace(
        filters,
        euro=replace(filters.euro, value=filters.euro.value + step),
        raw=filters.raw + step,
        history=tuple((time_s, values + step) for time_s, values in filters.history),
    )


def against(sample: Sample, spec: StretchSpec, neutral: Mapping[str, float]) -> Sample:
    """Return a look as it reads against a start that was found after it."""
    smoothed = sample.smooth.copy()
    for number, (name, measure) in enumerate(spec.measures.items()):
        if measure.relative and KINDS[measure.kind].of_own is None:
            smoothed[number] = sample.history[-1][1][number] - neutral.get(name, nan)
    return replace(sample, smooth=smoothed)


def afresh(filters: FilterState) -> FilterState:
    """Return the filters without their memory: nothing is bridged after a gap."""
    return replace(filters, euro=None, raw=None, raw_s=None, history=())
