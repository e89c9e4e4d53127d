"""A person's own range in one stretch, a side: where it begins, and where to ease back.

What is kept is what was seen (how far the last calm repetitions went) and what was
said (by the person's pain, their plan or a condition). Both ends come from these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from statistics import median

from formcheck.core.body.landmarks import Side
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.numbers import OwnRangeNumbers
from formcheck.core.stretch.spec import OwnRange, RangeSide, StretchProfile, StretchSpec
from formcheck.core.words.catalogue import marked

__all__ = ["PAST_CEILING", "Ends", "ends_by_side", "ends_of", "learned"]
__all__ += ["margin_of", "side_word", "usual_end", "with_planned"]

PAST_CEILING = "past_ceiling"
"""The flag raised when a person goes further than is usual for them."""

PAST_CEILING_CUE = marked("Ease back to your own range.")


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the own range begins and ends, in the measure's unit; NaN: as the file has.

    near: from here on a movement is in the target. ceiling: past it, ease back.
    """

    near: float = nan
    ceiling: float = nan


def margin_of(spec: StretchSpec, numbers: OwnRangeNumbers) -> float:
    """The margin in the unit of the stretch's first measure."""
    return numbers.margin_deg * KINDS[spec.measures[spec.primary].kind].scale


def side_word(side: Side | None) -> RangeSide:
    """The key of a side's range; `both` where the sides work together."""
    if side is None:
        return "both"
    return "left" if side is Side.LEFT else "right"


def ends_of(
    spec: StretchSpec,
    known: StretchProfile | None,
    side: Side | None,
    numbers: OwnRangeNumbers,
) -> Ends:
    """The ends of the range for a side.

    Where the stretch has sides and it is not known which one works, neither side is
    pushed or asked to ease back early: the nearer beginning and the further ceiling.
    A plan is stricter: then the nearest end that it has for either side.
    """
    if known is None or spec.target is None:
        return Ends()
    if side is not None or spec.sides == "none":
        return _of_side(spec, known, side_word(side), numbers)
    both = [_of_side(spec, known, side_word(s), numbers) for s in Side]
    nears = [one.near for one in both if not isnan(one.near)]
    ceilings = [one.ceiling for one in both]
    end = nan if any(map(isnan, ceilings)) else spec.direction.furthest(ceilings)
    if known.planned:
        wanted = [*known.planned.values(), *([] if isnan(end) else [end])]
        end = spec.direction.nearest(wanted)
    return Ends(spec.direction.nearest(nears) if nears else nan, end)


def ends_by_side(
    spec: StretchSpec, known: StretchProfile | None, numbers: OwnRangeNumbers
) -> dict[Side | None, Ends]:
    """The ends for each side that may work, and for None where none is known."""
    sides: list[Side | None] = [None, *(() if spec.sides == "none" else Side)]
    return {side: ends_of(spec, known, side, numbers) for side in sides}


def _of_side(
    spec: StretchSpec,
    known: StretchProfile,
    word: RangeSide,
    numbers: OwnRangeNumbers,
) -> Ends:
    said = (known.ceiling, known.planned.get(word))
    return _ends(spec, known.ranges.get(word, OwnRange()), said, numbers)


def _ends(
    spec: StretchSpec,
    own: OwnRange,
    also_said: Iterable[float | None],
    numbers: OwnRangeNumbers,
) -> Ends:
    assert spec.target is not None
    way, margin = spec.direction, margin_of(spec, numbers)
    edge = way.near_edge(spec.target.clauses[0].enter)
    # A range that begins at the start pose itself would count no movement at all.
    least = spec.starts_at + spec.reps.smaller_from * (edge - spec.starts_at)
    near = ceiling = nan
    if len(own.peaks) >= numbers.calm_reps:
        usual = median(own.peaks)
        near = way.furthest((way.further(usual, -margin), least))
        # A good repetition of the file's is never too far unless that was said.
        ceiling = way.further(way.furthest((usual, edge)), margin)
    said = [one for one in (own.ceiling, *also_said) if one is not None]
    if said:
        nearest = way.nearest(said)
        # ... or at the very end, where that is nearer still.
        below = way.nearest((least, nearest))
        below = way.furthest((below, way.further(nearest, -margin)))
        near = below if isnan(near) else way.nearest((near, below))
        ceiling = nearest if isnan(ceiling) else way.nearest((ceiling, nearest))
    return Ends(near, ceiling)


def learned(
    spec: StretchSpec,
    known: StretchProfile,
    peaks: Mapping[RangeSide, Sequence[float]],
    numbers: OwnRangeNumbers,
    *,
    hurt: bool,
) -> StretchProfile:
    """What is known after a set whose calm repetitions went so far, by side.

    The range grows with what was done at ease: by one margin at a time and no jump.
    hurt: the set was left for pain, which only ever brings its end nearer.
    """
    ranges = dict(known.ranges)
    for word, new in peaks.items():
        own = ranges.get(word, OwnRange())
        if hurt:
            ranges[word] = _hurt(spec, own, new)
        else:
            ranges[word] = _grown(spec, known, own, new, numbers)
    return known.model_copy(update={"ranges": ranges})


def _hurt(spec: StretchSpec, own: OwnRange, new: Sequence[float]) -> OwnRange:
    said = median(new)
    if own.ceiling is not None:
        said = spec.direction.nearest((own.ceiling, said))
    return own.model_copy(update={"ceiling": said})


def _grown(
    spec: StretchSpec,
    known: StretchProfile,
    own: OwnRange,
    new: Sequence[float],
    numbers: OwnRangeNumbers,
) -> OwnRange:
    way, margin = spec.direction, margin_of(spec, numbers)
    end = _ends(spec, own, [known.ceiling], numbers).ceiling
    if not isnan(end):
        new = [way.nearest((peak, end)) for peak in new]
    peaks = (*own.peaks, *new)[-numbers.kept_peaks :]
    said = own.ceiling
    if said is not None:
        usual = way.further(median(new), margin)
        step = way.nearest((way.further(said, margin), usual))
        said = way.furthest((said, step))
        seen = OwnRange(peaks=peaks)
        free = _ends(spec, seen, [], numbers).ceiling
        if not isnan(free) and way.past(said, free) >= 0:
            said = None  # what hurt once is in the usual range again
    return OwnRange(peaks=peaks, ceiling=said)


def usual_end(
    spec: StretchSpec, known: StretchProfile, word: RangeSide, numbers: OwnRangeNumbers
) -> float:
    """Where the own range of a side ends, in the measure's unit: as far as is usual
    or, while that is not known, where the file's target begins.
    """
    assert spec.target is not None
    peaks = known.ranges.get(word, OwnRange()).peaks
    if len(peaks) >= numbers.calm_reps:
        return median(peaks)
    return spec.direction.near_edge(spec.target.clauses[0].enter)


def with_planned(
    known: StretchProfile, planned: Mapping[RangeSide, float]
) -> StretchProfile:
    """The same with a plan's ends, by side, in the place of what was seen there."""
    ranges = {
        word: own.model_copy(update={"peaks": ()}) if word in planned else own
        for word, own in known.ranges.items()
    }
    update = {"planned": dict(planned), "ranges": ranges}
    return known.model_copy(update=update)
