"""What a stretch asks of a body: what its file says, and what follows from its numbers.

Conditions rule by these words, so none may depend on somebody having remembered it.
"""

from __future__ import annotations

from collections.abc import Iterator

from formcheck.core.body.view import Base, Posture
from formcheck.core.measure.kinds import Role
from formcheck.core.stretch.involves import Involves
from formcheck.core.stretch.spec import Clause, Kind, StretchSpec

__all__ = ["computed", "involved"]

HEAD_DOWN_FROM_DEG = 120.0
"""Lean of the trunk with which the head is well below the hips: 30 past level."""

ROUNDS_FROM_DEG = 100.0
"""Lean of a trunk that hangs with which the back rounds."""

PELVIS_ROLLS_BELOW_DEG = 30.0
"""Included angle of a hip below which the pelvis follows the thigh: flexion past 150,
where normal hips end at 110-130."""

PAST_90_LEAN_DEG = 10.0
"""Lean on a seat by which the hips are clearly past a right angle."""

LEGS_STRAIGHT_FROM_DEG = 110.0
OVERHEAD_FROM_DEG = 120.0
_HANDS = (Base.HANDS_AND_KNEES, Base.HANDS_AND_FEET)
_UPRIGHT_LEGS = (Base.FEET, Base.KNEES, Base.HANDS_AND_KNEES)
_HANGING = (Base.FEET, Base.SEAT, Base.FLOOR)
_TURNS = ("shoulder_yaw", "shoulder_turn", "shoulder_turn_in_place", "knee_fall")


def involved(spec: StretchSpec) -> frozenset[Involves]:
    """All that it asks for."""
    return frozenset(spec.involves) | computed(spec)


def computed(spec: StretchSpec) -> frozenset[Involves]:
    """What follows from posture, measures and target alone."""
    return frozenset((*_by_posture(spec), *_by_measures(spec), *_by_target(spec)))


def _by_posture(spec: StretchSpec) -> Iterator[Involves]:
    match spec.posture:
        case Posture.SUPINE:
            yield Involves.LYING_ON_BACK
        case Posture.PRONE:
            yield Involves.LYING_ON_FRONT
        case Posture.KNEELING | Posture.QUADRUPED:
            yield Involves.KNEELING
        case Posture.STANDING:
            yield Involves.BALANCE
        case _:
            pass
    on_hands = spec.posture is Posture.QUADRUPED and spec.kind is Kind.TWO_PHASE
    if on_hands or spec.base in _HANDS:
        yield Involves.WRIST_LOAD


def _by_measures(spec: StretchSpec) -> Iterator[Involves]:
    kinds = {measure.kind for measure in spec.measures.values()}
    first = spec.measures[spec.primary].kind
    if "crossed_gap" in kinds:
        yield Involves.CROSSED_LEGS
    if first in _TURNS:
        yield Involves.TWIST
    if first == "side_bend":
        yield Involves.SIDE_BEND
    if first == "back_round" and spec.kind is Kind.TWO_PHASE:
        yield Involves.SPINE_FLEXION
        yield Involves.SPINE_EXTENSION


def _by_target(spec: StretchSpec) -> Iterator[Involves]:
    if spec.target is None:
        return
    first = spec.target.clauses[0]
    kind = spec.measures[first.measure].kind
    match kind:
        case "trunk_lean":
            yield from _by_lean(spec, first)
        case "trunk_rise":
            yield from _by_rise(spec, first)
        case _:
            pass
    for clause in spec.target.clauses:
        measure = spec.measures[clause.measure]
        low, _ = clause.enter
        if measure.relative or measure.role is Role.OTHER:
            continue  # the other limb's band says where it may be, not what is asked
        if measure.kind in ("hip_angle", "hips_angle") and low < 90.0:
            yield Involves.HIP_FLEXION_PAST_90
        if measure.kind == "hip_angle" and low > 180.0:
            yield Involves.HIP_EXTENSION
        if measure.kind == "shoulder_angle" and low >= OVERHEAD_FROM_DEG:
            yield Involves.ARMS_OVERHEAD
    rolls = kind == "hip_angle" and not spec.measures[first.measure].relative
    if rolls and first.enter[0] < PELVIS_ROLLS_BELOW_DEG:
        yield Involves.SPINE_FLEXION
    if _pulls_hamstrings(spec):
        yield Involves.HAMSTRING_PULL


def _by_lean(spec: StretchSpec, lean: Clause) -> Iterator[Involves]:
    low, high = lean.enter
    if high >= HEAD_DOWN_FROM_DEG:
        yield Involves.HEAD_DOWN
    if spec.base is Base.FEET and high < 0:
        yield Involves.SPINE_EXTENSION
    if spec.base in _HANGING and high > ROUNDS_FROM_DEG:
        yield Involves.SPINE_FLEXION
        if spec.base is Base.FEET:
            yield Involves.LOADED_FLEXION
    if spec.base in _UPRIGHT_LEGS and high > ROUNDS_FROM_DEG:
        yield Involves.HIP_FLEXION_PAST_90
    if spec.base in (Base.SEAT, Base.FLOOR) and low > PAST_90_LEAN_DEG:
        yield Involves.HIP_FLEXION_PAST_90


def _by_rise(spec: StretchSpec, rise: Clause) -> Iterator[Involves]:
    if rise.enter[0] <= 0:
        return
    if spec.posture is Posture.PRONE:
        yield Involves.SPINE_EXTENSION
    if spec.posture is Posture.SUPINE:
        yield Involves.SPINE_FLEXION
        yield Involves.LOADED_FLEXION


def _pulls_hamstrings(spec: StretchSpec) -> bool:
    """Whether the hips fold, or a leg is up, with the knees all but straight."""
    assert spec.target is not None
    kinds = {spec.measures[c.measure].kind for c in spec.target.clauses}
    lean = spec.target.clauses[0]
    forward = spec.measures[lean.measure].kind == "trunk_lean" and lean.enter[0] > 0
    folds = forward or "leg_rise" in kinds
    straight = any(
        spec.measures[c.measure].kind == "knee_angle"
        and c.enter[0] >= LEGS_STRAIGHT_FROM_DEG
        for c in spec.target.clauses
    )
    return folds and straight
