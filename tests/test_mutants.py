"""The script that breaks the judge on purpose breaks what it should, and no more."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from typing import Any

import pytest

from benchmarks.mutants import (
    JUDGING,
    MODULES,
    NUMBERS,
    ROOT,
    mutants_of,
    path_of,
    sample,
)

SOURCE = '''"""Text with 5 < 6 in it."""

from typing import TYPE_CHECKING

__all__ = ["A_S"]

if TYPE_CHECKING:
    import x

A_S = 0.4
began_s: float = -1.0


def judge(held_s: float, rows: tuple[int, 2], moved: bool) -> str:
    """Judge 3 times."""
    assert held_s > 0
    if moved:
        return f"{rows[1]:.2f}"
    if "é" < "f" and held_s <= 2.5:
        raise ValueError(7)
    return "yes" if 0 < held_s <= round(A_S, 3) or rows[-1] else "no"
'''


def test_what_is_changed_is_what_decides() -> None:
    changes = {(m.old, m.new) for m in mutants_of("made_up", SOURCE)}
    assert changes == {
        ("0.4", "0.2"),
        ("0.4", "0.6"),
        ("moved", "(not moved)"),
        ("'é' < 'f'", "('é' >= 'f')"),
        ("'é' < 'f' and held_s <= 2.5", "('é' < 'f' or held_s <= 2.5)"),
        ("held_s <= 2.5", "(held_s > 2.5)"),
        ("2.5", "1.25"),
        ("2.5", "3.75"),
        (
            "0 < held_s <= round(A_S, 3)",
            "(not 0 < held_s <= round(A_S, 3))",
        ),
        (
            "0 < held_s <= round(A_S, 3) or rows[-1]",
            "(0 < held_s <= round(A_S, 3) and rows[-1])",
        ),
    }


@pytest.mark.parametrize("module", MODULES)
def test_a_mutant_differs_in_one_place_and_is_python(module: str) -> None:
    source = (ROOT / path_of(module)).read_text(encoding="utf-8")
    plain = ast.dump(ast.parse(source))
    for mutant in mutants_of(module, source)[::7]:
        broken = mutant.applied(source)
        assert ast.dump(ast.parse(broken)) != plain
        before, after = source.splitlines(), broken.splitlines()
        last = mutant.end[0]
        assert before[: mutant.line - 1] == after[: mutant.line - 1]
        assert before[last:] == after[len(after) - len(before) + last :]


def test_a_sample_is_the_same_for_the_same_seed_and_spread_over_the_modules() -> None:
    chosen = sample(60, seed=3)
    assert chosen == sample(60, seed=3) != sample(60, seed=4)
    assert len(set(chosen)) == 60
    by_module = Counter(mutant.module for mutant in chosen)
    everything = {*MODULES, *NUMBERS}
    assert set(by_module) == everything
    assert max(by_module.values()) == -(-60 // len(everything))


def test_every_number_that_judges_is_made_smaller_and_larger() -> None:
    source = (ROOT / JUDGING).read_text(encoding="utf-8")
    lines, tried = source.splitlines(), Counter[str]()
    for room in NUMBERS:
        for mutant in mutants_of(room, source):
            after = mutant.applied(source).splitlines()
            pairs = enumerate(zip(lines, after, strict=True))
            (at,) = (n for n, (one, other) in pairs if one != other)
            assert after[at].startswith("value = ")
            name = lines[at - 1].strip("[]")  # whose value it is
            assert name.startswith(room.removeprefix("numbers/"))
            tried[name] += 1
    assert tried.keys() == set(numbers(tomllib.loads(source)))
    assert sum(tried.values()) > 1.9 * len(tried)


def numbers(file: dict[str, Any]) -> list[str]:
    return [
        f"{room}.{section}.{name}"
        for room, sections in file.items()
        if room != "schema"
        for section, inside in sections.items()
        for name in inside
    ]
