"""Whatever goes wrong, nobody is shown a traceback: one plain line, and a status."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
import typer

from formcheck.cli import app
from formcheck.edges.crash import threads_told
from formcheck.edges.crash_file import CRASHES
from tests.conftest import Call

SECRETS = ("Anna Kowalska", "/home/anna", "hurts", "0.4711")

COMMANDS = [
    ["list"],
    ["sessions", "list"],
    ["sessions", "delete", "--all", "--yes"],
    ["progress"],
    ["plan", "show"],
    ["person", "show"],
    ["doctor"],
    ["backup", "b.zip"],
    ["restore", "b.zip"],
    ["export", "last", "--format", "csv"],
    ["programmes", "show", "yoga_seven"],
    ["analyse", "v.mp4", "--stretch", "bridge"],
    ["live", "--no-browser"],
]

ERRORS = [
    RuntimeError, KeyError, ValueError, TypeError, RecursionError, MemoryError,
    AssertionError, OSError, UnicodeError, ArithmeticError, LookupError,
]  # fmt: skip


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Have every command fail so, from deep inside, for want of care of ours."""
    for group in (app, *(one.typer_instance for one in app.registered_groups)):
        assert group is not None
        for command in group.registered_commands:
            assert command.callback is not None
            own = failing_as(command.callback, error)
            monkeypatch.setattr(command, "callback", own)


def failing_as(command: Callable[..., object], error: BaseException) -> Any:
    """A command of the same words that fails."""

    @wraps(command)
    def fails(*_: object, **__: object) -> None:
        note = SECRETS[2]
        try:
            raise LookupError(f"{note} {SECRETS[3]}")
        except LookupError:
            raise error  # noqa: B904

    return fails


def details(data: Path) -> list[Path]:
    return sorted((data / CRASHES).glob("*"))


@pytest.mark.parametrize("error", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_of_ours_is_one_line_with_its_details_in_a_file(
    error: type[Exception], data: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, error(f"{SECRETS[0]} {SECRETS[1]}"))
    status, out, errors = call("list")
    (path,) = details(data)
    assert (status, out) == (70, "")
    (line,) = errors.splitlines()
    assert "This should not have happened" in line and str(path) in line
    text = path.read_text()
    assert error.__name__ in text and "tests/faults" not in text
    assert "LookupError" in text, "what led to it is there, too"
    assert not any(secret in text + errors for secret in SECRETS)
    assert str(Path.cwd()) not in text and str(Path.home()) not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_ends_so(
    words: list[str], data: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, RuntimeError("x"))
    status, _, errors = call(*words)
    assert (status, len(errors.splitlines())) == (70, 1)
    assert [path.name for path in Path.cwd().iterdir()] == ["data"], "nothing is left"


class NoException(BaseException):
    """As pydantic's core raises, where it panics."""


@pytest.mark.parametrize("error", [NoException("x"), RuntimeError("y")])
def test_its_status_stands_even_if_no_file_can_be_written(
    error: BaseException,
    data: Path,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data.write_text("a file where the folder should be")
    failing(monkeypatch, error)
    status, _, errors = call("list")
    assert status == 70
    assert len(errors.splitlines()) == 1
    assert data.read_text() == "a file where the folder should be"


def test_only_the_newest_details_stay(
    data: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / CRASHES).mkdir(parents=True)
    for number in range(30):
        (data / CRASHES / f"20200101-0000{number:02}-abcdef.txt").write_text("old")
    failing(monkeypatch, RuntimeError("x"))
    call("list")
    assert len(details(data)) == 20
    assert "RuntimeError" in details(data)[-1].read_text()


@pytest.mark.parametrize(
    "error", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENOENT, errno.EMFILE]
)
def test_what_the_system_refuses_is_told_in_its_words(
    error: int, data: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, OSError(error, os.strerror(error), "a\x1b[1mb"))
    status, _, errors = call("list")
    assert status == 2
    assert errors == f"formcheck: a\\x1b[1mb: {os.strerror(error)}\n"
    assert not details(data)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), typer.Abort()], ids=["ctrl-c", "abort"]
)
def test_whoever_stops_it_is_told_so(
    error: BaseException, data: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, error)
    assert call("list") == (130, "", "formcheck: stopped\n")


def test_a_thread_that_ends_so_is_told_in_the_same_way(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    threads_told()

    def fails() -> None:
        raise RuntimeError(SECRETS[0])

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    (line,) = capsys.readouterr().err.splitlines()
    assert "This should not have happened" in line and SECRETS[0] not in line
    assert len(details(data)) == 1


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device here")
@pytest.mark.parametrize("stream", ["output", "errors", "both", "closed"])
def test_a_terminal_that_takes_nothing_is_no_fault(stream: str, tmp_path: Path) -> None:
    redirected = {
        "output": ">/dev/full",
        "errors": "--poses nowhere 2>/dev/full",
        "both": ">/dev/full 2>/dev/full",
        "closed": ">&- 2>&-",
    }[stream]
    command = f'exec "{sys.executable}" -m formcheck list {redirected}'
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "FORMCHECK_DATA": str(tmp_path / "data")},
        check=False,
    )
    assert done.returncode == (0 if stream == "closed" else 2)
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr
    if stream == "output":
        assert done.stderr == "formcheck: cannot write: No space left on device\n"


def test_stopped_while_it_is_still_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from formcheck.__main__ import main

    class Stops:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "formcheck.cli":
                raise KeyboardInterrupt

    for name in [n for n in sys.modules if n.startswith("formcheck.cli")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Stops(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "formcheck: stopped\n"
