"""A stretch's first measure as a clinician's goniometer has it: movement and degrees.

A file measures included angles; a physiotherapist prescribes movements from neutral.
Where the first measure is no movement of one joint, there is no such table, and what a
person may do is said as a share of their own range.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import FiniteFloat

from formcheck.core.stretch.section import Section
from formcheck.core.words.catalogue import marked, say

__all__ = ["ClinicalSpec", "Movement", "movement_words"]


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
