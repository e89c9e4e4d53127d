"""All that is kept of everybody in one file, and back again."""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from formcheck.core.words.catalogue import say
from formcheck.edges.crash_file import CRASHES
from formcheck.edges.database import check_made
from formcheck.edges.notices import tell_once
from formcheck.edges.people import PEOPLE, PERSON_FILE, PLAN_FILE, read_person
from formcheck.edges.places import data_dir
from formcheck.edges.private import close_to_others, private_folder
from formcheck.edges.recording import read_trace
from formcheck.edges.replacing import replacing
from formcheck.edges.scratch import scratch
from formcheck.edges.sqlite_store import DATABASE, RECORDINGS, TRACES, SqliteStore
from formcheck.errors import (
    DamagedHistoryError,
    HistoryError,
    OutputError,
    ProfileError,
)
from formcheck.stretches.my_plan import is_plan

__all__ = ["Written", "backup", "restore"]


class Written(NamedTuple):
    """What a backup holds. pictures_bytes: the size of the recordings."""

    sessions: int
    recordings: int
    pictures_bytes: int


_LARGE = 100_000_000
_MOST_TIMES = 100
"""A member of more bytes than that which packs better than so many times is to fill a
disk: histories pack 20 times, recordings and traces hardly."""


def backup(target: Path, folder: Path | None = None) -> Written:
    """Write history, traces, profiles and recordings to one zip file.

    Raises
    ------
    HistoryError
        The history cannot be read.
    OutputError
        `target` is there already, cannot be written, or does not read back as it was
        written; nothing is left there then.
    """
    home = folder or data_dir()
    if target.exists():
        raise OutputError(f"{target} is there already; give a new name")
    try:
        with (
            SqliteStore(home) as store,
            scratch(home) as work,
            replacing(target, private=True) as beside,
        ):
            for line in store.check():
                tell_once(say("{problem}; it is in the backup as it is", problem=line))
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
                written = _write(archive, target, store, work)
            _read_back(beside, target, work, written)
    except OSError as error:
        raise OutputError(f"cannot write to {target}: {error.strerror}") from error
    return written


def _write(
    archive: zipfile.ZipFile, target: Path, store: SqliteStore, work: Path
) -> Written:
    home = store.folder
    # Held back until the traces are copied: none can be deleted meanwhile.
    with store.writing():
        snapshot = work / DATABASE
        traces = store.snapshot(snapshot)
        with _not_the_history(target):
            archive.write(snapshot, DATABASE)
            for trace in traces:
                archive.write(trace, f"{TRACES}/{trace.name}")
        numbers = store.numbers()
    pictures = []
    for path in _others(home):
        name = path.relative_to(home)
        recorded = name.parts[0] == RECORDINGS
        how = zipfile.ZIP_STORED if recorded else zipfile.ZIP_DEFLATED
        archive.write(path, name.as_posix(), how)  # a video gets no smaller
        if recorded:
            pictures.append(path.stat().st_size)
    return Written(len(numbers), len(pictures), sum(pictures))


@contextmanager
def _not_the_history(target: Path) -> Iterator[None]:
    """Say that the copy cannot be written, not that what is copied is at fault."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write to {target}: {error.strerror}") from error


def _read_back(beside: Path, target: Path, work: Path, written: Written) -> None:
    """Read what was written from the disk, before it counts as a backup."""
    again = work / "again"
    try:
        with zipfile.ZipFile(beside) as archive:
            if damaged := archive.testzip():
                raise OutputError(f"{target}: {damaged} was not written as it is")
            archive.extract(DATABASE, again)
        check_made(again / DATABASE)
        with SqliteStore(again) as other:
            if len(other.numbers()) != written.sessions:
                raise OutputError(f"{target}: sessions are missing in it")
    except (zipfile.BadZipFile, zlib.error, HistoryError) as error:
        raise OutputError(f"{target}: cannot be read again ({error})") from error


def restore(source: Path, folder: Path | None = None, *, replace: bool = False) -> int:
    """Take what `backup` wrote in the place of what is kept; return its sessions.

    replace: even where sessions or people are kept already, which are lost then.
    Everything in the backup is read before anything is changed, and all of it is taken
    or nothing. A part of it that cannot be read is reported; the others are still
    taken.

    Raises
    ------
    HistoryError
        `source` is no backup, is damaged, or there is something kept already; nothing
        changes then.
    OutputError
        A file of it cannot be written; nothing changes then either.
    """
    home = folder or data_dir()
    try:
        private_folder(home)
    except OSError as error:
        raise OutputError(f"{home}: {error.strerror}") from error
    with scratch(home) as work, ExitStack() as undo:
        unpacked = work / "unpacked"
        _unpack(source, unpacked)
        others = list(_others(unpacked))
        with (
            _read_whole(source, unpacked) as (other, problems),
            _opened(home, undo, replace=replace) as store,
        ):
            kept = _kept(home, store)
            if kept and not replace:
                raise HistoryError(
                    f"{kept} kept already and would be lost; "
                    "`formcheck backup` first, then restore with --replace"
                )
            if problems and kept:
                raise HistoryError(f"{source}: {problems[0]}; nothing is replaced")
            store.replace_with(
                other, lambda: _take_over(others, unpacked, home, work, undo)
            )
            undo.pop_all()  # it is done
            for line in problems:
                tell_once(
                    say(
                        "{file}: {problem}; it is kept as it is",
                        file=source,
                        problem=line,
                    )
                )
            return len(store.numbers())


def _kept(home: Path, store: SqliteStore) -> str:
    """What would be lost, as `2 sessions are`; nothing where nothing is kept."""
    count = len(store.numbers())
    if count:
        return "1 session is" if count == 1 else f"{count} sessions are"
    people = home / PEOPLE
    return "people's files are" if any(p.is_file() for p in people.rglob("*")) else ""


def _opened(home: Path, undo: ExitStack, *, replace: bool) -> SqliteStore:
    """Open the history that is to be replaced; a damaged one is put aside.

    undo: puts it back.
    """
    try:
        return SqliteStore(home)
    except DamagedHistoryError:
        if not replace:
            raise
    for ending in ("", "-wal", "-shm"):
        path, aside = home / f"{DATABASE}{ending}", home / f"{DATABASE}.damaged{ending}"
        if path.exists():
            os.replace(path, aside)
            undo.callback(os.replace, aside, path)
    tell_once(
        say(
            "the damaged history is put aside, as {file} in {folder}",
            file=f"{DATABASE}.damaged",
            folder=home,
        )
    )
    return SqliteStore(home)


@contextmanager
def _read_whole(
    source: Path, unpacked: Path
) -> Iterator[tuple[SqliteStore, list[str]]]:
    """Read all of an unpacked backup: its history, and a line for what is damaged."""
    here = f"{unpacked}{os.sep}"
    with ExitStack() as stack:
        try:
            check_made(unpacked / DATABASE)
            other = stack.enter_context(SqliteStore(unpacked))
            problems = other.check(read_trace)
        except HistoryError as error:
            why = str(error).replace(f"the history in {unpacked}", "its history")
            raise HistoryError(f"{source}: {why}") from None
        for path in _others(unpacked):
            if path.name == PERSON_FILE:
                try:
                    read_person(path)
                except ProfileError as error:
                    problems.append(str(error))
            elif path.name == PLAN_FILE and not is_plan(path):
                problems.append(f"{path}: not a plan, or damaged")
        yield other, [line.replace(here, "") for line in problems]


def _take_over(
    others: Sequence[Path], unpacked: Path, home: Path, work: Path, undo: ExitStack
) -> None:
    """Move files to where they are kept. undo: puts back what was there before."""
    before = work / "before"
    for number, path in enumerate(others):
        target = home / path.relative_to(unpacked)
        try:
            private_folder(target.parent)
            if target.is_file():
                old = before / str(number)
                private_folder(before)
                os.replace(target, old)
                undo.callback(os.replace, old, target)
            os.replace(path, target)
            undo.callback(target.unlink, missing_ok=True)
        except OSError as error:
            raise OutputError(
                f"{target}: cannot be written ({error.strerror})"
            ) from error


def _others(home: Path) -> Iterator[Path]:
    """Everything but the database and its traces: profiles, plans, recordings.

    What menders need of faults is of this machine, and not of anybody.
    """
    for path in sorted(home.rglob("*")):
        top = path.relative_to(home).parts[0]
        if path.is_file() and not top.startswith((DATABASE, TRACES, CRASHES, ".")):
            yield path


def _refuse_bomb(archive: zipfile.ZipFile, source: Path, free: int) -> None:
    """Refuse what would fill the disk, or unpack to far more than anything of ours."""
    for one in archive.infolist():
        if one.file_size > _LARGE and one.file_size > _MOST_TIMES * one.compress_size:
            raise HistoryError(
                f"{source}: {one.filename!r} would unpack to "
                f"{one.file_size / 1e6:.0f} MB, which no backup of formcheck does"
            )
    size = sum(member.file_size for member in archive.infolist())
    if size > free:
        raise HistoryError(f"{source}: there is no room for {size / 1e6:.0f} MB")


def _unpack(source: Path, target: Path) -> None:
    try:
        if not source.is_file():  # a device or a pipe might never end
            why = "not a file" if source.exists() else "no such file"
            raise HistoryError(f"{source}: {why}")
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            # zipfile unpacks no more of a member than is written here.
            _refuse_bomb(archive, source, shutil.disk_usage(target.parent).free)
            if DATABASE not in names or archive.testzip() is not None:
                raise HistoryError(f"{source}: not a backup of formcheck, or damaged")
            for name in names:
                parts = PurePosixPath(name).parts
                # SQLite would take a log beside the database for part of it.
                log = name.startswith(DATABASE) and name != DATABASE
                away = ".." in parts or PurePosixPath(name).is_absolute()
                if away or log or "\\" in name:
                    raise HistoryError(f"{source}: {name!r} has no place in a backup")
            archive.extractall(target)
        for path in target.rglob("*"):
            close_to_others(path)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,  # it wants a password, or is packed in a way unknown to zipfile
        ValueError,
    ) as error:
        raise HistoryError(
            f"{source}: not a backup of formcheck, or damaged"
        ) from error
    except OSError as error:
        raise HistoryError(f"{source}: {error.strerror or error}") from error
