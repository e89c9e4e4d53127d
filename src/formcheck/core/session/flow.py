"""The course of a session, as a pure state machine: time is an argument.

Choose, screening, camera check, then for each stretch: show, get ready, count in,
stretch, rest; at the end how it felt, and a summary. Nothing hurries a slow person,
nothing is judged during transitions, and any key or click is the stop.
"""

from __future__ import annotations

from dataclasses import replace

from formcheck.core.body.view import Posture
from formcheck.core.judge.events import StartConfirmed
from formcheck.core.programme.stages import Move, MoveKind, Rest, Show, Task
from formcheck.core.safety.due import gently
from formcheck.core.safety.questions import AFTER, PAIN_AFTER, Outcome
from formcheck.core.safety.relief import ease_for
from formcheck.core.session.camera_check import check
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.from_floor import (
    ask_why,
    count_pain,
    has_rested,
    wait,
)
from formcheck.core.session.moment import Act, Moment, Out
from formcheck.core.session.pausing import gesture, pause, resume, watch_camera
from formcheck.core.session.rest_advice import rest_lines
from formcheck.core.session.set import PAUSE_AFTER_S, SetProgress, timed, work
from formcheck.core.session.states import (
    Advising,
    AskingAfter,
    AskingWhy,
    CheckingCamera,
    Choosing,
    CountingIn,
    Easing,
    Flow,
    GettingReady,
    Left,
    Moving,
    Paused,
    RestAdvice,
    Resting,
    ShowingNext,
    Step,
    Stretching,
    Summing,
    end_work,
    go,
    task_of,
)
from formcheck.core.session.telling import side_words, tell_of
from formcheck.core.session.voice import SayKind, Tone
from formcheck.core.stretch.spec import Phase
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.reasons import StopReason

__all__ = ["after_rest", "begin_ease", "end_set", "enter_stage", "finish"]
__all__ += [
    "give_reason",
    "leave",
    "leave_move",
    "name_reason",
    "next_ease",
    "next_stretch",
    "pause",
    "resume",
]
__all__ += ["set_out", "tick"]

COUNT_IN_S = 3.0
REMIND_S = 15.0
OFFER_TIMED_S = 30.0
OFFER_SKIP_S = 60.0
READY_PAUSE_S = 120.0
"""After this long a wait for the start pose the person has gone: the session pauses."""

IN_PLACE_S = 2.0
SHOW_LEAST_S = 3.0
AFTER_WAIT_S = 180.0
LAST_EASE_S = 60.0
"""Relief in mid-session ends after this by itself: nobody has to come for a click."""

ADVICE_WAIT_S = 60.0
"""What is different today is shown for this long at most: a person who heard it and
went to the mat does not have to come back for a click."""

DAY_HOLDS_S = 1800.0  # a first screen left for longer asks again how the back is

GENTLE_LINE = marked("What is left today is gentle.")
"""After a stretch that was left for pain: smaller, and nothing for good days only."""

ENOUGH_S = 1800.0
ENOUGH_LINE = marked("That is half an hour today. It is enough; stop when you like.")
"""Past it, once, between two stretches: advice, and nothing is taken away."""


def tick(flow: Flow, moment: Moment) -> tuple[Flow, Out]:
    """Time has passed, and perhaps something was seen."""
    out = Out()
    before_s = flow.time_s
    flow = replace(flow, time_s=moment.time_s)
    flow = watch_camera(flow, moment, out)
    match flow.state:
        case Choosing() if flow.screened and flow.for_s(moment.time_s) >= DAY_HOLDS_S:
            flow = replace(flow, screened=False, answers={}, outcome=Outcome())
        case Advising() if flow.stages:
            read = flow.for_s(moment.time_s) >= ADVICE_WAIT_S and moment.quiet
            flow = set_out(flow, moment.time_s, out) if read else flow
        case Easing() as at:
            flow = _ease(flow, at, moment, before_s, out)
        case CheckingCamera() as at:
            flow, right = check(flow, at, moment, out)
            flow = enter_stage(flow, moment.time_s, out) if right else flow
        case ShowingNext():
            shown = flow.for_s(moment.time_s) >= SHOW_LEAST_S and moment.quiet
            flow = enter_stage(flow, moment.time_s, out) if shown else flow
        case Moving() as at:
            flow = _move(flow, at, moment, out)
        case GettingReady():
            flow = _ready(flow, moment, out)
        case CountingIn() as at:
            flow = _count_in(flow, at, moment, before_s, out)
        case Stretching():
            flow = _stretch(flow, moment, before_s, out)
        case Resting() as at:
            flow = _rest(flow, at, moment, out)
        case Paused() as at:
            flow = _paused(flow, at, moment, out)
        case AskingWhy() as at:
            flow, why = ask_why(flow, at, moment, out)
            if why is not None:
                flow = give_reason(flow, why, moment.time_s, out)
        case RestAdvice() as at:
            flow, rested = has_rested(flow, at, moment)
            flow = after_rest(flow, moment.time_s, out) if rested else flow
        case AskingAfter() as at:
            flow, number = count_pain(flow, at, moment, out)
            if number is not None:
                flow = _pain_said(flow, at, number, moment.time_s, out)
            elif flow.for_s(moment.time_s) >= AFTER_WAIT_S:
                flow = go(flow, Summing(flow.after), moment.time_s)
                out.acts.append(Act.SAVE)
        case _:
            pass
    return gesture(flow, moment, out), out


def set_out(flow: Flow, time_s: float, out: Out) -> Flow:
    """Begin: where the camera goes first, if the programme says so; then the check."""
    flow = replace(flow, begun_s=time_s)
    first = flow.stages[0]
    placed = isinstance(first, Move) and first.kind is MoveKind.CAMERA
    if placed or not flow.judged:
        return enter_stage(flow, time_s, out)
    return go(flow, CheckingCamera(), time_s)


def enter_stage(flow: Flow, time_s: float, out: Out) -> Flow:
    """Go on to the next stage, or to the end."""
    flow = replace(flow, at=flow.at + 1)
    out.hush = True
    if flow.at >= len(flow.stages):
        return finish(flow, time_s, out)
    stage = flow.stages[flow.at]
    if isinstance(stage, Show):
        tell_of(stage, out, judged=flow.judged, sides=not flow.hand.without)
        return go(flow, ShowingNext(), time_s)
    if isinstance(stage, Move):
        out.info(stage.sentence)
        return go(flow, Moving(), time_s)
    if isinstance(stage, Rest):
        name, side = stage.task.spec.name, stage.task.side
        if side is None or flow.hand.without:
            out.info(say("Rest. Next: {stretch}.", stretch=name))
        else:
            out.info(
                say(
                    "Rest. Next: {stretch}, {side} side.",
                    stretch=name,
                    side=say(side.word),
                )
            )
        return _enough(go(flow, Resting(), time_s), out)
    out.acts.append(Act.BEGIN_SET)
    flow = replace(flow, work=SetProgress(), watch=flow.judged)
    if not flow.judged:
        out.info(say("Starting in three."))
        return go(flow, CountingIn(), time_s)
    out.info(say("Take the start position."))
    return go(flow, GettingReady(), time_s)


def _enough(flow: Flow, out: Out) -> Flow:
    """Past half an hour in a day: say once that it is enough."""
    begun_s = flow.begun_s if flow.begun_s is not None else flow.time_s
    if flow.told_long or flow.outcome.done_s + flow.time_s - begun_s < ENOUGH_S:
        return flow
    out.info(say(ENOUGH_LINE))
    return replace(flow, told_long=True)


def begin_ease(flow: Flow, time_s: float, out: Out) -> Flow:
    """What helps on a blocked day, from its first step."""
    return _ease_step(flow, 0, time_s, out)


def begin_relief(flow: Flow, time_s: float, out: Out) -> Flow:
    """A spasm has come in mid-session: what eases it, at once; no stretch after it."""
    today = flow.outcome
    steps = ease_for("spasm", today.conditions, floor=today.floor)
    flow = replace(flow, outcome=replace(today, ease=steps), at=len(flow.stages))
    out.acts.append(Act.SAVE)
    return _ease_step(flow, 0, time_s, out)


def next_ease(flow: Flow, time_s: float, out: Out) -> Flow:
    """The next of these steps; after the last it stays there, or the session ends."""
    at = flow.state
    if not isinstance(at, Easing):
        return flow
    if at.number + 1 >= len(flow.outcome.ease):
        return finish(flow, time_s, out) if flow.left else flow
    return _ease_step(flow, at.number + 1, time_s, out)


def _ease_step(flow: Flow, number: int, time_s: float, out: Out) -> Flow:
    out.hush = True
    step = flow.outcome.ease[number]
    out.info(f"{say(step.title)}.")
    for line in step.lines:
        out.info(say(line))
    return go(flow, Easing(number), time_s)


def _ease(flow: Flow, at: Easing, moment: Moment, before_s: float, out: Out) -> Flow:
    """Its clock begins when its lines have been said; calls come on the way."""
    step = flow.outcome.ease[at.number]
    if at.clock_s is None:
        if moment.quiet:
            at = replace(at, clock_s=moment.time_s)
        return replace(flow, state=at, since_s=moment.time_s)
    for at_s, text in step.calls:
        if before_s < flow.since_s + at_s <= moment.time_s:
            out.info(say(text))
    lasts_s = step.seconds or (LAST_EASE_S if flow.left else 0.0)
    over = lasts_s > 0 and flow.for_s(moment.time_s) >= lasts_s
    return next_ease(flow, moment.time_s, out) if over and moment.quiet else flow


def finish(flow: Flow, time_s: float, out: Out) -> Flow:
    """All is done, or enough: how it was, then the summary."""
    out.acts.append(Act.SAVE)
    hurt = any(left.why.may_hurt for left in flow.left)
    out.info(say("That is all for today.") if hurt else say("That is all. Well done."))
    out.info(say(AFTER[0].text))
    return go(flow, AskingAfter(), time_s)


def _pain_said(
    flow: Flow, at: AskingAfter, number: int, time_s: float, out: Out
) -> Flow:
    """The pain was told by an arm; the other questions are for the page."""
    out.hush = True
    out.info(say("{number}. Thank you.", number=number), Tone.DONE)
    out.acts.append(Act.SAVE)
    return go(flow, AskingAfter({**at.answers, PAIN_AFTER: number}), time_s)


def after_rest(flow: Flow, time_s: float, out: Out) -> Flow:
    """After how to rest: relief in a spasm, the end after a stop, or what is next."""
    if flow.left and flow.left[-1].why is StopReason.SPASM:
        return begin_relief(flow, time_s, out)
    stop = isinstance(flow.state, RestAdvice) and flow.state.leaving == "stop"
    return finish(flow, time_s, out) if stop else next_stretch(flow, time_s, out)


def _move(flow: Flow, at: Moving, moment: Moment, out: Out) -> Flow:
    """Getting up, down, turning: awaited, and never judged."""
    time_s = moment.time_s
    stage = flow.stages[flow.at]
    assert isinstance(stage, Move)
    there = moment.upright if stage.kind is MoveKind.GET_UP else moment.in_place
    if stage.kind is MoveKind.CAMERA:
        there = moment.body  # the check that follows sees to the rest
    elif stage.kind is MoveKind.PROPS:
        task = task_of(flow)  # who sits on the chair has one
        there = there and task is not None and task.spec.posture is Posture.SEATED
    if there and moment.camera is CameraStatus.OK:
        there_s = at.there_s if at.there_s is not None else time_s
        flow = replace(flow, state=replace(at, there_s=there_s))
        if time_s - there_s >= IN_PLACE_S and moment.quiet:
            return leave_move(flow, time_s, out)
    else:
        flow = replace(flow, state=replace(at, there_s=None))
    if flow.for_s(time_s) >= OFFER_SKIP_S and moment.quiet:
        return leave_move(flow, time_s, out)
    return _remind(flow, stage.sentence, moment, out)


def leave_move(flow: Flow, time_s: float, out: Out) -> Flow:
    """Go on; a camera that has been moved is checked again."""
    stage = flow.stages[flow.at]
    moved = isinstance(stage, Move) and stage.kind is MoveKind.CAMERA
    if moved and flow.judged:
        out.hush = True
        return go(flow, CheckingCamera(), time_s)
    return enter_stage(flow, time_s, out)


def _remind(flow: Flow, sentence: str, moment: Moment, out: Out) -> Flow:
    if moment.time_s - flow.reminded_s < REMIND_S:
        return flow
    out.info(sentence)
    return replace(flow, reminded_s=moment.time_s)


def _ready(flow: Flow, moment: Moment, out: Out) -> Flow:
    """Wait for the start pose, for as long as it takes."""
    time_s, waited_s = moment.time_s, flow.for_s(moment.time_s)
    task = task_of(flow)
    assert task is not None
    going = moment.phase in (Phase.GOING, Phase.TARGET, Phase.RETURNING)
    if going and moment.seen:
        # A hold that a pause went through goes on at once.
        return _begin(flow, moment, out)
    if any(isinstance(e, StartConfirmed) for e in moment.events):
        out.hush = True
        side = (
            f"{side_words(task.side, sides=not flow.hand.without)} "
            if task.side is not None
            else ""
        )
        out.info(side + say("Starting in three."))
        return go(flow, CountingIn(), time_s)
    if waited_s >= READY_PAUSE_S:
        return pause(flow, _cause(flow), time_s, out)
    if time_s - flow.reminded_s >= REMIND_S and moment.missing:
        out.info(moment.missing)
        flow = replace(flow, reminded_s=time_s)
    return flow


def _count_in(
    flow: Flow, at: CountingIn, moment: Moment, before_s: float, out: Out
) -> Flow:
    if flow.watch and moment.phase in (Phase.GOING, Phase.TARGET) and moment.seen:
        return _begin(flow, moment, out)
    if at.clock_s is None:
        # The count begins when the words before it are over.
        if not moment.quiet:
            return replace(flow, since_s=moment.time_s)
        at = replace(at, clock_s=moment.time_s)
        flow = replace(flow, state=at, since_s=moment.time_s)
        out.say(SayKind.COUNT, "3", Tone.TICK)
        return flow
    for number in (2, 1):
        if before_s < flow.since_s + COUNT_IN_S - number <= moment.time_s:
            out.say(SayKind.COUNT, str(number), Tone.TICK)
    if flow.for_s(moment.time_s) >= COUNT_IN_S:
        return _begin(flow, moment, out)
    return flow


def _begin(flow: Flow, moment: Moment, out: Out) -> Flow:
    """The set is under way, and what happens at this very moment is part of it."""
    out.hush = True
    task = task_of(flow)
    if flow.watch and task is not None:
        flow = _at_work(flow, task, moment, out)
        if not any(one.tone is Tone.GO for one in out.says):  # "Holding." says it all
            out.say(SayKind.COUNT, say("Begin."), Tone.GO)
    return go(flow, Stretching(), moment.time_s)


def _stretch(flow: Flow, moment: Moment, before_s: float, out: Out) -> Flow:
    time_s = moment.time_s
    task = task_of(flow)
    assert task is not None
    if flow.watch:
        flow = _at_work(flow, task, moment, out)
        if flow.work.finished:
            return end_set(flow, time_s, out)
        if flow.work.idle_for_s(time_s) >= PAUSE_AFTER_S:
            return pause(flow, _cause(flow), time_s, out)
        return flow
    done = timed(flow.work, task, flow.since_s, before_s, time_s, out)
    flow = replace(flow, work=done)
    return end_set(flow, time_s, out) if done.finished else flow


def _cause(flow: Flow) -> str:
    """Why nothing is done any more: nobody leaves a pose that nobody sees."""
    return "left" if flow.camera_bad_s is None else "camera"


def _at_work(flow: Flow, task: Task, moment: Moment, out: Out) -> Flow:
    sides = not flow.hand.without
    done = work(flow.work, task, moment, out, flow.numbers, sides=sides)
    return replace(flow, work=done)


def end_set(flow: Flow, time_s: float, out: Out) -> Flow:
    """A set is done: a word of praise for control, and on."""
    task = task_of(flow)
    assert task is not None
    out.acts.append(Act.END_SET)
    praised = flow.watch and flow.work.good > 0
    flow = enter_stage(end_work(flow), time_s, out)
    if praised:
        out.say(SayKind.PRAISE, task.spec.praise[0])
    return flow


def _rest(flow: Flow, at: Resting, moment: Moment, out: Out) -> Flow:
    stage = flow.stages[flow.at]
    assert isinstance(stage, Rest)
    over = flow.for_s(moment.time_s) >= stage.seconds + at.longer_s
    return enter_stage(flow, moment.time_s, out) if over and moment.quiet else flow


def _paused(flow: Flow, pause: Paused, moment: Moment, out: Out) -> Flow:
    flow, then = wait(flow, pause, moment, out)
    match then:
        case "resume":
            return resume(flow, moment.time_s, out)
        case "skip" | "stop":
            return leave(flow, then, moment.time_s, out)
        case _:
            return flow


def leave(flow: Flow, what: str, time_s: float, out: Out) -> Flow:
    """Leave a stretch, or end the session: why is asked. what: `skip` or `stop`."""
    if isinstance(flow.state, Paused):
        flow = replace(flow, state=flow.state.was)
    out.hush = True
    if flow.step in (Step.SHOW, Step.MOVE, Step.REST) and what == "skip":
        return next_stretch(flow, time_s, out)
    out.acts.append(Act.PAUSE_SET)
    return go(flow, AskingWhy(what), time_s)


def give_reason(flow: Flow, why: StopReason, time_s: float, out: Out) -> Flow:
    """Why a stretch, or the session, was left early. A spasm ends the session too."""
    task = task_of(flow)
    out.hush = True
    stretch, side = (task.spec.id, task.side) if task is not None else (None, None)
    flow = replace(flow, left=(*flow.left, Left(stretch, side, why, time_s)))
    flow = end_work(flow, why)
    out.acts.append(Act.END_SET)
    hurt = why.hurts
    leaving = flow.state.leaving if isinstance(flow.state, AskingWhy) else ""
    if why is StopReason.SPASM:
        leaving = "stop"
    if leaving == "stop" or hurt:
        out.info(say("It is good that you stopped."))
        lines = list(rest_lines(flow))
        if hurt and leaving != "stop":
            down_leg = (
                task.spec.id if task is not None and why is StopReason.LEG else None
            )
            stages = gently(flow.stages, flow.at, without=down_leg)
            flow = replace(flow, stages=stages)
            if any(isinstance(stage, Task) for stage in stages[flow.at + 1 :]):
                lines.append(GENTLE_LINE)
        for line in lines:
            out.info(say(line))
        return go(flow, RestAdvice(leaving), time_s)
    return next_stretch(flow, time_s, out)


def name_reason(flow: Flow, why: StopReason, out: Out) -> Flow:
    """Say afterwards why the last stretch was left, where nobody had answered."""
    last = replace(flow.left[-1], why=why)
    out.acts += [Act.STOPPED, Act.SAVE]
    return replace(flow, left=(*flow.left[:-1], last))


def next_stretch(flow: Flow, time_s: float, out: Out) -> Flow:
    """Leave out what is left of this stretch, but not the rest and moves after it."""
    task = task_of(flow)
    at = flow.at
    while at < len(flow.stages):
        stage = flow.stages[at]
        at += 1
        if isinstance(stage, Task) and stage == task:
            break
    return enter_stage(replace(flow, at=at - 1), time_s, out)
