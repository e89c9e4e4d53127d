"""Fixtures that many tests share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from formcheck.resources import demo_clip

Formcheck = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def formcheck(tmp_path: Path) -> Formcheck:
    """Run the command line as a user does, in an empty folder."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "formcheck", *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture(scope="session")
def clip() -> Path:
    """A good bridge, about half a minute of it."""
    return demo_clip()
