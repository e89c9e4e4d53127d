"""One set in the report: its curve, key moments, tables, and how each was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import isinf, isnan
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from formcheck.app.pictures.replayed import (
    Curve,
    ReplayedFrame,
    curve_of,
    replayed_frames,
)
from formcheck.app.report.portraits import Usual, figure_of, moving_spans
from formcheck.app.report.words import amount, said_words
from formcheck.app.terminal.results import flag_word, good_word
from formcheck.core.body.body import Role
from formcheck.core.judge.amounts import (
    Amounts,
    done_words,
    held_of_words,
    held_words,
    is_held,
    times_words,
)
from formcheck.core.judge.asked import asked_words, level_words, status_words
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import PartialResult, RepResult
from formcheck.core.measure.kinds import KINDS
from formcheck.core.measure.numbers import MeasureNumbers
from formcheck.core.records.session import SetRecord
from formcheck.core.stretch.clinical import Convention
from formcheck.core.stretch.spec import MeasureSpec, StretchSpec
from formcheck.core.words.catalogue import capital, marked, say, say_heads
from formcheck.core.words.names import words_of
from formcheck.core.words.reasons import short_words, why_words
from formcheck.edges.plots import SetChart, draw_set
from formcheck.edges.recording import read_trace
from formcheck.resources import accuracy_file

__all__ = ["error_on_clip", "key_moments", "set_view"]

_MOST_FLAGS = 3
"""Flags that get a figure of their own."""

_HOLD_HEAD = marked("hold | side | when | held | as planned")
_ANGLES = {
    "hip_angle": "hip",
    "knee_angle": "knee",
    "trunk_lean": "trunk",
    "trunk_rise": "trunk",
}
"""The angle of docs/accuracy.md that a kind of measure is."""

_ROLES = {
    Role.NEAR: marked("the near side"),
    Role.FAR: marked("the far side"),
    Role.ACTIVE: marked("the active side"),
    Role.OTHER: marked("the other side"),
}

_BROAD_IN, _NARROW_IN = 8.2, 4.1


def set_view(
    record: SetRecord,
    trace: Path | None,
    pictures: Mapping[float, str],
    judging: Judging,
) -> dict[str, Any]:
    """Return what the template shows of a set. pictures: data addresses by time.
    judging: the numbers that its curve is judged by.
    """
    result, spec = record.result, record.spec
    view: dict[str, Any] = {
        "stretch": spec.id,
        "name": spec.name,
        "side": words_of(result.side or ""),
        "portraits": [],
        "swing": "",
        "why": status_words(result),
        "level": level_words(result),
        "counted": _counted(result),
        "broad": None,
        "narrow": None,
        "legend": "",
        "moments": [],
        "tables": _tables(record),
        "method": _method(record, judging.measure),
        "cannot_see": spec.not_observable,
    }
    if trace is not None:
        from markupsafe import Markup

        wanted = key_moments(record)
        nearest: dict[int, ReplayedFrame] = {}
        frames = replayed_frames(read_trace(trace), record, judging)
        sides = [Usual(record, side) for side in result.sides] or [Usual(record)]
        seen = _watched(frames, wanted, nearest)
        for one in sides:
            seen = one.watch(seen)
        usual = sides[0]
        chart = _chart(record, curve_of(seen, record))
        # Made by formcheck itself, of numbers and of names out of checked files.
        view["broad"] = Markup(draw_set(chart, width_in=_BROAD_IN))
        view["narrow"] = Markup(draw_set(chart, width_in=_NARROW_IN, height_in=2.7))
        view["legend"] = _legend(result, chart)
        view["portraits"] = _portraits(record, sides, wanted, pictures)
        swing = usual.swing if spec.phases is not None else None
        if swing is not None:
            error = judging.measure.errors[spec.measures[spec.primary].kind]
            view["swing"] = say(
                "From one end to the other, the usual time: {swing}.",
                swing=_with_error(swing, error, result.unit),
            )
        view["moments"] = [
            {
                "drawing": Markup(drawing),
                "picture": pictures.get(time_s),
                "text": f"{text}, {time_s:.1f} s",
            }
            for time_s, text, drawing in _drawn(record, wanted, nearest)
            if text != say("start")  # it is on the first page
        ]
    return view


def key_moments(record: SetRecord) -> list[tuple[float, str]]:
    """Times worth a figure, s: the start, a typical rep's hold, what was flagged."""
    from formcheck.core.judge.events import StartConfirmed

    result = record.result
    found: list[tuple[float, str]] = []
    starts = [e.time_s for e in record.events if isinstance(e, StartConfirmed)]
    if starts:
        found.append((starts[0], say("start")))
    holds = [hold for hold in result.holds if hold.phase is None]
    phases = {hold.phase: hold for hold in result.holds if hold.phase}
    if not result.holds and result.own_range_holds:
        own = max(result.own_range_holds, key=lambda hold: hold.held_s)
        found.append(
            ((own.start_s + own.end_s) / 2, say("in position, a smaller range"))
        )
    if holds:
        flagged = {flag.hold for flag in result.flags}
        clean = [h for n, h in enumerate(result.holds, 1) if n not in flagged]
        longest = max(clean or holds, key=lambda hold: hold.held_s)
        middle = (longest.start_s + longest.end_s) / 2
        found.append((middle, say("in position")))
    for phase, hold in phases.items():
        found.append(((hold.start_s + hold.end_s) / 2, phase))
    flags = sorted(result.flags, key=lambda flag: not flag.eases)
    for flag in flags[:_MOST_FLAGS]:
        text = f"{flag_word(flag.severity)}: {words_of(flag.id)}"
        found.append((flag.raised_s, text))
    return sorted(found)


def _watched(
    seen: Iterable[ReplayedFrame],
    wanted: Sequence[tuple[float, str]],
    nearest: dict[int, ReplayedFrame],
) -> Iterator[ReplayedFrame]:
    """Pass looks on, and keep the one nearest to each wanted moment."""
    for frame in seen:
        yield frame
        if frame.body is None:
            continue
        for number, (time_s, _) in enumerate(wanted):
            known = nearest.get(number)
            off_s = abs(frame.observation.time_s - time_s)
            if off_s < 0.5 and (
                known is None or off_s < abs(known.observation.time_s - time_s)
            ):
                nearest[number] = frame


def _drawn(
    record: SetRecord,
    wanted: Sequence[tuple[float, str]],
    nearest: Mapping[int, ReplayedFrame],
) -> list[tuple[float, str, str]]:
    """The figures of the wanted moments, each from the nearest look at a body."""
    found = []
    for number, (time_s, text) in enumerate(wanted):
        frame = nearest.get(number)
        if frame is None or frame.body is None or frame.observation.pose is None:
            continue
        found.append((time_s, text, figure_of(record, frame, text)))
    return found


def _portraits(
    record: SetRecord,
    sides: Sequence[Usual],
    wanted: Sequence[tuple[float, str]],
    pictures: Mapping[float, str],
) -> list[dict[str, Any]]:
    """The start and the usual peak; beside them the picture of the nearest moment."""
    from markupsafe import Markup

    found = []
    looks = [(say("start"), sides[0], sides[0].start)]
    looks += [(say("peak"), one, one.peak) for one in sides]
    for text, usual, frame in looks:
        drawing = figure_of(record, frame, text)
        if frame is None or not drawing:
            continue
        at = frame.observation.time_s
        near = min(wanted, key=lambda one: abs(one[0] - at), default=None)
        picture = pictures.get(near[0]) if near else None
        value = usual.value_of(frame)
        said = _said(record.spec)
        if not isnan(value):
            named = len(sides) > 1 and frame is not sides[0].start
            side = words_of(usual.side or "") if named else ""
            text = f"{text}, {side}" if side else text
            text = f"{text}: {said.name} {said_words(said, value)}"
        found.append({"text": text, "drawing": Markup(drawing), "picture": picture})
    return found


def _chart(record: SetRecord, curve: Curve) -> SetChart:
    spec, result = record.spec, record.result
    measure = spec.measures[spec.primary]
    unit = KINDS[measure.kind].unit
    end_s = result.end_s
    said = _said(spec)
    targets = []
    for number, target in enumerate(curve.targets):
        last = number + 1 == len(curve.targets)
        until_s = end_s if last else curve.targets[number + 1].from_s
        for span in target.spans:
            low, high = sorted(map(said.of, span))
            targets.append((target.from_s, until_s, low, high))
    name = said.name
    return SetChart(
        curve.time_s,
        np.array([said.of(value) for value in curve.value.tolist()]),
        say("{measure} angle", measure=name)
        if spec.clinical is None and unit == "deg" and "angle" in measure.kind
        else name,
        unit,
        (result.start_s, end_s),
        targets,
        [(rep.start_s, rep.end_s) for rep in result.reps],
        [(hold.start_s, hold.end_s) for hold in result.all_holds],
        [(gap.start_s, gap.end_s) for gap in result.unseen],
        [(f.raised_s, f.eases) for f in result.flags],
        list(moving_spans(record, curve)),
    )


def _legend(result: SetResult, chart: SetChart) -> str:
    parts = [say("green area: the target")] if chart.targets else []
    parts.append(say("green bars: held, from where the movement came to rest"))
    if chart.moving:
        parts.append(
            say("open bars: in the target, and still moving or not right otherwise")
        )
    if result.reps:
        parts.append(say("numbers on top: reps"))
    if result.flags:
        parts.append(say("numbered marks: flags, in the table below"))
    if result.unseen:
        parts.append(say("hatched: not seen"))
    return f"{capital(', '.join(parts))}."


def _counted(result: SetResult) -> str:
    amounts = Amounts.of([result])
    said = (
        f"{done_words(amounts)}.",
        f"{capital(held_words(amounts))}.",
        times_words(result),
        asked_words(result),
    )
    return " ".join(sentence for sentence in said if sentence)


def _tables(record: SetRecord) -> list[dict[str, Any]]:
    result, spec = record.result, record.spec
    reps = [
        [
            rep.number,
            words_of(rep.side or ""),
            f"{rep.start_s:.1f}–{rep.end_s:.1f}\N{NO-BREAK SPACE}s",
            held_of_words(rep, result),
            _value(rep, result, _said(spec)),
            _good(rep, result),
            words_of(", ".join(rep.flags)),
        ]
        for rep in result.reps
    ]
    partial = [
        [
            words_of(rep.side or ""),
            f"{rep.start_s:.1f}–{rep.end_s:.1f}\N{NO-BREAK SPACE}s",
            held_of_words(rep, result),
            _value(rep, result, _said(spec)),
            short_words(rep.reason),
        ]
        for rep in result.partial_reps
    ]
    holds = [
        [
            number,
            words_of(hold.side or hold.phase or ""),
            f"{hold.start_s:.1f}–{hold.end_s:.1f} s",
            f"{hold.held_s:.1f} s",
            good_word(hold.complete),
        ]
        for number, hold in enumerate(result.holds, 1)
    ]
    own = [
        [
            number,
            words_of(hold.side or ""),
            f"{hold.start_s:.1f}–{hold.end_s:.1f} s",
            f"{hold.held_s:.1f} s",
            good_word(hold.complete),
        ]
        for number, hold in enumerate(result.own_range_holds, 1)
    ]
    flags = [
        [
            {"number": number, "ease": flag.eases},
            flag_word(flag.severity),
            words_of(flag.id),
            f"{flag.start_s:.1f}–{flag.end_s:.1f} s",
            "" if flag.worst is None else amount(flag.worst, flag.unit),
            flag.cue,
        ]
        for number, flag in enumerate(result.flags, 1)
    ]
    uncounted = [
        [
            f"{one.start_s:.1f}–{one.end_s:.1f} s",
            why_words(one.why),
            words_of(one.measure or ""),
        ]
        for one in result.not_counted
    ]
    missing = [
        [
            words_of(one.measure),
            why_words(one.why),
            f"{one.seconds:.1f} s",
        ]
        for one in result.not_judged
    ]
    return [
        _table(
            say("Reps"),
            say_heads("rep | side | when | held | peak | good | to correct"),
            reps,
            (0, 3, 4),
        ),
        _table(
            say("Smaller or shorter"),
            say_heads("side | when | held | peak | why"),
            partial,
            (2, 3),
        ),
        _table(say("Holds"), say_heads(_HOLD_HEAD), holds, (0, 3)),
        _table(say("Holds in a smaller range"), say_heads(_HOLD_HEAD), own, (0, 3)),
        _table(
            say("To correct"),
            ["", "", *say_heads("what | when | furthest | cue")],
            flags,
            (4,),
        ),
        _table(
            say("Seen and not counted"),
            say_heads("when | why | measure"),
            uncounted,
            (),
        ),
        _table(
            say("What could not be judged"),
            say_heads("what | why | for"),
            missing,
            (2,),
        ),
    ]


def _method(record: SetRecord, numbers: MeasureNumbers) -> dict[str, Any]:
    """How each measure of a stretch is read, and its error."""
    spec = record.spec
    how = [
        [
            words_of(name),
            say(
                "{measure}, against the own start pose",
                measure=say(KINDS[measure.kind].text),
            )
            if measure.relative
            else say(KINDS[measure.kind].text),
            say(_ROLES[measure.role]),
            f"±{amount(numbers.errors[measure.kind], KINDS[measure.kind].unit)}",
            error_on_clip(spec.id, measure),
        ]
        for name, measure in spec.measures.items()
    ]
    return _table(
        say("How it was measured"),
        say_heads("measure | what it is | on | error | error on the sample clip"),
        how,
        (3, 4),
    )


def error_on_clip(stretch: str, measure: MeasureSpec) -> str:
    """Return how far off the measure was where the truth is known, if it was tried."""
    angle = _ANGLES.get(measure.kind)
    found = _errors_on_clips().get(stretch, {}).get(angle or "")
    if found is None or measure.role is not Role.NEAR:
        return ""
    mean, high = found
    return say("{mean}° (95 % within {high}°)", mean=f"{mean:.0f}", high=f"{high:.0f}")


@cache
def _errors_on_clips() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """By stretch and angle: the mean error, and within which 95 % lie; degrees."""
    errors = TypeAdapter(dict[str, dict[str, tuple[float, float]]])
    return errors.validate_json(accuracy_file().read_bytes())


def _table(
    title: str, heads: list[str], rows: list[list[Any]], right: tuple[int, ...]
) -> dict[str, Any]:
    """Return a table as the template takes it, without the columns that are empty."""
    used = [n for n in range(len(heads)) if any(row[n] != "" for row in rows)]
    return {
        "title": title,
        "head": [heads[n] for n in used],
        "rows": [[row[n] for n in used] for row in rows],
        "right": [new for new, n in enumerate(used) if n in right],
    }


def _good(rep: RepResult, result: SetResult) -> str:
    """Whether a repetition was good; one held for less than planned says so."""
    if rep.good and not is_held(rep, result):
        return say("shorter than planned")
    return good_word(rep.good)


def _said(spec: StretchSpec) -> Convention:
    kind = spec.measures[spec.primary].kind
    return Convention(spec.primary, KINDS[kind].unit, spec.clinical)


def _value(rep: RepResult | PartialResult, result: SetResult, said: Convention) -> str:
    """The peak, and how much further than the own start it is, each with its error."""
    peak = rep.peak
    if peak is None or isinf(peak):
        return say("not seen")
    if result.error is None or result.change_error is None:
        return said_words(said, peak)
    text = _with_error(said.of(peak), result.error, rep.unit)
    if rep.change is None:
        return text
    by = _with_error(abs(rep.change), result.change_error, rep.unit)
    if rep.change < 0:
        by = say("{change} less far than your start", change=by)
    else:
        by = say("{change} further than your start", change=by)
    # What is measured against the own start anyhow is told once.
    return by if abs(rep.change) == abs(peak) else f"{text}, {by}"


def _with_error(value: float, error: float, unit: str) -> str:
    return say(
        "{value} (±{error})", value=amount(value, unit), error=amount(error, unit)
    )
