"""Real recordings once more, as a live session sees them: is it told the same?

Each picture comes at its own time before the live eyes, which choose what to look at
and judge a set as it runs: no start pose is waited for, and no plan ends it. Landmarks
are those that are kept, in the place of the model.

Two differences are meant, and are none here:

* A hold that the recording begins in may begin up to `BEGINS_LATER_S` later live, where
  calm is asked for first.
* A hold as long as planned that the recording ends in is a repetition live, too: a set
  may end before the way back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.real.judged import Recordings, judge, stretches
from benchmarks.real.scoring import HOLD_S
from benchmarks.real.traces import thinned
from benchmarks.real.truth import Row, Span
from formcheck.app.live.eyes import Eyes
from formcheck.app.live.running_set import RunningSet
from formcheck.core.judge.result import SetResult
from formcheck.core.programme.stages import Task
from formcheck.core.session.states import Flow, Stretching
from formcheck.core.stretch.dose import dose_of
from formcheck.core.stretch.spec import Profile
from formcheck.edges.camera import Shot
from formcheck.edges.recording import ReplayEstimator, Trace
from formcheck.edges.sources import Frame, VideoFile
from formcheck.stretches.judging import judging_of

__all__ = ["Compared", "Told", "compared", "judge_live", "live_line"]
__all__ += ["live_total_line", "told_of"]

SAME_WITHIN_S = 0.3
BEGINS_LATER_S = 1.0
_JUST_BEFORE_S = 0.1


@dataclass(frozen=True)
class Told:
    """What was told of a time: a repetition, part of one, or a hold.

    what: which, in a word or two. counts: it is a repetition of some kind. cut: the
    recording's beginning or end goes through it.
    """

    what: str
    span: Span
    counts: bool = False
    cut: bool = False

    def __str__(self) -> str:
        """As a row names it."""
        return f"{self.what} {self.span[0]:.1f}-{self.span[1]:.1f}"


@dataclass(frozen=True)
class Compared:
    """One row, judged as a recording and live."""

    row: Row
    recorded: SetResult
    live: SetResult

    @property
    def alike(self) -> bool:
        """Whether both tell the same."""
        return not any(self.apart)

    @property
    def apart(self) -> tuple[list[Told], list[Told]]:
        """What only the recording tells, and what only the live session does."""
        missing, left = [], told_of(self.live)
        for one in told_of(self.recorded):
            same = [other for other in left if self._same(one, other)]
            if same:
                left.remove(min(same, key=lambda other: _off_s(one, other)))
            else:
                missing.append(one)
        return missing, [one for one in left if not self._ends_in_it(one)]

    def _same(self, recorded: Told, live: Told) -> bool:
        if recorded.what != live.what:
            return False
        begun_s, ended_s = (
            other - one for one, other in zip(recorded.span, live.span, strict=True)
        )
        later_s = SAME_WITHIN_S
        if recorded.cut and self._at_beginning(recorded):
            later_s += BEGINS_LATER_S
        return -SAME_WITHIN_S <= begun_s <= later_s and abs(ended_s) <= SAME_WITHIN_S

    def _at_beginning(self, one: Told) -> bool:
        return one.span[0] - self.recorded.start_s <= BEGINS_LATER_S

    def _ends_in_it(self, live: Told) -> bool:
        """Whether it is the repetition of a hold that the recording's end cuts off."""
        holds = (*self.recorded.holds, *self.recorded.own_range_holds)
        return (
            live.counts
            and abs(live.span[1] - self.recorded.end_s) <= SAME_WITHIN_S
            and any(h.cut and live.span[0] <= h.end_s <= live.span[1] for h in holds)
        )


def told_of(result: SetResult) -> list[Told]:
    """Return all that a result tells of repetitions and holds."""
    return [
        *(Told("rep", (rep.start_s, rep.end_s), counts=True) for rep in result.reps),
        *(
            Told(_words(part.reason), (part.start_s, part.end_s), counts=True)
            for part in result.partial_reps
        ),
        *(
            Told(hold.phase or "hold", (hold.start_s, hold.end_s), cut=hold.cut)
            for hold in result.holds
        ),
        *(
            Told("own hold", (hold.start_s, hold.end_s), cut=hold.cut)
            for hold in result.own_range_holds
        ),
    ]


def compared(recordings: Recordings, row: Row) -> Compared:
    """Judge a row in both ways."""
    trace = recordings.trace(row)
    with VideoFile(recordings.folder / row.file) as video:
        frames = thinned(video)
        live = judge_live(trace, row.stretch, frames)
    return Compared(row, judge(trace, row.stretch), live)


def judge_live(trace: Trace, stretch: str, frames: Iterable[Frame]) -> SetResult:
    """Judge a trace's landmarks by its own recording's pictures, one at a time."""
    spec, judging, about = stretches()[stretch], judging_of(), trace.about
    task = Task(spec, None, dose_of(spec).total, HOLD_S)
    flow = Flow(judging.stretch, Stretching(), stages=(task,), at=0)
    eyes = Eyes(lambda back, mirrored: ReplayEstimator(trace), judging)
    with tempfile.TemporaryDirectory() as folder:
        running = RunningSet(task, Profile(), judging, about.start_s, Path(folder))
        try:
            for number, frame in enumerate(frames):
                shot = Shot(number, frame.time_s, frame.image_bgr, 0)
                if about.start_s <= frame.time_s < about.end_s:
                    eyes.look(shot, flow, running)
                elif about.start_s - _JUST_BEFORE_S < frame.time_s < about.start_s:
                    # A session has seen pictures before a set, too.
                    eyes.look(shot, flow, None)
            return running.judge.finish(about.start_s, about.end_s)
        finally:
            running.close()
            eyes.close()


def live_line(one: Compared) -> str:
    """Return whether both tell the same, and what only one of them does."""
    only = [
        f"only {name}: {', '.join(str(told) for told in found)}"
        for name, found in zip(("recorded", "live"), one.apart, strict=True)
        if found
    ]
    why = f"{one.live.status}" + (f": {one.live.why.value}" if one.live.why else "")
    cells = [
        f"{one.row.name:34s} {one.row.stretch:24s}",
        f"{'alike' if one.alike else 'APART':6s}",
        f"{len(told_of(one.live))} of {len(told_of(one.recorded))};",
        "; ".join(only) + (f"; live {why.replace('_', ' ')}" if only else ""),
    ]
    return " ".join(cells).rstrip()


def live_total_line(found: Iterable[Compared]) -> str:
    """Return how many rows are alike."""
    alike = [one.alike for one in found]
    return f"live and recorded alike: {sum(alike)} of {len(alike)}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _off_s(one: Told, other: Told) -> float:
    return sum(abs(a - b) for a, b in zip(one.span, other.span, strict=True))
