"""What docstrings name is there: parameters, and the fields of a class."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import formcheck

PACKAGE = Path(formcheck.__file__).resolve().parent
FILES = sorted(PACKAGE.rglob("*.py"))

RESULT = {"frames", "plural"}
"""Parts of what is returned, said of by their keys."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sections(docstring: str) -> Iterator[str]:
    """Names that stand under `Parameters`, each on a line of its own."""
    found = re.search(
        r"^Parameters\n-+\n(.*?)(?=^\w.*\n-+\n|\Z)", docstring, re.M | re.S
    )
    if found is not None:
        for line in re.findall(r"^(\*{0,2}\w+(?:, \w+)*)$", found[1], re.M):
            yield from line.split(", ")


def taken(node: Function | ast.ClassDef) -> set[str]:
    """What a function takes, or what a class is made with."""
    if isinstance(node, ast.ClassDef):
        for inner in node.body:
            if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
                return taken(inner)
        return fields(node)
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return {one.arg for one in every}


def fields(node: ast.ClassDef) -> set[str]:
    """The fields of a dataclass."""
    return {
        inner.target.id
        for inner in node.body
        if isinstance(inner, ast.AnnAssign)
        and isinstance(inner.target, ast.Name)
        and "ClassVar" not in ast.unparse(inner.annotation)
    }


def described(text: str) -> Iterator[str]:
    """Names that `name: what it is` or `name, other: what they are` describe."""
    text = " ".join(text.split())
    for names in re.findall(r"(?:^|(?<=[.;] ))([a-z_]\w*(?:, [a-z_]\w*)*): ", text):
        yield from names.split(", ")


def wrong(source: str) -> Iterator[str]:
    """Names that are described and that nothing takes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function | ast.ClassDef):
            text = ast.get_docstring(node) or ""
            named = set(sections(text))
            if isinstance(node, Function) or node.decorator_list:
                named |= set(described(text))
            yield from (f"{node.name}: {one}" for one in named - taken(node) - RESULT)


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_what_is_described_is_taken(path: Path) -> None:
    assert sorted(wrong(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "name",
    [
        "core/judge/set_state.py",
        "core/judge/states.py",
        "core/session/set.py",
        "core/session/states.py",
    ],
)
def test_every_field_of_a_state_is_described(name: str) -> None:
    tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
    kinds = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.decorator_list]
    assert kinds
    missing = [
        f"{kind.name}: {field}"
        for kind in kinds
        for field in fields(kind) - set(described(ast.get_docstring(kind) or ""))
    ]
    assert missing == []


def test_what_is_gone_is_found() -> None:
    code = """def f(new):
    '''Do it. old: what was. new, gone: both.

    Parameters
    ----------
    older
        What was before.
    '''
"""
    assert set(wrong(code)) == {"f: old", "f: gone", "f: older"}
