"""What the result of a set is made of: each part as summary.json has it.

Times are seconds from the beginning of the recording or session; None is what was not
seen. Keys of another version are ignored when one is read.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from formcheck.core.stretch.spec import Phase, RangeSide, Severity
from formcheck.core.words.reasons import Reason, Shortfall

__all__ = [
    "NO_LOOKS",
    "FlagResult",
    "HoldResult",
    "Learned",
    "Looks",
    "MovementResult",
    "NotCountedResult",
    "NotJudged",
    "OwnHoldResult",
    "Part",
    "PartialResult",
    "Planned",
    "RangeUsed",
    "RepResult",
    "Seconds",
    "SideWord",
    "Unit",
    "UnseenResult",
    "UsedProfile",
]

SideWord = Literal["left", "right"]
Unit = Literal["deg", "deg/s", "ratio", "ratio/s", "count", "s"]

# The schema says so; a time that is off by a hair must not end a session.
Seconds = Annotated[float, WithJsonSchema({"type": "number", "minimum": 0})]

_Side = Annotated[
    SideWord | None,
    Field(description="the person's own; null where none works or both did"),
]
_Measure = Annotated[
    str, Field(description="the measure whose furthest value the peak is")
]

_Change = Annotated[
    float | None,
    Field(
        description="how much further the peak is than the person's own start; null "
        "where no start was seen"
    ),
]


class Part(BaseModel):
    """A part of summary.json: it cannot be changed, and its schema allows no more."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        json_schema_extra={"additionalProperties": False},
    )


class Planned(Part):
    """What the set asked for. reps: of both sides, where they take turns in it."""

    reps: int = Field(ge=1)
    hold_s: float | None = Field(gt=0)
    side: _Side


class RangeUsed(Part):
    """The person's own range on one side, where there was one to judge by."""

    side: _Side
    near: float | None = Field(description="from here on it is in the target")
    ceiling: float | None = Field(description="past it, ease back")


class UsedProfile(Part):
    """The person's profile as it was when the set started."""

    person: str
    ranges: tuple[RangeUsed, ...]
    neutral: float | None
    conditions: tuple[str, ...]


class RepResult(Part):
    """Start, target, start."""

    number: int = Field(ge=1)
    side: _Side
    start_s: Seconds
    end_s: Seconds
    held_s: Seconds
    measure: _Measure
    peak: float | None
    change: _Change = None
    unit: Unit
    good: bool | None = Field(
        description="null where an unsafe check could not be made"
    )
    flags: tuple[str, ...]


class PartialResult(Part):
    """Less far, less long, on the wrong side, or half a movement."""

    side: _Side
    start_s: Seconds
    end_s: Seconds
    held_s: Seconds
    measure: _Measure
    peak: float | None
    change: _Change = None
    unit: Unit
    reason: Shortfall
    flags: tuple[str, ...]


class OwnHoldResult(Part):
    """A hold in the person's own range, short of the target; it counts as well."""

    start_s: Seconds
    end_s: Seconds
    held_s: Seconds
    complete: bool = Field(description="as long as planned")
    side: _Side
    cut: bool = Field(description="the recording began or ended in it")


class HoldResult(OwnHoldResult):
    """A stay in the target."""

    phase: str | None


class FlagResult(Part):
    """Something to correct. rep, hold: numbers of those it belongs to."""

    id: str
    severity: Severity
    start_s: Seconds
    raised_s: Seconds = Field(description="when it was sure")
    end_s: Seconds
    worst: float | None
    unit: Unit
    cue: str
    rep: int | None = Field(ge=1, description="number of the rep it belongs to")
    hold: int | None = Field(ge=1, description="number of the hold it belongs to")

    @property
    def eases(self) -> bool:
        """Whether the person is asked to ease off."""
        return self.severity is Severity.UNSAFE


class UnseenResult(Part):
    """When nothing could be judged, and why."""

    start_s: Seconds
    end_s: Seconds
    why: Reason


class NotCountedResult(Part):
    """Time in the target that did not count, and what was lacking."""

    start_s: Seconds
    end_s: Seconds
    why: Reason
    measure: str | None = Field(description="the one that was not as it should be")
    phase: Phase = Field(description="where in a repetition the person was")


def _shortfall_if_one(value: object) -> object:
    """Both take values of other versions, so that a reason would take any of these."""
    known = isinstance(value, str) and value in set(Shortfall)
    return Shortfall(str(value)) if known else value


_Why = Annotated[Reason | Shortfall | None, BeforeValidator(_shortfall_if_one)]


class MovementResult(Part):
    """Out of a posture and back, whatever the stretch."""

    start_s: Seconds
    end_s: Seconds
    became: Literal["counted", "partly", "not_counted"] = Field(
        description="partly: in a smaller range, too short, or begun unseen"
    )
    why: _Why = Field(description="why it is not a whole one")
    measure: str | None = Field(
        default=None, description="the one that was not as it should be"
    )
    furthest: float | None = Field(
        description="how far the measure that shows progress went"
    )


class NotJudged(Part):
    """A measure that could not be judged for a while."""

    measure: str
    why: Reason
    seconds: Seconds


class Learned(Part):
    """How far calm repetitions went, by side: what this set teaches the next."""

    measure: str
    peaks: dict[RangeSide, tuple[float, ...]]


class Looks(Part):
    """Frames by what became of them."""

    seen: int = Field(default=0, ge=0)
    nobody: int = Field(default=0, ge=0)
    skipped: int = Field(default=0, ge=0)

    @property
    def total(self) -> int:
        """All of them."""
        return self.seen + self.nobody + self.skipped


NO_LOOKS = Looks()
