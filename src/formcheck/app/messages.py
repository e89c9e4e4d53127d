"""What the page is sent: the state of each frame, events of a set, the summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

from formcheck.app.report_words import many
from formcheck.app.running_set import RunningSet
from formcheck.app.seeing import Sight
from formcheck.core.coach import Utterance
from formcheck.core.events import (
    Event,
    FlagCleared,
    FlagRaised,
    PartialRep,
    RepCounted,
    TargetLeft,
    TrackingFound,
    TrackingLost,
)
from formcheck.core.flow_state import Flow, task_of
from formcheck.core.moment import Moment
from formcheck.core.overlay import arcs_of, back_of, points_of
from formcheck.core.questions import Book
from formcheck.core.reasons import Shortfall, ended_words, how_to_be_seen, why_words
from formcheck.core.screens import clock_of, offers
from formcheck.core.session import Session
from formcheck.core.spec import Phase, StretchSpec
from formcheck.core.words import words_of
from formcheck.core.working import Work

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
    sight: Sight,
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
        "looked": sight.looked,
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
    side, body = task.side, sight.of(task.spec).body
    if side is None and body is not None:
        side = body.active
    message["side"] = side.word if side is not None else None
    if running is None:
        return message
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


def drawing_of(flow: Flow, sight: Sight) -> Message:
    """What the `state` has to be drawn over the picture, where that is fresh."""
    task, seen = task_of(flow), sight.seen
    pose = seen.pose if seen is not None else None
    drawn = dict(_NOTHING_DRAWN)
    if pose is None or seen is None:
        return drawn
    drawn["points"] = points_of(pose, seen.size_wh)
    drawn["back"] = back_of(pose, seen.size_wh)
    own = sight.of(task.spec) if task is not None else sight
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


def to_ease(spec: StretchSpec, work: Work) -> set[str]:
    """Measures of what is being told to ease off now."""
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
    names = {record.spec.id: record.spec.name for record in session.sets}
    for entry in session.summary["sets"]:
        one = _set(entry, names)
        side = f", {one['side']} side" if one["side"] else ""
        if one["status"] == "not_judged":
            yield f"{one['name']}{side}: {why_words(one['why'])}."
            continue
        reps = many(one["reps"], "rep")
        yield f"{one['name']}{side}: {reps}, {one['held_s']:.0f} s held."


def summary_screen(session: Session, book: Book) -> Message:
    """What was done, held, flagged and not judged; left against right."""
    names = {record.spec.id: record.spec.name for record in session.sets}
    sets = [_set(entry, names) for entry in session.summary["sets"]]
    early = {(left.stretch, left.side): left.why for left in session.about.left_early}
    for one in sets:
        why = early.get((one["stretch"], one["planned_side"]))
        one["left_early"] = f"left early{ended_words(why)}" if why else None
    reps = sum(one["reps"] for one in sets)
    held_s = sum(one["held_s"] for one in sets)
    eased = sum(len(one["flags"]) for one in sets)
    lines = [f"{many(reps, 'rep')}, {many(round(held_s), 'second')} in position."]
    if eased:
        lines.append(f"{many(eased, 'moment')} to ease off or mind.")
    for left in session.about.left_early:
        name = names.get(left.stretch, words_of(left.stretch).capitalize())
        lines.append(f"{name} was left early{ended_words(left.why)}.")
    return {
        "lines": lines,
        "sets": sets,
        "sides": list(_sides(session.summary["sets"], names)),
        "session": session.about.uid,
    }


def _set(entry: Mapping[str, Any], names: Mapping[str, str]) -> Message:
    parts = (part["reason"] for part in entry["partial_reps"])
    smaller = sum(Shortfall(reason).counts for reason in parts)
    return {
        "stretch": entry["stretch"],
        "name": names[entry["stretch"]],
        "side": entry["planned"]["side"] or entry["side"],
        "planned_side": entry["planned"]["side"],
        "status": entry["status"],
        "why": entry["why"],
        "reps": len(entry["reps"]) + smaller,  # in one's own range counts as well
        "smaller": smaller,
        "planned_reps": entry["planned"]["reps"],
        "held_s": round(sum(hold["held_s"] for hold in entry["holds"]), 1),
        "flags": [
            {"id": f["id"], "severity": f["severity"], "cue": f["cue"]}
            for f in entry["flags"]
        ],
        "not_judged": list(_not_judged(entry)),
    }


def _not_judged(entry: Mapping[str, Any]) -> Iterator[str]:
    if entry["status"] == "not_judged" and entry["why"]:
        yield f"All of it: {why_words(entry['why'])}"
        return
    yield from dict.fromkeys(words_of(one["measure"]) for one in entry["not_judged"])


def _sides(
    sets: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[Message]:
    """The furthest on each side, where both were done."""
    best: dict[str, dict[str, list[float]]] = {}
    unit: dict[str, tuple[str, str]] = {}
    for entry in sets:
        for rep in (*entry["reps"], *entry["partial_reps"]):
            if rep["side"] is not None and rep["peak"] is not None:
                sides = best.setdefault(entry["stretch"], {})
                sides.setdefault(rep["side"], []).append(rep["peak"])
                unit[entry["stretch"]] = (rep["measure"], rep["unit"])
    for stretch, sides in best.items():
        if {"left", "right"} <= sides.keys():
            means = {side: sum(p) / len(p) for side, p in sides.items()}
            yield {
                "stretch": stretch,
                "name": names[stretch],
                "measure": unit[stretch][0],
                "unit": unit[stretch][1],
                "left": round(means["left"], 1),
                "right": round(means["right"], 1),
            }
