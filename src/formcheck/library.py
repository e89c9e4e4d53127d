"""The stretches that come with formcheck, and files of one's own."""

from __future__ import annotations

import os
from pathlib import Path

from formcheck.core.judge.judging import Judging
from formcheck.core.stretch.spec import StretchSpec
from formcheck.resources import poses_dir
from formcheck.stretches import loading
from formcheck.stretches.judging import judging_of

__all__ = ["list_stretches", "load_stretch"]


def list_stretches() -> tuple[str, ...]:
    """Return the ids of the stretches that come with formcheck."""
    return tuple(path.stem for path in loading.stretch_files(poses_dir()))


def load_stretch(path_or_id: str | os.PathLike[str]) -> StretchSpec:
    """Read a stretch file, or the stretch of that id that comes with formcheck.

    A text that ends in .toml is a file's name.

    Raises
    ------
    FormcheckError
        There is none, or it is broken; the text has a line for every problem.
    """
    if _is_file(path_or_id):
        return loading.load_stretch(Path(path_or_id))
    return loading.find_stretch(str(path_or_id), poses_dir())


def judging_for(stretch: str | os.PathLike[str] | StretchSpec) -> Judging:
    """Return the numbers that a stretch is judged by: those beside its file, or the
    shipped ones.

    Raises
    ------
    FormcheckError
        Their file is broken.
    """
    if isinstance(stretch, StretchSpec) or not _is_file(stretch):
        return judging_of()
    return judging_of(Path(stretch).parent)


def _is_file(path_or_id: str | os.PathLike[str]) -> bool:
    return not isinstance(path_or_id, str) or path_or_id.endswith(".toml")
