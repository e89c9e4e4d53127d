"""A stretch's first measure as a clinician's goniometer has it: movement and degrees.

A file measures included angles; a physiotherapist prescribes movements from neutral.
Where the first measure is no movement of one joint, there is no such table, and what a
person may do is said as a share of their own range.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import FiniteFloat

from formcheck.core.stretch.section import Section
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.names import words_of

__all__ = ["ClinicalSpec", "Convention", "Movement", "movement_words"]


class Movement(StrEnum):
    """A movement of a joint that a goniometer measures, from its neutral position."""

    HIP_FLEXION = "hip_flexion"
    HIP_EXTENSION = "hip_extension"
    KNEE_EXTENSION = "knee_extension"
    SHOULDER_EXTENSION = "shoulder_extension"
    TRUNK_SIDE_BENDING = "trunk_side_bending"


_WORDS = {
    Movement.HIP_FLEXION: marked("hip flexion"),
    Movement.HIP_EXTENSION: marked("hip extension"),
    Movement.KNEE_EXTENSION: marked("knee extension"),
    Movement.SHOULDER_EXTENSION: marked("shoulder extension"),
    Movement.TRUNK_SIDE_BENDING: marked("side bending of the trunk"),
}


_WITH_PELVIS = {Movement.HIP_FLEXION, Movement.HIP_EXTENSION}
"""Movements that are read from the trunk, or from the floor, to the leg."""


def movement_words(movement: Movement) -> str:
    """The movement, to be read."""
    return say(_WORDS[movement])


class ClinicalSpec(Section):
    """How the first measure turns into a movement: `sign` times its way from `neutral`.

    A straight hip reads 180 and flexion makes it smaller: flexion has neutral 180 and
    sign -1, so that 80 is a flexion of 100 degrees. A knee that is not straight has an
    extension below 0.
    """

    movement: Movement
    sign: Literal[1, -1]
    neutral: FiniteFloat

    def of(self, value: float) -> float:
        """The movement, degrees, at which the measure reads `value`."""
        return self.sign * (value - self.neutral)

    def value_at(self, movement_deg: float) -> float:
        """What the measure reads at a movement of so many degrees."""
        return self.neutral + self.sign * movement_deg


@dataclass(frozen=True, slots=True)
class Convention:
    """What a measure is called and how its values are said to whoever treats a person.

    unit: of the measure. clinical: None where it is no goniometer's movement: the
    measure keeps its own name and values. What is kept, and frames.csv, have the
    measure as it is; only what is said goes through here.
    """

    measure: str
    unit: str
    clinical: ClinicalSpec | None = None

    @property
    def name(self) -> str:
        """The movement, or the measure by its own name."""
        if self.clinical is None:
            return words_of(self.measure)
        return movement_words(self.clinical.movement)

    @property
    def note(self) -> str:
        """What is in the movement that a goniometer at the joint leaves out."""
        if self.clinical is None or self.clinical.movement not in _WITH_PELVIS:
            return ""
        return say("trunk to thigh, the pelvis included")

    def of(self, value: float) -> float:
        """A value of the measure as it is said; an error stays as large as it is."""
        return value if self.clinical is None else self.clinical.of(value)

    def difference(self, value: float) -> float:
        """A difference of two values of the measure, as it is said."""
        return value if self.clinical is None else self.clinical.sign * value
