"""A guided stretch: a timer that runs while the posture is kept, still, and seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from formcheck.core.body.landmarks import Joint, Side, joint_index
from formcheck.core.judge.events import FlagRaised, HoldCompleted, StartConfirmed
from formcheck.core.judge.target import RangeKind, target_range_for
from formcheck.core.stretch.spec import Mode, Plan, Profile, StretchProfile, StretchSpec
from tests.builders import SUPINE, Motion, skipping
from tests.core.stretches import (
    NOBODY_KNOWN,
    flags,
    holds,
    of_kind,
    partial_reps,
    reps,
    stretch,
    summary,
    watch,
)
from tests.numbers import SHIPPED

LYING: dict[str, Any] = {
    "kind": "guided",
    "measures": {
        "hip": {"kind": "hip_angle"},
        "knee": {"kind": "knee_angle"},
        "trunk": {"kind": "trunk_rise"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
    "target__clauses": [
        {"measure": "hip", "enter": [115, 150], "exit": [110, 155]},
        {"measure": "knee", "enter": [55, 100], "exit": [50, 105]},
        {"measure": "trunk", "enter": [-8, 8], "exit": [-10, 10]},
    ],
    "hold__seconds": 10,
}


def lying() -> StretchSpec:
    return stretch(**LYING)


def a_rest(seconds: float) -> Motion:
    return Motion(SUPINE).hold(seconds)


def spans(motion: Motion) -> list[tuple[float, float, float]]:
    return [
        (v.start_s, v.end_s, v.held_s) for v in holds(watch(motion.seen(), lying()))
    ]


def test_lying_still_is_held_from_the_start_to_the_end() -> None:
    events = watch(a_rest(14).seen(), lying())
    (hold,) = holds(events)
    assert hold.held_s == pytest.approx(14, abs=1.0)
    assert hold.complete
    (told,) = of_kind(events, HoldCompleted)
    assert told.time_s == pytest.approx(hold.start_s + 10, abs=0.2)


@pytest.mark.parametrize("keep", [1, 3, 5])
def test_it_begins_when_the_body_came_to_rest_not_when_that_was_sure(keep: int) -> None:
    motion = Motion(replace(SUPINE, hip=165)).hold(0.5)
    motion.move(2, hip=128).hold(14)
    (hold,) = holds(watch(skipping(motion.seen(), keep), lying()))
    # The last of a minimum jerk is as slow as a body that lies still.
    assert hold.start_s == pytest.approx(2.2, abs=0.2)


def test_it_is_short_of_the_plan_until_the_plan_is_held() -> None:
    events = watch(a_rest(8).seen(), lying())
    assert [h.complete for h in holds(events)] == [False]
    assert of_kind(events, HoldCompleted) == []


def test_no_rep_and_no_range_is_counted() -> None:
    motion = a_rest(6).move(1.5, hip=170).move(1.5, hip=130).hold(6)
    events = watch(motion.seen(), lying())
    assert reps(events) == partial_reps(events) == []
    assert len(holds(events)) == 2


def test_leaving_the_posture_ends_the_hold_where_it_was_left() -> None:
    motion = a_rest(6).move(2, hip=170).hold(3).move(2, hip=130).hold(6)
    first, second = spans(motion)
    assert first[1] == pytest.approx(6, abs=0.6)
    assert second[0] == pytest.approx(13, abs=0.6)


def test_a_posture_that_moves_within_its_bands_is_not_still() -> None:
    motion = a_rest(6)
    for _ in range(4):
        motion.move(0.5, knee=95).move(0.5, knee=75)
    motion.hold(6)
    before, after = spans(motion)
    assert before[1] == pytest.approx(6, abs=0.5)
    assert after[0] == pytest.approx(10, abs=0.6)


def test_any_clause_may_break_the_posture() -> None:
    motion = a_rest(6).move(1.5, lean=-55, hip=130).hold(3).move(1.5, lean=-90).hold(6)
    assert len(spans(motion)) == 2


def test_a_short_wobble_does_not_end_the_hold_but_is_no_part_of_it() -> None:
    motion = a_rest(6).move(0.35, knee=110).move(0.35, knee=75).hold(6)
    ((_, _, held_s),) = spans(motion)
    assert 11.0 < held_s < 12.5


def test_a_small_slow_rock_is_still() -> None:
    motion = a_rest(2)
    for _ in range(4):
        motion.move(2, hip=134).move(2, hip=128)
    assert len(spans(motion.hold(2))) == 1


def test_what_is_hidden_is_not_held() -> None:
    ankle = joint_index(Joint.ANKLE, Side.RIGHT)
    motion = a_rest(6).hide(ankle).hold(2).show().hold(6)
    ((_, _, held_s),) = spans(motion)
    assert held_s == pytest.approx(11.6, abs=0.6)


def test_long_hidden_is_two_holds_and_told_as_not_judged() -> None:
    ankle = joint_index(Joint.ANKLE, Side.RIGHT)
    motion = a_rest(6).hide(ankle).hold(5).show().hold(6)
    assert len(spans(motion)) == 2
    entry = summary(motion.seen(), lying())
    (knee,) = [n for n in entry["not_judged"] if n["measure"] == "knee"]
    assert knee["seconds"] == pytest.approx(5, abs=0.5)


def test_a_limb_that_tells_it_is_seen_before_the_clock_starts() -> None:
    """A foot that may be crossed: hidden from the first, it may be another one."""
    far = {"kind": "foot_height", "role": "far"}
    shape = {"measure": "far_foot", "enter": [-0.9, 0.35], "exit": [-0.9, 0.45]}
    spec = stretch(
        **LYING
        | {
            "measures": {**LYING["measures"], "far_foot": far},
            "target__clauses": [*LYING["target__clauses"], shape | {"shape": True}],
        }
    )
    ankle = joint_index(Joint.ANKLE, Side.LEFT)
    assert not holds(watch(a_rest(0).hide(ankle).hold(8).seen(), spec))
    # Seen once, it may be hidden later on.
    motion = a_rest(3).hide(ankle).hold(8)
    (one,) = holds(watch(motion.seen(), spec))
    assert one.held_s == pytest.approx(11, abs=0.6)


def test_a_body_that_is_never_seen_in_the_posture_holds_nothing() -> None:
    motion = Motion(SUPINE).hold(8, hip=90, knee=150)
    events = watch(motion.seen(), lying())
    assert of_kind(events, StartConfirmed) == []
    assert holds(events) == []


@pytest.mark.parametrize("mode", [Mode.NORMAL, Mode.FLARE])
def test_neither_mode_nor_ceiling_moves_a_posture(mode: Mode) -> None:
    knows = Profile(stretches={"draw_in": StretchProfile(ceiling_deg=120)})
    for profile in (NOBODY_KNOWN, knows):
        found = target_range_for(lying(), profile, SHIPPED, mode, {"hip": 130})
        assert (found.enter, found.leave) == ((115, 150), (110, 155))
        assert found.kind is RangeKind.TIMER
    events = watch(a_rest(12).seen(), lying(), Plan(mode=mode), knows)
    assert of_kind(events, FlagRaised) == []
    assert len(holds(events)) == 1


def test_progress_is_to_be_there_or_not() -> None:
    found = target_range_for(lying(), NOBODY_KNOWN, SHIPPED, Mode.NORMAL, {"hip": 130})
    assert (found.progress(130), found.progress(170)) == (1.0, 0.0)


def test_faults_are_judged_in_the_posture_and_when_it_is_lost() -> None:
    motion = a_rest(5).move(1, neck=-60).hold(2).move(1, neck=0).hold(3)
    thrown = {
        "id": "neck_back",
        "severity": "unsafe",
        "measure": "neck",
        "below": -35.0,
        "cue": "Ease off.",
        "evidence": "estimate",
    }
    spec = stretch(**LYING, faults=[*lying().faults, thrown])
    assert "neck_back" in flags(watch(motion.seen(), spec))
