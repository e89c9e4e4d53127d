"""The counter that knows no stretch: what it takes for movements, and what became of
each.
"""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from formcheck.core.body.observation import Observation, Status
from formcheck.core.judge.asked import asked_words
from formcheck.core.judge.movements import Movement
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import MovementResult
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.judge.what_became import what_became
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.reasons import Reason, Shortfall
from tests.builders import (
    FRONTAL,
    PRONE,
    QUADRUPED,
    STANDING,
    SUPINE,
    Figure,
    Motion,
)
from tests.core.stretches import (
    HOLD,
    LIVE,
    NOBODY_KNOWN,
    RECORDED,
    REPS,
    stretch,
)
from tests.numbers import SHIPPED
from tests.results import movement
from tests.results import result as kept_result


def judged(motion: Motion, spec: StretchSpec | None = None) -> SetJudge:
    """A set, judged to its end; every landmark trembles by a pixel."""
    judge = SetJudge(spec or stretch(), NOBODY_KNOWN, RECORDED, SHIPPED)
    random = np.random.default_rng(7)
    for seen in motion.seen():
        judge.take(trembling(seen, random))
    return judge


def trembling(seen: Observation, random: np.random.Generator) -> Observation:
    pose = seen.pose
    if pose is None:
        return seen
    noise = random.normal(0, 1.0, pose.image_xy.shape).astype(np.float32)
    return replace(seen, pose=replace(pose, image_xy=pose.image_xy + noise))


def moves(motion: Motion) -> tuple[Movement, ...]:
    return judged(motion).movements()


def pulls(times: int, hold_s: float = 3, hip: float = 55, rest_s: float = 2) -> Motion:
    motion = Motion(SUPINE).hold(2)
    for _ in range(times):
        motion.move(1.5, hip=hip).hold(hold_s).move(1.5, hip=130).hold(rest_s)
    return motion


@pytest.mark.parametrize("times", [1, 3, 6])
def test_what_leaves_a_posture_and_comes_back_is_a_movement(times: int) -> None:
    found = moves(pulls(times))
    assert len(found) == times
    for number, one in enumerate(found):
        assert one.start_s == pytest.approx(2 + 8 * number + 0.5, abs=0.5)
        assert one.end_s == pytest.approx(8 + 8 * number - 0.5, abs=0.5)


@pytest.mark.parametrize("figure", [SUPINE, STANDING, PRONE, QUADRUPED, FRONTAL])
def test_whoever_keeps_still_for_a_minute_makes_none(figure: Figure) -> None:
    assert not moves(Motion(figure).hold(60))


def test_getting_up_at_the_end_is_none_and_hides_none() -> None:
    up = {"lean": 0.0, "hip": 180.0, "knee": 180.0, "y": 240.0}
    assert not moves(Motion(SUPINE).hold(60).move(2, **up).hold(5))
    assert len(moves(pulls(3).move(2, **up).hold(3))) == 3


def test_long_holds_are_one_movement_each_and_drifting_none() -> None:
    assert len(moves(pulls(3, hold_s=30, rest_s=3))) == 3
    motion = Motion(SUPINE).hold(2)
    for _ in range(2):
        motion.move(1.5, hip=55)
        for _ in range(10):
            motion.move(1.5, hip=61).move(1.5, hip=55)
        motion.move(1.5, hip=130).hold(2)
    assert len(moves(motion)) == 2


def test_bouncing_is_one_movement() -> None:
    motion = Motion(SUPINE).hold(2)
    for _ in range(3):
        motion.move(1, hip=55).bounce(4, 0.4, hip=75).move(1, hip=130).hold(2)
    assert len(moves(motion)) == 3


def test_sides_that_take_turns_make_the_same_movement() -> None:
    motion = Motion(SUPINE).hold(2)
    for _ in range(2):
        motion.move(1, hip=55).hold(3).move(1, hip=130).hold(2)
        motion.move(1, far_hip=55, far_knee=75).hold(3)
        motion.move(1, far_hip=130).hold(2, far_hip=nan, far_knee=nan)
    assert len(moves(motion)) == 4


def test_a_movement_is_none_across_a_cut() -> None:
    motion = Motion(SUPINE).hold(3).move(1, hip=55).hold(2)
    assert not moves(motion.cut().hold(0.1, hip=130).hold(3))


def test_somebody_else_makes_none() -> None:
    motion = pulls(1).jump_to(100, 200, torso_px=60)
    motion.hold(1).move(1, hip=55).hold(2).move(1, hip=130).hold(2)
    assert len(moves(motion)) == 1


def test_the_last_minute_is_looked_at_alone() -> None:
    judge = judged(pulls(9))
    assert len(judge.movements()) == 9
    assert len(judge.movements(since_s=2 + 8 * 5 - 1)) == 4
    assert not judge.movements(since_s=1e6)


def result(motion: Motion, spec: StretchSpec) -> SetResult:
    return judged(motion, spec).finish(0.0, motion.now_s)


def became(found: SetResult) -> list[tuple[str, str | None]]:
    return [(one.became, one.why) for one in found.movements]


def test_every_repetition_is_one_and_is_told_as_what_it_is() -> None:
    motion = pulls(2, hold_s=6).move(1.5, hip=90).hold(3).move(1.5, hip=130).hold(2)
    found = result(motion, stretch(HOLD))
    assert found.whole == 2
    assert became(found) == [
        ("counted", None),
        ("counted", None),
        ("partly", Shortfall.SMALLER_RANGE),
    ]
    assert found.movements[0].furthest == found.reps[0].peak


def test_what_did_not_go_far_enough_is_asked_for_and_told() -> None:
    motion = pulls(2)
    for _ in range(2):
        motion.move(1.5, hip=110).hold(2).move(1.5, hip=130).hold(2)
    found = result(motion, stretch(REPS))
    assert found.counted == 2
    assert became(found)[2:] == [("not_counted", Reason.NOT_FAR)] * 2
    assert found.movements[2].furthest == pytest.approx(110, abs=3)


def test_a_movement_of_which_the_start_was_never_seen_is_told_so() -> None:
    motion = Motion(STANDING).hold(3)
    for _ in range(3):
        motion.move(1.5, lean=60, hip=120).hold(3).move(1.5, lean=0, hip=180).hold(2)
    found = result(motion, stretch(REPS))
    assert not found.counted
    assert became(found) == [("not_counted", Reason.NO_START)] * 3


def test_one_that_was_half_hidden_is_told_so() -> None:
    motion = pulls(1).move(1.5, hip=55).hide(23, 24).hold(3).move(1.5, hip=130)
    found = result(motion.show().hold(3), stretch(REPS))
    assert became(found) == [("counted", None), ("not_counted", Reason.HIDDEN)]


def test_it_is_told_which_measure_did_not_come_to_the_target() -> None:
    also = stretch(
        REPS,
        target__clauses=[
            {"measure": "hip", "enter": [40, 70], "exit": [30, 80]},
            {"measure": "knee", "enter": [20, 40], "exit": [20, 45]},
        ],
    )
    found = result(pulls(2, hold_s=0.2, hip=66), also)
    assert became(found) == [("not_counted", Reason.NOT_REACHED)] * 2
    assert [one.measure for one in found.movements] == ["knee", "knee"]
    assert asked_words(found) == (
        "2 movements were seen and none counted: in 2 it did not come to the target "
        "(knee)."
    )


def test_a_limb_that_was_not_as_in_the_stretch_is_told() -> None:
    knee = {"measure": "knee", "enter": [20, 40], "exit": [20, 45], "shape": True}
    hip = {"measure": "hip", "enter": [40, 70], "exit": [30, 80]}
    found = result(pulls(2, hip=80), stretch(REPS, target__clauses=[hip, knee]))
    assert became(found) == [("not_counted", Reason.OTHER_SHAPE)] * 2
    assert found.movements[0].measure == "knee"


def test_what_was_in_the_target_too_briefly_is_told_so() -> None:
    motion = Motion(SUPINE).hold(2)
    for _ in range(2):
        motion.move(0.5, hip=70).move(0.5, hip=130).hold(1.5)
    found = result(motion, stretch(REPS))
    whys = {one.why for one in found.movements if one.became == "not_counted"}
    assert whys <= {Reason.TOO_BRIEF, Reason.NOT_REACHED}
    assert Reason.NOT_KNOWN not in {one.why for one in found.movements}


def test_one_that_the_shot_changed_in_is_told_so() -> None:
    motion = pulls(2).move(1.5, hip=76).hold(1).move(1, hip=103)
    found = result(motion.cut().hold(3, hip=130), stretch(REPS))
    assert became(found)[2:] == [("not_counted", Reason.SHOT_CHANGED)]


def test_no_reason_is_made_up() -> None:
    strange = Movement(1.0, 4.0, 70.0, 0.9, searching=0.0)
    (one,) = what_became(stretch(REPS), [strange], [], [], [], [], [])
    assert one.why is Reason.NOT_KNOWN
    unseen = replace(strange, furthest=nan, progress=nan)
    (one,) = what_became(stretch(REPS), [unseen], [], [], [], [], [])
    assert (one.why, one.furthest) == (Reason.NOT_KNOWN, None)


def test_the_rest_between_repetitions_is_none_whatever_the_set_began_with() -> None:
    for seconds in (2, 6, 12):
        motion = Motion(STANDING).hold(seconds).move(3, lean=-90, hip=130, knee=75)
        motion.hold(2)
        for _ in range(4):
            motion.move(1.5, hip=55).hold(4).move(1.5, hip=130).hold(2)
        found = result(motion, stretch(REPS))
        assert became(found) == [("counted", None)] * found.counted
        assert found.counted >= 3


def asked(motion: Motion, spec: StretchSpec) -> list[tuple[float, str]]:
    """What is asked live, when it changes."""
    judge = SetJudge(spec, NOBODY_KNOWN, LIVE, SHIPPED)
    said = [(0.0, "")]
    for number, seen in enumerate(motion.seen()):
        judge.take(seen)
        if number % 15 == 0:
            now = judge.asked(0.0, seen.time_s)
            if now != said[-1][1]:
                said.append((seen.time_s, now))
    return said[1:]


def test_live_it_asks_soon_after_the_second_that_did_not_count() -> None:
    motion = Motion(STANDING).hold(3)
    for _ in range(2):
        motion.move(1.5, lean=60, hip=120).hold(3).move(1.5, lean=0, hip=180).hold(6)
    (time_s, words), *more = asked(motion, stretch(REPS))
    assert words == (
        "2 movements were seen and none counted: in 2 the start position was not seen."
    )
    assert time_s == pytest.approx(3 + 12 + 6 + 3.5, abs=1.5)
    assert not more


def test_live_nothing_is_asked_of_one_who_does_well_nor_of_one_who_rests() -> None:
    assert not asked(pulls(12, hold_s=4), stretch(REPS))
    assert not asked(Motion(SUPINE).hold(60), stretch(REPS))


def test_live_what_was_asked_is_over_a_minute_later() -> None:
    motion = pulls(1)
    for _ in range(2):
        motion.move(1.5, hip=110).hold(2).move(1.5, hip=130).hold(2)
    said = asked(motion.hold(75), stretch(REPS))
    assert [words[:38] for _, words in said] == [
        "3 movements were seen and 1 counted: i", ""
    ]  # fmt: skip


def test_where_only_time_is_kept_none_is_told() -> None:
    spec = stretch(kind="guided")
    assert result(pulls(2), spec).movements == ()


def test_an_older_result_has_none_and_a_kept_one_comes_back_whole() -> None:
    found = result(pulls(1, hip=90), stretch(REPS))
    kept = found.to_json()
    assert SetResult.from_kept(kept) == found
    assert isinstance(found.movements[0].why, Shortfall)
    of_another_version = kept["movements"][0] | {"why": "a new reason"}
    assert MovementResult.model_validate(of_another_version).why == "a new reason"
    del kept["movements"]
    assert SetResult.from_kept(kept).movements == ()


def test_nobody_makes_none() -> None:
    assert not moves(Motion(SUPINE).nobody(20))
    judge = SetJudge(stretch(), NOBODY_KNOWN, RECORDED, SHIPPED)
    judge.take(Observation(0.0, Status.NOBODY, None, (640, 480)))
    assert judge.movements() == ()


@pytest.mark.parametrize(
    ("missed", "words"),
    [
        ([], ""),
        (["other_side"], ""),
        (["view"], "3 movements were seen and 2 counted: in 1 the camera did not see"),
        (["hidden", "view", "view"], "5 movements were seen and 2 counted: in 2 the"),
        (["not known", "not known", "view"], "and 2 counted: in 1 the camera did not"),
        (["one_phase", "not known"], "and 2 counted: in 1 no reason is known."),
    ],
)
def test_a_sentence_asks_where_fewer_counted_than_were_seen(
    missed: list[str], words: str
) -> None:
    whole = [movement("counted"), movement("partly", "short_hold")]
    seen = [*whole, *(movement("not_counted", why) for why in missed)]
    said = asked_words(kept_result(movements=seen))
    assert words in said
    assert bool(said) is bool(words)


def test_one_movement_that_did_not_count_is_asked_for_as_well() -> None:
    seen = [movement("not_counted", "start pose not seen")]
    assert asked_words(kept_result(movements=seen)) == (
        "1 movement was seen and none counted: in 1 the start position was not seen."
    )


def test_what_the_sentence_says_was_counted_is_what_was_counted() -> None:
    motion = pulls(2, hold_s=6).move(1.5, hip=90).hold(3).move(1.5, hip=130).hold(2)
    motion.move(1.5, hip=110).hold(2).move(1.5, hip=130).hold(2)
    found = result(motion, stretch(HOLD))
    assert found.counted == 3
    assert asked_words(found).startswith("4 movements were seen and 3 counted: ")
