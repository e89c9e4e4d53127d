"""Sessions that were cut off: read from their journals, then kept or thrown away.

Whatever the history has of a session is better than its journal: it has landmarks too.
What is kept is never replaced from here, nor are its pictures deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from formcheck.app.history import keep_session, now_text, open_history
from formcheck.app.keeping import session_of, source_of
from formcheck.core.dose import dose_of
from formcheck.core.events import Event, SetFinished, TargetEntered, TargetLeft
from formcheck.core.landmarks import Side
from formcheck.core.session import (
    Session,
    SessionAbout,
    SetRecord,
    events_from_json,
)
from formcheck.core.spec import Mode, Plan, Profile, StretchSpec
from formcheck.core.summary import summarise_set
from formcheck.edges.journal import read_journal, unfinished
from formcheck.edges.sqlite_store import JOURNALS, RECORDINGS
from formcheck.errors import JournalError
from formcheck.resources import ModelFile

__all__ = ["CutOff", "find_cut_off", "recover", "settle"]


class CutOff(NamedTuple):
    """A session that was cut off before it was kept."""

    journal: Path
    session: Session


def find_cut_off(folder: Path) -> CutOff | None:
    """The newest session that was cut off and is not kept.

    Journals of what is kept already, or in which nothing was done, are cleared away.
    folder: the data directory.
    """
    found: CutOff | None = None
    for path in unfinished(folder / JOURNALS):
        if _kept(folder, path):
            path.unlink(missing_ok=True)
            continue
        try:
            session = recover(path)
        except JournalError:
            continue
        if session is None:
            _forget(folder, path)
        else:
            found = CutOff(path, session)
    return found


def settle(folder: Path, lost: CutOff, *, keep: bool) -> None:
    """Keep a session that was cut off, or throw it away with its pictures.

    Where it is kept meanwhile, as by another window, it stays as it is.
    """
    if _kept(folder, lost.journal):
        lost.journal.unlink(missing_ok=True)
        return
    if not keep:
        _forget(folder, lost.journal)
        return
    with open_history(folder) as history:
        keep_session(history, lost.session, [None] * len(lost.session.sets))
    lost.journal.unlink(missing_ok=True)


def _kept(folder: Path, journal: Path) -> bool:
    """Whether the history has the session; a journal bears its uid for a name."""
    with open_history(folder) as history:
        return history.number_of(journal.stem) is not None


def _forget(folder: Path, journal: Path) -> None:
    """Delete a session that was cut off, with its pictures."""
    pictures = folder / RECORDINGS / f"{journal.stem}.mp4"
    pictures.unlink(missing_ok=True)
    journal.unlink(missing_ok=True)


def recover(path: Path) -> Session | None:
    """What a journal has of a session that was cut off; None where nothing was done.

    Raises
    ------
    JournalError
        It is not a journal.
    """
    head: dict[str, Any] | None = None
    about: dict[str, Any] = {}
    sets: list[_Unfinished] = []
    try:
        for line in read_journal(path):
            match line.get("kind"):
                case "session":
                    head = line
                case "set":
                    sets.append(_Unfinished(line))
                case "event":
                    sets[-1].rows.append(line["event"])
                case "alive":
                    sets[-1].alive = line
                case "about":
                    about = line["about"]
                case _:
                    pass
        if head is None:
            raise JournalError(f"{path}: not a session's journal")
        records = [one.record() for one in sets]
        if not records:
            return None
        known = about or {
            "uid": head["uid"],
            "person": head["person"],
            "started_at": head["started_at"],
            "judged_at": now_text(),
        }
        known = {**known, "interrupted": True}
        model = ModelFile(path, head["model"][0], head["model"][1])
        end_s = max(r.events[-1].time_s for r in records)
        frames = sum(sum(r.entry["looks"].values()) for r in records)
        source = source_of("camera", end_s, frames, (0, 0), mirrored=False)
        notes = ["the session was interrupted; what had been done until then is here"]
        found = SessionAbout.model_validate(known)
        return session_of(found, records, source, model, notes)
    except (OSError, KeyError, IndexError, TypeError, ValueError) as error:
        raise JournalError(f"{path}: not a session's journal, or damaged") from error


class _Unfinished:
    """A set as the journal has it."""

    def __init__(self, line: dict[str, Any]) -> None:
        self.line = line
        self.rows: list[dict[str, Any]] = []
        self.alive: dict[str, Any] = {}

    def record(self) -> SetRecord:
        spec = StretchSpec.model_validate(self.line["spec"])
        profile = Profile.model_validate(self.line["profile"])
        said = dict(self.line["plan"])
        side = said.pop("side")
        plan = Plan(**{**said, "side": None, "mode": Mode(said["mode"])})
        if side is not None:
            plan = replace(plan, side=Side[side.upper()])
        events = list(events_from_json(self.rows))
        if not events or not isinstance(events[-1], SetFinished):
            events += self._cut_off(events, plan, spec)
        start_s = float(self.line["start_s"])
        entry = summarise_set(spec, profile, plan, events, start_s=start_s)
        nothing = {"seen": 0, "nobody": 0, "skipped": 0}
        entry["looks"] = self.alive.get("looks", nothing)
        return SetRecord(spec, profile, plan, entry, tuple(events))

    def _cut_off(
        self, events: Sequence[Event], plan: Plan, spec: StretchSpec
    ) -> list[Event]:
        """The hold that was going on, and the end."""
        end_s = float(self.alive.get("time_s", self.line["start_s"]))
        end_s = max([end_s, *(event.time_s for event in events)])
        found: list[Event] = []
        held_s = float(self.alive.get("held_s", 0.0))
        entered = [e for e in events if isinstance(e, TargetEntered | TargetLeft)]
        if entered and isinstance(entered[-1], TargetEntered) and held_s > 0:
            complete = dose_of(spec, plan).is_held(held_s)
            begun_s, phase = end_s - held_s, entered[-1].phase
            found.append(
                TargetLeft(
                    end_s, begun_s, end_s, held_s, complete, plan.side, True, phase
                )
            )
        return [*found, SetFinished(end_s, ())]
