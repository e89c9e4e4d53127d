"""A kept session, judged again by today's stretch files and numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formcheck.app.history.store import now_text, summary_text
from formcheck.app.recordings.judging import judge_trace
from formcheck.app.report.words import amount, change_words
from formcheck.core.judge.amounts import Amounts, done_words, held_words
from formcheck.core.measure.numbers import CompareNumbers
from formcheck.core.records.progress import digest_of, left_right, ranges
from formcheck.core.records.session import (
    Session,
    SetRecord,
    by_other_numbers,
    compose,
)
from formcheck.core.words.catalogue import marked, say, say_many
from formcheck.core.words.names import words_of
from formcheck.edges.recording import read_trace
from formcheck.edges.store import Kept
from formcheck.errors import UnknownStretchError
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch
from formcheck.version import __version__

__all__ = ["Rejudged", "rejudge"]


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A session judged again. changes: (set, what, then, now); notes: what could not
    be. other_numbers: whether it had been judged by others than now.
    """

    session: Session
    changes: tuple[tuple[str, str, str, str], ...]
    notes: tuple[str, ...]
    unchanged: bool
    other_numbers: bool


def rejudge(kept: Kept, poses: Path) -> Rejudged:
    """Judge a session's traces again by today's stretch files and numbers.

    poses: the folder of both. A set without a trace or a stretch file stays as it was,
    and then the session still counts as judged by the numbers of before.
    """
    old, judging = kept.session, judging_of(poses)
    records, notes = [], []
    for number, (record, trace) in enumerate(
        zip(old.sets, kept.traces, strict=True), 1
    ):
        name = say("set {number}, {stretch}", number=number, stretch=record.spec.name)
        try:
            spec = find_stretch(record.spec.id, poses)
        except UnknownStretchError:
            notes.append(
                say(
                    "{set}: there is no such stretch any more; left as it was", set=name
                )
            )
            records.append(record)
            continue
        if trace is None:
            notes.append(
                say("{set}: kept without a landmark trace; left as it was", set=name)
            )
            records.append(record)
            continue
        result, events = judge_trace(
            read_trace(trace), spec, record.profile, record.plan, judging
        )
        records.append(replace(record, spec=spec, result=result, events=tuple(events)))
    about = old.about.model_copy(update={"judged_at": now_text()})
    head = {**old.summary, "formcheck": __version__}
    if not notes:
        head["judging"] = judging.digest
    summary = compose(head, about, [record.entry for record in records])
    # As it will be read back: tuples as lists, numbers as JSON has them.
    summary = json.loads(json.dumps(summary))
    session = Session(about, summary, tuple(records))
    return Rejudged(
        session,
        tuple(_changes(old.sets, records, judging.measure.compare)),
        tuple(notes),
        unchanged=_undated(old.summary) == _undated(summary),
        other_numbers=by_other_numbers(old.judging, judging.digest),
    )


def _undated(summary: Mapping[str, Any]) -> str:
    """What was found, without when and by which numbers."""
    about = {**summary["session"], "judged_at": None}
    found = {key: value for key, value in summary.items() if key != "judging"}
    return summary_text({**found, "session": about})


def _changes(
    before: Sequence[SetRecord], after: Sequence[SetRecord], numbers: CompareNumbers
) -> Iterator[tuple[str, str, str, str]]:
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        name = f"{number} {old.spec.name}"
        said = False
        then, now = _values(old, numbers), _values(new, numbers)
        for what, first, second in zip(_WORDS, then, now, strict=True):
            if first != second:
                said = True
                yield name, say(what), first, second
        if not said and old.result != new.result:
            was = old.entry
            for key, value in new.entry.items():
                if was[key] != value:
                    yield name, say(_PARTS[key]), *in_words(was[key], value)


_WORDS = (
    marked("judged"),
    marked("done"),
    marked("held"),
    marked("ease-off moments"),
    marked("form cues"),
    marked("time in target"),
    marked("time not seen"),
    marked("usual range"),
    marked("left against right"),
)


_PARTS = {
    "stretch": marked("stretch"),
    "kind": marked("kind of stretch"),
    "status": marked("judged"),
    "why": marked("why not all is judged"),
    "side": marked("side"),
    "mode": marked("kind of day"),
    "timed": marked("only holds are counted"),
    "planned": marked("planned"),
    "measure": marked("measure"),
    "unit": marked("unit"),
    "direction": marked("further is"),
    "error": marked("error of the range"),
    "change_error": marked("error of a change from the start"),
    "calibration": marked("constants of the calibrated angles"),
    "rolled_deg": marked("camera off level, put right"),
    "level_known": marked("camera known to be level"),
    "profile": marked("own range it was judged by"),
    "neutral": marked("start pose"),
    "start_s": marked("beginning"),
    "end_s": marked("end"),
    "in_target_s": marked("time in target"),
    "out_of_target_s": marked("time out of target"),
    "searching_s": marked("time before the start was found"),
    "unseen_s": marked("time not seen"),
    "reps": marked("reps"),
    "partial_reps": marked("smaller or shorter reps"),
    "holds": marked("holds"),
    "own_range_holds": marked("holds in a smaller range"),
    "flags": marked("to mind"),
    "not_counted": marked("seen and not counted"),
    "movements": marked("movements seen"),
    "unseen": marked("when not seen"),
    "not_judged": marked("could not be judged"),
    "learned": marked("learned of the own range"),
    "looks": marked("pictures looked at"),
}
"""What each part of a set's result is called."""


def in_words(then: object, now: object) -> tuple[str, str]:
    """Say where two plain values differ: what stands there in each, as far as it fits.

    Lists of different lengths are told by these.
    """
    if isinstance(then, list) and isinstance(now, list) and len(then) != len(now):
        return str(len(then)), str(len(now))
    first, second = dict(_leaves(then)), dict(_leaves(now))
    places = [
        place
        for place in dict.fromkeys((*first, *second))
        if first.get(place, ...) != second.get(place, ...)
    ]
    left = len(places) - _SHOWN
    both = []
    for values in (first, second):
        texts = [
            f"{place} {_said(values[place])}".strip()
            for place in places[:_SHOWN]
            if place in values
        ]
        text = "; ".join(texts) or say("none")
        if texts and left > 0:
            text = say_many(
                "{values} and {n} more", "{values} and {n} more", left, values=text
            )
        both.append(text)
    return both[0], both[1]


_SHOWN = 3
"""Differences that are shown of one part."""


def _leaves(value: object, place: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Every plain value in one, with the words of its place: `1 peak`."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, (*place, words_of(key.removesuffix("_s"))))
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _leaves(one, (*place, str(number)))
    elif value is not None or place:
        yield " ".join(place), value


def _said(value: object) -> str:
    match value:
        case None:
            return say("none")
        case bool():
            return say("yes") if value else say("no")
        case float():
            return f"{value:.3f}".rstrip("0").rstrip(".")
        case str():
            return words_of(value)
    return str(value)


def _values(record: SetRecord, numbers: CompareNumbers) -> tuple[str, ...]:
    result, amounts = record.result, Amounts.of([record.result])
    found = ranges([digest_of(record)], numbers)
    usual = [
        f"{words_of(one.like.side or '')} {amount(one.usual, one.unit)}".strip()
        for one in found
    ]
    sides = [change_words(pair, sides=True) for pair in left_right(found)]
    return (
        words_of(result.status),
        done_words(amounts),
        held_words(amounts),
        str(amounts.eased),
        str(amounts.form),
        f"{result.in_target_s:.1f} s",
        f"{result.unseen_s:.1f} s",
        ", ".join(usual) or say("none"),
        ", ".join(sides) or say("none"),
    )
