"""Landmarks of a real recording, looked at once and kept: judging again takes seconds.

They are a person's own and stay out of the project: in a folder of the system's.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from formcheck.app.recordings.sampler import FrameSampler
from formcheck.core.body.observation import Status
from formcheck.edges.change import with_changes
from formcheck.edges.estimator import MediaPipeEstimator
from formcheck.edges.prefetch import read_ahead
from formcheck.edges.recording import Trace, TraceAbout, TraceWriter, read_trace
from formcheck.edges.sources import Frame, VideoFile
from formcheck.resources import ModelFile
from formcheck.stretches.judging import judging_of

PROJECT = Path(__file__).resolve().parents[2]
TRACES = Path(tempfile.gettempdir()) / "formcheck-real"

MOST_A_SECOND = 33
"""Recordings of 60 frames a second are looked at as a camera of 30 would: all frames
cost twice as much and show the same."""

_WAY_OF_LOOKING = b"2: 33 a second, followed without a judge, with lines of the room"


def trace_of(video: Path, folder: Path, model: ModelFile) -> Trace:
    """Return a recording's landmarks, from the folder where they are kept.

    They are made where the recording or the model is not the one they were made of.
    """
    kept = folder / f"{video.stem}-{_digest(video, model)}.npz"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(video, kept, model)
    return read_trace(kept)


def is_inside_project(folder: Path) -> bool:
    """Whether people's landmarks would land among the project's files."""
    return folder.resolve().is_relative_to(PROJECT)


def part_of(trace: Trace, from_s: float, to_s: float | None) -> Trace:
    """Return a trace as far as it lies in a window of time."""
    end_s = trace.about.end_s if to_s is None else min(to_s, trace.about.end_s)
    times = trace.frames["time_s"]
    inside = (times >= from_s) & (times < end_s)
    seen = trace.frames["status"] == Status.SEEN.value
    about = replace(
        trace.about,
        start_s=max(from_s, trace.about.start_s),
        end_s=end_s,
        frames=int(np.count_nonzero(inside)),
    )
    return Trace(about, trace.frames[inside], trace.looks[inside[seen]])


def thinned(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Leave out frames that come sooner after the last than a camera's would."""
    next_s = -np.inf
    for frame in frames:
        if frame.time_s >= next_s:
            next_s = frame.time_s + 1 / MOST_A_SECOND
            yield frame


def _digest(video: Path, model: ModelFile) -> str:
    content = hashlib.sha256(video.read_bytes())
    content.update(model.sha256.encode())
    content.update(_WAY_OF_LOOKING)
    return content.hexdigest()[:16]


def _make(video: Path, kept: Path, model: ModelFile) -> None:
    judging = judging_of()
    still_levels = judging.judge.freeze.still_levels
    with (
        VideoFile(video) as source,
        MediaPipeEstimator(model.path, back=judging.body.outline) as estimator,
        TraceWriter(kept.parent) as writer,
    ):
        sampler = FrameSampler(estimator, judging, every_frame=True)
        with read_ahead(with_changes(thinned(source), still_levels)) as frames:
            for frame, change in frames:
                writer.add(sampler.observe(frame, change, None))
        half_made = kept.with_suffix(f".{os.getpid()}.part")
        writer.save(half_made, TraceAbout.of(source.info, model))
    half_made.replace(kept)
