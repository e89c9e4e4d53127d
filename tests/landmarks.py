"""Landmarks of the sample clips as another program would have them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.truth import trace_path
from formcheck.core.body.landmarks import Landmark
from formcheck.core.body.observation import Observation, Status
from formcheck.edges.recording import read_trace

__all__ = ["COCO17", "Recorded", "recorded"]

COCO17 = [
    Landmark.NOSE,
    *(
        Landmark[f"{side}_{joint}"]
        for joint in (
            "EYE",
            "EAR",
            "SHOULDER",
            "ELBOW",
            "WRIST",
            "HIP",
            "KNEE",
            "ANKLE",
        )
        for side in ("LEFT", "RIGHT")
    ),
]


class Recorded(NamedTuple):
    """time_s (T,), image_xy (T, 33, 2) px, visibility (T, 33), world_xyz (T, 33, 3)."""

    time_s: NDArray[np.float64]
    image_xy: NDArray[np.float64]
    visibility: NDArray[np.float64]
    world_xyz: NDArray[np.float64]
    size_wh: tuple[int, int]

    @property
    def flat(self) -> dict[str, Any]:
        """What `judge_landmarks` takes, without world landmarks."""
        return {
            "time_s": self.time_s,
            "image_xy": self.image_xy,
            "visibility": self.visibility,
            "size_wh": self.size_wh,
        }

    @property
    def whole(self) -> dict[str, Any]:
        return {**self.flat, "world_xyz": self.world_xyz}

    @property
    def coco17(self) -> dict[str, Any]:
        return {
            **self.flat,
            "image_xy": self.image_xy[:, COCO17],
            "visibility": self.visibility[:, COCO17],
            "skeleton": "coco17",
        }


def recorded(name: str, every: int = 1) -> Recorded:
    """A clip's landmarks, of every so many of its looks."""
    observations = read_trace(trace_path(name)).observations()
    looks = [o for o in observations if o.status is not Status.SKIPPED][::every]
    return Recorded(
        np.array([look.time_s for look in looks]),
        np.array([_or(look, "image_xy", (33, 2), np.nan) for look in looks]),
        np.array([_or(look, "visibility", (33,), 0.0) for look in looks]),
        np.array([_or(look, "world_xyz", (33, 3), np.nan) for look in looks]),
        looks[0].size_wh,
    )


def _or(look: Observation, name: str, shape: tuple[int, ...], missing: float) -> Any:
    if look.pose is None:
        return np.full(shape, missing)
    return np.asarray(getattr(look.pose, name), np.float64)
