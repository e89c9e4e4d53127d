"""Several videos side by side, each in a process of its own.

A process that is asked to stop leaves nothing of the video it was in; what was finished
before stays.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from formcheck.app.analyse import Options, Results, analyse
from formcheck.errors import FormcheckError

__all__ = ["Job", "Outcome", "Watching", "run_jobs"]

_TELL_EVERY_S = 0.5
"""Seconds of video between two words of progress."""

_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class Job:
    """One video and the folder for its results."""

    video: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: results, or one plain line a problem."""

    job: Job
    results: Results | None
    error: str | None = None


class Watching(Protocol):
    """Whoever shows how far each job is."""

    def moved(self, job: int, reached_s: float, end_s: float | None) -> None:
        """Job number `job` has come to `reached_s` of `end_s`."""


class _Stopped(Exception):
    """Somebody pressed Ctrl-C."""


def run_jobs(
    jobs: Sequence[Job], options: Options, workers: int, watching: Watching
) -> Iterator[Outcome]:
    """Run all jobs; yield each outcome as it comes.

    workers: how many processes. With one, everything runs in this one.
    """
    if min(workers, len(jobs)) <= 1:
        for number, job in enumerate(jobs):
            yield _run_here(number, job, options, watching)
        return
    # One decoder thread each: the processes already share the cores out.
    yield from _run_apart(jobs, replace(options, threads=1), workers, watching)


def _run_here(number: int, job: Job, options: Options, watching: Watching) -> Outcome:
    def progress(reached_s: float, end_s: float | None) -> None:
        watching.moved(number, reached_s, end_s)

    try:
        return Outcome(job, analyse(job.video, job.folder, options, progress))
    except FormcheckError as error:
        return Outcome(job, None, str(error))


def _run_apart(
    jobs: Sequence[Job], options: Options, workers: int, watching: Watching
) -> Iterator[Outcome]:
    # Spawned, not forked: MediaPipe's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    words: Any = context.Queue()
    stop = context.Event()
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)), context, initializer=_prepare, initargs=(words, stop)
    )
    try:
        with _interrupts_held_back():
            futures = {
                pool.submit(_run_in_process, number, job, options): job
                for number, job in enumerate(jobs)
            }
        yield from _outcomes(futures, words, watching)
    except BaseException:
        stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        words.close()


def _outcomes(
    futures: dict[Future[Outcome], Job], words: Any, watching: Watching
) -> Iterator[Outcome]:
    pending = set(futures)
    while pending:
        done, pending = wait(pending, _POLL_S, FIRST_COMPLETED)
        _pass_on(words, watching)
        for future in done:
            try:
                yield future.result()
            except (OSError, RuntimeError) as error:  # the process itself died
                reason = str(error) or type(error).__name__
                yield Outcome(futures[future], None, f"analysis stopped: {reason}")


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
    """Let processes started here inherit that Ctrl-C is none of their business."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_words: Any = None
_stop: Any = None


def _prepare(words: Any, stop: Any) -> None:
    """Set up a worker process."""
    global _words, _stop
    _words, _stop = words, stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from formcheck.edges.quiet import cv2

    cv2.setNumThreads(1)


def _run_in_process(number: int, job: Job, options: Options) -> Outcome:
    told_s = float("-inf")

    def progress(reached_s: float, end_s: float | None) -> None:
        nonlocal told_s
        if _stop.is_set():
            raise _Stopped
        if reached_s - told_s >= _TELL_EVERY_S:
            told_s = reached_s
            _words.put((number, reached_s, end_s))

    try:
        return Outcome(job, analyse(job.video, job.folder, options, progress))
    except FormcheckError as error:
        return Outcome(job, None, str(error))
    except _Stopped:
        return Outcome(job, None, "stopped")
