"""The same jobs on a Dask cluster that is there already.

A worker reads the video by its path, so the machines share the folder it is in. What it
writes comes back here and is put into place here, once: a worker that dies has its job
done by another and leaves nothing behind.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formcheck.app.recordings.analysis import Results
from formcheck.app.recordings.jobs import (
    AnalyseOne,
    Job,
    JobOutcome,
    Watching,
    analyse_apart,
    try_job,
)
from formcheck.core.words.catalogue import say
from formcheck.edges.export import ResultsFolder
from formcheck.errors import ClusterError, MissingExtraError, ModelError
from formcheck.resources import model_file

__all__ = ["run_on_cluster"]

_CONNECT_WITHIN_S = 15


@dataclass(frozen=True, slots=True)
class _Done:
    """What a worker sends back: its files by name, or an error."""

    files: Mapping[str, bytes]
    summary: Mapping[str, Any]
    error: str | None = None


def run_on_cluster(
    jobs: Sequence[Job],
    watching: Watching,
    address: str,
    work: AnalyseOne = analyse_apart,
) -> Iterator[JobOutcome]:
    """Run all jobs on a cluster's workers; yield each outcome as it comes.

    What goes where is said on standard error before anything does.

    address: of the scheduler, as in `tcp://10.0.0.7:8786`.

    Raises
    ------
    MissingExtraError
        Dask is not installed.
    ClusterError
        There is no scheduler at the address.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise MissingExtraError("--dask", "cluster") from error
    try:
        client = Client(address, timeout=_CONNECT_WITHIN_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}") from error
    notice = say(
        "the machines of the cluster at {address} read the videos, and "
        "measurements of the people in them go over the network.",
        address=address,
    )
    print(f"formcheck: {notice}", file=sys.stderr, flush=True)
    with client:
        futures = {
            client.submit(_run_far, _sent(job), work, pure=False): number
            for number, job in enumerate(jobs)
        }
        for future in as_completed(list(futures), loop=client.loop):  # type: ignore[no-untyped-call]
            number = futures[future]
            job = jobs[number]
            if future.status != "finished":
                reason = str(future.exception()) or "the worker died"
                yield JobOutcome(job, None, f"{job.video}: analysis stopped: {reason}")
                continue
            done: _Done = future.result()
            future.release()
            watching.moved(number, 1.0, 1.0)
            yield _put_in_place(job, done)


def _sent(job: Job) -> Job:
    """The job as another machine is to see it."""
    video = job.video.resolve()
    return replace(job, video=video, options=replace(job.options, threads=1))


def _run_far(job: Job, work: AnalyseOne) -> _Done:
    """Run one job on the worker's machine, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
        try:
            here = _with_own_model(job)
        except ModelError as error:
            return _Done({}, {}, str(error))
        here = replace(here, folder=Path(folder) / "results")
        outcome = try_job(here, work, lambda _reached_s, _end_s: None)
        if outcome.results is None:
            return _Done({}, {}, outcome.error)
        files = {path.name: path.read_bytes() for path in outcome.results.files}
        return _Done(files, outcome.results.summary)


def _with_own_model(job: Job) -> Job:
    """Use this machine's copy of the pose model, which must be the same one."""
    own = model_file()
    if own.sha256 != job.options.model.sha256:
        raise ModelError("a worker's pose model is another than this machine's")
    return replace(job, options=replace(job.options, model=own))


def _put_in_place(job: Job, done: _Done) -> JobOutcome:
    if done.error is not None:
        return JobOutcome(job, None, done.error)
    with ResultsFolder(job.folder) as results:
        for name, content in done.files.items():
            (results.folder / name).write_bytes(content)
        files = tuple(results.publish(last="summary.json"))
    return JobOutcome(job, Results(job.folder, files, dict(done.summary)))
