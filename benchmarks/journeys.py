"""Whether every programme can be finished: `python -m benchmarks.journeys`.

Each plan that is laid out differently, of programme, day, floor and condition, is gone
through from choosing to its summary. One row each, and exit status 1 unless all are
finished.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import monotonic

from benchmarks.journey import (
    Day,
    Journey,
    Result,
    answers_for,
    book_for,
    outcome_for,
    shelf,
)
from formcheck.app.person.people import conditions_of
from formcheck.core.programme.stages import Move, Rest, Show, Stage, Task
from formcheck.core.stretch.spec import Mode
from formcheck.resources import poses_dir

__all__ = ["days", "distinct", "is_offered", "play"]


def days() -> Iterator[Day]:
    """Every programme on good days and sore ones, with the floor and without, for who
    has no condition or a single one.
    """
    conditions = (None, *conditions_of(poses_dir()))
    for programme in shelf()[1]:
        for mode in (Mode.NORMAL, Mode.FLARE):
            for floor in (True, False):
                for condition in conditions:
                    yield Day(programme.id, mode, floor, condition)


def is_offered(day: Day) -> bool:
    """Whether the programme is meant for such a day."""
    (programme,) = (one for one in shelf()[1] if one.id == day.programme)
    return day.mode in programme.modes


def distinct(asked: Iterable[Day]) -> tuple[list[Day], list[Day]]:
    """The first day of each plan that differs from all before, and the days on which
    nothing is laid out.
    """
    port = book_for()
    seen: set[object] = set()
    found: list[Day] = []
    nothing: list[Day] = []
    for day in asked:
        stages = port.stages(("programme", day.programme), outcome_for(day, port))
        if not stages:
            nothing.append(day)
            continue
        key = tuple(_gist(stage) for stage in stages)
        if key not in seen:
            seen.add(key)
            found.append(day)
    return found, nothing


def _gist(stage: Stage) -> tuple[object, ...]:
    """What one stage is, without its words."""
    match stage:
        case Move():
            return ("move", stage.kind)
        case Show():
            return ("show", stage.task.spec.id, stage.task.side, stage.again)
        case Rest():
            return ("rest", stage.task.spec.id, stage.task.side, stage.seconds)
        case Task():
            task = stage
            return (task.spec.id, task.side, task.reps, task.hold_s, task.mode)


def play(day: Day) -> Result:
    """Go through one day's session."""
    with tempfile.TemporaryDirectory(prefix="journey-") as folder:
        port = book_for()
        choice = ("programme", day.programme)
        return Journey(port, choice, answers_for(day), Path(folder)).run()


def main() -> int:
    """Run all; 1 unless each was finished."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="PROGRAMME", help="this programme's alone")
    parser.add_argument("--limit", type=int, help="so many plans at most")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    given = parser.parse_args()
    if given.only is not None and given.only not in {p.id for p in shelf()[1]}:
        parser.error(f"no programme is called {given.only}")
    asked = [day for day in days() if given.only in (None, day.programme)]
    found, nothing = distinct(asked)
    print(
        f"{sum(map(is_offered, asked))} offered, {len(found)} laid out differently; "
        f"{len(nothing)} of {len(asked)} asked for end in advice",
        flush=True,
    )
    found = found[: given.limit]
    begun_s, finished = monotonic(), 0
    with ProcessPoolExecutor(given.jobs) as pool:
        for day, result in zip(found, pool.map(play, found), strict=True):
            finished += result.finished
            print(
                f"{day}: {'finished' if result.finished else result.why}; "
                f"{result.sets} of {result.planned} sets, {result.looks} looks, "
                f"{result.skipped} skipped, {result.unsafe} told to ease off, "
                f"{result.simulated_s:.0f} s simulated",
                flush=True,
            )
    print(f"in {monotonic() - begun_s:.0f} s")
    print(f"finished {finished} of {len(found)}")
    return 0 if finished == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
