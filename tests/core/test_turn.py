"""Turning about the upright, seen from the front: shoulders against their own start."""

from __future__ import annotations

from dataclasses import replace
from math import cos, isnan, radians

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.body.observation import Observation, Status
from formcheck.core.body.tracking import Track, believe
from formcheck.core.judge.sample import FilterState, take
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.rules import problems_between
from formcheck.core.stretch.spec import StretchSpec
from tests.builders import FRONTAL, SIZE_WH, Figure, pose_of
from tests.core.stretches import HOLD, stretch
from tests.core.test_kinds import body_of
from tests.numbers import SHIPPED

TURN = {
    "yaw": {"kind": "shoulder_yaw"},
    "turn": {"kind": "shoulder_turn", "relative": True},
    "height": {"kind": "trunk_height", "relative": True},
}
NEUTRAL = {"yaw": 0.0, "turn": 0.6}


def twist() -> StretchSpec:
    """A stretch that is seen from the front and measures how far the shoulders turn."""
    measures = {**HOLD["measures"], **TURN}
    camera = {**HOLD["camera"], "view": "front"}
    return stretch(measures=measures, camera=camera, active="turned_towards")


@pytest.mark.parametrize("turn", [-60, -35, 35, 60])
@pytest.mark.parametrize("torso_px", [60, 130])
def test_a_turn_is_read_from_how_narrow_the_shoulders_look(
    turn: float, torso_px: float
) -> None:
    figure = replace(FRONTAL, turn=turn, torso_px=torso_px, off_deg=0)
    _, sample = take(FilterState(), twist(), body_of(figure), 0.0, NEUTRAL, SHIPPED)
    assert sample.value("turn") == pytest.approx(abs(turn), abs=0.1)
    assert sample.value("yaw") == pytest.approx(abs(turn), abs=0.1)


def test_wider_than_at_the_start_is_no_turn() -> None:
    _, sample = take(
        FilterState(),
        twist(),
        body_of(FRONTAL),
        0.0,
        {**NEUTRAL, "turn": 0.55},
        SHIPPED,
    )
    assert sample.value("turn") == 0


def test_without_a_start_the_turn_is_not_known() -> None:
    _, sample = take(
        FilterState(), twist(), body_of(replace(FRONTAL, turn=40)), 0.0, {}, SHIPPED
    )
    assert isnan(sample.value("turn"))
    assert sample.value("yaw") == pytest.approx(40, abs=4)


@pytest.mark.parametrize("bend", [0, 25, -40])
def test_the_trunk_s_height_is_a_share_of_its_own(bend: float) -> None:
    neutral = {**NEUTRAL, "height": 130 / SIZE_WH[0]}
    figure = replace(FRONTAL, bend=bend, torso_px=130)
    _, sample = take(FilterState(), twist(), body_of(figure), 0.0, neutral, SHIPPED)
    assert sample.value("height") == pytest.approx(cos(radians(bend)), abs=0.001)


def test_hidden_shoulders_are_no_turn() -> None:
    figure = replace(FRONTAL, turn=40, hidden=frozenset({11}))
    _, sample = take(FilterState(), twist(), body_of(figure), 0.0, NEUTRAL, SHIPPED)
    assert isnan(sample.value("turn"))
    assert isnan(sample.value("yaw"))


@pytest.mark.parametrize(("turn", "side"), [(35, Side.LEFT), (-35, Side.RIGHT)])
def test_the_side_that_is_turned_to_is_the_active_one(turn: float, side: Side) -> None:
    track, spec = Track(SHIPPED.body), twist()
    figure: Figure = replace(FRONTAL, turn=turn)
    for number in range(30):
        seen = Observation(number / 30, Status.SEEN, pose_of(figure), SIZE_WH)
        track, body, why = believe(track, spec.view_rule, seen)
        assert why is None
    assert body is not None
    assert body.active is side


def test_world_landmarks_never_make_a_fault_unsafe() -> None:
    fault = {"id": "far", "severity": "unsafe", "measure": "yaw", "above": 60}
    raw: dict[str, object] = {"measures": TURN, "faults": [fault]}
    found = {p.path: p.text for p in problems_between(raw)}
    assert found["faults[0].severity"] == "what world landmarks tell is never unsafe"
    raw = {"measures": TURN, "faults": [{**fault, "measure": "turn"}]}
    assert "faults[0].severity" not in {p.path for p in problems_between(raw)}


def test_a_measure_against_the_start_must_say_so() -> None:
    raw: dict[str, object] = {"measures": {"turn": {"kind": "shoulder_turn"}}}
    found = {p.path: p.text for p in problems_between(raw)}
    expected = "'shoulder_turn' needs this to be true"
    assert found["measures.turn.relative"] == expected
    assert KINDS["shoulder_turn"].of_own is not None
