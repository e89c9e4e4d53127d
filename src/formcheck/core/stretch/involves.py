"""What a stretch is for, and what it asks of a body."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Involves", "Purpose"]


class Involves(StrEnum):
    """What a stretch asks of a body, for the conditions that rule it out or cap it."""

    SPINE_FLEXION = "spine_flexion"
    LOADED_FLEXION = "loaded_flexion"
    SPINE_EXTENSION = "spine_extension"
    TWIST = "twist"
    SIDE_BEND = "side_bend"
    HIP_FLEXION_PAST_90 = "hip_flexion_past_90"
    HIP_EXTENSION = "hip_extension"
    CROSSED_LEGS = "crossed_legs"
    HAMSTRING_PULL = "hamstring_pull"
    LYING_ON_BACK = "lying_on_back"
    LYING_ON_FRONT = "lying_on_front"
    HEAD_DOWN = "head_down"
    ARMS_OVERHEAD = "arms_overhead"
    WRIST_LOAD = "wrist_load"
    KNEELING = "kneeling"
    BALANCE = "balance"


class Purpose(StrEnum):
    """What a stretch is done for: what stands in for it is for the same."""

    ROUND = "round"
    ARCH = "arch"
    LOOSEN = "loosen"
    TWIST = "twist"
    SIDE = "side"
    SHOULDERS = "shoulders"
    HAMSTRINGS = "hamstrings"
    BUTTOCKS = "buttocks"
    HIP_FLEXORS = "hip_flexors"
    STRENGTH = "strength"
