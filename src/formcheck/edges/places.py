"""Where what is kept of a person stands on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from formcheck.edges.names import NOT_UTF8, in_utf8, printable
from formcheck.edges.private import private_folder
from formcheck.errors import OutputError

__all__ = ["DATA_ENV", "data_dir", "data_place"]

DATA_ENV = "FORMCHECK_DATA"
"""Names another folder to keep everything in."""


def data_place() -> Path:
    """Return where the folder for what is kept is, or will be once it is needed."""
    own = os.environ.get(DATA_ENV)
    if own:
        return Path(own)
    return platformdirs.user_data_path("formcheck", appauthor=False)


def data_dir() -> Path:
    """Return the folder for history, profiles and journals; made if it is not there.

    Only its owner may read it: what is in it is about their health.

    Raises
    ------
    OutputError
        It cannot be made.
    """
    folder = data_place()
    if not in_utf8(folder):
        raise OutputError(
            f"cannot keep anything in {printable(folder)}: {NOT_UTF8}; {DATA_ENV} "
            "names another folder"
        )
    try:
        private_folder(folder)
    except OSError as error:
        raise OutputError(
            f"cannot keep anything in {folder}: {error.strerror}"
        ) from error
    return folder
