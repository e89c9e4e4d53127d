"""On what days, and for whom, something counts for more than on others."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Concern"]


class Concern(StrEnum):
    """What of a day or a person can make a flag `unsafe` that is else one of form: a
    sore day, or one of the conditions of `poses/safety/conditions.toml` by its id.
    """

    SORE = "sore"
    HIP_REPLACEMENT = "hip_replacement"
    OSTEOPOROSIS = "osteoporosis"
    PREGNANCY = "pregnancy"
    RECENT_BIRTH_OR_SURGERY = "recent_birth_or_surgery"
    SPINAL_STENOSIS = "spinal_stenosis"
    DISC = "disc"
    SPINE_SURGERY = "spine_surgery"
    DIZZINESS = "dizziness"
    GLAUCOMA = "glaucoma"
    BLOOD_PRESSURE = "blood_pressure"
    WRISTS = "wrists"
    KNEES = "knees"
    SHOULDERS = "shoulders"
    NECK = "neck"
    HERNIA = "hernia"
    TORN_HAMSTRING = "torn_hamstring"
    LOW_BLOOD_PRESSURE = "low_blood_pressure"
    ANKLE = "ankle"
    RIBS = "ribs"
    SACRO_ILIAC = "sacro_iliac"
    AGE_65 = "age_65"
    ARCHING_EASES = "arching_eases"
    BENDING_EASES = "bending_eases"
    PAIN_BELOW_KNEE = "pain_below_knee"
