"""The history: sessions kept in SQLite, their landmark traces in files beside it.

Every change is made under the database's one write lock, files included, so that two
processes at once lose nothing and a process that is killed leaves at most a file that
nobody refers to, which the next change sweeps up.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from formcheck.core.records.codec import (
    DAMAGED,
    FORMAT,
    plain,
    read_digest,
    read_head,
    write_events,
)
from formcheck.core.records.progress import digest_of
from formcheck.core.records.session import Session, SessionAbout, compose
from formcheck.core.records.trends import Row
from formcheck.core.words.catalogue import say
from formcheck.edges.database import (
    connect,
    copy,
    is_sound,
    plainly,
    replace_rows,
    writing,
)
from formcheck.edges.journal import person_in, unfinished
from formcheck.edges.kept_rows import (
    about_from,
    as_text,
    row_from,
    set_from,
    unreadable,
)
from formcheck.edges.notices import tell_once
from formcheck.edges.private import private_file, private_folder
from formcheck.edges.replacing import settle
from formcheck.edges.scratch import sweep
from formcheck.edges.store import Kept, started_utc
from formcheck.errors import HistoryError, TraceError

__all__ = ["DATABASE", "JOURNALS", "RECORDINGS", "TRACES", "SqliteStore"]

DATABASE = "history.sqlite3"
TRACES = "traces"
JOURNALS = "journal"
"""Sessions as they go on, and those that were cut off: UID.journal."""

RECORDINGS = "recordings"
"""Pictures of live sessions, where they were asked for: UID.mp4. Deleted with them."""


class SqliteStore:
    """The history in a folder.

    Parameters
    ----------
    folder
        Where the database and the traces are; both are made when they are not there.
    tell
        Is called with a line for each session that cannot be read; it is left out.

    Raises
    ------
    HistoryError
        It cannot be opened, is damaged, or is a newer formcheck's.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None] = tell_once) -> None:
        self.folder = folder
        self._traces = folder / TRACES
        self._tell = tell
        with plainly(folder):
            private_folder(self._traces)
        self._db = connect(folder / DATABASE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def keep(self, session: Session, traces: Sequence[Path | None]) -> int:
        """Keep a session, in the place of one of the same uid; return its number."""
        if not len(traces) == len(session.sets) == len(session.summary["sets"]):
            raise ValueError("a trace, a record and an entry a set")
        made: list[Path] = []
        try:
            with self.writing():
                names = [self._take_in(trace, made) for trace in traces]
                number = self._write(session, names)
        except BaseException:
            for path in made:
                path.unlink(missing_ok=True)
            raise
        # Not before it is on the disk: where power fails, the session that was there
        # must have its traces. What is left over goes with the next change.
        with suppress(HistoryError), self.writing():
            self._sweep()
        return number

    def get(self, number: int) -> Kept:
        """Return one session; HistoryError where there is none, or it is damaged."""
        with plainly(self.folder):
            found = self._db.execute(
                "SELECT about, head, format FROM sessions WHERE number = ?", (number,)
            ).fetchone()
            if found is None:
                raise HistoryError(
                    f"there is no session {number}; `formcheck sessions list` has "
                    "those that are kept"
                )
            rows = self._db.execute(
                "SELECT specs.spec, profile, plan, entry, events, format, digest, "
                "trace FROM sets LEFT JOIN specs ON specs.sha256 = sets.spec "
                "WHERE session = ? ORDER BY position",
                (number,),
            ).fetchall()
        try:
            about = about_from(found[0], found[2])
            records = tuple(set_from(row[:5], row[5]) for row in rows)
            for record, row in zip(records, rows, strict=True):
                digest_of(record)  # what is counted of a set must be in it
                read_digest(json.loads(row[6]), row[5])
            head = read_head(json.loads(found[1]), found[2])
            summary = compose(head, about, [record.entry for record in records])
        except DAMAGED as error:
            raise HistoryError(unreadable(number, error)) from error
        files = tuple(self._trace(row[7]) for row in rows)
        return Kept(number, Session(about, summary, records), files)

    def _trace(self, name: str | None) -> Path | None:
        path = None if name is None else self._traces / Path(name).name
        return path if path is not None and path.is_file() else None

    def number_of(self, uid: str) -> int | None:
        """The number of the session of that uid, where it is kept."""
        with plainly(self.folder):
            found = self._db.execute(
                "SELECT number FROM sessions WHERE uid = ?", (uid,)
            ).fetchone()
        return None if found is None else int(found[0])

    def rows(
        self,
        person: str | None = None,
        *,
        stretch: str | None = None,
        since: str | None = None,
    ) -> list[Row]:
        """Return sessions, the latest first; since: a local date as 2026-11-23."""
        query = (
            "SELECT number, about, sessions.format, kind, name, "
            "head, digest, sets.format "
            "FROM sessions LEFT JOIN sets ON sets.session = number "
            "WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR stretch = ?2) "
            "ORDER BY started_utc DESC, number DESC, position"
        )
        with plainly(self.folder):
            rows = self._db.execute(query, (person, stretch)).fetchall()
        found: list[Row] = []
        for number, parts in groupby(rows, key=itemgetter(0)):
            try:
                row = row_from(number, list(parts))
            except DAMAGED as error:
                why = unreadable(number, error)
                self._tell(say("{session}; it is left out", session=why))
                continue
            if since is None or row.about.started_at[:10] >= since:
                found.append(row)
        return found

    def numbers(self, person: str | None = None) -> list[int]:
        """Every session, the latest first; those that cannot be read, too."""
        with plainly(self.folder):
            rows = self._db.execute(
                "SELECT number FROM sessions WHERE ?1 IS NULL OR person = ?1 "
                "ORDER BY started_utc DESC, number DESC",
                (person,),
            ).fetchall()
        return [number for (number,) in rows]

    def people(self) -> list[str]:
        """Everybody with a session, the person of the latest first."""
        with plainly(self.folder):
            rows = self._db.execute(
                "SELECT person FROM sessions GROUP BY person "
                "ORDER BY max(started_utc) DESC, max(number) DESC"
            ).fetchall()
        return [person for (person,) in rows]

    def update_about(self, number: int, about: SessionAbout) -> None:
        """Write down more of a session: a note, pain the next morning."""
        with self.writing():
            found = self._db.execute(
                "SELECT head, format FROM sessions WHERE number = ?", (number,)
            ).fetchone()
            if found is None:
                raise HistoryError(f"there is no session {number}")
            try:
                head = read_head(json.loads(found[0]), found[1])
            except DAMAGED as error:
                raise HistoryError(unreadable(number, error)) from error
            self._db.execute(
                "UPDATE sessions SET about = ?, head = ?, format = ?, person = ?, "
                "started_utc = ? WHERE number = ?",
                (
                    about.model_dump_json(),
                    as_text(head),
                    FORMAT,
                    about.person,
                    started_utc(about),
                    number,
                ),
            )

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete sessions and their traces for good."""
        rows = [(n,) for n in numbers]
        with self.writing():
            uids = self._uids()
            self._db.executemany("DELETE FROM sessions WHERE number = ?", rows)
            self._forget_specs()
            gone = uids - self._uids()
        # Files go last: where power fails, what is still there is there whole.
        with self.writing():
            for uid in gone:
                self._forget_beside(uid)
            self._sweep()
        self._settle()

    def delete_person(self, person: str) -> int:
        """Delete everything of a person's for good, also what was cut off; return how
        many sessions that were.
        """
        numbers = self.numbers(person)
        self.delete(numbers)
        with plainly(self.folder):
            for journal in unfinished(self.folder / JOURNALS):
                whose = person_in(journal)
                if whose == person:
                    self._forget_pictures(journal.stem)
                if whose in (person, None):  # what cannot be read may be theirs
                    journal.unlink(missing_ok=True)
            sweep(self.folder)
        return len(numbers)

    def delete_all(self) -> None:
        """Delete every session there is, for good."""
        with self.writing():
            self._db.execute("DELETE FROM sessions")
            self._forget_specs()
        with self.writing():
            # Of sessions that were cut off, too.
            for pictures in (self.folder / RECORDINGS).glob("*.mp4"):
                pictures.unlink(missing_ok=True)
            for journal in unfinished(self.folder / JOURNALS):
                journal.unlink(missing_ok=True)
            for damaged in self.folder.glob(f"{DATABASE}.damaged*"):
                damaged.unlink(missing_ok=True)
            self._sweep()
        sweep(self.folder)
        with plainly(self.folder):
            self._db.execute("VACUUM")
        self._settle()

    def snapshot(self, path: Path) -> list[Path]:
        """Copy the database to `path` as it is at this moment; return its traces."""
        with plainly(self.folder):
            copy(self.folder / DATABASE, path)
            names = self._db.execute(
                "SELECT trace FROM sets WHERE trace IS NOT NULL"
            ).fetchall()
        paths = (self._trace(name) for (name,) in names)
        return [path for path in paths if path is not None]

    def check(self, read_trace: Callable[[Path], object] | None = None) -> list[str]:
        """Read everything; return a line for each session that cannot be read.

        read_trace: reads its landmarks, too; TraceError where they are damaged.

        Raises
        ------
        HistoryError
            It is damaged as a whole, or none of formcheck's.
        """
        with plainly(self.folder):
            if not is_sound(self._db):
                raise HistoryError(f"the history in {self.folder} is damaged")
            named = self._db.execute(
                "SELECT session, trace FROM sets WHERE trace IS NOT NULL"
            ).fetchall()
        problems = [
            say("session {number}: a landmark trace is missing", number=number)
            for number, name in named
            if self._trace(name) is None
        ]
        for number in self.numbers():
            try:
                kept = self.get(number)
                for trace in kept.traces:
                    if trace is not None and read_trace is not None:
                        read_trace(trace)
            except HistoryError as error:
                problems.append(str(error))
            except TraceError as error:
                problems.append(f"session {number}: {error}")
        return problems

    def replace_with(self, other: SqliteStore, alongside: Callable[[], None]) -> None:
        """Take another history's sessions in the place of these, all or none.

        Its traces are moved here, and recordings of what was here before go.
        other: has been checked. alongside: is done with it; where that fails, nothing
        changes here.
        """
        before = self._uids()
        with plainly(self.folder):
            self._db.execute("ATTACH ? AS other", (str(other.folder / DATABASE),))
            try:
                self._take_over(other, alongside)
            finally:
                self._db.execute("DETACH other")
        # It is done: what is left over meanwhile goes with the next change.
        with suppress(HistoryError), self.writing():
            for uid in before - self._uids():
                self._forget_pictures(uid)
            self._sweep()
        with suppress(HistoryError):
            self._settle()

    def _take_over(self, other: SqliteStore, alongside: Callable[[], None]) -> None:
        moved: list[Path] = []
        try:
            with self.writing():
                replace_rows(self._db)
                self._move_traces(other, moved)
                alongside()
        except BaseException:
            for path in moved:
                path.unlink(missing_ok=True)
            raise

    def _uids(self) -> set[str]:
        with plainly(self.folder):
            return {uid for (uid,) in self._db.execute("SELECT uid FROM sessions")}

    def _move_traces(self, other: SqliteStore, moved: list[Path]) -> None:
        """Move the other's traces here, under names that no file here can have."""
        for (name,) in self._db.execute(
            "SELECT DISTINCT trace FROM main.sets WHERE trace IS NOT NULL"
        ).fetchall():
            source, new = other._traces / Path(name).name, None
            if source.is_file():
                new = f"{uuid.uuid4().hex}.npz"
                moved.append(self._traces / new)
                shutil.move(source, moved[-1])
                settle(moved[-1])
            self._db.execute("UPDATE sets SET trace = ? WHERE trace = ?", (new, name))
        settle(self._traces)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock: what is done in it is done whole or not at all."""
        with writing(self._db, self.folder):
            yield

    def _take_in(self, trace: Path | None, made: list[Path]) -> str | None:
        if trace is None:
            return None
        name = f"{uuid.uuid4().hex}.npz"
        made.append(self._traces / name)
        private_file(made[-1])
        shutil.copyfile(trace, made[-1])
        settle(made[-1])  # before the row that names it
        settle(self._traces)
        return name

    def _write(self, session: Session, traces: Sequence[str | None]) -> int:
        about, summary = session.about, session.summary
        head = {k: v for k, v in summary.items() if k not in ("sets", "session")}
        source = summary["source"]
        values = (
            about.person,
            started_utc(about),
            about.model_dump_json(),
            as_text(head),
            source["kind"],
            source["name"],
            FORMAT,
        )
        ((number,),) = self._db.execute(
            "INSERT INTO sessions "
            "(uid, person, started_utc, about, head, kind, name, format) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO UPDATE SET "
            "person = excluded.person, started_utc = excluded.started_utc, "
            "about = excluded.about, head = excluded.head, kind = excluded.kind, "
            "name = excluded.name, format = excluded.format RETURNING number",
            (about.uid, *values),
        ).fetchall()
        self._db.execute("DELETE FROM sets WHERE session = ?", (number,))
        for position, (record, trace) in enumerate(
            zip(session.sets, traces, strict=True)
        ):
            spec = record.spec.model_dump_json(by_alias=True)
            key = sha256(spec.encode()).hexdigest()
            self._db.execute("INSERT OR IGNORE INTO specs VALUES (?, ?)", (key, spec))
            self._db.execute(
                "INSERT INTO sets (session, position, stretch, spec, profile, plan, "
                "entry, events, digest, trace, format) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    position,
                    record.spec.id,
                    key,
                    record.profile.model_dump_json(by_alias=True),
                    as_text(plain(record.plan)),
                    as_text(record.entry),
                    as_text(write_events(record.events)),
                    as_text(plain(digest_of(record))),
                    trace,
                    FORMAT,
                ),
            )
        self._forget_specs()
        return int(number)

    def _forget_specs(self) -> None:
        self._db.execute(
            "DELETE FROM specs WHERE sha256 NOT IN (SELECT spec FROM sets)"
        )

    def _forget_beside(self, uid: str) -> None:
        """Delete a session's pictures, and its journal where it was cut off."""
        self._forget_pictures(uid)
        for journal in unfinished(self.folder / JOURNALS):
            if journal.stem == uid:
                journal.unlink(missing_ok=True)

    def _forget_pictures(self, uid: str) -> None:
        (self.folder / RECORDINGS / f"{Path(uid).name}.mp4").unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove traces that no session has. Only under the write lock."""
        wanted = {
            name
            for (name,) in self._db.execute(
                "SELECT trace FROM sets WHERE trace IS NOT NULL"
            )
        }
        for path in self._traces.iterdir():
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _settle(self) -> None:
        """Empty the write-ahead log, where what was deleted would stand until then."""
        with plainly(self.folder):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
