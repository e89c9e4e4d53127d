"""Today's range: the personal ceiling, and a flare-up's smaller excursion."""

from __future__ import annotations

from math import isnan, nan
from typing import Any

import pytest

from formcheck.core.judge.events import FlagRaised
from formcheck.core.judge.target import RangeKind, TargetRange, target_range_for
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.gentle import is_narrow
from formcheck.core.stretch.spec import Mode, Plan, Profile, Severity, StretchProfile
from tests.builders import SUPINE, Motion
from tests.core.stretches import (
    NOBODY_KNOWN,
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
from tests.shelf import SPECS

FLARE = Plan(mode=Mode.FLARE)
QUIET = {"tempo__too_fast": 500}


def knows(ceiling: float) -> Profile:
    return Profile(stretches={"draw_in": StretchProfile(ceiling_deg=ceiling)})


def target_range(
    mode: Mode = Mode.NORMAL,
    hip: float = 130,
    profile: Profile = NOBODY_KNOWN,
    **changes: Any,
) -> TargetRange:
    return target_range_for(stretch(**changes), profile, SHIPPED, mode, {"hip": hip})


def test_without_a_profile_the_files_own_band_holds() -> None:
    found = target_range()
    assert (found.enter, found.leave) == ((40, 70), (30, 80))
    assert isnan(found.ceiling)
    assert (found.direction, found.edge) == (Direction.LESS, 70)
    assert found.kind is RangeKind.JUDGED


def test_the_way_is_from_the_own_start_to_the_nearer_edge() -> None:
    found = target_range(hip=120)
    assert found.progress(120) == 0
    assert found.progress(95) == 0.5
    assert found.progress(70) == 1
    assert found.share_back(50, peak=50) == 0
    assert found.share_back(85, peak=50) == 0.5
    assert found.share_back(85, peak=nan) == 0


@pytest.mark.parametrize("own", [110.0, 130.0, 148.0])
def test_a_flare_up_takes_its_share_of_the_excursion_from_the_own_start(
    own: float,
) -> None:
    found = target_range(Mode.FLARE, hip=own)
    assert SHIPPED.stretch.gentle.flare_share == 0.6
    for usual, gentle in zip((40, 70), found.enter, strict=True):
        assert own - gentle == pytest.approx(0.6 * (own - usual))
    for usual, gentle in zip((30, 80), found.leave, strict=True):
        assert own - gentle == pytest.approx(0.6 * (own - usual))


def test_a_flare_up_of_an_extending_stretch_goes_the_other_way() -> None:
    found = target_range(
        Mode.FLARE,
        hip=130,
        target__clauses=[{"measure": "hip", "enter": [165, 190], "exit": [160, 195]}],
    )
    assert found.direction is Direction.MORE
    assert found.enter == pytest.approx((151, 166))
    assert found.ceiling == pytest.approx(166)


def test_what_is_gentle_counts_in_a_flare_up_and_only_then() -> None:
    # From 130 the band 40-70 becomes 76-94: 85 is all that is asked for.
    motion = one_rep(Motion(SUPINE).hold(2), to_hip=85)
    assert len(reps(watch(motion.seen(), plan=FLARE))) == 1
    assert reps(watch(motion.seen())) == []


def test_the_usual_range_is_past_the_ceiling_in_a_flare_up() -> None:
    # On the way the hold of a gentle one ends: only the flags are looked at here. At
    # its usual pace it is too fast as well: limits of speed are as small as the range.
    motion = one_rep(Motion(SUPINE).hold(2), to_hip=62)
    raised = of_kind(watch(motion.seen(), plan=FLARE), FlagRaised)
    assert {(e.id, e.severity) for e in raised} == {
        ("past_ceiling", Severity.FORM),
        ("too_fast", Severity.FORM),
    }


NARROW: dict[str, Any] = {
    "target__clauses": [{"measure": "hip", "enter": [55, 70], "exit": [50, 80]}],
    "faults": [
        {**fault.model_dump(), "below": 28.0} if fault.id == "too_deep" else fault
        for fault in stretch().faults
    ],
}


def test_a_band_left_too_narrow_becomes_a_guided_timer() -> None:
    assert target_range(Mode.FLARE, **NARROW).kind is RangeKind.NARROW
    assert target_range(Mode.NORMAL, **NARROW).kind is RangeKind.JUDGED
    assert target_range(Mode.FLARE).kind is RangeKind.JUDGED


def test_a_guided_timer_counts_nothing_and_times_the_stillness() -> None:
    motion = one_rep(one_rep(Motion(SUPINE).hold(2), to_hip=85), to_hip=85)
    events = watch(motion.seen(), stretch(**NARROW), FLARE)
    assert reps(events) == partial_reps(events) == []
    entry = summary(motion.seen(), stretch(**NARROW), FLARE)
    assert entry["in_target_s"] > 8


@pytest.mark.parametrize("kind", ["guided"])
def test_a_guided_stretch_counts_nothing_either(kind: str) -> None:
    motion = good_set(2)
    events = watch(motion.seen(), stretch(kind=kind))
    assert reps(events) == partial_reps(events) == []


def timed(motion: Motion) -> list[tuple[float, float]]:
    """When the clock of a guided stretch ran."""
    events = watch(motion.seen(), stretch(kind="guided", **QUIET))
    return [(left.start_s, left.end_s) for left in holds(events)]


def test_a_guided_timer_runs_in_the_posture_only() -> None:
    # Lying still in the start pose is no time in the stretch.
    motion = Motion(SUPINE).hold(6).move(2, hip=55).hold(5).move(2, hip=130).hold(4)
    ((start_s, end_s),) = timed(motion)
    assert start_s == pytest.approx(8, abs=0.5)
    assert end_s == pytest.approx(13, abs=0.5)


def test_a_guided_timer_stands_while_the_body_moves() -> None:
    motion = Motion(SUPINE).hold(3).move(2, hip=42).hold(4)
    motion.move(2, hip=69).hold(4).move(2, hip=130).hold(3)
    first, second = timed(motion)
    assert first[1] == pytest.approx(9.4, abs=0.3)
    assert second[0] == pytest.approx(10.8, abs=0.3)
    assert second[1] == pytest.approx(15, abs=0.5)


@pytest.mark.parametrize(
    ("hip", "raised"), [(60, []), (52, []), (41, ["past_ceiling"])]
)
def test_past_the_persons_own_ceiling_is_form(hip: float, raised: list[str]) -> None:
    motion = one_rep(Motion(SUPINE).hold(2), to_hip=hip)
    events = watch(motion.seen(), profile=knows(50), spec=stretch(**QUIET))
    assert flags(events) == raised
    for flag in of_kind(events, FlagRaised):
        assert flag.severity is Severity.FORM
        assert "deeper" not in flag.cue.lower()


def test_past_the_files_outer_fence_is_still_unsafe() -> None:
    motion = Motion(SUPINE).hold(2).move(3, hip=15).hold(2).move(3, hip=130).hold(2)
    events = watch(motion.seen(), stretch(REPS, **QUIET), profile=Profile())
    assert flags(events) == ["too_deep"]
    events = watch(motion.seen(), stretch(**QUIET), profile=knows(50))
    assert sorted(flags(events)) == ["past_ceiling", "too_deep"]


@pytest.mark.parametrize(
    ("ceiling", "enter"),
    [(50, (40, 70)), (80, (40, 90)), (95, (40, 105)), (20, (40, 70))],
)
def test_a_smaller_range_of_ones_own_brings_the_target_nearer(
    ceiling: float, enter: tuple[float, float]
) -> None:
    found = target_range(profile=knows(ceiling))
    assert found.enter == enter
    assert found.ceiling == ceiling


def test_a_ceiling_lets_a_stiff_person_do_whole_reps() -> None:
    motion = one_rep(Motion(SUPINE).hold(2), to_hip=84)
    assert len(partial_reps(watch(motion.seen()))) == 1
    events = watch(motion.seen(), profile=knows(80))
    assert [r.good for r in reps(events)] == [True]
    assert len(holds(events)) == 1


def test_in_a_flare_up_the_nearer_of_two_ceilings_holds() -> None:
    # The gentle band ends at 76; a ceiling at 85 is nearer, one at 50 is not.
    assert target_range(Mode.FLARE, profile=knows(85)).ceiling == 85
    assert target_range(Mode.FLARE, profile=knows(50)).ceiling == pytest.approx(76)


def test_what_a_set_teaches_is_how_far_its_calm_reps_went() -> None:
    motion = one_rep(Motion(SUPINE).hold(2), to_hip=62)
    learned = summary(one_rep(motion, to_hip=45).seen())["learned"]
    assert learned["measure"] == "hip"
    assert learned["peaks"] == {"both": pytest.approx([62, 45], abs=0.5)}


def test_a_profile_is_written_down_as_it_was_when_the_set_began() -> None:
    entry = summary(good_set(1).seen(), profile=knows(50))
    assert entry["profile"]["ranges"] == [{"side": None, "near": 60, "ceiling": 50}]
    assert entry["mode"] == "normal"
    assert entry["neutral"]["hip"] == pytest.approx(130, abs=0.1)


def test_what_is_too_narrow_on_a_sore_day_is_known_before_it() -> None:
    found = set()
    for spec in SPECS.values():
        for mode in (Mode.NORMAL, Mode.FLARE):
            if spec.target is None:
                continue
            kind = target_range_for(spec, Profile(), SHIPPED, mode, None).kind
            narrow = kind is RangeKind.NARROW
            assert is_narrow(spec, mode, SHIPPED.stretch.gentle) is narrow
            found.add(narrow)
    assert found == {True, False}
