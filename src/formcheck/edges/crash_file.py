"""What a mender needs of an error, in a file: where in the program, which versions ran.

Nothing of the person: no message, as it may quote a name, an answer or a path; no
value. Loaded only where something has gone wrong.
"""

from __future__ import annotations

import platform
import secrets
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from formcheck.edges.places import data_place
from formcheck.edges.private import private_folder, private_opener
from formcheck.version import __version__

__all__ = ["CRASHES", "write_down"]

CRASHES = "faults"
"""Of the data folder: files with details."""

_KEPT = 20
_FRAMES = 60
_LIBRARIES = ("numpy", "opencv-python", "mediapipe", "av", "pydantic", "starlette")
_PACKAGE = Path(__file__).resolve().parents[1]


def write_down(error: BaseException) -> Path:
    """Write a file of its own about an error; only the newest files stay.

    Raises
    ------
    OSError
        It cannot be written; nothing is left of it.
    """
    folder = data_place() / CRASHES
    private_folder(folder)
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    path = folder / f"{now}-{secrets.token_hex(3)}.txt"
    made = open(  # noqa: SIM115 - closed at the end
        path, "x", encoding="utf-8", errors="replace", opener=private_opener
    )
    try:
        with made as file:
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
