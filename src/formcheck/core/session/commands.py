"""What the person does in a session: buttons, keys and answers.

Any key or click that is no button is the stop: it pauses, and goes on after a pause.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from formcheck.core.programme.stages import Rest, Task
from formcheck.core.safety.questions import AFTER, REASON, Question, valid
from formcheck.core.safety.screening import HOW
from formcheck.core.session.camera_check import wants_hand, without_hand
from formcheck.core.session.flow import (
    after_rest,
    begin_ease,
    enter_stage,
    finish,
    give_reason,
    leave,
    leave_move,
    name_reason,
    next_ease,
    set_out,
)
from formcheck.core.session.moment import Act, Out
from formcheck.core.session.moves import MOVES
from formcheck.core.session.pausing import pause, resume
from formcheck.core.session.port import SessionPort
from formcheck.core.session.states import (
    Advising,
    AskingAfter,
    Choosing,
    CountingIn,
    Flow,
    Paused,
    Resting,
    Screening,
    Step,
    Summing,
    go,
)
from formcheck.core.words.catalogue import say
from formcheck.core.words.reasons import StopReason

__all__ = ["Command", "asked", "begun", "read_command", "tell"]

LONGER_S = 15.0

_PAUSABLE = [step for step, row in MOVES.items() if Step.PAUSED in row]
_EARLY = (Step.SCREENING, Step.ADVICE, Step.EASE, Step.CAMERA)
"""Nothing has been done yet that would be kept."""

_Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
_Plain = Literal[
    "press",
    "pause",
    "resume",
    "skip",
    "stop",
    "next",
    "longer",
    "timed",
    "smaller",
    "back",
    "end",
]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Do(_Message):
    """A button without more to say."""

    do: _Plain


class Choose(_Message):
    """A programme or a stretch."""

    do: Literal["choose"]
    programme: _Id | None = None
    stretch: _Id | None = None


class Day(_Message):
    """How the back is today, before anything is chosen."""

    do: Literal["day"]
    how: Literal["good", "sore", "spasm"]


class Answer(_Message):
    """An answer to the question that is asked now."""

    do: Literal["answer"]
    id: _Id
    value: bool | int | str | list[str]


class Spoken(_Message):
    """The page has spoken that utterance."""

    do: Literal["spoken"]
    id: int = Field(ge=0, le=10**9)


class Settings(_Message):
    """How the person likes it, as in `PageSettings`; None: as it is."""

    do: Literal["settings"]
    rate: float | None = Field(default=None, ge=0.5, le=2.0)
    voice: bool | None = None
    speaker: str | None = Field(default=None, max_length=300)
    volume: float | None = Field(default=None, ge=0.0, le=1.0)
    text: Literal["s", "m", "l"] | None = None
    theme: Literal["auto", "light", "dark"] | None = None
    degrees: bool | None = None
    keys: bool | None = None
    rests: float | None = Field(default=None, ge=1.0, le=3.0)


class Who(_Message):
    """Who it is, of those who are known here; None: a guest, of whom nothing stays."""

    do: Literal["who"]
    name: str | None = Field(max_length=60)


class SwitchCamera(_Message):
    """Another camera: its number."""

    do: Literal["camera"]
    to: Annotated[str, StringConstraints(pattern=r"^\d{1,3}$")]


class Interrupted(_Message):
    """Whether to keep a session that was interrupted."""

    do: Literal["interrupted"]
    keep: bool


Command = (
    Do | Choose | Day | Answer | Spoken | Settings | Who | SwitchCamera | Interrupted
)

_COMMAND: TypeAdapter[Command] = TypeAdapter(
    Annotated[Command, Field(discriminator="do")]
)


def read_command(message: object) -> Command:
    """Read a message from the page; pydantic's ValidationError if it is not one."""
    return _COMMAND.validate_python(message)


def asked(flow: Flow, port: SessionPort) -> tuple[Question, int, int] | None:
    """The question that is asked now, its number and of how many."""
    if flow.step is Step.SCREENING:
        return port.question(flow.answers)
    if flow.step is Step.REASON:
        return REASON, 1, 1
    if flow.step is Step.AFTER:
        due = [one for one in AFTER if one.id not in flow.after]
        if why_open(flow):
            due.append(REASON)
        if due:
            number = len(AFTER) - len(due) + 1
            return due[0], max(1, number), max(len(AFTER), len(due))
    return None


def why_open(flow: Flow) -> bool:
    """Whether nobody has said yet why the last stretch was left."""
    return bool(flow.left) and flow.left[-1].why is StopReason.NOT_SAID


def tell(
    flow: Flow, command: Do | Choose | Day | Answer, time_s: float, port: SessionPort
) -> tuple[Flow, Out]:
    """Take in a command. One that does not fit this step does nothing."""
    out = Out()
    match command:
        case Choose():
            return _choose(flow, command, time_s, port, out), out
        case Day():
            return _day(flow, command, time_s, port, out), out
        case Answer():
            return _answer(flow, command, time_s, port, out), out
        case Do():
            return _do(flow, command.do, time_s, out), out


def _choose(
    flow: Flow, command: Choose, time_s: float, port: SessionPort, out: Out
) -> Flow:
    instead = flow.step is Step.ADVICE and not flow.outcome.blocked
    if flow.step is not Step.CHOOSE and not instead:
        return flow
    choice = None
    if command.programme is not None:
        choice = ("programme", command.programme)
    elif command.stretch is not None:
        choice = ("stretch", command.stretch)
    if choice is None:
        return flow
    if flow.screened:
        return _lay_out(replace(flow, choice=choice), time_s, port, out)
    flow = replace(flow, choice=choice, answers={}, unsaid={})
    return _next_question(go(flow, Screening(), time_s), time_s, port, out)


def _next_question(flow: Flow, time_s: float, port: SessionPort, out: Out) -> Flow:
    question = port.question(flow.answers)
    if question is not None:
        out.hush = True
        out.info(say(question[0].text))
        return flow
    outcome = port.outcome(flow.answers)
    out.acts.append(Act.SCREENED)
    flow = replace(flow, outcome=outcome, screened=True, unsaid={}, at=-1)
    out.hush = True
    if outcome.blocked:
        flow = replace(flow, stages=(), notes=())
        return _advise(flow, outcome.lines, time_s, out)
    if flow.choice is None:  # now that the day is known, what is there to do on it?
        for line in outcome.lines:
            out.info(line)
        return go(flow, Choosing(), time_s)
    return _lay_out(flow, time_s, port, out, news=outcome.lines)


def _lay_out(
    flow: Flow,
    time_s: float,
    port: SessionPort,
    out: Out,
    news: tuple[str, ...] = (),
) -> Flow:
    """Make a session of what was chosen. news: what was not said of the day yet."""
    assert flow.choice is not None
    out.hush = True
    stages = port.stages(flow.choice, flow.outcome)
    notes = port.notes(flow.choice, flow.outcome)
    flow = replace(flow, stages=stages, notes=notes, at=-1)
    flow = replace(flow, hand=replace(flow.hand, asked=False))
    if news or notes or not stages:
        return _advise(flow, (*news, *notes), time_s, out)
    return set_out(flow, time_s, out)


def _advise(flow: Flow, lines: tuple[str, ...], time_s: float, out: Out) -> Flow:
    for line in lines:
        out.info(line)
    return go(flow, Advising(), time_s)


def _day(flow: Flow, command: Day, time_s: float, port: SessionPort, out: Out) -> Flow:
    if flow.step is not Step.CHOOSE or flow.screened:
        return flow
    answers = {HOW.id: command.how}
    flow = replace(flow, choice=None, answers=answers, unsaid={})
    return _next_question(go(flow, Screening(), time_s), time_s, port, out)


def _answer(
    flow: Flow, command: Answer, time_s: float, port: SessionPort, out: Out
) -> Flow:
    question = asked(flow, port)
    if question is None or question[0].id != command.id:
        return flow
    if not valid(question[0], command.value):
        return flow
    value: Any = command.value
    if flow.step is Step.SCREENING:
        flow = replace(flow, answers={**flow.answers, command.id: value})
        return _next_question(flow, time_s, port, out)
    if flow.step is Step.REASON:
        return give_reason(flow, StopReason(str(value)), time_s, out)
    if command.id == REASON.id:
        flow = name_reason(flow, StopReason(str(value)), out)
        answers = dict(flow.after)
    else:
        answers = {**flow.after, command.id: value}
    flow = replace(flow, state=AskingAfter(answers), since_s=time_s)
    following = asked(flow, port)
    if following is not None:
        out.info(say(following[0].text))
        return flow
    out.acts.append(Act.SAVE)
    return go(flow, Summing(answers), time_s)


def _do(flow: Flow, what: str, time_s: float, out: Out) -> Flow:
    match what:
        case "press":
            if flow.step is Step.PAUSED:
                return resume(flow, time_s, out)
            return pause(flow, what, time_s, out) if flow.step in _PAUSABLE else flow
        case "pause":
            return pause(flow, "press", time_s, out) if flow.step in _PAUSABLE else flow
        case "resume":
            return resume(flow, time_s, out)
        case "skip" | "stop":
            return _leave(flow, what, time_s, out)
        case "next":
            return _next(flow, time_s, out)
        case "longer":
            rest = flow.state
            if not isinstance(rest, Resting):
                return flow
            return replace(flow, state=Resting(rest.longer_s + LONGER_S))
        case "timed":
            return _timed(flow, time_s, out)
        case "smaller":
            return _smaller(flow, out)
        case "back":
            return _back(flow, time_s, out)
        case _:
            return _reset(flow, time_s, out) if flow.step is Step.SUMMARY else flow


def _reset(flow: Flow, time_s: float, out: Out) -> Flow:
    out.hush = True
    out.acts.append(Act.RESET)
    return replace(
        Flow(flow.numbers),
        since_s=time_s,
        time_s=time_s,
        hand=flow.hand,
        practise=False,
    )


def _back(flow: Flow, time_s: float, out: Out) -> Flow:
    """One step back: what was answered before stays, and is not asked again."""
    if flow.step is Step.SCREENING:
        said = [name for name in flow.answers if name != HOW.id]
        if not said:
            return _reset(flow, time_s, out)
        answers = dict(flow.answers)
        unsaid = {**flow.unsaid, said[-1]: answers.pop(said[-1])}
        out.hush = True
        return replace(flow, answers=answers, unsaid=unsaid)
    if flow.step is Step.EASE or flow.outcome.blocked:
        return _reset(flow, time_s, out) if flow.step in _EARLY else flow
    if flow.step in _EARLY and not begun(flow):
        out.hush = True
        flow = replace(flow, choice=None, stages=(), notes=(), at=-1, begun_s=None)
        return go(flow, Choosing(), time_s)
    if flow.step is Step.CHOOSE:
        return _reset(flow, time_s, out)
    return flow


def begun(flow: Flow) -> bool:
    """Whether a set of this session is behind the person, or being done."""
    return any(isinstance(stage, Task) for stage in flow.stages[: max(0, flow.at)])


def _leave(flow: Flow, what: str, time_s: float, out: Out) -> Flow:
    """Leave a stretch, or end the session: why, in one tap, or by an arm."""
    if isinstance(flow.state, Paused):
        flow = replace(flow, state=flow.state.was)
    if flow.step not in _PAUSABLE:
        return flow
    if flow.step is Step.EASE and flow.left:
        out.hush = True
        return finish(flow, time_s, out)
    if flow.step is Step.EASE or (flow.step is Step.CAMERA and flow.at < 0):
        out.hush = True
        return _reset(flow, time_s, out)
    return leave(flow, what, time_s, out)


def _next(flow: Flow, time_s: float, out: Out) -> Flow:
    match flow.step:
        case Step.CAMERA if wants_hand(flow):
            return without_hand(flow, out)
        case Step.ADVICE if flow.outcome.ease:
            return begin_ease(flow, time_s, out)
        case Step.ADVICE if flow.stages:
            out.hush = True
            return set_out(flow, time_s, out)
        case Step.EASE:
            return next_ease(flow, time_s, out)
        case Step.SHOW:
            return enter_stage(flow, time_s, out)
        case Step.MOVE:
            return leave_move(flow, time_s, out)
        case Step.REST:
            stage = flow.stages[flow.at]
            assert isinstance(stage, Rest)
            return enter_stage(flow, time_s, out)
        case Step.REST_ADVICE:
            return after_rest(flow, time_s, out)
        case Step.AFTER:
            out.acts.append(Act.SAVE)
            return go(flow, Summing(flow.after), time_s)
        case _:
            return flow


def _timed(flow: Flow, time_s: float, out: Out) -> Flow:
    """Go on with time alone: for the whole session, or for this set."""
    if flow.step is Step.CAMERA:
        flow = replace(flow, judged=False)
        out.info(say("Timed only, not judged."))
        return enter_stage(flow, time_s, out)
    was = flow.state.was if isinstance(flow.state, Paused) else flow.state
    if was.step is Step.READY or (was is not flow.state and was.step.at_work):
        out.hush = True
        out.acts.append(Act.PAUSE_SET)  # nothing is judged from here on
        out.info(say("Timed only. Starting in three."))
        return go(replace(flow, watch=False), CountingIn(), time_s)
    return flow


def _smaller(flow: Flow, out: Out) -> Flow:
    if flow.step is not Step.STRETCH or not flow.watch:
        return flow
    out.acts.append(Act.SMALLER)
    out.info(say("Smaller is fine. Only as far as easy."))
    return replace(flow, work=replace(flow.work, flags={}, offered=True))
