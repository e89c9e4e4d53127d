"""A hold whose side changes ends, and one of the other side begins."""

from __future__ import annotations

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import TargetEntered
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.reasons import Shortfall
from tests.builders import SUPINE, Motion
from tests.core.stretches import (
    ONE_LEG,
    holds,
    of_kind,
    partial_reps,
    reps,
    stretch,
    watch,
)

UNNAMED = stretch(
    sides="each",
    measures={
        "hip": {"kind": "hips_angle"},
        "knee": {"kind": "knee_angle"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
    target__clauses=[{"measure": "hip", "enter": [40, 80], "exit": [30, 85]}],
)
"""Both thighs folded, one more than the other, and no rule says which of them works."""

NAMED = stretch(ONE_LEG)


def both_legs(rest_hip: float) -> Motion:
    """One leg held, quickly let out and the other one taken, and held as long."""
    motion = Motion(SUPINE).hold(2).move(2, hip=50, far_hip=rest_hip).hold(4)
    motion.move(0.45, hip=92, far_hip=92).move(0.45, hip=rest_hip, far_hip=50)
    return motion.hold(4).move(2, hip=130, far_hip=130).hold(2)


@pytest.mark.parametrize(("spec", "rest_hip"), [(UNNAMED, 85), (NAMED, 100)])
def test_two_sides_are_two_holds(spec: StretchSpec, rest_hip: float) -> None:
    events = watch(both_legs(rest_hip).seen(), spec)
    first, second = holds(events)
    assert first.end_s == pytest.approx(8, abs=0.4)
    assert second.start_s == pytest.approx(8.9, abs=0.4)
    assert second.end_s == pytest.approx(12.9, abs=0.4)
    assert [e.seen for e in of_kind(events, TargetEntered)] == [True, False]
    assert len(reps(events)) == 1
    assert [p.reason for p in partial_reps(events)] == [Shortfall.START_NOT_SEEN]


def test_each_hold_is_of_its_own_side() -> None:
    first, second = holds(watch(both_legs(100).seen(), NAMED))
    assert (first.side, second.side) == (Side.RIGHT, Side.LEFT)


def test_a_wobble_out_of_the_target_changes_no_side() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=50, far_hip=85).hold(4)
    motion.move(0.45, hip=92, far_hip=92).move(0.45, hip=50, far_hip=85)
    motion.hold(4).move(2, hip=130, far_hip=130).hold(2)
    assert len(holds(watch(motion.seen(), UNNAMED))) == 1


@pytest.mark.parametrize(("spec", "rest_hip"), [(UNNAMED, 85), (NAMED, 100)])
def test_labels_that_change_places_end_no_hold(
    spec: StretchSpec, rest_hip: float
) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=50, far_hip=rest_hip).hold(3)
    motion.swap_legs(4).hold(2).move(2, hip=130, far_hip=130).hold(2)
    assert len(holds(watch(motion.seen(), spec))) == 1
