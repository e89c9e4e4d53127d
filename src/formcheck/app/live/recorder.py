"""What becomes of a live session: journalled as it goes, kept in history at the end.

After a crash `recovery` gives back from the journal what was done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from formcheck.app.history.store import keep_session, now_text, open_history
from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import Event
from formcheck.core.programme.stages import Stage, Task
from formcheck.core.records.codec import FORMAT, write_events, write_task
from formcheck.core.records.session import (
    SUMMARY_SCHEMA,
    LeftEarly,
    Pain,
    PlannedSet,
    Session,
    SessionAbout,
    SetRecord,
    Stop,
    compose,
)
from formcheck.core.safety.questions import PAIN_AFTER
from formcheck.core.session.states import Flow
from formcheck.core.stretch.spec import Profile
from formcheck.edges.journal import Journal, JournalWriter
from formcheck.edges.scratch import Scratch
from formcheck.edges.sqlite_store import JOURNALS
from formcheck.resources import ModelFile
from formcheck.version import __version__

__all__ = ["SessionRecorder", "about_of", "session_of", "source_of"]


class SessionRecorder:
    """Takes down a session, and keeps it.

    Parameters
    ----------
    folder
        The data directory.
    uid
        The session's own name.
    judging
        Digest of the numbers that it is judged by.
    journal
        Where things are written down at once; by default a file in `folder`.
    """

    def __init__(
        self,
        folder: Path,
        uid: str,
        person: str,
        model: ModelFile,
        judging: str,
        journal: JournalWriter | None = None,
    ) -> None:
        self.uid = uid
        self.person = person
        self.model = model
        self.judging = judging
        self.started_at = now_text()
        self.records: list[SetRecord] = []
        self.traces: list[Path | None] = []
        self._folder = folder
        self._scratch = Scratch(folder)
        self.scratch = self._scratch.folder
        self.journal = journal or Journal(folder / JOURNALS, uid)
        self.journal.write(
            {
                "kind": "session",
                "format": FORMAT,
                "uid": uid,
                "person": person,
                "started_at": self.started_at,
                "formcheck": __version__,
                "model": [model.name, model.sha256],
                "judging": judging,
            }
        )

    def begin_set(self, task: Task, profile: Profile, start_s: float) -> None:
        """Write down that a set begins, with all that it will be judged by."""
        own = write_task(task.spec, profile, task.plan)
        self.journal.write({"kind": "set", **own, "start_s": round(start_s, 3)})

    def events(self, events: Sequence[Event]) -> None:
        """Write down what happened."""
        for row in write_events(events):
            self.journal.write({"kind": "event", "event": row})

    def end_set(self, record: SetRecord, trace: Path | None) -> None:
        """Write down that a set is over."""
        self.records.append(record)
        self.traces.append(trace)
        self.journal.write({"kind": "set_end"})

    def save(self, about: SessionAbout, source: Mapping[str, Any]) -> Session:
        """Keep the session in the history; a second time replaces the first."""
        self.journal.write({"kind": "about", "about": about.model_dump(mode="json")})
        session = session_of(about, self.records, source, self.model, (), self.judging)
        with open_history(self._folder) as history:
            keep_session(history, session, self.traces)
        return session

    def close(self, *, saved: bool) -> None:
        """Let go of everything. saved: nothing is lost with the journal."""
        self.journal.close(remove=saved)
        self._scratch.close()


def session_of(
    about: SessionAbout,
    records: Sequence[SetRecord],
    source: Mapping[str, Any],
    model: ModelFile,
    notes: Sequence[str],
    judging: str | None,
) -> Session:
    """The session as it is kept.

    judging: digest of the numbers that it was judged by, None where that is not known.
    """
    head = {
        "schema": SUMMARY_SCHEMA,
        "formcheck": __version__,
        **({} if judging is None else {"judging": judging}),
        "source": dict(source),
        "model": {"name": model.name, "sha256": model.sha256},
        "notes": list(notes),
    }
    summary = compose(head, about, [record.entry for record in records])
    return Session(about, summary, tuple(records))


def source_of(
    name: str, duration_s: float, frames: int, size_wh: tuple[int, int], mirrored: bool
) -> dict[str, Any]:
    """The camera, as summary.json has it."""
    width, height = size_wh
    return {
        "kind": "camera",
        "name": name,
        "duration_s": round(duration_s, 3),
        "frames": frames,
        "fps": round(max(0.001, frames / max(0.1, duration_s)), 3),
        "truncated": False,
        "size_wh": [max(1, width), max(1, height)],
        "from_s": 0.0,
        "to_s": None,
        "mirrored": mirrored,
        "rotated_deg": 0,
    }


def about_of(
    flow: Flow,
    recorder: SessionRecorder,
    pain_before: int | None,
    site: tuple[str, ...],
) -> SessionAbout:
    """What is known of the session beside what the camera saw."""
    left = [
        LeftEarly(stretch=one.stretch, side=_word(one.side), why=one.why)
        for one in flow.left
        if one.stretch is not None
    ]
    stops = [
        Stop(time_s=round(one.time_s, 1), stretch=one.stretch, why=one.why)
        for one in flow.left
    ]
    programme = None
    if flow.choice is not None and flow.choice[0] == "programme":
        programme = flow.choice[1]
    return SessionAbout(
        uid=recorder.uid,
        person=recorder.person,
        started_at=recorder.started_at,
        judged_at=now_text(),
        programme=programme,
        plan=_plan_name(flow.stages),
        planned=_planned(flow.stages),
        days_a_week=flow.outcome.days_a_week,
        pain=Pain(before=pain_before, after=flow.after.get(PAIN_AFTER), site=site),
        felt=flow.after.get("felt"),
        stops=tuple(stops),
        left_early=tuple(left),
        note=flow.after.get("note") or "",
    )


def _planned(stages: Sequence[Stage]) -> tuple[PlannedSet, ...]:
    return tuple(_planned_set(task) for task in stages if isinstance(task, Task))


def _planned_set(task: Task) -> PlannedSet:
    """The set as it was planned, to be kept."""
    entry = task.prescribed
    return PlannedSet(
        stretch=task.spec.id,
        side=_word(task.side),
        reps=task.reps,
        hold_s=task.hold_s,
        entry=None if entry is None else entry.entry,
        times_a_day=None if entry is None else entry.times_a_day,
        limit="" if entry is None else entry.limit,
        by="" if entry is None else entry.by,
    )


def _plan_name(stages: Sequence[Stage]) -> str:
    """The name of the person's own plan, where anything is of it."""
    tasks = (stage for stage in stages if isinstance(stage, Task))
    names = (task.prescribed.plan for task in tasks if task.prescribed is not None)
    return next(names, "")


def _word(side: Side | None) -> Any:
    return None if side is None else side.word
