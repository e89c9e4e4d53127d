"""The real model, on rendered people."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from formcheck.core.body.landmarks import MIRROR
from formcheck.core.body.observation import Flat, Pose, Status
from formcheck.edges.estimator import MediaPipeEstimator, mirrored_pose
from formcheck.edges.sources import VideoFile
from formcheck.errors import ModelError
from formcheck.resources import model_file
from tests.numbers import SHIPPED
from tests.pictures import Image, some_pose

OUTLINE = SHIPPED.body.outline

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def person(clip: Path) -> list[Image]:
    """A third of a second of somebody on their back."""
    with VideoFile(clip) as video:
        return [frame.image_bgr for frame in islice(video, 10)]


@pytest.fixture
def estimator() -> Iterator[MediaPipeEstimator]:
    with MediaPipeEstimator(model_file().path) as made:
        yield made


def follow(
    estimator: MediaPipeEstimator, images: list[Image], from_s: float = 0.0
) -> list[Pose | None]:
    return [
        estimator.estimate(image, from_s + i / 30).pose
        for i, image in enumerate(images)
    ]


def middle_y(pose: Pose | None) -> float:
    assert pose is not None
    return float(np.median(pose.image_xy[:, 1]))


def test_somebody_is_seen_in_px_of_the_picture(
    estimator: MediaPipeEstimator, person: list[Image]
) -> None:
    height, width = person[0].shape[:2]
    seen = estimator.estimate(person[0], 0.0)
    assert (seen.status, seen.size_wh) == (Status.SEEN, (width, height))
    assert seen.pose is not None and seen.pose.back is None
    spread = np.ptp(seen.pose.image_xy, axis=0)
    assert spread[0] > 0.2 * width
    assert (seen.pose.image_xy >= -0.2 * width).all()
    assert (seen.pose.image_xy <= 1.2 * width).all()


def test_an_empty_picture_is_nobody(estimator: MediaPipeEstimator) -> None:
    grey = np.full((480, 640, 3), 128, np.uint8)
    assert estimator.estimate(grey, 0.0).status is Status.NOBODY
    assert estimator.search(grey, 0.1, lambda _: True).status is Status.NOBODY


def test_times_closer_than_a_millisecond_do_no_harm(
    estimator: MediaPipeEstimator, person: list[Image]
) -> None:
    for time_s in (0.0, 0.0001, 0.0002, 0.0002, 1.0):
        assert estimator.estimate(person[0], time_s).status is Status.SEEN


def test_the_same_pictures_give_the_same_poses(person: list[Image]) -> None:
    runs = []
    for _ in range(2):
        with MediaPipeEstimator(model_file().path, back=OUTLINE) as estimator:
            runs.append(follow(estimator, person))
    for a, b in zip(*runs, strict=True):
        assert a is not None and b is not None
        assert np.array_equal(a.image_xy, b.image_xy)
        assert a.back is not None and b.back is not None
        assert np.array_equal(a.back.offsets, b.back.offsets, equal_nan=True)


def test_a_mask_moves_no_landmark_far(person: list[Image]) -> None:
    large = [np.repeat(np.repeat(image, 2, axis=0), 2, axis=1) for image in person]
    with MediaPipeEstimator(model_file().path) as bare:
        without = follow(bare, large)
    with MediaPipeEstimator(model_file().path, back=OUTLINE) as masked:
        with_mask = follow(masked, large)
    for a, b in zip(without, with_mask, strict=True):
        assert a is not None and b is not None
        apart = np.abs(a.image_xy - b.image_xy)
        assert np.median(apart) < 0.01 * large[0].shape[1]


def test_a_mirrored_recording_is_put_right(person: list[Image]) -> None:
    flipped = [np.ascontiguousarray(image[:, ::-1]) for image in person]
    with MediaPipeEstimator(model_file().path) as plain:
        as_seen = follow(plain, flipped)
    with MediaPipeEstimator(model_file().path, mirrored=True) as mirrored:
        put_right = follow(mirrored, flipped)
    width = person[0].shape[1]
    for seen, right in zip(as_seen, put_right, strict=True):
        assert seen is not None and right is not None
        assert np.array_equal(right.image_xy, mirrored_pose(seen, width).image_xy)


def test_mirroring_twice_changes_nothing() -> None:
    pose = some_pose()
    once = mirrored_pose(pose, 640)
    assert np.allclose(once.image_xy[:, 0], 640 - pose.image_xy[MIRROR, 0])
    twice = mirrored_pose(once, 640)
    assert not isinstance(pose.world_xyz, Flat)
    assert not isinstance(once.world_xyz, Flat)
    assert not isinstance(twice.world_xyz, Flat)
    assert np.allclose(once.world_xyz[:, 0], -pose.world_xyz[MIRROR, 0])
    assert np.allclose(twice.image_xy, pose.image_xy, atol=1e-4)
    assert np.array_equal(twice.world_xyz, pose.world_xyz)
    assert np.array_equal(twice.visibility, pose.visibility)


def test_searching_finds_the_one_who_fits_and_follows_them(
    estimator: MediaPipeEstimator, person: list[Image]
) -> None:
    both = [np.vstack([image, image]) for image in person]
    half = person[0].shape[0]
    followed = middle_y(follow(estimator, both)[-1]) > half
    other = [
        estimator.search(both[0], 1.0, lambda p: (middle_y(p) > half) is not followed)
    ]
    assert other[0].pose is not None
    after = follow(estimator, both, from_s=1.1)
    assert all((middle_y(pose) > half) is not followed for pose in after)


def test_searching_for_nobody_here_is_nobody(
    estimator: MediaPipeEstimator, person: list[Image]
) -> None:
    assert estimator.search(person[0], 0.0, lambda _: False).status is Status.NOBODY


def test_what_is_no_model_is_named(tmp_path: Path) -> None:
    fake = tmp_path / "fake.task"
    fake.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ModelError, match="cannot be used as a pose model") as error:
        MediaPipeEstimator(fake)
    assert "\n" not in str(error.value)


def test_nothing_is_said_on_standard_error(clip: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from formcheck.edges.estimator import MediaPipeEstimator\n"
        "from formcheck.edges.sources import VideoFile\n"
        "from formcheck.resources import model_file\n"
        "from formcheck.stretches.judging import judging_of\n"
        "OUTLINE = judging_of().body.outline\n"
        "with MediaPipeEstimator(model_file().path, back=OUTLINE) as estimator:\n"
        "    for frame, _ in zip(VideoFile(Path(sys.argv[1])), range(3)):\n"
        "        estimator.estimate(frame.image_bgr, frame.time_s)\n"
        "        estimator.search(frame.image_bgr, frame.time_s, lambda pose: True)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(clip)], capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_pictures_of_any_width_give_a_mask(clip: Path) -> None:
    """A mask that cannot be read ends the whole process: it has one of its own."""
    code = """
import sys
from pathlib import Path
import numpy as np
from formcheck.edges.estimator import MediaPipeEstimator
from formcheck.edges.native_logs import cv2
from formcheck.edges.sources import VideoFile
from formcheck.resources import model_file
from formcheck.stretches.judging import judging_of

OUTLINE = judging_of().body.outline
person = next(iter(VideoFile(Path(sys.argv[1])))).image_bgr
model = model_file().path
with (
    MediaPipeEstimator(model, back=OUTLINE) as masked,
    MediaPipeEstimator(model) as bare,
):
    for time_s, size in enumerate(sys.argv[2:]):
        width, height = (int(px) for px in size.split("x"))
        share = width / person.shape[1], height / person.shape[0]
        scale = min(share)
        image = np.zeros((height, width, 3), np.uint8)
        small = cv2.resize(person, None, fx=scale, fy=scale)
        image[: small.shape[0], -small.shape[1] :] = small  # up against the last column
        poses = [
            masked.search(image, time_s, lambda pose: True).pose,
            masked.estimate(image, time_s + 0.5).pose,
            bare.search(image, time_s, lambda pose: True).pose,
        ]
        off = np.abs(poses[0].image_xy - poses[2].image_xy).max() / max(width, height)
        read = [np.isfinite(pose.back.offsets).any() for pose in poses[:2]]
        print(size, *read, off < 0.01)
"""
    sizes = [f"{width}x240" for width in range(422, 430)]
    sizes += ["464x848", "368x656", "1080x2340", "1170x2532", "2340x1080", "854x480"]
    run = subprocess.run(
        [sys.executable, "-c", code, str(clip), *sizes], capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == [f"{size} True True True" for size in sizes]


def test_mediapipe_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "mediapipe.tasks.python.vision.pose_landmarker"
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModelError, match=r"MediaPipe does not start \(.*doctor"):
        MediaPipeEstimator(model_file().path)
