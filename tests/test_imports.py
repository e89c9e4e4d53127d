"""Imports run one way: cli, web -> app -> edges, stretches -> core, and in core from
room to room. There is no circle anywhere, and core is pure.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import formcheck

PACKAGE = Path(formcheck.__file__).resolve().parent

MAY_IMPORT = {
    "core": {"core"},
    "stretches": {"core", "errors", "reading", "resources", "stretches"},
    "edges": {
        "core",
        "edges",
        "errors",
        "interpreter",
        "reading",
        "resources",
        "version",
    },
    "app": {
        "app",
        "core",
        "edges",
        "errors",
        "interpreter",
        "reading",
        "resources",
        "stretches",
        "version",
    },
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
        "version",
        "web",
    },
    "__init__": {"api", "library", "version"},
    "api": {"app", "core", "errors", "estimates", "library", "resources"},
    "estimates": {"core", "stretches"},
    "library": {"core", "resources", "stretches"},
    "resources": {"errors", "reading"},
    "reading": set(),
    "__main__": {"cli"},
    "errors": set(),
    "interpreter": set(),
    "version": set(),
}
"""What of formcheck each part may import."""

ROOMS = (
    "words", "body", "measure", "stretch", "judge", "programme", "records", "safety",
    "session",
)  # fmt: skip
"""Core's rooms from the ground up: each may use its own and those before it."""

BESIDE = {("programme", "judge"), ("judge", "programme")}
"""Rooms on one floor: neither uses the other."""

IMPURE = {
    "asyncio", "cv2", "io", "logging", "mediapipe", "multiprocessing", "os",
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


FILES = tuple(modules())
CORE_FILES = tuple(path for part, path in FILES if part == "core")


def test_imports_run_one_way() -> None:
    wrong = [
        f"{path.name} imports {name}"
        for part, path in FILES
        if part != "__main__"
        for name in imported(path)
        if name.startswith("formcheck.") and name.split(".")[1] not in MAY_IMPORT[part]
    ]
    assert wrong == []


def test_core_is_pure() -> None:
    wrong = [
        f"{path.name} imports {name}"
        for path in CORE_FILES
        for name in imported(path)
        if name.split(".")[0] not in CORE_MAY_USE
    ]
    assert wrong == []


CLOCKS = {
    ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"),
    ("date", "today"),
}  # fmt: skip


def test_core_asks_no_clock() -> None:
    """It may reckon with days and moments that it is given."""
    wrong = [
        f"{path.name}: {node.value.id}.{node.attr}"
        for path in CORE_FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]
    assert wrong == []


def test_cores_rooms_stand_on_one_another() -> None:
    wrong = []
    for path in CORE_FILES:
        steps = path.relative_to(PACKAGE / "core").parts
        if len(steps) == 1:
            assert steps == ("__init__.py",), "a file of core outside its rooms"
            continue
        room = steps[0]
        below = set(ROOMS[: ROOMS.index(room) + 1])
        used = {
            name.split(".")[2]
            for name in imported(path)
            if name.startswith("formcheck.core")
        }
        wrong += [f"{room}/{path.name} uses {name}" for name in used - below]
        wrong += [
            f"{room}/{path.name} uses {name}" for name in used if (room, name) in BESIDE
        ]
    assert wrong == []


@pytest.mark.parametrize("root", ["src/formcheck", "tools", "benchmarks", "tests"])
def test_no_imports_go_in_a_circle(root: str) -> None:
    """Imports for type checking count too: who reads one file has to read the other."""
    top = PACKAGE.parents[1] / root
    base = top.parent
    files = {
        ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for path in top.rglob("*.py")
    }
    uses = {
        name: {used for used in _used(path, files) if used != name}
        for name, path in files.items()
    }
    done: set[str] = set()
    for start in uses:
        _no_way_back(start, uses, [], done)


def _used(path: Path, files: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name in files)
        elif isinstance(node, ast.ImportFrom) and node.module in files:
            inner = {f"{node.module}.{a.name}" for a in node.names}
            yield from inner & files.keys() or {str(node.module)}


def _no_way_back(
    name: str, uses: Mapping[str, set[str]], way: list[str], done: set[str]
) -> None:
    assert name not in way, " -> ".join([*way[way.index(name) :], name])
    if name in done:
        return
    for used in sorted(uses[name]):
        _no_way_back(used, uses, [*way, name], done)
    done.add(name)


def test_there_is_a_core_to_walk() -> None:
    assert sum(part == "core" for part, _ in modules()) > 10
