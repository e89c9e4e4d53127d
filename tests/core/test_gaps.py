"""What is not seen stops the clock, is told, and is never good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from formcheck.core.body.landmarks import Landmark
from formcheck.core.body.observation import Observation, Status
from formcheck.core.judge.events import (
    HoldCompleted,
    StartConfirmed,
    TargetEntered,
    TrackingFound,
    TrackingLost,
)
from tests.builders import SUPINE, Motion, skipping
from tests.core.stretches import (
    LIVE,
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

Gap = Callable[[Motion, float], Motion]

GAPS: dict[str, Gap] = {
    "nobody": lambda motion, s: motion.nobody(s),
    "hip hidden": lambda motion, s: motion.hide(24).hold(s).show(),
    "knee hidden": lambda motion, s: motion.hide(26).hold(s).show(),
    "out of the picture": lambda motion, s: motion.hold(s, y=600).jump_to(
        320, SUPINE.y
    ),
}


def with_gap(gap: Gap, gap_s: float) -> Motion:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(2)
    gap(motion, gap_s)
    return motion.hold(3).move(2, hip=130).hold(2)


@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS)
@pytest.mark.parametrize("gap_s", [0.05, 0.15, 0.25])
def test_a_short_gap_is_bridged_and_not_told(gap: Gap, gap_s: float) -> None:
    events = watch(with_gap(gap, gap_s).seen())
    assert of_kind(events, TrackingLost) == []
    (hold,) = holds(events)
    assert hold.held_s == pytest.approx(5 + gap_s, abs=0.7)
    (rep,) = reps(events)
    assert rep.good is not False


@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS)
@pytest.mark.parametrize("gap_s", [0.5, 1.5, 2.8])
def test_a_gap_stops_the_clock_and_is_told(gap: Gap, gap_s: float) -> None:
    events = watch(with_gap(gap, gap_s).seen())
    (lost,), (found,) = of_kind(events, TrackingLost), of_kind(events, TrackingFound)
    assert lost.time_s == pytest.approx(6, abs=0.05)
    assert found.time_s == pytest.approx(6 + gap_s, abs=0.05)
    assert found.lost_s == lost.time_s
    (hold,) = holds(events)
    assert hold.held_s == pytest.approx(5, abs=0.7)
    assert hold.end_s - hold.start_s == pytest.approx(5 + gap_s, abs=0.7)
    assert len(of_kind(events, TargetEntered)) == 1
    assert len(reps(events)) == 1


def test_the_clock_of_a_hold_stands_while_nobody_is_seen() -> None:
    (told,) = of_kind(watch(with_gap(GAPS["nobody"], 2.5).seen()), HoldCompleted)
    assert told.time_s == pytest.approx(7 + 2.5, abs=0.4)


def test_a_rep_that_was_not_seen_for_a_while_is_not_called_good() -> None:
    (rep,) = reps(watch(with_gap(GAPS["nobody"], 2.0).seen()))
    assert rep.good is None


@pytest.mark.parametrize("gap_s", [3.5, 6.0, 20.0])
def test_after_a_long_gap_the_start_is_asked_for_again(gap_s: float) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(3).nobody(gap_s, hip=100)
    motion.hold(3).move(1.5, hip=55).hold(4).move(1.5, hip=100).hold(1)
    events = watch(motion.seen())
    assert len(of_kind(events, StartConfirmed)) == 1
    (hold,) = holds(events)
    assert hold.cut
    assert reps(events) == partial_reps(events) == []
    motion.move(1, hip=130).hold(2)
    events = watch(one_rep(motion).seen())
    assert len(of_kind(events, StartConfirmed)) == 2
    assert len(reps(events)) == 1


@pytest.mark.parametrize("gap_s", [4.0, 7.0])
def test_who_is_still_in_the_hold_goes_on_with_it(gap_s: float) -> None:
    events = watch(with_gap(GAPS["nobody"], gap_s).seen())
    (hold,) = holds(events)
    assert hold.held_s == pytest.approx(5, abs=0.7)
    assert len(reps(events)) == 1


def test_glimpses_do_not_add_up_to_a_hold() -> None:
    motion = Motion(SUPINE).jump_to(320, SUPINE.y, hip=55).hold(0.5)
    for _ in range(5):
        motion.nobody(6).hold(0.5)
    entry = summary(motion.seen(), end_s=motion.now_s)
    assert entry["holds"] == []
    assert entry["reps"] == []


def test_but_not_after_any_time() -> None:
    events = watch(with_gap(GAPS["nobody"], 12.0).seen())
    (hold,) = holds(events)
    assert hold.cut
    assert hold.end_s < 6.1
    assert reps(events) == []


def test_a_way_out_that_was_hidden_takes_nothing_from_the_hold() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(5).nobody(2, hip=110)
    events = watch(motion.hold(0.3).move(1, hip=130).hold(2).seen())
    (hold,) = holds(events)
    assert hold.held_s == pytest.approx(5, abs=0.5)
    assert hold.end_s == pytest.approx(9, abs=0.35)


def test_a_hidden_drop_is_no_speed() -> None:
    # Held before the gap, at rest after it: how fast, nobody saw.
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4).nobody(0.4, hip=130)
    assert flags(watch(motion.hold(3).seen())) == []


def test_a_gap_at_rest_disturbs_nothing() -> None:
    motion = one_rep(good_set(1).nobody(1.5).hold(1))
    events = watch(motion.seen())
    assert [r.good for r in reps(events)] == [True, True]


def test_a_loss_that_lasts_to_the_end_is_told() -> None:
    motion = good_set(1).nobody(5)
    entry = summary(motion.seen(), end_s=motion.now_s)
    assert entry["unseen_s"] == pytest.approx(5, abs=0.1)
    (gap,) = entry["unseen"]
    assert gap["why"] == "nobody seen"
    assert gap["end_s"] == pytest.approx(motion.now_s, abs=0.01)
    assert [n["why"] for n in entry["not_judged"]] == ["nobody seen"]


@pytest.mark.parametrize("plan", [None, LIVE])
def test_an_empty_room_is_nothing_at_all(plan) -> None:  # type: ignore[no-untyped-def]
    motion = Motion(SUPINE).nobody(10)
    entry = summary(motion.seen(), plan=plan or LIVE, end_s=10)
    assert (entry["status"], entry["why"]) == ("not_judged", "nobody seen")
    assert entry["unseen_s"] == pytest.approx(10, abs=0.05)
    assert not any(entry[k] for k in ("reps", "holds", "flags", "partial_reps"))


def test_a_set_without_a_single_picture_is_not_judged() -> None:
    entry = summary([], end_s=8)
    assert entry["status"] == "not_judged"
    assert entry["unseen_s"] == 8


@pytest.mark.parametrize("keep", [2, 3])
def test_frames_that_were_skipped_change_no_verdict(keep: int) -> None:
    every = good_set(2).seen()
    events, fewer = watch(every), watch(skipping(every, keep))
    assert [type(e) for e in fewer] == [type(e) for e in events]
    for ours, theirs in zip(holds(events), holds(fewer), strict=True):
        assert theirs.held_s == pytest.approx(ours.held_s, abs=0.2)
    assert [r.good for r in reps(fewer)] == [r.good for r in reps(events)]


def blind(seen: list[Observation], begin_s: float, end_s: float) -> list[Observation]:
    """Nothing was looked at in between."""
    return [
        Observation(o.time_s, Status.SKIPPED) if begin_s < o.time_s < end_s else o
        for o in seen
    ]


def frozen(seen: list[Observation], begin_s: float, end_s: float) -> list[Observation]:
    """No picture came in between."""
    return [o for o in seen if not begin_s < o.time_s < end_s]


@pytest.mark.parametrize("hole", [blind, frozen])
@pytest.mark.parametrize("gap_s", [0.5, 3.0, 30.0])
def test_a_camera_that_froze_holds_nothing(hole, gap_s: float) -> None:  # type: ignore[no-untyped-def]
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(3 + gap_s + 1)
    motion.move(2, hip=130).hold(2)
    seen = hole(motion.seen(), 6, 6 + gap_s)
    events = watch(seen)
    (lost,) = of_kind(events, TrackingLost)
    assert lost.why == "no pictures"
    assert sum(h.held_s for h in holds(events)) < 4.7
    entry = summary(seen, end_s=motion.now_s)
    assert entry["unseen_s"] == pytest.approx(gap_s, abs=0.1)
    parts = [entry[k] for k in TIMES]
    assert sum(parts) == pytest.approx(motion.now_s, abs=0.002)


def test_a_skipped_frame_is_seen_by_nobody() -> None:
    seen = skipping(good_set(1).seen(), 1000)
    assert holds(watch(seen)) == reps(watch(seen)) == []


def test_a_measure_that_no_verdict_needs_may_be_hidden() -> None:
    motion = Motion(SUPINE).hide(Landmark.RIGHT_ANKLE, Landmark.LEFT_KNEE).hold(2)
    events = watch(one_rep(motion).seen(), stretch())
    assert of_kind(events, TrackingLost) == []
    assert [r.good for r in reps(events)] == [True]


@pytest.mark.parametrize(
    ("landmark", "good"),
    [(Landmark.RIGHT_ANKLE, True), (Landmark.RIGHT_EAR, None)],
)
def test_good_is_unknown_where_an_unsafe_check_was(
    landmark: Landmark, good: bool | None
) -> None:
    neck_back = {
        **stretch().faults[2].model_dump(),
        "id": "neck_back",
        "measure": "neck",
        "below": -40.0,
    }
    faults = [f.model_dump() for f in stretch().faults]
    spec = stretch(faults=[*faults, neck_back])
    motion = one_rep(Motion(SUPINE).hide(landmark).hold(2))
    (rep,) = reps(watch(motion.seen(), spec))
    assert rep.good is good


def test_good_is_false_where_a_flag_was_raised_and_something_hidden() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(2, knee=165).nobody(2)
    (rep,) = reps(watch(motion.hold(2, knee=75).move(2, hip=130).hold(2).seen()))
    assert rep.good is False
    assert rep.flags == ("knee_straight",)
