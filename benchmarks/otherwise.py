"""A recording filmed, encoded or played otherwise, judged as `analyse` judges it.

`Filming` changes pictures and goes through the whole of it, model and all. `Playing`
changes what the model saw: where only times change, or which pictures there are, that
is the same and costs a hundredth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from pathlib import Path

import numpy as np

from benchmarks import transforms
from benchmarks.transforms import Filmed, Transform, over_time, picture
from benchmarks.truth import SAMPLES
from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.judging import Judge
from formcheck.app.recordings.watching import estimator_of, watch
from formcheck.core.body.observation import Observation, Status
from formcheck.core.judge.result import SetResult
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.recording import Trace
from formcheck.edges.sources import Frame, SourceInfo, VideoFile
from formcheck.resources import model_file
from formcheck.stretches.judging import judging_of

__all__ = ["FILMINGS", "PLAYINGS", "Filming", "Playing", "filmed", "played"]

BYSTANDER = SAMPLES / "standing_side_bend_good.mp4"
_OTHER_BYSTANDER = SAMPLES / "standing_forward_bend_good.mp4"
_SEED = 21

Play = Callable[[list[Observation]], Iterator[Observation]]


@dataclass(frozen=True)
class Filming:
    """Pictures changed. transform: None leaves them as they are. longer_s: so much
    longer somebody stays as they are, which may be in the target.
    """

    name: str
    transform: Transform | None
    longer_s: float = 0.0


@dataclass(frozen=True)
class Playing:
    """Looks changed. pace: seconds that come of one. times: the movements come so many
    times.
    """

    name: str
    play: Play
    pace: float = 1.0
    times: int = 1


class _Source:
    """A recording whose frames are changed as they come: a source of frames."""

    def __init__(self, video: VideoFile, transform: Transform, about: Filmed) -> None:
        self._video, self._transform, self._about = video, transform, about
        self.info: SourceInfo = replace(video.info)

    def __iter__(self) -> Iterator[Frame]:
        last_s = self._about.start_s
        for frame in self._transform(iter(self._video), self._about):
            last_s = frame.time_s
            yield frame
        self.info.start_s = self._video.info.start_s
        self.info.end_s = last_s + 1 / self._about.fps


def filmed(
    filming: Filming,
    video: Path,
    trace: Trace,
    spec: StretchSpec,
    profile: Profile,
    plan: Plan,
) -> SetResult:
    """Judge the part of a recording that a trace is of, as it would be filmed."""
    about = trace.about
    options = Options(
        spec, model_file(), profile, plan, from_s=about.start_s, to_s=about.end_s
    )
    judge = Judge(spec, profile, plan, judging_of())
    with (
        VideoFile(video, from_s=about.start_s, to_s=about.end_s) as source,
        estimator_of(options) as estimator,
    ):
        if filming.transform is None:
            return watch(source, estimator, judge, options, lambda _: None)
        info = source.info
        other = _OTHER_BYSTANDER if spec.id in BYSTANDER.stem else BYSTANDER
        known = Filmed(
            about.start_s, about.end_s, info.fps, info.size_wh, _box_of(trace), other
        )
        otherwise = _Source(source, filming.transform, known)
        return watch(otherwise, estimator, judge, options, lambda _: None)


def played(
    playing: Playing, trace: Trace, spec: StretchSpec, profile: Profile, plan: Plan
) -> SetResult:
    """Judge what the model saw of a recording, played otherwise."""
    judge = Judge(spec, profile, plan, judging_of())
    start_s, end_s = trace.about.start_s, trace.about.end_s
    for one in playing.play(list(trace.observations())):
        judge.take(one)
    lasts_s = (end_s - start_s) * playing.pace * playing.times
    return judge.finish(start_s, start_s + lasts_s)


def _box_of(trace: Trace) -> tuple[float, float, float, float]:
    """Everywhere that the person is, px."""
    found = [o.pose.image_xy for o in trace.observations() if o.pose is not None]
    if not found:
        return 0.0, 0.0, inf, inf
    points = np.concatenate(found)
    points = points[np.isfinite(points).all(axis=1)]
    left, top = np.percentile(points, 1, axis=0)
    right, bottom = np.percentile(points, 99, axis=0)
    return float(left), float(top), float(right), float(bottom)


def _paced(seen: list[Observation], pace: float) -> Iterator[Observation]:
    start_s = seen[0].time_s
    for one in seen:
        time_s = start_s + (one.time_s - start_s) * pace
        yield replace(one, time_s=time_s, still_s=one.still_s * pace)


def _thinned(seen: list[Observation], fps: float) -> Iterator[Observation]:
    next_s, cut = -inf, False
    for one in seen:
        cut = cut or one.cut
        if one.time_s >= next_s - 1e-3:
            next_s = max(next_s + 1 / fps, one.time_s + 0.5 / fps)
            yield _with_cut(one, cut=cut)
            cut = False


def _dropped(seen: list[Observation], share: float, run: int) -> Iterator[Observation]:
    """Yield them without some, so many in a row at most."""
    random, left, cut = np.random.default_rng(_SEED), 0, False
    for one in seen:
        cut = cut or one.cut
        if not left and random.random() < share:
            left = int(random.integers(1, run + 1))
        if left:
            left -= 1
            continue
        yield _with_cut(one, cut=cut)
        cut = False


def _joined(seen: list[Observation], times: int) -> Iterator[Observation]:
    """Yield them so many times; where one ends and the next begins is a cut."""
    step_s = (seen[-1].time_s - seen[0].time_s) / max(1, len(seen) - 1)
    lasts_s = seen[-1].time_s - seen[0].time_s + step_s
    for number in range(times):
        cut = number > 0
        for one in seen:
            yield replace(
                _with_cut(one, cut=cut or one.cut), time_s=one.time_s + number * lasts_s
            )
            cut = cut and one.status is Status.SKIPPED


def _with_cut(one: Observation, *, cut: bool) -> Observation:
    return (
        one if one.cut == cut or one.status is Status.SKIPPED else replace(one, cut=cut)
    )


PLAYINGS = (
    Playing("fps10", partial(_thinned, fps=10)),
    Playing("fps15", partial(_thinned, fps=15)),
    Playing("vfr", partial(_dropped, share=0.3, run=2)),
    Playing("dropped", partial(_dropped, share=0.05, run=6)),
    Playing("half_speed", partial(_paced, pace=2.0), pace=2.0),
    Playing("double_speed", partial(_paced, pace=0.5), pace=0.5),
    Playing("thrice", partial(_joined, times=3), times=3),
)

FILMINGS = (
    Filming("mirrored", picture(transforms.mirrored)),
    Filming("wide320", picture(transforms.wide(320))),
    Filming("wide1920", picture(transforms.wide(1920))),
    Filming("fps60", transforms.doubled),
    Filming("dark", picture(transforms.lit(0.35, 1.3))),
    Filming("bright", picture(transforms.lit(1.35, 0.7))),
    Filming("grey", picture(transforms.grey)),
    Filming("noise", transforms.noisy),
    Filming("compressed", transforms.coded(40)),
    Filming("small", picture(transforms.small)),
    Filming("edge", over_time(transforms.at_the_edge)),
    Filming("letterboxed", picture(transforms.letterboxed)),
    Filming("handheld", over_time(transforms.swaying)),
    Filming("zoom", over_time(transforms.zooming)),
    Filming("bump", over_time(transforms.bumped)),
    Filming("frozen", transforms.frozen_between),
    Filming("black", transforms.black_between),
    Filming("beside", transforms.with_somebody_beside),
    Filming("still_before", transforms.still_before, transforms.STILL_S),
)

AS_IT_IS = Filming("filmed as it is", None)
