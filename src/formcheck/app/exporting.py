"""A kept session, written for other programs: one format at a time, into one folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import numpy as np

from formcheck import __version__
from formcheck.app.history import summary_text
from formcheck.app.judging import Judge
from formcheck.app.sights import sights
from formcheck.core.body import MIN_VISIBILITY
from formcheck.core.landmarks import Landmark
from formcheck.core.measures import KINDS
from formcheck.core.observation import Status
from formcheck.core.progress import digest_of, ranges
from formcheck.core.session import Session, SetRecord
from formcheck.edges.export import (
    Cell,
    FrameTable,
    ResultsFolder,
    rep_rows,
    write_csv,
)
from formcheck.edges.fhir import bundle_of
from formcheck.edges.opensim import even_times, resampled, write_mot, write_trc
from formcheck.edges.recording import Trace, read_trace
from formcheck.edges.store import Kept, Row
from formcheck.edges.workbook import write_workbook
from formcheck.errors import HistoryError

__all__ = ["Format", "export_session"]

_GAP_S = 0.15
"""Looks further apart are not joined: as the hold clock has it."""

Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]


class Format(StrEnum):
    """What a session can be written as."""

    JSON = "json"
    CSV = "csv"
    HTML = "html"
    TRC = "trc"
    MOT = "mot"
    XLSX = "xlsx"
    FHIR = "fhir"


def export_session(
    kept: Kept, form: Format, folder: Path, earlier: Sequence[Row] = ()
) -> list[Path]:
    """Write a session in one format; return the files.

    earlier: the person's sessions before, for the report.

    Raises
    ------
    HistoryError
        The session has nothing for that format.
    OutputError
        The folder cannot be written to.
    """
    session = kept.session
    with ResultsFolder(folder) as results:
        here = results.folder
        match form:
            case Format.JSON:
                text = summary_text(session.summary)
                (here / "summary.json").write_text(text, encoding="utf-8")
            case Format.CSV:
                for name, (head, rows) in _tables(session).items():
                    write_csv(here / f"{name}.csv", head, rows)
                for stem, record, trace in _traced(kept):
                    _judged(record, trace).write(here / f"{stem}-frames.csv")
            case Format.HTML:
                from formcheck.app.report import write_report

                write_report(
                    here / "report.html", session, kept.traces, earlier=earlier
                )
            case Format.TRC:
                for stem, _, trace in _traced(kept):
                    _landmarks(here / f"{stem}.trc", trace)
            case Format.MOT:
                for stem, record, trace in _traced(kept):
                    _angles(here / f"{stem}.mot", record, trace)
            case Format.XLSX:
                sheets = {n.capitalize(): t for n, t in _tables(session).items()}
                for stem, record, trace in _traced(kept):
                    name = f"Frames {stem.removeprefix('set-')}"
                    sheets[name] = _judged(record, trace).rows()
                write_workbook(here / "session.xlsx", sheets)
            case Format.FHIR:
                digests = [digest_of(record) for record in session.sets]
                bundle = bundle_of(
                    session.about,
                    digests,
                    ranges(digests),
                    maker=f"formcheck {__version__}",
                )
                text = json.dumps(bundle, indent=2, ensure_ascii=False)
                (here / "session.fhir.json").write_text(text + "\n", encoding="utf-8")
        names = [path.name for path in here.iterdir()]
        if not names:
            raise HistoryError(
                f"session {kept.number} has nothing for {form.value}: "
                + _nothing_for(kept)
            )
        return results.publish(last=sorted(names)[-1])


def _nothing_for(kept: Kept) -> str:
    if any(trace is not None for trace in kept.traces):
        return "none of its measures is an angle"
    return "it was kept without a landmark trace"


def _traced(kept: Kept) -> Iterator[tuple[str, SetRecord, Trace]]:
    """Every set that has a trace, with the name of its files."""
    for number, (record, path) in enumerate(
        zip(kept.session.sets, kept.traces, strict=True), 1
    ):
        if path is not None:
            yield f"set-{number}-{record.spec.id}", record, read_trace(path)


def _judged(record: SetRecord, trace: Trace) -> FrameTable:
    judge = Judge(record.spec, record.profile, record.plan, table=True)
    for observation in trace.observations():
        judge.take(observation)
    assert judge.table is not None
    return judge.table


def _landmarks(path: Path, trace: Trace) -> None:
    """World landmarks in metres from the middle of the hips, turned to y up."""
    times, rows = [], []
    for observation in trace.observations():
        if observation.status is Status.SKIPPED:
            continue
        times.append(observation.time_s)
        pose = observation.pose
        if pose is None:
            rows.append(np.full((len(Landmark), 3), np.nan))
            continue
        xyz = pose.world_xyz.astype(np.float64) * (1.0, -1.0, -1.0)
        xyz[pose.visibility < MIN_VISIBILITY] = np.nan
        rows.append(xyz)
    grid = _grid(trace)
    values = np.array(rows).reshape(len(rows), -1) if rows else np.empty((0, 99))
    even = resampled(np.array(times), values, grid, _GAP_S)
    names = [landmark.name.lower() for landmark in Landmark]
    write_trc(path, names, grid, even.reshape(len(grid), -1, 3), trace.about.fps)


def _angles(path: Path, record: SetRecord, trace: Trace) -> None:
    """Every measure that is an angle, as it was judged. Without one, no file."""
    measures = record.spec.measures
    names = [n for n, m in measures.items() if KINDS[m.kind].unit == "deg"]
    if not names:
        return
    times, rows = [], []
    for sight in sights(trace, record):
        read = sight.reading.measures if sight.body is not None else {}
        times.append(sight.observation.time_s)
        rows.append([read[n].smooth if n in read else np.nan for n in names])
    grid = _grid(trace)
    values = np.array(rows, np.float64).reshape(len(rows), len(names))
    write_mot(path, names, grid, resampled(np.array(times), values, grid, _GAP_S))


def _grid(trace: Trace) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    about = trace.about
    return even_times(about.start_s, about.end_s, about.fps)


def _tables(session: Session) -> dict[str, Table]:
    summary = session.summary
    columns, rows = rep_rows(summary)
    kind = columns.index("kind")
    return {
        "session": _session_table(session),
        "sets": _sets_table(session),
        "reps": (columns, [row for row in rows if row[kind] != "hold"]),
        "holds": _numbered(session, "holds", _HOLD_COLUMNS),
        "flags": _numbered(session, "flags", _FLAG_COLUMNS),
    }


_HOLD_COLUMNS = ("side", "phase", "start_s", "end_s", "held_s", "complete", "cut")
_FLAG_COLUMNS = (
    "id", "severity", "start_s", "raised_s", "end_s", "worst", "unit", "cue", "rep",
    "hold",
)  # fmt: skip
_SET_COLUMNS = (
    "stretch", "kind", "status", "why", "side", "mode", "start_s", "end_s",
    "in_target_s", "out_of_target_s", "unseen_s",
)  # fmt: skip


def _numbered(session: Session, key: str, columns: Sequence[str]) -> Table:
    rows: list[list[Cell]] = [
        [number, record.spec.id, *(entry.get(column) for column in columns)]
        for number, record in enumerate(session.sets, 1)
        for entry in record.entry[key]
    ]
    return ("set", "stretch", *columns), rows


def _sets_table(session: Session) -> Table:
    rows: list[list[Cell]] = []
    for number, record in enumerate(session.sets, 1):
        entry, planned = record.entry, record.entry["planned"]
        own = [entry[column] for column in _SET_COLUMNS]
        done = [len(entry["reps"]), len(entry["partial_reps"]), len(entry["holds"])]
        rows.append([number, *own, planned["reps"], planned["hold_s"], *done])
    more = ("planned_reps", "planned_hold_s", "reps", "partial_reps", "holds")
    return ("set", *_SET_COLUMNS, *more), rows


def _session_table(session: Session) -> Table:
    about, source = session.about, session.summary["source"]
    values: dict[str, Cell] = {
        "started_at": about.started_at,
        "judged_at": about.judged_at,
        "person": about.person,
        "programme": about.programme,
        "source": source["name"],
        "pain_before": about.pain.before,
        "pain_after": about.pain.after,
        "pain_next_morning": about.pain.next_morning,
        "pain_site": "; ".join(about.pain.site),
        "felt": about.felt,
        "stops": "; ".join(f"{s.time_s:g} s: {s.why}" for s in about.stops),
        "left_early": "; ".join(f"{e.stretch}: {e.why}" for e in about.left_early),
        "note": about.note,
        "interrupted": about.interrupted,
        "formcheck": session.summary["formcheck"],
    }
    return tuple(values), [list(values.values())]
