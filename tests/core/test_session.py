"""Sessions as plain values, and what their sets say side by side."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import (
    FlagCleared,
    RepCounted,
    SetFinished,
    StartConfirmed,
    TargetLeft,
)
from formcheck.core.records.codec import FORMAT, Unreadable, read_events, write_events
from formcheck.core.records.progress import (
    Digest,
    changes,
    digest_of,
    left_right,
    ranges,
)
from formcheck.core.records.session import SessionAbout
from formcheck.core.stretch.spec import Severity
from tests.numbers import SHIPPED
from tests.sessions import bridges, record_of, write_trace


def test_events_survive_being_written_down(tmp_path) -> None:  # type: ignore[no-untyped-def]
    trace = write_trace(tmp_path / "t.npz", bridges(2, over=True).seen())
    record = record_of(trace)
    kinds = {type(event) for event in record.events}
    assert {RepCounted, FlagCleared, TargetLeft, SetFinished} <= kinds
    assert read_events(write_events(record.events), FORMAT) == record.events


def test_what_is_not_known_stays_unknown() -> None:
    events = (
        StartConfirmed(1.0, (("hip", 120.0), ("knee", nan))),
        RepCounted(9.0, 2.0, 8.0, 3.0, nan, Side.LEFT, None, ("x",)),
        FlagCleared(9.0, 1.0, 2.0, "x", Severity.UNSAFE, nan, "deg", 1.5),
    )
    rows = write_events(events)
    assert rows[1]["peak"] is None and rows[1]["good"] is None
    start, rep, flag = read_events(rows, FORMAT)
    assert str(start.neutral[1][1]) == "nan"  # type: ignore[union-attr]
    assert str(rep.peak) == "nan" and rep.good is None  # type: ignore[union-attr]
    assert flag.severity is Severity.UNSAFE  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "rows",
    ["x", {}, [7], [{}], [{"event": 7}], [{"event": "SetFinished"}]]
    + [[{"event": "SetFinished", "time_s": "soon", "not_judged": []}]],
)
def test_what_is_no_event_is_refused(rows: object) -> None:
    with pytest.raises(Unreadable):
        read_events(rows, FORMAT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"started_at": "yesterday"},
        {"started_at": "2026-11-23T09:30:00"},  # without its offset
        {"days_a_week": 8},
        {"pain": {"before": 11}},
        {"nickname": "x"},
        {"uid": ""},
    ],
)
def test_an_about_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    good = {"uid": "x", "started_at": "2026-11-23T09:30:00+01:00"}
    good["judged_at"] = good["started_at"]
    assert SessionAbout.model_validate(good).note == ""
    with pytest.raises(ValueError):
        SessionAbout.model_validate({**good, **wrong})


def digest(
    peaks: dict[str, list[float]], inwards: int = -1, view: str = "side"
) -> Digest:
    return Digest(
        stretch="fold",
        name="Fold",
        kind="reps",
        measure="hip",
        measure_kind="hip_angle",
        unit="deg",
        view=view,
        inwards=inwards,
        status="judged",
        mode="normal",
        side=None,
        length_s=60,
        in_target_s=20,
        unseen_s=0,
        reps=3,
        smaller=0,
        holds=3,
        holds_complete=3,
        planned_reps=3,
        planned_hold_s=5,
        eased=0,
        form=0,
        peaks=peaks,
    )


def test_the_usual_is_the_median_and_the_best_the_furthest() -> None:
    (one,) = ranges(
        [digest({"both": [90, 70]}), digest({"both": [80]})], SHIPPED.measure.compare
    )
    assert (one.usual, one.best, one.count) == (80, 70, 3)
    (one,) = ranges(
        [digest({"both": [90, 70, 80]}, inwards=1)], SHIPPED.measure.compare
    )
    assert one.best == 90


@pytest.mark.parametrize(
    ("now", "within", "further"),
    [(80.5, True, 9.5), (80, False, 10), (101, False, -11)],
)
def test_a_change_under_ten_degrees_is_within_the_error(
    now: float, within: bool, further: float
) -> None:
    (change,) = changes(
        ranges([digest({"both": [90]})], SHIPPED.measure.compare),
        ranges([digest({"both": [now]})], SHIPPED.measure.compare),
    )
    assert change.within_error is within
    assert change.further == pytest.approx(further)


def test_a_ratio_has_a_margin_of_its_own() -> None:
    one = replace(digest({"both": [0.30]}), measure_kind="back_round", unit="ratio")
    two = replace(one, peaks={"both": [0.39]})
    three = replace(one, peaks={"both": [0.41]})
    assert changes(
        ranges([one], SHIPPED.measure.compare), ranges([two], SHIPPED.measure.compare)
    )[0].within_error
    assert not changes(
        ranges([one], SHIPPED.measure.compare), ranges([three], SHIPPED.measure.compare)
    )[0].within_error


def test_only_the_same_view_and_side_are_compared() -> None:
    before = ranges(
        [digest({"left": [90]}), digest({"right": [70]}, view="front")],
        SHIPPED.measure.compare,
    )
    now = ranges(
        [digest({"left": [60]}), digest({"right": [60]})], SHIPPED.measure.compare
    )
    (change,) = changes(before, now)
    assert (change.like.side, change.difference) == ("left", -30)


def test_left_against_right() -> None:
    (pair,) = left_right(
        ranges([digest({"left": [90, 92], "right": [70]})], SHIPPED.measure.compare)
    )
    assert (pair.first, pair.second, pair.within_error) == (91, 70, False)
    assert left_right(ranges([digest({"left": [90]})], SHIPPED.measure.compare)) == []


def test_a_set_is_digested(tmp_path) -> None:  # type: ignore[no-untyped-def]
    trace = write_trace(tmp_path / "t.npz", bridges(3, over=True).seen())
    found = digest_of(record_of(trace))
    assert (found.stretch, found.measure, found.view) == ("bridge", "hip", "side")
    assert (found.reps, found.eased, found.inwards) == (3, 1, 1)
    assert sorted(map(round, found.peaks["both"])) == [178, 178, 208]
