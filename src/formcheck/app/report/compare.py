"""Two sessions of one stretch beside each other, as one page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from formcheck.app.pictures.replayed import ReplayedFrame, replayed_frames
from formcheck.app.report.portraits import Usual, figure_of
from formcheck.app.report.templates import page_templates
from formcheck.app.report.words import amount, change_words, said_words
from formcheck.core.judge.amounts import Amounts, done_words, held_words
from formcheck.core.judge.judging import Judging
from formcheck.core.records.progress import changes, digest_of, ranges
from formcheck.core.records.session import SetRecord, by_other_numbers
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.names import words_of
from formcheck.edges.recording import read_trace
from formcheck.edges.replacing import write_whole
from formcheck.edges.stills import jpegs_at
from formcheck.edges.store import Kept
from formcheck.errors import HistoryError, OutputError

__all__ = ["write_compared"]

_PHASES = (
    marked("start"),
    marked("half way there"),
    marked("peak"),
    marked("half way back"),
    marked("end"),
)


def write_compared(
    path: Path,
    pair: tuple[Kept, Kept],
    *,
    stretch: str | None = None,
    videos: Sequence[Path] = (),
    judging: Judging,
) -> None:
    """Write the page, whole or not at all. videos: of both, where pictures are wanted.

    Raises
    ------
    HistoryError
        They have no stretch in common, or several and none was named.
    OutputError
        It cannot be written there.
    """
    name = _common(pair, stretch)
    number = judging.measure
    sets = [
        [
            (record, trace)
            for record, trace in zip(kept.session.sets, kept.traces, strict=True)
            if record.spec.id == name
        ]
        for kept in pair
    ]
    said = {name: sets[1][0][0].spec.clinical}
    found = [
        ranges([digest_of(record) for record, _ in own], number.compare, said)
        for own in sets
    ]
    differences = changes(*found)
    kinds = {m: k.kind for m, k in sets[1][0][0].spec.measures.items()}
    rows = [
        {
            "name": ", ".join(
                filter(None, (one.said.name, words_of(one.like.side or "")))
            ),
            "note": one.said.note,
            "first": said_words(one.said, one.first),
            "second": said_words(one.said, one.second),
            "words": change_words(one),
            "error": f"±{amount(number.errors[kinds[one.like.measure]], one.unit)}",
        }
        for one in differences
    ]
    sides: list[str | None] = list(
        dict.fromkeys(record.result.side for own in sets for record, _ in own)
    )
    shown = videos or (None, None)
    strips = [
        {
            "side": words_of(side or ""),
            "sessions": [
                _strip(kept, own, side, video, judging)
                for kept, own, video in zip(pair, sets, shown, strict=True)
            ],
        }
        for side in sides
    ]
    page = (
        page_templates()
        .get_template("compare.html.j2")
        .render(
            title=sets[1][0][0].spec.name,
            phases=[say(phase) for phase in _PHASES],
            sessions=[
                _about(kept, [r for r, _ in own])
                for kept, own in zip(pair, sets, strict=True)
            ],
            rows=rows,
            strips=strips,
            other=by_other_numbers(pair[0].session.judging, pair[1].session.judging),
        )
    )
    try:
        write_whole(path, page)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def _common(pair: tuple[Kept, Kept], stretch: str | None) -> str:
    one, other = (
        list(dict.fromkeys(record.spec.id for record in kept.session.sets))
        for kept in pair
    )
    both = [name for name in one if name in other]
    if stretch is not None:
        if stretch not in both:
            raise HistoryError(f"{stretch!r} is not in both sessions")
        return stretch
    if not both:
        raise HistoryError("the two sessions have no stretch in common")
    if len(both) > 1:
        raise HistoryError(f"both have {', '.join(both)}: name one with --stretch")
    return both[0]


def _about(kept: Kept, records: Sequence[SetRecord]) -> dict[str, Any]:
    amounts = Amounts.of(record.result for record in records)
    gentle = any(record.result.mode is not Mode.NORMAL for record in records)
    return {
        "number": kept.number,
        "when": kept.session.about.started_at[:16].replace("T", " "),
        "done": done_words(amounts),
        "held": held_words(amounts),
        "gentle": gentle,
        "eased": amounts.eased,
    }


def _strip(
    kept: Kept,
    own: Sequence[tuple[SetRecord, Path | None]],
    side: str | None,
    video: Path | None,
    judging: Judging,
) -> list[dict[str, Any]]:
    """The phases of the usual repetition of the first set of a side."""
    from markupsafe import Markup

    for record, trace in own:
        if record.result.side != side or trace is None:
            continue
        usual = Usual(record)
        for _ in usual.watch(replayed_frames(read_trace(trace), record, judging)):
            pass
        frames = usual.phases
        pictures = _pictures(kept, video, frames)
        return [
            {
                "drawing": Markup(figure_of(record, frame, say(text))),
                "picture": None
                if frame is None
                else pictures.get(frame.observation.time_s),
                "text": say(text),
                "time": "" if frame is None else f"{frame.observation.time_s:.1f} s",
            }
            for text, frame in zip(_PHASES, frames, strict=True)
        ]
    return []


def _pictures(
    kept: Kept, video: Path | None, frames: Sequence[ReplayedFrame | None]
) -> dict[float, str]:
    if video is None:
        return {}
    times = [frame.observation.time_s for frame in frames if frame is not None]
    return {
        time_s: f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
        for time_s, jpeg in jpegs_at(video, times).items()
    }
