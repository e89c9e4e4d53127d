"""Fixtures that many tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from formcheck.cli import main
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.resources import demo_clip
from tests.sessions import SORE, bridges, record_of, session_of, write_trace

FAST = ("tests/test_clips.py", "tests/core")
"""What is marked `fast`: every sample clip's verdict first, which tells most, and what
the core does with described motions."""

_NOT_FAST = (
    "test_invariants", "test_determinism", "test_judge_moves", "test_moves",
    "test_movements.", "test_safety", "test_speeds",
)  # fmt: skip
"""How files begin for which there is time in the whole suite: random motions and
sessions, whole recordings, and what the judge has no part in."""


_LONG = (
    "tests/web",
    "tests/test_pixels.py",
    "tests/app/test_live_process.py",
    "tests/app/test_journeys.py",
    "tests/core/test_judge_moves.py",
)
"""Files that take long, many of them in real time: begun first, so that no worker is
left alone with one at the end.
"""


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: some wait for a clock or a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Mark the quick tests of the judge, so that `pytest -m fast` runs them alone; put
    what takes long first.
    """

    @cache
    def is_in(path: Path, places: tuple[str, ...]) -> bool:
        return any(path.is_relative_to(config.rootpath / place) for place in places)

    items.sort(key=lambda item: not is_in(item.path, _LONG))
    for item in items:
        if is_in(item.path, FAST) and not item.path.name.startswith(_NOT_FAST):
            item.add_marker(pytest.mark.fast)


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


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Run the command line in this process: status, output, errors."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["formcheck", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        assert "Traceback" not in captured.err
        return ended.value.code, captured.out, captured.err

    return run


@pytest.fixture(scope="session")
def clip() -> Path:
    """A good bridge, about half a minute of it."""
    return demo_clip()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty history, its folder: nothing of the user's is touched."""
    folder = tmp_path / "data"
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture(scope="session")
def bridge_trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The landmarks of three bridges."""
    folder = tmp_path_factory.mktemp("trace")
    return write_trace(folder / "landmarks.npz", bridges(3, over=True).seen())


@pytest.fixture
def kept(data: Path, bridge_trace: Path) -> Path:
    """Two people; three sessions of AB's, one of CD's."""
    record = record_of(bridge_trace)
    with SqliteStore(data) as store:
        for number, day in enumerate(("2026-11-02", "2026-11-04", "2026-11-12")):
            pain = SORE.model_copy(update={"before": 5 - number})
            note = "=cmd|'/c calc'!A1 <script>" if number == 2 else ""
            about = {"note": note, "pain": pain, "days_a_week": 3}
            store.keep(
                session_of([record], f"ab{number}", "AB", day, **about), [bridge_trace]
            )
        store.keep(session_of([record], "cd", "CD", "2026-11-01"), [bridge_trace])
    return data
