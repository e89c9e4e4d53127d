"""docs/writing-a-stretch.md has every key of a stretch file, as the file is read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from formcheck.core.body.view import Base
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import Clause
from formcheck.resources import poses_dir
from tools.make_writing_page import PAGE, TOP, meanings, page, tables

ROOT = Path(__file__).parents[1]


def test_the_page_is_as_the_fields_are() -> None:
    again = "python -m tools.make_writing_page"
    assert PAGE.read_text(encoding="utf-8") == page(), again


def test_every_key_has_its_meaning_and_no_other_has() -> None:
    said = {table: set(keys) - {"title", "about"} for table, keys in meanings().items()}
    assert said == {table: set(keys) for table, keys in tables().items()}


CLAUSES = ("target.clauses", "target.unsure", "phases.shapes")
"""These have the keys of `start.clauses`."""


def keys_in(value: Any, table: str) -> set[tuple[str, str]]:
    """The keys of a file that is read, each with its table."""
    found: set[tuple[str, str]] = set()
    for key, below in value.items():
        where = f"{table}.{key}".lstrip(".")
        rows = below if isinstance(below, list) else [below]
        if not all(isinstance(row, dict) for row in rows) or not rows:
            found.add((table or TOP, key))
            continue
        for row in rows:
            inside = row.values() if where == "measures" else [row]
            for one in inside:
                found |= keys_in(one, where)
    return found


@pytest.mark.parametrize(
    "path", sorted(poses_dir().glob("*.toml")), ids=lambda p: p.stem
)
def test_every_key_of_the_shipped_files_is_on_the_page(path: Path) -> None:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {(table, key) for table, keys in tables().items() for key in keys}
    for table, key in keys_in(raw, ""):
        if table.startswith("text."):
            table = "text.en" + table[len("text.en") :]
        if table in ("text.en.cues", "text.en.form_cues"):
            continue
        at = "start.clauses" if table in CLAUSES else table
        assert (at, key) in known, (table, key)


def test_words_and_kinds_are_on_the_page() -> None:
    written = page()
    for word in (*Base, *KINDS, *Clause.model_fields):
        assert f"`{word}`" in written


def test_the_readme_links_it() -> None:
    assert "(docs/writing-a-stretch.md)" in (ROOT / "README.md").read_text("utf-8")
