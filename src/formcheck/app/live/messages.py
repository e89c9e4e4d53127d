"""What the page is sent: the state of each frame, events of a set, the summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from formcheck.app.live.running_set import RunningSet
from formcheck.app.report.words import change_words
from formcheck.core.judge.amounts import Amounts, done_words, held_words
from formcheck.core.judge.asked import asked_words
from formcheck.core.judge.events import (
    Event,
    FlagCleared,
    FlagRaised,
    PartialRep,
    RepCounted,
    TargetLeft,
    TrackingFound,
    TrackingLost,
)
from formcheck.core.judge.overlay import arcs_of, back_of, points_of
from formcheck.core.judge.result import SetResult
from formcheck.core.measure.numbers import CompareNumbers
from formcheck.core.records.progress import digest_of, left_right, ranges
from formcheck.core.records.session import Session, SetRecord
from formcheck.core.session.closing import if_worse, pain_words, tomorrow
from formcheck.core.session.moment import Moment
from formcheck.core.session.screens import clock_of, offers
from formcheck.core.session.seen import ShotResult
from formcheck.core.session.set import SetProgress
from formcheck.core.session.states import Flow, task_of
from formcheck.core.session.voice import Utterance
from formcheck.core.stretch.spec import Phase, StretchSpec
from formcheck.core.words.catalogue import capital, say, say_many
from formcheck.core.words.names import words_of
from formcheck.core.words.reasons import ended_words, how_to_be_seen, why_words

__all__ = [
    "drawing_of",
    "page_events",
    "set_lines",
    "state_message",
    "summary_screen",
    "to_ease",
]

Message = dict[str, Any]

_NOTHING_DRAWN: Message = {"points": None, "near": None, "arcs": [], "back": None}


def state_message(
    flow: Flow,
    moment: Moment,
    latest: ShotResult,
    running: RunningSet | None,
    cue: Utterance | None,
    camera: Message,
) -> Message:
    """The `state` of one frame, but for what is drawn and the picture's own."""
    task = task_of(flow)
    message: Message = {
        "type": "state",
        "time_s": round(moment.time_s, 3),
        "step": flow.step.value,
        "looked": latest.looked,
        "camera": camera,
        "seen": moment.seen,
        "why": None if moment.seen else moment.why,
        **_NOTHING_DRAWN,
        "phase": None,
        "progress": None,
        "hold": None,
        "reps": None,
        "side": None,
        "cue": None,
        "asked": None,
        "clock": clock_of(flow, moment),
        "offer": offers(flow, moment),
        "judging": running is not None and not running.paused,
    }
    if cue is not None:
        since_s = round(cue.time_s, 3)
        message["cue"] = {"text": cue.text, "kind": cue.kind.word, "since_s": since_s}
    if task is None or not flow.step.in_set:
        return message
    work = flow.work
    message["reps"] = {
        "done": work.done,
        "smaller": work.smaller,
        "planned": task.reps,
    }
    side, body = task.side, latest.of(task.spec).body
    if side is None and body is not None:
        side = body.active
    message["side"] = side.word if side is not None else None
    if running is None:
        return message
    message["asked"] = running.asked(moment.time_s) or None
    message["phase"] = moment.phase.value
    if isfinite(moment.progress):
        message["progress"] = round(moment.progress, 3)
    own = moment.own_range
    message["hold"] = {
        "held_s": round(moment.held_s, 2),
        "planned_s": task.hold_s,
        "running": moment.seen and (own or moment.phase is Phase.TARGET),
        "own_range": own,
    }
    return message


def drawing_of(flow: Flow, latest: ShotResult) -> Message:
    """What the `state` has to be drawn over the picture, where that is fresh."""
    task, seen = task_of(flow), latest.seen
    pose = seen.pose if seen is not None else None
    drawn = dict(_NOTHING_DRAWN)
    if pose is None or seen is None:
        return drawn
    drawn["points"] = points_of(pose, seen.size_wh)
    drawn["back"] = back_of(pose, seen.size_wh)
    own = latest.of(task.spec) if task is not None else latest
    if own.body is None:
        return drawn
    drawn["near"] = own.body.near.word
    if task is not None and own.judged:
        drawn["arcs"] = arcs_of(task.spec, own.body, own.reading)
        eased = to_ease(task.spec, flow.work)
        for arc in drawn["arcs"]:
            if arc["measure"] in eased:  # in the target, perhaps, yet too far
                arc["verdict"] = "no"
    return drawn


def to_ease(spec: StretchSpec, work: SetProgress) -> set[str]:
    """Return the measures that the person is being asked to ease off in now."""
    now = {name for name, (_, since_s, _) in work.flags.items() if since_s is not None}
    return {fault.measure for fault in spec.faults if fault.id in now}


def page_events(
    before: Flow, after: Flow, events: Iterable[Event]
) -> Iterator[tuple[str, Message]]:
    """Events of the judge, as the page has them."""
    number = before.work.done
    for event in events:
        match event:
            case RepCounted():
                number += 1
                yield "rep", _rep(event, number) | {"good": event.good, "reason": None}
            case PartialRep():
                number += event.reason.counts
                more = {"good": None, "reason": event.reason}
                yield "rep", _rep(event, number) | more
            case TargetLeft():
                yield (
                    "hold",
                    {
                        "held_s": round(event.held_s, 2),
                        "complete": event.complete,
                        "side": event.side.word if event.side is not None else None,
                        "phase": event.phase,
                    },
                )
            case FlagRaised():
                yield "flag", _flag(event.id, event.severity.value, event.cue, True)
            case FlagCleared():
                yield "flag", _flag(event.id, event.severity.value, "", False)
            case TrackingLost():
                words = how_to_be_seen(event.why)
                yield "seen", {"seen": False, "why": event.why, "words": words}
            case TrackingFound():
                yield "seen", {"seen": True, "why": event.why, "words": ""}
            case _:
                pass


def _rep(event: RepCounted | PartialRep, number: int) -> Message:
    return {
        "number": number,
        "side": event.side.word if event.side is not None else None,
        "held_s": round(event.held_s, 2),
        "smaller": isinstance(event, PartialRep),
    }


def _flag(name: str, severity: str, cue: str, raised: bool) -> Message:
    return {"id": name, "severity": severity, "cue": cue, "raised": raised}


def set_lines(session: Session) -> Iterator[str]:
    """What was done, a sentence a set."""
    for record in session.sets:
        result, side = record.result, _side_of(record.result)
        name = record.spec.name
        if side:
            name = say("{stretch}, {side} side", stretch=name, side=words_of(side))
        if result.status == "not_judged" and result.why is not None:
            yield say("{stretch}: {why}.", stretch=name, why=why_words(result.why))
            continue
        amounts = Amounts.of([result])
        yield say(
            "{stretch}: {done}; {held}.",
            stretch=name,
            done=done_words(amounts),
            held=held_words(amounts),
        )


def summary_screen(session: Session, numbers: CompareNumbers) -> Message:
    """What was done, held, flagged and not judged; left against right.

    numbers: what a difference must be to mean anything.
    """
    early = {(left.stretch, left.side): left.why for left in session.about.left_early}
    sets = []
    for record in session.sets:
        result = record.result
        why = early.get((result.stretch, result.planned.side))
        left_early = say("left early{why}", why=ended_words(why)) if why else None
        sets.append(_set(record) | {"left_early": left_early})
    amounts = Amounts.of(record.result for record in session.sets)
    lines = [f"{done_words(amounts)}.", f"{capital(held_words(amounts))}."]
    minded = amounts.eased + amounts.form
    if minded:
        lines.append(
            say_many(
                "{n} moment to correct.",
                "{n} moments to correct.",
                minded,
            )
        )
    for record in session.sets:
        if asked := asked_words(record.result):
            name = record.spec.name
            lines.append(say("{stretch}: {sentence}", stretch=name, sentence=asked))
    for left in session.about.left_early:
        name = session.name_of(left.stretch)
        end = ended_words(left.why)
        lines.append(say("{stretch} was left early{why}.", stretch=name, why=end))
    pain, whys = session.about.pain, tuple(one.why for one in session.about.left_early)
    return {
        "lines": lines[:2],
        "more": lines[2:],
        "pain": pain_words(pain),
        "if_worse": list(if_worse(pain, whys)),
        "tomorrow": tomorrow(pain, whys),
        "sets": sets,
        "sides": list(_sides(session, numbers)),
        "session": session.about.uid,
    }


def _set(record: SetRecord) -> Message:
    result, amounts = record.result, Amounts.of([record.result])
    return {
        "stretch": result.stretch,
        "name": record.spec.name,
        "side": _side_of(result),
        "planned_side": result.planned.side,
        "status": result.status,
        "why": result.why,
        "reps": amounts.counted,
        "smaller": amounts.smaller,
        "planned_reps": amounts.planned,
        "done": done_words(amounts),
        "held_s": round(amounts.held_s, 1),
        "held": held_words(amounts),
        "flags": [
            {"id": flag.id, "severity": flag.severity.value, "cue": flag.cue}
            for flag in result.flags
        ],
        "not_judged": list(_not_judged(result)),
    }


def _side_of(result: SetResult) -> str | None:
    return result.planned.side or result.side


def _not_judged(result: SetResult) -> Iterator[str]:
    if result.status == "not_judged" and result.why is not None:
        yield say("The whole set: {why}", why=why_words(result.why))
        return
    yield from dict.fromkeys(words_of(one.measure) for one in result.not_judged)


def _sides(session: Session, numbers: CompareNumbers) -> Iterator[Message]:
    """How far each side usually went, where both were done."""
    for pair in left_right(ranges(map(digest_of, session.sets), numbers)):
        yield {
            "stretch": pair.like.stretch,
            "name": pair.name,
            "measure": pair.like.measure,
            "unit": pair.unit,
            "left": pair.first,
            "right": pair.second,
            "words": change_words(pair, sides=True),
        }
