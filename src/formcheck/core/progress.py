"""What a set says about progress, and what two of them say side by side.

Only like is compared with like: the same stretch, measure, view and side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from formcheck.core.direction import Direction
from formcheck.core.measures import KINDS
from formcheck.core.session import SetRecord

__all__ = [
    "ERROR_MARGIN_DEG",
    "Difference",
    "Digest",
    "Like",
    "Range",
    "changes",
    "digest_of",
    "left_right",
    "ranges",
]

ERROR_MARGIN_DEG = 10.0
"""Changes and left-right differences below this many degrees (hundredths of a ratio)
are within measurement error: two readings of 4 to 7 degrees' error each."""


class Like(NamedTuple):
    """What makes two ranges comparable. side: None where both or none work."""

    stretch: str
    measure: str
    view: str
    side: str | None


@dataclass(frozen=True, slots=True)
class Digest:
    """One set in few numbers; what progress is told from.

    peaks: furthest value of each rep, smaller ones too, by side ("left", "right",
    "both"). inwards: the sign of movement towards the target.
    """

    stretch: str
    name: str
    kind: str
    measure: str
    measure_kind: str
    unit: str
    view: str
    inwards: int
    status: str
    mode: str
    side: str | None
    length_s: float
    in_target_s: float
    unseen_s: float
    reps: int
    smaller: int
    holds: int
    holds_complete: int
    planned_reps: int
    planned_hold_s: float | None
    eased: int
    form: int
    peaks: dict[str, list[float]]

    @property
    def margin(self) -> float:
        """Measurement error of a difference, in the measure's unit."""
        return ERROR_MARGIN_DEG * KINDS[self.measure_kind].scale


@dataclass(frozen=True, slots=True)
class Range:
    """How far one side went in one session: the usual (median) and the best."""

    like: Like
    name: str
    unit: str
    usual: float
    best: float
    count: int
    margin: float
    inwards: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Two ranges side by side: earlier and later, or left and right.

    difference: `second` less `first`, in the unit. further: the same, counted towards
    the target. within_error: too small to mean anything.
    """

    name: str
    like: Like
    unit: str
    first: float
    second: float
    difference: float
    further: float
    within_error: bool


def digest_of(record: SetRecord) -> Digest:
    """Digest one set."""
    spec, entry = record.spec, record.entry
    measure = spec.measures[spec.primary]
    peaks: dict[str, list[float]] = {}
    for rep in (*entry["reps"], *entry["partial_reps"]):
        if rep["peak"] is not None:
            peaks.setdefault(rep["side"] or "both", []).append(rep["peak"])
    severities = [flag["severity"] for flag in entry["flags"]]
    planned = entry["planned"]
    return Digest(
        stretch=spec.id,
        name=spec.name,
        kind=entry["kind"],
        measure=spec.primary,
        measure_kind=measure.kind,
        unit=KINDS[measure.kind].unit,
        view=spec.camera.view.value,
        inwards=spec.direction.sign,
        status=entry["status"],
        mode=entry["mode"],
        side=entry["side"],
        length_s=round(entry["end_s"] - entry["start_s"], 3),
        in_target_s=entry["in_target_s"],
        unseen_s=entry["unseen_s"],
        reps=len(entry["reps"]),
        smaller=len(entry["partial_reps"]),
        holds=len(entry["holds"]),
        holds_complete=sum(1 for hold in entry["holds"] if hold["complete"]),
        planned_reps=planned["reps"],
        planned_hold_s=planned["hold_s"],
        eased=severities.count("unsafe"),
        form=severities.count("form"),
        peaks=peaks,
    )


def ranges(digests: Iterable[Digest]) -> list[Range]:
    """How far each side went in each stretch, all sets of a session together."""
    peaks: dict[Like, list[float]] = {}
    known: dict[Like, Digest] = {}
    for digest in digests:
        for word, values in digest.peaks.items():
            side = None if word == "both" else word
            like = Like(digest.stretch, digest.measure, digest.view, side)
            peaks.setdefault(like, []).extend(values)
            known[like] = digest
    found = []
    for like, values in peaks.items():
        digest = known[like]
        further = Direction(digest.inwards)
        found.append(
            Range(
                like,
                digest.name,
                digest.unit,
                round(median(values), 3),
                further.furthest(values),
                len(values),
                digest.margin,
                digest.inwards,
            )
        )
    return found


def changes(earlier: Sequence[Range], now: Sequence[Range]) -> list[Difference]:
    """What is now, against the same stretch, measure, view and side before."""
    before = {one.like: one for one in earlier}
    return [
        _difference(before[one.like], one, one.like)
        for one in now
        if one.like in before
    ]


def left_right(found: Sequence[Range]) -> list[Difference]:
    """Left against right, where both sides of a stretch were done."""
    by_like = {one.like: one for one in found}
    pairs = []
    for one in found:
        other = by_like.get(one.like._replace(side="right"))
        if one.like.side == "left" and other is not None:
            pairs.append(_difference(one, other, one.like._replace(side=None)))
    return pairs


def _difference(first: Range, second: Range, like: Like) -> Difference:
    difference = round(second.usual - first.usual, 3)
    return Difference(
        second.name,
        like,
        second.unit,
        first.usual,
        second.usual,
        difference,
        difference * second.inwards,
        abs(difference) < second.margin,
    )
