"""One session from choosing to its summary, at simulated time, by a played person.

The real engine is driven by what a page sends; pictures, poses and time are made.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.truth import read_truth, trace_path
from formcheck.app.live.broadcaster import Broadcaster
from formcheck.app.live.engine import Engine
from formcheck.app.live.eyes import Eyes
from formcheck.app.live.port import LivePort
from formcheck.app.live.recorder import SessionRecorder
from formcheck.app.live.rehearsing import wanted_by
from formcheck.app.person.people import OnePerson, conditions_of
from formcheck.core.body.landmarks import Side
from formcheck.core.programme.spec import Programme
from formcheck.core.programme.stages import Move, Rest, Show, Stage, Task
from formcheck.core.safety.questions import Outcome
from formcheck.core.session.commands import asked, read_command
from formcheck.core.session.states import Paused, Step, task_of
from formcheck.core.stretch.gentle import is_timed
from formcheck.core.stretch.spec import Mode, StretchSpec
from formcheck.edges.camera import PlayedCamera
from formcheck.edges.clock import ManualClock
from formcheck.edges.journal import JournalInMemory
from formcheck.edges.people import MemoryPeople
from formcheck.edges.played_eye import Clip, PlayedEye, PlayedPerson, pictures
from formcheck.edges.recording import read_trace
from formcheck.resources import ModelFile, poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches
from formcheck.stretches.programmes import read_programmes

__all__ = ["Day", "Journey", "Result", "answers_for", "book_for", "good_clip", "shelf"]

FPS = 8.0
UNEVEN = 0.45
"""Each second picture comes so much of a step late, so that looks are skipped."""

STUCK_S = 180.0
"""No step of a session lasts longer with somebody who does what is asked; only a set
may, which is given three times its planned time besides."""

_WAIT_S = 0.3
"""Longer than from any picture to the next: each step has one."""

_MODEL = ModelFile(Path("none.task"), "played", "0" * 64)
_COMING_AND_GOING_S = 12.0
_MOVING_S = 5.0
_EASES = {"arching_eases": "arching", "bending_eases": "bending"}


@dataclass(frozen=True)
class Day:
    """Which programme, on what day and for whom. condition: its id, or none."""

    programme: str
    mode: Mode = Mode.NORMAL
    floor: bool = True
    condition: str | None = None

    def __str__(self) -> str:
        """As a row names it."""
        where = "floor" if self.floor else "no floor"
        return f"{self.programme}, {self.mode.value}, {where}, {self.condition or '-'}"


@dataclass(frozen=True)
class Result:
    """How far a session came. why: where it stopped; empty where it was finished.

    sets: that were kept. unsafe: flags that told the person to ease off.
    """

    why: str
    sets: int
    planned: int
    looks: int
    skipped: int
    unsafe: int
    simulated_s: float

    @property
    def finished(self) -> bool:
        """Everything was completed by what the eye showed, and kept."""
        return not self.why


@cache
def good_clip(stretch: str) -> Clip:
    """The good sample clip of a stretch."""
    name = f"{stretch}_good"
    truth = read_truth(name)
    looks = tuple(o for o in read_trace(trace_path(name)).observations() if o.pose)
    holds = tuple((hold["start_s"], hold["end_s"]) for hold in truth.holds)
    moves_s = truth.reps[0]["start_s"] if truth.reps else holds[0][0] - 2.0
    sides = {one["side"] for one in (*truth.reps, *truth.holds)}
    side = sides.pop() if len(sides) == 1 else None
    return Clip(
        looks,
        (0.0, max(1.0, moves_s - 0.3)),
        holds,
        Side[side.upper()] if side is not None else None,
    )


@cache
def shelf() -> tuple[dict[str, StretchSpec], tuple[Programme, ...]]:
    """Every shipped stretch by its id, and the programmes."""
    stretches = {spec.id: spec for spec in list_stretches(poses_dir())}
    return stretches, tuple(read_programmes(poses_dir(), stretches).ready)


def book_for(kind: Callable[..., LivePort] = LivePort) -> LivePort:
    """What a session looks up, for somebody who comes for the first time."""
    stretches, programmes = shelf()
    person = OnePerson(
        "", conditions_of(poses_dir()), people=MemoryPeople(), judging=judging_of()
    )
    return kind(list(stretches.values()), programmes, person=person)


def answers_for(day: Day) -> dict[str, Any]:
    """What is answered, so that it comes to such a day."""
    below = day.condition == "pain_below_knee"
    asked = [] if below or day.condition in (None, *_EASES) else [day.condition]
    return {
        "plain": "go_on",
        "signs": [],
        "history": [],
        "conditions": asked,
        "eases": _EASES.get(day.condition or "", "neither"),
        "floor": day.floor,
        "today": ["worse"] if day.mode is Mode.FLARE else [],
        "pain_before": 2 if below or day.mode is Mode.FLARE else 0,
        "where": ["below_knee"] if below else [],
        "changed": False,
        "pain_after": 0,
        "felt": "same",
        "note": "",
    }


def outcome_for(day: Day, port: LivePort) -> Outcome:
    """What the answers of a day come to."""
    given: dict[str, Any] = {}
    answers = answers_for(day)
    while (question := port.question(given)) is not None:
        given[question[0].id] = answers[question[0].id]
    return port.outcome(given)


class Journey:
    """A session and who does it.

    Parameters
    ----------
    book
        What is looked up.
    choice
        What is chosen: ("programme" or "stretch", id); or the stages themselves, to set
        out with at once.
    answers
        To whatever is asked, by the question's id.
    folder
        Where the session is kept.
    fps
        Pictures a second.
    hurried
        Rests and words are passed over as soon as may be: the page says at once that it
        has spoken, and goes on where the person can.
    """

    def __init__(
        self,
        port: LivePort,
        choice: tuple[str, str] | tuple[Stage, ...],
        answers: dict[str, Any],
        folder: Path,
        *,
        fps: float | Callable[[], float] = FPS,
        uneven: float = UNEVEN,
        hurried: bool = False,
    ) -> None:
        self._choice, self._answers, self._hurried = choice, answers, hurried
        self._folder = folder
        self._uids = count()
        self._port = port
        self._heard = 0
        self.clock = ManualClock()
        self.person = PlayedPerson(
            lambda: wanted_by(self.engine), self.clock, good_clip
        )
        camera = PlayedCamera(
            pictures(self.person, fps, uneven=uneven),
            self.clock,
            judging_of().judge.freeze,
        )
        self.broadcaster = Broadcaster()
        self.eyes = Eyes(
            lambda back, mirrored: PlayedEye(self.person, back=back, mirrored=mirrored),
            judging_of(),
        )
        self.engine = Engine(
            camera, self.clock, self.eyes, port, self.broadcaster, self._keep
        )
        self.looks = self.skipped = 0
        self.planned: tuple[Task, ...] = ()

    def _keep(self) -> SessionRecorder:
        uid = f"journey-{next(self._uids)}"
        return SessionRecorder(
            self._folder, uid, "", _MODEL, judging_of().digest, JournalInMemory()
        )

    def run(self) -> Result:
        """Go from choosing to the summary, or as far as it goes."""
        why = ""
        told = _Told()
        try:
            self._set_out()
            while not why and self.engine.flow.step is not Step.SUMMARY:
                self._answer()
                if self.engine.step(_WAIT_S):
                    self._count()
                why = self._stuck()
            why = why or self._short()
        except Exception as error:
            why = f"{type(error).__name__}: {error}, {self._where()}"
        finally:
            told.close()
            self.engine.close()
        why = why or "; ".join(told.lines)
        session = self.engine.session
        raised = [
            e for e in self.broadcaster.after(0) if e["type"] == "flag" and e["raised"]
        ]
        return Result(
            why,
            len(session.sets) if session is not None else 0,
            len(self.planned),
            self.looks,
            self.skipped,
            sum(event["severity"] == "unsafe" for event in raised),
            self.clock.now_s(),
        )

    def _set_out(self) -> None:
        match self._choice:
            case (str(kind), str(name)):
                self.engine.step()
                self._do(do="choose", **{kind: name})
            case _:
                self.engine.begin(_stages(self._choice))

    def _do(self, **command: Any) -> None:
        self.engine.do(read_command(command))

    def _answer(self) -> None:
        """Send what a page would send now."""
        flow = self.engine.flow
        self.planned = self.planned or _tasks(flow.stages)
        question = asked(flow, self._port)
        if question is not None:
            name = question[0].id
            self._do(do="answer", id=name, value=self._answers[name])
        elif self._goes_on():
            self._do(do="next")
        if self._hurried:
            for event in self.broadcaster.after(self._heard):
                if event["type"] == "say":
                    self._do(do="spoken", id=event["id"])
            self._heard = self.broadcaster.last

    def _goes_on(self) -> bool:
        """Whether the person presses a key now to go on."""
        flow = self.engine.flow
        match flow.step:
            case Step.ADVICE:
                return bool(flow.stages)
            case Step.MOVE:
                waited_s = flow.for_s(self.clock.now_s())
                return waited_s >= (0.0 if self._hurried else _MOVING_S)
            case Step.SHOW | Step.REST:
                return self._hurried
            case _:
                return False

    def _count(self) -> None:
        looked = self.eyes.latest.looked
        self.looks += looked
        self.skipped += not looked

    def _stuck(self) -> str:
        flow = self.engine.flow
        if flow.step is Step.ADVICE and not flow.stages:
            return "nothing is offered on such a day"
        if flow.step in (Step.PAUSED, Step.REASON, Step.REST_ADVICE):
            return f"{flow.step.value}, {self._where()}"
        within_s = STUCK_S
        task = task_of(flow)
        if flow.step is Step.STRETCH and task is not None:
            within_s += 3 * task.reps * (task.hold_s + _COMING_AND_GOING_S)
        if flow.for_s(self.clock.now_s()) < within_s:
            return ""
        return f"simulated time ran out, {self._where()}"

    def _where(self) -> str:
        flow, task = self.engine.flow, task_of(self.engine.flow)
        state = flow.state
        step = state.was.step if isinstance(state, Paused) else state.step
        what = ""
        if task is not None:
            side = f" {task.side.word}" if task.side is not None else ""
            what = f" of {task.spec.id}{side}, set {task.number} of {task.of}"
        said = [e["text"] for e in self.broadcaster.after(0) if e["type"] == "say"]
        return f"at {step.value}{what}, {self.clock.now_s():.0f} s, after {said[-2:]}"

    def _short(self) -> str:
        """What is missing of what was planned, if anything."""
        session = self.engine.session
        if session is None:
            return "the session was not kept"
        ends = [e for e in self.broadcaster.after(0) if e["type"] == "set_end"]
        if not len(session.sets) == len(ends) == len(self.planned):
            return f"{len(session.sets)} sets kept of {len(self.planned)} planned"
        for task, end, record in zip(self.planned, ends, session.sets, strict=True):
            name = f"{task.spec.id}, set {task.number}"
            if end["left_early"] is not None or not end["judged"]:
                return f"{name} was left early, or only timed"
            result = record.result
            if result.status == "not_judged":
                return f"{name} was not judged: {result.why}"
            held_s = result.held_s
            wanted_s = task.reps * (task.hold_s - 0.25)
            if (
                task.by_time(judging_of().stretch.gentle)
                and min(end["held_s"], held_s) < wanted_s
            ):
                return f"{name}: {held_s:.1f} s of {task.reps * task.hold_s:g} s held"
            reps = end["reps"], result.counted
            if not _timed(task) and min(reps) < task.reps:
                return f"{name}: reps {reps} (live, kept) of {task.reps}"
        return ""


class _Told(logging.Handler):
    """What is logged as having gone wrong, as when something could not be shown."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        logging.getLogger("formcheck").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def close(self) -> None:
        logging.getLogger("formcheck").removeHandler(self)
        super().close()


def _stages(items: tuple[object, ...]) -> tuple[Stage, ...]:
    return tuple(one for one in items if isinstance(one, Show | Move | Task | Rest))


def _timed(task: Task) -> bool:
    """Whether only the time in position is counted, and no repetitions."""
    return is_timed(task.spec, task.mode, judging_of().stretch.gentle)


def _tasks(stages: Sequence[Stage]) -> tuple[Task, ...]:
    return tuple(stage for stage in stages if isinstance(stage, Task))
