"""Observations in, one set's summary out: the same for pixels and for a trace."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from formcheck.app.recordings.sampler import Lost, Seek
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.body.tracking import Strangers, Track, fits, sort_out
from formcheck.core.judge.events import Event
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.judge import CheckerState, advance, begin, finish
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import Looks
from formcheck.core.judge.start_pose import could_start
from formcheck.core.judge.summary import summarise_set
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.export import SKIPPED, FrameTable
from formcheck.edges.recording import Trace

__all__ = ["Judge", "judge_trace"]

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


class Judge:
    """Judges one set and keeps what its files need.

    Parameters
    ----------
    spec, profile, plan
        What is done, by whom, and what was planned.
    table
        Keep the rows of frames.csv. They cost more than the judging: leave it out where
        only the summary counts.
    """

    def __init__(
        self, spec: StretchSpec, profile: Profile, plan: Plan, *, table: bool = False
    ) -> None:
        self._spec = spec
        self._profile = profile
        self._plan = plan
        self._state = begin(spec, profile, plan)
        self._looks: Counter[Status] = Counter()
        self._last_s = 0.0
        self.events: list[Event] = []
        units = {name: KINDS[m.kind].unit for name, m in spec.measures.items()}
        self.table = FrameTable(units) if table else None

    @property
    def state(self) -> CheckerState:
        """All that is known of the set, to be looked at."""
        return self._state

    @property
    def lost(self) -> Lost | None:
        """Whom to find again before anything more is judged."""
        return _Known(self._state.track) if self._state.lost else None

    @property
    def seek(self) -> Seek | None:
        """Who to look for among others while nobody can be judged; None otherwise."""
        return self._could_start if self._state.seeking else None

    def _could_start(self, pose: Pose, size_wh: tuple[int, int]) -> bool:
        return could_start(self._spec, pose, size_wh)

    def take(self, observation: Observation) -> tuple[Event, ...]:
        """Judge one frame; return what happened in it."""
        self._state, events = advance(
            self._spec, self._profile, self._state, observation
        )
        self.events += events
        self._looks[observation.status] += 1
        self._last_s = observation.time_s
        if self.table is not None:
            self._keep_row(observation)
        return events

    def finish(self, start_s: float, end_s: float) -> SetResult:
        """End the set, which lasted from `start_s` to `end_s`; return its result."""
        self._state, events = finish(
            self._spec, self._profile, self._state, max(end_s, self._last_s)
        )
        self.events += events
        return summarise_set(
            self._spec,
            self._profile,
            self._plan,
            self.events,
            start_s=start_s,
            looks=self.looks,
        )

    @property
    def looks(self) -> Looks:
        """How many frames were seen, without anybody, and skipped."""
        return Looks(
            **{word: self._looks[status] for status, word in _SEEN_WORDS.items()}
        )

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
    trace: Trace, spec: StretchSpec, profile: Profile, plan: Plan
) -> tuple[SetResult, list[Event]]:
    """Judge a recorded trace again: its set's result, and the events."""
    judge = Judge(spec, profile, plan)
    for observation in trace.observations():
        judge.take(observation)
    return judge.finish(trace.about.start_s, trace.about.end_s), judge.events


def _word(verdict: Verdict) -> str:
    return str(verdict.value)
