"""A repetition that was over before its start was sure counts once it is."""

from __future__ import annotations

import pytest

from formcheck.core.judge.events import TargetEntered, TargetLeft
from formcheck.core.stretch.spec import Plan, StretchSpec
from formcheck.core.words.reasons import Shortfall
from tests.builders import STANDING, SUPINE, Motion
from tests.core.stretches import (
    LIVE,
    RECORDED,
    REPS,
    of_kind,
    partial_reps,
    reps,
    stretch,
    summary,
    watch,
)

RISE = stretch(
    REPS,
    measures={
        "rise": {"kind": "trunk_rise", "relative": True},
        "trunk": {"kind": "trunk_rise"},
        "hip": {"kind": "hip_angle"},
        "knee": {"kind": "knee_angle"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
    start__clauses=[{"measure": "trunk", "enter": [-10, 15], "exit": [-15, 25]}],
    target__clauses=[{"measure": "rise", "enter": [15, 45], "exit": [12, 60]}],
    target__base="back",
    target__towards="more",
    hold__settled_speed=12,
    tempo__measure="trunk",
)
"""As far as from the person's own start, which has to be known."""

PULL = stretch(REPS, target__base="back")
"""As far as the file says."""


def curl(motion: Motion) -> Motion:
    return motion.move(0.8, lean=-60, hip=100).move(0.8, lean=-90, hip=130)


@pytest.mark.parametrize("plan", [RECORDED, LIVE], ids=["recorded", "live"])
@pytest.mark.parametrize("still_s", [0.35, 0.0], ids=["at rest", "on the way"])
def test_the_first_one_after_a_cut_counts(still_s: float, plan: Plan) -> None:
    motion = curl(curl(Motion(SUPINE).hold(2)).hold(1.5)).hold(1.5)
    # A new shot is not looked at for the first 0.3 s.
    motion.cut()
    curl(motion.hold(still_s) if still_s else motion).hold(1.5)
    events = watch(curl(motion).hold(1.5).seen(), RISE, plan)
    found = reps(events)
    assert len(found) == 4
    assert found[2].good is None  # what is unsafe was not looked for then
    assert found[2].time_s - found[2].end_s > 0.2
    times_s = [e.time_s for e in events if not isinstance(e, TargetEntered)]
    assert times_s == sorted(times_s)


@pytest.mark.parametrize("spec", [RISE, PULL], ids=["own start", "as the file says"])
def test_one_that_the_shot_began_in_counts_as_begun_unseen(spec: StretchSpec) -> None:
    motion = Motion(SUPINE).hold(2).cut()
    motion.hold(0.6, lean=-60, hip=60).move(1.2, lean=-90, hip=130).hold(2)
    found = summary(motion.seen(), spec)
    assert [p["reason"] for p in found["partial_reps"]] == [Shortfall.START_NOT_SEEN]
    assert not found["reps"] and not found["not_counted"]


def test_what_was_no_whole_one_was_somebody_settling_down() -> None:
    motion = Motion(SUPINE).move(0.4, lean=-80).move(0.4, lean=-90).hold(2)
    events = watch(motion.seen(), RISE)
    assert not reps(events) and not partial_reps(events)
    assert not of_kind(events, TargetLeft)


def test_lying_down_is_none() -> None:
    motion = Motion(STANDING).hold(2).move(1.5, lean=-40, hip=90, knee=75, y=380)
    motion.move(1.5, lean=-90, hip=130).hold(2)
    events = watch(motion.seen(), RISE)
    assert not reps(events) and not partial_reps(events)


def test_nor_is_what_was_before_a_gap() -> None:
    motion = curl(Motion(SUPINE).hold(0.2)).nobody(3).hold(2)
    assert not reps(watch(motion.seen(), RISE))
