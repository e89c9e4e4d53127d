"""The 33 BlazePose landmarks by name, their mirror pairs and the bones between them.

Order and names: MediaPipe Pose Landmarker, "Pose landmarker model".
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BONES",
    "LANDMARK_COUNT",
    "MIRROR",
    "Joint",
    "Landmark",
    "Side",
    "joint_index",
]


class _Index(IntEnum):
    """A number that is an index. The first, 0, is true like any other member."""

    def __bool__(self) -> Literal[True]:
        return True


class Landmark(_Index):
    """Index of each landmark in a pose's arrays. Left and right are the person's
    own.
    """

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


LANDMARK_COUNT = len(Landmark)


class Side(_Index):
    """One side of the person's body; the value is the offset within a landmark pair."""

    LEFT = 0
    RIGHT = 1

    @property
    def opposite(self) -> Side:
        """The other side."""
        return Side(1 - self)

    @property
    def word(self) -> str:
        """As it is written down: `left` or `right`."""
        return self.name.lower()


class Joint(_Index):
    """Paired points by the index of their left landmark."""

    EAR = 7
    SHOULDER = 11
    ELBOW = 13
    WRIST = 15
    HIP = 23
    KNEE = 25
    ANKLE = 27
    HEEL = 29
    FOOT_INDEX = 31


def joint_index(joint: Joint, side: Side) -> int:
    """Index of a joint's landmark on one side."""
    return int(joint) + int(side)


def _mirror() -> NDArray[np.intp]:
    order = np.arange(LANDMARK_COUNT)
    order[1:7] = [4, 5, 6, 1, 2, 3]
    for left in range(7, LANDMARK_COUNT, 2):
        order[left], order[left + 1] = left + 1, left
    order.flags.writeable = False
    return order


MIRROR: NDArray[np.intp] = _mirror()
"""(33,) `points[MIRROR]` swaps left and right."""

BONES: tuple[tuple[Joint, Joint], ...] = (
    (Joint.SHOULDER, Joint.ELBOW),
    (Joint.ELBOW, Joint.WRIST),
    (Joint.SHOULDER, Joint.HIP),
    (Joint.HIP, Joint.KNEE),
    (Joint.KNEE, Joint.ANKLE),
    (Joint.ANKLE, Joint.FOOT_INDEX),
)
"""Bones of one side, for drawing and for checking that their lengths are steady."""
