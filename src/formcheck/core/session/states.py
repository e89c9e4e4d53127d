"""Where a session is: the state that `flow` moves and the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.stages import Rest, Show, Stage, Task
from formcheck.core.safety.questions import Outcome
from formcheck.core.session.arm_sign import ArmSign
from formcheck.core.session.set import SetProgress
from formcheck.core.stretch.numbers import StretchNumbers
from formcheck.core.words.reasons import StopReason

__all__ = ["Advising", "AskingAfter", "AskingWhy", "CheckingCamera", "Choosing"]
__all__ += ["CountingIn", "Easing", "Ended", "Flow", "GettingReady", "Hand", "Left"]
__all__ += ["Moving", "Paused", "RestAdvice", "Resting", "Screening", "ShowingNext"]
__all__ += ["State", "Step", "Stretching", "Summing", "Waiting", "end_work", "go"]
__all__ += ["task_of"]


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
class Choosing:
    """A programme or a stretch is chosen."""

    step: ClassVar[Step] = Step.CHOOSE


@dataclass(frozen=True, slots=True)
class Screening:
    """The questions before a session are asked."""

    step: ClassVar[Step] = Step.SCREENING


@dataclass(frozen=True, slots=True)
class Advising:
    """What is done otherwise today, or that nothing is."""

    step: ClassVar[Step] = Step.ADVICE


@dataclass(frozen=True, slots=True)
class Easing:
    """What helps on a day without stretching, step by step.

    number: of the step, from 0. clock_s: since when its clock runs; None while its
    lines are still being said.
    """

    step: ClassVar[Step] = Step.EASE
    number: int = 0
    clock_s: float | None = None


@dataclass(frozen=True, slots=True)
class CheckingCamera:
    """problem: what keeps the person from being seen well. good_s: since when nothing
    does.
    """

    step: ClassVar[Step] = Step.CAMERA
    problem: str = ""
    good_s: float | None = None


@dataclass(frozen=True, slots=True)
class Moving:
    """Getting up, down, turning. there_s: since when the person is where they go."""

    step: ClassVar[Step] = Step.MOVE
    there_s: float | None = None


@dataclass(frozen=True, slots=True)
class ShowingNext:
    """The next stretch is shown."""

    step: ClassVar[Step] = Step.SHOW


@dataclass(frozen=True, slots=True)
class GettingReady:
    """The start position is waited for."""

    step: ClassVar[Step] = Step.READY


@dataclass(frozen=True, slots=True)
class CountingIn:
    """Three, two, one. clock_s: since when; None while something is being said."""

    step: ClassVar[Step] = Step.COUNT_IN
    clock_s: float | None = None


@dataclass(frozen=True, slots=True)
class Stretching:
    """A set is done."""

    step: ClassVar[Step] = Step.STRETCH


@dataclass(frozen=True, slots=True)
class Resting:
    """longer_s: how much longer than planned the person wants to rest."""

    step: ClassVar[Step] = Step.REST
    longer_s: float = 0.0


@dataclass(frozen=True, slots=True)
class AskingWhy:
    """Why a stretch, or the session, is left. leaving: `skip` or `stop`.

    asked: how many of the questions for an arm were asked aloud; quiet_s: since when
    the last of them is over. hurt: the first was answered. sign: the arms.
    """

    step: ClassVar[Step] = Step.REASON
    leaving: str = ""
    asked: int = 0
    quiet_s: float | None = None
    hurt: bool = False
    sign: ArmSign = ArmSign()


@dataclass(frozen=True, slots=True)
class RestAdvice:
    """How to rest after a stop, and how to get up. leaving: as it was asked.

    quiet_s: since when all of it has been said.
    """

    step: ClassVar[Step] = Step.REST_ADVICE
    leaving: str = ""
    quiet_s: float | None = None


@dataclass(frozen=True, slots=True)
class AskingAfter:
    """How it was. answers: by question.

    counted: how many of the numbers of a scale were counted aloud; counted_s: when the
    last was. sign: the arms.
    """

    step: ClassVar[Step] = Step.AFTER
    answers: Mapping[str, Any] = field(default_factory=dict)
    counted: int = 0
    counted_s: float | None = None
    sign: ArmSign = ArmSign()


@dataclass(frozen=True, slots=True)
class Summing:
    """The summary. answers: what was said of how it was."""

    step: ClassVar[Step] = Step.SUMMARY
    answers: Mapping[str, Any] = field(default_factory=dict)


Running = (
    Choosing
    | Screening
    | Advising
    | Easing
    | CheckingCamera
    | Moving
    | ShowingNext
    | GettingReady
    | CountingIn
    | Stretching
    | Resting
    | AskingWhy
    | RestAdvice
    | AskingAfter
    | Summing
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is seen of the person during a pause. Times in seconds, None: not so.

    left: they were seen out of the pose; pose_s: since when they are in it again.
    down_s: since when they stay down on the floor; led: getting up was told. sign: the
    arms; once_s: when one sign was made, which is not acted on yet. saved: what was
    done is kept, as the pause is long.
    """

    left: bool = False
    pose_s: float | None = None
    down_s: float | None = None
    led: bool = False
    sign: ArmSign = ArmSign()
    once_s: float | None = None
    saved: bool = False


@dataclass(frozen=True, slots=True)
class Paused:
    """was: what was interrupted. since_s: since when. by: `left` the pose, `press`,
    `gesture` or `camera`. waiting: what is seen meanwhile.
    """

    step: ClassVar[Step] = Step.PAUSED
    was: Running
    since_s: float
    by: str
    waiting: Waiting = Waiting()


State = Running | Paused
"""What a session is doing now, with only what belongs to that."""


@dataclass(frozen=True, slots=True)
class Left:
    """A stretch left early, or the session where none was to come any more.

    stretch: its id, or None. side: the one that was due, or None. why: the reason.
    time_s: when.
    """

    stretch: str | None
    side: Side | None
    why: StopReason
    time_s: float


@dataclass(frozen=True, slots=True)
class Ended:
    """A set that is over, before anything else began.

    task: what it was. work: what it came to. watch: it was judged, and not only timed.
    why: the reason, where it was left early.
    """

    task: Task
    work: SetProgress
    watch: bool
    why: StopReason | None


@dataclass(frozen=True, slots=True)
class Hand:
    """The raised right hand that settles mirroring, and the arm as a sign.

    asked: it was asked for. settled: it is known which way round the picture is. wrong:
    how often the other hand was raised. up_s: since when an arm is up; down_s: since
    when none is; None otherwise. used: what this arm was raised for is done. asked_s:
    since when it is asked for; without: nobody raised it, and it goes on as it is.
    """

    asked: bool = False
    settled: bool = False
    wrong: int = 0
    up_s: float | None = None
    down_s: float | None = None
    used: bool = False
    asked_s: float | None = None
    without: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a session is. Times are the session's, in seconds.

    numbers: what a set is counted by. state: what it is doing now. since_s: since when,
    pauses taken out; time_s: now; reminded_s: when the person was reminded last.
    choice: `programme` or `stretch`, and its id. answers: to the screening, by
    question; outcome: what they came to; screened: all were answered, for as long as
    the first screen is not left for long; unsaid: answers gone back from, shown as they
    were; notes: what is exchanged on such a day.
    stages: what is done; at: which one, -1 before the first. judged: the person is
    watched; else only time is kept; watch: the same, for this set. work: what this set
    has come to. hand: the raised hand. camera_bad_s: since when the camera fails. left:
    stretches left early. practise: the sign for a pause is practised. begun_s: since
    when the session is under way. told_long: that it has been enough for a day was
    said. ended: the set that was over last.
    """

    numbers: StretchNumbers
    state: State = Choosing()
    since_s: float = 0.0
    time_s: float = 0.0
    choice: tuple[str, str] | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome = Outcome()
    screened: bool = False
    unsaid: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    at: int = -1
    judged: bool = True
    watch: bool = True
    work: SetProgress = SetProgress()
    hand: Hand = Hand()
    reminded_s: float = 0.0
    camera_bad_s: float | None = None
    left: tuple[Left, ...] = ()
    practise: bool = False
    begun_s: float | None = None
    told_long: bool = False
    ended: Ended | None = None

    @property
    def step(self) -> Step:
        """Which screen it is."""
        return self.state.step

    @property
    def after(self) -> Mapping[str, Any]:
        """What was said of how it was, as far as it was."""
        state = self.state
        return state.answers if isinstance(state, AskingAfter | Summing) else {}

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


def go(flow: Flow, state: State, time_s: float) -> Flow:
    """Another step, from now on."""
    return replace(flow, state=state, since_s=time_s, reminded_s=time_s)


def end_work(flow: Flow, why: StopReason | None = None) -> Flow:
    """Note what the set that was being done came to, if there was one.

    why: the reason, where it was left early.
    """
    stage = flow.stages[flow.at] if 0 <= flow.at < len(flow.stages) else None
    ended = None
    if isinstance(stage, Task):
        ended = Ended(stage, flow.work, flow.watch, why)
    return replace(flow, ended=ended)
