"""A picture that stands still shows nobody, from when it began to stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from formcheck.core.body.observation import Observation, Status
from formcheck.core.judge.events import OwnRangeLeft, TrackingLost
from formcheck.core.judge.freeze import (
    Stillness,
    frozen_s,
    stand,
)
from formcheck.core.words.reasons import Reason
from tests.builders import SUPINE, Motion
from tests.core.stretches import holds, of_kind, summary, watch
from tests.numbers import SHIPPED

FREEZE = SHIPPED.judge.freeze

MOTION = Motion(SUPINE).hold(2).move(2, hip=55).hold(3)
FROM_S = 7.0


def stood(moves: Iterable[bool]) -> list[float]:
    """For how long it has been frozen, at each tenth of a second."""
    found, stillness = [], Stillness(FREEZE)
    for number, moved in enumerate(moves):
        stillness = stand(stillness, number / 10, moved=moved)
        found.append(frozen_s(stillness, number / 10))
    return found


def test_a_picture_is_frozen_once_it_has_stood_still_for_long_enough() -> None:
    found = stood([True] * 10 + [False] * 10)
    assert found[:16] == [0.0] * 16  # the last that moved is at 0.9 s
    assert found[16] == pytest.approx(FREEZE.frozen_after_s + FREEZE.mended_s)
    assert found[19] == pytest.approx(1.0 + FREEZE.mended_s)


def test_what_moves_now_and_then_is_not_frozen() -> None:
    assert set(stood([number % 7 == 0 for number in range(100)])) == {0.0}


def test_a_freeze_begins_with_no_picture_before_the_first() -> None:
    assert stood([True] + [False] * 10)[-1] == pytest.approx(1.0)


def test_two_freezes_share_no_time() -> None:
    """As where a codec mends the picture with its next key frame."""
    found = stood([True] * 10 + [False] * 10 + [True] + [False] * 10)
    assert found[20:27] == [0.0] * 7
    assert found[-1] == pytest.approx(3.0 - 1.9)


def test_where_no_pictures_come_nothing_stands_still() -> None:
    stillness = stand(stand(Stillness(FREEZE), 0.0, moved=True), 0.1, moved=True)
    after = stand(stillness, 5.0, moved=False)
    assert frozen_s(after, 5.0) == 0.0
    assert frozen_s(after, 5.8) == pytest.approx(0.8)


def frozen(seconds: float, hip: float = 55.0) -> list[Observation]:
    """The picture stands still in a hold for so long, and goes on."""
    motion = Motion(SUPINE).hold(2).move(2, hip=hip).hold(3 + seconds)
    motion = motion.hold(3).move(2, hip=130).hold(2)
    return [
        replace(o, status=Status.NOBODY, pose=None, still_s=o.time_s - FROM_S)
        if FROM_S + FREEZE.frozen_after_s <= o.time_s < FROM_S + seconds
        else o
        for o in motion.seen()
    ]


def test_nothing_that_was_frozen_is_held() -> None:
    events = watch(frozen(10.0))
    lost = of_kind(events, TrackingLost)[0]
    assert (lost.time_s, lost.why) == (FROM_S, Reason.STILL_PICTURE)
    before = holds(watch(MOTION.seen()))[0]
    first = holds(events)[0]
    assert first.held_s == pytest.approx(before.held_s, abs=0.1)
    assert first.end_s <= FROM_S
    entry = summary(frozen(10.0))
    assert entry["unseen_s"] == pytest.approx(10.0, abs=0.1)
    unknown = {u["why"]: u["seconds"] for u in entry["not_judged"]}
    assert unknown[Reason.STILL_PICTURE] == pytest.approx(10.0, abs=0.1)


@pytest.mark.parametrize("seconds", [0.8, 2.0])
def test_nor_is_it_in_a_range_of_ones_own(seconds: float) -> None:
    held_s = [
        sum(one.held_s for one in of_kind(watch(frozen(s, 90)), OwnRangeLeft))
        for s in (0.0, seconds)
    ]
    assert held_s[1] == pytest.approx(held_s[0], abs=0.5)


@pytest.mark.parametrize("seconds", [0.8, 1.5, 5.0])
def test_a_hold_goes_on_behind_a_short_freeze_without_its_time(seconds: float) -> None:
    (held,) = holds(watch(frozen(seconds)))
    (whole,) = holds(watch(frozen(0.5)))  # too short to be one
    assert held.held_s == pytest.approx(whole.held_s - 0.5, abs=0.15)


def test_a_set_that_ends_frozen_has_no_more_than_was_seen() -> None:
    seen = [o for o in frozen(10.0) if o.time_s < FROM_S + 9]
    (held,) = holds(watch(seen, end_s=FROM_S + 9))
    assert held.held_s == pytest.approx(holds(watch(MOTION.seen()))[0].held_s, abs=0.1)


def test_only_where_nobody_is_seen_a_picture_stands_still() -> None:
    with pytest.raises(ValueError, match="stands still"):
        Observation(1.0, Status.SKIPPED, still_s=1.0)
