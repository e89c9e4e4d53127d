"""The start pose is confirmed first; nothing counts before it, except what a recording
begins in.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.core.judge.events import (
    NotCounted,
    PartialRep,
    RepCounted,
    SetFinished,
    StartConfirmed,
    TargetEntered,
    TargetLeft,
)
from formcheck.core.judge.judge import advance, begin, finish
from formcheck.core.words.reasons import Reason
from tests.builders import SEATED, STANDING, SUPINE, Motion
from tests.core.stretches import (
    LIVE,
    NOBODY_KNOWN,
    RECORDED,
    REPS,
    flags,
    good_set,
    holds,
    of_kind,
    one_rep,
    partial_reps,
    reps,
    stretch,
    summary,
    watch,
)
from tests.numbers import SHIPPED

CHAIR = {
    "posture": "standing",
    "measures": {
        "trunk": {"kind": "trunk_lean"},
        "hip": {"kind": "hip_angle"},
        "knee": {"kind": "knee_angle"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
    "start__clauses": [{"measure": "trunk", "enter": [-10, 18], "exit": [-15, 28]}],
    "target__clauses": [{"measure": "trunk", "enter": [60, 100], "exit": [50, 110]}],
    "tempo__measure": "trunk",
}


@pytest.mark.parametrize("still_s", [0.2, 0.5, 1.0, 1.5])
def test_it_takes_as_long_as_the_file_says(still_s: float) -> None:
    events = watch(Motion(SUPINE).hold(4).seen(), stretch(start__still_s=still_s))
    (start,) = of_kind(events, StartConfirmed)
    assert start.time_s == pytest.approx(still_s, abs=0.06)
    assert dict(start.neutral)["hip"] == pytest.approx(130, abs=0.01)


def test_the_longest_a_file_may_ask_for_near_the_start_too() -> None:
    spec = stretch(start__still_s=1.5)
    (start,) = of_kind(
        watch(Motion(SUPINE).hold(5, hip=110).seen(), spec), StartConfirmed
    )
    assert start.time_s == pytest.approx(3.0, abs=0.06)


def test_who_never_stands_still_has_not_started() -> None:
    motion = Motion(SUPINE)
    for _ in range(6):
        motion.move(0.4, hip=148).move(0.4, hip=118)
    assert of_kind(watch(motion.seen()), StartConfirmed) == []


def test_live_nothing_counts_before_the_start() -> None:
    motion = Motion(SUPINE).hold(6, hip=55).move(0.3, hip=100).move(2, hip=60)
    motion.hold(3).move(2, hip=100).hold(1).move(1, hip=52).hold(4)
    *told, last = watch(motion.seen(), plan=LIVE)
    assert isinstance(last, SetFinished)
    assert {(type(e).__name__, e.reason) for e in told} == {  # type: ignore[union-attr]
        ("NotCounted", Reason.NOT_STILL)
    }


def test_live_faults_are_not_scolded_before_the_start() -> None:
    motion = Motion(SUPINE).hold(2, hip=15, knee=170).move(0.2, hip=100).hold(1)
    assert flags(watch(motion.seen(), plan=LIVE)) == []


def test_live_what_comes_after_the_start_counts() -> None:
    motion = Motion(SUPINE).hold(4, hip=55).move(2, hip=130).hold(1.5)
    events = watch(one_rep(motion).seen(), plan=LIVE)
    assert len(reps(events)) == 1
    assert len(holds(events)) == 1
    (entered,) = of_kind(events, TargetEntered)
    assert entered.time_s > 7.5


@pytest.mark.parametrize("base", ["hold", "reps"])
def test_a_recording_that_begins_in_the_target_gives_a_hold_and_no_rep(
    base: str,
) -> None:
    spec = stretch() if base == "hold" else stretch(REPS)
    motion = Motion(SUPINE).hold(5, hip=55).move(2, hip=130).hold(2)
    events = watch(motion.seen(), spec)
    (hold,) = holds(events)
    assert hold.cut
    assert hold.start_s == pytest.approx(0, abs=0.3)
    assert hold.end_s == pytest.approx(5, abs=0.35)
    assert reps(events) == []
    assert partial_reps(events) == []
    assert len(reps(watch(one_rep(motion).seen(), spec))) == 1  # what comes next does


def test_a_recording_that_begins_on_the_way_in_saw_the_entry() -> None:
    motion = Motion(SUPINE).hold(0.01, hip=110).move(1.5, hip=55).hold(4)
    motion.move(2, hip=130).hold(2)
    events = watch(motion.seen())
    assert len(holds(events)) == 1
    (rep,) = reps(events)
    assert rep.start_s == pytest.approx(0, abs=0.1)


def test_a_recording_that_ends_in_the_target_gives_a_hold_and_no_rep() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(5)
    events = watch(motion.seen())
    (hold,) = holds(events)
    assert hold.cut
    assert hold.complete
    assert hold.start_s == pytest.approx(4, abs=0.35)
    assert hold.end_s == pytest.approx(9, abs=0.1)
    assert reps(events) == []
    assert partial_reps(events) == []


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_return_that_is_cut_short_is_no_rep_of_a_hold(share: float) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4).move(2, hip=130)
    seen = [o for o in motion.seen() if o.time_s < 8 + 2 * share]
    events = watch(seen)
    assert len(holds(events)) == 1
    assert [r for r in reps(events) if r.peak > 56] == []


def test_a_recording_begins_in_mid_movement_only_at_its_beginning() -> None:
    # Five seconds of something else: what comes then needs a start.
    motion = Motion(SUPINE).hold(5, hip=100).move(2, hip=55).hold(5).move(2, hip=100)
    events = watch(motion.hold(1).seen())
    assert holds(events) == []
    assert of_kind(events, TargetEntered) == []


@pytest.mark.parametrize(
    ("lean", "accepted"), [(0, True), (17, True), (24, True), (33, False)]
)
def test_a_stooped_neutral_is_accepted_near_the_files_start(
    lean: float, accepted: bool
) -> None:
    stooped = {"lean": lean, "hip": 180 - lean}  # over feet that carry them
    motion = Motion(STANDING).hold(3, **stooped)
    motion.move(2, lean=80, hip=100).hold(4).move(2, **stooped).hold(2)
    events = watch(motion.seen(), stretch(**CHAIR), LIVE)
    starts = of_kind(events, StartConfirmed)
    assert len(starts) == accepted
    assert len(reps(events)) == accepted
    if starts:
        assert dict(starts[0].neutral)["trunk"] == pytest.approx(lean, abs=0.1)


def test_a_stooped_neutral_needs_twice_the_time() -> None:
    spec = stretch(**CHAIR)
    upright, stooped = (
        of_kind(watch(Motion(STANDING).hold(3, lean=lean).seen(), spec), StartConfirmed)
        for lean in (0, 24)
    )
    assert upright[0].time_s == pytest.approx(0.5, abs=0.06)
    assert stooped[0].time_s == pytest.approx(1.0, abs=0.06)


def test_the_way_is_measured_from_the_persons_own_start() -> None:
    # From 24 to 60 degrees: 40 is 44 percent of this person's way, a smaller rep.
    motion = Motion(STANDING).hold(3, lean=24)
    motion.move(2, lean=42, hip=150).hold(1).move(2, lean=24, hip=180).hold(2)
    events = watch(motion.seen(), stretch(**CHAIR))
    assert [p.reason for p in partial_reps(events)] == ["smaller_range"]
    upright = Motion(STANDING).hold(3)
    upright.move(2, lean=20).hold(1).move(2, lean=0).hold(2)  # 33 percent of theirs
    assert partial_reps(watch(upright.seen(), stretch(**CHAIR))) == []


def test_the_wrong_posture_is_no_start() -> None:
    spec = stretch(**CHAIR)
    assert of_kind(watch(Motion(SEATED).hold(4).seen(), spec), StartConfirmed) == []
    assert of_kind(watch(Motion(STANDING).hold(4).seen(), spec), StartConfirmed) != []


def test_a_set_without_a_start_says_so() -> None:
    entry = summary(Motion(SUPINE).hold(6, hip=100).seen(), end_s=6)
    assert (entry["status"], entry["why"]) == ("not_judged", "start pose not seen")
    assert entry["neutral"] is None


def test_only_the_first_start_is_told() -> None:
    events = watch(good_set(3).seen(), plan=RECORDED)
    assert len(of_kind(events, StartConfirmed)) == 1
    assert len(of_kind(events, RepCounted)) == 3


@pytest.mark.parametrize(("before_s", "taken"), [(2.0, 0), (2.6, 0), (3.1, 1)])
def test_a_missed_start_is_not_believed_of_who_was_turned_away_just_before(
    before_s: float, taken: int
) -> None:
    """Curled up, a body seen from an angle looks square on."""
    spec = stretch(target__base="back")
    state = replace(begin(spec, NOBODY_KNOWN, LIVE, SHIPPED), off_view_s=-before_s)
    entered = 0
    for observation in Motion(replace(SUPINE, hip=55)).hold(4).seen():
        state, events = advance(spec, NOBODY_KNOWN, state, observation)
        entered += len(of_kind(events, TargetEntered))
    assert entered == taken


def test_a_hold_of_who_was_turned_away_is_told_so_all_along() -> None:
    spec = stretch(target__base="back")
    for seconds in (4, 9):
        state = replace(begin(spec, NOBODY_KNOWN, LIVE, SHIPPED), off_view_s=-0.5)
        told: list[NotCounted] = []
        motion = Motion(replace(SUPINE, hip=65)).hold(1)
        for _ in range(seconds):  # never calm for long enough to be taken up
            motion.move(0.4, hip=50).move(0.4, hip=65)
        for observation in motion.hold(0.2).seen():
            state, events = advance(spec, NOBODY_KNOWN, state, observation)
            told += of_kind(events, NotCounted)
        _, events = finish(spec, NOBODY_KNOWN, state, motion.now_s)
        told += of_kind(events, NotCounted)
        assert [one.reason for one in told] == [Reason.VIEW]


@pytest.mark.parametrize("gap_s", [0.7, 2.0])
def test_what_is_seen_in_the_target_after_a_gap_did_not_come_there_on_a_seen_way(
    gap_s: float,
) -> None:
    """It has to be calm there, as whatever a recording begins with."""
    spec = stretch(target__base="back", hold__seconds=1)
    for held_s, held in ((0.9, 0), (2.5, 1)):
        motion = Motion(SUPINE).hold(0.3).nobody(gap_s, hip=55).hold(held_s)
        events = watch(motion.move(0.5, hip=130).hold(2).seen(), spec)
        visits = [e for e in of_kind(events, TargetLeft) if e.held_s > 0]
        assert len(visits) == held
        assert not of_kind(events, PartialRep) or held


def test_a_look_that_could_be_judged_is_fresh_for_a_moment_only() -> None:
    state = begin(stretch(), NOBODY_KNOWN, LIVE, SHIPPED)
    assert not state.seen_at(0.0)
    for observation in (seen := Motion(SUPINE).hold(2).seen()):
        state, _ = advance(stretch(), NOBODY_KNOWN, state, observation)
    last_s = seen[-1].time_s
    assert state.seen_at(last_s) and state.seen_at(last_s + 0.1)
    assert not state.seen_at(last_s + 5)
