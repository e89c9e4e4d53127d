"""Why something was not judged, not a whole rep, or left early: each with its words.

The values stand in kept sessions, traces and summary.json, and never change. A value of
another version is read as it is, and has general words.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, Self

from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.names import words_of

__all__ = [
    "WORDS",
    "Reason",
    "Shortfall",
    "StopReason",
    "Words",
    "ended_words",
    "how_to_be_seen",
    "short_words",
    "why_words",
]


class _Kept(StrEnum):
    """Values that stand in kept data, where other versions wrote theirs as well."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        other = str.__new__(cls, value)
        other._name_ = other._value_ = value
        return other

    def __reduce_ex__(self, protocol: object) -> tuple[type[Self], tuple[str]]:
        """By value: Python 3.11.2 would look for another version's name in vain."""
        return type(self), (self._value_,)


class Reason(_Kept):
    """Why something could not be judged."""

    NOBODY = "nobody seen"
    SOMEBODY_ELSE = "somebody else"
    OUT_OF_PICTURE = "out of the picture"
    TOO_FAR = "too far away"
    VIEW = "view"
    TILTED = "camera tilted"
    HIDDEN = "hidden"
    SIDE_NOT_CLEAR = "side not clear"
    NO_BACK_LINE = "back line not seen"
    JUMPED = "jumped"
    NO_PICTURES = "no pictures"
    PICTURE_CHANGED = "the picture changed"
    STILL_PICTURE = "the picture stands still"
    NO_START = "start pose not seen"
    TIMED_ONLY = "timed only"
    OTHER_POSTURE = "another posture"
    OTHER_SHAPE = "another shape"
    OTHER_EXERCISE = "another exercise"
    NOT_STILL = "not still"
    NOT_MADE_OUT = "not made out"
    NOT_FAR = "not far enough"
    NOT_REACHED = "target not reached"
    TOO_BRIEF = "too brief"
    SHOT_CHANGED = "the shot changed"
    NOT_KNOWN = "not known"


class Shortfall(_Kept):
    """Why a movement is only part of a rep."""

    SMALLER_RANGE = "smaller_range"
    SHORT_HOLD = "short_hold"
    OTHER_SIDE = "other_side"
    ONE_PHASE = "one_phase"
    START_NOT_SEEN = "start_not_seen"

    @property
    def counts(self) -> bool:
        """Whether it counts as a smaller rep: less far, less long, or begun unseen."""
        return self not in (Shortfall.OTHER_SIDE, Shortfall.ONE_PHASE)


class StopReason(_Kept):
    """Why a stretch or a session was left early."""

    PAIN = "pain"
    LEG = "leg"
    SPASM = "spasm"
    TIRED = "tired"
    OTHER = "other"
    NOT_SAID = "not said"
    PAGE_CLOSED = "page closed"
    ENDED = "stopped"
    FAILED = "something went wrong"

    @property
    def hurts(self) -> bool:
        """Whether it is pain."""
        return self in (StopReason.PAIN, StopReason.LEG, StopReason.SPASM)

    @property
    def may_hurt(self) -> bool:
        """Whether all questions are asked again, and the stretch goes a step back.

        A person who did not say why may have been in pain.
        """
        return self.hurts or self == StopReason.NOT_SAID


class Words(NamedTuple):
    """live: what the person hears, at most eight words. report: what a report says."""

    live: str
    report: str


WORDS: Mapping[Reason, Words] = {
    Reason.NOBODY: Words(
        marked("Come into the picture, please."), marked("nobody was seen")
    ),
    Reason.SOMEBODY_ELSE: Words(
        marked("Please be alone in the picture."),
        marked("somebody else was in the picture"),
    ),
    Reason.OUT_OF_PICTURE: Words(
        marked("Part of you is out of the picture."),
        marked("it was out of the picture"),
    ),
    Reason.TOO_FAR: Words(
        marked("Come a little closer to the camera."),
        marked("the camera was too far away"),
    ),
    Reason.VIEW: Words(
        marked("Turn square to the camera, please."),
        marked("the camera did not see it square on"),
    ),
    Reason.TILTED: Words(
        marked("The camera seems tilted. Set it level, please."),
        marked("the camera seemed to be tilted"),
    ),
    Reason.HIDDEN: Words(
        marked("I cannot see all of you from here."),
        marked("it was hidden from the camera"),
    ),
    Reason.SIDE_NOT_CLEAR: Words(
        marked("I cannot tell your two sides apart."),
        marked("the two sides could not be told apart"),
    ),
    Reason.NO_BACK_LINE: Words(
        marked("I cannot see the line of your back."),
        marked("the line of the back was not seen"),
    ),
    Reason.JUMPED: Words(
        marked("One moment, I lost you."), marked("the camera lost it for a moment")
    ),
    Reason.NO_PICTURES: Words(
        marked("The camera paused for a moment."),
        marked("no pictures came for a while"),
    ),
    Reason.PICTURE_CHANGED: Words(
        marked("One moment, the picture changed."),
        marked("the picture had just changed"),
    ),
    Reason.STILL_PICTURE: Words(
        marked("The picture is not moving. Please check the camera."),
        marked("the picture did not move"),
    ),
    Reason.NO_START: Words(
        marked("Take the start position, please."),
        marked("the start position was not seen"),
    ),
    Reason.TIMED_ONLY: Words(
        marked("I only keep the time."), marked("only the time was kept")
    ),
    Reason.OTHER_POSTURE: Words(
        marked("I see another position. Please look at mine."),
        marked("the body was in another position"),
    ),
    Reason.OTHER_SHAPE: Words(
        marked("Almost. Please look at my arms and legs."),
        marked("an arm or a leg was not as in the stretch"),
    ),
    Reason.OTHER_EXERCISE: Words(
        marked("That is too far for this stretch."),
        marked("it went so far that it was another exercise"),
    ),
    Reason.NOT_MADE_OUT: Words(
        marked("I cannot make out all of it."),
        marked("a part of the stretch could not be made out"),
    ),
    Reason.NOT_FAR: Words(
        marked("That was too small for me to count."),
        marked("it did not go far enough to be counted"),
    ),
    Reason.NOT_REACHED: Words(
        marked("Almost. Not all of it reached the target."),
        marked("it did not come to the target"),
    ),
    Reason.TOO_BRIEF: Words(
        marked("Stay there a little longer, please."),
        marked("it was there too briefly to be counted"),
    ),
    Reason.SHOT_CHANGED: Words(
        marked("The picture changed in the middle of that."),
        marked("the shot changed in the middle of it"),
    ),
    Reason.NOT_KNOWN: Words(
        marked("I cannot say why that did not count."),
        marked("no reason is known"),
    ),
    Reason.NOT_STILL: Words(
        marked("Stay there and keep still, please."),
        marked("it was not held still"),
    ),
}
"""Every reason has words."""

_NO_WORDS = Words(
    marked("I cannot see you well enough."), marked("it could not be seen well enough")
)

_SHORT: Mapping[Shortfall, str] = {
    Shortfall.SMALLER_RANGE: marked("in a smaller range of your own"),
    Shortfall.SHORT_HOLD: marked("held for less than planned"),
    Shortfall.OTHER_SIDE: marked("on the other side"),
    Shortfall.ONE_PHASE: marked("one half of the movement only"),
    Shortfall.START_NOT_SEEN: marked("begun in the stretch, start not seen"),
}

_ENDS: Mapping[StopReason, str] = {
    StopReason.PAIN: marked(": pain"),
    StopReason.LEG: marked(": pain or tingling down a leg"),
    StopReason.SPASM: marked(": a spasm or stabbing pain"),
    StopReason.TIRED: marked(": tired"),
    StopReason.OTHER: marked(", for another reason"),
    StopReason.NOT_SAID: marked(", without a reason given"),
    StopReason.PAGE_CLOSED: marked(": the page was closed"),
    StopReason.ENDED: marked(": formcheck was ended"),
    StopReason.FAILED: marked(": something went wrong"),
}


def how_to_be_seen(why: Reason | None) -> str:
    """Say what the person can do, or what is wrong. None: not all of them is seen."""
    return say(WORDS.get(why or Reason.HIDDEN, _NO_WORDS).live)


def why_words(why: str, measure: str | None = None) -> str:
    """Say why something was not judged, as a clause without a full stop.

    measure: the one that it is of, where it is of one.
    """
    words = say(WORDS.get(Reason(why), _NO_WORDS).report)
    if measure is None:
        return words
    return say("{why} ({measure})", why=words, measure=words_of(measure))


def short_words(reason: str) -> str:
    """Say why something is only part of a rep."""
    return say(_SHORT.get(Shortfall(reason), marked("not a whole one")))


def ended_words(why: str) -> str:
    """Say why something was left early, as the end of a sentence."""
    return say(_ENDS.get(StopReason(why), _ENDS[StopReason.OTHER]))
