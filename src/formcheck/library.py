"""The stretches that come with formcheck, and files of one's own."""

from __future__ import annotations

import os
from pathlib import Path

from formcheck.core.stretch.spec import StretchSpec
from formcheck.resources import poses_dir
from formcheck.stretches import loading

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
    if isinstance(path_or_id, str) and not path_or_id.endswith(".toml"):
        return loading.find_stretch(path_or_id, poses_dir())
    return loading.load_stretch(Path(path_or_id))
