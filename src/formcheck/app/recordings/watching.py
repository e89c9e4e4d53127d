"""A recording watched to its end: frames in, one set's result out, nothing written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.judging import Judge
from formcheck.app.recordings.sampler import FrameSampler
from formcheck.core.body.observation import Observation
from formcheck.core.judge.result import SetResult
from formcheck.core.stretch.spec import Gate
from formcheck.core.words.catalogue import say
from formcheck.core.words.names import words_of
from formcheck.edges.change import with_changes
from formcheck.edges.estimator import MediaPipeEstimator, PoseEstimator
from formcheck.edges.prefetch import read_ahead
from formcheck.edges.sources import FrameSource, SourceInfo, VideoFile
from formcheck.edges.video_file import described

__all__ = [
    "Unkept",
    "estimator_of",
    "judge_unkept",
    "notes_of",
    "opened",
    "source_of",
    "watch",
]


@dataclass(frozen=True, slots=True)
class Unkept:
    """What a video came to, of which nothing is written. source: as summary.json's."""

    result: SetResult
    source: dict[str, Any]
    notes: tuple[str, ...]


def judge_unkept(video: Path, options: Options) -> Unkept:
    """Judge one video; write nothing and keep nothing.

    Raises
    ------
    FormcheckError
        The video or the model is not to be used.
    """
    with opened(video, options) as source, estimator_of(options) as estimator:
        judge = Judge(options.stretch, options.profile, options.plan, options.judging)
        result = watch(source, estimator, judge, options, lambda _: None)
        notes = (*source.info.notes, *options.advice, *notes_of(result, options))
        return Unkept(result, source_of(source.info, options), notes)


def opened(video: Path, options: Options) -> VideoFile:
    """Open a recording as it was asked for.

    What was asked for is in the seconds that a player shows.
    """
    known = described(video).as_it_happened(options.slowed)
    return VideoFile(
        known,
        rotate=options.rotate_deg,
        from_s=options.from_s / known.slowed,
        to_s=None if options.to_s is None else options.to_s / known.slowed,
        threads=options.threads,
    )


def estimator_of(options: Options) -> MediaPipeEstimator:
    """Return the estimator that a recording was asked to be seen with."""
    return MediaPipeEstimator(
        options.model.path,
        back=options.judging.body.outline if options.stretch.needs_back else None,
        mirrored=options.mirrored,
    )


def watch(
    source: FrameSource,
    estimator: PoseEstimator,
    judge: Judge,
    options: Options,
    seen: Callable[[Observation], None],
) -> SetResult:
    """Judge a source's frames to its end; `seen` is called with each."""
    still_levels = options.judging.judge.freeze.still_levels
    watcher = FrameSampler(
        estimator,
        options.judging,
        every_frame=options.every_frame,
        mirrored=options.mirrored,
    )
    with read_ahead(with_changes(source, still_levels)) as frames:
        for frame, change in frames:
            observation = watcher.observe(frame, change, judge.lost, judge.seek)
            judge.take(observation)
            seen(observation)
    return judge.finish(source.info.start_s, source.info.end_s)


def source_of(info: SourceInfo, options: Options) -> dict[str, Any]:
    """Return what summary.json says of a source."""
    return {
        "kind": info.kind,
        "name": info.name,
        "duration_s": round(info.duration_s, 3),
        "frames": info.frames,
        "fps": round(info.fps, 3),
        "truncated": info.truncated,
        "size_wh": list(info.size_wh),
        "from_s": info.from_s,
        "to_s": info.to_s,
        "mirrored": options.mirrored,
        "rotated_deg": options.rotate_deg,
        **({"slowed": info.slowed} if info.slowed != 1.0 else {}),
    }


def notes_of(result: SetResult, options: Options) -> list[str]:
    """Say in words what the numbers alone would hide."""
    notes = []
    if not result.looks.seen:
        notes.append(say("nobody was seen in this recording"))
    if not options.model.is_shipped:
        notes.append(
            say("judged with a pose model that this version was not tested with")
        )
    gate = getattr(options.stretch.gates, options.plan.mode.value)
    if gate is Gate.BLOCKED:
        notes.append(
            say(
                "{stretch} is not for a {mode} day: "
                "leave it out until things have settled",
                stretch=options.stretch.name,
                mode=words_of(options.plan.mode),
            )
        )
    return notes
