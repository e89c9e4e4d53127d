"""How the back is comes before anything is chosen, and nothing is asked twice."""

from __future__ import annotations

from typing import Any

from formcheck.core.programme.stages import Show, lay_out, tasks_for
from formcheck.core.safety.screening import Known
from formcheck.core.session.dose_words import dose_words
from formcheck.core.session.flow import DAY_HOLDS_S
from formcheck.core.session.screens import screen
from formcheck.core.session.states import Step
from formcheck.core.stretch.spec import Mode
from tests.core.stretches import REPS, stretch
from tests.core.test_flow import SPEC, Run, simple

FULL = Known(full=True, first=True)


def told(run: Run, how: str, **answers: Any) -> list[str]:
    """Say how it is, then answer; which questions were asked."""
    run.do(do="day", how=how)
    asked: list[str] = []
    harmless = {"many": [], "scale": 0, "yes_no": False}
    while run.step is Step.SCREENING:
        question = screen(run.flow, run.port)["question"]
        asked.append(question["id"])
        options = question["options"] or [{"value": None}]
        value = harmless.get(question["kind"], options[-1]["value"])
        run.do(do="answer", id=question["id"], value=answers.get(asked[-1], value))
    return asked


def test_the_first_screen_asks_how_the_back_is_and_ticks_nothing() -> None:
    run = simple()
    day = screen(run.flow, run.port)["day"]
    assert day["text"] == "How is your back today?"
    assert [one["value"] for one in day["options"]] == ["good", "sore", "spasm"]


def test_a_good_day_is_asked_all_then_something_is_chosen_and_begins() -> None:
    run = simple()
    assert told(run, "good") == ["signs", "today", "pain_before"]
    assert run.step is Step.CHOOSE
    assert "day" not in screen(run.flow, run.port)
    run.do(do="choose", stretch=SPEC.id)
    assert run.step is Step.CAMERA
    assert run.port.choices == [("stretch", SPEC.id)]


def test_a_sore_day_is_gentle_at_once_and_is_asked_no_less() -> None:
    run = simple()
    assert told(run, "sore") == ["signs", "today", "pain_before"]
    assert run.flow.outcome.mode is Mode.FLARE
    shown = screen(run.flow, run.port)
    assert shown["today"] == ["A gentle session today: smaller, shorter, slower."]
    assert shown["today"][0] in run.words
    run.do(do="choose", stretch=SPEC.id)
    assert run.step is Step.CAMERA  # it was said already


def test_in_spasm_it_is_two_taps_to_what_helps() -> None:
    run = simple()
    run.port.known = FULL
    assert told(run, "spasm") == ["signs"]
    assert run.step is Step.ADVICE
    assert run.flow.outcome.blocked and run.flow.outcome.ease
    assert run.do(do="next").step is Step.EASE


def test_an_emergency_comes_before_relief() -> None:
    run = simple()
    told(run, "spasm", signs=["saddle"])
    assert run.flow.outcome.urgent and not run.flow.outcome.ease


def test_what_is_ticked_later_counts_on_a_good_day_too() -> None:
    run = simple()
    told(run, "good", today=["worse"], pain_before=4)
    assert run.flow.outcome.mode is Mode.FLARE


def test_back_goes_back_one_question_and_shows_what_was_said() -> None:
    run = simple()
    run.do(do="day", how="good")
    run.do(do="answer", id="signs", value=[])
    run.do(do="answer", id="today", value=["overdone"])
    assert screen(run.flow, run.port)["question"]["id"] == "pain_before"
    run.do(do="back")
    shown = screen(run.flow, run.port)
    assert shown["question"]["id"] == "today" and shown["was"] == ["overdone"]
    run.do(do="answer", id="today", value=[])
    assert run.flow.answers == {"how": "good", "signs": [], "today": []}
    run.do(do="back").do(do="back").do(do="back")
    assert run.step is Step.CHOOSE
    assert "day" in screen(run.flow, run.port)


def test_back_from_what_was_chosen_asks_nothing_again() -> None:
    run = simple()
    told(run, "good")
    run.do(do="choose", stretch=SPEC.id)
    assert run.do(do="back").step is Step.CHOOSE
    run.do(do="choose", programme="another")
    assert run.step is Step.CAMERA
    assert run.port.choices[-1] == ("programme", "another")


def test_where_nothing_fits_something_else_can_be_chosen_there() -> None:
    run = Run()
    run.port.told = ("Left out today: Cobra. Your wrists.",)
    told(run, "sore")
    run.do(do="choose", programme="yoga_seven")
    assert run.step is Step.ADVICE and not run.flow.stages
    run.port.stages_ = lay_out(tasks_for(SPEC))
    run.port.told = ()
    run.do(do="choose", programme="flare_up")
    assert run.step is Step.CAMERA


def test_a_blocked_day_lets_nothing_be_chosen() -> None:
    run = simple()
    told(run, "spasm")
    run.do(do="choose", stretch=SPEC.id)
    assert run.step is Step.ADVICE and not run.flow.stages


def test_a_screen_left_for_long_asks_again() -> None:
    run = simple()
    told(run, "good")
    run.go(DAY_HOLDS_S - 1)
    assert "day" not in screen(run.flow, run.port)
    run.go(2)
    assert "day" in screen(run.flow, run.port)


def test_the_dose_is_shown_with_the_stretch_before_anyone_lies_down() -> None:
    run = simple()
    told(run, "good")
    run.do(do="choose", stretch=SPEC.id)
    run.do(do="timed")
    assert run.step is Step.SHOW
    stage = run.flow.stages[run.flow.at]
    assert isinstance(stage, Show)
    assert screen(run.flow, run.port)["dose"] == dose_words(stage.task)


def test_doses_in_words() -> None:
    def words(hold_s: float = 1.0, reps: int = 2, **more: Any) -> str:
        spec = stretch(REPS | more)
        return dose_words(tasks_for(spec, reps=reps, hold_s=hold_s)[0])

    assert words() == "2 times."
    assert words(reps=1) == "Once."
    assert words(5.0) == "2 times, held for 5 seconds."
