"""From one stretch to the next, whose measures have other names."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import formcheck
from formcheck.app.live import messages
from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.core.programme.stages import Task, lay_out
from formcheck.core.session.seen import ShotResult
from formcheck.core.session.states import Step, task_of
from formcheck.core.stretch.spec import Mode
from formcheck.edges.sources import Frame
from tests.app.acting import OPEN, Stage, frames, living
from tests.app.test_engine import SPEC as FIRST
from tests.app.test_engine import Person
from tests.core.stretches import REPS, stretch
from tests.core.test_frame import OTHER as SECOND
from tests.numbers import SHIPPED


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def both(folder: Path, fps: float, shots: Iterator[Frame] | None = None) -> Stage:
    port = LivePort((FIRST, SECOND), (), person=OnePerson(judging=SHIPPED))
    stage = Stage(port, Person(), folder, shots or frames(300, fps))
    stage.engine.begin(lay_out([Task(FIRST, None, 1, 2.0), Task(SECOND, None, 1, 2.0)]))
    return stage


@pytest.mark.parametrize("fps", [8.0, 12.0, 25.0])
def test_the_next_stretch_begins(fps: float, tmp_path: Path) -> None:
    stage = both(tmp_path, fps)
    stage.until(Step.REST)
    stage.run_until(lambda: stage.step is Step.STRETCH)
    stage.until(Step.AFTER)
    assert len(stage.events("set_end")) == 2
    assert all(end["left_early"] is None for end in stage.events("set_end"))


def test_a_camera_too_slow_to_judge_by_between_two_stretches(tmp_path: Path) -> None:
    def at_5_a_second_for_a_while() -> Iterator[Frame]:
        time_s, number = 0.0, 0
        while time_s < 300:
            yield Frame(time_s, living(number))
            slow = stage.step in (Step.REST, Step.SHOW)
            time_s, number = time_s + (0.2 if slow else 0.125), number + 1

    stage = both(tmp_path, 8.0, at_5_a_second_for_a_while())
    stage.until(Step.AFTER)
    assert any(event["status"] == "slow" for event in stage.events("camera"))
    assert [end["left_early"] for end in stage.events("set_end")] == [None, None]


def test_nothing_of_the_last_stretch_is_drawn_in_the_next(tmp_path: Path) -> None:
    stage = both(tmp_path, 25.0)
    while stage.step is not Step.AFTER:
        stage.engine.step(0.1)
        snapshot = stage.broadcaster.snapshot
        assert snapshot is not None
        drawn = {arc["measure"] for arc in snapshot.message["arcs"]}
        task = task_of(stage.engine.flow)
        assert drawn <= set(task.spec.measures if task is not None else ())


@pytest.mark.parametrize("depth", [90.0, 127.0])
def test_repetitions_that_a_sore_day_leaves_no_band_for_are_done_by_time(
    depth: float, tmp_path: Path
) -> None:
    """Also of who moves so little that they are still all the time."""
    narrow = {"clauses": [{"measure": "hip", "enter": [50, 64], "exit": [30, 80]}]}
    spec = stretch(REPS | {"target": REPS["target"] | narrow})
    task = Task(spec, None, 3, 2.0, Mode.FLARE)
    gentle = SHIPPED.stretch.gentle
    assert task.by_time(gentle)
    assert not replace(task, mode=Mode.NORMAL).by_time(gentle)
    person = Person(hold_s=3.0, depth=depth)
    stage = Stage(
        LivePort((spec,), (), person=OnePerson(judging=SHIPPED)),
        person,
        tmp_path,
        frames(120, 12.0),
    )
    stage.engine.begin(lay_out([task]))
    stage.until(Step.AFTER)
    (end,) = stage.events("set_end")
    assert end["left_early"] is None
    assert end["reps"] == 3
    assert end["held_s"] >= 5.25


class Trouble(Exception):
    pass


def _raises(*_: object) -> None:
    raise Trouble("no such joint")


@pytest.mark.parametrize("name", ["arcs_of", "points_of", "clock_of", "offers"])
def test_a_drawing_that_fails_is_left_out_and_told_once(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(messages, name, _raises)
    stage = both(tmp_path, 12.0)
    with caplog.at_level(logging.INFO):
        stage.until(Step.AFTER)
    assert len(stage.events("set_end")) == 2
    (told,) = caplog.records
    assert "no such joint" in told.getMessage()
    assert "\n" not in told.getMessage()
    assert told.exc_info is None
    snapshot = stage.broadcaster.snapshot
    if name in ("clock_of", "offers"):
        assert snapshot is None
    else:  # the picture and the rest of the state are shown all the same
        assert snapshot is not None
        assert snapshot.jpeg()
        assert snapshot.message["step"] == "after"


@pytest.mark.parametrize("name", ["screen", "page_events"])
def test_what_the_page_is_told_ends_no_session_where_it_fails(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(f"formcheck.app.live.showing.{name}", _raises)
    stage = both(tmp_path, 12.0)
    stage.until(Step.AFTER)
    assert len(stage.events("set_end")) == 2
    assert len(caplog.records) == 1


def test_a_sight_of_another_stretch_has_no_body(tmp_path: Path) -> None:
    stage = both(tmp_path, 12.0)
    stage.until(Step.STRETCH)
    latest = stage.engine._eyes.latest
    assert latest.stretch == FIRST.id
    assert latest.of(FIRST) is latest
    none = latest.of(SECOND)
    assert isinstance(none, ShotResult)
    assert (none.body, none.reading.sample, none.judged) == (None, None, False)
    assert none.seen is latest.seen


def test_no_reader_takes_a_reading_without_saying_for_which_stretch() -> None:
    """`.reading` outside the judge is followed by `.of(...)` or handed on whole."""
    app = Path(formcheck.__file__).parent / "app"
    bare = []
    for path in sorted(app.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or node.attr == "of":
                continue
            inner = node.value
            if isinstance(inner, ast.Attribute) and inner.attr == "reading":
                bare.append(f"{path.name}:{node.lineno}")
    assert bare == []
