"""Runs jobs in front of somebody: progress, results as they come, what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from formcheck.app.recordings.folders import finished
from formcheck.app.recordings.index import Entry, outcome_words, write_index
from formcheck.app.recordings.jobs import Job, JobOutcome, Runner
from formcheck.app.terminal.results import show_notes, show_results
from formcheck.core.judge.amounts import Amounts, done_words
from formcheck.core.words.catalogue import say, say_many
from formcheck.edges.export import COMMAS, CsvStyle
from formcheck.edges.names import printable
from formcheck.edges.screen import Screen

__all__ = ["run_and_show", "run_folder"]


class _Bars:
    """A bar for each video in work, one over all, with the time left."""

    def __init__(self, jobs: Sequence[Job], console: Console) -> None:
        self.progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,  # a log wants no bars
        )
        self._jobs = jobs
        self._tasks: dict[int, TaskID] = {}
        self._all: TaskID | None = None
        if len(jobs) > 1:
            self._all = self.progress.add_task(say("all videos"), total=len(jobs))

    def moved(self, job: int, reached_s: float, end_s: float | None) -> None:
        if job not in self._tasks:
            name = _short(printable(self._jobs[job].video.name))
            self._tasks[job] = self.progress.add_task(name, total=end_s)
        self.progress.update(self._tasks[job], completed=reached_s, total=end_s)

    def ended(self, job: int) -> None:
        if job in self._tasks:
            self.progress.update(self._tasks[job], visible=False)
        if self._all is not None:
            self.progress.advance(self._all)


def run_and_show(jobs: Sequence[Job], run: Runner, *, explain: bool = False) -> bool:
    """Run all jobs; return whether every one was analysed. explain: show of every
    movement what became of it.
    """
    out = Screen()
    everything = True
    for outcome in _told(jobs, run):
        if outcome.error is not None:
            everything = False
        if outcome.results is not None:
            name = outcome.job.options.stretch.name
            show_results(out, outcome.results, name, explain=explain)
    return everything


def run_folder(
    jobs: Sequence[Job],
    names: Sequence[str],
    refused: Sequence[Entry],
    run: Runner,
    out: Path,
    style: CsvStyle = COMMAS,
) -> bool:
    """Run what is not done yet of a folder's jobs, and write the index over all.

    names: what each video is to be called. refused: what cannot be analysed. Jobs whose
    results are there already, from just the same, are left alone. The index is written
    whatever happens, so that a run that is stopped has one of what it came to. style:
    of its table.
    """
    screen = Screen()
    entries: dict[Path, Entry] = {}
    called = {job.folder: name for job, name in zip(jobs, names, strict=True)}
    todo, again = [], 0
    for entry in refused:
        _tell(entry.error)
    for job in jobs:
        summary = finished(job.folder, job.options.inputs)
        entry = Entry(called[job.folder], job.options.stretch.name, job.folder, summary)
        if summary is None:
            todo.append(job)
            again += (job.folder / "summary.json").exists()
        else:
            entries[job.folder] = entry
    before = len(entries)
    for line in _done_before(before, again, len(jobs) + len(refused)):
        screen.print(Text(line), soft_wrap=True)
    try:
        for outcome in _told(todo, run):
            job, results = outcome.job, outcome.results
            summary = None if results is None else results.summary
            entry = Entry(
                called[job.folder],
                job.options.stretch.name,
                job.folder,
                summary,
                outcome.error,
            )
            entries[job.folder] = entry
            if results is not None:
                done = done_words(Amounts.of([results.result]))
                line = say(
                    "{video}: {stretch}, {done}.",
                    video=entry.video,
                    stretch=entry.stretch,
                    done=done,
                )
                screen.print(Text(line), soft_wrap=True)
                show_notes(screen, results.summary["notes"])
    finally:
        known = [entries[job.folder] for job in jobs if job.folder in entries]
        known += refused
        index = write_index(out, known, style) if known else []
    failed = sum(1 for entry in known if entry.summary is None)
    analysed = len(known) - failed - before
    screen.print()
    screen.print(outcome_words(analysed, failed, before))
    if index:
        screen.print(Text(say("All together: {file}", file=index[-1])), soft_wrap=True)
    left_out = any(entry.error for entry in known)
    return not left_out and len(known) == len(jobs) + len(refused)


def _done_before(same: int, other: int, everything: int) -> Iterator[str]:
    """Say what an earlier run did. same: from all the same, so that its results stay;
    other: from what has changed since, or broken off.
    """
    if same:
        yield say_many(
            "Analysed before, from the same files and options: {done} of {n} "
            "recording. Its results stay as they are.",
            "Analysed before, from the same files and options: {done} of {n} "
            "recordings. Their results stay as they are.",
            everything,
            done=same,
        )
    if other:
        yield say_many(
            "Analysed anew, since a file or an option is not as it was: {n} recording.",
            "Analysed anew, since a file or an option is not as it was: {n} "
            "recordings.",
            other,
        )


def _told(jobs: Sequence[Job], run: Runner) -> Iterator[JobOutcome]:
    """Run jobs with their progress shown; say what went wrong with each."""
    bars = _Bars(jobs, Screen(stderr=True))
    numbers = {job.folder: number for number, job in enumerate(jobs)}
    with bars.progress:
        for outcome in run(jobs, bars):
            bars.ended(numbers[outcome.job.folder])
            _tell(outcome.error)
            yield outcome


def _tell(error: str | None) -> None:
    for line in error.split("\n") if error else ():
        print(f"formcheck: {line}", file=sys.stderr, flush=True)


def _short(name: str, width: int = 28) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"
