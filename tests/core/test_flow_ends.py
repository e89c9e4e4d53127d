"""How a set ends early, or is only timed."""

from __future__ import annotations

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.stages import tasks_for
from formcheck.core.session.states import Step
from formcheck.core.stretch.pace import rep_s
from tests.core.stretches import REPS, stretch
from tests.core.test_flow import BAD, EACH, SPEC, Run, simple, stages


def test_skipping_asks_why_and_goes_on() -> None:
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    run.do(do="skip")
    assert run.step is Step.REASON
    run.do(do="answer", id="reason", value="tired")
    assert run.step is Step.REST
    assert run.flow.left[0].why == "tired"
    assert run.flow.left[0].side is Side.LEFT


def test_a_stop_for_pain_ends_in_how_to_rest_and_get_up() -> None:
    run = simple().in_stretch()
    run.do(do="stop").do(do="answer", id="reason", value="pain")
    assert run.step is Step.REST_ADVICE
    assert "It is good that you stopped." in run.words
    run.do(do="next")
    assert run.step is Step.AFTER


def test_who_cannot_reach_the_buttons_is_not_kept_waiting() -> None:
    run = simple().in_stretch().do(do="stop").go(31)
    assert run.step is Step.REST_ADVICE
    assert run.flow.left[0].why == "not said"
    run.do(do="next").go(200)
    assert run.step is Step.SUMMARY


def test_timed_only_counts_time_and_judges_nothing() -> None:
    run = simple().chosen()
    run.go(31, framing=BAD).do(do="timed")
    while run.step is not Step.COUNT_IN:
        run.go(1)
    run.go(3.5)
    assert run.step is Step.STRETCH
    run.go(SPEC.reps.count * rep_s(SPEC, SPEC.hold.seconds) + 2)
    assert run.step is Step.AFTER
    assert [w for w in run.words if w.endswith("Begin.")] == [
        f"{n}. Begin." for n in range(1, SPEC.reps.count + 1)
    ]


def test_commands_that_do_not_fit_do_nothing() -> None:
    run = simple()
    for command in ("press", "resume", "skip", "stop", "next", "longer", "timed"):
        before = run.flow
        run.do(do=command)
        assert run.flow == before
    assert run.acts == []


def test_timed_only_is_for_sets() -> None:
    """A pause in the camera check or a rest is not where time is kept."""
    run = simple().chosen().do(do="pause").do(do="timed")
    assert run.step is Step.PAUSED and run.flow.at == -1
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    for _ in range(EACH.reps.count):
        run.rep()
    run.do(do="pause").do(do="timed")
    assert run.step is Step.PAUSED
    assert run.do(do="resume").step is Step.REST


def test_sides_that_take_turns_are_called() -> None:
    run = simple(stretch(REPS | {"sides": "alternate"})).in_stretch()
    run.rep(side=Side.LEFT)
    assert "1. Now the right." in run.words
