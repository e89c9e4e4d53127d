"""A set's events folded into one entry of summary.json."""

from __future__ import annotations

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import (
    Event,
    FlagCleared,
    NotCounted,
    RepCounted,
    SetFinished,
    StartConfirmed,
    TargetLeft,
    TrackingFound,
    TrackingLost,
)
from formcheck.core.judge.summary import summarise_set
from formcheck.core.stretch.spec import Mode, Phase, Plan, Profile, Severity
from formcheck.core.words.reasons import Reason
from tests.core.stretches import BOTH_WAYS, HOLD, NOBODY_KNOWN, RECORDED, stretch
from tests.numbers import SHIPPED

START = StartConfirmed(2.0, (("hip", 130.0),))


def hold(start_s: float, end_s: float, held_s: float | None = None) -> TargetLeft:
    held_s = end_s - start_s if held_s is None else held_s
    return TargetLeft(end_s + 0.2, start_s, end_s, held_s, True, Side.LEFT, False)


def rep(start_s: float, end_s: float, *, peak: float = 55.0) -> RepCounted:
    return RepCounted(end_s, start_s, end_s, 3.0, peak, Side.LEFT, True, ())


def folded(*events, plan: Plan = RECORDED, profile: Profile = NOBODY_KNOWN, end_s=20.0):  # type: ignore[no-untyped-def]
    return summarise_set(
        stretch(HOLD), profile, plan, [*events, SetFinished(end_s, ())], SHIPPED
    ).to_json()


def test_the_three_times_are_kept_apart_and_sum_to_the_whole() -> None:
    # Held from 4 to 10, of which 6 to 8 was not seen; and 15 to 16 not seen outside.
    entry = folded(
        START,
        TrackingLost(6.0, Reason.HIDDEN),
        TrackingFound(8.0, 6.0, Reason.HIDDEN),
        hold(4, 10, held_s=4),
        TrackingLost(15.0, Reason.VIEW),
        TrackingFound(16.0, 15.0, Reason.VIEW),
    )
    assert entry["in_target_s"] == 4
    assert entry["unseen_s"] == 3
    assert entry["out_of_target_s"] == 13
    assert entry["unseen"] == [
        {"start_s": 6.0, "end_s": 8.0, "why": "hidden"},
        {"start_s": 15.0, "end_s": 16.0, "why": "view"},
    ]


def test_what_is_still_lost_at_the_end_was_not_seen() -> None:
    entry = folded(START, hold(4, 10), TrackingLost(12.0, Reason.NOBODY))
    assert entry["unseen_s"] == 8
    assert (entry["status"], entry["why"]) == ("partly_judged", "nobody seen")


@pytest.mark.parametrize(
    ("lost_s", "status"),
    [(17, "judged"), (15.5, "partly_judged"), (3, "not_judged")],
)
def test_the_status_says_how_much_was_seen(lost_s: float, status: str) -> None:
    entry = folded(START, hold(2, 3), TrackingLost(lost_s, Reason.VIEW))
    assert entry["status"] == status
    assert entry["why"] == (None if status == "judged" else "view")


def test_without_a_start_and_with_half_not_seen_nothing_is_judged() -> None:
    entry = folded(TrackingLost(8.0, Reason.HIDDEN))
    assert (entry["status"], entry["why"]) == ("not_judged", "hidden")
    assert folded()["why"] == "start pose not seen"


def test_short_visits_are_time_in_target_but_no_holds() -> None:
    entry = folded(START, hold(4, 4.8), hold(6, 9))
    assert [h["start_s"] for h in entry["holds"]] == [6]
    assert entry["in_target_s"] == pytest.approx(3.8)


def test_a_flag_belongs_to_its_rep_and_its_hold() -> None:
    flag = FlagCleared(9.0, 8.0, 9.0, "bounce", Severity.UNSAFE, 14.0, "deg", 8.6)
    entry = folded(START, hold(7, 10), rep(5, 12), rep(13, 18), flag)
    (written,) = entry["flags"]
    assert (written["rep"], written["hold"]) == (1, 1)
    assert written["cue"] == "Ease off: hold still."
    assert written["severity"] == "unsafe"


@pytest.mark.parametrize(
    ("start_s", "number"), [(4.4, None), (4.6, 1), (12.4, 1), (12.6, None)]
)
def test_a_flag_half_a_second_beside_a_rep_is_still_of_it(
    start_s: float, number: int | None
) -> None:
    """The way out goes on behind the last look at the target."""
    end_s = start_s + 1
    flag = FlagCleared(
        end_s, start_s, end_s, "dropped", Severity.UNSAFE, 200.0, "deg/s", start_s
    )
    (written,) = folded(START, hold(7, 10), rep(5, 12), flag)["flags"]
    assert (written["rep"], written["hold"]) == (number, None)


def test_what_was_planned_is_the_plans_or_the_files() -> None:
    assert folded(START)["planned"] == {"reps": 3, "hold_s": 3, "side": None}
    plan = Plan(side=Side.RIGHT, reps=2, hold_s=12, mode=Mode.FLARE)
    entry = folded(START, plan=plan)
    assert entry["planned"] == {"reps": 2, "hold_s": 12, "side": "right"}
    assert entry["mode"] == "flare"


def test_the_profile_that_was_used_is_written_down() -> None:
    profile = Profile.model_validate(
        {"person": "AB", "stretches": {"draw_in": {"ceiling_deg": 50}}}
    )
    entry = folded(START, profile=profile)
    assert entry["profile"]["person"] == "AB"
    assert entry["profile"]["ranges"] == [{"side": None, "near": 60, "ceiling": 50}]


def test_calm_reps_teach_the_range() -> None:
    entry = folded(START, rep(4, 8, peak=60), rep(9, 12, peak=48))
    assert entry["learned"] == {"measure": "hip", "peaks": {"both": [60, 48]}}
    assert folded(START)["learned"] is None


def test_two_phases_have_a_phase_beside_each_hold() -> None:
    cat = TargetLeft(5.0, 3.0, 5.0, 2.0, True, None, False, "cat")
    events: list[Event] = [START, cat, SetFinished(8.0, ())]
    entry = summarise_set(
        stretch(BOTH_WAYS), NOBODY_KNOWN, RECORDED, events, SHIPPED
    ).to_json()
    assert [h["phase"] for h in entry["holds"]] == ["cat"]
    assert entry["learned"] is None


def test_a_set_must_have_ended() -> None:
    with pytest.raises(ValueError, match="SetFinished"):
        summarise_set(stretch(HOLD), NOBODY_KNOWN, RECORDED, [START], SHIPPED)


def test_what_was_seen_before_a_sure_start_is_told_unless_it_counted() -> None:
    def lacking(start_s: float, end_s: float) -> NotCounted:
        return NotCounted(end_s, start_s, end_s, Reason.NO_START, Phase.FINDING)

    def told(*events: Event) -> list[float]:
        entry = folded(*events, START, rep(4, 8), rep(10, 14))
        return [one["start_s"] for one in entry["not_counted"]]

    assert told(lacking(4.5, 7)) == []  # part of the one that counted
    assert told(lacking(10.5, 13)) == []
    assert told(lacking(2.5, 7)) == [2.5]  # begun before it
    assert told(lacking(4.5, 9)) == [4.5]
