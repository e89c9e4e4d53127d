"""Bouncing in a hold: the third reversal is its onset."""

from __future__ import annotations

import pytest

from formcheck.core.judge.events import FlagRaised
from formcheck.core.stretch.spec import Severity
from tests.builders import SUPINE, Motion, uneven_times
from tests.core.stretches import HOLD, cleared, flags, of_kind, stretch, watch

QUIET = {"tempo__too_fast": 500}


def bouncing(
    times: int, half_s: float = 0.4, by_deg: float = 14, held_s: float = 2
) -> Motion:
    """Six seconds into the recording, in the hold: down and up, so many times."""
    motion = Motion(SUPINE).hold(2).move(2, hip=58).hold(held_s)
    motion.bounce(times, half_s, hip=58 - by_deg)
    return motion.hold(3).move(2, hip=130).hold(2)


@pytest.mark.parametrize("rate", [15, 24, 30, 60])
@pytest.mark.parametrize("half_s", [0.2, 0.4, 0.7])
@pytest.mark.parametrize("times", [3, 5])
def test_bouncing_is_unsafe(times: int, half_s: float, rate: float) -> None:
    events = watch(bouncing(times, half_s).seen(rate), stretch(**QUIET))
    assert flags(events) == ["bounce"]
    (raised,) = of_kind(events, FlagRaised)
    assert raised.severity is Severity.UNSAFE
    # Down, up, down: the third turn is made after three halves, and seen a moment on.
    third_s = 6 + 3 * half_s
    assert third_s - 0.1 <= raised.time_s <= third_s + half_s + 0.15
    assert raised.start_s == pytest.approx(6 + half_s, abs=half_s + 0.1)


@pytest.mark.parametrize("first", [-1, 1])
def test_a_bounce_about_where_the_hold_was_entered_is_seen(first: int) -> None:
    # Each swing is wider than the limit; neither end is that far from the first look.
    motion = Motion(SUPINE).hold(2).move(2, hip=58).hold(2)
    motion.move(0.3, hip=58 - first * 4.5)
    motion.bounce(5, 0.4, hip=58 + first * 4.5).hold(3).move(2, hip=130).hold(2)
    assert flags(watch(motion.seen(), stretch(**QUIET))) == ["bounce"]


def test_in_uneven_frames_too() -> None:
    motion = bouncing(4)
    seen = motion.seen(times_s=[t for t in uneven_times(20) if t < motion.now_s])
    assert flags(watch(seen, stretch(**QUIET))) == ["bounce"]


@pytest.mark.parametrize("times", [0, 1])
def test_once_down_and_up_is_no_bounce(times: int) -> None:
    assert flags(watch(bouncing(times).seen(), stretch(**QUIET))) == []


@pytest.mark.parametrize("by_deg", [1, 3, 5])
def test_trembling_is_no_bounce(by_deg: float) -> None:
    assert flags(watch(bouncing(6, 0.3, by_deg).seen(), stretch(**QUIET))) == []


def test_breathing_is_no_bounce() -> None:
    assert flags(watch(bouncing(4, 2.0, 10).seen(), stretch(**QUIET))) == []


def test_sinking_deeper_step_by_step_is_no_bounce() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=68).hold(1)
    for hip in (62, 56, 50, 44):
        motion.move(0.4, hip=hip).hold(0.4)
    assert flags(watch(motion.hold(2).move(2, hip=130).hold(2).seen())) == []


def test_reps_are_no_bounces() -> None:
    # Quick ones, in and out of the target: bouncing is a matter of the hold.
    motion = Motion(SUPINE).hold(2).bounce(5, 1.2, hip=60)
    assert "bounce" not in flags(watch(motion.hold(2).seen()))


def test_reversals_on_either_side_of_a_gap_are_not_one_bounce() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=58).hold(2).bounce(1, 0.4, hip=44)
    motion.nobody(0.5).bounce(1, 0.4, hip=44).hold(2).move(2, hip=130).hold(2)
    assert flags(watch(motion.seen(), stretch(**QUIET))) == []


def test_a_bounce_is_over_a_second_after_its_last_reversal() -> None:
    flag = cleared(watch(bouncing(4).seen(), stretch(**QUIET)))["bounce"]
    assert flag.end_s == pytest.approx(6 + 8 * 0.4 + 0.4, abs=1.0)
    assert flag.time_s < 6 + 8 * 0.4 + 3


@pytest.mark.parametrize(("base", "wanted"), [("back", []), (None, ["bounce"])])
def test_rocking_in_another_posture_is_none_of_this_stretch(
    base: str | None, wanted: list[str]
) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=58).hold(2)
    motion.move(1, lean=0, y=300).bounce(4, 0.3, hip=44).hold(3)
    always = HOLD["faults"][4] | {"during": ["target", "returning"]}
    spec = stretch(target__base=base, faults=[always], **QUIET)
    assert flags(watch(motion.seen(), spec)) == wanted


@pytest.mark.parametrize(("back_to", "found"), [(53, []), (46, ["bounce"])])
def test_a_pull_that_settles_is_no_bounce(back_to: float, found: list[str]) -> None:
    """Swings that become smaller by more than half are of coming to rest."""
    motion = Motion(SUPINE).hold(2).move(2, hip=58).hold(1)
    for hip in (41, 65, back_to, 63):
        motion.move(0.5, hip=hip)
    motion.hold(4).move(2, hip=130).hold(2)
    assert flags(watch(motion.seen(), stretch(**QUIET))) == found


@pytest.mark.parametrize(("by_deg", "found"), [(7.5, []), (11.5, ["bounce"])])
def test_a_bounce_is_wider_than_what_may_be_misread(
    by_deg: float, found: list[str]
) -> None:
    """The limit is 6 degrees, and half of the hip's error comes on top."""
    seen = bouncing(5, by_deg=by_deg).seen()
    assert flags(watch(seen, stretch(**QUIET))) == found


def test_a_knee_that_jumps_to_and_fro_is_no_bounce() -> None:
    """Quicker than 3 Hz: that is no body."""
    seen = bouncing(8, half_s=0.13, by_deg=20).seen(60)
    assert flags(watch(seen, stretch(**QUIET))) == []
