"""A person's own range: a side each, from what was seen and what was said."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.calm_peaks import calm_peaks
from formcheck.core.judge.events import PartialRep, RepCounted
from formcheck.core.judge.judge import begin
from formcheck.core.judge.target import target_range_for
from formcheck.core.stretch.own_range import ends_of, learned, with_planned
from formcheck.core.stretch.spec import (
    Kind,
    Mode,
    OwnRange,
    Plan,
    Profile,
    StretchProfile,
    StretchSpec,
)
from formcheck.core.words.reasons import Shortfall
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.builders import SUPINE, Motion
from tests.core.stretches import (
    LIVE,
    flags,
    one_rep,
    partial_reps,
    reps,
    stretch,
    watch,
)
from tests.numbers import SHIPPED
from tests.shelf import SPECS

BEND = find_stretch("standing_side_bend", poses_dir())
ROLL = find_stretch("lower_back_rotation", poses_dir())
BRIDGE = find_stretch("bridge", poses_dir())


def counted(peak: float, side: Side | None, *found: str) -> RepCounted:
    return RepCounted(9.0, 1.0, 8.0, 5.0, peak, side, not found, found)


def seen(**peaks: list[float]) -> StretchProfile:
    ranges = {side: OwnRange(peaks=tuple(found)) for side, found in peaks.items()}
    return StretchProfile.model_validate({"ranges": ranges})


def test_the_ceiling_is_further_on_whichever_way_the_stretch_goes() -> None:
    known = seen(left=[0.45, 0.42, 0.44], right=[0.28, 0.27, 0.28])
    assert ends_of(
        ROLL, known, Side.LEFT, SHIPPED.stretch.own_range
    ).ceiling == pytest.approx(0.54)
    assert ends_of(
        ROLL, known, Side.RIGHT, SHIPPED.stretch.own_range
    ).ceiling == pytest.approx(0.38)


def test_each_side_has_a_range_of_its_own() -> None:
    known = seen(left=[18, 18, 18], right=[36, 36, 36])
    assert ends_of(BEND, known, Side.LEFT, SHIPPED.stretch.own_range).ceiling == 28
    assert ends_of(BEND, known, Side.RIGHT, SHIPPED.stretch.own_range).ceiling == 46
    either = ends_of(BEND, known, None, SHIPPED.stretch.own_range)
    assert either.ceiling == 46


def test_one_tentative_rep_makes_no_ceiling() -> None:
    # A perfect bridge reads 171 to 174, and its target begins at 160.
    for first in ([155.0], [155.0, 172.0]):
        assert isnan(
            ends_of(BRIDGE, seen(both=first), None, SHIPPED.stretch.own_range).ceiling
        )
    known = seen(both=[155.0, 172.0, 171.0, 174.0])
    assert ends_of(BRIDGE, known, None, SHIPPED.stretch.own_range).ceiling == 181.5


def test_the_ceiling_is_never_nearer_than_a_good_rep_needs() -> None:
    assert (
        ends_of(BRIDGE, seen(both=[150.0] * 3), None, SHIPPED.stretch.own_range).ceiling
        == 170
    )
    assert (
        ends_of(BRIDGE, seen(both=[150.0] * 3), None, SHIPPED.stretch.own_range).near
        == 140
    )
    said = with_planned(seen(both=[150.0] * 3), {"both": 162})
    assert ends_of(BRIDGE, said, None, SHIPPED.stretch.own_range).ceiling == 162


def test_the_target_never_begins_at_the_start_pose() -> None:
    # A ten-degree margin is more than this stiff person's whole bend.
    known = seen(left=[8.0] * 3)
    assert ends_of(
        BEND, known, Side.LEFT, SHIPPED.stretch.own_range
    ).near == pytest.approx(4 + 0.4 * 10)
    profile = Profile(stretches={BEND.id: known})
    found = target_range_for(
        BEND, profile, SHIPPED, Mode.NORMAL, {"bend": 2.0}, Side.LEFT
    )
    assert 0 < found.progress(6.0) < 1 <= found.progress(8.0)


JUDGED = [spec for spec in SPECS.values() if spec.target is not None]


@pytest.mark.parametrize("spec", JUDGED, ids=lambda spec: spec.id)
@pytest.mark.parametrize("share", [0.1, 0.3, 0.45, 0.7])
def test_whatever_was_said_nobody_is_in_the_target_at_rest(
    spec: StretchSpec, share: float
) -> None:
    if spec.kind is Kind.GUIDED:
        return
    assert spec.target is not None
    edge = spec.direction.near_edge(spec.target.clauses[0].enter)
    ceiling = spec.starts_at + share * (edge - spec.starts_at)
    known = StretchProfile(ceiling_deg=ceiling)
    profile = Profile(stretches={spec.id: known})
    found = target_range_for(spec, profile, SHIPPED, Mode.NORMAL, None)
    low, high = found.enter
    assert not low <= spec.starts_at <= high
    # Where the range was said to end, the target has begun.
    assert low <= ceiling <= high


def test_what_teaches_is_calm_and_of_a_known_side() -> None:
    done: list[RepCounted | PartialRep] = [
        counted(20, Side.LEFT),
        counted(22, Side.RIGHT, "too_fast"),
        counted(30, Side.RIGHT, "past_ceiling"),
        counted(25, None),
        PartialRep(9, 1, 8, 0, 10, Side.LEFT, Shortfall.SMALLER_RANGE, ()),
        PartialRep(9, 1, 8, 0, 40, Side.LEFT, Shortfall.OTHER_SIDE, ()),
    ]
    assert calm_peaks(BEND, done) == {"left": [20, 10], "right": [30]}


def test_only_the_last_ten_are_remembered() -> None:
    known = StretchProfile()
    for number in range(12):
        known = learned(
            BRIDGE,
            known,
            {"both": [170.0 + number / 10]},
            SHIPPED.stretch.own_range,
            hurt=False,
        )
    assert known.ranges["both"].peaks == pytest.approx(
        [170.2 + n / 10 for n in range(10)]
    )


def test_a_stiff_persons_usual_reps_count_as_whole_ones_next_time() -> None:
    motion = Motion(SUPINE).hold(2)
    for _ in range(3):
        one_rep(motion, to_hip=88)
    spec = stretch()
    first = watch(motion.seen(), spec)
    assert len(partial_reps(first)) == 3 and not reps(first)
    known = learned(
        spec,
        StretchProfile(),
        calm_peaks(spec, partial_reps(first)),
        SHIPPED.stretch.own_range,
        hurt=False,
    )
    profile = Profile(stretches={spec.id: known})
    second = watch(motion.seen(), spec, profile=profile)
    assert [rep.good for rep in reps(second)] == [True, True, True]
    assert flags(second) == []


def test_what_hurt_once_is_forgotten_when_it_is_in_the_usual_range_again() -> None:
    """The ceiling said for pain moves out a step a session, then goes."""
    numbers = SHIPPED.stretch.own_range
    known = StretchProfile.model_validate(
        {"ranges": {"left": OwnRange(peaks=(30.0, 31.0, 30.0), ceiling=20.0)}}
    )
    said = []
    for _ in range(4):
        known = learned(BEND, known, {"left": [30.0] * 3}, numbers, hurt=False)
        said.append(known.ranges["left"].ceiling)
    assert said == [30.0, None, None, None]
    assert ends_of(BEND, known, Side.LEFT, numbers).ceiling == 40


def test_a_range_is_a_sides_where_sides_take_turns_and_the_plan_names_none() -> None:
    known = seen(left=[18, 18, 18], right=[36, 36, 36])

    def by_side(spec: StretchSpec, plan: Plan = LIVE) -> bool:
        profile = Profile(stretches={spec.id: known})
        return begin(spec, profile, plan, SHIPPED).by_side

    assert by_side(BEND)
    assert not by_side(BEND, replace(LIVE, side=Side.LEFT))
    assert not by_side(BRIDGE)  # both sides at once
    assert not by_side(SPECS["cat_cow"])
