"""The judge's states and the moves between them; nothing else moves one.

Three small machines run side by side in a set:

* where the person is in a repetition of one target (`State`), and whether the start of
  one has been found at all;
* the same for the two targets of an alternating pair, which are held in turn, with no
  way from start to target of their own;
* whether the person can be judged at all (`Sight`).

`MOVES` lists every move: from which state, on what, to which; docs/states.md is drawn
from it. Each goes through `moved`, where tests of random motions find no other. Nothing
looks it up while a person is being judged: that would end their set, and undo nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from math import inf, nan
from typing import ClassVar, NamedTuple, TypeVar

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import PartialRep, RepCounted
from formcheck.core.judge.hold import Hold
from formcheck.core.judge.hysteresis import Settled
from formcheck.core.judge.own_hold import OwnHold
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.turns import Turn
from formcheck.core.stretch.spec import Phase
from formcheck.core.words.reasons import Reason, Shortfall

__all__ = ["MOVES", "AtStart", "Beginning", "Between", "CameIn", "Finding", "Going"]
__all__ += ["Happened", "Holding", "InPhase", "Lost", "Missed", "Transition", "NotYet"]
__all__ += ["PairState", "Rep", "RepState", "Returning", "Seen", "Sight", "State"]
__all__ += ["hold_of", "moved"]


class CameIn(Enum):
    """How somebody came into the target."""

    SEEN = "seen"
    """From the start, or on a way that was seen."""

    BEGAN_IN_IT = "began in it"
    """The recording begins in the target: the hold is cut, and no rep."""

    FROM_ELSEWHERE = "from elsewhere"
    """From another posture than the start's."""


@dataclass(frozen=True, slots=True)
class Rep:
    """What a repetition has had so far. An alternating pair has one for both targets.

    begun_s: when it began; None before it has, while flags may come already. entry: how
    its target is come into. unclear: for a while it could not be seen whether this was
    the target. votes: looks at which the left and the right side worked. held_s: its
    longest hold. peak: the furthest that the measure went, None where it was not known.
    flags: ids of those raised, each once. blind_s: how long an unsafe check could not
    be made.
    """

    begun_s: float | None = None
    entry: CameIn = CameIn.SEEN
    unclear: bool = False
    votes: tuple[int, int] = (0, 0)
    held_s: float = 0.0
    peak: float | None = None
    flags: tuple[str, ...] = ()
    blind_s: float = 0.0

    @property
    def side(self) -> Side | None:
        """The side that worked, by majority over the hold; or over the way, without
        one.
        """
        left, right = self.votes
        return None if left == right else Side.LEFT if left > right else Side.RIGHT

    def voted(self, active: Side | None) -> Rep:
        """With one look more at which that side worked."""
        left, right = self.votes
        votes = left + (active is Side.LEFT), right + (active is Side.RIGHT)
        return replace(self, votes=votes)

    def marked(self, flags: Iterable[str], blind_s: float) -> Rep:
        """With these flags raised, and an unsafe check not made for that long."""
        both = tuple(dict.fromkeys((*self.flags, *flags)))
        return replace(self, flags=both, blind_s=self.blind_s + blind_s)

    def counted(
        self, time_s: float, end_s: float, side: Side | None, blind_s: float
    ) -> RepCounted:
        """A whole repetition; good unless something was flagged, or not checked for
        more than `blind_s`.
        """
        good = None if not self.flags and self.blind_s > blind_s else not self.flags
        start_s, peak = self._from_s(end_s), self._peak()
        return RepCounted(
            time_s, start_s, end_s, self.held_s, peak, side, good, self.flags
        )

    def partial(
        self, time_s: float, end_s: float, side: Side | None, reason: Shortfall
    ) -> PartialRep:
        """Part of a repetition, and what it lacks."""
        start_s, peak = self._from_s(end_s), self._peak()
        return PartialRep(
            time_s, start_s, end_s, self.held_s, peak, side, reason, self.flags
        )

    def _from_s(self, end_s: float) -> float:
        return end_s if self.begun_s is None else self.begun_s

    def _peak(self) -> float:
        return nan if self.peak is None else self.peak


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a recording, or of a shot in it, which may be in mid-movement.

    since_s: its first look. in_target: whether the first look that could tell showed
    the target; None before that.
    """

    since_s: float
    in_target: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The start has not been found.

    beginning: of the recording, None later on. calm_in_s: calm in the target since
    then, None where it is not. looks: in the stretch's posture, without a gap, until
    now; kept where a repetition may be found in them once the start is sure.
    from_beginning: whether they are all since that.
    """

    beginning: Beginning | None = None
    calm_in_s: float | None = None
    looks: tuple[Sample, ...] = ()
    from_beginning: bool = False
    phase: ClassVar[Phase] = Phase.FINDING

    def seen(self, sample: Sample, over_s: float) -> Finding:
        """With one look more, of those in the posture over the last `over_s`."""
        if not sample.placed:
            return replace(self, looks=()) if self.looks else self
        first_s = sample.time_s - over_s
        kept = tuple(look for look in self.looks if look.time_s >= first_s)
        whole = self.from_beginning if self.looks else self.beginning is not None
        whole = whole and len(kept) == len(self.looks)
        return replace(self, looks=(*kept, sample), from_beginning=whole)

    def after_gap(self) -> Finding:
        """Nothing was seen for a while: a way into the target may have been in it."""
        beginning = self.beginning
        if beginning is not None:
            beginning = replace(beginning, in_target=None)
        return replace(self, beginning=beginning, calm_in_s=None, looks=())


@dataclass(frozen=True, slots=True)
class AtStart:
    """At the start, which is left when a repetition begins.

    rest_s: last look at rest there. rep: the next one, with what is flagged already.
    target: whether this is the target. out: whether the start has been left. low: the
    least far that they have been since the last one, as a share of the way.
    """

    rest_s: float
    rep: Rep = Rep()
    target: Settled = Settled()
    out: Settled = Settled()
    low: float = inf
    phase: ClassVar[Phase] = Phase.START


@dataclass(frozen=True, slots=True)
class Going:
    """On the way to the target, or on the way back from short of it.

    rep: so far. target: whether this is the target. back: whether the start is reached
    again; returned_s: since when, None before that. own: a hold short of the target;
    own_held_s: the longest of them; own_done: one was as long as planned, and no second
    is begun on the same way.
    """

    rep: Rep
    target: Settled = Settled()
    back: Settled = Settled()
    returned_s: float | None = None
    own: OwnHold | None = None
    own_held_s: float = 0.0
    own_done: bool = False
    phase: ClassVar[Phase] = Phase.GOING


@dataclass(frozen=True, slots=True)
class Holding:
    """In the target.

    rep: so far. target: whether this is the target. hold: this stay. turn: which side
    is held in it.
    """

    rep: Rep
    target: Settled
    hold: Hold
    turn: Turn = Turn()
    phase: ClassVar[Phase] = Phase.TARGET


@dataclass(frozen=True, slots=True)
class Returning:
    """Out of the target, on the way back.

    rep: so far. target: whether this is the target. back: whether the start is reached
    again; returned_s: since when, None before that. hold: the stay that was left, as
    long as that may be a wobble; then None. turn: which side was held in that.
    """

    rep: Rep
    target: Settled
    back: Settled = Settled()
    returned_s: float | None = None
    hold: Hold | None = None
    turn: Turn = Turn()
    phase: ClassVar[Phase] = Phase.RETURNING


@dataclass(frozen=True, slots=True)
class Between:
    """In neither target of an alternating pair.

    phase: START with none of the two done, RETURNING with one.
    """

    phase: Phase


@dataclass(frozen=True, slots=True)
class InPhase:
    """In one target of an alternating pair.

    name: which, `cat` or `cow`. hold: this stay. peak: the furthest of it, off the
    middle.
    """

    name: str
    hold: Hold
    peak: float
    phase: ClassVar[Phase] = Phase.TARGET


RepState = AtStart | Going | Holding | Returning
"""In a set of repetitions of one target, its start found."""

PairState = Between | InPhase
"""In a set of alternating pairs, its start found."""

State = Finding | RepState | PairState
"""Where the person is."""


def hold_of(at: State) -> Hold | None:
    """The stay in the target that goes on, or that a wobble may have left."""
    return at.hold if isinstance(at, Holding | Returning | InPhase) else None


@dataclass(frozen=True, slots=True)
class NotYet:
    """Before the first look."""

    seen_s: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The person can be judged.

    seen_s: last look at them.
    """

    seen_s: float


@dataclass(frozen=True, slots=True)
class Missed:
    """The last looks failed, which may be nothing.

    since_s: when that began. why: at the last look. seen_s: the last one that did not
    fail, None without one.
    """

    since_s: float
    why: Reason
    seen_s: float | None


@dataclass(frozen=True, slots=True)
class Lost:
    """The person cannot be judged, and that has been reported.

    since_s: when that began. why: at the last look. seen_s: the last one that did not
    fail, None without one.
    """

    since_s: float
    why: Reason
    seen_s: float | None


Sight = NotYet | Seen | Missed | Lost
"""Whether the person can be judged."""


class Happened(StrEnum):
    """What moves a state, in the words of docs/states.md."""

    START_SEEN = "the start pose stood still"
    CALM_IN_TARGET = "calm in the target for a while, from another posture"
    BEGAN_IN_MOVEMENT = "what began in movement shows the target"
    START_LEFT = "the start is left"
    REACHED = "the target is reached"
    LEFT = "the target is left"
    BACK = "the start is reached again"
    START_UNKNOWN = "back from what the recording began in"
    CUT = "the picture is cut"
    GAP = "unseen for too long"
    SAME_HOLD = "the hold before the cut goes on"
    SEEN = "a look that can be judged"
    FAILED = "a look that cannot be judged"
    STALE = "unjudged for too long"
    NO_PICTURES = "no pictures came"


class Transition(NamedTuple):
    """One move that is made: from a state, on what, to a state."""

    before: type
    what: Happened
    after: type


_H = Happened

MOVES = (
    Transition(Finding, _H.START_SEEN, AtStart),
    Transition(Finding, _H.CALM_IN_TARGET, Holding),
    Transition(Finding, _H.BEGAN_IN_MOVEMENT, Going),
    Transition(Finding, _H.SAME_HOLD, Holding),
    Transition(Finding, _H.SAME_HOLD, Returning),
    Transition(AtStart, _H.START_LEFT, Going),
    # Only a guided stretch: it has no way there.
    Transition(AtStart, _H.REACHED, Holding),
    Transition(AtStart, _H.START_UNKNOWN, Finding),
    Transition(Going, _H.REACHED, Holding),
    Transition(Going, _H.BACK, AtStart),
    Transition(Holding, _H.LEFT, Returning),
    Transition(Returning, _H.REACHED, Holding),
    Transition(Returning, _H.BACK, AtStart),
    *(
        Transition(one, what, Finding)
        for one in (AtStart, Going, Holding, Returning)
        for what in (_H.CUT, _H.GAP)
    ),
    Transition(Finding, _H.START_SEEN, Between),
    Transition(Finding, _H.BEGAN_IN_MOVEMENT, InPhase),
    Transition(Between, _H.REACHED, InPhase),
    Transition(InPhase, _H.LEFT, Between),
    *(
        Transition(one, what, Finding)
        for one in (Between, InPhase)
        for what in (_H.CUT, _H.GAP)
    ),
    Transition(NotYet, _H.SEEN, Seen),
    Transition(NotYet, _H.FAILED, Missed),
    Transition(Seen, _H.FAILED, Missed),
    Transition(Seen, _H.NO_PICTURES, Lost),
    Transition(Missed, _H.SEEN, Seen),
    Transition(Missed, _H.STALE, Lost),
    Transition(Lost, _H.SEEN, Seen),
)
"""Every move there is. What is not listed here does not happen."""

S = TypeVar("S")


def moved(before: State | Sight, what: Happened, after: S) -> S:
    """Return the new state: the one door of all moves, which says why each is made."""
    return after
