"""What the estimator saw in one frame, and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.landmarks import LANDMARK_COUNT
from formcheck.core.body.view import View

__all__ = [
    "OUTLINE_POINTS",
    "BackOutline",
    "Flat",
    "Observation",
    "OutlineReason",
    "Pose",
    "RoomRoll",
    "Status",
]

OUTLINE_POINTS = 32
"""Steps along the chord from mid-hip to mid-shoulder at which the back is sought."""


class OutlineReason(Enum):
    """Why the outline of the back can, or cannot, be used."""

    OK = 0
    NO_MASK = 1
    SHORT_CHORD = 2
    OFF_PICTURE = 3
    CUT = 4
    """An arm, the floor, loose cloth or another body reaches over the back's edge."""
    HIDDEN = 5
    """Hips or shoulders are not seen well enough to say where the back runs."""


@dataclass(frozen=True, slots=True)
class BackOutline:
    """The outline of the back, read off the segmentation mask.

    offsets: (OUTLINE_POINTS,) distance from the hip-shoulder chord outwards to the edge
    of the silhouette, over the chord's length; NaN where no edge was found.
    reason: whether it may be believed, or why not.
    """

    offsets: NDArray[np.float32]
    reason: OutlineReason


@dataclass(frozen=True, slots=True)
class Flat:
    """A pose without world landmarks: where the joints are in the picture, no more.

    view: from where it was taken, as the caller says. None: not known.
    """

    view: View | None = None


@dataclass(frozen=True, slots=True)
class Pose:
    """One body. Arrays are made read-only.

    image_xy: (33, 2) px of the picture as the person would see it (not mirrored); NaN
    where the estimator has no such joint or did not find it, and visibility is 0 there.
    world_xyz: (33, 3) m, origin between the hips; `Flat` from an estimator without.
    visibility: (33,) 0..1. It is not confidence: swapped legs show 0.99.
    back: the outline of the back, where a stretch asks for it.
    """

    image_xy: NDArray[np.float32]
    world_xyz: NDArray[np.float32] | Flat
    visibility: NDArray[np.float32]
    back: BackOutline | None = None

    def __post_init__(self) -> None:
        for name, shape in (
            ("image_xy", (LANDMARK_COUNT, 2)),
            ("world_xyz", (LANDMARK_COUNT, 3)),
            ("visibility", (LANDMARK_COUNT,)),
        ):
            array = getattr(self, name)
            if isinstance(array, Flat):
                continue
            if array.shape != shape:
                raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
            array.flags.writeable = False

    @property
    def world_or_nan(self) -> NDArray[np.float32]:
        """(33, 3) world landmarks, m; NaN for a flat pose."""
        if isinstance(self.world_xyz, Flat):
            return np.full((LANDMARK_COUNT, 3), np.nan, np.float32)
        return self.world_xyz


class Status(Enum):
    """What became of a frame."""

    SEEN = 0
    NOBODY = 1
    SKIPPED = 2
    """Not looked at: nothing in the picture had moved."""


@dataclass(frozen=True, slots=True)
class RoomRoll:
    """How far the camera is rolled, by the lines of the room in its pictures.

    roll_deg: the picture's turn, + clockwise. error_deg: how far off that may be.
    """

    roll_deg: float
    error_deg: float


@dataclass(frozen=True, slots=True)
class Observation:
    """One frame. Time passes when nobody is seen, too.

    time_s: seconds since the recording or session began, from the container or the
    camera's clock, never from a count of frames.
    status: what became of the frame. pose: the body in it, None unless SEEN.
    size_wh: the picture's width and height in px.
    cut: the whole picture changed at once: another shot, or the camera was moved.
    still_s: for how long the picture has stood still, where it is frozen: nobody is
    seen in it, nor was in that time.
    room: how far the camera is rolled by the room's lines, where they tell.
    """

    time_s: float
    status: Status
    pose: Pose | None = None
    size_wh: tuple[int, int] = (640, 480)
    cut: bool = False
    still_s: float = 0.0
    room: RoomRoll | None = None

    def __post_init__(self) -> None:
        if (self.pose is not None) != (self.status is Status.SEEN):
            raise ValueError(f"{self.status} with pose {self.pose is not None}")
        if self.still_s and self.status is not Status.NOBODY:
            raise ValueError(f"{self.status} in a picture that stands still")
