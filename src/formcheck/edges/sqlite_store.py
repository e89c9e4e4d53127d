"""The history: sessions kept in SQLite, their landmark traces in files beside it.

Every change is made under the database's one write lock, files included, so that two
processes at once lose nothing and a process that is killed leaves at most a file that
nobody refers to, which the next change sweeps up.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from formcheck.core.landmarks import Side
from formcheck.core.progress import Digest, digest_from, digest_of
from formcheck.core.session import (
    Session,
    SessionAbout,
    SetRecord,
    compose,
    events_from_json,
    events_to_json,
)
from formcheck.core.spec import Mode, Plan, Profile, StretchSpec
from formcheck.edges.journal import unfinished
from formcheck.edges.recording import read_trace
from formcheck.edges.store import Kept, Row, started_utc
from formcheck.errors import HistoryError, TraceError

__all__ = ["DATABASE", "JOURNALS", "RECORDINGS", "TRACES", "SqliteStore"]

DATABASE = "history.sqlite3"
TRACES = "traces"
JOURNALS = "journal"
"""Sessions as they go on, and those that were cut off: UID.journal."""

RECORDINGS = "recordings"
"""Pictures of live sessions, where they were asked for: UID.mp4. Deleted with them."""

_BUSY_S = 30.0

_MIGRATIONS = (
    """
    CREATE TABLE specs (sha256 TEXT PRIMARY KEY, spec TEXT NOT NULL) STRICT;
    CREATE TABLE sessions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        person TEXT NOT NULL,
        started_utc TEXT NOT NULL,
        about TEXT NOT NULL,
        head TEXT NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sessions_by_person ON sessions (person, started_utc);
    CREATE TABLE sets (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        position INTEGER NOT NULL,
        stretch TEXT NOT NULL,
        spec TEXT NOT NULL REFERENCES specs,
        profile TEXT NOT NULL,
        plan TEXT NOT NULL,
        entry TEXT NOT NULL,
        events TEXT NOT NULL,
        digest TEXT NOT NULL,
        trace TEXT,
        PRIMARY KEY (session, position)
    ) STRICT;
    """,
)
"""What each version of the database adds to the one before; `user_version` counts."""


class SqliteStore:
    """The history in a folder.

    Parameters
    ----------
    folder
        Where the database and the traces are; both are made when they are not there.

    Raises
    ------
    HistoryError
        It cannot be opened, is damaged, or is a newer formcheck's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._traces = folder / TRACES
        with _plainly(folder):
            self._traces.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(
                folder / DATABASE, timeout=_BUSY_S, isolation_level=None
            )
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA foreign_keys = ON")
                self._db.execute("PRAGMA secure_delete = ON")
                self._migrate()
            except BaseException:
                self._db.close()
                raise

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
                self._sweep()
        except BaseException:
            for path in made:
                path.unlink(missing_ok=True)
            raise
        return number

    def get(self, number: int) -> Kept:
        """Return one session; HistoryError where there is none."""
        with _plainly(self.folder):
            found = self._db.execute(
                "SELECT about, head FROM sessions WHERE number = ?", (number,)
            ).fetchone()
            if found is None:
                raise HistoryError(
                    f"there is no session {number}; `formcheck sessions list` has "
                    "those that are kept"
                )
            rows = self._db.execute(
                "SELECT specs.spec, profile, plan, entry, events, digest, trace "
                "FROM sets LEFT JOIN specs ON specs.sha256 = sets.spec "
                "WHERE session = ? ORDER BY position",
                (number,),
            ).fetchall()
        try:
            about = SessionAbout.model_validate_json(found[0])
            datetime.fromisoformat(about.started_at)
            records = tuple(
                SetRecord(
                    StretchSpec.model_validate_json(spec),
                    Profile.model_validate_json(profile),
                    _plan_from(json.loads(plan)),
                    json.loads(entry),
                    events_from_json(json.loads(events)),
                )
                for spec, profile, plan, entry, events, _, _ in rows
            )
            for record, row in zip(records, rows, strict=True):
                digest_of(record), digest_from(json.loads(row[5]))
            head = json.loads(found[1])
            summary = compose(head, about, [record.entry for record in records])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise HistoryError(f"session {number} cannot be read") from error
        files = tuple(self._trace(row[6]) for row in rows)
        return Kept(number, Session(about, summary, records), files)

    def _trace(self, name: str | None) -> Path | None:
        return None if name is None else self._traces / name

    def number_of(self, uid: str) -> int | None:
        """The number of the session of that uid, where it is kept."""
        with _plainly(self.folder):
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
            "SELECT number, about, kind, name, digest FROM sessions "
            "LEFT JOIN sets ON sets.session = number "
            "WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR stretch = ?2) "
            "AND (?3 IS NULL OR substr(about ->> 'started_at', 1, 10) >= ?3) "
            "ORDER BY started_utc DESC, number DESC, position"
        )
        found: dict[int, tuple[str, str, str, list[Digest]]] = {}
        with _plainly(self.folder):
            for number, about, kind, name, digest in self._db.execute(
                query, (person, stretch, since)
            ):
                row = found.setdefault(number, (about, kind, name, []))
                if digest is not None:
                    row[3].append(digest_from(json.loads(digest)))
        return [
            Row(n, SessionAbout.model_validate_json(about), kind, name, tuple(digests))
            for n, (about, kind, name, digests) in found.items()
        ]

    def count(self) -> int:
        """How many sessions there are, those that cannot be read too."""
        with _plainly(self.folder):
            ((count,),) = self._db.execute("SELECT count(*) FROM sessions")
        return int(count)

    def people(self) -> list[str]:
        """Everybody with a session, whoever had the latest first."""
        with _plainly(self.folder):
            rows = self._db.execute(
                "SELECT person FROM sessions GROUP BY person "
                "ORDER BY max(started_utc) DESC, max(number) DESC"
            ).fetchall()
        return [person for (person,) in rows]

    def update_about(self, number: int, about: SessionAbout) -> None:
        """Write down more of a session: a note, pain the next morning."""
        with self.writing():
            done = self._db.execute(
                "UPDATE sessions SET about = ?, person = ?, started_utc = ? "
                "WHERE number = ?",
                (about.model_dump_json(), about.person, started_utc(about), number),
            )
            if not done.rowcount:
                raise HistoryError(f"there is no session {number}")

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete sessions and their traces for good."""
        rows = [(n,) for n in numbers]
        with self.writing():
            for number in numbers:
                self._forget_beside(number)
            self._db.executemany("DELETE FROM sessions WHERE number = ?", rows)
            self._forget_specs()
            self._sweep()
        self._settle()

    def delete_all(self) -> None:
        """Delete everything there is, for good."""
        with self.writing():
            # Of sessions that were cut off, too.
            for pictures in (self.folder / RECORDINGS).glob("*.mp4"):
                pictures.unlink(missing_ok=True)
            for journal in unfinished(self.folder / JOURNALS):
                journal.unlink(missing_ok=True)
            self._db.execute("DELETE FROM sessions")
            self._forget_specs()
            self._sweep()
        with _plainly(self.folder):
            self._db.execute("VACUUM")
        self._settle()

    def snapshot(self, path: Path) -> list[Path]:
        """Copy the database to `path` as it is at this moment; return its traces."""
        with _plainly(self.folder):
            # A reader of its own: a connection cannot copy what it is writing to.
            reader = sqlite3.connect(self.folder / DATABASE, timeout=_BUSY_S)
            target = sqlite3.connect(path)
            try:
                reader.backup(target)
                names = target.execute(
                    "SELECT trace FROM sets WHERE trace IS NOT NULL"
                ).fetchall()
                target.execute("PRAGMA journal_mode = DELETE")
            finally:
                target.close()
                reader.close()
        return [self._traces / name for (name,) in names]

    def check(self, *, traces: bool = False) -> list[str]:
        """Read everything; return a line for each session that cannot be read.

        traces: their landmarks, too.

        Raises
        ------
        HistoryError
            It is damaged as a whole, or none of formcheck's.
        """
        with _plainly(self.folder):
            (state,) = self._db.execute("PRAGMA integrity_check(1)").fetchone()
            strays = self._db.execute("PRAGMA foreign_key_check").fetchone()
            with closing(sqlite3.connect(":memory:")) as new:
                _migrate(new, 0)
                strange = _layout(self._db) != _layout(new)
            if state != "ok" or strays is not None or strange:
                raise HistoryError(f"the history in {self.folder} is damaged")
            numbers = self._db.execute("SELECT number FROM sessions").fetchall()
            self.people()
        problems = []
        for (number,) in numbers:
            try:
                kept = self.get(number)
                for trace in kept.traces if traces else ():
                    if trace is not None:
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
        with _plainly(self.folder):
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
                self._copy_tables()
                self._move_traces(other, moved)
                alongside()
        except BaseException:
            for path in moved:
                path.unlink(missing_ok=True)
            raise

    def _uids(self) -> set[str]:
        with _plainly(self.folder):
            return {uid for (uid,) in self._db.execute("SELECT uid FROM sessions")}

    def _copy_tables(self) -> None:
        for table in ("sets", "sessions", "specs", "sqlite_sequence"):
            self._db.execute(f"DELETE FROM main.{table}")
        for table in ("specs", "sessions", "sets"):
            self._db.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")
        # What was deleted keeps its number: none is given out twice.
        self._db.execute("DELETE FROM main.sqlite_sequence")
        self._db.execute(
            "INSERT INTO main.sqlite_sequence SELECT * FROM other.sqlite_sequence"
        )

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
            self._db.execute("UPDATE sets SET trace = ? WHERE trace = ?", (new, name))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock: what is done in it is done whole or not at all."""
        with _plainly(self.folder):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _migrate(self) -> None:
        if _check_version(self._db, self.folder) == len(_MIGRATIONS):
            return
        with self.writing():  # another process may have done it meanwhile
            done = _check_version(self._db, self.folder)
            _migrate(self._db, done)

    def _take_in(self, trace: Path | None, made: list[Path]) -> str | None:
        if trace is None:
            return None
        name = f"{uuid.uuid4().hex}.npz"
        made.append(self._traces / name)
        shutil.copyfile(trace, made[-1])
        return name

    def _write(self, session: Session, traces: Sequence[str | None]) -> int:
        about, summary = session.about, session.summary
        head = {k: v for k, v in summary.items() if k not in ("sets", "session")}
        source = summary["source"]
        values = (
            about.person,
            started_utc(about),
            about.model_dump_json(),
            json.dumps(head, ensure_ascii=False),
            source["kind"],
            source["name"],
        )
        ((number,),) = self._db.execute(
            "INSERT INTO sessions (uid, person, started_utc, about, head, kind, name) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO UPDATE SET "
            "person = excluded.person, started_utc = excluded.started_utc, "
            "about = excluded.about, head = excluded.head, kind = excluded.kind, "
            "name = excluded.name RETURNING number",
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
                "INSERT INTO sets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    position,
                    record.spec.id,
                    key,
                    record.profile.model_dump_json(by_alias=True),
                    json.dumps(_plan_values(record.plan)),
                    json.dumps(record.entry, ensure_ascii=False),
                    json.dumps(events_to_json(record.events), ensure_ascii=False),
                    json.dumps(asdict(digest_of(record)), ensure_ascii=False),
                    trace,
                ),
            )
        self._forget_specs()
        return int(number)

    def _forget_specs(self) -> None:
        self._db.execute(
            "DELETE FROM specs WHERE sha256 NOT IN (SELECT spec FROM sets)"
        )

    def _forget_beside(self, number: int) -> None:
        """Delete a session's pictures, and its journal where it was cut off."""
        for (uid,) in self._db.execute(
            "SELECT uid FROM sessions WHERE number = ?", (number,)
        ):
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
        with _plainly(self.folder):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _plainly(place: Path) -> Iterator[None]:
    """Say in one line what SQLite or the disk has against it."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise HistoryError(f"the history in {place}: {error}") from error
        raise HistoryError(f"the history in {place} is damaged: {error}") from error
    except OSError as error:
        raise HistoryError(f"the history in {place}: {error.strerror}") from error


def _migrate(database: sqlite3.Connection, done: int) -> None:
    for number, script in enumerate(_MIGRATIONS[done:], done + 1):
        for statement in script.split(";"):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {number}")


def _layout(database: sqlite3.Connection) -> set[tuple[str, ...]]:
    """The tables and whatever else there is beside SQLite's own."""
    return set(
        database.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema "
            "WHERE substr(name, 1, 7) <> 'sqlite_'"
        )
    )


def _check_version(database: sqlite3.Connection, place: Path) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version < 0:
        raise HistoryError(f"the history in {place} is none of formcheck's")
    if version > len(_MIGRATIONS):
        raise HistoryError(f"the history in {place} was written by a newer formcheck")
    return int(version)


def _plan_values(plan: Plan) -> dict[str, Any]:
    side = None if plan.side is None else plan.side.word
    return {**asdict(plan), "side": side, "mode": plan.mode.value}


def _plan_from(values: dict[str, Any]) -> Plan:
    side = values["side"]
    known = {
        **values,
        "mode": Mode(values["mode"]),
        "side": None if side is None else Side[side.upper()],
    }
    return Plan(**known)
