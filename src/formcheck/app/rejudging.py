"""A kept session, judged again by today's stretch files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formcheck import __version__
from formcheck.app.history import now_text, summary_text
from formcheck.app.judging import judge_trace
from formcheck.core.progress import Digest, digest_of
from formcheck.core.session import Session, SetRecord, compose
from formcheck.core.words import words_of
from formcheck.edges.recording import read_trace
from formcheck.edges.store import Kept
from formcheck.errors import UnknownStretchError
from formcheck.stretches.loading import find_stretch

__all__ = ["Rejudged", "rejudge"]


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A session judged again. changes: (set, what, then, now); notes: what could not
    be.
    """

    session: Session
    changes: tuple[tuple[str, str, str, str], ...]
    notes: tuple[str, ...]
    unchanged: bool


def rejudge(kept: Kept, poses: Path) -> Rejudged:
    """Judge a session's traces again by today's stretch files.

    poses: the folder of stretch files. A set without a trace or a stretch file stays
    as it was.
    """
    old = kept.session
    records, notes = [], []
    for number, (record, trace) in enumerate(
        zip(old.sets, kept.traces, strict=True), 1
    ):
        name = f"set {number}, {record.spec.name}"
        try:
            spec = find_stretch(record.spec.id, poses)
        except UnknownStretchError:
            notes.append(f"{name}: there is no such stretch any more; left as it was")
            records.append(record)
            continue
        if trace is None:
            notes.append(f"{name}: kept without a landmark trace; left as it was")
            records.append(record)
            continue
        entry, events = judge_trace(
            read_trace(trace), spec, record.profile, record.plan
        )
        records.append(replace(record, spec=spec, entry=entry, events=tuple(events)))
    about = old.about.model_copy(update={"judged_at": now_text()})
    head = {**old.summary, "formcheck": __version__}
    summary = compose(head, about, [record.entry for record in records])
    # As it will be read back: tuples as lists, numbers as JSON has them.
    summary = json.loads(json.dumps(summary))
    session = Session(about, summary, tuple(records))
    return Rejudged(
        session,
        tuple(_changes(old.sets, records)),
        tuple(notes),
        unchanged=_undated(old.summary) == _undated(summary),
    )


def _undated(summary: Mapping[str, Any]) -> str:
    about = {**summary["session"], "judged_at": None}
    return summary_text({**summary, "session": about})


def _changes(
    before: Sequence[SetRecord], after: Sequence[SetRecord]
) -> Iterator[tuple[str, str, str, str]]:
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        name = f"{number} {old.spec.name}"
        said = False
        then, now = digest_of(old), digest_of(new)
        for what, first, second in zip(
            _WORDS, _values(then), _values(now), strict=True
        ):
            if first != second:
                said = True
                yield name, what, first, second
        if not said and json.dumps(old.entry) != json.dumps(new.entry):
            keys = [k for k, v in new.entry.items() if old.entry.get(k) != v]
            yield name, words_of(", ".join(keys)), "", "in detail"


_WORDS = (
    "judged",
    "reps",
    "smaller reps",
    "holds as planned",
    "ease-off moments",
    "form cues",
    "time in target",
    "time not seen",
    "usual range",
)


def _values(digest: Digest) -> tuple[str, ...]:
    peaks = sorted(peak for side in digest.peaks.values() for peak in side)
    usual = f"{peaks[len(peaks) // 2]:g} {digest.unit}" if peaks else "none"
    return (
        words_of(digest.status),
        str(digest.reps),
        str(digest.smaller),
        str(digest.holds_complete),
        str(digest.eased),
        str(digest.form),
        f"{digest.in_target_s:.1f} s",
        f"{digest.unseen_s:.1f} s",
        usual,
    )
