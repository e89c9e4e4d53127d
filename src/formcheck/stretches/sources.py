"""Where numbers and cautions come from: keys in the files, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from formcheck.errors import StretchFileError
from formcheck.resources import poses_dir
from formcheck.stretches.loading import line_of, own_or_shipped, read_tables
from formcheck.stretches.problems import of_fields

__all__ = ["FILE", "Source", "cited", "list_sources", "load_sources", "source_line"]

FILE = Path("references") / "sources.toml"
"""In the folder of stretch files."""

_CITED = re.compile(r"\[([A-Za-z0-9_, ]+)\]")


class Source(BaseModel):
    """A page or paper. url: where it was read, if anywhere. read: whether it, or its
    stored copy, was read for this; otherwise it is named from memory.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    url: str = ""
    read: bool = True


def list_sources(poses: Path) -> dict[str, Source]:
    """Read the sources of a folder of stretches, by key, and the shipped ones.

    Files of one's own may name both; of a key that stands in both, the own one counts.

    Raises
    ------
    StretchFileError
        The file is broken; the text names every problem.
    """
    shipped, own = poses_dir() / FILE, own_or_shipped(poses, FILE)
    found = load_sources(shipped)
    return found if own == shipped else found | load_sources(own)


def load_sources(path: Path) -> dict[str, Source]:
    """Read a file of sources, by key.

    Raises
    ------
    StretchFileError
        It is broken; the text names every problem.
    """
    raw, problems = read_tables(path, "source")
    try:
        found = TypeAdapter(dict[str, Source]).validate_python(raw)
    except ValidationError as error:
        found = {}
        problems = problems or list(of_fields(error, Source))
    if problems:
        raise StretchFileError("\n".join(line_of(path, p) for p in problems))
    return found


def cited(text: str) -> list[str]:
    """Return the keys in square brackets: "15-30 s [hwK2C, seed]" names two."""
    groups: Iterable[str] = _CITED.findall(text)
    return [key.strip() for group in groups for key in group.split(",")]


def source_line(key: str, sources: Mapping[str, Source]) -> str:
    """A key in words, as far as it is known: "Mayo Clinic - ...: https://..."."""
    source = sources.get(key)
    if source is None:
        return key
    return f"{source.text}: {source.url}" if source.url else source.text
