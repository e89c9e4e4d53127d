"""What a set says about progress, and what two of them say side by side.

Only like is compared with like: the same stretch, measure, view and side, and a gentle
day with gentle days, as their ranges are smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from formcheck.core.judge.result import usual_of
from formcheck.core.measure.kinds import KINDS
from formcheck.core.measure.numbers import CompareNumbers
from formcheck.core.records.session import SetRecord
from formcheck.core.stretch.clinical import ClinicalSpec, Convention
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.spec import Mode

__all__ = [
    "Difference",
    "Digest",
    "Like",
    "Range",
    "changes",
    "digest_of",
    "left_right",
    "ranges",
]


class Like(NamedTuple):
    """What makes two ranges comparable. side: None where both or none work. gentle: of
    a gentle day.
    """

    stretch: str
    measure: str
    view: str
    side: str | None
    gentle: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """One set in few numbers, from which progress is computed.

    peaks: furthest value of each rep that counts, by side ("left", "right", "both").
    safe: the furthest of those without anything to ease off. inwards: the sign of
    movement towards the target. reps: whole ones. None and 0, from `counted` on: kept
    by formcheck 0.1.0, whose `smaller` has all parts of reps in it.
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
    counted: int | None = None
    short: int = 0
    wrong_side: int = 0
    one_phase: int = 0
    own_range_holds: int = 0
    held_s: float | None = None
    safe: dict[str, float] | None = None
    start_missed: int = 0

    @property
    def done(self) -> int:
        """What was done of `planned_reps`."""
        return self.reps + self.smaller if self.counted is None else self.counted

    @property
    def position_s(self) -> float:
        """Seconds in position: of all holds. Of 0.1.0: in the target."""
        return self.in_target_s if self.held_s is None else self.held_s

    @property
    def is_gentle(self) -> bool:
        """Whether it was of a gentle day."""
        return self.mode != Mode.NORMAL.value

    def furthest_safe(self, side: str) -> float | None:
        """How far a side went at most, where there was nothing to ease off in."""
        if self.safe is not None:
            return self.safe.get(side)
        # Which repetition it was in is not known.
        way = Direction(self.inwards)
        return None if self.eased else way.furthest(self.peaks[side])


@dataclass(frozen=True, slots=True)
class Range:
    """How far one side went in one session: the usual, and the furthest safe value.

    best: None where there was something to ease off in every repetition. margin:
    measurement error of a difference, in the unit.
    """

    like: Like
    name: str
    unit: str
    usual: float
    best: float | None
    count: int
    margin: float
    inwards: int
    clinical: ClinicalSpec | None = None

    @property
    def said(self) -> Convention:
        """How its values are said."""
        return Convention(self.like.measure, self.unit, self.clinical)


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
    clinical: ClinicalSpec | None = None

    @property
    def said(self) -> Convention:
        """How its values are said."""
        return Convention(self.like.measure, self.unit, self.clinical)


def digest_of(record: SetRecord) -> Digest:
    """Digest one set."""
    spec, result = record.spec, record.result
    words = {side: side or "both" for side in result.sides}
    safe = {words[side]: result.furthest_safe(side) for side in result.sides}
    return Digest(
        stretch=spec.id,
        name=spec.name,
        kind=result.kind.value,
        measure=result.measure,
        measure_kind=spec.measures[result.measure].kind,
        unit=result.unit,
        view=spec.camera.view.value,
        inwards=result.way.sign,
        status=result.status,
        mode=result.mode.value,
        side=result.side,
        length_s=result.length_s,
        in_target_s=result.in_target_s,
        unseen_s=result.unseen_s,
        reps=result.whole,
        smaller=result.smaller,
        holds=len(result.holds),
        holds_complete=result.holds_complete,
        planned_reps=result.planned.reps,
        planned_hold_s=result.planned.hold_s,
        eased=result.eased,
        form=result.form,
        peaks={word: result.peaks(side) for side, word in words.items()},
        counted=result.counted,
        short=result.short,
        start_missed=result.start_missed,
        wrong_side=result.wrong_side,
        one_phase=result.one_phase,
        own_range_holds=len(result.own_range_holds),
        held_s=result.held_s,
        safe={word: value for word, value in safe.items() if value is not None},
    )


def ranges(
    digests: Iterable[Digest],
    numbers: CompareNumbers,
    clinical: Mapping[str, ClinicalSpec | None] | None = None,
) -> list[Range]:
    """How far each side went in each stretch, all sets of a session together.

    numbers: what a difference must be to mean anything. clinical: by stretch, how its
    first measure is said.
    """
    peaks: dict[Like, list[float]] = {}
    safe: dict[Like, list[float]] = {}
    known: dict[Like, Digest] = {}
    for digest in digests:
        for word, values in digest.peaks.items():
            side = None if word == "both" else word
            like = Like(
                digest.stretch, digest.measure, digest.view, side, digest.is_gentle
            )
            peaks.setdefault(like, []).extend(values)
            furthest = digest.furthest_safe(word)
            safe.setdefault(like, []).extend([] if furthest is None else [furthest])
            known[like] = digest
    found = []
    for like, values in peaks.items():
        digest, usual = known[like], usual_of(values)
        if usual is None:
            continue
        way = Direction(digest.inwards)
        found.append(
            Range(
                like,
                digest.name,
                digest.unit,
                usual,
                way.furthest(safe[like]) if safe[like] else None,
                len(values),
                numbers.error_margin_deg * KINDS[digest.measure_kind].scale,
                digest.inwards,
                (clinical or {}).get(like.stretch),
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
        second.clinical,
    )
