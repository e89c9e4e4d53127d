"""What each screen of a session shows: plain words and buttons, ready for the page."""

from __future__ import annotations

from typing import Any

from formcheck.core.programme.stages import Move, Rest, Show, Task
from formcheck.core.safety.screening import HOW
from formcheck.core.session.camera_check import wants_hand
from formcheck.core.session.commands import asked, begun
from formcheck.core.session.dose_words import dose_words
from formcheck.core.session.flow import (
    COUNT_IN_S,
    OFFER_SKIP_S,
    OFFER_TIMED_S,
)
from formcheck.core.session.framing import CHECKS
from formcheck.core.session.from_floor import HOW_TO_ANSWER
from formcheck.core.session.moment import Moment
from formcheck.core.session.port import SessionPort
from formcheck.core.session.rest_advice import rest_lines
from formcheck.core.session.set import cycle_s
from formcheck.core.session.states import (
    Advising,
    AskingWhy,
    CheckingCamera,
    Choosing,
    Easing,
    Flow,
    Moving,
    Paused,
    RestAdvice,
    Resting,
    ShowingNext,
    Step,
    task_of,
)
from formcheck.core.words.catalogue import marked, say

__all__ = [
    "BUTTONS",
    "LABELS",
    "WARM_UP_LINE",
    "checks_of",
    "clock_of",
    "offers",
    "screen",
]

Message = dict[str, Any]

WARM_UP_LINE = marked(
    "Warm up first: five easy minutes of walking or marching, or a warm shower."
)

_CHECK_LABELS = {
    "camera": marked("Camera"),
    "light": marked("Light"),
    "person": marked("You"),
    "whole": marked("All of you"),
    "distance": marked("Distance"),
    "view": marked("Right way on"),
    "level": marked("Camera level"),
    "hand": marked("Left and right"),
}

_TITLES = {
    Step.CHOOSE: marked("What would you like to do today?"),
    Step.CAMERA: marked("Can I see you well?"),
    Step.PAUSED: marked("Paused"),
    Step.REASON: marked("Why do you stop?"),
    Step.REST_ADVICE: marked("Rest, then get up slowly"),
    Step.AFTER: marked("How was it?"),
    Step.SUMMARY: marked("What you did"),
}

LABELS = {
    "next": marked("Go on"),
    "pause": marked("Pause"),
    "resume": marked("Go on"),
    "skip": marked("Leave this one out"),
    "stop": marked("Stop"),
    "longer": marked("15 seconds more"),
    "timed": marked("Go on by time alone"),
    "smaller": marked("Make it smaller"),
    "back": marked("Back"),
    "end": marked("Done"),
}

BUTTONS = {
    Step.SCREENING: ("back",),
    Step.ADVICE: ("back",),
    Step.EASE: ("next", "pause", "stop"),
    Step.CAMERA: ("back", "stop"),
    Step.MOVE: ("next", "pause", "stop"),
    Step.SHOW: ("next", "pause", "skip", "stop"),
    Step.READY: ("pause", "skip", "stop"),
    Step.COUNT_IN: ("pause", "skip", "stop"),
    Step.STRETCH: ("pause", "skip", "stop"),
    Step.REST: ("next", "longer", "pause", "skip", "stop"),
    Step.PAUSED: ("resume", "skip", "stop"),
    Step.REST_ADVICE: ("next",),
    Step.AFTER: ("next",),
    Step.SUMMARY: ("end",),
}


def screen(flow: Flow, port: SessionPort) -> Message:
    """The screen as it is now, without what changes at every frame."""
    task = task_of(flow)
    message: Message = {
        "step": flow.step.value,
        "title": _title(flow, task),
        "lines": [],
        "buttons": _buttons(flow),
    }
    question = asked(flow, port)
    if question is not None:
        ask, number, of = question
        message |= {"question": ask.message, "number": number, "of": of}
        message["title"] = say(ask.text)
        if ask.id in flow.unsaid:
            message["was"] = flow.unsaid[ask.id]
    match flow.state:
        case Choosing():
            message["lines"] = [say(WARM_UP_LINE)]
            message["today"] = list(flow.outcome.lines)
            if not flow.screened:
                message["day"] = HOW.message
        case Advising():
            message["lines"] = [*flow.outcome.lines, *flow.notes]
            message["urgent"] = flow.outcome.urgent
        case Easing(number):
            ease = flow.outcome.ease
            message["lines"] = [say(line) for line in ease[number].lines]
            message |= {"number": number + 1, "of": len(ease)}
        case Moving():
            stage = flow.stages[flow.at]
            assert isinstance(stage, Move)
            message |= {"sentence": stage.sentence, "kind": stage.kind.value}
        case ShowingNext():
            stage = flow.stages[flow.at]
            assert isinstance(stage, Show)
            message |= _shown(stage)
        case Resting():
            stage = flow.stages[flow.at]
            assert isinstance(stage, Rest)
            message["next"] = _named(stage.task)
        case AskingWhy(leaving):
            message["leaving"] = leaving
        case RestAdvice():
            message["lines"] = [say(line) for line in rest_lines(flow)]
        case Paused(by=by):
            message["by"] = by
            message["lines"] = [say("Any key or click goes on."), say(HOW_TO_ANSWER)]
        case _:
            pass
    if task is not None and flow.step.in_set:
        message |= _named(task) | {
            "kind": task.spec.kind.value,
            "posture": task.spec.posture.value,
            "planned": {"reps": task.reps, "hold_s": task.hold_s},
            "judged": flow.watch,
            "pause_gesture": task.spec.pause_gesture and flow.watch,
            "set": task.number,
            "sets": task.of,
        }
    return message


def _title(flow: Flow, task: Task | None) -> str:
    if flow.step is Step.ADVICE:
        fits = say("For you today") if flow.stages else say("Nothing here fits today")
        return flow.outcome.title or fits
    if isinstance(flow.state, Easing):
        return say(flow.outcome.ease[flow.state.number].title)
    if flow.step is Step.MOVE:
        return say("Take your time")
    if flow.step is Step.REST:
        return say("Rest")
    if task is not None and flow.step not in _TITLES:
        return task.spec.name
    return say(_TITLES.get(flow.step, ""))


def _named(task: Task) -> Message:
    return {
        "stretch": task.spec.id,
        "name": task.spec.name,
        "side": task.side.word if task.side is not None else None,
    }


def _shown(stage: Show) -> Message:
    spec = stage.task.spec
    return _named(stage.task) | {
        "instructions": list(spec.each_set if stage.again else stage.task.told),
        "dose": dose_words(stage.task),
        "advice": spec.camera.advice,
        "not_seen": list(spec.not_observable),
        "again": stage.again,
        "set": stage.task.number,
        "sets": stage.task.of,
        "planned": {"reps": stage.task.reps, "hold_s": stage.task.hold_s},
    }


def _buttons(flow: Flow) -> list[Message]:
    names = BUTTONS.get(flow.step, ())
    match flow.state:
        case Advising() if flow.outcome.ease or flow.stages:
            names = ("next", "back")
        case Easing(number) if number + 1 == len(flow.outcome.ease) and not flow.left:
            names = ("back",)
        case CheckingCamera():
            names = ("stop",) if begun(flow) else names
            if wants_hand(flow):
                first = {"do": "next", "label": say("I cannot raise it")}
                return [first, *({"do": n, "label": say(LABELS[n])} for n in names)]
        case RestAdvice(leaving) if leaving != "stop":
            names = ("next", "stop")
        case _:
            pass
    return [{"do": name, "label": say(LABELS[name])} for name in names]


def offers(flow: Flow, moment: Moment) -> list[str]:
    """What is offered now beside the screen's own buttons: commands by name."""
    waited_s = flow.for_s(moment.time_s)
    names: list[str] = []
    if flow.step is Step.CAMERA and waited_s >= OFFER_TIMED_S:
        names.append("timed")
    if flow.step is Step.READY:
        if waited_s >= OFFER_TIMED_S:
            names.append("timed")
        if waited_s >= OFFER_SKIP_S:
            names.append("skip")
    if isinstance(flow.state, Paused) and flow.state.by != "press":
        names.append("timed")
    if flow.step is Step.STRETCH and flow.work.offered:
        names += ["smaller", "skip"]
    return names


def clock_of(flow: Flow, moment: Moment) -> Message | None:
    """The clock of this step, if it has one."""
    gone_s = flow.for_s(moment.time_s)
    stage = flow.stages[flow.at] if 0 <= flow.at < len(flow.stages) else None
    if isinstance(flow.state, Resting) and isinstance(stage, Rest):
        total_s = stage.seconds + flow.state.longer_s
        return _clock("rest", total_s - gone_s, total_s)
    if flow.step is Step.COUNT_IN:
        return _clock("count_in", COUNT_IN_S - gone_s, COUNT_IN_S)
    task = task_of(flow)
    if flow.step is Step.STRETCH and not flow.watch and task is not None:
        return _clock("timed", task.hold_s - gone_s % cycle_s(task), task.hold_s)
    if isinstance(flow.state, Easing):
        total_s = flow.outcome.ease[flow.state.number].seconds
        return _clock("ease", total_s - gone_s, total_s) if total_s else None
    return None


def _clock(name: str, left_s: float, total_s: float) -> Message:
    return {
        "name": name,
        "left_s": round(max(0.0, left_s), 1),
        "total_s": round(total_s, 1),
    }


def checks_of(flow: Flow, moment: Moment) -> list[Message]:
    """The camera check, each as a word and whether it is right."""
    found: Message = {}
    if moment.framing is not None:
        found = {check.id: check.ok for check in moment.framing.checks}
    found["hand"] = flow.hand.settled or None
    return [
        {"id": name, "label": say(_CHECK_LABELS[name]), "ok": found.get(name)}
        for name in (*CHECKS, "hand")
    ]
