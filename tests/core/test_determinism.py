"""The judge is a function: the same in, the same out, and nothing is changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from formcheck.core.body.observation import Observation, Status
from formcheck.core.judge.judge import CheckerState, advance, begin, finish
from formcheck.core.stretch.spec import Profile
from tests.builders import SUPINE, Motion
from tests.core.stretches import (
    NOBODY_KNOWN,
    RECORDED,
    one_rep,
    states,
    stretch,
    watch,
)
from tests.numbers import SHIPPED


def eventful() -> Motion:
    motion = one_rep(Motion(SUPINE).hold(1))
    motion.move(1, hip=55).hold(1.5, knee=165).nobody(1).hold(1, knee=75)
    return motion.bounce(3, 0.4, hip=40).cut().hold(1).move(0.5, hip=130).hold(2)


SEEN = eventful().seen()


def same(a: object, b: object) -> bool:
    """Equal, with NaN equal to itself and arrays by their values."""
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return bool(np.array_equal(a, b, equal_nan=True))  # type: ignore[arg-type]
    if isinstance(a, float) and isinstance(b, float):
        return a == b or (a != a and b != b)
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "__dataclass_fields__") and type(a) is type(b):
        names = [f.name for f in fields(a)]  # type: ignore[arg-type]
        return all(same(getattr(a, n), getattr(b, n)) for n in names)
    return bool(a == b)


def test_the_same_recording_is_judged_the_same() -> None:
    ours, theirs = watch(SEEN), watch(eventful().seen())
    assert len(ours) > 8
    assert same(ours, theirs)


@pytest.mark.parametrize("at", range(20, len(SEEN), 97))
def test_a_state_may_be_advanced_twice(at: int) -> None:
    spec = stretch()
    before = states(SEEN[:at], spec)[-1]
    kept = repr(before)
    first = advance(spec, NOBODY_KNOWN, before, SEEN[at])
    second = advance(spec, NOBODY_KNOWN, before, SEEN[at])
    assert same(first, second)
    assert repr(before) == kept


@pytest.mark.parametrize("at", range(50, len(SEEN), 150))
def test_a_set_may_be_finished_at_any_time_and_go_on(at: int) -> None:
    spec = stretch()
    state = states(SEEN[:at], spec)[-1]
    assert state.time_s is not None
    _, once = finish(spec, NOBODY_KNOWN, state, state.time_s)
    advance(spec, NOBODY_KNOWN, state, SEEN[at])
    _, twice = finish(spec, NOBODY_KNOWN, state, state.time_s)
    assert same(once, twice)
    assert type(once[-1]).__name__ == "SetFinished"


def test_a_state_cannot_be_changed() -> None:
    state = begin(stretch(), NOBODY_KNOWN, RECORDED, SHIPPED)
    with pytest.raises(FrozenInstanceError):
        state.time_s = 3.0  # type: ignore[misc]
    assert isinstance(hash(state.track), int)


def test_when_a_set_begins_does_not_matter() -> None:
    spec = stretch()
    later = [Observation(o.time_s + 7200, o.status, o.pose, cut=o.cut) for o in SEEN]
    ours, theirs = watch(SEEN, spec), watch(later, spec)
    assert [type(e) for e in ours] == [type(e) for e in theirs]
    for a, b in zip(ours, theirs, strict=True):
        assert b.time_s - a.time_s == pytest.approx(7200, abs=0.04)


def test_a_reading_is_there_for_every_look() -> None:
    found = states(SEEN, stretch())
    for state, seen in zip(found, SEEN, strict=True):
        reading = state.reading
        assert set(reading.measures) == {"hip", "knee", "neck"}
        if seen.status is Status.NOBODY:
            assert all(np.isnan(m.smooth) for m in reading.measures.values())
    progress = [s.reading.progress for s in found if s.neutral]
    assert np.nanmax(progress) > 1 > np.nanmin(progress)


def test_the_profile_of_another_stretch_is_none_of_this_one() -> None:
    other = Profile.model_validate({"stretches": {"bridge": {"ceiling_deg": 50}}})
    ours, theirs = watch(SEEN), watch(SEEN, profile=other)
    assert same(ours, theirs)


def test_begin_knows_nothing() -> None:
    state: CheckerState = begin(stretch(), NOBODY_KNOWN, RECORDED, SHIPPED)
    assert not state.lost
    assert state.neutral is None
