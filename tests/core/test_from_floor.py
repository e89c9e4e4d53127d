"""From the floor: by the pose, an arm or time alone, everything is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.body.observation import Status
from formcheck.core.judge.events import (
    Event,
    HoldCompleted,
    PartialRep,
    StartConfirmed,
    TargetEntered,
)
from formcheck.core.programme.stages import Move, MoveKind, tasks_for
from formcheck.core.session.arm_sign import Arm, Arms, ArmSign, arms_of, take_arms
from formcheck.core.session.camera_watch import CameraStatus, camera_words
from formcheck.core.session.framing import Check, Framing
from formcheck.core.session.from_floor import HOW_TO_ANSWER, WHY_ASKED
from formcheck.core.session.moment import Act, Moment, Out
from formcheck.core.session.rest_advice import CANNOT_UP_LINE, UP_LINES
from formcheck.core.session.set import SetProgress, work
from formcheck.core.session.states import Step
from formcheck.core.session.voice import SayKind
from formcheck.core.stretch.spec import Phase
from formcheck.core.words.reasons import Shortfall, StopReason
from formcheck.edges.recording import read_trace
from tests.core.stretches import HOLD, REPS, stretch
from tests.core.test_flow import EACH, GOOD, Run, simple, stages
from tests.numbers import SHIPPED
from tests.shelf import SPECS

TRACES = sorted((Path(__file__).parents[2] / "sample_videos").glob("*_good.trace.npz"))


def arms(left: Arm = Arm.DOWN, *, lean: float = 0.0) -> Arms:
    return Arms(left, Arm.DOWN, (100.0, 100.0), (lean, -80.0))


def raised(run: Run, up_s: float = 2.0, **moment: object) -> Run:
    """An arm seen down, up and down again, out of the pose."""
    seen = {"body": True, "down": True, **moment}
    run.go(0.6, arms=arms(), **seen).go(up_s, arms=arms(Arm.UP), **seen)
    return run.go(0.6, arms=arms(), **seen)


def paused(run: Run | None = None) -> Run:
    """The pose was left for so long that it is a pause."""
    run = (run or Run(*stages(*tasks_for(EACH)))).in_stretch()
    run.go(31, arms=arms(), body=True, seen=True)
    assert run.step is Step.PAUSED
    return run


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.name.split(".")[0])
def test_no_stretch_done_well_holds_the_sign(path: Path) -> None:
    sign, signs, up = ArmSign(), 0, 0
    for seen in read_trace(path).observations():
        if seen.status is Status.SKIPPED:
            continue
        found = arms_of(seen.pose, 0.5)
        up += found is not None and Arm.UP in (found.left, found.right)
        sign, made = take_arms(sign, found, seen.time_s)
        signs += made
    assert signs == 0, up


def test_an_arm_once_leaves_this_one_out() -> None:
    run = raised(paused())
    assert run.step is Step.PAUSED  # it may yet be twice
    run.go(7, arms=arms(), body=True, down=True)
    assert run.step is Step.REASON
    run.do(do="answer", id="reason", value="tired")
    assert run.step is Step.REST


def test_an_arm_twice_stops() -> None:
    run = raised(raised(paused()))
    assert run.step is Step.REASON
    run.do(do="answer", id="reason", value="tired").do(do="next")
    assert run.step is Step.AFTER


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param({"up_s": 0.8}, id="a wave"),
        pytest.param({"up_s": 6.0}, id="an arm that stays up"),
        pytest.param({"in_pose": True}, id="in the pose"),
    ],
)
def test_what_is_no_sign(shown: dict[str, object]) -> None:
    run = raised(paused(), **shown)  # type: ignore[arg-type]
    run.go(7, arms=arms(), body=True)
    assert Step.REASON is not run.step


def test_an_arm_that_takes_the_trunk_along_is_a_stretch() -> None:
    sign, made = ArmSign(), False
    for tenth in range(60):
        up = 10 <= tenth < 35
        lean = 2.0 * (tenth - 10) if up else 0.0
        seen = arms(Arm.UP if up else Arm.DOWN, lean=lean)
        sign, now = take_arms(sign, seen, tenth / 10)
        made = made or now
    assert not made


def test_taking_the_pose_again_goes_on_after_a_key_as_well() -> None:
    run = Run(*stages(*tasks_for(EACH))).in_stretch().do(do="press")
    run.go(5, body=True, in_pose=True)
    assert run.step is Step.PAUSED  # who has not moved wants the pause
    run.go(5, body=True).go(1, body=True, in_pose=True)
    assert run.step is Step.PAUSED
    run.go(1.5, body=True, in_pose=True)
    assert run.step is Step.READY


def test_what_happens_next_is_said_every_twenty_seconds() -> None:
    run = paused()
    run.said.clear()
    run.go(45, arms=arms(), body=True)
    assert run.words.count(HOW_TO_ANSWER) == 2
    assert run.words.count("Paused. Take the start position to go on.") == 2


def test_who_stays_down_is_led_to_getting_up() -> None:
    run = paused().go(61, arms=arms(), body=True, down=True)
    assert [line for line in run.words if line in UP_LINES] == list(UP_LINES)
    assert CANNOT_UP_LINE in run.words
    elsewhere = paused().go(120)
    assert CANNOT_UP_LINE not in elsewhere.words


def test_a_long_pause_is_saved_and_waits_on() -> None:
    run = paused().go(301)
    assert run.acts.count(Act.SAVE_SO_FAR) == 1
    assert run.go(600).acts.count(Act.SAVE_SO_FAR) == 1
    assert run.step is Step.PAUSED
    assert run.go(3, body=True).go(3, body=True, in_pose=True).step is Step.READY


@pytest.mark.parametrize(
    ("yes", "why"),
    [
        ((0,), StopReason.PAIN),
        ((1,), StopReason.LEG),
        ((0, 2), StopReason.SPASM),
        ((), StopReason.NOT_SAID),
    ],
)
def test_why_is_asked_aloud_and_an_arm_is_yes(
    yes: tuple[int, ...], why: StopReason
) -> None:
    run = simple().in_stretch().do(do="stop")
    for number, (_, text) in enumerate(WHY_ASKED):
        while text not in run.words and run.step is Step.REASON:
            run.go(0.1, arms=arms(), body=True)
        if number in yes and run.step is Step.REASON:
            raised(run)
    run.go(9, arms=arms(), body=True)
    assert run.step is not Step.REASON
    assert run.flow.left[0].why is why
    assert why.may_hurt


def test_nobody_who_stopped_for_pain_is_told_well_done() -> None:
    run = simple().in_stretch().do(do="stop")
    run.go(80, arms=arms(), body=True)
    assert run.step is Step.AFTER
    assert not any("Well done" in text for text in run.words)
    assert "That is all for today." in run.words


def test_the_pain_is_counted_aloud_and_told_by_an_arm() -> None:
    run = simple().in_stretch().do(do="stop").do(do="answer", id="reason", value="pain")
    run.do(do="next")
    run.said.clear()
    while "6" not in run.words:
        run.go(0.1, arms=arms(), body=True)
    raised(run)
    assert run.flow.after["pain_after"] == 6
    assert "7" not in run.words
    assert "6. Thank you." in run.words


def test_a_reason_that_nobody_gave_stays_open() -> None:
    run = simple().in_stretch().do(do="stop").go(31).do(do="next")
    assert run.flow.left[0].why is StopReason.NOT_SAID
    for question, value in (("pain_after", 2), ("felt", "same"), ("note", "")):
        run.do(do="answer", id=question, value=value)
    assert run.step is Step.AFTER  # it is asked once more
    run.do(do="answer", id="reason", value="tired")
    assert run.step is Step.SUMMARY
    assert run.flow.left[0].why is StopReason.TIRED
    assert Act.STOPPED in run.acts


def test_a_spasm_leads_into_relief_and_from_there_to_the_end() -> None:
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    run.do(do="stop").do(do="answer", id="reason", value="spasm").go(25)
    assert run.step is Step.EASE
    run.go(900)
    assert run.step in (Step.AFTER, Step.SUMMARY)
    assert not any("Well done" in text for text in run.words)


def test_a_hand_that_nobody_raises_holds_nobody_up() -> None:
    run = simple().chosen().go(30, framing=GOOD, arms=arms(), body=True)
    assert run.step is not Step.CAMERA
    assert run.flow.judged
    assert not run.flow.hand.settled
    told = simple().chosen().go(2, framing=GOOD)
    assert told.step is Step.CAMERA
    told.do(do="next").go(2, framing=GOOD)
    assert told.step is not Step.CAMERA
    assert told.flow.judged


@pytest.mark.parametrize("status", [CameraStatus.SLOW, CameraStatus.BLACK])
def test_a_camera_check_names_the_cause_and_no_clock(status: CameraStatus) -> None:
    bad = Framing((Check("camera", False, "The camera shows nothing."),))
    run = simple().chosen().go(30, camera=status, framing=bad)
    assert camera_words(status, clock=False) in run.words
    assert "The camera shows nothing." not in run.words
    assert not any("The clock" in text for text in run.words)


def test_a_chair_that_is_sat_on_is_there() -> None:
    sits = stretch(REPS | {"posture": "seated"})
    props = Move(MoveKind.PROPS, "You need a chair.")
    run = Run(props, *tasks_for(sits)).chosen()
    run.go(30, framing=GOOD)
    while run.step is Step.CAMERA:
        run.go(1, framing=GOOD)
    assert run.step is Step.MOVE
    assert run.go(3, in_place=True, body=True).step is Step.READY


def test_a_camera_that_is_back_is_said_and_the_pose_goes_on() -> None:
    run = simple().in_stretch()
    run.go(40, camera=CameraStatus.LOST)
    assert run.step is Step.PAUSED
    run.said.clear()
    run.go(25, camera=CameraStatus.LOST)
    assert "Paused. I wait for the camera." in run.words
    assert not any("start position" in text for text in run.words)
    run.go(1, body=True, in_pose=True)
    assert any("The camera is back." in text for text in run.words)
    assert run.go(2, body=True, in_pose=True).step is Step.READY


def test_a_long_hold_is_led_to_its_end() -> None:
    """What to do is said at the end of each hold, and the breath on the way."""
    (task,) = tasks_for(stretch(HOLD), reps=2, hold_s=20)
    state, out = SetProgress(), Out()
    for hold in range(2):
        begun_s = 30.0 * hold
        for tenth in range(201):
            events: tuple[Event, ...] = ()
            if tenth == 0:
                events = (TargetEntered(begun_s),)
            elif tenth == 200:
                events = (HoldCompleted(begun_s + 20),)
            moment = Moment(
                begun_s + tenth / 10,
                seen=True,
                phase=Phase.TARGET,
                held_s=tenth / 10,
                events=events,
            )
            state = work(state, task, moment, out, SHIPPED.stretch)
    said = [one.text for one in out.says if one.kind is SayKind.COUNT]
    led = ["Hold.", "Breathe slowly, in and out.", "Half way.", "3", "2", "1"]
    assert said == [*led, "And rest. Once more.", *led, "Slowly come back."]


def test_the_side_that_worked_is_named_where_the_plan_names_one() -> None:
    run = Run(*stages(*tasks_for(EACH))).in_stretch()
    wrong = PartialRep(0.0, 0.0, 1.0, 1.0, 50.0, Side.RIGHT, Shortfall.OTHER_SIDE, ())
    run.go(0.5, events=(wrong,), seen=True)
    assert "That is your right side. The plan is the left." in run.words
    assert run.flow.work.done == 0


def test_without_the_hand_no_side_is_named_nor_called_wrong() -> None:
    run = Run(*stages(*tasks_for(EACH))).chosen()
    run.go(30, framing=GOOD, arms=arms(), body=True)
    while run.step is not Step.READY:
        run.go(1, in_place=True, framing=GOOD)
    run.go(0.2, events=(StartConfirmed(run.time_s, ()),), phase=Phase.START)
    run.go(4, phase=Phase.START, seen=True)
    wrong = PartialRep(0.0, 0.0, 1.0, 1.0, 50.0, Side.RIGHT, Shortfall.OTHER_SIDE, ())
    run.go(0.5, events=(wrong,), seen=True)
    assert run.flow.work.done == 1
    named = [text for text in run.words if "left" in text or "right side" in text]
    assert named in ([], ["That is fine without it. I name no left or right."])


@pytest.mark.parametrize("name", sorted(SPECS))
def test_nobody_is_told_to_say_stop_where_nothing_listens(name: str) -> None:
    spec = SPECS[name]
    texts = (*spec.instructions, *spec.not_observable, *spec.each_set)
    assert not any("say stop" in text.lower() for text in texts)
