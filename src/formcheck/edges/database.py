"""The history's database: opened, its tables made or brought up to date, checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from formcheck.edges.private import private_file
from formcheck.errors import DamagedHistoryError, HistoryError

__all__ = ["check_made", "connect", "copy", "is_sound", "plainly", "replace_rows"]
__all__ += ["writing"]

_BUSY_S = 10.0
"""How long others may write; on a share without locks all of it is waited for."""

_HEADER = b"SQLite format 3\0"
_TABLES = {"sessions", "sets", "specs"}

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
    """
    ALTER TABLE sessions ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE sets ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
    """,
)
"""What each version of the database adds to the one before; `user_version` counts. What
stands in its JSON has a format of its own: that number is in `format`."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a history's database, which is made where there is none.

    Raises
    ------
    HistoryError
        It is damaged, none of formcheck's, or a newer one's.
    """
    with plainly(path.parent):
        private_file(path)  # what SQLite makes beside it is as it
        database = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
        # One letter that is damaged must not hide all that is sound.
        database.text_factory = lambda text: text.decode(errors="replace")
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA foreign_keys = ON")
            database.execute("PRAGMA secure_delete = ON")
            _bring_up_to_date(database, path.parent)
        except BaseException:
            database.close()
            raise
    return database


def check_made(path: Path) -> None:
    """Look, without a change to it, whether a file is a history that formcheck made.

    `connect` makes one of an empty file, where a backup's would be lost unnoticed.

    Raises
    ------
    DamagedHistoryError
        It is not.
    """
    with plainly(path.parent):
        with path.open("rb") as file:
            made = file.read(len(_HEADER)) == _HEADER
        if made:
            address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as database:
                (version,) = database.execute("PRAGMA user_version").fetchone()
                found = set(database.execute("SELECT type, name FROM sqlite_schema"))
                # What would be run, or run without end, where it is read.
                runs = any(kind in ("view", "trigger") for kind, _ in found)
                tables = {name for kind, name in found if kind == "table"}
                made = version > 0 and tables >= _TABLES and not runs
        if not made:
            raise DamagedHistoryError(
                f"the history in {path.parent} is none of formcheck's, or damaged"
            )


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is at this moment, also while it is written to."""
    # A reader of its own: a connection cannot copy what it is writing to.
    with (
        closing(sqlite3.connect(source, timeout=_BUSY_S)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)
        writer.execute("PRAGMA journal_mode = DELETE")


def is_sound(database: sqlite3.Connection) -> bool:
    """Whether SQLite finds no damage in it, and just the tables that belong there."""
    (state,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    strays = database.execute("PRAGMA foreign_key_check").fetchone()
    with closing(sqlite3.connect(":memory:")) as new:
        _migrate(new, 0)
        return state == "ok" and strays is None and _layout(database) == _layout(new)


def replace_rows(database: sqlite3.Connection) -> None:
    """Take the rows of the attached database `other` in the place of all there are."""
    for table in ("sets", "sessions", "specs", "sqlite_sequence"):
        database.execute(f"DELETE FROM main.{table}")
    # The last so that what was deleted keeps its number: none is given out twice.
    for table in ("specs", "sessions", "sets"):
        database.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")
    database.execute("DELETE FROM main.sqlite_sequence")
    database.execute(
        "INSERT INTO main.sqlite_sequence SELECT * FROM other.sqlite_sequence"
    )


@contextmanager
def writing(database: sqlite3.Connection, place: Path) -> Iterator[None]:
    """Hold the write lock: what is done in it is done whole or not at all."""
    with plainly(place):
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise


@contextmanager
def plainly(place: Path) -> Iterator[None]:
    """Say in one line what SQLite or the disk has against it."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise HistoryError(f"the history in {place}: {error}") from error
        raise DamagedHistoryError(
            f"the history in {place} is damaged: {error}"
        ) from error
    except UnicodeDecodeError as error:  # what SQLite quotes of it is no text
        raise DamagedHistoryError(f"the history in {place} is damaged") from error
    except OSError as error:
        raise HistoryError(f"the history in {place}: {error.strerror}") from error


def _bring_up_to_date(database: sqlite3.Connection, place: Path) -> None:
    if _check_version(database, place) == len(_MIGRATIONS):
        return
    with writing(database, place):  # another process may have done it meanwhile
        _migrate(database, _check_version(database, place))


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
        raise DamagedHistoryError(f"the history in {place} is none of formcheck's")
    if version > len(_MIGRATIONS):
        raise HistoryError(f"the history in {place} was written by a newer formcheck")
    return int(version)
