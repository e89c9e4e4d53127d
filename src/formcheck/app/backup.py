"""All that is kept of everybody in one file, and back again."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from formcheck.edges.places import data_dir
from formcheck.edges.replacing import replacing
from formcheck.edges.sqlite_store import DATABASE, RECORDINGS, TRACES, SqliteStore
from formcheck.errors import HistoryError, OutputError

__all__ = ["Written", "backup", "restore"]


class Written(NamedTuple):
    """What a backup holds. pictures_bytes: the size of the recordings."""

    sessions: int
    recordings: int
    pictures_bytes: int


def backup(target: Path, folder: Path | None = None) -> Written:
    """Write history, traces, profiles and recordings to one zip file.

    Raises
    ------
    HistoryError
        The history cannot be read.
    OutputError
        `target` is there already or cannot be written; nothing is written then.
    """
    home = folder or data_dir()
    if target.exists():
        raise OutputError(f"{target} is there already; give a new name")
    try:
        with (
            SqliteStore(home) as store,
            tempfile.TemporaryDirectory() as work,
            replacing(target) as beside,
            zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            # Held back until the traces are copied: none can be deleted meanwhile.
            with store.writing():
                snapshot = Path(work) / DATABASE
                traces = store.snapshot(snapshot)
                archive.write(snapshot, DATABASE)
                for trace in traces:
                    archive.write(trace, f"{TRACES}/{trace.name}")
            pictures = []
            for path in _others(home):
                name = path.relative_to(home)
                recorded = name.parts[0] == RECORDINGS
                how = zipfile.ZIP_STORED if recorded else zipfile.ZIP_DEFLATED
                archive.write(path, name.as_posix(), how)  # a video gets no smaller
                if recorded:
                    pictures.append(path.stat().st_size)
            written = Written(len(store.rows()), len(pictures), sum(pictures))
    except OSError as error:
        raise OutputError(f"cannot write to {target}: {error.strerror}") from error
    return written


def restore(source: Path, folder: Path | None = None, *, replace: bool = False) -> int:
    """Take what `backup` wrote in the place of what is kept; return its sessions.

    replace: even where sessions are kept already, which are lost then.

    Raises
    ------
    HistoryError
        `source` is no backup, or sessions are kept already; nothing changes then.
    """
    home = folder or data_dir()
    with (
        SqliteStore(home) as store,
        tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as work,
    ):
        unpacked = Path(work)
        _unpack(source, unpacked)
        kept = len(store.rows())
        if kept and not replace:
            raise HistoryError(
                f"{kept} sessions are kept already and would be lost; "
                "`formcheck backup` them first, then restore with --replace"
            )
        store.replace_with(unpacked / DATABASE, unpacked / TRACES)
        (unpacked / DATABASE).unlink()
        shutil.rmtree(unpacked / TRACES, ignore_errors=True)
        for path in sorted(p for p in unpacked.rglob("*") if p.is_file()):
            target = home / path.relative_to(unpacked)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
        return len(store.rows())


def _others(home: Path) -> Iterator[Path]:
    """Everything but the database and its traces: profiles, plans, recordings."""
    for path in sorted(home.rglob("*")):
        top = path.relative_to(home).parts[0]
        if path.is_file() and not top.startswith((DATABASE, TRACES, ".")):
            yield path


def _unpack(source: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            if DATABASE not in names or archive.testzip() is not None:
                raise HistoryError(f"{source}: not a backup of formcheck, or damaged")
            for name in names:
                parts = PurePosixPath(name).parts
                if ".." in parts or PurePosixPath(name).is_absolute() or "\\" in name:
                    raise HistoryError(f"{source}: {name!r} has no place in a backup")
            archive.extractall(target)
    except FileNotFoundError:
        raise HistoryError(f"{source}: no such file") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise HistoryError(
            f"{source}: not a backup of formcheck, or damaged"
        ) from error
    except OSError as error:
        raise HistoryError(f"{source}: {error.strerror or error}") from error
