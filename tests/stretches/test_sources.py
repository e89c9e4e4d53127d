"""Every key that a file names stands for something that can be looked up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formcheck.errors import StretchFileError
from formcheck.resources import poses_dir
from formcheck.stretches.sources import Source, cited, list_sources, source_line

SOURCES = list_sources(poses_dir())
FILES = [p for p in sorted(poses_dir().rglob("*.toml")) if "references" not in p.parts]


def keys_in(value: Any, key: str = "") -> Iterator[str]:
    """Keys named by a file: lists called `sources`, and brackets in a `source`."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from keys_in(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from [child] if key == "sources" else keys_in(child, key)
    elif key == "source":
        yield from cited(str(value))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_key_is_known(path: Path) -> None:
    named = set(keys_in(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert named, "no file is without a source"
    assert named <= set(SOURCES)


def test_every_source_says_what_it_is_and_where() -> None:
    assert len(SOURCES) > 100
    for key, source in SOURCES.items():
        assert len(source.text) > 10
        own = key in ("seed", "snook")  # the article itself, and a paper
        assert source.url.startswith(("https://", "http://")) is not own


def test_keys_in_brackets() -> None:
    assert cited("15-30 s [hwK2C, seed]; 5 s [mayo15]") == ["hwK2C", "seed", "mayo15"]
    assert cited("our estimate") == []


def test_a_key_in_words() -> None:
    known = {"a": Source(text="A page", url="https://a.example"), "b": Source(text="B")}
    assert source_line("a", known) == "A page: https://a.example"
    assert source_line("b", known) == "B"
    assert source_line("c", known) == "c"


def test_a_folder_without_any_has_the_shipped_ones(tmp_path: Path) -> None:
    assert list_sources(tmp_path) == SOURCES


def test_a_folders_own_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "references").mkdir()
    key = next(iter(SOURCES))
    own = f'[{key}]\ntext = "Own"\n[own]\ntext = "Another"\n'
    (tmp_path / "references/sources.toml").write_text(own, encoding="utf-8")
    found = list_sources(tmp_path)
    assert found == SOURCES | {key: Source(text="Own"), "own": Source(text="Another")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[a]\nurl = "x"\n', "a.text: this key is missing"),
        ('[a]\ntext = "x"\nulr = "x"\n', "a.ulr: 'ulr' is not a key here"),
        ("[a]\ntext = = 1", "line 2"),
    ],
)
def test_a_broken_file_is_told_plainly(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "references").mkdir()
    (tmp_path / "references/sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StretchFileError, match="sources.toml: ") as told:
        list_sources(tmp_path)
    assert problem in str(told.value)
