"""Safety in a whole live session: asked, kept, taught, and of use when blocked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.history.store import open_history
from formcheck.app.live.port import LivePort
from formcheck.app.person.people import person_at
from formcheck.core.programme.stages import Stage as Planned
from formcheck.core.safety.questions import Outcome
from formcheck.core.session.states import Step
from formcheck.edges.people import PeopleFiles
from formcheck.resources import poses_dir
from tests.app.acting import OPEN, Stage, through_relief
from tests.app.test_engine import Person
from tests.core.stretches import REPS, stretch
from tests.core.test_flow import UP

SPEC = stretch(REPS | {"involves": ["spine_flexion"]})
TWIST = stretch(REPS | {"id": "turn", "name": "Turn", "involves": ["twist"]})
FULL: dict[str, Any] = {
    "plain": "go_on",
    "conditions": [],
    "eases": "neither",
    "floor": True,
    "where": ["buttock", "left"],
    "pain_before": 4,
}


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


class UpAtTheEnd(LivePort):
    """Whatever is done, the person gets up after it."""

    def stages(self, choice: tuple[str, str], outcome: Outcome) -> tuple[Planned, ...]:
        return (*super().stages(choice, outcome), UP)


def stage_of(folder: Path, made: type[LivePort] = LivePort) -> Stage:
    one = person_at(folder, "me", poses_dir(), {SPEC.id: SPEC})
    return Stage(made((SPEC, TWIST), (), None, person=one), Person(), folder)


def answered(stage: Stage, name: str = SPEC.id, **answers: Any) -> list[str]:
    """Choose, and answer what the page is asked; the questions that came."""
    stage.do(do="choose", stretch=name)
    stage.until(Step.SCREENING, 2)
    asked: list[str] = []
    while stage.step is Step.SCREENING:
        stage.run(0.05)
        question = stage.engine.screen["question"]
        asked.append(question["id"])
        harmless = {"many": [], "scale": 0, "yes_no": False}.get(question["kind"])
        value = answers.get(question["id"], harmless)
        assert value is not None, question
        stage.do(do="answer", id=question["id"], value=value)
        stage.run(0.1)
    stage.run(0.1)
    return asked


def timed(folder: Path, made: type[LivePort] = LivePort) -> Stage:
    """In the first stretch, with nobody seen."""
    stage = stage_of(folder, made)
    stage.act = lambda *_: None  # nobody is seen: timed only
    answered(stage, **FULL)
    stage.until(Step.CAMERA, 5)
    stage.do(do="timed")
    stage.until(Step.STRETCH, 120)
    return stage


def left_for(why: str, stage: Stage) -> None:
    stage.do(do="stop")
    stage.do(do="answer", id="reason", value=why)
    stage.until(Step.REST_ADVICE, 5)


def test_a_first_session_is_kept_and_teaches_the_next(tmp_path: Path) -> None:
    stage = stage_of(tmp_path)
    asked = answered(stage, **FULL)
    assert asked[0] == "plain" and "conditions" in asked
    stage.until(Step.AFTER, 300)
    stage.do(do="next")
    stage.until(Step.SUMMARY, 5)
    with open_history(tmp_path) as history:
        row = history.rows("me")[0]
        kept = history.get(row.number).session
    assert kept.about.pain.before == 4
    assert kept.about.pain.site == ("buttock", "left")
    assert kept.sets[0].profile.person == "me"
    assert kept.sets[0].profile.stretches == {}
    learned = kept.summary["sets"][0]["learned"]["peaks"]
    person = PeopleFiles(tmp_path).read("me")
    own = person.stretches[SPEC.id].ranges
    assert {side: list(known.peaks) for side, known in own.items()} == learned
    assert any(learned.values())
    assert person.screened.full_at is not None

    again = stage_of(tmp_path)
    asked = answered(again, **FULL)
    assert asked == ["signs", "today", "pain_before", "where"]
    again.until(Step.STRETCH, 120)
    running = again.engine.running
    assert running is not None
    assert running.profile.stretches[SPEC.id].ranges == own


def test_a_condition_is_told_before_the_start_and_kept(tmp_path: Path) -> None:
    stage = stage_of(tmp_path)
    answered(stage, "turn", **FULL | {"conditions": ["spine_surgery"]})
    assert stage.step is Step.ADVICE
    shown = stage.engine.screen
    assert shown["title"] == "Nothing here fits today"
    assert shown["lines"][0].startswith("Left out today: Turn.")
    stage.do(do="back")
    stage.until(Step.CHOOSE, 2)
    stage.do(do="choose", stretch=SPEC.id)  # nothing is asked twice
    stage.until(Step.ADVICE, 2)
    stage.run(0.1)
    assert stage.engine.screen["lines"][0].startswith("In a smaller range: Draw in.")
    stage.do(do="next")
    stage.until(Step.READY, 120)
    assert stage.engine.running is not None
    assert stage.engine.running.task.mode.value == "flare"
    assert stage.engine.running.profile.conditions == ["spine_surgery"]


@pytest.mark.parametrize(("why", "all_of_it"), [("pain", True), ("tired", False)])
def test_a_stop_for_pain_counts_without_a_camera_too(
    tmp_path: Path, why: str, all_of_it: bool
) -> None:
    stage = timed(tmp_path)
    left_for(why, stage)
    stage.close()
    again = answered(stage_of(tmp_path), **FULL)
    assert ("changed" in again) is all_of_it
    assert "plain" not in again
    assert "changed" not in answered(stage_of(tmp_path), **FULL)


def test_a_spasm_in_a_stretch_stands_until_it_is_said_to_have_eased(
    tmp_path: Path,
) -> None:
    stage = timed(tmp_path)
    left_for("spasm", stage)
    stage.close()
    again = stage_of(tmp_path)
    assert "spasm_kept" in answered(again, **FULL | {"spasm_kept": "still"})
    assert again.engine.screen["title"] == "Let it ease first"
    later = stage_of(tmp_path)
    answered(later, **FULL | {"spasm_kept": "eased"})
    assert later.engine.flow.outcome.mode.value == "flare"
    kept = PeopleFiles(tmp_path).read("me").care
    assert [day.title for day in kept.blocked] == ["Let it ease first"]


def test_a_red_flag_stands_five_minutes_later(tmp_path: Path) -> None:
    answered(stage_of(tmp_path), **FULL | {"signs": ["saddle"]})
    again = stage_of(tmp_path)
    asked = answered(again, **FULL | {"flag_saddle": "not_yet"})
    assert asked == ["plain", "flag_saddle"]
    assert again.step is Step.ADVICE and again.engine.screen["urgent"]


def test_a_spasm_leads_through_what_helps(tmp_path: Path) -> None:
    stage = stage_of(tmp_path)
    answered(stage, **FULL | {"today": ["spasm"]})
    assert stage.step is Step.ADVICE
    assert not stage.engine.screen["urgent"]
    stage.do(do="next")
    stage.until(Step.EASE, 2)
    stage.run(45.0)
    assert "Lie on your back with your lower legs on a chair." in stage.said()
    clock = stage.broadcaster.snapshot.message["clock"]  # type: ignore[union-attr]
    assert clock["name"] == "ease" and 0 < clock["left_s"] < clock["total_s"]
    stage.do(do="next")
    stage.run(40.0)
    assert stage.said().count("Breathe in.") >= 2
    for _ in range(3):
        stage.do(do="next")
        stage.run(0.2)
    assert stage.engine.screen["title"] == "When to check again"
    stage.do(do="back")
    stage.until(Step.CHOOSE, 2)
    assert stage.events("set") == []
    with open_history(tmp_path) as history:
        assert history.rows("me") == []


def test_a_spasm_while_getting_up_at_the_end_is_kept_too(tmp_path: Path) -> None:
    stage = timed(tmp_path, UpAtTheEnd)
    stage.until(Step.MOVE, 300)
    left_for("spasm", stage)
    stage.do(do="next")
    through_relief(stage)
    stage.until(Step.AFTER, 5)
    stage.do(do="next")
    stage.until(Step.SUMMARY, 5)
    with open_history(tmp_path) as history:
        about = history.rows("me")[0].about
    assert [(one.stretch, one.why) for one in about.stops] == [(None, "spasm")]
    assert about.left_early == ()
    assert [one.goes_on for one in PeopleFiles(tmp_path).read("me").care.spasms] == [
        True
    ]
