"""What earlier versions have left, copied for a test to read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "data").is_dir())


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Path:
    return HERE / str(request.param)


@pytest.fixture
def data(version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what that version left."""
    folder = tmp_path / "data"
    shutil.copytree(version / "data", folder)
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def said(version: Path) -> dict[str, Any]:
    """What that version read there itself."""
    found: dict[str, Any] = json.loads((version / "said.json").read_text("utf-8"))
    return found


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the first release left."""
    folder = tmp_path / "first"
    shutil.copytree(HERE / "0.1.0" / "data", folder)
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder
