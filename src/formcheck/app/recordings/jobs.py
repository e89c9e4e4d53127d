"""Videos, one or many side by side, each read in a process of its own.

What decodes and sees is native code, which ends its whole process where it stumbles:
that fails one video and takes nothing else along. A process that is asked to stop, or
whose parent is gone, leaves nothing of the video it was in; what was finished before
stays.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import connection
from pathlib import Path
from typing import Any, Protocol

from formcheck.app.recordings.analysis import OnProgress, Options, Results
from formcheck.core.words.catalogue import use
from formcheck.edges.names import printable
from formcheck.errors import FormcheckError
from formcheck.interpreter import tune
from formcheck.resources import translations

__all__ = [
    "Job",
    "JobOutcome",
    "Runner",
    "Watching",
    "AnalyseOne",
    "analyse_apart",
    "run_jobs",
    "try_job",
]

_TELL_EVERY_S = 0.5
"""Seconds of video between two words of progress."""

_POLL_S = 0.1

_STOP_WITHIN_S = 10.0
"""A process that is asked to stop and hangs is killed after so long."""

_DIED = "the process that analysed it died"

AnalyseOne = Callable[[Path, Path, Options, OnProgress], Results]
"""What is done with one video: `analyse`, or a stand-in that can be imported."""


def analyse_apart(
    video: Path, folder: Path, options: Options, progress: OnProgress
) -> Results:
    """Do as `analyse`, which is loaded only where it is done."""
    from formcheck.app.recordings.analyse import analyse

    return analyse(video, folder, options, progress)


@dataclass(frozen=True, slots=True)
class Job:
    """One video, the folder for its results, and how it is analysed."""

    video: Path
    folder: Path
    options: Options


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What came of a job: results, or one plain line a problem; both where they could
    not be kept.
    """

    job: Job
    results: Results | None
    error: str | None = None


class Watching(Protocol):
    """Shows how far each job is."""

    def moved(self, job: int, reached_s: float, end_s: float | None) -> None:
        """Job number `job` has come to `reached_s` of `end_s`."""


class Runner(Protocol):
    """Runs jobs, here or elsewhere."""

    def __call__(self, jobs: Sequence[Job], watching: Watching) -> Iterator[JobOutcome]:
        """Yield the outcome of each job as it comes: one each, in any order."""


class _Stopped(BaseException):
    """Somebody pressed Ctrl-C. No `Exception`: it is no failure of the video."""


def run_jobs(
    jobs: Sequence[Job],
    watching: Watching,
    workers: int,
    work: AnalyseOne = analyse_apart,
) -> Iterator[JobOutcome]:
    """Run all jobs in processes; yield each outcome as it comes.

    A process that dies fails its own job alone. A pool that lost one is useless: the
    jobs that were running then run again, each alone, so that the next death shows
    which job causes it.

    workers: how many processes at most.
    """
    waiting, suspects = list(enumerate(jobs)), list[tuple[int, Job]]()
    while waiting or suspects:
        batch = [suspects.pop(0)] if suspects else waiting
        left = dict(batch)
        if batch is waiting:
            waiting = []
        try:
            for number, outcome in _in_pool(batch, workers, watching, work):
                del left[number]
                yield outcome
        except BrokenProcessPool:
            if len(batch) == 1:
                yield JobOutcome(
                    batch[0][1], None, f"{printable(batch[0][1].video)}: {_DIED}"
                )
                continue
            # Jobs begin in order, one more than there are processes at a time.
            unfinished = list(left.items())
            suspects += unfinished[: workers + 1]
            waiting += unfinished[workers + 1 :]


def try_job(job: Job, work: AnalyseOne, progress: OnProgress) -> JobOutcome:
    """Run one job here; whatever is wrong with its video becomes its error."""
    try:
        results = work(job.video, job.folder, job.options, progress)
        return JobOutcome(job, results, _not_kept(job, results))
    except FormcheckError as error:
        said = str(error).replace(str(job.video), printable(job.video))
        return JobOutcome(job, None, said)
    except Exception as error:  # a library that stumbles over one file stops no other
        reason = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, OSError) and error.strerror:  # as on a full disk
            reason = error.strerror
        return JobOutcome(
            job, None, f"{printable(job.video)}: analysis stopped: {reason}"
        )


def _not_kept(job: Job, results: Results) -> str | None:
    if not results.not_kept:
        return None
    return f"{printable(job.video)}: {results.not_kept}"


def _in_pool(
    jobs: Sequence[tuple[int, Job]], workers: int, watching: Watching, work: AnalyseOne
) -> Iterator[tuple[int, JobOutcome]]:
    # Spawned, not forked: MediaPipe's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    words: Any = context.Queue()
    stop = context.Event()
    workers = min(workers, len(jobs))
    pool = ProcessPoolExecutor(
        workers, context, initializer=_prepare, initargs=(words, stop, workers > 1)
    )
    impatient = threading.Timer(_STOP_WITHIN_S, _kill_children)
    impatient.daemon = True
    try:
        with _interrupts_held_back():
            futures = {
                pool.submit(_run_in_process, number, job, work): (number, job)
                for number, job in jobs
            }
        yield from _outcomes(futures, words, watching)
    except BrokenProcessPool:
        raise  # the pool has ended the others already
    except BaseException:
        stop.set()
        impatient.start()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        impatient.cancel()
        words.close()


def _kill_children() -> None:
    for process in multiprocessing.active_children():
        process.kill()


def _outcomes(
    futures: Mapping[Future[JobOutcome], tuple[int, Job]],
    words: Any,
    watching: Watching,
) -> Iterator[tuple[int, JobOutcome]]:
    pending = set(futures)
    while pending:
        done, pending = wait(pending, _POLL_S, FIRST_COMPLETED)
        _pass_on(words, watching)
        broken: BrokenProcessPool | None = None
        for future in done:
            number, job = futures[future]
            try:
                yield number, future.result()
            except BrokenProcessPool as error:
                broken = error  # what was finished beside it is reported first
            except (OSError, RuntimeError) as error:
                reason = str(error) or type(error).__name__
                yield number, JobOutcome(job, None, f"analysis stopped: {reason}")
        if broken is not None:
            raise broken


def _pass_on(words: Any, watching: Watching) -> None:
    """Tell how far each process is."""
    while True:
        try:
            number, reached_s, end_s = words.get_nowait()
        except queue.Empty:
            return
        watching.moved(number, reached_s, end_s)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let processes started here inherit that they ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_words: Any = None
_stop: Any = None
_orphaned = threading.Event()
_shared = False


def _prepare(words: Any, stop: Any, shared: bool) -> None:
    """Set up a worker process. shared: others share the cores with it."""
    global _words, _stop, _shared
    _words, _stop, _shared = words, stop, shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    tune()
    use(translations())


def _end_with_parent() -> None:
    """End where the parent has been killed: nobody else would end this process."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    connection.wait([parent.sentinel])
    _orphaned.set()
    # By itself it ends with its video's temporary folder removed.
    threading.Event().wait(_STOP_WITHIN_S)
    os._exit(1)


def _run_in_process(number: int, job: Job, work: AnalyseOne) -> JobOutcome:
    if _shared:  # one decoder thread each: the processes share the cores out already
        job = replace(job, options=replace(job.options, threads=1))
    told_s = float("-inf")

    def progress(reached_s: float, end_s: float | None) -> None:
        nonlocal told_s
        if _stop.is_set() or _orphaned.is_set():
            raise _Stopped
        if reached_s - told_s >= _TELL_EVERY_S:
            told_s = reached_s
            _words.put((number, reached_s, end_s))

    try:
        return try_job(job, work, progress)
    except _Stopped:
        if _orphaned.is_set():
            os._exit(1)
        return JobOutcome(job, None, "stopped")
