"""Faults, bad input and hostile files: how many were tried, and how many survived.

    python -m benchmarks.faults --minutes 10

Runs tests/faults/ over and over, each round with other inputs, and kills commands at
random moments in between. An input is one example of a generator; a fault is a test of
one fault, or one kill. What did not survive is printed whole, so that it can be tried
again. Exit status 1 where anything did not.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import SqliteStore
from tests.sessions import bridges, record_of, session_of, write_trace

ROOT = Path(__file__).resolve().parents[1]

KINDS = {
    "test_last_resort": "errors that nothing was made for",
    "test_files_by_hand": "files written by hand",
    "test_kept": "kept files, damaged or edited",
    "test_names": "names",
    "test_deleting": "deleting, replacing, backing up",
    "test_killed_recording": "recordings killed",
    "test_connections": "connections to the live page",
    "test_who_may_look": "who may look",
    "test_camera_names": "cameras' names",
    "test_camera_address": "cameras' addresses",
    "test_side_things": "side things that fail",
    "test_no_video": "what is not a video",
    "test_resources": "what grows",
    "test_lost_power": "power that fails",
}
"""What the files of tests/faults/ try."""

KILLS = "commands killed at any moment"

_TEST = re.compile(r"^tests/faults/(\w+)\.py::(.+?):?$")
_EXAMPLES = re.compile(r"(\d+) passing(?: examples)?, (\d+) failing")


@dataclass
class Tally:
    """Of one kind: inputs of generators, single faults, and what did not survive."""

    inputs: int = 0
    faults: int = 0
    lost: list[str] = field(default_factory=list)


def read_round(output: str, tallies: dict[str, Tally]) -> None:
    """Add what pytest printed of one round."""
    kind, generated = "", Counter[str]()
    for line in output.splitlines():
        if found := _TEST.match(line.strip()):
            kind = KINDS.get(found[1], found[1])
        elif (found := _EXAMPLES.search(line)) and kind:
            generated[kind] += int(found[1]) + int(found[2])
        elif line.startswith(("PASSED ", "FAILED ", "ERROR ")):
            word, _, test = line.partition(" ")
            name = test.partition("::")[0].rpartition("/")[2].removesuffix(".py")
            tally = tallies.setdefault(KINDS.get(name, name), Tally())
            tally.faults += 1
            if word != "PASSED":
                tally.lost.append(test)
    for name, count in generated.items():
        tallies.setdefault(name, Tally()).inputs += count


def one_round(examples: int, seed: int, tallies: dict[str, Tally]) -> None:
    """Run the suite of faults once, with inputs of its own."""
    command = [sys.executable, "-m", "pytest", "tests/faults", "-n", "0", "-q", "-rA"]
    command += ["--hypothesis-show-statistics", f"--hypothesis-seed={seed}"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "FORMCHECK_FAULTS": str(examples)},
        capture_output=True,
        text=True,
        check=False,
    )
    read_round(done.stdout, tallies)
    if done.returncode:
        print(done.stdout[-20_000:])


def kill_some(chance: random.Random, times: int, tally: Tally) -> None:
    """Kill commands that change what is kept, and look at what the next one finds."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        trace = write_trace(place / "t.npz", bridges(1).seen())
        session = [record_of(trace)]
        for number in range(times):
            home = place / f"data-{number}"
            with SqliteStore(home) as store:
                for uid in ("a", "b", "c"):
                    store.keep(session_of(session, uid, "AB"), [trace])
            file = place / f"all-{number}.zip"
            run(home, "backup", file)
            words: list[object] = chance.choice(
                [
                    ["backup", place / f"new-{number}.zip"],
                    ["restore", file, "--replace"],
                    ["sessions", "delete", "1", "--yes"],
                    ["sessions", "delete", "--all", "--yes"],
                    ["person", "forget", "--person", "AB", "--yes"],
                ]
            )
            tally.faults += 1
            after_s = chance.uniform(0.3, 2.0)
            problem = killed(home, words, after_s) or wrong_after(home, words, place)
            if problem:
                tally.lost.append(f"{words} killed after {after_s:.3f} s: {problem}")


def killed(home: Path, words: list[object], after_s: float) -> str:
    """Start a command and kill it; what it printed that it should not have."""
    with subprocess.Popen(
        [sys.executable, "-m", "formcheck", *map(str, words)],
        env={**os.environ, "FORMCHECK_DATA": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            _, errors = process.communicate(timeout=after_s)
        except subprocess.TimeoutExpired:
            process.kill()
            _, errors = process.communicate()
    return errors


def run(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "formcheck", *map(str, words)],
        env={**os.environ, "FORMCHECK_DATA": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def wrong_after(home: Path, words: list[object], place: Path) -> str:
    """What the next command finds that it should not; empty where all is right."""
    listed = run(home, "sessions", "list")
    if listed.returncode:
        return listed.stderr
    with SqliteStore(home) as store:
        kept = len(store.numbers())
        if damaged := store.check(read_trace):
            return damaged[0]
    allowed = {"1": {2, 3}, "--all": {0, 3}, "forget": {0, 3}}
    known = next((allowed[str(w)] for w in words if str(w) in allowed), {3})
    if kept not in known:
        return f"{kept} sessions are left"
    if words[0] == "backup" and Path(str(words[1])).exists():
        if run(home, "restore", words[1], "--replace").returncode:
            return "a backup that does not restore"
    elif run(home, "backup", place / f"after-{home.name}.zip").returncode:
        return "no backup can be made"
    if left := [p.name for p in (home / ".scratch").glob("*")]:
        return f"left behind: {left}"
    return ""


def show(tallies: dict[str, Tally]) -> None:
    """Print the table of docs/reliability.md."""
    print("| what | inputs | faults | survived |")
    print("|---|---:|---:|---:|")
    every = Tally()
    for name, tally in sorted(tallies.items()):
        tried = tally.inputs + tally.faults
        share = 100 * (tried - len(tally.lost)) / max(1, tried)
        print(f"| {name} | {tally.inputs} | {tally.faults} | {share:.1f} % |")
        every.inputs += tally.inputs
        every.faults += tally.faults
        every.lost += tally.lost
    tried = every.inputs + every.faults
    share = 100 * (tried - len(every.lost)) / max(1, tried)
    print(f"| all | {every.inputs} | {every.faults} | {share:.1f} % |")
    for line in every.lost:
        print(f"not survived: {line}")


def main() -> None:
    """Try until the time is over, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--examples", type=int, default=150, help="a generator, a round"
    )
    parser.add_argument("--kills", type=int, default=20, help="a round")
    parser.add_argument("--seed", type=int, default=0)
    words = parser.parse_args()
    chance = random.Random(words.seed)
    tallies: dict[str, Tally] = {KILLS: Tally()}
    end_s = time.monotonic() + 60 * words.minutes
    while True:  # one round at least
        one_round(words.examples, chance.randrange(2**32), tallies)
        kill_some(chance, words.kills, tallies[KILLS])
        if time.monotonic() > end_s:
            break
    show(tallies)
    if not any(tally.inputs for tally in tallies.values()):
        sys.exit("no input was counted: hypothesis says it otherwise now")
    sys.exit(1 if any(tally.lost for tally in tallies.values()) else 0)


if __name__ == "__main__":
    main()
