"""Haste is form, a drop is unsafe, a jump of the model is neither."""

from __future__ import annotations

from typing import Any

import pytest

from formcheck.core.judge.events import FlagRaised
from formcheck.core.stretch.spec import Severity
from tests.builders import SUPINE, Motion, uneven_times
from tests.core.stretches import (
    HOLD,
    LIVE,
    cleared,
    flags,
    good_set,
    of_kind,
    partial_reps,
    reps,
    stretch,
    summary,
    watch,
)


def there_and_back(in_s: float, out_s: float) -> Motion:
    motion = Motion(SUPINE).hold(2).move(in_s, hip=55).hold(4)
    return motion.move(out_s, hip=130).hold(2.5)


RATES = {
    "15 fps": {"fps": 15},
    "30 fps": {"fps": 30},
    "60 fps": {"fps": 60},
    "uneven": {"times_s": uneven_times(12)},
}


def judged(motion: Motion, rate: dict[str, Any], **changes: Any) -> list[object]:
    seen = [o for o in motion.seen(**rate) if o.time_s < motion.now_s]
    return list(watch(seen, stretch(**changes)))


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
@pytest.mark.parametrize(
    ("in_s", "out_s", "expected"),
    [
        # Peaks of a minimum jerk over 75 degrees are 141 degrees/s over its seconds.
        (2.0, 2.0, []),
        (1.8, 1.8, []),
        (1.1, 2.0, ["too_fast"]),
        (2.0, 1.1, ["too_fast"]),
        (0.8, 2.0, ["too_fast"]),
        (2.0, 0.5, ["dropped"]),
        (2.0, 0.35, ["dropped"]),
    ],
)
def test_too_fast_is_form_and_a_drop_is_unsafe(
    in_s: float, out_s: float, expected: list[str], rate: dict[str, float]
) -> None:
    events = judged(there_and_back(in_s, out_s), rate)
    assert flags(events) == expected  # type: ignore[arg-type]
    raised = of_kind(events, FlagRaised)  # type: ignore[arg-type]
    words = {"too_fast": Severity.FORM, "dropped": Severity.UNSAFE}
    assert [e.severity for e in raised] == [words[e.id] for e in raised]


def test_a_drop_is_told_at_once() -> None:
    (raised,) = of_kind(watch(there_and_back(2, 0.5).seen()), FlagRaised)
    assert raised.start_s == pytest.approx(8.0, abs=0.3)
    assert raised.time_s <= 8.0 + 0.5 + 0.2


def test_a_drop_in_is_not_a_drop_out() -> None:
    assert flags(watch(there_and_back(0.5, 2).seen())) == ["too_fast"]


@pytest.mark.parametrize(
    ("direction", "in_s", "out_s", "raised"),
    [
        ("in", 0.5, 2.0, True),
        ("in", 2.0, 0.5, False),
        ("out", 2.0, 0.5, True),
        ("any", 0.5, 2.0, True),
        ("any", 2.0, 0.5, True),
    ],
)
def test_a_speed_limit_has_a_direction(
    direction: str, in_s: float, out_s: float, raised: bool
) -> None:
    faults = [dict(f) for f in HOLD["faults"]]
    faults[3]["direction"] = direction
    events = watch(there_and_back(in_s, out_s).seen(), stretch(faults=faults))
    assert ("dropped" in flags(events)) == raised


def test_a_worse_flag_hushes_the_scolding_for_haste() -> None:
    for out_s in (0.3, 0.4, 0.5, 0.6):
        assert flags(watch(there_and_back(2, out_s).seen())) == ["dropped"]


def test_while_something_is_to_be_eased_haste_is_not_scolded_either() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=50).hold(1).move(1.5, hip=8).hold(1.5)
    events = watch(motion.move(1.1, hip=90).hold(1).move(1, hip=130).hold(2).seen())
    assert flags(events)[0] == "too_deep"
    assert "too_fast" not in flags(events)


def test_the_mean_speed_is_what_is_written_down() -> None:
    flag = cleared(watch(there_and_back(2, 1.0).seen()))["too_fast"]
    assert flag.unit == "deg/s"
    # 75 degrees in a second, minimum jerk: its fastest half second is 119 a second.
    assert flag.worst == pytest.approx(119, abs=8)


def test_a_short_burst_within_a_good_movement_is_fine() -> None:
    motion = Motion(SUPINE).hold(2).move(1.2, hip=100).move(0.15, hip=86)
    motion.move(1.5, hip=55).hold(4).move(2, hip=130).hold(2)
    assert flags(watch(motion.seen())) == []


def test_haste_at_rest_or_before_the_start_is_nobodys_business() -> None:
    motion = Motion(SUPINE).hold(0.5, hip=30).move(0.6, hip=100).move(0.6, hip=30)
    seen = motion.hold(1).move(1, hip=130).hold(2).seen()
    assert flags(watch(seen, plan=LIVE)) == []
    settled = good_set(1).move(0.3, hip=145).move(0.3, hip=130).hold(2)
    assert flags(watch(settled.seen())) == []


@pytest.mark.parametrize("frames", [1, 3, 6, 9])
@pytest.mark.parametrize("hip", [120, 8])
def test_a_jump_is_not_a_speed(frames: int, hip: float) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(2)
    motion.hold(frames / 30, hip=hip).hold(3, hip=55).move(2, hip=130).hold(2)
    spec = stretch(tempo__too_fast=200)
    assert flags(watch(motion.seen(), spec)) == []


def test_a_jump_is_not_known_for_three_tenths_of_a_second() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(2).hold(3, hip=110)
    entry = summary(motion.seen())
    assert {(n["measure"], n["why"]) for n in entry["not_judged"]} >= {
        ("hip", "jumped")
    }
    seconds = {n["why"]: n["seconds"] for n in entry["not_judged"]}
    assert seconds["jumped"] == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize("swap_s", [0.07, 0.15])
def test_a_leg_swap_leaves_three_reps_three(swap_s: float) -> None:
    motion = Motion(SUPINE).hold(2, far_hip=130)
    for _ in range(3):
        motion.move(2, hip=55).hold(1.5).swap_legs(swap_s).hold(2).move(2, hip=130)
        motion.hold(1.5)
    events = watch(motion.seen())
    assert len(reps(events)) == 3
    assert partial_reps(events) == []
    assert flags(events) == []


@pytest.mark.parametrize("swap_s", [0.5, 2.0])
def test_legs_that_stay_swapped_are_taken_for_what_they_are(swap_s: float) -> None:
    motion = Motion(SUPINE).hold(2, far_hip=130).move(2, hip=55).hold(2)
    motion.swap_legs(swap_s).hold(3).move(2, hip=130).hold(2)
    events = watch(motion.seen())
    assert [r.good for r in reps(events)] == [True]
    assert reps(events)[0].held_s == pytest.approx(5 + swap_s, abs=0.6)


@pytest.mark.parametrize(("base", "wanted"), [("back", []), (None, ["dropped"])])
def test_haste_on_the_way_to_another_posture_is_none_of_this_stretch(
    base: str | None, wanted: list[str]
) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    motion.move(3, lean=0, y=300).hold(0.5).move(0.4, hip=140).hold(2)
    told = flags(watch(motion.seen(), stretch(target__base=base)))
    assert [flag for flag in told if flag == "dropped"] == wanted
