"""What is said, and when: one utterance at a time.

Pure: candidates come in with the time, and at most one goes out. Unsafe comes before
counting, counting before form, form before praise. What has waited too long is dropped,
and no cue is repeated within 5 s, and after that within 10 s; silence does not reset
that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum

from formcheck.core.words.speech import seconds_of

__all__ = [
    "Voice",
    "Say",
    "SayKind",
    "Tone",
    "Utterance",
    "hear",
    "hush",
    "speak",
    "spoken",
]

FIRST_REPEAT_S = 5.0
REPEAT_S = 10.0

_PATIENCE = 1.8
"""The session stops waiting for a voice that takes this many times longer than that."""


class SayKind(IntEnum):
    """What it is about. Smaller numbers come first."""

    UNSAFE = 1
    COUNT = 2
    INFO = 3
    SEE = 4
    FORM = 5
    PRAISE = 6

    @property
    def word(self) -> str:
        """As messages have it."""
        return self.name.lower()


class Tone(StrEnum):
    """A sound, made by the page."""

    TICK = "tick"
    GO = "go"
    DONE = "done"
    EASE = "ease"
    LOST = "lost"


_STALE_S = {
    SayKind.UNSAFE: 2.0,
    SayKind.COUNT: 0.9,
    SayKind.INFO: 40.0,
    SayKind.SEE: 5.0,
    SayKind.FORM: 3.0,
    SayKind.PRAISE: 3.0,
}
"""Seconds after which it is no longer true, or no longer of use."""

_CUES = (SayKind.UNSAFE, SayKind.SEE, SayKind.FORM, SayKind.PRAISE)


@dataclass(frozen=True, slots=True)
class Say:
    """A candidate.

    kind: what it is about. text: may be empty. tone: a sound before it, or alone.
    """

    kind: SayKind
    text: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """What goes out.

    number: counted from 1. time_s: when it went out. until_s: not to be spoken any more
    after that. kind, text, tone: as in `Say`. interrupts: whatever is being said.
    """

    number: int
    time_s: float
    until_s: float
    kind: SayKind
    text: str
    tone: Tone | None
    interrupts: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A candidate that waits.

    say: what. since_s: when it came in.
    """

    say: Say
    since_s: float


@dataclass(frozen=True, slots=True)
class Voice:
    """What waits, what is being said, and what was said how often.

    rate: speed of speech, 1 as usual. tells_end: a page speaks, and reports the end.
    waiting: candidates. now: what went out last; busy_until_s: it is being said until
    then; None before the first. count: how many went out. said: by text, how often and
    when last.
    """

    rate: float = 1.0
    tells_end: bool = False
    waiting: tuple[_Waiting, ...] = ()
    now: Utterance | None = None
    busy_until_s: float | None = None
    count: int = 0
    said: dict[str, tuple[int, float]] = field(default_factory=dict)

    def quiet(self, time_s: float) -> bool:
        """Whether there is nothing more to say and nothing is being said."""
        return not self.waiting and not self.busy(time_s)

    def busy(self, time_s: float) -> bool:
        """Whether something is being said."""
        return self.busy_until_s is not None and time_s < self.busy_until_s


def hear(voice: Voice, time_s: float, says: Iterable[Say]) -> Voice:
    """Take in candidates. What may not be repeated yet is forgotten at once."""
    waiting = list(voice.waiting)
    for say in says:
        if say.kind in _CUES and not _may_repeat(voice, say, time_s):
            continue
        if say.text and any(w.say.text == say.text for w in waiting):
            continue
        waiting.append(_Waiting(say, time_s))
    return replace(voice, waiting=tuple(waiting))


def hush(voice: Voice, *, keep: Iterable[SayKind] = ()) -> Voice:
    """Forget what waits: the moment that it belonged to is over."""
    kept = tuple(w for w in voice.waiting if w.say.kind in tuple(keep))
    return replace(voice, waiting=kept)


def speak(voice: Voice, time_s: float) -> tuple[Voice, Utterance | None]:
    """The next utterance, if there is one and its time has come."""
    waiting = tuple(
        w for w in voice.waiting if time_s - w.since_s <= _STALE_S[w.say.kind]
    )
    voice = replace(voice, waiting=waiting)
    if not waiting:
        return voice, None
    first = min(waiting, key=lambda w: (w.say.kind, w.since_s))
    busy = voice.busy(time_s)
    unsafe_now = busy and voice.now is not None and voice.now.kind is SayKind.UNSAFE
    interrupts = busy and first.say.kind is SayKind.UNSAFE and not unsafe_now
    if busy and not interrupts:
        return voice, None
    rest = tuple(w for w in waiting if w is not first)
    if first.say.kind is SayKind.UNSAFE:  # whatever else waits is of no use now
        rest = tuple(w for w in rest if w.say.kind in (SayKind.UNSAFE, SayKind.INFO))
    say, number = first.say, voice.count + 1
    until_s = first.since_s + _STALE_S[say.kind]
    out = Utterance(number, time_s, until_s, say.kind, say.text, say.tone, interrupts)
    needed_s = seconds_of(say.text, voice.rate)
    if voice.tells_end:  # it reports when it has ended, unless something went wrong
        needed_s *= _PATIENCE
    said = dict(voice.said)
    said[say.text] = (said.get(say.text, (0, 0.0))[0] + 1, time_s)
    return (
        replace(
            voice,
            waiting=rest,
            now=out,
            busy_until_s=time_s + needed_s,
            count=number,
            said=said,
        ),
        out,
    )


def spoken(voice: Voice, number: int, time_s: float) -> Voice:
    """The page has finished speaking that one."""
    if voice.now is None or voice.now.number != number or not voice.busy(time_s):
        return voice
    return replace(voice, busy_until_s=time_s)


def _may_repeat(voice: Voice, say: Say, time_s: float) -> bool:
    times, last_s = voice.said.get(say.text, (0, 0.0))
    if times == 0:
        return True
    return time_s - last_s >= (FIRST_REPEAT_S if times == 1 else REPEAT_S)
