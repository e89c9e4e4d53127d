"""Nothing leaves the machine, nor the folders that were named: whole runs are traced,
processes and threads included.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INTERNET = re.compile(r"AF_INET6?\b")
CALLS = "network,openat,creat,rename,renameat,renameat2,mkdir,mkdirat,link,symlink"
WRITTEN = re.compile(
    r"openat\([^,]*, \"(?P<opened>[^\"]*)\", [^)\n]*"
    r"(?:O_WRONLY|O_RDWR|O_CREAT)[^)\n]*\) = \d"
    r"|(?:creat|mkdir|link|symlink|rename)\w*\(.*\"(?P<named>[^\"]*)\"[^\"\n]*\) = 0"
)
"""What a system call that did not fail wrote or made."""

NO_DISK = ("/dev/", "/proc/self/")
"""Memory shared by processes, the terminal, what a process says of itself."""


def traced(tmp_path: Path, *arguments: object) -> tuple[str, str]:
    """Run formcheck under strace: its network system calls, and its output."""
    log, temporary = tmp_path / "trace.txt", tmp_path / "tmp"
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "formcheck", *map(str, arguments)]
    run = subprocess.run(
        ["strace", "-f", "-e", f"trace={CALLS}", "-o", str(log), *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in run.stderr and not log.read_text().strip():
        pytest.skip(f"strace may not trace here: {run.stderr.splitlines()[0]}")
    assert run.returncode == 0, run.stderr
    return log.read_text(), run.stdout


def written_outside(calls: str, folder: Path) -> set[str]:
    """Paths outside of a folder that were opened for writing, made or renamed."""
    found = {m["opened"] or m["named"] for m in WRITTEN.finditer(calls)}
    paths = {str(folder / path) for path in found if path}
    return {path for path in paths if not path.startswith((f"{folder}/", *NO_DISK))}


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
    written = written_outside(calls, tmp_path)
    assert written == set()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert written_outside(calls, tmp_path / "elsewhere")  # the tracing would notice


def test_the_tracing_would_notice(tmp_path: Path) -> None:
    log = tmp_path / "trace.txt"
    code = "import socket; socket.socket().close()"
    subprocess.run(
        ["strace", "-f", "-e", "trace=network", "-o", log, sys.executable, "-c", code],
        check=True,
    )
    assert INTERNET.search(log.read_text())
