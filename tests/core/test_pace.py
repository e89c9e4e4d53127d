"""A pelvic tilt is paced by the voice, seen or only timed."""

from __future__ import annotations

from formcheck.core.programme.stages import tasks_for
from formcheck.core.session.moment import Moment, Out
from formcheck.core.session.set import SetProgress, timed, work
from formcheck.core.stretch.spec import Phase
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED

TILT = find_stretch("pelvic_tilt", poses_dir())
PRESS, RISE = "Press your lower back down.", "Let it rise."


def test_it_is_called_every_five_seconds_in_turns() -> None:
    (task,) = tasks_for(TILT)
    state, said = SetProgress(), []
    for step in range(2 * int(task.hold_s)):
        out = Out()
        moment = Moment(
            step / 2, phase=Phase.TARGET, seen=True, held_s=step / 2, in_place=True
        )
        state = work(state, task, moment, out, SHIPPED.stretch)
        said += [(step / 2, one.text) for one in out.says if one.text in (PRESS, RISE)]
    assert said == [(5.0 * n, (PRESS, RISE)[n % 2]) for n in range(10)]


def test_it_is_called_so_where_it_is_only_timed() -> None:
    (task,) = tasks_for(TILT)
    state, said = SetProgress(), []
    for step in range(1, 2 * int(task.hold_s)):
        out = Out()
        before_s = (step - 1) / 2
        state = timed(state, task, 0.0, before_s, step / 2, out)
        said += [one.text for one in out.says if one.text in (PRESS, RISE)]
    assert said == [PRESS, RISE] * 5
    assert "Half way." not in said
