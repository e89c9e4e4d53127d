"""Sessions that were cut off: read from their journals, then kept or thrown away.

Whatever the history has of a session is better than its journal: it has landmarks too.
What is kept is never replaced from here, nor are its pictures deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from formcheck.app.history.store import keep_session, now_text, open_history
from formcheck.app.live.recorder import session_of, source_of
from formcheck.core.judge.cut_off import Held, cut_off
from formcheck.core.judge.events import (
    Event,
    SetFinished,
)
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.result_parts import NO_LOOKS, Looks
from formcheck.core.judge.summary import summarise_set
from formcheck.core.judge.terms import Terms
from formcheck.core.records.codec import (
    DAMAGED,
    FORMAT,
    read_about,
    read_events,
    read_task,
)
from formcheck.core.records.session import Session, SessionAbout, SetRecord
from formcheck.core.words.catalogue import say, say_many
from formcheck.edges.journal import read_journal, unfinished
from formcheck.edges.notices import tell_once
from formcheck.edges.sqlite_store import JOURNALS, RECORDINGS
from formcheck.errors import JournalError
from formcheck.resources import ModelFile

__all__ = ["CutOff", "find_cut_off", "recover", "settle"]


class _Begun(BaseModel):
    """A journal's first line.

    model: its name and SHA-256. judging: digest of the numbers; none in 0.1.0's.
    """

    uid: str
    person: str
    started_at: str
    model: tuple[str, str]
    judging: str | None = None


class _Alive(BaseModel):
    """What a set writes down from time to time: where it is."""

    time_s: float
    held_s: float
    looks: Looks


class CutOff(NamedTuple):
    """A session that was cut off before it was kept."""

    journal: Path
    session: Session


def find_cut_off(
    folder: Path,
    judging: Judging,
    tell: Callable[[str], None] = tell_once,
) -> CutOff | None:
    """The newest session that was cut off and is not kept.

    Journals of what is kept already, or in which nothing was done, are cleared away.
    folder: the data directory. judging: the numbers for what had not ended. tell: is
    called with what cannot be read.
    """
    found: CutOff | None = None
    for path in unfinished(folder / JOURNALS):
        if _kept(folder, path):
            path.unlink(missing_ok=True)
            continue
        try:
            session = recover(path, judging)
        except JournalError as error:
            tell(say("a session that was cut off cannot be read: {why}", why=error))
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


def recover(path: Path, judging: Judging) -> Session | None:
    """What a journal has of a session that was cut off; None where nothing was done.

    judging: the numbers for what had not ended.

    Raises
    ------
    JournalError
        It is not a journal.
    """
    try:
        lines = list(read_journal(path))
    except OSError as error:
        raise JournalError(f"{path}: {error.strerror}") from error
    head = next((line for line in lines if line.get("kind") == "session"), None)
    if head is None:
        raise JournalError(f"{path}: not a session's journal, or damaged")
    form = head.get("format", 1)
    if not isinstance(form, int) or form > FORMAT:
        raise JournalError(f"{path}: written by a newer formcheck")
    sets, about, lost = _sorted_out(lines, form)
    try:
        if not sets and not lost:
            return None
        begun = _Begun.model_validate(head)
        if about is None:
            known = begun.model_dump(include={"uid", "person", "started_at"})
            about = read_about({**known, "judged_at": now_text()}, form)
        model = ModelFile(path, *begun.model)
        records = [
            record for one in sets if (record := one.record(judging)) is not None
        ]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise JournalError(f"{path}: not a session's journal, or damaged") from error
    lost += len(sets) - len(records)
    if not records:
        raise JournalError(f"{path}: no set in it can be read")
    end_s = max(r.events[-1].time_s for r in records)
    frames = sum(record.result.looks.total for record in records)
    source = source_of("camera", end_s, frames, (0, 0), mirrored=False)
    notes = [say("the session was interrupted; this is what was done until then")]
    if lost:
        notes.append(
            say_many(
                "{n} line of its journal could not be read",
                "{n} lines of its journal could not be read",
                lost,
            )
        )
    about = about.model_copy(update={"interrupted": True})
    return session_of(about, records, source, model, notes, begun.judging)


def _sorted_out(
    lines: Sequence[dict[str, Any]], form: int
) -> tuple[list[_Unfinished], SessionAbout | None, int]:
    """The sets of a journal, what is known of it, and how many lines mean nothing."""
    sets: list[_Unfinished] = []
    about: SessionAbout | None = None
    readable, lost = False, 0
    for line in lines:
        try:
            match line.get("kind"):
                case "set":
                    readable = False
                    sets.append(_Unfinished(line, form))
                    readable = True
                case "event" if readable:
                    sets[-1].events.extend(read_events([line["event"]], form))
                case "alive" if readable:
                    sets[-1].alive_at(line)
                case "about":
                    about = read_about(line["about"], form)
                case _:
                    pass
        except DAMAGED:
            lost += 1
    return sets, about, lost


class _Unfinished:
    """A set as the journal has it."""

    def __init__(self, line: dict[str, Any], form: int) -> None:
        self.spec, self.profile, self.plan = read_task(line, form)
        self.start_s = float(line["start_s"])
        self.events: list[Event] = []
        self._until_s, self._held_s, self._looks = self.start_s, 0.0, NO_LOOKS

    def alive_at(self, line: dict[str, Any]) -> None:
        """Take in where the set was then."""
        alive = _Alive.model_validate(line)
        self._until_s, self._held_s = alive.time_s, alive.held_s
        self._looks = alive.looks

    def record(self, judging: Judging) -> SetRecord | None:
        """The set; None where its events do not go together."""
        spec, profile, plan, events = self.spec, self.profile, self.plan, self.events
        if not events or not isinstance(events[-1], SetFinished):
            held = Held(self._until_s, self._held_s)
            terms = Terms.of(spec, plan, judging)
            events = [*events, *cut_off(terms, events, self.start_s, held)]
        try:
            result = summarise_set(
                spec,
                profile,
                plan,
                events,
                judging,
                start_s=self.start_s,
                looks=self._looks,
            )
        except (ValueError, KeyError, IndexError):
            return None
        return SetRecord(spec, profile, plan, result, tuple(events))
