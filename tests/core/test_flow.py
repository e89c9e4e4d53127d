"""The course of a session by described sequences: commands, moments, and what comes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import (
    FlagCleared,
    FlagRaised,
    PartialRep,
    RepCounted,
    StartConfirmed,
)
from formcheck.core.judge.result import SetResult
from formcheck.core.programme.stages import (
    Move,
    MoveKind,
    Rest,
    Show,
    Task,
    lay_out,
    tasks_for,
)
from formcheck.core.safety.questions import Outcome, Question
from formcheck.core.safety.screening import Known, next_question
from formcheck.core.safety.triage import outcome_of
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.commands import read_command, tell
from formcheck.core.session.dose_words import dose_words
from formcheck.core.session.flow import tick
from formcheck.core.session.framing import Check, Framing
from formcheck.core.session.moment import Act, Moment
from formcheck.core.session.port import SessionPort
from formcheck.core.session.screens import clock_of, offers, screen
from formcheck.core.session.states import (
    CountingIn,
    Flow,
    GettingReady,
    Paused,
    Resting,
    State,
    Step,
    Stretching,
    task_of,
)
from formcheck.core.session.voice import SayKind
from formcheck.core.stretch.spec import Phase, Profile, Severity, StretchSpec
from formcheck.core.words.reasons import Reason, Shortfall, StopReason
from tests.core.stretches import REPS, stretch
from tests.numbers import SHIPPED

SPEC = stretch(REPS)
EACH = stretch(REPS | {"sides": "each"})
DOWN = Move(MoveKind.GET_DOWN, "Lie down on your back.")
UP = Move(MoveKind.GET_UP, "Roll over and push up.")
CAMERA = Move(MoveKind.CAMERA, "Put the camera lower.")
GOOD = Framing((Check("person", True, ""),))
BAD = Framing((Check("whole", False, "Move back: I cannot see your feet."),))
TILTED = Framing((Check("level", False, "The camera seems tilted. Set it level."),))


@dataclass
class Port(SessionPort):
    stages_: tuple[Any, ...]
    choices: list[tuple[str, str]] = field(default_factory=list)
    known: Known = Known()
    told: tuple[str, ...] = ()

    def question(self, answers: Any) -> tuple[Question, int, int] | None:
        return next_question(answers, self.known)

    def outcome(self, answers: Any) -> Outcome:
        return outcome_of(answers, self.known)

    def notes(self, choice: tuple[str, str], outcome: Outcome) -> tuple[str, ...]:
        return self.told

    def stages(self, choice: tuple[str, str], outcome: Outcome) -> tuple[Any, ...]:
        self.choices.append(choice)
        return self.stages_

    def profile(self, outcome: Outcome, task: Any = None) -> Profile:
        return Profile()

    def screened(self, answers: Any) -> None:
        """Nothing is kept."""

    def stopped(self, why: StopReason) -> None:
        """Nothing is kept."""

    def learned(self, spec: StretchSpec, result: SetResult, *, hurt: bool) -> None:
        """Nothing is kept."""


class Run:
    """Drives the flow, ten moments a second; time is only an argument."""

    def __init__(self, *stages: Any) -> None:
        self.port = Port(stages)
        self.flow = Flow(SHIPPED.stretch)
        self.time_s = 0.0
        self.said: list[tuple[SayKind, str]] = []
        self.acts: list[Act] = []
        self.last = Moment(0.0)

    def do(self, **command: Any) -> Run:
        told: Any = read_command(command)
        self.flow, out = tell(self.flow, told, self.time_s, self.port)
        return self._took(out)

    def _took(self, out: Any) -> Run:
        self.said += [(say.kind, say.text) for say in out.says if say.text]
        self.acts += out.acts
        return self

    def go(self, seconds: float, **moment: Any) -> Run:
        """So much time passes, in which this is seen."""
        end_s = self.time_s + seconds
        while self.time_s < end_s - 1e-9:
            self.time_s = round(self.time_s + 0.1, 6)
            self.last = Moment(self.time_s, **moment)
            self.flow, out = tick(self.flow, self.last)
            self._took(out)
            moment.pop("events", None)
        return self

    def chosen(self) -> Run:
        self.do(do="choose", stretch=SPEC.id)
        self.do(do="answer", id="signs", value=[])
        self.do(do="answer", id="today", value=[])
        self.do(do="answer", id="pain_before", value=3)
        return self.do(do="answer", id="where", value=["back"])

    def in_stretch(self) -> Run:
        """Through the camera check and the start, to the stretch itself."""
        self.chosen()
        self.go(2, framing=GOOD, arm=Side.RIGHT).go(2, framing=GOOD)
        while self.flow.step is not Step.READY:
            assert self.time_s < 200, self.flow.step
            self.go(1, in_place=True)
        self.go(0.2, events=(StartConfirmed(self.time_s, ()),), phase=Phase.START)
        self.go(4, phase=Phase.START, seen=True)
        assert self.flow.step is Step.STRETCH
        return self

    def rep(self, good: bool | None = True, side: Side | None = None) -> Run:
        event = RepCounted(self.time_s, 0.0, 1.0, 1.0, 50.0, side, good, ())
        self.go(2, phase=Phase.TARGET, seen=True)
        return self.go(0.5, events=(event,), phase=Phase.START, seen=True)

    @property
    def step(self) -> Step:
        return self.flow.step

    @property
    def words(self) -> list[str]:
        return [text for _, text in self.said]


def stages(*parts: Any) -> tuple[Any, ...]:
    return lay_out(parts)


def simple(spec: StretchSpec = SPEC) -> Run:
    return Run(*stages(*tasks_for(spec)))


def test_a_programme_is_laid_out_with_shows_before_getting_down() -> None:
    left, right = tasks_for(EACH)
    laid_out = stages(CAMERA, DOWN, left, right, UP)
    kinds = [getattr(s, "kind", type(s)) for s in laid_out]
    assert kinds == [
        MoveKind.CAMERA,
        Show,
        MoveKind.GET_DOWN,
        Task,
        Rest,
        Show,
        Task,
        MoveKind.GET_UP,
    ]
    assert [s.again for s in laid_out if isinstance(s, Show)] == [False, True]
    assert [s.number for s in laid_out if isinstance(s, Task)] == [1, 2]


def test_the_course_of_one_stretch() -> None:
    run = simple().in_stretch()
    for _ in range(SPEC.reps.count):
        assert run.step is Step.STRETCH
        run.rep()
    assert run.step is Step.AFTER
    assert run.acts == [Act.SCREENED, Act.BEGIN_SET, Act.END_SET, Act.SAVE]
    run.do(do="answer", id="pain_after", value=2)
    run.do(do="answer", id="felt", value="same")
    run.do(do="answer", id="note", value="")
    assert run.step is Step.SUMMARY
    assert run.do(do="end").step is Step.CHOOSE


def test_every_step_has_a_screen_with_a_title() -> None:
    run = simple()
    seen = set()
    for act in (
        lambda: None,
        lambda: run.do(do="choose", stretch=SPEC.id),
        lambda: run.chosen(),
        lambda: run.in_stretch(),
        lambda: run.do(do="press"),
        lambda: run.do(do="stop"),
        lambda: run.do(do="answer", id="reason", value="pain"),
        lambda: run.do(do="next"),
        lambda: run.do(do="next"),
    ):
        act()
        shown = screen(run.flow, run.port)
        assert shown["title"], run.step
        assert isinstance(offers(run.flow, run.last), list)
        clock_of(run.flow, run.last)
        seen.add(run.step)
    assert {Step.CHOOSE, Step.SCREENING, Step.PAUSED, Step.REASON} <= seen
    assert {Step.REST_ADVICE, Step.AFTER, Step.SUMMARY} <= seen


def test_an_answer_that_cannot_be_one_is_not_taken() -> None:
    run = simple().do(do="choose", stretch=SPEC.id)
    run.do(do="answer", id="signs", value="maybe")
    run.do(do="answer", id="signs", value=["no such thing"])
    run.do(do="answer", id="pain_before", value=3)
    assert run.flow.answers == {}


def test_the_camera_check_says_one_thing_at_a_time() -> None:
    run = simple().chosen()
    before = len(run.said)
    run.go(7, framing=BAD)
    assert run.words[before:] == ["Move back: I cannot see your feet."]
    run.go(2, framing=BAD)
    assert len(run.words) == before + 2
    assert run.step is Step.CAMERA
    run.go(22, framing=BAD)
    assert offers(run.flow, run.last) == ["timed"]
    run.do(do="timed")
    assert run.step is Step.SHOW
    assert run.flow.judged is False


def test_a_tilted_camera_is_told_and_does_not_keep_from_beginning() -> None:
    run = simple().chosen()
    run.go(2, framing=GOOD, arm=Side.RIGHT)
    before = len(run.said)
    run.go(7, framing=TILTED)
    assert run.step is Step.CAMERA
    assert run.words[before:].count("The camera seems tilted. Set it level.") == 1
    run.go(2, framing=TILTED)
    assert run.step is not Step.CAMERA
    assert run.words[before:].count("Good. I can see all of you.") == 1


def test_a_left_hand_is_asked_for_twice_before_it_counts() -> None:
    run = simple().chosen()
    run.go(2, framing=GOOD, arm=Side.LEFT)
    assert not run.flow.hand.settled
    run.go(1, framing=GOOD).go(2, framing=GOOD, arm=Side.LEFT)
    assert run.flow.hand.settled
    assert Act.MIRROR in run.acts
    other = simple().chosen()
    other.go(2, framing=GOOD, arm=Side.LEFT).go(1, framing=GOOD)
    other.go(2, framing=GOOD, arm=Side.RIGHT)
    assert other.flow.hand.settled
    assert Act.MIRROR not in other.acts


SIGN = stretch(REPS | {"pause_gesture": True})


def test_the_sign_is_told_where_it_means_something() -> None:
    told = "One arm held up pauses this one."
    for spec, times in ((SIGN, 1), (SPEC, 0)):
        run = simple(spec).chosen()
        run.go(2, framing=GOOD, arm=Side.RIGHT).go(2, framing=GOOD)
        assert run.step is Step.SHOW
        assert run.words.count(told) == times
        assert not any("pauses a stretch" in words for words in run.words)


def test_the_sign_is_practised_at_the_first_time() -> None:
    run = simple(SIGN).chosen()
    run.flow = replace(run.flow, practise=True)
    run.go(1.7, framing=GOOD, arm=Side.RIGHT)
    assert not run.flow.hand.settled  # held for two seconds, as in a stretch
    run.go(0.5, framing=GOOD, arm=Side.RIGHT)
    assert run.flow.hand.settled
    assert "Held up like that, it pauses a stretch." in run.words
    # Where nothing is paused by it, there is nothing to practise.
    other = simple(SPEC).chosen()
    other.flow = replace(other.flow, practise=True)
    other.go(1.3, framing=GOOD, arm=Side.RIGHT)
    assert other.flow.hand.settled
    assert not any("pauses a stretch" in words for words in other.words)


def test_what_a_set_came_to_is_kept_when_the_next_begins() -> None:
    run = Run(*tasks_for(EACH)).in_stretch()  # two sets, nothing between them
    for _ in range(EACH.reps.count):
        run.rep()
    assert run.step is Step.READY
    assert run.flow.work.done == 0
    ended = run.flow.ended
    assert ended is not None
    assert (ended.work.done, ended.why) == (EACH.reps.count, None)
    assert ended.task.side is Side.LEFT
    run.do(do="skip").do(do="answer", id="reason", value="tired")
    ended = run.flow.ended
    assert ended is not None
    assert (ended.work.done, ended.why) == (0, "tired")
    assert ended.task.side is Side.RIGHT


@pytest.mark.parametrize("side", list(Side))
def test_the_side_is_spoken_before_a_set(side: Side) -> None:
    task = next(t for t in tasks_for(EACH) if t.side is side)
    run = Run(Show(task, again=False), Rest(5.0, task), task)
    run.in_stretch()
    said = [text for _, text in run.said]
    word = side.word
    dose = dose_words(task)
    assert f"{EACH.name}. {word.capitalize()} side. {dose}" in said
    assert f"Rest. Next: {EACH.name}, {word} side." in said
    assert f"{word.capitalize()} side. Starting in three." in said


def test_a_set_that_had_not_begun_has_not_ended() -> None:
    run = simple().chosen().go(2, framing=GOOD, arm=Side.RIGHT).go(2, framing=GOOD)
    assert run.step is Step.SHOW
    run.do(do="stop").do(do="answer", id="reason", value="pain")
    assert run.step is Step.REST_ADVICE
    assert run.flow.ended is None
    assert run.flow.left[0].why == "pain"


def test_moves_are_awaited_and_nothing_is_judged_in_them() -> None:
    run = Run(*stages(DOWN, *tasks_for(SPEC)))
    run.chosen().go(2, framing=GOOD, arm=Side.RIGHT).go(2, framing=GOOD)
    run.go(4)
    assert run.step is Step.MOVE
    run.go(20)
    assert run.step is Step.MOVE
    assert run.words.count(DOWN.sentence) == 2
    assert Act.BEGIN_SET not in run.acts
    run.go(2.5, in_place=True)
    assert run.step is Step.READY


def test_a_move_of_the_camera_is_checked_again() -> None:
    run = Run(*stages(CAMERA, *tasks_for(SPEC))).chosen()
    assert run.step is Step.MOVE
    run.do(do="next")
    assert run.step is Step.CAMERA
    run.go(2, framing=GOOD, arm=Side.RIGHT).go(2, framing=GOOD)
    assert run.step is Step.SHOW


def test_get_ready_says_what_is_missing_and_offers_to_go_on() -> None:
    run = simple().chosen().go(2, framing=GOOD, arm=Side.RIGHT).go(2, framing=GOOD)
    while run.step is not Step.READY:
        run.go(1)
    run.said.clear()
    run.go(46, missing="Please lie down on your back.")
    assert run.words.count("Please lie down on your back.") == 3
    assert offers(run.flow, run.last) == ["timed"]
    run.go(20)
    assert offers(run.flow, run.last) == ["timed", "skip"]
    run.go(60)
    assert run.step is Step.PAUSED


def test_leaving_the_pose_pauses_after_half_a_minute() -> None:
    run = simple().in_stretch().rep()
    run.said.clear()
    run.go(4, phase=Phase.START, seen=True)
    assert "Take your time." not in run.words
    run.go(3, phase=Phase.START, seen=True)
    assert run.words.count("Take your time.") == 1
    run.go(25, phase=Phase.START, seen=True)
    assert run.step is Step.PAUSED
    assert isinstance(run.flow.state, Paused)
    assert run.flow.state.by == "left"
    run.go(0.3, started=True)
    assert run.step is Step.READY
    assert run.acts[-2:] == [Act.PAUSE_SET, Act.RESUME_SET]
    run.go(0.2, events=(StartConfirmed(run.time_s, ()),), phase=Phase.START)
    run.go(4, phase=Phase.START, seen=True)
    assert run.flow.work.done == 1  # what was done is not forgotten


@pytest.mark.parametrize(
    "state", [GettingReady(), CountingIn(), Stretching(), Resting()]
)
def test_any_key_pauses_and_any_key_goes_on(state: State) -> None:
    step = state.step
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    if step is Step.REST:
        for _ in range(EACH.reps.count):
            run.rep()
    else:
        run.flow = replace(run.flow, state=state)
    assert run.step is step
    run.do(do="press")
    assert run.step is Step.PAUSED
    run.go(100, started=True)
    assert run.step is Step.PAUSED  # only a key ends what a key began
    run.do(do="press")
    expected = Step.REST if step is Step.REST else Step.READY
    assert run.step is expected


def test_a_rest_is_not_used_up_by_a_pause_and_can_be_lengthened() -> None:
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    for _ in range(EACH.reps.count):
        run.rep()
    assert run.step is Step.REST
    run.do(do="press").go(60).do(do="press")
    assert run.step is Step.REST
    run.do(do="longer").go(10)
    assert run.step is Step.REST
    run.do(do="next")
    assert run.step is Step.SHOW
    assert task_of(run.flow).side is Side.RIGHT


def raised(time_s: float) -> FlagRaised:
    return FlagRaised(time_s, time_s, "too_deep", Severity.UNSAFE, "Ease off.")


def test_what_goes_on_after_a_cue_is_offered_smaller_or_skipped() -> None:
    run = simple().in_stretch()
    run.go(7, events=(raised(run.time_s),), phase=Phase.TARGET, seen=True)
    assert (SayKind.UNSAFE, "Ease off.") in run.said
    assert offers(run.flow, run.last) == ["smaller", "skip"]
    assert run.step is Step.STRETCH  # it is the person's to decide
    run.do(do="smaller")
    assert run.acts[-1] is Act.SMALLER


def test_easing_off_in_time_is_praised() -> None:
    run = simple().in_stretch()
    run.go(2, events=(raised(run.time_s),), phase=Phase.TARGET, seen=True)
    done = FlagCleared(
        run.time_s, 0, run.time_s, "too_deep", Severity.UNSAFE, 20, "deg", 0
    )
    run.go(1, events=(done,), phase=Phase.TARGET, seen=True)
    assert (SayKind.PRAISE, "Good, you eased off in time.") in run.said
    assert offers(run.flow, run.last) == []


def test_smaller_reps_count_and_nobody_is_pushed() -> None:
    run = simple().in_stretch()
    for _ in range(SPEC.reps.count):
        event = PartialRep(run.time_s, 0, 1, 0, 90.0, None, Shortfall.SMALLER_RANGE, ())
        run.go(2, phase=Phase.GOING, seen=True)
        run.go(0.5, events=(event,), phase=Phase.START, seen=True)
    assert run.step is Step.AFTER
    assert run.flow.work.smaller == SPEC.reps.count
    assert not any(k is SayKind.PRAISE for k, _ in run.said)


def test_what_could_not_be_judged_is_not_praised() -> None:
    run = simple().in_stretch()
    for _ in range(SPEC.reps.count):
        run.rep(good=None)
    assert not any(kind is SayKind.PRAISE for kind, _ in run.said)


def test_one_tracking_error_never_ends_a_set() -> None:
    run = simple().in_stretch()
    run.said.clear()
    run.go(1.0, phase=Phase.TARGET, why=Reason.HIDDEN)
    assert run.said == []  # not for every blink
    run.go(4.0, phase=Phase.TARGET, why=Reason.HIDDEN)
    assert (SayKind.SEE, "I cannot see all of you from here.") in run.said
    assert run.step is Step.STRETCH
    run.go(1.0, phase=Phase.TARGET, seen=True)
    assert "I can see you again." in run.words


def test_a_camera_out_for_long_is_a_pause_that_ends_by_itself() -> None:
    run = simple().in_stretch()
    run.go(29, camera=CameraStatus.LOST, phase=Phase.TARGET)
    assert run.step is Step.STRETCH
    assert "The camera has stopped. The clock waits." in run.words
    run.go(3, camera=CameraStatus.LOST, phase=Phase.TARGET)
    assert run.step is Step.PAUSED
    run.go(0.2, started=True)
    assert run.step is Step.READY
