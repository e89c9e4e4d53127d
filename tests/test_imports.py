"""Imports run one way: cli -> app -> edges, stretches -> core. And core is pure."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import formcheck

PACKAGE = Path(formcheck.__file__).resolve().parent

MAY_IMPORT = {
    "core": {"core"},
    "stretches": {"core", "errors", "stretches"},
    "edges": {"core", "edges", "errors", "interpreter", "resources"},
    "app": {"app", "core", "edges", "errors", "interpreter", "resources", "stretches"},
    "web": {"app", "core", "errors", "resources", "web"},
    "cli": {
        "app",
        "cli",
        "core",
        "edges",
        "errors",
        "interpreter",
        "resources",
        "stretches",
        "web",
    },
    "resources": {"errors"},
    "errors": set(),
    "interpreter": set(),
}
"""What of formcheck each part may import."""

IMPURE = {
    "asyncio", "cv2", "datetime", "io", "logging", "mediapipe", "multiprocessing", "os",
    "pathlib", "random", "shutil", "socket", "subprocess", "sys", "tempfile",
    "threading", "time",
}  # fmt: skip
"""What of the standard library (and beside it) core does without."""

CORE_MAY_USE = {"numpy", "pydantic", "formcheck"} | (
    set(sys.stdlib_module_names) - IMPURE
)


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).with_suffix("").parts[0], path


def imported(path: Path) -> Iterator[str]:
    """Dotted names of everything a module imports, wherever it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute here"
            assert node.module is not None
            yield node.module


@pytest.mark.parametrize(("part", "path"), list(modules()), ids=lambda p: str(p)[-40:])
def test_imports_run_one_way(part: str, path: Path) -> None:
    if part not in MAY_IMPORT:
        return
    for name in imported(path):
        steps = name.split(".")
        if steps[0] == "formcheck" and len(steps) > 1:
            assert steps[1] in MAY_IMPORT[part], f"{path.name} imports {name}"


@pytest.mark.parametrize(
    "path", [p for part, p in modules() if part == "core"], ids=lambda p: p.name
)
def test_core_is_pure(path: Path) -> None:
    for name in imported(path):
        assert name.split(".")[0] in CORE_MAY_USE, f"{path.name} imports {name}"


def test_there_is_a_core_to_walk() -> None:
    assert sum(part == "core" for part, _ in modules()) > 10
