"""A folder of recordings: which videos, what is done in each, and what is done already.

A video's summary.json carries a digest of all that it came from. Where that is still
the same, the video is not analysed again, so that a run that was stopped goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.index import Entry, index_row
from formcheck.app.recordings.jobs import Job
from formcheck.core.records.codec import DAMAGED, check_finite
from formcheck.core.records.session import SUMMARY_SCHEMA
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.names import words_of
from formcheck.edges.names import folder_name, printable
from formcheck.errors import FormcheckError, VideoError
from formcheck.reading import read_small
from formcheck.stretches.loading import find_stretch, stretch_files
from formcheck.version import __version__

__all__ = [
    "VIDEO_SUFFIXES",
    "finished",
    "folder_jobs",
    "inputs_digest",
    "own_folders",
    "stretch_by_name",
    "videos_in",
]

_LARGEST_SUMMARY = 50_000_000
"""Bytes; of hours of video, and never reached."""

VIDEO_SUFFIXES = frozenset(
    (".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4")
    + (".mpeg", ".mpg", ".mts", ".ogv", ".ts", ".webm", ".wmv")
)


def folder_jobs(
    folder: Path,
    out: Path,
    poses: Path,
    stretch: StretchSpec | None,
    options_for: Callable[[StretchSpec, Path], Options],
) -> tuple[list[Job], list[str], list[Entry]]:
    """Return a job for each video of a folder, and what each is called in the index.

    poses: the folder of stretch files. stretch: what is done in all of them; None where
    their names tell. Last come the videos that cannot be analysed, since their names do
    not tell or that stretch's file is faulty: the others are analysed all the same.

    Raises
    ------
    FormcheckError
        There is no video, or none that can be analysed: nothing is begun.
    """
    videos = videos_in(folder, leave_out=out)
    if not videos:
        raise VideoError(f"{folder}: no video in this folder")
    ids = [path.stem for path in stretch_files(poses)]
    specs: dict[str, StretchSpec | FormcheckError] = {}
    jobs, names, refused = list[Job](), list[str](), list[Entry]()
    folders = own_folders([(video, folder) for video in videos], out)
    for video, results in zip(videos, folders, strict=True):
        called = printable(video.relative_to(folder).as_posix())
        name = stretch.id if stretch else stretch_by_name(video, folder, ids)
        if name is None:
            why = (
                f"{printable(video)}: which stretch is it? Say --stretch, or begin the "
                "name of it or of its folder with the stretch's, as in bridge_anna.mp4"
            )
            refused.append(Entry(called, "", results, None, why))
            continue
        if name not in specs:
            specs[name] = stretch or _found(name, poses)
        found = specs[name]
        if isinstance(found, FormcheckError):
            why = "\n".join(
                f"{printable(video)}: {line}" for line in str(found).splitlines()
            )
            refused.append(Entry(called, words_of(name), results, None, why))
            continue
        options = options_for(found, video)
        own = replace(options, inputs=inputs_digest(video, options))
        jobs.append(Job(video, results, own))
        names.append(called)
    if not jobs:
        raise VideoError("\n".join(entry.error or "" for entry in refused))
    return jobs, names, refused


def _found(name: str, poses: Path) -> StretchSpec | FormcheckError:
    """Return a stretch, or what is wrong with its file."""
    try:
        return find_stretch(name, poses)
    except FormcheckError as error:
        return error


def videos_in(folder: Path, *, leave_out: Path | None = None) -> list[Path]:
    """Return every video under a folder, sorted; hidden ones and results left out.

    leave_out: where the results go, which may be inside. What lies beside a
    summary.json is a result too.
    """
    out = leave_out.resolve() if leave_out is not None else None
    return sorted(
        path
        for path in _everything_in(folder)
        if path.suffix.lower() in VIDEO_SUFFIXES
        and path.is_file()
        and not (path.parent / "summary.json").exists()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and (out is None or not path.resolve().is_relative_to(out))
    )


def _everything_in(folder: Path) -> Iterator[Path]:
    """Yield every file's path; a folder that vanishes or is closed is left out."""
    for parent, _, names in os.walk(folder):
        for name in names:
            yield Path(parent) / name


def stretch_by_name(video: Path, root: Path, ids: Iterable[str]) -> str | None:
    """Return the stretch that a video's name begins with or, if none, its folder's.

    `bridge_anna.mp4`, `Bridge 2.mov` and `bridge/anna.mp4` are bridges. The longest
    name that fits is meant.
    """
    known = sorted(ids, key=len, reverse=True)
    inside = video.relative_to(root)
    for name in (video.stem, *reversed(inside.parent.parts), root.name):
        plain = name.lower().replace("-", "_").replace(" ", "_")
        for each in known:
            if plain == each or plain.startswith(f"{each}_"):
                return each
    return None


def own_folders(videos: Sequence[tuple[Path, Path]], out: Path) -> list[Path]:
    """Give each video a folder by its name, and a number where names are the same.

    videos: each with the folder it was found under; what lies between them is kept.
    """
    folders: list[Path] = []
    taken: set[Path] = set()
    for video, root in videos:
        name, number = folder_name(video.name), 1
        parent = out / video.relative_to(root).parent
        folder = parent / name
        while folder in taken:
            number += 1
            folder = parent / f"{name}-{number}"
        taken.add(folder)
        folders.append(folder)
    return folders


def inputs_digest(video: Path, options: Options) -> str:
    """Return a digest of all that a summary comes from: 64 hex digits.

    The video counts by its name, size and date; a video that is not there by its name.
    """
    try:
        about = video.stat()
        seen: list[object] = [video.name, about.st_size, about.st_mtime_ns]
    except OSError:
        seen = [video.name]
    inputs = {
        "formcheck": [__version__, SUMMARY_SCHEMA],
        "video": seen,
        "stretch": options.stretch.model_dump(mode="json"),
        "judging": options.judging.digest,
        "model": options.model.sha256,
        "profile": options.profile.model_dump(mode="json"),
        "plan": asdict(options.plan),
        "planned": repr(options.planned),
        "part": [options.from_s, options.to_s, options.slowed],
        "recorded": options.started_at,
        "picture": [options.mirrored, options.rotate_deg, options.every_frame],
        "advice": options.advice,
        "written": [options.pictures, options.annotate, options.blur_face],
        "tables": options.style.separator,
        "kept": None if options.keep is None else asdict(options.keep),
    }
    text = json.dumps(inputs, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def finished(folder: Path, inputs: str) -> dict[str, Any] | None:
    """Return the summary in a results folder, if it came from just these inputs."""
    try:
        summary = json.loads(read_small(folder / "summary.json", _LARGEST_SUMMARY))
        if not isinstance(summary, dict) or summary.get("inputs") != inputs:
            return None
        check_finite(summary, "summary")
        index_row(Entry("", "", folder, summary), folder)  # or it was changed since
        return summary
    except (*DAMAGED, LookupError, OSError):
        return None
