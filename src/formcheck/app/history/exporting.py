"""Kept sessions, written for other programs: one format at a time, into one folder.

Series over time have no hole where judging saw the person: what lies between two looks
is read off the straight line between them, as far as judging bridges it
(`core/body/cadence` says how far). Where the person was not seen nothing is made up: a
cell of a table is empty, a marker of a .trc is NaN, one of a .c3d invalid. No reader
takes a .mot with a NaN: a column beside each angle says what is only joined.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formcheck.app.history.anonymising import Hidden
from formcheck.app.history.formats import Format
from formcheck.app.history.outcomes import outcomes_table
from formcheck.app.history.series import angles_of, in_picture, markers
from formcheck.app.history.store import summary_text
from formcheck.app.history.tables import Table, about_columns, tables_of
from formcheck.app.recordings.judging import Judge
from formcheck.core.judge.judging import Judging
from formcheck.core.records.progress import digest_of, ranges
from formcheck.core.records.session import SetRecord
from formcheck.core.records.trends import Row
from formcheck.core.words.catalogue import marked, say
from formcheck.edges.export import (
    COMMAS,
    Cell,
    CsvStyle,
    FrameTable,
    ResultsFolder,
    write_csv,
)
from formcheck.edges.fhir import bundle_of
from formcheck.edges.marker_files import write_c3d, write_dlc
from formcheck.edges.notices import tell_once
from formcheck.edges.opensim import write_mot, write_trc
from formcheck.edges.pdf import write_pdf
from formcheck.edges.recording import Trace, read_trace
from formcheck.edges.store import Kept
from formcheck.edges.workbook import write_workbook
from formcheck.errors import HistoryError, MissingExtraError, TraceError
from formcheck.version import __version__

__all__ = ["How", "export_session", "export_tidy"]


@dataclass(frozen=True, slots=True)
class How:
    """How it is written. style: of tables. hidden: stand-ins for who and when, where
    nobody is to be known by it. tell: is called with what had to be left out.
    """

    style: CsvStyle = COMMAS
    hidden: Hidden | None = None
    tell: Callable[[str], None] = tell_once


PLAINLY = How()

Sheet = tuple[Sequence[str], Iterable[Sequence[Cell]]]


def export_session(
    kept: Kept,
    form: Format,
    folder: Path,
    earlier: Sequence[Row] = (),
    *,
    judging: Judging,
    how: How = PLAINLY,
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
    if form is Format.TIDY:
        return export_tidy([kept], folder, how)
    if how.hidden is not None:
        kept, earlier = how.hidden.session(kept), ()
    session = kept.session
    with ResultsFolder(folder) as results:
        here = results.folder
        match form:
            case Format.JSON:
                text = summary_text(session.summary)
                (here / "summary.json").write_text(text, encoding="utf-8")
            case Format.CSV:
                tables = tables_of([(kept.number, session)])
                _write_tables(here, tables, how.style)
                for stem, record, trace in _traced(kept, how):
                    path = here / f"{stem}-frames.csv"
                    _judged(record, trace, judging).write(path, how.style)
            case Format.HTML:
                page = _report(kept, earlier, judging, how)
                (here / "report.html").write_text(page, encoding="utf-8")
            case Format.PDF:
                write_pdf(_report(kept, earlier, judging, how), here / "report.pdf")
            case Format.TRC:
                for stem, record, trace in _traced(kept, how):
                    moved = markers(record, trace, judging)
                    if moved.is_seen:
                        write_trc(here / f"{stem}.trc", moved)
            case Format.C3D:
                for stem, record, trace in _traced(kept, how):
                    moved = markers(record, trace, judging)
                    if moved.is_seen:
                        write_c3d(here / f"{stem}.c3d", moved)
            case Format.DLC:
                for stem, record, trace in _traced(kept, how):
                    found = in_picture(record, trace, judging)
                    if found.is_seen:
                        write_dlc(here / f"{stem}-dlc.csv", found)
            case Format.MOT:
                for stem, record, trace in _traced(kept, how):
                    for angles in angles_of(record, trace, judging):
                        path = here / ("-".join([stem, *angles.apart]) + ".mot")
                        write_mot(path, angles)
            case Format.XLSX:
                sheets = _sheets(tables_of([(kept.number, session)]))
                for stem, record, trace in _traced(kept, how):
                    name = say("Frames {set}", set=stem.removeprefix("set-"))
                    sheets[name] = _judged(record, trace, judging).rows()
                write_workbook(here / "session.xlsx", sheets)
            case Format.FHIR:
                digests = [digest_of(record) for record in session.sets]
                bundle = bundle_of(
                    session,
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


def export_tidy(
    sessions: Sequence[Kept], folder: Path, how: How = PLAINLY
) -> list[Path]:
    """Write all sessions as tables, one a kind, and the same as one workbook.

    Where what writes workbooks is not installed, it is told and left out.

    Raises
    ------
    OutputError
        The folder cannot be written to.
    """
    hidden = how.hidden
    people = {kept.session.about.person for kept in sessions}
    shown = list(sessions) if hidden is None else list(map(hidden.session, sessions))
    tables = tables_of([(kept.number, kept.session) for kept in shown])
    tables["outcomes"] = outcomes_table(people, hidden)
    with ResultsFolder(folder) as results:
        _write_tables(results.folder, tables, how.style)
        try:
            sheets = _sheets({**tables, "columns": about_columns(tables)})
            write_workbook(results.folder / "tidy.xlsx", sheets)
        except MissingExtraError as error:
            how.tell(str(error))
        return results.publish(last="sessions.csv")


def _write_tables(folder: Path, tables: Mapping[str, Table], style: CsvStyle) -> None:
    for name, table in {**tables, "columns": about_columns(tables)}.items():
        write_csv(folder / f"{name}.csv", table.head, table.rows, style)


def _sheets(tables: Mapping[str, Table]) -> dict[str, Sheet]:
    return {say(_SHEETS[n]): (t.head, t.rows) for n, t in tables.items()}


def _report(kept: Kept, earlier: Sequence[Row], judging: Judging, how: How) -> str:
    from formcheck.app.person.care import told_beside
    from formcheck.app.report.report import render_report

    about = kept.session.about
    return render_report(
        kept.session,
        kept.traces,
        earlier=earlier,
        care=told_beside(about, earlier) if how.hidden is None else (),
        judging=judging,
    )


def _nothing_for(kept: Kept) -> str:
    if any(trace is not None for trace in kept.traces):
        return "nobody was seen in it, no angle was measured, or no trace can be read"
    return "it was kept without a landmark trace"


def _traced(kept: Kept, how: How) -> Iterator[tuple[str, SetRecord, Trace]]:
    """Every set that has a trace, with the name of its files. One that cannot be read
    is told, and keeps nothing else from being written.
    """
    for number, (record, path) in enumerate(
        zip(kept.session.sets, kept.traces, strict=True), 1
    ):
        if path is None:
            continue
        try:
            trace = read_trace(path)
        except TraceError as error:
            how.tell(
                say(
                    "session {session}, set {set}: left out, {why}",
                    session=kept.number,
                    set=number,
                    why=error,
                )
            )
            continue
        yield f"set-{number}-{record.spec.id}", record, trace


def _judged(record: SetRecord, trace: Trace, judging: Judging) -> FrameTable:
    judge = Judge(record.spec, record.profile, record.plan, judging, table=True)
    for observation in trace.observations():
        judge.take(observation)
    assert judge.table is not None
    return judge.table


_SHEETS = {
    "sessions": marked("Sessions"),
    "sets": marked("Sets"),
    "reps": marked("Reps"),
    "holds": marked("Holds"),
    "flags": marked("Flags"),
    "not_counted": marked("Not counted"),
    "movements": marked("Movements"),
    "planned": marked("Planned"),
    "exercise_pain": marked("Pain in exercises"),
    "days": marked("Days"),
    "outcomes": marked("Outcomes"),
    "columns": marked("Columns"),
}
"""The tables as sheets of a workbook."""
