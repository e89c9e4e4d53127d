"""What is wrong in any of the files in `poses/`: a folder has files of one kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from formcheck.errors import FormcheckError
from formcheck.stretches import judging, programmes, safety, sources
from formcheck.stretches.loading import (
    check_file,
    list_stretches,
    notes_on,
    read_tables,
)
from formcheck.stretches.profiles import check_profile

__all__ = ["check_any", "notes_on_any"]


def check_any(path: Path) -> list[str]:
    """Return every problem of a file, one plain line each: of a programme, conditions,
    sources or the numbers that everybody is judged by where these are kept; of a
    person's profile, and a plan, by what stands in them; else of a stretch.

    Raises
    ------
    StretchFileError
        A stretch beside a programme is broken.
    """
    known = _KINDS.get(path.absolute().parent.name)
    return (known or _by_content(path))(path)


def notes_on_any(path: Path) -> list[str]:
    """What a right file of an older schema lacks; only a stretch can lack anything."""
    if path.absolute().parent.name in _KINDS or _by_content(path) is not check_file:
        return []
    return notes_on(path)


def _by_content(path: Path) -> Callable[[Path], list[str]]:
    """How a file outside these folders is checked: nobody takes a stretch's name for
    `stretches`, which a plan has as a list and a profile as a table.
    """
    if path.suffix == ".json":
        return check_profile
    raw, _ = read_tables(path, "stretch")
    match raw.get("stretches"):
        case list():
            return _a_plan
        case dict():
            return check_profile
    only_profile = raw and set(raw) <= {"person", "conditions"}
    return check_profile if only_profile else check_file


def _a_plan(path: Path) -> list[str]:
    return [f"{path}: a person's plan: `formcheck plan check {path}` checks it"]


def _check_programme(path: Path) -> list[str]:
    stretches = list_stretches(path.absolute().parent.parent)
    return programmes.check_programme(path, {spec.id: spec for spec in stretches})


def _problems_of(read: Callable[[Path], object]) -> Callable[[Path], list[str]]:
    """A check, from what reads such a file and says in an error all that is wrong."""

    def check(path: Path) -> list[str]:
        try:
            read(path)
        except FormcheckError as error:
            return str(error).splitlines()
        return []

    return check


_KINDS: Mapping[str, Callable[[Path], list[str]]] = {
    programmes.FOLDER: _check_programme,
    judging.FILE.parent.name: judging.check_judging,
    safety.FILE.parent.name: _problems_of(safety.load_conditions),
    sources.FILE.parent.name: _problems_of(sources.load_sources),
}
"""How a file is checked, by the name of its folder."""
