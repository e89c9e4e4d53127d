"""Safety through the course of a session: blocked, checked, gentle, and of use."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import formcheck
from formcheck.core.body.landmarks import Side
from formcheck.core.programme.stages import Rest, Task, tasks_for
from formcheck.core.safety.screening import Known
from formcheck.core.safety.triage import RULES
from formcheck.core.session.flow import ENOUGH_LINE, ENOUGH_S, GENTLE_LINE
from formcheck.core.session.moment import Act
from formcheck.core.session.rest_advice import LEG_LINE, PAIN_LINE
from formcheck.core.session.screens import clock_of, screen
from formcheck.core.session.states import Easing, Step, task_of
from formcheck.core.stretch.spec import Gate, Mode
from formcheck.resources import poses_dir
from tests.core.safety import CONDITIONS, of
from tests.core.stretches import HOLD, stretch
from tests.core.test_flow import EACH, GOOD, SPEC, UP, Run, simple, stages


def answered(run: Run, **answers: Any) -> Run:
    """Choose, then answer whatever is asked: as given, else harmlessly."""
    run.do(do="choose", stretch=SPEC.id)
    for _ in range(30):
        if run.step is not Step.SCREENING:
            return run
        question = screen(run.flow, run.port)["question"]
        harmless = {"many": [], "scale": 0, "yes_no": False}.get(question["kind"])
        if harmless is None:
            harmless = question["options"][-1]["value"]
        value = answers.get(question["id"], harmless)
        run.do(do="answer", id=question["id"], value=value)
    raise AssertionError("the questions do not end")


@of("emergency")
def test_an_emergency_ends_in_advice_and_nothing_else() -> None:
    run = answered(simple(), signs=["saddle"])
    assert run.step is Step.ADVICE
    shown = screen(run.flow, run.port)
    assert shown["urgent"]
    assert any("emergency number" in line for line in shown["lines"])
    assert set(shown["lines"]) <= set(run.words)  # said as well
    assert [button["do"] for button in shown["buttons"]] == ["back"]
    assert run.do(do="next").step is Step.ADVICE  # there is no "go on anyway"
    assert run.acts == [Act.SCREENED]
    assert run.do(do="back").step is Step.CHOOSE


@of("urgent_new", "urgent_checked")
@pytest.mark.parametrize(("word", "step"), [("new", "advice"), ("checked", "camera")])
def test_an_urgent_sign_stops_only_while_it_is_new(word: str, step: str) -> None:
    run = simple()
    run.port.known = Known(full=True, conditions=tuple(CONDITIONS.values()))
    answered(run, signs=["night"], checked_night=word)
    assert run.step is Step(step)


@of("worse_is_flare")
def test_a_sore_day_is_told_and_goes_on_at_a_press() -> None:
    run = answered(simple(), today=["worse"], pain_before=3)
    assert run.step is Step.ADVICE
    assert run.flow.outcome.mode is Mode.FLARE
    shown = screen(run.flow, run.port)
    assert shown["title"] == "For you today"
    assert [button["do"] for button in shown["buttons"]] == ["next", "back"]
    assert run.do(do="next").step is Step.CAMERA


@of("conditions_cap")
def test_what_is_exchanged_is_shown_and_said_before_the_start() -> None:
    run = simple()
    run.port.told = ("Bridge instead of Curl-up. Your bones.",)
    answered(run)
    assert run.step is Step.ADVICE
    assert screen(run.flow, run.port)["lines"] == list(run.port.told)
    assert run.port.told[0] in run.words
    assert run.do(do="next").step is Step.CAMERA


def test_who_has_gone_to_the_mat_already_is_not_kept_waiting() -> None:
    run = answered(simple(), today=["worse"], pain_before=3)
    run.go(70, quiet=False)
    assert run.step is Step.ADVICE  # not while it is still being said
    run.go(1)
    assert run.step is Step.CAMERA
    blocked = answered(simple(), today=["spasm"]).go(300)
    assert blocked.step is Step.ADVICE


def test_where_nothing_fits_there_is_nothing_to_begin() -> None:
    run = Run()
    run.port.told = ("Left out today: Cobra. Your wrists.",)
    answered(run)
    assert run.step is Step.ADVICE
    shown = screen(run.flow, run.port)
    assert shown["title"] == "Nothing here fits today"
    assert [button["do"] for button in shown["buttons"]] == ["back"]
    assert run.do(do="next").step is Step.ADVICE


@of("injury_48h", "spasm_now", "rest_position", "short_walk", "check_again")
@pytest.mark.parametrize("why", ["injury", "spasm"])
def test_a_blocked_day_leads_through_what_helps(why: str) -> None:
    run = answered(simple(), today=[why])
    assert run.step is Step.ADVICE
    run.do(do="next")
    titles: list[str] = []
    while run.step is Step.EASE:
        shown = screen(run.flow, run.port)
        titles.append(shown["title"])
        assert shown["lines"] and set(shown["lines"]) <= set(run.words)
        clock = clock_of(run.flow, run.last)
        if clock is None:
            break
        assert clock["name"] == "ease"
        run.go(clock["total_s"] + 0.5)
        assert run.time_s < 1200
    assert titles[0] == "Find a position of ease"
    assert titles[-1] == "When to check again"
    assert len(titles) == 5
    assert run.words.count("Breathe in.") == 12
    assert "Half way. Turn round when you like." in run.words
    run.go(60)
    assert run.step is Step.EASE  # it stays to be read
    assert run.do(do="back").step is Step.CHOOSE
    assert Act.BEGIN_SET not in run.acts


@of("rest_position")
def test_what_helps_waits_for_a_slow_person_and_a_press_pauses_it() -> None:
    run = answered(simple(), today=["spasm"]).do(do="next")
    run.go(30, quiet=False)  # still speaking: its clock has not begun
    clock = clock_of(run.flow, run.last)
    assert clock is not None and clock["left_s"] == clock["total_s"]
    run.go(20).do(do="press")
    assert run.step is Step.PAUSED
    run.go(500).do(do="press")
    assert run.step is Step.EASE
    assert isinstance(run.flow.state, Easing) and run.flow.state.number == 0
    run.do(do="next")
    assert isinstance(run.flow.state, Easing) and run.flow.state.number == 1
    assert run.do(do="stop").step is Step.CHOOSE


@of("warm_up")
def test_how_to_warm_up_is_said_where_a_stretch_is_chosen() -> None:
    run = simple()
    assert run.step is Step.CHOOSE
    (line,) = screen(run.flow, run.port)["lines"]
    assert line.startswith("Warm up first")


@of("spasm_now", "rest_position", "slow_breathing")
@pytest.mark.parametrize(("floor", "where"), [(True, "chair"), (False, "bed")])
def test_a_spasm_in_a_stretch_is_told_at_once_what_eases(
    floor: bool, where: str
) -> None:
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    run.flow = replace(run.flow, outcome=replace(run.flow.outcome, floor=floor))
    run.do(do="stop").do(do="answer", id="reason", value="spasm")
    lines = screen(run.flow, run.port)["lines"]
    assert set(lines) <= set(run.words)  # said as well
    assert where in lines[0]
    assert any("belly rise and fall" in line for line in lines)
    assert any(line.startswith("If you cannot get up") for line in lines)


@of("stop_any_time", "pain_down_the_leg")
@pytest.mark.parametrize("posture", ["standing", "seated", "supine"])
def test_how_to_rest_fits_where_the_person_is(posture: str) -> None:
    held = stretch(HOLD | {"id": "held", "posture": posture})
    run = Run(*stages(*tasks_for(held))).in_stretch()
    run.do(do="stop").do(do="answer", id="reason", value="leg")
    lines = screen(run.flow, run.port)["lines"]
    assert set(lines) <= set(run.words)
    down = posture == "supine"
    assert ("To get up, roll onto your side." in lines) is down
    assert ("Sit down for a moment, breathing slowly." in lines) is not down
    assert LEG_LINE in lines  # pain down a leg that stays is looked at first


@of("stop_any_time", "pain_that_lasts")
@pytest.mark.parametrize(("why", "hurt"), [("spasm", True), ("tired", False)])
def test_a_stop_on_the_way_up_after_the_last_stretch_is_told_by_its_own_reason(
    why: str, hurt: bool
) -> None:
    """No stretch follows that it could be of; the one before was left for another."""
    run = Run(*stages(*tasks_for(SPEC), UP)).in_stretch()
    before = "tired" if hurt else "pain"
    run.do(do="skip").do(do="answer", id="reason", value=before)
    if run.step is Step.REST_ADVICE:
        run.do(do="next")
    assert run.step is Step.MOVE
    run.said.clear()
    run.do(do="stop").do(do="answer", id="reason", value=why)
    assert (PAIN_LINE in run.words) is hurt
    assert (PAIN_LINE in screen(run.flow, run.port)["lines"]) is hurt
    assert any("belly rise and fall" in line for line in run.words) is hurt
    assert [left.why for left in run.flow.left] == [before, why]
    assert run.flow.left[-1].stretch is None


@of("stop_any_time", "pain_that_lasts", "pain_down_the_leg")
@pytest.mark.parametrize(
    ("why", "hurt"),
    [("pain", True), ("leg", True), ("spasm", True), ("tired", False)],
)
@pytest.mark.parametrize("how", ["stop", "skip"])
def test_a_stop_is_praised_and_pain_ends_the_stretch(
    why: str, hurt: bool, how: str
) -> None:
    held = stretch(HOLD | {"id": "held"})
    run = Run(*stages(*tasks_for(EACH), *tasks_for(held))).in_stretch()
    run.do(do="press")
    assert run.step is Step.PAUSED
    run.do(do=how).do(do="answer", id="reason", value=why)
    assert (PAIN_LINE in run.words) is hurt
    rests = hurt or how == "stop"
    assert ("It is good that you stopped." in run.words) is rests
    assert (run.step is Step.REST_ADVICE) is rests
    if rests:
        assert (PAIN_LINE in screen(run.flow, run.port)["lines"]) is hurt
    assert run.flow.left[-1].why == why
    if why == "spasm":
        assert run.do(do="next").step is Step.EASE  # what eases it, then the end
    elif how == "stop":
        assert run.do(do="next").step is Step.AFTER  # the session is over
    elif hurt:
        assert run.do(do="next").step is Step.REST


@of("pain_then_gentle")
def test_after_a_stretch_left_for_pain_the_rest_is_gentle() -> None:
    gates = SPEC.gates.model_copy(update={"flare": Gate.BLOCKED})
    hard = SPEC.model_copy(update={"id": "hard", "gates": gates})
    held = stretch(HOLD | {"id": "held"})
    last = tasks_for(held, reps=4, hold_s=30)
    run = Run(*stages(*tasks_for(EACH), *tasks_for(hard), *last, UP))
    run.in_stretch().do(do="skip").do(do="answer", id="reason", value="pain")
    assert run.step is Step.REST_ADVICE
    assert GENTLE_LINE in run.words
    to_come = [s for s in run.flow.stages[run.flow.at + 1 :] if isinstance(s, Task)]
    assert [t.mode for t in to_come] == [Mode.FLARE, Mode.FLARE]
    assert [t.spec.id for t in to_come] == [EACH.id, "held"]
    assert (to_come[1].reps, to_come[1].hold_s) == (2, 15)
    assert run.flow.stages[-1] == UP
    assert sum(isinstance(s, Rest) for s in run.flow.stages) == 2
    run.do(do="next")
    while run.step is not Step.READY:
        run.go(1, in_place=True)
    task = task_of(run.flow)
    assert task is not None and task.mode is Mode.FLARE and task.side is Side.RIGHT


@of("pain_then_gentle", "pain_down_the_leg")
def test_what_sent_pain_down_a_leg_is_not_done_on_the_other_side() -> None:
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    run.do(do="skip").do(do="answer", id="reason", value="leg")
    assert GENTLE_LINE not in run.words  # nothing is left
    assert run.do(do="next").step is Step.AFTER


@of("pain_then_gentle")
@pytest.mark.parametrize("why", ["tired", "other"])
def test_who_is_only_tired_goes_on_as_before(why: str) -> None:
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    run.do(do="skip").do(do="answer", id="reason", value=why)
    task = task_of(run.flow)
    assert task is not None and task.mode is Mode.NORMAL


@of("half_hour")
@pytest.mark.parametrize(("pause_s", "told"), [(ENOUGH_S - 300, 0), (ENOUGH_S + 1, 1)])
def test_past_half_an_hour_it_is_said_once_that_it_is_enough(
    pause_s: float, told: int
) -> None:
    spec = EACH
    run = Run(*stages(*tasks_for(spec), *tasks_for(spec))).in_stretch()
    run.do(do="press").go(pause_s)
    run.do(do="press")
    for _ in range(2):
        run.do(do="skip").do(do="answer", id="reason", value="other")
        assert run.step is Step.REST
        assert run.words.count(ENOUGH_LINE) == told
        run.do(do="next").go(4).go(1)
        assert run.step is Step.READY


SRC = Path(formcheck.__file__).parent
PUSHING = re.compile(
    r"\b(deeper|further down(?! the leg)|push (through|harder|past)|go further|"
    r"more stretch|no pain,? no gain|as far as you can|try harder|streaks?|"
    r"not deep enough|don't give up|keep going)\b",
    re.IGNORECASE,
)


def sentences(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from sentences(child)
    elif isinstance(value, list):
        for child in value:
            yield from sentences(child)


def spoken_in(path: Path) -> Iterator[str]:
    """Text in the code that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if text and id(node) not in docs:
            yield node.value  # type: ignore[attr-defined]


@of("never_pushes")
def test_nothing_that_is_said_pushes() -> None:
    looked_at = 0
    for path in sorted(poses_dir().rglob("*.toml")):
        if path.parent.name == "references":  # titles of other people's pages
            continue
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        raw.get("text", {}).get("en", {}).pop("notes", None)
        for text in sentences(raw):
            looked_at += 1
            assert not PUSHING.search(text), (path.name, text)
    for path in sorted(SRC.rglob("*.py")):
        for text in spoken_in(path):
            looked_at += 1
            if text not in {rule.says for rule in RULES.values()}:
                assert not PUSHING.search(text), (path.name, text)
    for path in sorted((SRC / "web" / "static").rglob("*.js")):
        for line in path.read_text(encoding="utf-8").splitlines():
            looked_at += 1
            assert not PUSHING.search(line.split("//")[0]), (path.name, line)
    assert looked_at > 1000


@of("never_pushes")
@pytest.mark.parametrize(
    "text", ["Go deeper.", "Push through it!", "A streak of 5", "Hold, keep going"]
)
def test_a_pushing_word_would_be_found(text: str) -> None:
    assert PUSHING.search(text)


def test_the_camera_check_is_the_same_after_a_gentle_day() -> None:
    run = answered(simple(), today=["worse"], pain_before=3).do(do="next")
    run.go(2, framing=GOOD, arm=Side.RIGHT).go(2, framing=GOOD)
    assert run.step is Step.SHOW
