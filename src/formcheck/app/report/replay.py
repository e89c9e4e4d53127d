"""A kept session played again as a stick figure: one page, no picture of anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import isnan, nan
from pathlib import Path
from typing import Any

from formcheck.app.pictures.replayed import ReplayedFrame, replayed_frames
from formcheck.app.report.templates import page_templates
from formcheck.app.report.words import amount, other_numbers_words
from formcheck.app.terminal.results import flag_word
from formcheck.core.body.body import Body
from formcheck.core.body.landmarks import BONES, Joint, Side, joint_index
from formcheck.core.judge.judging import Judging
from formcheck.core.measure.kinds import KINDS
from formcheck.core.records.session import Session, SetRecord
from formcheck.core.words.catalogue import capital
from formcheck.core.words.names import words_of
from formcheck.core.words.reasons import why_words
from formcheck.edges.recording import read_trace
from formcheck.edges.replacing import write_whole

__all__ = ["replay_data", "write_replay"]

_LEAST_STEP_S = 0.06
"""Nobody sees more than that many pictures a second of a stick figure."""

_SEEN = 0.3


def write_replay(
    path: Path,
    session: Session,
    traces: Sequence[Path | None],
    title: str,
    judging: Judging,
) -> int:
    """Write the page that plays a session; return how many sets it has.

    judging: the numbers for its curve. A set without a landmark trace cannot be played
    and is left out.
    """
    sets = [
        replay_data(record, trace, judging)
        for record, trace in zip(session.sets, traces, strict=True)
        if trace is not None
    ]
    # Inside a script, `</script>` is all that text must not say.
    data = json.dumps(sets, separators=(",", ":"), allow_nan=False).replace(
        "<", "\\u003c"
    )
    template = page_templates().get_template("replay.html.j2")
    note = capital(other_numbers_words(session, judging))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, template.render(title=title, data=data, note=note))
    return len(sets)


def replay_data(record: SetRecord, trace: Path, judging: Judging) -> dict[str, Any]:
    """Return what the page needs of one set.

    frames: [time_s, value or null, points or null], points in thousandths of
    the picture's longer side, `[x, y, ...]` of 33 landmarks, -1 where not seen.
    """
    result, spec = record.result, record.spec
    unit = KINDS[spec.measures[spec.primary].kind].unit
    frames = list(_frames(record, replayed_frames(read_trace(trace), record, judging)))
    bones = [
        [joint_index(a, side), joint_index(b, side)]
        for side in (Side.LEFT, Side.RIGHT)
        for a, b in BONES
    ]
    ends = [
        [joint_index(joint, side) for side in (Side.LEFT, Side.RIGHT)]
        for joint in (Joint.SHOULDER, Joint.HIP)
    ]
    return {
        "name": spec.name + (f", {words_of(result.side)}" if result.side else ""),
        "span": [result.start_s, result.end_s],
        "size": _size(record, trace),
        "bones": [*bones, *ends],
        "measure": words_of(spec.primary),
        "unit": "°" if unit == "deg" else "",
        "frames": frames,
        "reps": [[r.start_s, r.end_s] for r in result.reps],
        "holds": [[h.start_s, h.end_s] for h in result.all_holds],
        "unseen": [
            [gap.start_s, gap.end_s, why_words(gap.why)] for gap in result.unseen
        ],
        "flags": [
            [
                flag.raised_s,
                flag.end_s,
                f"{flag_word(flag.severity)}: {flag.cue}",
                flag.eases,
            ]
            for flag in result.flags
        ],
        "furthest": [
            amount(rep.peak, rep.unit) if rep.peak is not None else ""
            for rep in result.reps
        ],
    }


def _frames(record: SetRecord, seen: Iterator[ReplayedFrame]) -> Iterator[list[Any]]:
    last_s = float("-inf")
    for frame in seen:
        time_s = frame.observation.time_s
        if time_s - last_s < _LEAST_STEP_S:
            continue
        last_s = time_s
        look = frame.reading.of(record.spec).sample
        value = nan if look is None else look.value(record.spec.primary)
        points = None if frame.body is None else _points(frame.body.as_pictured)
        yield [round(time_s, 2), None if isnan(value) else round(value, 2), points]


def _points(body: Body) -> list[int]:
    scale = 1000 / max(body.size_wh)
    found: list[int] = []
    for (x, y), visible in zip(body.points, body.visibility, strict=True):
        if visible < _SEEN or isnan(x) or isnan(y):
            found += [-1, -1]
        else:
            found += [max(0, round(x * scale)), max(0, round(y * scale))]
    return found


def _size(record: SetRecord, trace: Path) -> list[int]:
    for observation in read_trace(trace).observations():
        if observation.size_wh is not None:
            width, height = observation.size_wh
            return [round(1000 * n / max(width, height)) for n in (width, height)]
    return [1000, 750]
