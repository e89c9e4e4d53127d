"""What can happen in a set. Page, voice, journal, summary and tests read the same
list.
"""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.core.body.landmarks import Side
from formcheck.core.stretch.spec import Phase, Severity
from formcheck.core.words.reasons import Reason, Shortfall

__all__ = [
    "Event",
    "FlagCleared",
    "FlagRaised",
    "HoldCompleted",
    "NotCounted",
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
    """The start pose stood still.

    time_s: when that was sure. neutral: what each measure read in it.
    """

    time_s: float
    neutral: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TargetEntered:
    """The target is reached.

    time_s: when it was come into. phase: `cat` or `cow` in an alternating pair. seen:
    whether the way into it was, from the start.
    """

    time_s: float
    phase: str | None = None
    seen: bool = True


@dataclass(frozen=True, slots=True)
class HoldCompleted:
    """The planned time is held.

    time_s: when it was. own_range: short of the target; it counts as well.
    """

    time_s: float
    own_range: bool = False


@dataclass(frozen=True, slots=True)
class TargetLeft:
    """A stay in the target is over.

    time_s: when that was sure. start_s, end_s: when the movement into it had settled,
    and when the one out began. held_s: between them, less what was not seen. complete:
    as long as planned. side: the one that worked, None where neither or both did. cut:
    the recording began or ended in it. phase: `cat` or `cow` in an alternating pair.
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
    """Somebody holds still short of the target: a hold in a range of their own.

    time_s: when it began.
    """

    time_s: float


@dataclass(frozen=True, slots=True)
class OwnRangeLeft:
    """A hold in the person's own range is over.

    time_s: when that was sure. start_s, end_s: the hold. held_s: its length, less what
    was not seen. complete: as long as planned. side: the one that worked, None where
    neither or both did. cut: the recording ended in it.
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
    """Start, target, start.

    time_s: when that was sure. start_s, end_s: the repetition. held_s: its longest
    hold. peak: the furthest value, in the measure's unit. side: the one that worked,
    None where neither or both did. good: None where an unsafe check could not be made.
    flags: ids of those raised in it.
    """

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
    """A rep in the person's own smaller range, or a hold shorter than planned.

    time_s: when that was sure. start_s, end_s: the repetition. held_s: its longest
    hold. peak: the furthest value, in the measure's unit; NaN where it has none. side:
    the one that worked, None where neither or both did. reason: what it lacks. flags:
    ids of those raised in it.
    """

    time_s: float
    start_s: float
    end_s: float
    held_s: float
    peak: float
    side: Side | None
    reason: Shortfall
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Time in the target that did not count.

    time_s: when it was over. start_s, end_s: the time. reason: what was lacking;
    measure: the one that was not as it should be, None where it was none. phase: where
    in a repetition the person was.
    """

    time_s: float
    start_s: float
    end_s: float
    reason: Reason
    phase: Phase
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """Something to ease.

    time_s: when it was sure; start_s: when it began. id, severity, cue: the fault's, as
    the stretch file has them.
    """

    time_s: float
    start_s: float
    id: str
    severity: Severity
    cue: str


@dataclass(frozen=True, slots=True)
class FlagCleared:
    """It is over.

    time_s: when that was sure. start_s, end_s: the first and the last look that showed
    it; raised_s: when the flag went up. id, severity: the fault's. worst: the furthest
    value; unit: of that.
    """

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
    """Nothing can be judged.

    time_s: from when on. why: at first.
    """

    time_s: float
    why: Reason


@dataclass(frozen=True, slots=True)
class TrackingFound:
    """What is judged can be seen again.

    time_s: from when on. lost_s: since when it could not be; why: at last.
    """

    time_s: float
    lost_s: float
    why: Reason


@dataclass(frozen=True, slots=True)
class SetFinished:
    """The end.

    time_s: of the set. not_judged: (measure, why, seconds). searching_s: how long the
    person was seen while the start was looked for. left_s: since when they were not
    where the stretch is done, None where they were to the end; rested_s: when they were
    last at rest there, None where never. rolled_deg: by how much the camera was rolled,
    + clockwise, where that was taken out; 0 where nothing was. level_told: whether
    anything told how it stood, or nothing that is asked for hangs on it. cut_off_s: how
    much of the search a near hand or foot was outside the picture.
    """

    time_s: float
    not_judged: tuple[tuple[str, Reason, float], ...]
    searching_s: float = 0.0
    left_s: float | None = None
    rested_s: float | None = None
    rolled_deg: float = 0.0
    level_told: bool = True
    cut_off_s: float = 0.0


Event = (
    StartConfirmed
    | TargetEntered
    | HoldCompleted
    | TargetLeft
    | OwnRangeEntered
    | OwnRangeLeft
    | RepCounted
    | PartialRep
    | NotCounted
    | FlagRaised
    | FlagCleared
    | TrackingLost
    | TrackingFound
    | SetFinished
)
