"""Make the trace beside each sample clip: `python -m tools.make_traces [NAME ...]`.

The trace is what the estimator saw in every frame, as it was judged: with it, tests
judge each clip without the model. Run it again after a change of clips or estimator.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.truth import SAMPLES, Truth, clip_names, read_truth, trace_path
from formcheck.app.recordings.analyse import analyse
from formcheck.app.recordings.analysis import Options
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch


def options_for(truth: Truth, *, every_frame: bool = True) -> Options:
    """How a clip is analysed: with what its script planned and the person it shows."""
    return Options(
        find_stretch(truth.stretch, poses_dir()),
        model_file(),
        truth.profile,
        truth.plan,
        every_frame=every_frame,
    )


def make_trace(name: str) -> Path:
    """Analyse one clip, every frame, and keep its trace."""
    with tempfile.TemporaryDirectory() as folder:
        results = analyse(
            SAMPLES / f"{name}.mp4",
            Path(folder) / "out",
            options_for(read_truth(name)),
            lambda _now, _end: None,
        )
        return Path(shutil.copyfile(results.folder / "landmarks.npz", trace_path(name)))


def main() -> None:
    for name in sys.argv[1:] or clip_names():
        path = make_trace(name)
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB", flush=True)


if __name__ == "__main__":
    main()
