"""What is wrong in any of the files in `poses/`: a folder has files of one kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from formcheck.errors import FormcheckError
from formcheck.stretches import judging, programmes, safety, sources
from formcheck.stretches.loading import check_file, list_stretches, notes_on

__all__ = ["check_any", "notes_on_any"]


def check_any(path: Path) -> list[str]:
    """Return every problem of a file, one plain line each: of a programme, conditions,
    sources or the numbers that everybody is judged by where these are kept; else of a
    stretch.

    Raises
    ------
    StretchFileError
        A stretch beside a programme is broken.
    """
    return _KINDS.get(path.absolute().parent.name, check_file)(path)


def notes_on_any(path: Path) -> list[str]:
    """What a right file of an older schema lacks; only a stretch can lack anything."""
    return [] if path.absolute().parent.name in _KINDS else notes_on(path)


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
