"""From a picture to one person's pose, with MediaPipe's Pose Landmarker.

MediaPipe's types end here. The picture is never flipped: a mirrored recording is put
right in the landmarks.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.landmarks import MIRROR
from formcheck.core.body.numbers import OutlineNumbers
from formcheck.core.body.observation import (
    BackOutline,
    Flat,
    Observation,
    Pose,
    Status,
)
from formcheck.core.body.silhouette import read_outline
from formcheck.edges.native_logs import cv2, silenced
from formcheck.edges.sources import Image
from formcheck.errors import ModelError
from formcheck.interpreter import at_end

__all__ = ["Fits", "MediaPipeEstimator", "PoseEstimator", "mirrored_pose"]

Fits = Callable[[Pose], bool]
"""Whether a pose is the person who is being watched."""

_MASK_LONG_SIDE_PX = 640
"""With a mask, which comes back at the picture's own size, larger pictures cost more
than they tell: 2 ms a frame at 640 px, 6 at 1080p. Without one, shrinking 1080p costs
what it saves and moves landmarks by a thousandth of the picture: it is left alone."""

_MASK_ALIGNED_PX = 4
"""A mask comes back at the picture's size with each row padded to 16 bytes, which are
4 pixels. Reading one with padding ends the process ("1 == ChannelSize()", MediaPipe
0.10.31): pictures get as many columns more as it takes, and lose them again."""

_OPEN: set[Any] = set()
"""Landmarkers not yet closed. One that the garbage collector finds first waits for ever
for a thread that it has just collected; here it cannot find any. Nor may one be left
when Python ends, whose thread pools close before it."""

_BOX_MARGIN = 0.2
_POSES_SOUGHT = 2


class PoseEstimator(Protocol):
    """One person's pose in each picture, in order of time."""

    def estimate(self, image_bgr: Image, time_s: float) -> Observation:
        """Follow the person from the last picture to this one."""

    def search(self, image_bgr: Image, time_s: float, fits: Fits) -> Observation:
        """Look at everybody in the picture and go on with the one who fits."""

    def close(self) -> None:
        """Let go of the model. A second time does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class MediaPipeEstimator:
    """MediaPipe's Pose Landmarker through its Tasks API, synchronous.

    Parameters
    ----------
    model_path
        A pose landmarker bundle (.task).
    back
        Also read the outline of the back off the segmentation mask, by these numbers.
    mirrored
        The recording shows the person as a mirror does: swap left and right.

    Raises
    ------
    ModelError
        The bundle cannot be loaded.
    """

    def __init__(
        self,
        model_path: Path,
        *,
        back: OutlineNumbers | None = None,
        mirrored: bool = False,
    ) -> None:
        self._model_path = model_path
        self._back = back
        self._mirrored = mirrored
        self._last_ms = -1
        self._searcher: Any = None
        self._tracker: Any = self._create("VIDEO", poses=1)
        self._settled = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the model. A second time does nothing."""
        for landmarker in (self._tracker, self._searcher):
            _close(landmarker)
        self._tracker = self._searcher = None

    def estimate(self, image_bgr: Image, time_s: float) -> Observation:
        """Follow the person from the last picture to this one."""
        picture = self._shrunk(image_bgr)
        result = self._track(picture, time_s)
        if not result.pose_landmarks:
            return _nobody(image_bgr, time_s)
        return self._observation(
            image_bgr, time_s, self._pose(result, 0, image_bgr, picture)
        )

    def search(self, image_bgr: Image, time_s: float, fits: Fits) -> Observation:
        """Look at everybody in the picture and go on with the one who fits.

        The tracker is started afresh on a picture in which there is nobody else, so
        that it follows that person and no bystander.
        """
        picture = self._shrunk(image_bgr)
        with silenced():
            if self._searcher is None:
                self._searcher = self._create("IMAGE", poses=_POSES_SOUGHT)
            result = self._searcher.detect(self._prepared(picture))
        for index in range(len(result.pose_landmarks)):
            pose = self._pose(result, index, image_bgr, picture)
            if fits(pose):
                share = self._share(result.pose_landmarks[index], picture)
                alone = _blanked(picture, share)
                _close(self._tracker)
                self._tracker = self._create("VIDEO", poses=1)
                self._settled = False
                self._track(alone, time_s)
                return self._observation(image_bgr, time_s, pose)
        return _nobody(image_bgr, time_s)

    def _create(self, mode: str, poses: int) -> Any:
        # Imported here: asking for --help should not wait for it.
        try:
            from mediapipe.tasks.python.core.base_options import BaseOptions
            from mediapipe.tasks.python.vision.core.vision_task_running_mode import (
                VisionTaskRunningMode,
            )
            from mediapipe.tasks.python.vision.pose_landmarker import (
                PoseLandmarker,
                PoseLandmarkerOptions,
            )
        except ImportError as error:
            raise ModelError(
                f"MediaPipe does not start ({error}); `formcheck doctor` says what is "
                "missing"
            ) from error

        options = PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(self._model_path)),
            running_mode=VisionTaskRunningMode[mode],
            num_poses=poses,
            output_segmentation_masks=self._back,
        )
        try:
            with silenced():
                landmarker = PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError, OSError) as error:
            reason = next(iter(str(error).splitlines()), type(error).__name__)
            raise ModelError(
                f"{self._model_path} cannot be used as a pose model ({reason})"
            ) from error
        _OPEN.add(landmarker)
        return landmarker

    def _track(self, picture: Image, time_s: float) -> Any:
        """Run the tracker. It wants whole milliseconds that never stand still."""
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000))
        image = self._prepared(picture)
        if self._settled:
            return self._tracker.detect_for_video(image, self._last_ms)
        self._settled = True
        with silenced():  # the first look of each tracker logs a warning
            return self._tracker.detect_for_video(image, self._last_ms)

    def _shrunk(self, image_bgr: Image) -> Image:
        """Return the picture at the size the model is to see."""
        long_side = max(image_bgr.shape[:2])
        if not self._back or long_side <= _MASK_LONG_SIDE_PX:
            return image_bgr
        scale = _MASK_LONG_SIDE_PX / long_side
        size = (round(image_bgr.shape[1] * scale), round(image_bgr.shape[0] * scale))
        # Linear: averaging every pixel of 1080p would cost more than the mask.
        small = cv2.resize(image_bgr, size, interpolation=cv2.INTER_LINEAR)
        return np.asarray(small, np.uint8)

    def _prepared(self, picture: Image) -> Any:
        """Return MediaPipe's kind of picture, of a width whose mask can be read."""
        added_px = self._added_px(picture)
        if added_px:
            picture = np.asarray(
                cv2.copyMakeBorder(picture, 0, 0, 0, added_px, cv2.BORDER_REPLICATE),
                np.uint8,
            )
        return _as_mediapipe(picture)

    def _added_px(self, picture: Image) -> int:
        return -picture.shape[1] % _MASK_ALIGNED_PX if self._back else 0

    def _share(self, landmarks: Any, picture: Image) -> NDArray[np.float32]:
        """Return where the landmarks are, (33, 2), in shares of the picture's size."""
        share = np.array([(point.x, point.y) for point in landmarks], np.float32)
        if added_px := self._added_px(picture):
            share[:, 0] *= 1.0 + added_px / picture.shape[1]
        return share

    def _pose(self, result: Any, index: int, image_bgr: Image, picture: Image) -> Pose:
        """Turn one of MediaPipe's poses into ours, in px of the original picture."""
        landmarks = result.pose_landmarks[index]
        share = self._share(landmarks, picture)
        visibility = np.array([point.visibility for point in landmarks], np.float32)
        world = np.array(
            [(p.x, p.y, p.z) for p in result.pose_world_landmarks[index]], np.float32
        )
        back = self._outline(result, index, picture, share, visibility)
        pose = Pose(share * _size(image_bgr), world, visibility.clip(0.0, 1.0), back)
        return mirrored_pose(pose, image_bgr.shape[1]) if self._mirrored else pose

    def _outline(
        self,
        result: Any,
        index: int,
        picture: Image,
        share: NDArray[np.float32],
        visibility: NDArray[np.float32],
    ) -> BackOutline | None:
        if not self._back:
            return None
        masks = result.segmentation_masks
        mask = masks[index].numpy_view() if masks and index < len(masks) else None
        if mask is not None:
            mask = mask.reshape(mask.shape[:2])[:, : picture.shape[1]]
        return read_outline(mask, share * _size(picture), visibility, self._back)

    @staticmethod
    def _observation(image_bgr: Image, time_s: float, pose: Pose) -> Observation:
        if not np.isfinite(pose.image_xy).all():
            return _nobody(image_bgr, time_s)
        return Observation(time_s, Status.SEEN, pose, _wh(image_bgr))


def _close(landmarker: Any) -> None:
    if landmarker is not None:
        landmarker.close()
        _OPEN.discard(landmarker)


def _close_all() -> None:
    for landmarker in tuple(_OPEN):
        _close(landmarker)


at_end(_close_all)


def mirrored_pose(pose: Pose, width_px: int) -> Pose:
    """Return the pose as it would be had the recording not been mirrored."""
    image_xy, world = pose.image_xy[MIRROR], pose.world_xyz
    image_xy[:, 0] = width_px - image_xy[:, 0]
    if not isinstance(world, Flat):
        world = world[MIRROR]
        world[:, 0] = -world[:, 0]
    return Pose(image_xy, world, pose.visibility[MIRROR], pose.back)


def _blanked(picture: Image, share: NDArray[np.float32]) -> Image:
    """Return the picture with everything black but the box around one pose.

    share: (33, 2), where its landmarks are, in shares of the picture's size.
    """
    xy = share.astype(float) * _wh(picture)
    low, high = xy.min(0), xy.max(0)
    margin = _BOX_MARGIN * (high - low).max()
    left, top = np.maximum(low - margin, 0).astype(int)
    right, bottom = np.ceil(high + margin).astype(int)
    alone = np.zeros_like(picture)
    alone[top:bottom, left:right] = picture[top:bottom, left:right]
    return alone


def _as_mediapipe(picture: Image) -> Any:
    from mediapipe.tasks.python.vision.core.image import Image as MediaPipeImage
    from mediapipe.tasks.python.vision.core.image import ImageFormat

    return MediaPipeImage(ImageFormat.SRGB, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))


def _wh(image: Image) -> tuple[int, int]:
    return (int(image.shape[1]), int(image.shape[0]))


def _size(image: Image) -> NDArray[np.float32]:
    return np.array(_wh(image), np.float32)


def _nobody(image: Image, time_s: float) -> Observation:
    return Observation(time_s, Status.NOBODY, None, _wh(image))
