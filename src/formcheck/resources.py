"""Where the files that come with formcheck are: stretches, demo clip, model, schema.

A wheel carries them under `formcheck/data/`. An editable install reads stretches and
clips from the repository itself, so that an edit counts at once.
"""

from __future__ import annotations

import gettext
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import FormcheckError, ModelError
from formcheck.reading import read_small

__all__ = ["MODEL_ENV", "MODEL_SHA256", "ModelFile", "demo_clip", "model_file"]
__all__ += ["figures_dir"]
__all__ += ["poses_dir", "shipped", "summary_schema", "translations"]

MODEL_ENV = "FORMCHECK_POSE_MODEL"
"""Names another pose landmarker bundle to use in place of the shipped one."""

MODEL_SHA256 = "80d75d2a82a75bbc3bbb559fdd16128d739218e405a6cd69e9901364f32d4dba"
"""Of the bundle that hatch_build.py makes; what this version was tested with."""

_LARGEST_MODEL = 200_000_000
"""Bytes; the largest there is has 31 MB."""

_PACKAGE = Path(__file__).resolve().parent
_REPOSITORY = _PACKAGE.parents[1]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A pose landmarker bundle and what identifies it in results."""

    path: Path
    name: str
    sha256: str

    @property
    def is_shipped(self) -> bool:
        """Whether it is the model this version was tested with."""
        return self.sha256 == MODEL_SHA256


def shipped(in_wheel: str, in_repository: str) -> Path:
    """Find a file or folder that ships with formcheck, installed or in the repository.

    Raises
    ------
    FormcheckError
        The installation is not whole.
    """
    installed = _PACKAGE / "data" / in_wheel
    if installed.exists():
        return installed
    checked_out = _REPOSITORY / in_repository
    if (_REPOSITORY / "pyproject.toml").is_file() and checked_out.exists():
        return checked_out
    raise FormcheckError(
        f"{in_wheel} is missing from this installation of formcheck; install it again"
    )


def poses_dir() -> Path:
    """Folder of the stretch files that ship with formcheck."""
    return shipped("poses", "poses")


def demo_clip() -> Path:
    """Video that `formcheck demo` analyses."""
    return shipped("demo/bridge_good.mp4", "sample_videos/bridge_good.mp4")


def figures_dir() -> Path:
    """Folder of the moving stick figures that show each stretch."""
    return _PACKAGE / "data" / "figures"


def accuracy_file() -> Path:
    """Angle errors of each stretch on its sample clip, as docs/accuracy.md has them."""
    return _PACKAGE / "data" / "accuracy.json"


def summary_schema() -> Path:
    """JSON Schema of summary.json."""
    return _PACKAGE / "data" / "summary.schema.json"


def translations(
    languages: Sequence[str] | None = None, folder: Path | None = None
) -> gettext.NullTranslations:
    """Load the sentences in the first of these languages that there is; else English.

    languages: the environment's (LANGUAGE, LC_ALL, LC_MESSAGES, LANG) unless given.
    folder: where they are, as `pl/LC_MESSAGES/formcheck.mo`.
    """
    place = folder or _PACKAGE / "locale"
    return gettext.translation("formcheck", place, languages, fallback=True)


def model_file(chosen: Path | None = None) -> ModelFile:
    """Find and identify the pose model: the one chosen, the environment's, the shipped.

    Raises
    ------
    ModelError
        There is no file, or it is not a bundle.
    """
    own = os.environ.get(MODEL_ENV)
    if chosen is None and own:
        chosen = Path(own)
    path = chosen or _PACKAGE / "data" / "pose_landmarker_full.task"
    try:
        content = read_small(path, _LARGEST_MODEL)
    except FileNotFoundError:
        hint = "" if chosen else "; install formcheck again, or give one with --model"
        raise ModelError(f"no pose model at {path}{hint}") from None
    except OSError as error:
        raise ModelError(
            f"cannot read the pose model {path}: {error.strerror}"
        ) from None
    if not content.startswith(b"PK"):
        raise ModelError(f"{path} is not a pose landmarker bundle (a .task file)")
    return ModelFile(path.resolve(), path.stem, hashlib.sha256(content).hexdigest())
