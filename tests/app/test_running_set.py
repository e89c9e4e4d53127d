"""A set as it runs live asks where fewer movements counted than were seen."""

from __future__ import annotations

from pathlib import Path

from formcheck.app.live.running_set import RunningSet
from formcheck.core.programme.stages import Task
from tests.builders import STANDING, Motion
from tests.core.stretches import NOBODY_KNOWN, REPS, stretch
from tests.numbers import SHIPPED


def test_it_asks_by_its_own_clock_which_pauses_stop(tmp_path: Path) -> None:
    motion = Motion(STANDING).hold(3)
    for _ in range(2):
        motion.move(1.5, lean=60, hip=120).hold(3).move(1.5, lean=0, hip=180).hold(3)
    task = Task(stretch(REPS), None, 3, 3.0)
    running = RunningSet(task, NOBODY_KNOWN, SHIPPED, 0.0, tmp_path)
    for seen in motion.seen():
        running.take(seen)
        if seen.time_s < 15:
            assert running.asked(seen.time_s) == ""
    words = "2 movements were seen and none counted: in 2 the start position was not"
    end_s = motion.now_s + 3
    assert running.asked(end_s).startswith(words)
    running.pause(end_s)
    assert running.asked(end_s + 600).startswith(words)
    running.close()
