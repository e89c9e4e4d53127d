"""What few people need is an extra, and one that is missing says its name."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

import formcheck as fc
from tests.conftest import Call
from tests.sessions import bridges, record_of, session_of, write_trace

PACKAGE = Path(fc.__file__).parent
PROJECT = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text())["project"]

MODULES = {"opencv_python": "cv2"}
"""What a distribution brings, where it is not called so."""


def modules(requirements: list[str]) -> set[str]:
    names = [re.split(r"[^\w.-]", text)[0].replace("-", "_") for text in requirements]
    return {MODULES.get(name, name) for name in names}


EXTRAS = {
    extra: modules(needs)
    for extra, needs in PROJECT["optional-dependencies"].items()
    if extra != "dev"
}


WITHOUT = {
    "lab": ["export", "last", "--format", "xlsx", "--out", "lab"],
    "pdf": ["export", "last", "--format", "pdf", "--out", "lab"],
    "cluster": ["analyse", "a.mp4", "--stretch", "bridge", "--dask", "127.0.0.1:9"],
}
"""What asks for each of them."""


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_all_that_is_imported_is_asked_for_once() -> None:
    used = set().union(*(imported(path) for path in PACKAGE.rglob("*.py")))
    used -= set(sys.stdlib_module_names) | {"formcheck", "markupsafe"}  # Jinja's own
    always = modules(PROJECT["dependencies"])
    extra = set().union(*EXTRAS.values())
    assert not always & extra
    assert used <= always | extra
    assert extra <= used  # an extra that nothing uses is none
    assert set(WITHOUT) == set(EXTRAS)


def test_whoever_develops_has_every_extra() -> None:
    dev = PROJECT["optional-dependencies"]["dev"]
    assert f"formcheck[{','.join(EXTRAS)}]" in dev


@pytest.mark.parametrize(
    ("extra", "words"),
    WITHOUT.items(),
)
def test_a_missing_extra_is_one_line_that_names_it(
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    extra: str,
    words: list[str],
) -> None:
    from formcheck.edges.sqlite_store import SqliteStore

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", "")  # nor is any browser that prints
    trace = write_trace(tmp_path / "landmarks.npz", bridges(1).seen())
    with SqliteStore(tmp_path / "data") as store:
        store.keep(session_of([record_of(trace)]), [trace])
    for name in EXTRAS[extra]:
        monkeypatch.setitem(sys.modules, name, None)
    status, out, said = call(*words)
    assert (status, out) == (2, "")
    assert said.startswith("formcheck: ") and said.count("\n") == 1
    assert said.endswith(f"not installed: pip install 'formcheck[{extra}]'\n")
    assert not (tmp_path / "lab").exists()
