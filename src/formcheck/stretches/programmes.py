"""Programme files: the folder of them, one of them by name, and what is wrong in one.

They stand in `programmes/` beside the stretches that they name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from formcheck.core.programme.rules import problems_with
from formcheck.core.programme.spec import Programme
from formcheck.core.stretch.rules import Problem
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.catalogue import capital
from formcheck.core.words.names import words_of
from formcheck.errors import ProgrammeFileError, UnknownProgrammeError
from formcheck.stretches.layouts import Tables, programme_layout
from formcheck.stretches.loading import (
    line_of,
    name_problem,
    read_tables,
    stretches_by_id,
)
from formcheck.stretches.problems import nearest, of_fields, strictly
from formcheck.stretches.prose import ENGLISH, read_fields

__all__ = ["FOLDER", "Shelf", "check_programme", "find_programme"]
__all__ += ["load_programme", "programme_files", "programme_name", "read_programmes"]

FOLDER = "programmes"

Stretches = Mapping[str, StretchSpec]


def programme_files(poses: Path) -> list[Path]:
    """Return a folder's programme files, by name; it may have none."""
    return sorted((poses / FOLDER).glob("*.toml"))


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder's programmes.

    ready: those that can be gone through. waiting: by id, the stretches that are not in
    the folder. problems: what is wrong in the others, one plain line each.
    """

    ready: tuple[Programme, ...]
    waiting: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]


def read_programmes(
    poses: Path, stretches: Stretches | None = None, *, language: str = ENGLISH
) -> Shelf:
    """Read every programme of a folder of stretches, as they stand there.

    A session should not fail for a programme that nobody asked for: what is wrong is
    returned, not raised.

    stretches: those of the folder, by id, where they have been read already. language:
    of the sentences; English where a file has none in it.

    Raises
    ------
    StretchFileError
        A stretch is broken.
    """
    known = (
        stretches_by_id(poses, language=language) if stretches is None else stretches
    )
    ready: list[Programme] = []
    waiting: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for path in programme_files(poses):
        programme, wrong = _read(path, known, language)
        missing = _missing(programme, known) if programme is not None else ()
        if programme is not None and not wrong:
            ready.append(programme)
        elif missing:
            waiting[path.stem] = missing
        else:
            problems += [line_of(path, problem) for problem in wrong]
    return Shelf(tuple(ready), waiting, tuple(problems))


def find_programme(
    name: str,
    poses: Path,
    stretches: Stretches | None = None,
    *,
    language: str = ENGLISH,
) -> Programme:
    """Read the programme of that id.

    Raises
    ------
    UnknownProgrammeError
        There is none; the text has the nearest name.
    ProgrammeFileError, StretchFileError
        Its file is broken, or a stretch's.
    """
    paths = {path.stem: path for path in programme_files(poses)}
    if name in paths:
        known = (
            stretches_by_id(poses, language=language)
            if stretches is None
            else stretches
        )
        return load_programme(paths[name], known, language=language)
    wanted = name.strip().lower().replace(" ", "_").replace("-", "_")
    near = nearest(wanted, paths).strip(" ()")
    hint = f"did you mean {near}?" if near else "`formcheck programmes` names them"
    raise UnknownProgrammeError(f"no programme is called {name!r}; {hint}")


def programme_name(name: str, poses: Path) -> str:
    """Return a programme's name, to be read; in words its id if there is no such file.

    It need not be one that can be gone through: a kept session may be older than it.
    """
    if "/" in name or "\\" in name:
        return name
    raw = read_tables(poses / FOLDER / f"{name}.toml", "programme")[0]
    texts = raw.get("text")
    english = texts.get(ENGLISH) if isinstance(texts, dict) else None
    known = english.get("name") if isinstance(english, dict) else raw.get("name")
    return known if isinstance(known, str) and known else capital(words_of(name))


def load_programme(
    path: Path, stretches: Stretches, *, language: str = ENGLISH
) -> Programme:
    """Read one programme file.

    Raises
    ------
    ProgrammeFileError
        It is broken; the text has a line for every problem.
    """
    programme, problems = _read(path, stretches, language)
    if programme is None or problems:
        raise ProgrammeFileError("\n".join(line_of(path, p) for p in problems))
    return programme


def check_programme(path: Path, stretches: Stretches) -> list[str]:
    """Return every problem of a programme file, one plain line each."""
    return [line_of(path, problem) for problem in _read(path, stretches, ENGLISH)[1]]


def _missing(programme: Programme, stretches: Stretches) -> tuple[str, ...]:
    """Stretches that a programme names and that are not there, each once."""
    named = [
        name
        for step in programme.steps
        for name in (step.stretch, step.instead, *step.swap.values())
        if name is not None
    ]
    return tuple(dict.fromkeys(name for name in named if name not in stretches))


def _read(
    path: Path, stretches: Stretches, language: str
) -> tuple[Programme | None, list[Problem]]:
    raw, problems = read_tables(path, "programme")
    if problems:
        return None, problems
    programme, problems = read_fields(raw, programme_layout, _validate, language)
    if programme is not None:
        problems = [
            _hinted(problem, stretches)
            for problem in problems_with(programme, stretches)
            # The minutes are those of the English words: others may be longer.
            if language == ENGLISH or problem.path != "minutes"
        ]
    return programme, [*problems, *name_problem(path, raw)]


def _validate(fields: Tables) -> tuple[Programme | None, list[Problem]]:
    try:
        return strictly(Programme, fields), []
    except ValidationError as error:
        return None, list(of_fields(error, Programme))


def _hinted(problem: Problem, stretches: Stretches) -> Problem:
    """Add the nearest stretch to one that is not there."""
    text = problem.text
    if text.endswith("is not a stretch here"):
        return Problem(problem.path, text + nearest(text.split("'")[1], stretches))
    return problem
