"""What came of a set is counted once, and said in one way."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from formcheck.core.judge.amounts import Amounts, done_words, held_words, times_words
from formcheck.core.judge.result import SetResult
from formcheck.core.records.codec import FORMAT, read_digest
from formcheck.core.records.person import Person
from formcheck.core.records.progress import digest_of, left_right, ranges
from formcheck.core.records.session import SetRecord
from formcheck.core.safety.person import learn
from formcheck.core.stretch.spec import Plan, Profile
from tests.core.stretches import HOLD, stretch
from tests.numbers import SHIPPED
from tests.results import flag, hold, own_hold, part, rep, result

ALL_KINDS = result(
    planned={"reps": 6, "hold_s": 2.0, "side": "left"},
    reps=[rep(number=n) for n in range(1, 4)],
    partial_reps=[
        part("smaller_range", peak=150.0),
        part("smaller_range", peak=152.0),
        part("short_hold"),
        part("other_side", peak=190.0),
        part("one_phase", peak=90.0),
    ],
)


def words(*results: SetResult) -> str:
    return done_words(Amounts.of(results))


def record(one: SetResult) -> SetRecord:
    return SetRecord(stretch(HOLD), Profile(), Plan(), one)


def test_smaller_and_short_ones_count_and_the_wrong_side_does_not() -> None:
    assert (ALL_KINDS.whole, ALL_KINDS.smaller, ALL_KINDS.short) == (3, 2, 1)
    assert (ALL_KINDS.wrong_side, ALL_KINDS.one_phase) == (1, 1)
    assert ALL_KINDS.counted == 6
    assert words(ALL_KINDS) == (
        "6 of 6 planned reps, 2 of them smaller, 1 of them too short; "
        "not counted: 1 on the other side, 1 with one half only"
    )


def test_one_whose_start_was_not_seen_counts_and_is_told() -> None:
    one = result(reps=[rep()], partial_reps=[part("start_not_seen")])
    assert (one.counted, one.start_missed) == (2, 1)
    assert words(one) == "2 of 3 planned reps, 1 of them with the start not seen"


def test_nothing_is_said_of_what_there_was_not() -> None:
    assert words(result(reps=[rep()])) == "1 of 3 planned reps"
    one = result(planned={"reps": 1, "hold_s": 2.0, "side": None})
    assert words(one) == "0 of 1 planned rep"
    assert held_words(Amounts.of([one])) == "no hold"


def test_sets_are_summed() -> None:
    both = Amounts.of([ALL_KINDS, ALL_KINDS])
    assert (both.counted, both.planned, both.smaller, both.sets) == (12, 12, 4, 2)


def test_holds_in_the_own_range_are_time_in_position() -> None:
    one = result(
        kind="hold",
        partial_reps=[part("smaller_range")] * 3,
        own_range_holds=[own_hold(held_s=6.1), own_hold(held_s=6.2), own_hold()],
    )
    assert (one.counted, one.held_s, one.holds_complete) == (3, 14.3, 3)
    assert held_words(Amounts.of([one])) == (
        "3 holds, 3 of them as long as planned, 3 in a smaller range, 14.3 s in all"
    )


def test_a_stretch_that_is_only_timed_counts_its_holds() -> None:
    guided = result(kind="guided", timed=True, holds=[hold(), hold(complete=False)])
    assert guided.counted == 1
    assert words(guided) == "1 of 3 planned holds"
    assert words(guided, result()) == "1 of 6 planned reps"


def test_in_a_band_without_an_end_each_planned_time_counts() -> None:
    # Two seconds each are planned, three times in all.
    narrow = result(timed=True, mode="flare", holds=[hold(held_s=3.8), hold()])
    assert words(narrow) == "2 of 3 planned holds"
    assert result(timed=True, holds=[hold(held_s=60.0)]).counted == 3
    assert result(timed=True, holds=[hold(held_s=1.8)]).counted == 1


def test_the_usual_is_the_median_of_what_counts_on_a_side() -> None:
    one = result(
        reps=[rep(side="left", peak=p) for p in (10.0, 20.0, 60.0, 30.0)],
        partial_reps=[
            part("smaller_range", side="right", peak=5.0),
            part("other_side", side="right", peak=50.0),
            part("short_hold", side="left", peak=None),
        ],
    )
    assert one.sides == ("left", "right")
    assert (one.usual("left"), one.usual("right"), one.usual(None)) == (25, 5, None)
    assert one.peaks("left") == [10, 20, 60, 30]


@pytest.mark.parametrize(("direction", "furthest"), [("more", 180), ("less", 40)])
def test_furthest_is_never_what_there_was_to_ease_off_in(
    direction: str, furthest: float
) -> None:
    one = result(
        direction=direction,
        reps=[
            rep(peak=208.0, flags=["over"], good=False),
            rep(peak=180.0, flags=["slow"], good=False),
            rep(peak=40.0),
            rep(peak=12.0, flags=["over"], good=False),
        ],
        flags=[flag("over"), flag("slow", "form")],
    )
    assert one.furthest_safe(None) == furthest
    assert (one.eased, one.form) == (1, 1)
    (found,) = ranges([digest_of(record(one))], SHIPPED.measure.compare)
    assert found.best == furthest
    assert found.usual == one.usual(None) == 110
    all_over = result(reps=[rep(flags=["over"])], flags=[flag("over")])
    assert all_over.furthest_safe(None) is None
    (found,) = ranges([digest_of(record(all_over))], SHIPPED.measure.compare)
    assert found.best is None


@pytest.mark.parametrize(("right", "within"), [(34.9, True), (35.1, False)])
def test_left_against_right_is_of_what_is_usual(right: float, within: bool) -> None:
    # The means would differ by 4 and by 17.
    left = [rep(side="left", peak=p) for p in (24.0, 25.0, 60.0)]
    other = [rep(side="right", peak=p) for p in (right, right, right + 15)]
    (pair,) = left_right(
        ranges([digest_of(record(result(reps=left + other)))], SHIPPED.measure.compare)
    )
    assert (pair.first, pair.second) == (25, right)
    assert pair.within_error is within


def test_a_digest_says_what_its_result_says() -> None:
    digest = digest_of(record(ALL_KINDS))
    assert (digest.done, digest.planned_reps, digest.smaller) == (6, 6, 2)
    assert (digest.short, digest.wrong_side, digest.one_phase) == (1, 1, 1)
    assert digest.position_s == ALL_KINDS.held_s
    assert read_digest(json.loads(json.dumps(asdict(digest))), FORMAT) == digest


def test_a_digest_of_the_first_version_is_read() -> None:
    now = asdict(digest_of(record(ALL_KINDS)))
    new = {"counted", "short", "wrong_side", "one_phase", "own_range_holds", "held_s"}
    old = {k: v for k, v in now.items() if k not in new | {"safe"}}
    digest = read_digest({**old, "reps": 3, "smaller": 5, "in_target_s": 9.0}, 1)
    assert (digest.done, digest.position_s) == (8, 9)
    assert digest.furthest_safe("both") == 172
    assert read_digest({**old, "eased": 1}, 1).furthest_safe("both") is None


def kept(one: SetResult) -> dict[str, Any]:
    return json.loads(json.dumps(one.to_json()))


def test_what_is_kept_is_read_back_the_same() -> None:
    for one in (ALL_KINDS, result(own_range_holds=[own_hold()], flags=[flag("a")])):
        assert SetResult.from_kept(kept(one)) == one
        assert SetResult.from_kept({**kept(one), "of_later": 1}) == one


def test_what_the_first_version_kept_is_read() -> None:
    spec = stretch(HOLD)
    old = kept(result(reps=[rep(peak=60.0), rep(peak=50.0)]))
    for key in ("measure", "unit", "direction", "own_range_holds", "timed"):
        del old[key]
    del old["profile"]["ranges"]
    old["profile"]["ceiling"] = 40
    old["learned"] = {"measure": "hip", "first_peak": 60, "ceiling": 50}
    one = SetResult.from_kept(old, spec)
    # Further is a smaller angle there.
    assert (one.furthest_safe(None), one.direction, one.unit) == (50, "less", "deg")
    assert (one.learned, one.own_range_holds) == (None, ())
    assert learn(Person(), spec, one, SHIPPED.stretch.own_range) == Person()
    with pytest.raises(ValueError, match="direction"):
        SetResult.from_kept(old)


def test_nobody_changes_a_result() -> None:
    with pytest.raises(ValueError, match="frozen"):
        ALL_KINDS.end_s = 3.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ((0.44, 6.44, 10.44), (0.5, 6.4, 10.4)),
        ((0.0, 6.25, 10.75), (0.0, 6.3, 10.7)),
        ((1.06, 1.06, 1.06), (1.1, 1.1, 1.0)),
        ((3.0, 6.0, 1.0), (3.0, 6.0, 1.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    ],
)
def test_times_that_are_told_together_add_up(
    times: tuple[float, float, float], told: tuple[float, float, float]
) -> None:
    inside, outside, unseen = times
    one = result(in_target_s=inside, out_of_target_s=outside, unseen_s=unseen)
    assert times_words(one) == (
        f"In target {told[0]} s, out of target {told[1]} s, cannot see {told[2]} s."
    )
    assert round(sum(told), 1) == round(sum(times), 1)
