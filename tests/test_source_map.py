"""What the article tells people to do is in the program: each target exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from formcheck.core.safety.triage import RULES
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import programme_files
from tests.shelf import SPECS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "source-map.md"
ROWS = [
    [cell.strip() for cell in line.strip("| ").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
][1:]
KNOWN = {
    "stretch": set(SPECS),
    "programme": {path.stem for path in programme_files(poses_dir())},
    "rule": set(RULES),
}
TARGET = re.compile(r"`(\w+):(\w+)`")


@pytest.mark.parametrize(("said", "done"), ROWS, ids=lambda text: text[:30])
def test_each_target_exists(said: str, done: str) -> None:
    targets = TARGET.findall(done)
    assert targets
    assert TARGET.sub("", done).strip() == "", "nothing but targets"
    for kind, name in targets:
        assert name in KNOWN[kind], f"{kind} {name}"


def test_every_sentence_stands_once() -> None:
    sentences = [said for said, _ in ROWS]
    assert len(sentences) > 50
    assert len(set(sentences)) == len(sentences)


def test_every_programme_is_asked_for_by_the_article() -> None:
    named = {name for _, done in ROWS for kind, name in TARGET.findall(done)}
    assert KNOWN["programme"] - {"taster"} <= named
