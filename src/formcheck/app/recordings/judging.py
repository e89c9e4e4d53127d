"""Observations in, one set's summary out: the same for pixels and for a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.app.recordings.sampler import LostPerson, Seek
from formcheck.core.body.landmarks import Side
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.body.tracking import Strangers, Track, fits, sort_out
from formcheck.core.judge.change import calibration_of
from formcheck.core.judge.events import Event
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.judge.start_pose import could_start
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.export import SKIPPED, FrameTable
from formcheck.edges.recording import Looks

__all__ = ["Judge", "judge_by_side", "judge_trace"]

_SEEN_WORDS = {
    Status.SEEN: "seen",
    Status.NOBODY: "nobody",
    Status.SKIPPED: SKIPPED,
}
_NO_READING: dict[str, tuple[float, float, str]] = {}


@dataclass(frozen=True, slots=True)
class _Known:
    """The person the checker had before it lost them."""

    track: Track

    def fits(self, pose: Pose) -> bool:
        return fits(self.track, pose)

    def sort_out(self, strangers: Strangers, pose: Pose) -> tuple[Strangers, bool]:
        return sort_out(strangers, self.track, pose)


class Judge(SetJudge):
    """Judges one set and keeps what its files need.

    Parameters
    ----------
    spec, profile, plan
        What is done, the person who does it, and what was planned.
    judging
        The numbers that it is judged by.
    table
        Keep the rows of frames.csv. They cost more than the judging: leave it out where
        only the summary counts.
    """

    def __init__(
        self,
        spec: StretchSpec,
        profile: Profile,
        plan: Plan,
        judging: Judging,
        *,
        table: bool = False,
    ) -> None:
        super().__init__(spec, profile, plan, judging)
        units = {name: KINDS[m.kind].unit for name, m in spec.measures.items()}
        calibrated = calibration_of(spec, judging) is not None
        self.table = FrameTable(units, calibrated=calibrated) if table else None

    @property
    def lost(self) -> LostPerson | None:
        """The person to find again before anything more is judged."""
        return _Known(self._state.track) if self._state.lost else None

    @property
    def seek(self) -> Seek | None:
        """What to look for among others while nobody can be judged; None otherwise."""
        return self._could_start if self._state.seeking else None

    def _could_start(self, pose: Pose, size_wh: tuple[int, int]) -> bool:
        return could_start(self._spec, pose, size_wh, self._state.judging.body)

    def take(self, observation: Observation) -> tuple[Event, ...]:
        """Judge one frame; return what happened in it."""
        events = super().take(observation)
        if self.table is not None:
            self._keep_row(observation)
        return events

    def _keep_row(self, observation: Observation) -> None:
        assert self.table is not None
        reading = self._state.reading.of(self._spec)
        measures = _NO_READING
        # A frame that was not looked at has no values of its own.
        if observation.status is not Status.SKIPPED:
            measures = {
                name: (m.raw, m.smooth, _word(m.verdict))
                for name, m in reading.measures.items()
            }
        word = _SEEN_WORDS[observation.status]
        self.table.add(observation.time_s, word, reading.phase.value, measures)


def judge_trace(
    looks: Looks, spec: StretchSpec, profile: Profile, plan: Plan, judging: Judging
) -> tuple[SetResult, list[Event]]:
    """Judge again what was seen in a recording: the set's result, and the events."""
    judge = Judge(spec, profile, plan, judging)
    return _judged(judge, looks), judge.events


def judge_by_side(
    looks: Looks,
    result: SetResult,
    spec: StretchSpec,
    profile: Profile,
    plan: Plan,
    by_side: Mapping[Side, Plan],
    judging: Judging,
) -> tuple[Plan, tuple[Judge, SetResult] | None]:
    """The plan for the side that worked and, where that is another than it was judged
    by, the judge and the result by that one.

    result: what these looks came to by `plan`. by_side: what is planned for each side.
    """
    own = next((p for s, p in by_side.items() if s.word == result.side), plan)
    if own == plan:
        return plan, None
    judge = Judge(spec, profile, own, judging, table=True)
    return own, (judge, _judged(judge, looks))


def _judged(judge: Judge, looks: Looks) -> SetResult:
    for observation in looks.observations():
        judge.take(observation)
    return judge.finish(looks.about.start_s, looks.about.end_s)


def _word(verdict: Verdict) -> str:
    return str(verdict.value)
