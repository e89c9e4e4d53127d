"""What can happen in a set. Page, voice, journal, summary and tests read the same
list.
"""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.core.body.landmarks import Side
from formcheck.core.stretch.spec import Severity
from formcheck.core.words.reasons import Reason, Shortfall

__all__ = [
    "Event",
    "FlagCleared",
    "FlagRaised",
    "HoldCompleted",
    "OwnRangeEntered",
    "OwnRangeLeft",
    "PartialRep",
    "RepCounted",
    "SetFinished",
    "StartConfirmed",
    "TargetEntered",
    "TargetLeft",
    "TrackingFound",
    "TrackingLost",
]


@dataclass(frozen=True, slots=True)
class StartConfirmed:
    """The start pose was held still. neutral: what each measure read in it."""

    time_s: float
    neutral: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TargetEntered:
    """The target is reached. phase: `cat` or `cow` in a stretch of two phases."""

    time_s: float
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class HoldCompleted:
    """The planned time has been held. own_range: short of the target; it counts too."""

    time_s: float
    own_range: bool = False


@dataclass(frozen=True, slots=True)
class TargetLeft:
    """A stay in the target is over.

    start_s, end_s: when the movement into it had settled, and when the one out began.
    held_s: between them, less what was not seen. cut: the recording began or ended in
    it.
    """

    time_s: float
    start_s: float
    end_s: float
    held_s: float
    complete: bool
    side: Side | None
    cut: bool
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class OwnRangeEntered:
    """Somebody holds still short of the target: a hold in a range of their own."""

    time_s: float


@dataclass(frozen=True, slots=True)
class OwnRangeLeft:
    """A hold in the person's own range is over.

    start_s, end_s: the hold. held_s: its length, less what was not seen. cut: the
    recording ended in it.
    """

    time_s: float
    start_s: float
    end_s: float
    held_s: float
    complete: bool
    side: Side | None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class RepCounted:
    """Start, target, start. good: None where an unsafe check could not be made."""

    time_s: float
    start_s: float
    end_s: float
    held_s: float
    peak: float
    side: Side | None
    good: bool | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartialRep:
    """A rep in the person's own smaller range, or a hold shorter than planned."""

    time_s: float
    start_s: float
    end_s: float
    held_s: float
    peak: float
    side: Side | None
    reason: Shortfall
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """Something to ease off. start_s: when it began; time_s: when it was certain."""

    time_s: float
    start_s: float
    id: str
    severity: Severity
    cue: str


@dataclass(frozen=True, slots=True)
class FlagCleared:
    """A flag is over. worst: the furthest value, in the flag's unit."""

    time_s: float
    start_s: float
    end_s: float
    id: str
    severity: Severity
    worst: float
    unit: str
    raised_s: float


@dataclass(frozen=True, slots=True)
class TrackingLost:
    """Nothing can be judged from here on, and why."""

    time_s: float
    why: Reason


@dataclass(frozen=True, slots=True)
class TrackingFound:
    """What is judged can be seen again."""

    time_s: float
    lost_s: float
    why: Reason


@dataclass(frozen=True, slots=True)
class SetFinished:
    """The set is over. not_judged: (measure, why, seconds)."""

    time_s: float
    not_judged: tuple[tuple[str, Reason, float], ...]


Event = (
    StartConfirmed
    | TargetEntered
    | HoldCompleted
    | TargetLeft
    | OwnRangeEntered
    | OwnRangeLeft
    | RepCounted
    | PartialRep
    | FlagRaised
    | FlagCleared
    | TrackingLost
    | TrackingFound
    | SetFinished
)
