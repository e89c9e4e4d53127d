"""One recorded video in, its results folder out."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from formcheck.app.history.store import (
    about_recording,
    as_kept,
    earlier_rows,
    open_history,
    without_history,
)
from formcheck.app.person.care import told_beside
from formcheck.app.recordings.analysis import OnProgress, Options, Results
from formcheck.app.recordings.judging import Judge, judge_by_side
from formcheck.app.recordings.watching import (
    estimator_of,
    notes_of,
    opened,
    source_of,
    watch,
)
from formcheck.app.report.report import load_drawing, write_report
from formcheck.app.report.sets import key_moments
from formcheck.core.body.observation import Observation
from formcheck.core.records.planned import PlannedSides
from formcheck.core.records.session import (
    SUMMARY_SCHEMA,
    Session,
    SessionAbout,
    SetRecord,
    compose,
)
from formcheck.edges.estimator import PoseEstimator
from formcheck.edges.export import ResultsFolder, rep_rows, write_csv, write_json
from formcheck.edges.recording import TraceAbout, TraceWriter, read_trace
from formcheck.edges.sources import FrameSource, VideoFile
from formcheck.edges.stills import jpegs_at
from formcheck.edges.video_file import VideoDescription
from formcheck.errors import HistoryError, OutputError
from formcheck.version import __version__

__all__ = [
    "Judged",
    "analyse",
    "judge_video",
]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the frames came to: summary.json's content, and the set with its events.

    planned: what the person's own plan says of it.
    """

    summary: dict[str, Any]
    record: SetRecord
    planned: PlannedSides = field(default_factory=PlannedSides)


def analyse(
    video: Path, folder: Path, options: Options, progress: OnProgress
) -> Results:
    """Analyse one video and fill one folder with what was seen.

    Raises
    ------
    FormcheckError
        The video, the model or the folder is not to be used. Nothing is written then.
    """
    with (
        opened(video, options) as source,
        estimator_of(options) as estimator,
        ResultsFolder(folder) as results,
    ):
        # What draws takes a while to load: that is done while the video is seen.
        loading = threading.Thread(target=load_drawing, daemon=True)
        loading.start()
        judged = judge_video(source, estimator, options, results.folder, progress)
        loading.join()
        if options.annotate:
            _annotate(source, judged, options, results.folder)
        number, again, not_kept = None, False, ""
        try:
            number, again = _report(source.description, judged, options, results.folder)
        except (HistoryError, OutputError) as error:
            # What was seen is worth more than its place in the history.
            not_kept = without_history(error)
            judged.summary["notes"].append(not_kept)
            judged.summary.pop("inputs", None)  # so that it is tried again
            write_json(results.folder / "summary.json", judged.summary)
            alone = replace(options, keep=None)
            _report(source.description, judged, alone, results.folder)
        files = tuple(results.publish(last="summary.json"))
        return Results(folder, files, judged.summary, number, again, not_kept)


def _annotate(
    source: VideoFile, judged: Judged, options: Options, folder: Path
) -> None:
    from formcheck.app.pictures.annotated_video import annotate

    annotate(
        source.description,
        folder / "annotated.mp4",
        judged.record,
        read_trace(folder / "landmarks.npz"),
        judging=options.judging,
        rotate=options.rotate_deg,
        from_s=source.info.from_s,
        to_s=source.info.to_s,
        blur=options.blur_face,
    )


def _report(
    video: VideoDescription, judged: Judged, options: Options, folder: Path
) -> tuple[int | None, bool]:
    """Write the report; keep the session where asked.

    Returns its number, and whether it was kept already.
    """
    keep = options.keep
    about, note = about_recording(video, options.started_at)
    if note and note not in judged.summary["notes"]:
        dated = {**judged.summary, "notes": [*judged.summary["notes"], note]}
        if keep is not None:  # in the history, all that follows goes by the date
            judged.summary.update(dated)
            write_json(folder / "summary.json", judged.summary)
        judged = replace(judged, summary=dated)
    trace, report = folder / "landmarks.npz", folder / "report.html"
    pictures = []
    if options.pictures:
        moments = [time_s for time_s, _ in key_moments(judged.record)]
        pictures = [jpegs_at(video, moments, rotate=options.rotate_deg)]
    if keep is None:
        session = _session(judged, about)
        write_report(
            report, session, [trace], pictures=pictures, judging=options.judging
        )
        return None, False
    with open_history() as store:
        about, again = as_kept(
            store,
            about,
            video.path,
            judged.record,
            judged.summary["source"],
            person=keep.person,
            note=keep.note,
        )
        session, earlier = _session(judged, about), earlier_rows(store, about)
        write_report(
            report,
            session,
            [trace],
            earlier=earlier,
            pictures=pictures,
            care=told_beside(about, earlier) if keep.person else (),
            judging=options.judging,
        )
        return store.keep(session, [trace]), again


def _session(judged: Judged, about: SessionAbout) -> Session:
    if judged.planned.name:
        entry, sets = judged.record.plan.entry, judged.planned.sets
        of_it = tuple(sets.values()) if entry is None else (sets[entry],)
        update = {"plan": judged.planned.name, "planned": of_it}
        about = about.model_copy(update=update)
    summary = compose(judged.summary, about, judged.summary["sets"])
    return Session(about, summary, (judged.record,))


def judge_video(
    source: FrameSource,
    estimator: PoseEstimator,
    options: Options,
    folder: Path,
    progress: OnProgress,
) -> Judged:
    """Judge a source's frames and write the files with the numbers."""
    spec, profile, plan = options.stretch, options.profile, options.plan
    judge = Judge(spec, profile, plan, options.judging, table=True)
    with TraceWriter(folder) as trace:

        def seen(observation: Observation) -> None:
            trace.add(observation)
            progress(observation.time_s, source.info.expected_end_s)

        result = watch(source, estimator, judge, options, seen)
        about = TraceAbout.of(
            source.info,
            options.model,
            mirrored=options.mirrored,
            rotated_deg=options.rotate_deg,
        )
        trace.save(folder / "landmarks.npz", about)
    if options.planned.sides:
        # Which entry of the person's plan it is of is known now that the side is.
        plan, again = judge_by_side(
            read_trace(folder / "landmarks.npz"),
            result,
            spec,
            profile,
            plan,
            options.planned.sides,
            options.judging,
        )
        if again is not None:
            judge, result = again
    summary = {
        "schema": SUMMARY_SCHEMA,
        "formcheck": __version__,
        "judging": options.judging.digest,
        **({"inputs": options.inputs} if options.inputs else {}),
        "source": source_of(source.info, options),
        "model": {"name": options.model.name, "sha256": options.model.sha256},
        "sets": [result.to_json()],
        "notes": [*source.info.notes, *options.advice, *notes_of(result, options)],
    }
    assert judge.table is not None
    judge.table.write(folder / "frames.csv", options.style)
    write_csv(folder / "reps.csv", *rep_rows([result]), options.style)
    write_json(folder / "summary.json", summary)
    record = SetRecord(spec, profile, plan, result, tuple(judge.events))
    return Judged(summary, record, options.planned)
