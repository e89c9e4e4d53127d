"""The history at work: keeping sessions and finding them again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from formcheck.core.judge.result_parts import SideWord
from formcheck.core.records.session import (
    ExercisePain,
    Session,
    SessionAbout,
    SetRecord,
)
from formcheck.core.records.trends import Row
from formcheck.core.records.when import day_of
from formcheck.core.words.catalogue import say
from formcheck.edges.notices import tell_once
from formcheck.edges.places import DATA_ENV, data_dir
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.store import Kept, SessionStore
from formcheck.edges.video_file import VideoDescription, described
from formcheck.errors import HistoryError, VideoError

__all__ = [
    "about_recording",
    "as_kept",
    "earlier_rows",
    "find_number",
    "find_session",
    "keep_session",
    "now_text",
    "open_history",
    "recorded_on",
    "summary_text",
    "when_text",
    "whose",
    "without_history",
    "write_down",
]


_CLOCKS_APART = timedelta(days=1)
"""A camera whose clock is further ahead than time zones make it was never set."""


def open_history(
    folder: Path | None = None, tell: Callable[[str], None] = tell_once
) -> SqliteStore:
    """Open the history in the user's data directory, or in another folder.

    tell: is called for each session that cannot be read.
    """
    return SqliteStore(folder or data_dir(), tell)


def keep_session(
    store: SessionStore, session: Session, traces: Sequence[Path | None]
) -> int:
    """Keep a session; return its number. The traces are copied."""
    return store.keep(session, traces)


def whose(store: SessionStore, person: str | None) -> str | None:
    """Return the person asked for or, without one, the person of the last session.

    Raises
    ------
    HistoryError
        Nobody of that name has a session.
    """
    people = store.people()
    if person is None:
        return people[0] if people else None
    if person not in people:
        names = ", ".join(repr(p) if p else "somebody without a name" for p in people)
        known = f"; there are those of {names}" if names else ", nor of anybody else"
        raise HistoryError(f"no session of {person!r} is kept{known}")
    return person


def find_session(store: SessionStore, word: str, person: str | None = None) -> Kept:
    """Find a session by its number, or the person's last.

    Raises
    ------
    HistoryError
        There is none, or it cannot be read.
    """
    return store.get(find_number(store, word, person))


def find_number(store: SessionStore, word: str, person: str | None = None) -> int:
    """Find a session's number, also where the session cannot be read.

    Raises
    ------
    HistoryError
        There is none.
    """
    if word == "last":
        numbers = store.numbers(whose(store, person))
        if not numbers:
            raise HistoryError("no session is kept yet; `analyse --keep` keeps one")
        return numbers[0]
    # SQLite's own numbers end there.
    if not word.isascii() or not word.isdigit() or int(word) >= 2**63:
        raise HistoryError(f"{word!r} is not a session: a number, or 'last'")
    if int(word) not in store.numbers():
        raise HistoryError(
            f"there is no session {int(word)}; `formcheck sessions list` has those "
            "that are kept"
        )
    return int(word)


def earlier_rows(store: SessionStore, about: SessionAbout) -> tuple[Row, ...]:
    """The person's sessions before this one, the latest first."""
    start = datetime.fromisoformat(about.started_at)
    return tuple(
        row
        for row in store.rows(about.person)
        if row.about.uid != about.uid
        and datetime.fromisoformat(row.about.started_at) < start
    )


def without_history(error: Exception) -> str:
    """Say that nothing is kept, why, and what can be done."""
    return say(
        "not kept: {why}; {name} names another folder to keep sessions in",
        why=error,
        name=DATA_ENV,
    )


def now_text() -> str:
    """Return the local time with its offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def about_recording(
    video: VideoDescription, started_at: str | None = None
) -> tuple[SessionAbout, str]:
    """Say what is known of a recorded session, and what is to be known of its date.

    started_at: when it was recorded; without it, when the file says that it was, or
    else when it was last written, which may be a copy: that is what the note says.
    """
    now, note = datetime.now(UTC), ""
    if started_at is None:
        recorded = video.created
        if recorded is None or recorded > now + _CLOCKS_APART:
            recorded = datetime.fromtimestamp(video.path.stat().st_mtime, UTC)
            note = say(
                "the file does not say when it was recorded: its date is that of the "
                "file, {date}, which may be a copy (--date says another)",
                date=recorded.astimezone().date(),
            )
        started_at = when_text(recorded)
    about = SessionAbout(uid="recording", started_at=started_at, judged_at=now_text())
    return about, note


def when_text(when: datetime) -> str:
    """Return a moment as a session has it: local, with its offset, to the second."""
    return when.astimezone().isoformat(timespec="seconds")


def recorded_on(video: Path, started_at: str | None = None) -> date:
    """Return the day of a recording, as a session of it would have it.

    started_at: when it was recorded, where that was said. Of a file that is no video,
    the day on which it was written; today where it is not there.
    """
    try:
        if started_at is None:
            started_at = about_recording(described(video))[0].started_at
        return day_of(started_at)
    except VideoError:
        pass
    try:
        return date.fromtimestamp(video.stat().st_mtime)
    except OSError:
        return date.today()


def as_kept(
    store: SessionStore,
    about: SessionAbout,
    video: Path,
    record: SetRecord,
    source: Mapping[str, Any],
    *,
    person: str,
    note: str = "",
) -> tuple[SessionAbout, bool]:
    """Make a recording a session of somebody's; say too if it is kept already.

    The same video of the same person, kept again for the same stretch, side and part
    of it, is the same session: what the person said of it stays, but for a new note.
    source: as in summary.json.

    Raises
    ------
    HistoryError
        It is kept and cannot be read, so that what was said of it would be lost.
    """
    with video.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    what = [content, person, *_part_of(record, source)]
    uid = f"video:{hashlib.sha256(json.dumps(what).encode()).hexdigest()}"
    before = _kept_as(store, uid)
    if before is None:
        # formcheck 0.1.0 did not distinguish stretches or parts of a video.
        old = f"video:{hashlib.sha256(f'{content}:{person}'.encode()).hexdigest()}"
        try:
            before = _kept_as(store, old)
        except HistoryError:  # of whichever part: it stays as it is
            before = None
        if before is not None and not _is_of(before, record, source):
            before = None
    if before is None:
        new = {"uid": uid, "person": person, "note": note}
        return about.model_copy(update=new), False
    said = before.about
    new = {
        "started_at": about.started_at,
        "judged_at": about.judged_at,
        "note": note or said.note,
    }
    return said.model_copy(update=new), True


def _kept_as(store: SessionStore, uid: str) -> Session | None:
    number = store.number_of(uid)
    return None if number is None else store.get(number).session


def _is_of(session: Session, record: SetRecord, source: Mapping[str, Any]) -> bool:
    """Whether a session is of the same stretch, side and part of its video."""
    parts = [_part_of(one, session.summary["source"]) for one in session.sets]
    return parts == [_part_of(record, source)]


def _part_of(record: SetRecord, source: Mapping[str, Any]) -> list[str | float | None]:
    side, to_s = record.plan.side, source["to_s"]
    return [
        record.spec.id,
        None if side is None else side.name,
        float(source["from_s"]),
        None if to_s is None else float(to_s),
    ]


def write_down(
    about: SessionAbout,
    *,
    note: str | None = None,
    pain_before: int | None = None,
    pain_after: int | None = None,
    pain_next_morning: int | None = None,
    site: Sequence[str] | None = None,
    exercises: Sequence[str] = (),
) -> SessionAbout:
    """Add what the person says to what is known; None leaves what was there.

    exercises: the pain in single ones, as `bridge=3` or `bird_dog,left=2`.

    Raises
    ------
    HistoryError
        One of these is not of that form.
    """
    said = {
        "before": pain_before,
        "after": pain_after,
        "next_morning": pain_next_morning,
        "site": tuple(site) if site else None,
    }
    new = {key: value for key, value in said.items() if value is not None}
    pain = about.pain.model_copy(update=new)
    own = about.note if note is None else note
    update = {"pain": pain, "note": own, "exercise_pain": _hurts(about, exercises)}
    return about.model_copy(update=update)


_HURT = re.compile(r"(?P<stretch>\w+)(,(?P<side>left|right))?=(?P<score>10|[0-9])")


def _hurts(about: SessionAbout, said: Sequence[str]) -> tuple[ExercisePain, ...]:
    """What is known of pain in exercises, with what is said now in its place."""
    known = {(one.stretch, one.side): one for one in about.exercise_pain}
    left = {(one.stretch, one.side) for one in about.left_early if one.why.hurts}
    left |= {(stretch, None) for stretch, _ in left}
    for text in said:
        found = _HURT.fullmatch(text)
        if found is None:
            raise HistoryError(
                f"{text!r} is not the pain in an exercise: bridge=3, or bird_dog,left=2"
            )
        side: SideWord | None = None
        if found["side"]:
            side = "left" if found["side"] == "left" else "right"
        key = (found["stretch"], side)
        known[key] = ExercisePain(
            stretch=key[0],
            side=side,
            score=int(found["score"]),
            when="left" if key in left else "felt",
        )
    return tuple(known.values())


def summary_text(summary: Mapping[str, Any]) -> str:
    """Return summary.json's text, as every file of it is written."""
    return json.dumps(summary, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
