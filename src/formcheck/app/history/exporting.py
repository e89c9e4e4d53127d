"""A kept session, written for other programs: one format at a time, into one folder.

Series over time have no hole where judging saw the person: what lies between two looks
is read off the straight line between them, as far as judging bridges it
(`core/body/cadence` says how far). Where the person was not seen nothing is made up: a
cell of a table is empty, a marker of a .trc is NaN, and a .mot, which no reader takes
with a NaN, has no row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.app.history.formats import Format
from formcheck.app.history.store import summary_text
from formcheck.app.pictures.replayed import replayed_frames
from formcheck.app.recordings.judging import Judge
from formcheck.core.body.landmarks import Landmark
from formcheck.core.body.observation import Observation
from formcheck.core.judge.amounts import Amounts
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import SideWord
from formcheck.core.measure.kinds import KINDS
from formcheck.core.records.progress import digest_of, ranges
from formcheck.core.records.session import Session, SetRecord
from formcheck.core.records.trends import Row
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.reasons import Reason
from formcheck.edges.curves import resampled
from formcheck.edges.export import (
    Cell,
    FrameTable,
    ResultsFolder,
    rep_rows,
    write_csv,
)
from formcheck.edges.fhir import bundle_of
from formcheck.edges.opensim import even_times, write_mot, write_trc
from formcheck.edges.recording import Trace, read_trace
from formcheck.edges.store import Kept
from formcheck.edges.workbook import write_workbook
from formcheck.errors import HistoryError
from formcheck.version import __version__

__all__ = ["export_session"]

Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]
Floats = NDArray[np.float64]


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
                from formcheck.app.report.report import write_report

                write_report(
                    here / "report.html",
                    session,
                    kept.traces,
                    earlier=earlier,
                    judging=judging,
                )
            case Format.TRC:
                for stem, record, trace in _traced(kept):
                    _landmarks(here / f"{stem}.trc", record, trace, judging)
            case Format.MOT:
                for stem, record, trace in _traced(kept):
                    _angles(here, stem, record, trace, judging)
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
        return "no angle was measured in it"
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


def _landmarks(path: Path, record: SetRecord, trace: Trace, judging: Judging) -> None:
    """World landmarks in metres from the middle of the hips, turned to y up.

    Every frame is in it. A landmark that was not seen is NaN, and so are all landmarks
    of somebody else whom the model took for the person.
    """
    looks = []
    for frame in replayed_frames(trace, record, judging):
        pose = frame.observation.pose
        xyz = np.full((len(Landmark), 3), np.nan)
        why_not = frame.reading.of(record.spec).why_not
        if pose is not None and why_not is not Reason.SOMEBODY_ELSE:
            xyz = pose.world_or_nan.astype(np.float64) * (1.0, -1.0, -1.0)
            xyz[pose.visibility < judging.body.seen.min_visibility] = np.nan
        looks.append((frame.observation, xyz.ravel()))
    grid, values = _evenly(trace, looks, 3 * len(Landmark))
    names = [landmark.name.lower() for landmark in Landmark]
    xyz_m = values.reshape(len(grid), -1, 3)
    write_trc(path, names, grid, xyz_m, trace.about.fps)


def _angles(
    folder: Path, stem: str, record: SetRecord, trace: Trace, judging: Judging
) -> None:
    """Every measure that is an angle, as it was judged. Without one, no file.

    A moment at which an angle was not known has no row. Angles that are known at other
    moments than the primary one (a neck that is read against the start pose, a far knee
    that was hidden for a while) have files of their own, so that each is whole.
    """
    measures = record.spec.measures
    names = [n for n, m in measures.items() if KINDS[m.kind].unit == "deg"]
    names.sort(key=lambda name: name != record.spec.primary)
    looks = []
    for frame in replayed_frames(trace, record, judging):
        read = frame.reading.of(record.spec).measures if frame.body is not None else {}
        row = [read[n].smooth if n in read else np.nan for n in names]
        looks.append((frame.observation, np.array(row)))
    grid, values = _evenly(trace, looks, len(names))
    alike: dict[bytes, list[int]] = {}
    for number, known in enumerate(np.isfinite(values).T):
        if known.any():
            alike.setdefault(known.tobytes(), []).append(number)
    for first, columns in enumerate(alike.values()):
        known = np.isfinite(values[:, columns[0]])
        own = [names[number] for number in columns]
        path = folder / ("-".join([stem, *own] if first else [stem]) + ".mot")
        write_mot(path, own, grid[known], values[known][:, columns])


def _evenly(
    trace: Trace, looks: Sequence[tuple[Observation, Floats]], width: int
) -> tuple[Floats, Floats]:
    """Return (n,) times, s, at the recording's rate, and (n, width) values at them.

    looks: with the (width,) values that each read. Nothing is joined across a cut.
    """
    about = trace.about
    grid = even_times(about.start_s, about.end_s, about.fps)
    values = np.full((len(grid), width), np.nan)
    cuts = [number for number, (seen, _) in enumerate(looks) if seen.cut and number]
    edges = [0, *cuts, len(looks)]
    for first, after in pairwise(edges):
        shot = looks[first:after]
        if not shot:
            continue
        times = np.array([seen.time_s for seen, _ in shot])
        end_s = looks[after][0].time_s if after < len(looks) else inf
        here = (grid > times[0] - 1e-6) & (grid < end_s - 1e-6)
        rows = np.array([row for _, row in shot]).reshape(len(shot), width)
        values[here] = resampled(times, rows, grid[here])
    return grid, values


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
