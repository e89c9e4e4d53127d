"""Stretch files: the folder of them, one of them by name, and what one says."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from pathlib import Path

from formcheck.core.stretch.rules import Problem, lacking
from formcheck.core.stretch.spec import StretchSpec
from formcheck.errors import StretchFileError, UnknownStretchError
from formcheck.reading import read_small
from formcheck.resources import poses_dir
from formcheck.stretches.layouts import stretch_layout
from formcheck.stretches.problems import nearest, validate
from formcheck.stretches.prose import ENGLISH, read_fields
from formcheck.stretches.toml import read_toml

__all__ = [
    "check_file",
    "find_stretch",
    "line_of",
    "own_or_shipped",
    "list_stretches",
    "load_stretch",
    "name_problem",
    "notes_on",
    "read_tables",
    "stretch_files",
    "stretches_by_id",
]

_DIGITS = 60

_OLDER = (
    "of schema 1, so judged by its angles alone; schema 2 asks for what follows "
    "(docs/writing-a-stretch.md)"
)


def stretch_files(folder: Path) -> list[Path]:
    """Return a folder's stretch files, by name.

    Raises
    ------
    StretchFileError
        There is no such folder.
    """
    _be_there(folder)
    return sorted(folder.glob("*.toml"))


def _be_there(folder: Path) -> None:
    if not folder.is_dir():
        raise StretchFileError(f"{folder}: no folder of stretch files")


def list_stretches(folder: Path, *, language: str = ENGLISH) -> list[StretchSpec]:
    """Read every stretch of a folder.

    language: of its sentences; English where a file has none in it.

    Raises
    ------
    StretchFileError
        Some are broken; the text names every problem of all of them.
    """
    specs, broken = [], []
    for path in stretch_files(folder):
        try:
            specs.append(load_stretch(path, language=language))
        except StretchFileError as error:
            broken.append(str(error))
    if broken:
        raise StretchFileError("\n".join(broken))
    return specs


def stretches_by_id(folder: Path, *, language: str = ENGLISH) -> dict[str, StretchSpec]:
    """Read every stretch of a folder, as `list_stretches` does, by its id."""
    return {spec.id: spec for spec in list_stretches(folder, language=language)}


def find_stretch(name: str, folder: Path, *, language: str = ENGLISH) -> StretchSpec:
    """Read the stretch of that id.

    Raises
    ------
    UnknownStretchError
        There is none; the text has the nearest names.
    StretchFileError
        Its file is broken.
    """
    paths = {path.stem: path for path in stretch_files(folder)}
    if name in paths:
        return load_stretch(paths[name], language=language)
    wanted = name.strip().lower().replace(" ", "_").replace("-", "_")
    near = nearest(wanted, paths).strip(" ()")
    hint = f"did you mean {near}?" if near else "`formcheck list` names them"
    own = Path(name)
    if not paths:
        hint = f"there are no stretch files in {folder}"
    if own.suffix == ".toml" and own.is_file():
        hint = f"a file goes by its id and folder: {own.stem} --poses {own.parent}"
    raise UnknownStretchError(f"no stretch is called {name!r}; {hint}")


def load_stretch(path: Path, *, language: str = ENGLISH) -> StretchSpec:
    """Read one stretch file.

    Raises
    ------
    StretchFileError
        It is broken; the text has a line for every problem.
    """
    spec, problems = _read(path, language)
    if spec is None:
        raise StretchFileError(
            "\n".join(line_of(path, problem) for problem in problems)
        )
    return spec


def check_file(path: Path) -> list[str]:
    """Return every problem of a stretch file, one plain line each."""
    return [line_of(path, problem) for problem in _read(path, ENGLISH)[1]]


def notes_on(path: Path) -> list[str]:
    """What a right stretch file of schema 1 does not say and one of schema 2 must, one
    plain line each.
    """
    raw, _ = read_tables(path, "stretch")
    if raw.get("schema") != 1:
        return []
    more = [line_of(path, Problem(f"note: {p.path}", p.text)) for p in lacking(raw)]
    return [line_of(path, Problem("note", _OLDER)), *more] if more else []


def own_or_shipped(poses: Path, file: Path) -> Path:
    """Return a file beside the stretch files or, without any there, the shipped one.

    What has its name and is no file, such as a link to nothing, is taken for it: nobody
    is to be judged by other rules than those they meant.

    Raises
    ------
    StretchFileError
        There is no such folder.
    """
    _be_there(poses)
    own = poses / file
    return own if own.exists() or own.is_symlink() else poses_dir() / file


def read_tables(
    path: Path, what: str, *, as_json: bool = False
) -> tuple[dict[str, object], list[Problem]]:
    """Read a file's tables, or the one problem that keeps it from being read.

    what: the kind of file that it should be, for the problem's words. as_json: it is
    JSON, not TOML.
    """
    try:
        content = read_small(path)
        # Some editors put a byte order mark first, which TOML does not know.
        text = content.decode("utf-8-sig")
        if not as_json:
            return read_toml(text)
        raw = json.loads(text, parse_int=_whole)
        if isinstance(raw, dict):
            return raw, []
        problem = Problem("", f"not a {what} file: should be a table")
    except FileNotFoundError:
        problem = Problem("", "no such file")
    except IsADirectoryError:
        problem = Problem("", f"a folder, not a {what} file")
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
        if error.errno == errno.EFBIG:
            why = f"too large for a {what} file"
        problem = Problem("", why)
    except UnicodeDecodeError as error:
        problem = Problem("", f"not UTF-8 text (byte {error.start})")
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        problem = Problem(place, f"not JSON ({error.msg[0].lower()}{error.msg[1:]})")
    except RecursionError:
        problem = Problem("", "nested too deeply")
    except ValueError:  # a null byte in its name
        problem = Problem("", "no such file")
    return {}, [problem]


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise json.JSONDecodeError("A number of too many digits", digits, 0)
    return int(digits)


def name_problem(path: Path, raw: Mapping[str, object]) -> list[Problem]:
    """The id of a file is its name."""
    own = raw.get("id")
    if isinstance(own, str) and own != path.stem:
        return [Problem("id", f"{own!r} is not the file's name ({path.stem})")]
    return []


def _read(path: Path, language: str) -> tuple[StretchSpec | None, list[Problem]]:
    raw, problems = read_tables(path, "stretch")
    if problems:
        return None, problems
    spec, problems = read_fields(raw, stretch_layout, validate, language)
    problems += name_problem(path, raw)
    if raw.get("schema") == 2:
        problems += [p for p in lacking(raw) if not _is_told(p, problems)]
    return (None if problems else spec), problems


def _is_told(lack: Problem, problems: list[Problem]) -> bool:
    """A key misspelt or misplaced is one mistake, not that and a missing one."""
    key = lack.path.rpartition(".")[2]
    ends = (f"({key})", f"(no_{key})", f".no_{key}")
    return any(problem.text.endswith(ends) for problem in problems)


def line_of(path: Path, problem: Problem) -> str:
    """A problem as one line: file, place, what is wrong."""
    return ": ".join(part for part in (str(path), problem.path, problem.text) if part)
