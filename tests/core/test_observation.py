from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from formcheck.core.body.landmarks import MIRROR, Joint, Landmark, Side, joint_index
from formcheck.core.body.observation import Flat, Observation, Pose, Status
from tests.builders import STANDING, pose_of


@pytest.mark.parametrize("one", list(Landmark), ids=lambda one: one.name)
def test_mirroring_swaps_left_and_right_by_name(one: Landmark) -> None:
    words = one.name.split("_")
    swap = {"LEFT": "RIGHT", "RIGHT": "LEFT"}
    other = "_".join(swap.get(word, word) for word in words)
    assert MIRROR[one] == Landmark[other]


@pytest.mark.parametrize("joint", list(Joint), ids=lambda joint: joint.name)
def test_a_joint_is_found_by_its_side(joint: Joint) -> None:
    for side in Side:
        name = f"{side.name}_{joint.name}"
        assert joint_index(joint, side) == Landmark[name]


def test_sides_have_words_and_opposites() -> None:
    assert [side.word for side in Side] == ["left", "right"]
    assert Side.LEFT.opposite is Side.RIGHT
    assert Side.RIGHT.opposite is Side.LEFT


def test_a_pose_cannot_be_changed() -> None:
    pose = pose_of(STANDING)
    assert not isinstance(pose.world_xyz, Flat)
    for array in (pose.image_xy, pose.world_xyz, pose.visibility):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize(
    ("name", "shape"),
    [("image_xy", (33, 3)), ("world_xyz", (33, 2)), ("visibility", (32,))],
)
def test_a_pose_of_the_wrong_shape_is_refused(
    name: str, shape: tuple[int, ...]
) -> None:
    arrays: dict[str, Any] = {
        "image_xy": np.zeros((33, 2), np.float32),
        "world_xyz": np.zeros((33, 3), np.float32),
        "visibility": np.zeros(33, np.float32),
    }
    arrays[name] = np.zeros(shape, np.float32)
    with pytest.raises(ValueError, match=f"{name}: expected shape .*, got"):
        Pose(**arrays)


@pytest.mark.parametrize(
    ("status", "with_pose"),
    [(Status.SEEN, False), (Status.NOBODY, True), (Status.SKIPPED, True)],
)
def test_only_who_is_seen_has_a_pose(status: Status, with_pose: bool) -> None:
    pose = pose_of(STANDING) if with_pose else None
    with pytest.raises(ValueError, match="pose"):
        Observation(0.0, status, pose)
