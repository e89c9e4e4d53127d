"""Every field of a state, an event or a record of these rooms has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import formcheck

CORE = Path(formcheck.__file__).parent / "core"
ROOMS = ("body", "measure", "judge", "session")

ELSEWHERE = ("numbers.py", "judging.py")
"""Their fields have their words in poses/judging/judging.toml: a number without is
refused.
"""

_NAMED = re.compile(r"((?:\w+(?:,\s+|\s+and\s+))*\w+):(?=\s)")
"""`name:` or `name, other:` in a docstring; or `name` on a line of its own."""


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    """The dataclasses of these rooms, with the file that each stands in."""
    for room in ROOMS:
        for path in sorted((CORE / room).glob("*.py")):
            if path.name in ELSEWHERE:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and any(
                    "dataclass" in ast.unparse(one) for one in node.decorator_list
                ):
                    yield f"{room}/{path.name}", node


def unnamed(node: ast.ClassDef) -> list[str]:
    """Fields that neither the docstring nor a string below them says anything of."""
    said: set[str] = set()
    doc = ast.get_docstring(node) or ""
    for found in _NAMED.finditer(doc):
        said |= set(re.split(r",\s+|\s+and\s+", found[1]))
    said |= set(re.findall(r"^(\w+)$", doc, re.MULTILINE))
    missing = []
    for one, after in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(one, ast.AnnAssign) or not isinstance(one.target, ast.Name):
            continue
        below = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        constant = "ClassVar" in ast.unparse(one.annotation)
        if not (below or constant or one.target.id in said):
            missing.append(one.target.id)
    return missing


CLASSES = list(classes())


@pytest.mark.parametrize(
    "node", [n for _, n in CLASSES], ids=[f"{path}:{n.name}" for path, n in CLASSES]
)
def test_every_field_has_its_words(node: ast.ClassDef) -> None:
    assert unnamed(node) == []


@pytest.mark.parametrize(
    "node", [n for _, n in CLASSES], ids=[f"{path}:{n.name}" for path, n in CLASSES]
)
def test_no_time_stands_for_never(node: ast.ClassDef) -> None:
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and one.value is not None:
            name, value = ast.unparse(one.target), ast.unparse(one.value)
            if name.endswith("_s"):
                assert not value.startswith("-") and value not in ("nan", "inf"), name


def test_the_states_are_among_them() -> None:
    names = {node.name for _, node in CLASSES}
    assert names >= {"Finding", "Holding", "Rep", "CheckerState", "Track", "Flow"}


def test_a_field_without_words_is_found() -> None:
    source = '''
class Some:
    """A class.

    a: said. b, c: both. Here e is only mentioned.
    """

    a: int
    b: int
    c: int
    d: int
    """Said below."""
    e: int
    f: ClassVar[int] = 1
'''
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.ClassDef)
    assert unnamed(node) == ["e"]
