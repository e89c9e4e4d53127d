"""How long a history of a thousand sessions takes: `python -m benchmarks.history`.

Prints a table and asserts nothing. Each session is of eight sets, of two people.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.truth import trace_path
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.records.session import (
    Pain,
    Session,
    SessionAbout,
    SetRecord,
    compose,
)
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch

SESSIONS, SETS = 1000, 8
CLIPS = ("bridge", "cat_cow", "knee_to_chest_single", "cobra")
RUNS = 5


def _record(stretch: str) -> SetRecord:
    spec = find_stretch(stretch, poses_dir())
    trace = read_trace(trace_path(f"{stretch}_faults"))
    result, events = judge_trace(trace, spec, Profile(), Plan(), judging_of())
    return SetRecord(spec, Profile(), Plan(), result, tuple(events))


def _fill(folder: Path) -> None:
    records = [_record(CLIPS[n % len(CLIPS)]) for n in range(SETS)]
    source = {"kind": "camera", "name": "Camera 0", "duration_s": 900.0}
    head = {"formcheck": "", "source": source, "model": {}, "notes": []}
    first = datetime.fromisoformat("2024-01-01T08:00:00+01:00")
    with SqliteStore(folder) as store:
        for number in range(SESSIONS):
            when = (first + timedelta(days=number)).isoformat()
            about = SessionAbout(
                uid=str(number),
                person="AB" if number % 2 else "CD",
                started_at=when,
                judged_at=when,
                pain=Pain(before=number % 6, after=number % 4),
            )
            summary = compose(head, about, [r.entry for r in records])
            store.keep(Session(about, summary, tuple(records)), [None] * SETS)


def _seconds(folder: Path, *words: str) -> list[float]:
    found = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "formcheck", *words],
            env={**os.environ, "FORMCHECK_DATA": str(folder)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        found.append(time.perf_counter() - begun)
    return sorted(found)


def main() -> None:
    """Fill a history, run the commands on it, print the times."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        begun = time.perf_counter()
        _fill(folder)
        print(f"{SESSIONS} sessions of {SETS} sets kept in", end=" ")
        size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
        print(f"{time.perf_counter() - begun:.1f} s, {size / 1e6:.0f} MB")
        print(f"{'command':<36}{'median':>8}{'slowest':>9}   (whole process)")
        for words in (
            ("sessions", "list"),
            ("progress", "--person", "AB"),
            ("progress", "--person", "AB", "--stretch", "bridge"),
            ("sessions", "show", "500"),
        ):
            times = _seconds(folder, *words)
            line = " ".join(words)
            print(f"{line:<36}{times[len(times) // 2]:>6.2f} s{times[-1]:>7.2f} s")


if __name__ == "__main__":
    main()
