"""A reading belongs to one stretch, and is of no use to another."""

from __future__ import annotations

import json
from math import isnan

import pytest

from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.judge import advance, begin
from formcheck.core.judge.overlay import arcs_of
from formcheck.core.judge.sample import Sample
from formcheck.core.session.readiness import missing
from formcheck.core.stretch.spec import Phase, StretchSpec
from formcheck.core.words.reasons import Reason
from tests.builders import SUPINE, Motion
from tests.core.stretches import HOLD, LIVE, NOBODY_KNOWN, stretch
from tests.numbers import SHIPPED

SPEC = stretch()


def other_measures() -> StretchSpec:
    """The same stretch by another name, with measures of other names."""
    text = json.dumps(HOLD).replace('"hip"', '"thigh"').replace("draw_in", "draw_up")
    return stretch(json.loads(text.replace('"knee"', '"shank"')))


OTHER = other_measures()


@pytest.fixture
def reading() -> FrameResult:
    state = begin(SPEC, NOBODY_KNOWN, LIVE, SHIPPED)
    for seen in Motion(SUPINE).hold(2).seen():
        state, _ = advance(SPEC, NOBODY_KNOWN, state, seen)
    return state.reading


def test_a_reading_says_of_which_stretch_it_is(reading: FrameResult) -> None:
    assert reading.stretch == SPEC.id
    assert reading.of(SPEC) is reading
    assert isinstance(reading.sample, Sample)
    assert reading.sample.stretch == SPEC.id


def test_a_reading_of_another_stretch_is_none(reading: FrameResult) -> None:
    none = reading.of(OTHER)
    assert (none.sample, none.body, none.target_range) == (None, None, None)
    assert none.phase is Phase.FINDING
    assert isnan(none.progress)
    assert none.measures == {}


def test_no_arc_is_drawn_of_another_stretch(reading: FrameResult) -> None:
    assert reading.body is not None
    assert arcs_of(SPEC, reading.body, reading)
    assert arcs_of(OTHER, reading.body, reading) == []


def test_a_look_for_another_stretch_tells_nothing_of_the_start(
    reading: FrameResult,
) -> None:
    assert missing(SPEC, reading.body, reading.sample, None) is None
    assert missing(OTHER, reading.body, reading.sample, Reason.VIEW) is not None
