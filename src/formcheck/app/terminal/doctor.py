"""What there is and what is missing on this machine, without tripping over it.

OpenCV is looked at from outside first: where a system library is missing, importing it
is what fails.
"""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from formcheck.core.words.catalogue import say, say_many
from formcheck.edges.names import printable
from formcheck.edges.places import data_place
from formcheck.errors import FormcheckError
from formcheck.resources import demo_clip, model_file, poses_dir
from formcheck.version import __version__

__all__ = ["Diagnosis", "examine"]

_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
"""System libraries that opencv-python needs on Linux, by Debian's package."""

_PACKAGES = (
    "mediapipe",
    "opencv-python",
    "numpy",
    "pydantic",
    "typer",
    "rich",
)
_CAMERAS = range(4)
_CAMERAS_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at. ok: None where it is neither right nor wrong."""

    what: str
    found: str
    ok: bool | None = None


def examine() -> Iterator[Diagnosis]:
    """Look at everything that has gone wrong on somebody's machine before."""
    yield Diagnosis("formcheck", __version__)
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    yield Diagnosis("Python", f"{platform.python_version()} on {system}")
    for package in _PACKAGES:
        yield _version(package)
    yield _opencv_owners()
    yield from _libraries()
    yield _opencv_works()
    yield _model()
    yield _shipped()
    yield _cameras()
    kept = data_place()
    there = "" if kept.exists() else say(" (not yet there)")
    yield Diagnosis(say("data is kept in"), f"{printable(kept)}{there}")


def _version(package: str) -> Diagnosis:
    try:
        return Diagnosis(package, metadata.version(package))
    except metadata.PackageNotFoundError:
        return Diagnosis(package, say("not installed"), ok=False)


def _opencv_owners() -> Diagnosis:
    """Find every distribution that brings cv2: two of them overwrite each other."""
    owners = sorted(
        f"{found.name} {found.version}"
        for found in metadata.distributions()
        if any(file.parts[:1] == ("cv2",) for file in found.files or ())
    )
    if len(owners) == 1:
        return Diagnosis(say("cv2 comes from"), owners[0], ok=True)
    if not owners:
        return Diagnosis(
            say("cv2 comes from"), say("nowhere: opencv-python is missing"), ok=False
        )
    return Diagnosis(
        say("cv2 comes from"),
        say(
            "{packages}: they overwrite each other; uninstall all of them, "
            "then install opencv-python alone",
            packages=", ".join(owners),
        ),
        ok=False,
    )


def _libraries() -> Iterator[Diagnosis]:
    if not sys.platform.startswith("linux"):
        return
    missing = sorted({p for name, p in _LIBRARIES.items() if not _loads(name)})
    if missing:
        advice = say(
            "missing; on Debian or Ubuntu: apt-get install {packages}",
            packages=" ".join(missing),
        )
        yield Diagnosis(say("system libraries"), advice, ok=False)
    else:
        yield Diagnosis(say("system libraries"), say("all there"), ok=True)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _opencv_works() -> Diagnosis:
    """Try it in a process of its own, so that a crash is a finding too."""
    run = _python("import cv2; print(cv2.__version__)")
    if run is not None and run.returncode == 0:
        return Diagnosis(say("OpenCV starts"), run.stdout.strip(), ok=True)
    lines = run.stderr.strip().splitlines() if run is not None else [say("no answer")]
    return Diagnosis(
        say("OpenCV starts"), lines[-1] if lines else say("it crashed"), ok=False
    )


def _model() -> Diagnosis:
    try:
        model = model_file()
    except FormcheckError as error:
        return Diagnosis(say("pose model"), str(error), ok=False)
    if model.is_shipped:
        return Diagnosis(
            say("pose model"),
            say(
                "{model}, SHA-256 {sha256}…", model=model.name, sha256=model.sha256[:12]
            ),
            ok=True,
        )
    return Diagnosis(
        say("pose model"),
        say(
            "{path} is not the one this version was tested with (SHA-256 {sha256}…)",
            path=model.path,
            sha256=model.sha256[:12],
        ),
    )


def _shipped() -> Diagnosis:
    try:
        count = len(list(poses_dir().glob("*.toml")))
        demo_clip()
    except FormcheckError as error:
        return Diagnosis(say("stretches and demo"), str(error), ok=False)
    return Diagnosis(
        say("stretches and demo"),
        say_many(
            "{n} stretch in {folder}",
            "{n} stretches in {folder}",
            count,
            folder=poses_dir(),
        ),
        ok=True,
    )


def _cameras() -> Diagnosis:
    """Open each camera for a moment. Drivers can hang: not in this process."""
    run = _python(
        "import formcheck.edges.native_logs as q\n"
        f"for index in {list(_CAMERAS)}:\n"
        "    camera = q.cv2.VideoCapture(index)\n"
        "    if camera.isOpened() and camera.read()[0]: print(index)\n"
        "    camera.release()\n"
    )
    if run is None:
        return Diagnosis(
            say("cameras"), say("a camera driver does not answer"), ok=False
        )
    found = run.stdout.split()
    return Diagnosis(say("cameras"), ", ".join(found) if found else say("none opens"))


def _python(code: str) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            timeout=_CAMERAS_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return None
