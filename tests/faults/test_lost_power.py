"""Power fails after any write, fsync or rename: the next start finds what was said."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import SqliteStore
from tests.faults.power import Disk, recorded
from tests.sessions import bridges, write_trace

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed (Linux only)"
)

ROOT = Path(__file__).resolve().parents[2]

KEEPING = """
import os, sys
from pathlib import Path
from formcheck.edges.sqlite_store import SqliteStore
from tests.sessions import record_of, session_of

home, trace = map(Path, sys.argv[1:])
with SqliteStore(home) as store:
    for uid in ("one", "two", "two"):  # the last is kept again
        store.keep(session_of([record_of(trace)], uid), [trace])
        os.write(1, f"+{uid}\\n".encode())
    store.delete([store.number_of("one")])
    os.write(1, b"-one\\n")
"""


def laid_out(files: Mapping[str, bytes], root: Path, target: Path) -> Path:
    """Write what a disk has to another folder."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name, content in files.items():
        path = target / Path(name).relative_to(root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target


def test_sessions_are_there_whenever_power_fails(tmp_path: Path) -> None:
    """What was said to be kept is, what was said to be gone is, and all can be read."""
    home, trace = tmp_path / "home", tmp_path / "set.npz"
    write_trace(trace, bridges(1).seen())
    home.mkdir()
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    lines = recorded(
        [sys.executable, "-c", KEEPING, home, trace],
        tmp_path / "strace.txt",
        env={**os.environ, "PYTHONPATH": paths},
    )
    disk, seen, tried = Disk(str(home)), set[object](), 0
    for line in lines:
        if not disk.take(line):
            continue
        said = disk.said.decode().split()
        for files in disk.after():
            state = (*said, *sorted(files.items()))
            if hash(state) in seen:
                continue
            seen.add(hash(state))
            tried += 1
            look_after(laid_out(files, home, tmp_path / "after"), said)
    assert disk.said == b"+one\n+two\n+two\n-one\n"
    assert tried > 50


def look_after(home: Path, said: list[str]) -> None:
    """Start again on what is left."""
    with SqliteStore(home) as store:
        kept = {uid for uid in ("one", "two") if store.number_of(uid) is not None}
        assert store.check(read_trace) == []
        for number in store.numbers():
            found = store.get(number)
            assert found.session.sets and found.traces[0] is not None
    if "+one" in said and len(said) < 2:
        assert "one" in kept
    if "+two" in said:
        assert "two" in kept
    if "-one" in said:
        assert "one" not in kept
