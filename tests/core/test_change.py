"""A repetition is told by its change from the own start, each with its error."""

from __future__ import annotations

from math import nan

import pytest

from formcheck.core.judge.change import calibration_of, change_of, errors_of
from formcheck.core.judge.events import StartConfirmed
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch
from tests.core.stretches import good_set, stretch, summary

STARTS = (
    StartConfirmed(1.0, (("hip", 130.0),)),
    StartConfirmed(20.0, (("hip", 120.0),)),
)


def test_further_is_further_whichever_way_the_measure_goes() -> None:
    spec = stretch()
    assert spec.direction.sign == -1
    assert change_of(spec, 68.0, 2.0, STARTS) == pytest.approx(62.0)
    assert change_of(spec, 135.0, 2.0, STARTS) == pytest.approx(-5.0)


def test_it_is_of_the_start_that_was_seen_last() -> None:
    assert change_of(stretch(), 68.0, 21.0, STARTS) == pytest.approx(52.0)


def test_without_a_start_or_a_peak_there_is_none() -> None:
    assert change_of(stretch(), 68.0, 2.0, ()) is None
    assert change_of(stretch(), 68.0, -3.0, STARTS) is None
    assert change_of(stretch(), nan, 2.0, STARTS) is None
    unseen = (StartConfirmed(1.0, (("hip", nan),)),)
    assert change_of(stretch(), 68.0, 2.0, unseen) is None


def test_a_change_is_surer_than_the_angle() -> None:
    found = errors_of(stretch(), judging_of())
    assert 0 < found["change_error"] < found["error"]


def test_a_set_tells_the_change_of_each_repetition() -> None:
    found = summary(good_set(2).seen())
    assert found["error"] > found["change_error"] > 0
    for rep in found["reps"]:
        assert rep["change"] == pytest.approx(found["neutral"]["hip"] - rep["peak"])
        assert rep["change"] == pytest.approx(75, abs=3)


def test_a_result_says_whether_its_angles_are_calibrated() -> None:
    digest = judging_of().body.calibration.digest
    for name, expected in (("childs_pose", digest), ("bridge", None)):
        assert calibration_of(find_stretch(name, poses_dir()), judging_of()) == expected
    assert calibration_of(find_stretch("triangle", poses_dir()), judging_of()) is None
