"""Cat and cow: two opposite targets against the person's own middle."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import pytest

from formcheck.core.body.landmarks import Landmark
from formcheck.core.judge.alternating import Middle, learn_middle
from formcheck.core.judge.events import StartConfirmed, TargetEntered
from formcheck.core.stretch.spec import Plan
from tests.builders import QUADRUPED, Motion, uneven_times
from tests.core.stretches import (
    BOTH_WAYS,
    LIVE,
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
from tests.results import TIMES

SPEC = stretch(BOTH_WAYS)


def table_top(offset: float = 0.0, steady_s: float = 2.0) -> Motion:
    """A body whose flat back reads that much."""
    return Motion(replace(QUADRUPED, back=offset)).hold(steady_s)


def cycles(
    motion: Motion,
    count: int = 1,
    cat: float = 0.4,
    cow: float = -0.32,
    held_s: float = 2.5,
    move_s: float = 1.5,
) -> Motion:
    """So many of both, cat first, and back to the table."""
    middle = motion.figure.back
    for _ in range(count):
        motion.move(move_s, back=middle + cat).hold(held_s)
        motion.move(move_s, back=middle + cow).hold(held_s)
    return motion.move(move_s, back=middle).hold(1)


@pytest.mark.parametrize("offset", [-0.1, 0.0, 0.2])
@pytest.mark.parametrize("count", [1, 3])
def test_one_cat_and_one_cow_are_a_rep(count: int, offset: float) -> None:
    motion = cycles(table_top(offset), count)
    events = watch(motion.seen(), SPEC)
    assert flags(events) == []
    assert [r.good for r in reps(events)] == [True] * count
    assert partial_reps(events) == []
    assert [h.phase for h in holds(events)] == ["cat", "cow"] * count
    for number, hold in enumerate(holds(events)):
        begun_s = 2 + 4 * number + 1.5
        assert hold.start_s == pytest.approx(begun_s, abs=0.5)
        # From a cow back to the middle is slow: it begins late to be movement.
        assert hold.end_s == pytest.approx(begun_s + 2.5, abs=0.55)
        assert hold.complete
        assert hold.side is None


@pytest.mark.parametrize("fps", [15, 30, 60])
def test_at_any_rate(fps: float) -> None:
    assert len(reps(watch(cycles(table_top(), 2).seen(fps), SPEC))) == 2


def test_in_uneven_frames() -> None:
    motion = cycles(table_top(), 2)
    seen = motion.seen(times_s=[t for t in uneven_times(30) if t < motion.now_s])
    assert len(reps(watch(seen, SPEC))) == 2


def test_cow_first_counts_as_well() -> None:
    motion = table_top().move(1.5, back=-0.32).hold(2.5).move(1.5, back=0.4).hold(2.5)
    events = watch(motion.move(1.5, back=0.0).hold(1).seen(), SPEC)
    assert [h.phase for h in holds(events)] == ["cow", "cat"]
    assert len(reps(events)) == 1


@pytest.mark.parametrize(("phase", "back"), [("cat", 0.4), ("cow", -0.32)])
def test_one_phase_alone_is_part_of_a_rep(phase: str, back: float) -> None:
    motion = table_top().move(1.5, back=back).hold(2.5).move(1.5, back=0.0).hold(2)
    events = watch(motion.seen(), SPEC)
    assert [h.phase for h in holds(events)] == [phase]
    assert reps(events) == []
    assert [p.reason for p in partial_reps(events)] == ["one_phase"]


def test_a_cow_that_a_cut_ends_is_not_the_furthest_of_a_cat() -> None:
    motion = table_top().move(1.5, back=0.4).hold(2.5).move(1.5, back=-0.32).hold(1)
    events = watch(motion.cut().nobody(2).seen(), SPEC)
    (part,) = partial_reps(events)
    assert part.reason == "one_phase"
    assert part.peak == pytest.approx(0.4, abs=0.05)


def test_two_cats_are_no_rep() -> None:
    motion = table_top()
    for _ in range(2):
        motion.move(1.5, back=0.4).hold(2.5).move(1.5, back=0.0).hold(2)
    events = watch(motion.seen(), SPEC)
    assert [h.phase for h in holds(events)] == ["cat", "cat"]
    assert reps(events) == []


def test_a_smaller_swing_is_counted_apart() -> None:
    motion = cycles(table_top(), 1, cat=0.14, cow=-0.1)
    motion = cycles(motion, 1)
    events = watch(motion.seen(), SPEC)
    assert [p.reason for p in partial_reps(events)] == ["smaller_range"]
    assert len(reps(events)) == 1


@pytest.mark.parametrize("offset", [-0.35, 0.3])
def test_without_a_table_top_the_middle_of_the_swing_is_the_reference(
    offset: float,
) -> None:
    # It begins in a cow, and the flat back of this body is no flat back elsewhere.
    motion = Motion(replace(QUADRUPED, back=offset - 0.32)).hold(1.0)
    for _ in range(3):
        motion.move(1.5, back=offset + 0.4).hold(2.5)
        motion.move(1.5, back=offset - 0.32).hold(2.5)
    spec = stretch(
        BOTH_WAYS,
        start__clauses=[{"measure": "back", "enter": [5, 6]}],
    )
    events = watch(motion.seen(), spec)
    assert of_kind(events, StartConfirmed) == []
    # The first cow lies before the swing was known: what came before is provisional.
    assert [h.phase for h in holds(events)][:4] == ["cat", "cow", "cat", "cow"]
    assert len(reps(events)) >= 2


def test_half_way_a_share_of_the_own_swing_is_enough() -> None:
    """A body that rests for a second: its cat is 0.325 off the middle of its swing."""
    spec = stretch(BOTH_WAYS, phases__first_above=0.33, phases__second_below=-0.25)
    motion = table_top(-0.44, 0.4)
    for _ in range(4):
        motion.move(1, back=-0.05).hold(2).move(1, back=-0.7).hold(2)
        motion.move(0.7, back=-0.44).hold(0.5)
    assert len(reps(watch(motion.seen(), spec))) >= 2  # the first ones show the swing
    kicks = table_top(-0.3, 0.4)
    for _ in range(4):
        kicks.move(1, back=-0.1).hold(1).move(1, back=-0.5).hold(1)
    assert reps(watch(kicks.seen(), spec)) == []


def test_the_middle_is_not_known_until_the_swing_is_wide() -> None:
    middle = Middle()
    assert isnan(middle.value(0.4, SHIPPED.judge.pair))
    for time_s, value in ((0.0, 0.1), (1.0, 0.3)):
        middle = learn_middle(middle, time_s, value, 0.4, SHIPPED.judge.pair)
    assert isnan(middle.value(0.4, SHIPPED.judge.pair))
    middle = learn_middle(middle, 2.0, -0.2, 0.4, SHIPPED.judge.pair)
    assert middle.value(0.4, SHIPPED.judge.pair) == pytest.approx(0.05, abs=0.01)
    assert learn_middle(middle, 3.0, nan, 0.4, SHIPPED.judge.pair) == middle


def test_a_steady_table_top_is_the_reference_from_the_first() -> None:
    assert Middle(steady=0.12).value(0.4, SHIPPED.judge.pair) == 0.12
    swung = Middle(steady=0.12, low=-0.2, high=0.5)
    assert swung.value(0.4, SHIPPED.judge.pair) == 0.12


def test_unless_it_was_one_of_the_phases() -> None:
    mistaken = Middle(steady=-0.2, low=-0.2, high=0.5, turns=2)
    assert mistaken.value(0.4, SHIPPED.judge.pair) == pytest.approx(0.15)


def test_a_wide_swing_of_long_ago_is_forgotten_slowly() -> None:
    middle = Middle(low=-0.5, high=0.5, time_s=0.0)
    for second in range(1, 31):
        middle = learn_middle(middle, float(second), 0.1, 0.4, SHIPPED.judge.pair)
    assert middle.low is not None and middle.high is not None
    assert -0.3 < middle.low < -0.1
    assert 0.1 < middle.high < 0.3


def test_a_hold_short_of_plan_is_not_complete() -> None:
    events = watch(cycles(table_top()).seen(), SPEC, Plan(hold_s=6))
    assert [h.complete for h in holds(events)] == [False, False]


@pytest.mark.parametrize("gap_s", [1.0, 2.5])
def test_a_back_that_is_not_seen_for_a_moment_stops_the_clock(gap_s: float) -> None:
    motion = table_top().move(1.5, back=0.4).hold(1.5)
    motion.hold(gap_s, back=nan).hold(1.5, back=0.4)
    motion.move(1.5, back=-0.32).hold(2.5).move(1.5, back=0.0).hold(1)
    events = watch(motion.seen(), SPEC)
    cat, _ = holds(events)
    assert cat.held_s == pytest.approx(3, abs=0.7)
    (rep,) = reps(events)
    assert rep.good is None


def test_a_back_that_is_never_seen_counts_nothing() -> None:
    motion = Motion(QUADRUPED).hold(4).move(1, hip=100).move(1, hip=80).hold(2)
    entry = summary(motion.seen(), SPEC, end_s=motion.now_s)
    assert (entry["status"], entry["why"]) == ("not_judged", "back line not seen")
    assert not any(entry[k] for k in ("reps", "holds", "partial_reps", "flags"))


def test_faults_are_judged_in_both_phases() -> None:
    motion = table_top().move(1.5, back=0.4).hold(2.5).move(1.5, back=-0.32)
    motion.hold(1).hold(1.5, elbow=120).hold(1, elbow=175).move(1.5, back=0.0).hold(2)
    (rep,) = reps(watch(motion.seen(), SPEC))
    assert (rep.good, rep.flags) == (False, ("elbows_bend",))


def test_too_fast_and_jerky_are_told_apart() -> None:
    hasty = cycles(table_top(), 1, move_s=0.7)
    assert flags(watch(hasty.seen(), SPEC)) != []
    assert "jerky" not in flags(watch(hasty.seen(), SPEC))
    jerked = table_top().move(1.5, back=0.4).hold(2.5).move(0.3, back=-0.55).hold(2.5)
    assert "jerky" in flags(watch(jerked.seen(), stretch(BOTH_WAYS)))


def test_live_nothing_counts_before_the_table_top() -> None:
    motion = Motion(replace(QUADRUPED, back=0.5))
    motion.hold(0.3).move(1, back=-0.4).hold(0.4).move(1, back=0.5).hold(0.4)
    events = watch(motion.seen(), SPEC, LIVE)
    assert of_kind(events, TargetEntered) == []


def test_the_times_sum_here_too() -> None:
    motion = cycles(table_top().nobody(1).hold(1.5), 2)
    entry = summary(motion.seen(), SPEC, end_s=motion.now_s)
    parts = [entry[k] for k in TIMES]
    assert sum(parts) == pytest.approx(motion.now_s, abs=0.002)
    assert entry["in_target_s"] == pytest.approx(4 * 2.5, abs=2.5)


@pytest.mark.parametrize(
    ("hides", "status"), [(True, "partly_judged"), (False, "judged")]
)
def test_a_shape_of_the_phases_that_was_not_seen_makes_it_partly_judged(
    hides: bool, status: str
) -> None:
    arms = {"measure": "elbow", "enter": [120, 180], "exit": [110, 190], "shape": True}
    motion = cycles(table_top(), 3)
    if hides:
        hidden = frozenset({Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST})
        motion = Motion(replace(QUADRUPED, back=0.0, hidden=hidden)).hold(2)
        motion = cycles(motion, 3)
    found = summary(motion.seen(), stretch(BOTH_WAYS, phases__shapes=[arms]))
    assert (len(found["reps"]), found["status"]) == (3, status)
    assert found["why"] == ("hidden" if hides else None)
