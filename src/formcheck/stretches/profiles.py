"""A person's profile as a file: its format, read and checked (docs/profiles.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import ValidationError

from formcheck.core.stretch.rules import Problem
from formcheck.core.stretch.spec import Profile
from formcheck.errors import ProfileError
from formcheck.resources import poses_dir
from formcheck.stretches.loading import (
    line_of,
    own_or_shipped,
    read_tables,
    stretch_files,
)
from formcheck.stretches.problems import nearest, of_fields, strictly
from formcheck.stretches.safety import FILE, load_conditions

__all__ = ["check_profile", "read_profile"]


def read_profile(path: Path) -> Profile:
    """Read a profile from JSON or, where the name ends in .toml, from TOML.

    Raises
    ------
    ProfileError
        It cannot be read; the text has a line for every problem.
    """
    profile, problems = _read(path)
    if profile is None:
        raise ProfileError("\n".join(line_of(path, problem) for problem in problems))
    return profile


def check_profile(path: Path, poses: Path | None = None) -> list[str]:
    """Return every problem of a profile, one plain line each: stretches and conditions
    that there are not, too.

    poses: the folder of stretch files; by default the shipped one.
    """
    profile, problems = _read(path)
    folder = poses or poses_dir()
    if profile is not None:
        known = [one.stem for one in stretch_files(folder)]
        conditions = load_conditions(own_or_shipped(folder, FILE))
        problems = [
            *_unknown("stretches.{}", "a stretch", profile.stretches, known),
            *_unknown("conditions", "a condition", profile.conditions, conditions),
        ]
    return [line_of(path, problem) for problem in problems]


def _unknown(
    place: str, what: str, given: Collection[str], known: Collection[str]
) -> Iterator[Problem]:
    for name in given:
        if name not in known:
            text = f"{name!r} is not {what} here{nearest(name, known)}"
            yield Problem(place.format(name), text)


def _read(path: Path) -> tuple[Profile | None, list[Problem]]:
    raw, problems = read_tables(path, "profile", as_json=path.suffix != ".toml")
    try:
        if not problems:
            return strictly(Profile, raw), []
    except ValidationError as error:
        problems = list(of_fields(error, Profile))
    return None, problems
