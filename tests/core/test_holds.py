"""Reps, holds, smaller reps and their times."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from formcheck.core.body.observation import Observation, Status
from formcheck.core.judge.events import HoldCompleted, TargetEntered, TargetLeft
from formcheck.core.stretch.spec import Plan
from tests.builders import SIZE_WH, SUPINE, Motion, pose_of, uneven_times
from tests.core.stretches import (
    HOLD,
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
from tests.results import TIMES

EDGE_S = 0.35
"""How far off the start and the end of a hold may be."""

RATES = {
    "10 fps": {"fps": 10},
    "15 fps": {"fps": 15},
    "24 fps": {"fps": 24},
    "30 fps": {"fps": 30},
    "60 fps": {"fps": 60},
    "uneven": {"times_s": uneven_times(30)},
}


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
@pytest.mark.parametrize("base", ["hold", "reps"])
def test_three_good_ones_at_any_rate(base: str, rate: dict[str, Any]) -> None:
    spec = stretch() if base == "hold" else stretch(REPS)
    motion = good_set(3)
    events = watch([o for o in motion.seen(**rate) if o.time_s < motion.now_s], spec)
    assert flags(events) == []
    assert partial_reps(events) == []
    assert [rep.good for rep in reps(events)] == [True] * 3
    for number, (rep, hold) in enumerate(zip(reps(events), holds(events), strict=True)):
        begun_s = 2 + number * 9.5
        assert hold.start_s == pytest.approx(begun_s + 2, abs=EDGE_S)
        assert hold.end_s == pytest.approx(begun_s + 6, abs=EDGE_S)
        assert hold.complete
        # The middle of a minimum jerk is quick, its ends are slow.
        assert rep.start_s == pytest.approx(begun_s + 0.5, abs=0.4)
        assert rep.end_s == pytest.approx(begun_s + 7.3, abs=0.4)
        assert rep.held_s == hold.held_s
        assert rep.peak == pytest.approx(55, abs=0.5)


def test_the_order_of_events() -> None:
    assert [type(e).__name__ for e in watch(good_set(1).seen())] == [
        "StartConfirmed",
        "TargetEntered",
        "HoldCompleted",
        "TargetLeft",
        "RepCounted",
        "SetFinished",
    ]


def test_events_come_in_the_order_of_time_and_never_from_the_future() -> None:
    motion = good_set(2).hide(26).hold(2).show().hold(1)
    times = [e.time_s for e in watch(motion.seen()) if not isinstance(e, TargetEntered)]
    lost_later = [b - a for a, b in zip(times, times[1:], strict=False)]
    assert min(lost_later) > -0.4  # a loss is told once it has lasted 0.35 s


@pytest.mark.parametrize(
    ("held_s", "told"),
    [(0.3, False), (2.2, False), (3.6, True), (6, True)],
)
def test_the_planned_time_is_told_once(held_s: float, told: bool) -> None:
    events = watch(good_set(1, held_s=held_s).seen())
    assert len(of_kind(events, HoldCompleted)) == told


def test_the_planned_time_is_told_when_it_is_held() -> None:
    (told,) = of_kind(watch(good_set(1, held_s=6).seen()), HoldCompleted)
    assert told.time_s == pytest.approx(4 + 3, abs=EDGE_S)


@pytest.mark.parametrize(("held_s", "counts"), [(0.1, False), (1.4, True)])
def test_a_visit_of_less_than_a_second_is_no_hold(held_s: float, counts: bool) -> None:
    motion = Motion(SUPINE).hold(2).move(1.2, hip=60).hold(held_s).move(1.2, hip=130)
    entry = summary(motion.hold(2).seen(), stretch(REPS, tempo__too_fast=500))
    assert len(entry["holds"]) == counts
    assert len(entry["reps"]) == 1  # a rep it is


@pytest.mark.parametrize(
    ("plan", "reasons"),
    [
        (Plan(), ["short_hold"]),
        (Plan(hold_s=1.5), []),
        (Plan(hold_s=8), ["short_hold"]),
    ],
)
def test_a_hold_short_of_plan_is_part_of_a_rep(plan: Plan, reasons: list[str]) -> None:
    events = watch(good_set(1, held_s=1.6).seen(), plan=plan)
    assert [p.reason for p in partial_reps(events)] == reasons
    assert len(reps(events)) == 1 - len(reasons)
    assert [h.complete for h in holds(events)] == [not reasons]


def test_in_a_stretch_of_reps_a_short_hold_is_a_whole_rep() -> None:
    events = watch(good_set(1, held_s=0.3).seen(), stretch(REPS))
    assert len(reps(events)) == 1
    assert partial_reps(events) == []


@pytest.mark.parametrize(
    ("hip", "counted"),
    [(122, "nothing"), (108, "nothing"), (95, "smaller"), (78, "smaller"), (62, "rep")],
)
@pytest.mark.parametrize("base", ["hold", "reps"])
def test_a_smaller_rep_is_counted_apart(base: str, hip: float, counted: str) -> None:
    spec = stretch() if base == "hold" else stretch(REPS)
    motion = one_rep(one_rep(Motion(SUPINE).hold(2), to_hip=hip), to_hip=hip)
    events = watch(motion.seen(), spec)
    assert len(reps(events)) == (2 if counted == "rep" else 0)
    smaller = partial_reps(events)
    assert [p.reason for p in smaller] == ["smaller_range"] * (
        2 if counted == "smaller" else 0
    )
    for part in smaller:
        assert part.peak == pytest.approx(hip, abs=0.5)
        assert part.held_s == pytest.approx(4 if base == "hold" else 0, abs=0.9)


def test_smaller_reps_do_not_disturb_the_whole_ones() -> None:
    motion = Motion(SUPINE).hold(2)
    for hip in (55, 95, 55, 95, 95, 55):
        one_rep(motion, to_hip=hip)
    events = watch(motion.seen())
    assert (len(reps(events)), len(partial_reps(events))) == (3, 3)


def test_a_pause_on_the_way_out_is_none_of_the_hold() -> None:
    # As a tracker does that sticks for a moment: out, still for 0.2 s, and on.
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    motion.move(0.4, hip=68).hold(0.2).move(0.5, hip=130).hold(2)
    (hold,) = holds(watch(motion.seen(), stretch()))
    assert hold.end_s == pytest.approx(8, abs=EDGE_S)


@pytest.mark.parametrize("wobble_s", [0.3, 0.6, 0.85])
def test_a_wobble_shorter_than_the_grace_does_not_end_a_hold(wobble_s: float) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=60).hold(2)
    motion.move(0.3, hip=86).hold(wobble_s - 0.3 + 0.001).move(0.3, hip=60).hold(2)
    seen = motion.move(2, hip=130).hold(2).seen()
    events = watch(seen, stretch(tempo__too_fast=500))
    (hold,) = holds(events)
    whole_s = 4 + wobble_s + 0.3
    assert hold.held_s == pytest.approx(whole_s, abs=2 * EDGE_S)  # and it counts
    assert len(reps(events)) == 1


def test_a_longer_wobble_ends_it_and_it_is_one_rep_all_the_same() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=60).hold(3.5)
    motion.move(0.5, hip=86).hold(1.5).move(0.5, hip=60).hold(3.5)
    seen = motion.move(2, hip=130).hold(2).seen()
    events = watch(seen, stretch(tempo__too_fast=500))
    assert [h.held_s for h in holds(events)] == [pytest.approx(3.5, abs=2 * EDGE_S)] * 2
    (rep,) = reps(events)
    assert rep.held_s == pytest.approx(3.5, abs=2 * EDGE_S)  # its longest


@pytest.mark.parametrize("base", ["hold", "reps"])
def test_a_swing_back_and_in_again_ends_no_rep_before_its_last_hold(base: str) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    motion.move(0.35, hip=112).move(0.1, hip=125).move(0.1, hip=112)
    motion.move(0.2, hip=55).hold(4).move(2, hip=130).hold(1.5)
    events = watch(motion.seen(), stretch({"hold": HOLD, "reps": REPS}[base]))
    (rep,) = reps(events)
    assert rep.end_s > of_kind(events, TargetLeft)[-1].end_s
    assert rep.end_s == pytest.approx(motion.now_s - 1.5, abs=1.0)


def test_who_was_in_and_could_not_be_seen_need_not_come_in_again() -> None:
    # 75 is beyond where the target begins, 70, and short of where it is left, 80.
    knee = {"measure": "knee", "enter": [50, 120]}
    spec = stretch(target__clauses=[*HOLD["target"]["clauses"], knee])
    motion = Motion(SUPINE).hold(2).move(2, hip=60).hold(2).move(1.5, hip=75).hold(1)
    motion.hide(28).hold(0.5).show().hold(3).move(1, hip=130).hold(2)
    (hold,) = holds(watch(motion.seen(), spec))
    assert hold.start_s == pytest.approx(4, abs=EDGE_S)
    assert hold.end_s == pytest.approx(12, abs=EDGE_S)


def test_a_way_out_that_is_now_and_then_a_little_slower_is_none_of_the_hold() -> None:
    # 16 and 14 degrees a second by turns, where up to 15 is still.
    at_s, hip = 6.0, 50.0
    motion = Motion(SUPINE).hold(2).move(2, hip=hip).hold(2)
    seen = [o for o in motion.seen() if o.time_s < at_s]
    while hip < 130:
        seen.append(
            Observation(at_s, Status.SEEN, pose_of(replace(SUPINE, hip=hip)), SIZE_WH)
        )
        at_s, hip = at_s + 1 / 30, hip + (16.5 if at_s % 1 < 0.6 else 13.5) / 30
    (hold,) = holds(watch(seen))
    assert hold.end_s == pytest.approx(6, abs=EDGE_S)


@pytest.mark.parametrize("grace_s", [0.4, 1.0, 2.0])
def test_the_grace_is_the_files_own(grace_s: float) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=60).hold(2)
    motion.move(0.3, hip=86).hold(0.7).move(0.3, hip=60).hold(2).move(2, hip=130)
    spec = stretch(hold__grace_s=grace_s, tempo__too_fast=500)
    ended = len(holds(watch(motion.hold(2).seen(), spec))) == 2
    assert ended == (grace_s < 1)


@pytest.mark.parametrize("out_s", [0.05, 0.1, 0.15])
def test_no_change_stands_on_less_than_a_fifth_of_a_second(out_s: float) -> None:
    # Out of the target at once, and back: as no body moves, but as landmarks do.
    motion = Motion(SUPINE).hold(2).move(2, hip=60).hold(2).hold(out_s, hip=95)
    motion.hold(2, hip=60).move(2, hip=130).hold(2)
    events = watch(motion.seen())
    assert len(of_kind(events, TargetEntered)) == 1
    assert len(reps(events)) == 1
    assert "dropped" not in flags(events)


@pytest.mark.parametrize("in_s", [0.05, 0.15])
def test_nor_does_a_visit(in_s: float) -> None:
    motion = Motion(SUPINE).hold(2).hold(in_s, hip=60).hold(2, hip=130)
    events = watch(motion.seen())
    assert of_kind(events, TargetEntered) == []
    assert reps(events) == partial_reps(events) == []


@pytest.mark.parametrize("held_s", [0.6, 4.0])
def test_the_times_sum_to_the_sets_length(held_s: float) -> None:
    motion = good_set(2, held_s=held_s).nobody(2).hold(1.5)
    one_rep(motion, held_s=held_s)
    entry = summary(motion.seen(), end_s=motion.now_s)
    parts = [entry[k] for k in TIMES]
    assert all(part >= 0 for part in parts)
    assert sum(parts) == pytest.approx(motion.now_s, abs=0.002)
    assert entry["unseen_s"] == pytest.approx(2, abs=0.1)
    stays = [e for e in watch(motion.seen()) if isinstance(e, TargetLeft)]
    assert parts[0] == pytest.approx(sum(v.held_s for v in stays), abs=0.01)


@pytest.mark.parametrize(
    ("to_hip", "counted", "cut"), [(105.0, 2, [False] * 2), (90.0, 1, [False, True])]
)
def test_a_recording_that_ends_on_the_way_back(
    to_hip: float, counted: int, cut: list[bool]
) -> None:
    """Most of the way back is a repetition; half of it leaves a hold that was cut."""
    motion = good_set(1).move(2, hip=55).hold(4).move(1, hip=to_hip)
    events = watch(motion.seen())
    assert len(reps(events)) == counted
    assert [hold.cut for hold in holds(events)] == cut


def test_a_recording_that_ends_on_the_way_in_has_no_repetition() -> None:
    events = watch(good_set(1).move(1, hip=95).move(0.5, hip=115).seen())
    assert len(reps(events)) == 1 and partial_reps(events) == []


def test_repetitions_are_numbered_from_one() -> None:
    entry = summary(good_set(3).seen())
    assert [rep["number"] for rep in entry["reps"]] == [1, 2, 3]
