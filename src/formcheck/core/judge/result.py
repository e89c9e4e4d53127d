"""What came of one set. Page, voice, report, files and history ask it and never count.

It is one entry of `sets` in summary.json, and its schema is generated from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Literal, Self, TypedDict

from pydantic import Field

from formcheck.core.judge.result_parts import (
    FlagResult,
    HoldResult,
    Learned,
    Looks,
    MovementResult,
    NotCountedResult,
    NotJudged,
    OwnHoldResult,
    Part,
    PartialResult,
    Planned,
    RepResult,
    Seconds,
    SideWord,
    Unit,
    UnseenResult,
    UsedProfile,
)
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.gentle import is_timed
from formcheck.core.stretch.numbers import GentleNumbers
from formcheck.core.stretch.spec import Kind, Mode, StretchSpec
from formcheck.core.words.reasons import Reason, Shortfall

__all__ = ["SetResult", "Status", "about_measure", "unit_of", "usual_of"]

Status = Literal["judged", "partly_judged", "not_judged"]
Way = Literal["more", "less"]


_GENTLE_IN_0_1 = GentleNumbers(flare_share=0.6, min_band_deg=10.0)
"""What formcheck 0.1.0 judged by, for what it kept."""


def usual_of(peaks: Sequence[float]) -> float | None:
    """Return how far somebody usually goes: the median; None without a repetition."""
    return round(median(peaks), 3) if peaks else None


class SetResult(Part):
    """What one set came to.

    measure, unit: of the peaks. direction: which way is further in it.
    """

    stretch: str
    kind: Kind
    status: Status
    why: Reason | None = Field(description="why it is not judged, or only partly")
    side: SideWord | None = Field(
        description="the person's own; null where none works or both did"
    )
    mode: Mode
    timed: bool = Field(description="its holds count: repetitions are not separated")
    planned: Planned
    measure: str = Field(description="the measure that shows progress")
    unit: Unit
    direction: Way = Field(description="which way is further in that measure")
    error: float | None = Field(
        default=None, description="how far a peak may be off, in its unit"
    )
    change_error: float | None = Field(
        default=None,
        description="how far a change from the person's own start may be off",
    )
    calibration: str | None = Field(
        default=None,
        description="digest of the constants by which hips were moved before angles "
        "were read; landmarks stay raw. Null where none was moved",
    )
    rolled_deg: float | None = Field(
        default=None,
        description="how far the camera was off level, + clockwise, where that was put "
        "right before anything was measured; null where nothing was put right",
    )
    level_known: bool = Field(
        default=True,
        description="whether the room's lines or the body showed how the camera stood; "
        "false where what is measured against upright took it to be level",
    )
    profile: UsedProfile
    neutral: dict[str, float | None] | None = Field(
        description="what each measure read in the start pose"
    )
    start_s: Seconds
    end_s: Seconds
    in_target_s: Seconds
    out_of_target_s: Seconds
    searching_s: Seconds = Field(
        description="seen, while the start was still looked for"
    )
    unseen_s: Seconds = Field(description="these four sum to the set's length")
    reps: tuple[RepResult, ...]
    partial_reps: tuple[PartialResult, ...]
    holds: tuple[HoldResult, ...]
    own_range_holds: tuple[OwnHoldResult, ...]
    flags: tuple[FlagResult, ...]
    not_counted: tuple[NotCountedResult, ...] = Field(
        description="seen in the target, and not counted"
    )
    movements: tuple[MovementResult, ...] = Field(
        description="seen by a counter that knows no stretch and counts nothing; empty "
        "where only time is kept"
    )
    unseen: tuple[UnseenResult, ...] = Field(description="when nothing could be judged")
    not_judged: tuple[NotJudged, ...]
    learned: Learned | None = Field(description="what this set teaches the next")
    looks: Looks

    @classmethod
    def from_kept(
        cls, values: Mapping[str, Any], spec: StretchSpec | None = None
    ) -> Self:
        """Return the result that `to_json` made plain, or formcheck 0.1.0.

        spec: the stretch as it was judged. What 0.1.0 learnt of the range is dropped:
        its ceiling could be on the wrong side.

        Raises
        ------
        ValueError
            It is no result of a set, or one of 0.1.0 and without its stretch.
        """
        lifted = dict(values)
        if "direction" not in lifted and spec is not None:
            lifted |= about_measure(spec)
        for key in ("own_range_holds", "not_counted", "movements"):
            lifted.setdefault(key, ())
        lifted.setdefault("searching_s", 0.0)
        if "timed" not in lifted and spec is not None:
            lifted["timed"] = is_timed(spec, Mode(lifted["mode"]), _GENTLE_IN_0_1)
        profile, taught = lifted.get("profile"), lifted.get("learned")
        if isinstance(profile, Mapping):
            lifted["profile"] = {"ranges": (), **profile}
        if isinstance(taught, Mapping) and "peaks" not in taught:
            lifted["learned"] = None
        return cls.model_validate(lifted)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values, as summary.json has them."""
        return self.model_dump(mode="json")

    # What was done

    @property
    def whole(self) -> int:
        """Whole repetitions."""
        return len(self.reps)

    @property
    def smaller(self) -> int:
        """Repetitions in the person's own smaller range."""
        return self._short_of(Shortfall.SMALLER_RANGE)

    @property
    def short(self) -> int:
        """Repetitions that were held for less than planned."""
        return self._short_of(Shortfall.SHORT_HOLD)

    @property
    def start_missed(self) -> int:
        """Repetitions that began in the target: their start was not seen."""
        return self._short_of(Shortfall.START_NOT_SEEN)

    @property
    def wrong_side(self) -> int:
        """Movements on the other side than planned. They do not count."""
        return self._short_of(Shortfall.OTHER_SIDE)

    @property
    def one_phase(self) -> int:
        """Movements of which only one half was done. They do not count."""
        return self._short_of(Shortfall.ONE_PHASE)

    @property
    def counted(self) -> int:
        """What was done, of `planned.reps`: less far and less long counts as well.

        Where repetitions are not separated, its holds count; and in a range that is too
        narrow to leave, each further planned time of one is another.
        """
        if not self.timed:
            return len(self.done)
        if self.kind is Kind.GUIDED or not self.planned.hold_s:
            return self.holds_complete
        total, hold_s = self.planned.reps, self.planned.hold_s
        # The first of each may be a little short.
        return sum(
            min(total, int(hold.held_s / hold_s) or int(hold.complete))
            for hold in self.all_holds
        )

    @property
    def done(self) -> tuple[RepResult | PartialResult, ...]:
        """The repetitions that count, as they came."""
        parts = [part for part in self.partial_reps if part.reason.counts]
        done: list[RepResult | PartialResult] = [*self.reps, *parts]
        return tuple(sorted(done, key=lambda rep: rep.start_s))

    @property
    def all_holds(self) -> tuple[HoldResult | OwnHoldResult, ...]:
        """Holds in the target and in the person's own range, as they came."""
        holds: list[HoldResult | OwnHoldResult]
        holds = [*self.holds, *self.own_range_holds]
        return tuple(sorted(holds, key=lambda hold: hold.start_s))

    @property
    def holds_complete(self) -> int:
        """Holds as long as planned, in the target and in the person's own range."""
        return sum(hold.complete for hold in self.all_holds)

    @property
    def held_s(self) -> float:
        """Seconds in position: of all holds, in the target and in the own range."""
        return round(sum(hold.held_s for hold in self.all_holds), 3)

    @property
    def length_s(self) -> float:
        """Seconds from its beginning to its end."""
        return round(self.end_s - self.start_s, 3)

    @property
    def eased(self) -> int:
        """Moments to ease off."""
        return sum(flag.eases for flag in self.flags)

    @property
    def form(self) -> int:
        """Moments to mind the form."""
        return len(self.flags) - self.eased

    @property
    def is_good(self) -> bool:
        """Whether there is a repetition, and nothing to correct in any."""
        return bool(self.reps) and not self.flags and all(r.good for r in self.reps)

    # How far

    @property
    def sides(self) -> tuple[SideWord | None, ...]:
        """The sides that were measured, left first; None where none or both work."""
        known = {rep.side for rep in self.done if rep.peak is not None}
        order: tuple[SideWord | None, ...] = ("left", "right", None)
        return tuple(side for side in order if side in known)

    def peaks(self, side: SideWord | None, *, safe: bool = False) -> list[float]:
        """How far each repetition of a side went. safe: but those to ease off in."""
        unsafe = {flag.id for flag in self.flags if flag.eases} if safe else set()
        return [
            rep.peak
            for rep in self.done
            if rep.side == side
            and rep.peak is not None
            and unsafe.isdisjoint(rep.flags)
        ]

    def usual(self, side: SideWord | None) -> float | None:
        """How far a side usually went: the median. None: it was not measured."""
        return usual_of(self.peaks(side))

    def furthest_safe(self, side: SideWord | None) -> float | None:
        """How far a side went at most, where there was nothing to ease off in."""
        peaks = self.peaks(side, safe=True)
        return self.way.furthest(peaks) if peaks else None

    @property
    def way(self) -> Direction:
        """Which way is further."""
        return Direction[self.direction.upper()]

    def _short_of(self, reason: Shortfall) -> int:
        return sum(part.reason is reason for part in self.partial_reps)


class AboutMeasure(TypedDict):
    """The measure of a result's peaks, its unit, and which way is further."""

    measure: str
    unit: Unit
    direction: Way


def about_measure(spec: StretchSpec) -> AboutMeasure:
    """Return which measure a stretch's peaks are of, its unit, and which is further."""
    way: Way = "more" if spec.direction is Direction.MORE else "less"
    return {"measure": spec.primary, "unit": unit_of(spec), "direction": way}


def unit_of(spec: StretchSpec) -> Unit:
    """Return the unit of a stretch's peaks."""
    return KINDS[spec.measures[spec.primary].kind].unit
