"""What is beside the package, and only run by hand, can still be started."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = [
    f"{path.parent.name}.{path.stem}"
    for folder in ("benchmarks", "tools")
    for path in sorted((ROOT / folder).glob("[!_]*.py"))
]


@pytest.mark.parametrize("name", MODULES)
def test_it_finds_all_that_it_imports(name: str) -> None:
    importlib.import_module(name)
