"""Stand-ins for the analysis of one video, to be run in other processes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from formcheck.app.recordings.analysis import OnProgress, Options, Results
from formcheck.edges.export import ResultsFolder, write_json
from formcheck.errors import VideoError


def pretend(
    video: Path, folder: Path, options: Options, progress: OnProgress
) -> Results:
    """Write a summary with the video's name; do what the name asks for.

    `broken`, `odd` and `missing` fail, `deadly` kills its process, `slow` takes time,
    `endless` all the time that it is given, and notes which process it runs in.
    """
    if "broken" in video.name:
        raise VideoError(f"{video}: not a video that can be read")
    if "odd" in video.name:
        raise ValueError("a decoder\nstumbled")
    if "missing" in video.name:
        raise FileNotFoundError(2, "No such file")
    if "deadly" in video.name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "slow" in video.name:
        time.sleep(0.4)
    if "endless" in video.name:
        _go_on(video, folder, progress)
    progress(1.0, 1.0)
    summary = {"inputs": options.inputs, "name": video.name, "pid": os.getpid()}
    with ResultsFolder(folder) as results:
        write_json(results.folder / "summary.json", summary)
        files = tuple(results.publish(last="summary.json"))
    return Results(folder, files, summary)


def _go_on(video: Path, folder: Path, progress: OnProgress) -> None:
    with ResultsFolder(folder):
        video.with_suffix(".pid").write_text(f"{os.getpid()}\n")
        for number in range(100_000):
            progress(float(number), None)
            time.sleep(0.02)
