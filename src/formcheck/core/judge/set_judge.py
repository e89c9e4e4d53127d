"""One set, judged observation by observation: its state, its events, its result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import inf

from formcheck.core.body.observation import Flat, Observation, Status
from formcheck.core.judge.asked import asked_words
from formcheck.core.judge.events import Event
from formcheck.core.judge.judge import CheckerState, advance, begin, finish
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.movements import Movement, MovementLog
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import Looks
from formcheck.core.judge.summary import summarise_set
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["SetJudge"]


class SetJudge:
    """Judges one set.

    Parameters
    ----------
    spec, profile, plan
        What is done, the person who does it, and what was planned.
    judging
        The numbers that it is judged by.
    """

    def __init__(
        self, spec: StretchSpec, profile: Profile, plan: Plan, judging: Judging
    ) -> None:
        self._spec = spec
        self._profile = profile
        self._plan = plan
        self._state = begin(spec, profile, plan, judging)
        self._looks: Counter[Status] = Counter()
        numbers = judging.judge.movements
        self._movements = MovementLog(spec, numbers)
        self._last_s = 0.0
        self._view_known = True
        self.events: list[Event] = []

    @property
    def state(self) -> CheckerState:
        """All that is known of the set, to be looked at."""
        return self._state

    @property
    def view_known(self) -> bool:
        """Whether it was known of every pose from where it was seen."""
        return self._view_known

    def take(self, observation: Observation) -> tuple[Event, ...]:
        """Judge one frame; return what happened in it."""
        self._state, events = advance(
            self._spec, self._profile, self._state, observation
        )
        self.events += events
        self._looks[observation.status] += 1
        self._last_s = observation.time_s
        pose, reading = observation.pose, self._state.reading
        if pose is not None and isinstance(pose.world_xyz, Flat):
            self._view_known &= pose.world_xyz.view is not None
        if pose is not None and reading.why_not is not Reason.SOMEBODY_ELSE:
            time_s, cut = observation.time_s, observation.cut
            self._movements.add(time_s, pose, reading, cut=cut)
        return events

    def movements(self, since_s: float = -inf) -> tuple[Movement, ...]:
        """What somebody who knows no stretch would call movements, since then."""
        return self._movements.found(since_s)

    def asked(self, start_s: float, time_s: float) -> str:
        """What is to be asked of the set by now; empty where there is nothing. It takes
        milliseconds: not for every frame.
        """
        numbers = self._state.judging.judge.movements
        latest_s = time_s - numbers.told_after_s
        seen = [
            one
            for one in self.movements(time_s - numbers.live_s)
            if one.end_s <= latest_s
        ]
        _, events = finish(self._spec, self._profile, self._state, time_s)
        result = self._result(start_s, events, seen)
        return asked_words(result, numbers.asks_from)

    def finish(self, start_s: float, end_s: float) -> SetResult:
        """End the set, which lasted from `start_s` to `end_s`; return its result."""
        self._state, events = finish(
            self._spec, self._profile, self._state, max(end_s, self._last_s)
        )
        result = self._result(start_s, events, self.movements())
        self.events += events
        return result

    def _result(
        self, start_s: float, last: Sequence[Event], seen: Sequence[Movement]
    ) -> SetResult:
        """What it comes to if it ends with these events. seen: its movements."""
        return summarise_set(
            self._spec,
            self._profile,
            self._plan,
            [*self.events, *last],
            self._state.judging,
            start_s=start_s,
            looks=self.looks,
            movements=seen,
            view_known=self._view_known,
        )

    @property
    def looks(self) -> Looks:
        """How many frames were seen, without anybody, and skipped."""
        return Looks(
            seen=self._looks[Status.SEEN],
            nobody=self._looks[Status.NOBODY],
            skipped=self._looks[Status.SKIPPED],
        )
