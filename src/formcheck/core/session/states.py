"""Where a session is: the state that `flow` moves and the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.stages import Rest, Show, Stage, Task
from formcheck.core.safety.questions import Outcome
from formcheck.core.session.set import SetProgress
from formcheck.core.words.reasons import StopReason

__all__ = [
    "Ended",
    "Flow",
    "Hand",
    "Left",
    "Paused",
    "Step",
    "end_work",
    "go",
    "task_of",
]


class Step(StrEnum):
    """Which screen it is."""

    CHOOSE = "choose"
    SCREENING = "screening"
    ADVICE = "advice"
    EASE = "ease"
    CAMERA = "camera"
    MOVE = "move"
    SHOW = "show"
    READY = "ready"
    COUNT_IN = "count_in"
    STRETCH = "stretch"
    REST = "rest"
    PAUSED = "paused"
    REASON = "reason"
    REST_ADVICE = "rest_advice"
    AFTER = "after"
    SUMMARY = "summary"

    @property
    def at_work(self) -> bool:
        """Whether a set is being begun or done."""
        return self in (Step.READY, Step.COUNT_IN, Step.STRETCH)

    @property
    def in_set(self) -> bool:
        """Whether a set is going on, if only paused."""
        return self.at_work or self is Step.PAUSED


@dataclass(frozen=True, slots=True)
class Paused:
    """What was interrupted, since when, and by what."""

    by: str
    step: Step
    since_s: float
    camera_s: float | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A stretch left early."""

    stretch: str
    side: Side | None
    why: StopReason
    time_s: float


@dataclass(frozen=True, slots=True)
class Ended:
    """A set that is over: what it was and came to, before anything else began."""

    task: Task
    work: SetProgress
    watch: bool
    why: StopReason | None


@dataclass(frozen=True, slots=True)
class Hand:
    """The raised right hand that settles mirroring, and the arm as a sign."""

    asked: bool = False
    settled: bool = False
    wrong: int = 0
    up_s: float | None = None
    down_s: float | None = None
    used: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a session is. Times are the session's, in seconds.

    since_s: since when this step lasts, pauses taken out. judged: the person is
    watched;
    else only time is kept. watch: the same, for this set. notes: what is exchanged on
    such a day. ease_at: which step of what helps on a blocked day. begun_s: since when
    it is under way. told_long: that it has been enough for a day was said. ended: the
    set that was over last.
    """

    step: Step = Step.CHOOSE
    since_s: float = 0.0
    time_s: float = 0.0
    choice: tuple[str, str] | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome = Outcome()
    notes: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    at: int = -1
    judged: bool = True
    watch: bool = True
    work: SetProgress = SetProgress()
    paused: Paused | None = None
    hand: Hand = Hand()
    problem: str = ""
    good_s: float | None = None
    reminded_s: float = 0.0
    place_s: float | None = None
    longer_s: float = 0.0
    camera_bad_s: float | None = None
    left: tuple[Left, ...] = ()
    leaving: str = ""
    after: Mapping[str, Any] = field(default_factory=dict)
    practise: bool = False
    ease_at: int = 0
    begun_s: float | None = None
    told_long: bool = False
    ended: Ended | None = None

    def for_s(self, time_s: float) -> float:
        """How long this step has lasted."""
        return time_s - self.since_s


def task_of(flow: Flow) -> Task | None:
    """The set that is being done, or comes next."""
    for stage in flow.stages[max(0, flow.at) :]:
        if isinstance(stage, Task):
            return stage
        if isinstance(stage, Show | Rest):
            return stage.task
    return None


def go(flow: Flow, step: Step, time_s: float) -> Flow:
    """Another screen."""
    return replace(
        flow, step=step, since_s=time_s, reminded_s=time_s, place_s=None, longer_s=0.0
    )


def end_work(flow: Flow, why: StopReason | None = None) -> Flow:
    """Note what the set that was being done came to, if there was one.

    why: the reason, where it was left early.
    """
    stage = flow.stages[flow.at] if 0 <= flow.at < len(flow.stages) else None
    ended = None
    if isinstance(stage, Task):
        ended = Ended(stage, flow.work, flow.watch, why)
    return replace(flow, ended=ended)
