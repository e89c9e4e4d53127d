"""One set as it runs live: its judge, its trace, and a clock that pauses stop.

A pause is a cut: no time passes in the set. The person who is seen next has to be
found, and their start pose confirmed, again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

from formcheck.app.recordings.judging import Judge
from formcheck.core.body.observation import Observation, Status
from formcheck.core.judge.events import Event, SetFinished, TrackingLost
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.result_parts import NO_LOOKS
from formcheck.core.judge.summary import summarise_set
from formcheck.core.programme.stages import Task
from formcheck.core.records.session import SetRecord
from formcheck.core.stretch.spec import Profile
from formcheck.core.words.reasons import Reason
from formcheck.edges.recording import TraceAbout, TraceWriter
from formcheck.resources import ModelFile

__all__ = ["RunningSet", "TimedSet"]

_ASKED_EVERY_S = 2.0
"""So often it is looked whether anything is to be asked: soon enough to be of use."""


class RunningSet:
    """Judges one set live.

    Parameters
    ----------
    task, profile
        What is done, and the person who does it.
    judging
        The numbers that it is judged by.
    start_s
        Now, on the session's clock.
    folder
        For the trace's spools.
    """

    def __init__(
        self,
        task: Task,
        profile: Profile,
        judging: Judging,
        start_s: float,
        folder: Path,
    ) -> None:
        self.task = task
        self.profile = profile
        self.start_s = start_s
        self.judge = Judge(task.spec, profile, task.plan, judging)
        self._trace = TraceWriter(folder)
        self._traced = True
        self._folder = folder
        self._away_s = 0.0
        self._paused_s: float | None = None
        self._cut = False
        self._frames = 0
        self._asked, self._asked_s = "", -inf

    @property
    def paused(self) -> bool:
        """Whether nothing is judged now."""
        return self._paused_s is not None

    def time_of(self, session_s: float) -> float:
        """The set's own time: without pauses."""
        stopped_s = self._paused_s if self._paused_s is not None else session_s
        return stopped_s - self._away_s

    def pause(self, session_s: float) -> None:
        """Stop the clock."""
        if self._paused_s is None:
            self._paused_s = session_s

    def resume(self, session_s: float) -> None:
        """Let it run on."""
        if self._paused_s is not None:
            self._away_s += session_s - self._paused_s
            self._paused_s, self._cut = None, True

    def take(self, seen: Observation) -> tuple[Event, ...]:
        """Judge one look, by the session's clock."""
        looked = seen.status is not Status.SKIPPED
        cut = looked and (seen.cut or self._cut)
        self._cut = self._cut and not looked
        own = replace(seen, time_s=self.time_of(seen.time_s), cut=cut)
        if self._traced:
            try:
                self._trace.add(own)
            except OSError:  # the disk is full: judging goes on
                self._traced = False
        self._frames += 1
        return self.judge.take(own)

    def held_s(self, session_s: float) -> float:
        """The hold's clock; 0 while none runs. It stands where nothing is seen."""
        return self.judge.state.clock_s(self.time_of(session_s))

    def asked(self, session_s: float) -> str:
        """What is asked where fewer movements counted than were seen, if anything."""
        time_s = self.time_of(session_s)
        if time_s - self._asked_s >= _ASKED_EVERY_S:
            self._asked_s = time_s
            self._asked = self.judge.asked(self.start_s, time_s)
        return self._asked

    def finish(
        self, session_s: float, model: ModelFile
    ) -> tuple[SetRecord, Path | None]:
        """End the set: its record, and its trace in a file of its own; None where the
        disk did not take it.
        """
        end_s = self.time_of(session_s)
        result = self.judge.finish(self.start_s, end_s)
        record = SetRecord(
            self.task.spec,
            self.profile,
            self.task.plan,
            result,
            tuple(self.judge.events),
        )
        about = TraceAbout(
            source="camera",
            fps=round(self._frames / max(0.1, end_s - self.start_s), 3),
            frames=self._frames,
            start_s=self.start_s,
            end_s=end_s,
            model=model.name,
            model_sha256=model.sha256,
        )
        path = self._folder / f"set-{self.start_s:09.3f}.npz"
        kept: Path | None = None
        with suppress(OSError):  # on a full disk the set is kept without landmarks
            if self._traced:
                self._trace.save(path, about)
                kept = path
        self.close()
        return record, kept

    def close(self) -> None:
        """Let go of the spools. A second time does nothing."""
        self._trace.__exit__(None, None, None)

    def alive(self, session_s: float) -> dict[str, Any]:
        """Where it is, for the journal."""
        own_s = self.time_of(session_s)
        return {
            "kind": "alive",
            "time_s": round(own_s, 3),
            "held_s": round(self.held_s(session_s), 3),
            "looks": self.judge.looks.model_dump(),
        }


class TimedSet:
    """A set that is only timed: that it was done is kept, and that nothing was judged.

    Parameters
    ----------
    start_s
        Now, on the session's clock.
    """

    def __init__(
        self, task: Task, profile: Profile, judging: Judging, start_s: float
    ) -> None:
        self.task, self.profile, self.start_s = task, profile, start_s
        self._judging = judging
        self.events: tuple[Event, ...] = (TrackingLost(start_s, Reason.TIMED_ONLY),)

    def alive(self, session_s: float) -> dict[str, Any]:
        """Where it is, for the journal."""
        time_s = round(session_s, 3)
        looks = NO_LOOKS.model_dump()
        return {"kind": "alive", "time_s": time_s, "held_s": 0.0, "looks": looks}

    def finish(self, session_s: float) -> SetRecord:
        """End the set: its record."""
        spec, plan = self.task.spec, self.task.plan
        events = (*self.events, SetFinished(session_s, ()))
        result = summarise_set(
            spec, self.profile, plan, events, self._judging, start_s=self.start_s
        )
        return SetRecord(spec, self.profile, plan, result, events)
