"""Runs jobs in front of somebody: progress, results as they come, what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from formcheck.app.analyse import Options
from formcheck.app.jobs import Job, run_jobs
from formcheck.app.shown import show_results

__all__ = ["run_and_show"]


class _Bars:
    """A bar for each video, with the time left."""

    def __init__(self, jobs: Sequence[Job], console: Console) -> None:
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,  # a log wants no bars
        )
        self._tasks: list[TaskID] = [
            self.progress.add_task(_short(job.video.name), total=None) for job in jobs
        ]

    def moved(self, job: int, reached_s: float, end_s: float | None) -> None:
        self.progress.update(self._tasks[job], completed=reached_s, total=end_s)

    def ended(self, job: int) -> None:
        self.progress.update(self._tasks[job], visible=False)


def run_and_show(jobs: Sequence[Job], options: Options, workers: int) -> bool:
    """Run all jobs; return whether every one was analysed."""
    out, err = Console(), Console(stderr=True)
    bars = _Bars(jobs, err)
    everything = True
    with bars.progress:
        for outcome in run_jobs(jobs, options, workers, bars):
            bars.ended(jobs.index(outcome.job))
            if outcome.results is None:
                everything = False
                for line in (outcome.error or "").splitlines():
                    print(f"formcheck: {line}", file=sys.stderr, flush=True)
            else:
                show_results(out, outcome.results, options.stretch.name)
    return everything


def _short(name: str, width: int = 28) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"
