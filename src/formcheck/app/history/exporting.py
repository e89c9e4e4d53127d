"""A kept session, written for other programs: one format at a time, into one folder.

Series over time have no hole where judging saw the person: what lies between two looks
is read off the straight line between them, as far as judging bridges it
(`core/body/cadence` says how far). Where the person was not seen nothing is made up: a
cell of a table is empty, a marker of a .trc is NaN, one of a .c3d invalid. No reader
takes a .mot with a NaN: a column beside each angle says what is only joined.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from formcheck.app.history.formats import Format
from formcheck.app.history.series import angles_of, in_picture, markers
from formcheck.app.history.store import summary_text
from formcheck.app.recordings.judging import Judge
from formcheck.core.judge.amounts import Amounts
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import SideWord
from formcheck.core.records.progress import digest_of, ranges
from formcheck.core.records.session import Session, SetRecord
from formcheck.core.records.trends import Row
from formcheck.core.words.catalogue import marked, say
from formcheck.edges.export import (
    Cell,
    FrameTable,
    ResultsFolder,
    rep_rows,
    write_csv,
)
from formcheck.edges.fhir import bundle_of
from formcheck.edges.marker_files import write_c3d, write_dlc
from formcheck.edges.opensim import write_mot, write_trc
from formcheck.edges.recording import Trace, read_trace
from formcheck.edges.store import Kept
from formcheck.edges.workbook import write_workbook
from formcheck.errors import HistoryError
from formcheck.version import __version__

__all__ = ["export_session"]

Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]


def export_session(
    kept: Kept,
    form: Format,
    folder: Path,
    earlier: Sequence[Row] = (),
    *,
    judging: Judging,
) -> list[Path]:
    """Write a session in one format; return the files.

    earlier: the person's sessions before, for the report. judging: the numbers for
    what the traces are looked at again for.

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
                    _judged(record, trace, judging).write(here / f"{stem}-frames.csv")
            case Format.HTML:
                from formcheck.app.person.care import told_beside
                from formcheck.app.report.report import write_report

                write_report(
                    here / "report.html",
                    session,
                    kept.traces,
                    earlier=earlier,
                    care=told_beside(session.about, earlier),
                    judging=judging,
                )
            case Format.TRC:
                for stem, record, trace in _traced(kept):
                    moved = markers(record, trace, judging)
                    if moved.is_seen:
                        write_trc(here / f"{stem}.trc", moved)
            case Format.C3D:
                for stem, record, trace in _traced(kept):
                    moved = markers(record, trace, judging)
                    if moved.is_seen:
                        write_c3d(here / f"{stem}.c3d", moved)
            case Format.DLC:
                for stem, record, trace in _traced(kept):
                    found = in_picture(record, trace, judging)
                    if found.is_seen:
                        write_dlc(here / f"{stem}-dlc.csv", found)
            case Format.MOT:
                for stem, record, trace in _traced(kept):
                    for angles in angles_of(record, trace, judging):
                        path = here / ("-".join([stem, *angles.apart]) + ".mot")
                        write_mot(path, angles)
            case Format.XLSX:
                sheets = {say(_SHEETS[n]): t for n, t in _tables(session).items()}
                for stem, record, trace in _traced(kept):
                    name = say("Frames {set}", set=stem.removeprefix("set-"))
                    sheets[name] = _judged(record, trace, judging).rows()
                write_workbook(here / "session.xlsx", sheets)
            case Format.FHIR:
                digests = [digest_of(record) for record in session.sets]
                bundle = bundle_of(
                    session.about,
                    digests,
                    ranges(digests, judging.measure.compare),
                    errors=judging.measure.errors,
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
        return "nobody was seen in it, or no angle was measured"
    return "it was kept without a landmark trace"


def _traced(kept: Kept) -> Iterator[tuple[str, SetRecord, Trace]]:
    """Every set that has a trace, with the name of its files."""
    for number, (record, path) in enumerate(
        zip(kept.session.sets, kept.traces, strict=True), 1
    ):
        if path is not None:
            yield f"set-{number}-{record.spec.id}", record, read_trace(path)


def _judged(record: SetRecord, trace: Trace, judging: Judging) -> FrameTable:
    judge = Judge(record.spec, record.profile, record.plan, judging, table=True)
    for observation in trace.observations():
        judge.take(observation)
    assert judge.table is not None
    return judge.table


def _tables(session: Session) -> dict[str, Table]:
    columns, rows = rep_rows(record.result for record in session.sets)
    kind = columns.index("kind")
    return {
        "session": _session_table(session),
        "sets": _sets_table(session),
        "reps": (columns, [row for row in rows if row[kind] in ("rep", "partial")]),
        "holds": _numbered(session, _HOLD_COLUMNS, _holds),
        "flags": _numbered(session, _FLAG_COLUMNS, _listed("flags")),
        "not_counted": _numbered(session, _NOT_COUNTED_COLUMNS, _listed("not_counted")),
        "movements": _numbered(session, _MOVEMENT_COLUMNS, _listed("movements")),
    }


_SHEETS = {
    "session": marked("Session"),
    "sets": marked("Sets"),
    "reps": marked("Reps"),
    "holds": marked("Holds"),
    "flags": marked("Flags"),
    "not_counted": marked("Not counted"),
    "movements": marked("Movements"),
}
"""The tables as sheets of a workbook."""

_Parts = Iterable[Mapping[str, Any]]
_HOLD_COLUMNS = (
    "side", "phase", "start_s", "end_s", "held_s", "complete", "cut", "range",
)  # fmt: skip
_NOT_COUNTED_COLUMNS = ("start_s", "end_s", "why", "measure", "phase")
_MOVEMENT_COLUMNS = ("start_s", "end_s", "became", "why", "measure", "furthest")
_FLAG_COLUMNS = (
    "id", "severity", "start_s", "raised_s", "end_s", "worst", "unit", "cue", "rep",
    "hold",
)  # fmt: skip
_SET_COLUMNS = (
    "stretch", "kind", "status", "why", "side", "mode", "start_s", "end_s",
    "in_target_s", "out_of_target_s", "searching_s", "unseen_s", "planned_reps",
    "planned_hold_s",
    "reps", "whole_reps", "smaller_reps", "short_reps", "start_missed_reps",
    "wrong_side_reps", "half_reps", "holds", "own_range_holds", "holds_complete",
    "held_s", "measure", "unit", "usual_left", "usual_right", "usual",
    "furthest_safe_left", "furthest_safe_right", "furthest_safe",
    "error", "change_error", "landmarks", "angles", "calibration",
)  # fmt: skip


def _numbered(
    session: Session, columns: Sequence[str], parts: Callable[[SetResult], _Parts]
) -> Table:
    rows: list[list[Cell]] = [
        [number, record.spec.id, *(values.get(column) for column in columns)]
        for number, record in enumerate(session.sets, 1)
        for values in parts(record.result)
    ]
    return ("set", "stretch", *columns), rows


def _holds(result: SetResult) -> Iterator[Mapping[str, Any]]:
    for hold in result.holds:
        yield {"range": "target", **hold.model_dump(mode="json")}
    for own in result.own_range_holds:
        yield {"range": "own", **own.model_dump(mode="json")}


def _listed(name: str) -> Callable[[SetResult], _Parts]:
    """Return what gives a list of a result as summary.json has it."""
    return lambda result: (one.model_dump(mode="json") for one in getattr(result, name))


def _sets_table(session: Session) -> Table:
    rows: list[list[Cell]] = []
    for number, record in enumerate(session.sets, 1):
        result, amounts = record.result, Amounts.of([record.result])
        own: list[Cell] = [
            result.stretch, result.kind.value, result.status, result.why, result.side,
            result.mode.value, result.start_s, result.end_s, result.in_target_s,
            result.out_of_target_s, result.searching_s, result.unseen_s,
        ]  # fmt: skip
        done: list[Cell] = [
            result.planned.reps, result.planned.hold_s, amounts.counted, result.whole,
            amounts.smaller, amounts.short, amounts.start_missed, amounts.wrong_side,
            amounts.one_phase, amounts.holds, amounts.own_range_holds,
            amounts.holds_complete, amounts.held_s,
        ]  # fmt: skip
        far: list[Cell] = [result.measure, result.unit]
        sides: tuple[SideWord | None, ...] = ("left", "right", None)
        far += [result.usual(side) for side in sides]
        far += [result.furthest_safe(side) for side in sides]
        angles = "calibrated" if result.calibration else "raw"
        far += [result.error, result.change_error, "raw", angles, result.calibration]
        rows.append([number, *own, *done, *far])
    return ("set", *_SET_COLUMNS), rows


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
