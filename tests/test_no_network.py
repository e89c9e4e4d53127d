"""Nothing leaves the machine: a whole run is traced, processes and threads included."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INTERNET = re.compile(r"AF_INET6?\b")


def traced(tmp_path: Path, *arguments: object) -> tuple[str, str]:
    """Run formcheck under strace: its network system calls, and its output."""
    log = tmp_path / "trace.txt"
    command = [sys.executable, "-m", "formcheck", *map(str, arguments)]
    run = subprocess.run(
        ["strace", "-f", "-e", "trace=network", "-o", str(log), *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in run.stderr and not log.read_text().strip():
        pytest.skip(f"strace may not trace here: {run.stderr.splitlines()[0]}")
    assert run.returncode == 0, run.stderr
    return log.read_text(), run.stdout


pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        shutil.which("strace") is None, reason="strace is not installed (Linux only)"
    ),
]


def test_analysing_opens_no_connection(tmp_path: Path, clip: Path) -> None:
    """With the outline of the back: what the other stretches need, and more."""
    calls, out = traced(
        tmp_path, "analyse", clip, clip, "--stretch", "cat_cow", "--to", 2, "--jobs", 2
    )
    assert out.count("Written: ") == 2
    opened = [line for line in calls.splitlines() if INTERNET.search(line)]
    assert opened == []


def test_the_tracing_would_notice(tmp_path: Path) -> None:
    log = tmp_path / "trace.txt"
    code = "import socket; socket.socket().close()"
    subprocess.run(
        ["strace", "-f", "-e", "trace=network", "-o", log, sys.executable, "-c", code],
        check=True,
    )
    assert INTERNET.search(log.read_text())
