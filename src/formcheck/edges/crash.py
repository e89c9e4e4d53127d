"""What should not have happened: told in one line, its details kept in a file.

The file has what a mender needs and nothing of the person: where in the program it
was, and which versions ran. No message, as it may quote a name, an answer or a path;
no value; nothing is sent.
"""

from __future__ import annotations

import os
import platform
import secrets
import sys
import threading
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from formcheck.core.words.catalogue import say
from formcheck.edges.places import data_place
from formcheck.edges.private import private_folder
from formcheck.version import __version__

__all__ = ["CRASHES", "crash_line", "threads_told"]

CRASHES = "faults"
"""Of the data folder: files with details."""

_KEPT = 20
_FRAMES = 60
_LIBRARIES = ("numpy", "opencv-python", "mediapipe", "av", "pydantic", "starlette")
_PACKAGE = Path(__file__).resolve().parents[1]


def crash_line(error: BaseException) -> str:
    """Write an error's details down; return the one line to tell people.

    That line comes whatever happens: on a full disk there is no file, and it says so.
    """
    kind = type(error).__name__
    try:
        path = _write(error)
    except Exception:  # the line is more important
        return say(
            "This should not have happened ({kind}). Its details could not be written "
            "down. Nothing was sent.",
            kind=kind,
        )
    return say(
        "This should not have happened ({kind}). Its details, with nothing of yours "
        "among them, are in {file}. Nothing was sent.",
        kind=kind,
        file=path,
    )


def threads_told() -> None:
    """Have errors that end a thread told in the same way from now on."""

    def tell(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None and ended.exc_type is not SystemExit:
            print(f"formcheck: {crash_line(ended.exc_value)}", file=sys.stderr)

    threading.excepthook = tell


def _write(error: BaseException) -> Path:
    folder = data_place() / CRASHES
    private_folder(folder)
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    path = folder / f"{now}-{secrets.token_hex(3)}.txt"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(_details(error))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    with suppress(OSError):
        for old in sorted(folder.glob("*.txt"))[:-_KEPT]:
            old.unlink(missing_ok=True)
    return path


def _details(error: BaseException) -> str:
    lines = [f"formcheck {__version__}", f"Python {platform.python_version()}"]
    lines.append(f"{platform.system()} {platform.machine()}")
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            lines.append(f"{name} {version(name)}")
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines += ["", type(error).__name__]
        frames = traceback.extract_tb(error.__traceback__)
        if len(frames) > _FRAMES:  # a recursion without an end
            lines.append(f"  (the last {_FRAMES} of {len(frames)})")
        for frame in frames[-_FRAMES:]:
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return "\n".join(lines) + "\n"


def _place(filename: str) -> str:
    """Return a source file's name without where it is installed."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return f"formcheck/{path.relative_to(_PACKAGE).as_posix()}"
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return path.name
