"""What an estimator of somebody else's gives, checked and copied.

Every problem of what is handed in is found before anything is said, and is said with
what was expected and what came.
"""

from __future__ import annotations

import reprlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, nan
from numbers import Real
from typing import Any, Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formcheck.core.body import observation as core
from formcheck.core.body.landmarks import LANDMARK_COUNT, Landmark
from formcheck.core.body.observation import BackOutline, Flat
from formcheck.core.body.silhouette import read_outline
from formcheck.core.body.view import View
from formcheck.stretches.judging import judging_of

__all__ = ["LACKED", "Landmarks", "Pose", "Size", "Skeleton"]
__all__ += ["as_float", "numbers", "raise_all", "shown", "size_problems"]

Skeleton = Literal["blazepose", "coco17"]

_COCO17 = (
    Landmark.NOSE,
    Landmark.LEFT_EYE,
    Landmark.RIGHT_EYE,
    Landmark.LEFT_EAR,
    Landmark.RIGHT_EAR,
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_ELBOW,
    Landmark.RIGHT_ELBOW,
    Landmark.LEFT_WRIST,
    Landmark.RIGHT_WRIST,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
    Landmark.LEFT_ANKLE,
    Landmark.RIGHT_ANKLE,
)
"""COCO's keypoints in their order (COCO 2017 keypoint detection)."""

_POINTS: dict[str, tuple[Landmark, ...]] = {
    "blazepose": tuple(Landmark),
    "coco17": _COCO17,
}
"""The landmarks that each skeleton has, in its own order."""

LACKED: dict[str, frozenset[Landmark]] = {
    skeleton: frozenset(Landmark) - frozenset(points)
    for skeleton, points in _POINTS.items()
}
"""What each skeleton does not have. It is never guessed from what there is."""

_MASK_ALIGNED_PX = 4
"""MediaPipe pads the rows of a mask of another width, and ends the process when such a
one is read (0.10.31)."""

_FURTHEST = 1e9
"""px or m; what is further is no place, and would not fit single precision when it is
squared."""

_LONGEST_SHOWN = 80
"""Characters of a wrong value in the sentence about it."""

Size = Sequence[int] | NDArray[np.integer[Any]]
"""Width and height of a picture, px."""

Floats = NDArray[np.float64]
Shape = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Poses in order, each in BlazePose's 33 landmarks.

    skeleton: whose order they came in. image_xy: (T, 33, 2) px, NaN where a joint was
    not found. visibility: (T, 33). world_xyz: (T, 33, 3) m, or None: there are none.
    """

    skeleton: str
    image_xy: Floats
    visibility: Floats
    world_xyz: Floats | None

    @classmethod
    def checked(
        cls,
        image_xy: ArrayLike,
        visibility: ArrayLike,
        world_xyz: ArrayLike | None,
        skeleton: str,
        frames: int | None,
        problems: list[str],
    ) -> Self | None:
        """Copy landmarks; add what is wrong with them to `problems`, and be None then.

        The first axis is of frames. frames: how many there must be, where it is known.
        """
        if not isinstance(skeleton, str) or skeleton not in _POINTS:
            allowed = " or ".join(repr(name) for name in get_args(Skeleton))
            problems.append(f"skeleton: expected {allowed}, got {shown(skeleton)}")
            return None
        points = _POINTS[skeleton]
        before = len(problems)
        count: Shape = ("T" if frames is None else frames, len(points))
        xy = numbers("image_xy", image_xy, (*count, 2), problems)
        if xy is not None:
            count = (len(xy), len(points))
        seen = numbers("visibility", visibility, count, problems)
        world = None
        if world_xyz is not None:
            world = numbers("world_xyz", world_xyz, (*count, 3), problems)
        if seen is not None:
            low_or_high = ~((seen >= 0) & (seen <= 1))
            _tell("visibility", "from 0 to 1", seen, low_or_high, points, problems)
            for name, array in (("image_xy", xy), ("world_xyz", world)):
                if array is not None and array.shape[:2] == seen.shape:
                    odd = ~_placed(array) & (seen > 0)
                    wanted = f"numbers up to {_FURTHEST:g} where visibility is over 0"
                    _tell(name, wanted, array, odd, points, problems)
        if len(problems) > before or xy is None or seen is None:
            return None
        found = _placed(xy)
        if skeleton == "coco17":  # a joint that was not found is at (0, 0) there
            found &= seen > 0
        xy[~found] = np.nan
        if world is not None:
            world[~_placed(world)] = np.nan
        return cls(
            skeleton,
            _spread(xy, points, np.nan),
            _spread(seen, points, 0.0),
            None if world is None else _spread(world, points, np.nan),
        )

    def pose(self, number: int, view: View | None) -> core.Pose | None:
        """The pose of one frame, as it is judged; None: nobody was seen in it.

        view: from where it was taken, where there are no world landmarks to tell it.
        """
        if not self.visibility[number].any():
            return None
        world: NDArray[np.float32] | Flat = Flat(view)
        if self.world_xyz is not None:
            world = self.world_xyz[number].astype(np.float32)
        return core.Pose(
            self.image_xy[number].astype(np.float32),
            world,
            self.visibility[number].astype(np.float32),
        )


class Pose:
    """One person in one picture, as an estimator found them.

    Arrays are copied.

    Parameters
    ----------
    image_xy
        (33, 2) px of the picture, in BlazePose's order. May be NaN where `visibility`
        is 0.
    visibility
        (33,) from 0 to 1; under 0.5 a joint counts as hidden.
    size_wh
        The picture's width and height, px.
    world_xyz
        (33, 3) m, x to the right of the picture, y down, z away from the camera, origin
        between the hips. None: the estimator has none, and the view is not known.

    Raises
    ------
    ValueError
        Something is not as it has to be; the text has a line for every problem.
    """

    __slots__ = ("_back", "_landmarks", "_size_wh")

    def __init__(
        self,
        image_xy: ArrayLike,
        visibility: ArrayLike,
        size_wh: Size,
        *,
        world_xyz: ArrayLike | None = None,
    ) -> None:
        self._set(image_xy, visibility, size_wh, world_xyz, "blazepose")

    @classmethod
    def from_coco17(cls, xy: ArrayLike, confidence: ArrayLike, size_wh: Size) -> Self:
        """Take a pose of COCO's 17 keypoints: (17, 2) px, and (17,) from 0 to 1.

        Heels, toes and fingers are not among them: what needs them is not judged. A
        joint of confidence 0 was not found, wherever it is said to be.
        """
        pose = cls.__new__(cls)
        pose._set(xy, confidence, size_wh, None, "coco17")
        return pose

    @classmethod
    def from_mediapipe(cls, result: Any, size_wh: Size) -> Self | None:
        """Take the first pose of MediaPipe's `PoseLandmarkerResult`; None for nobody.

        A pose with a landmark that is no number is none. Where the result has
        segmentation masks, the outline of the back is read too, for the stretches that
        are judged by it.
        """
        raise_all(size_problems(size_wh))
        if not result.pose_landmarks:
            return None
        landmarks = result.pose_landmarks[0]
        share = np.array([(point.x, point.y) for point in landmarks])
        seen = np.array([point.visibility or 0.0 for point in landmarks]).clip(0.0, 1.0)
        world = None
        if result.pose_world_landmarks:
            world = np.array([(p.x, p.y, p.z) for p in result.pose_world_landmarks[0]])
        xy = share * np.array(size_wh, np.float64)
        if not (_placed(xy).all() and np.isfinite(seen).all()):
            return None
        if world is not None and not _placed(world).all():
            return None
        pose = cls(xy, seen, size_wh, world_xyz=world)
        if masks := getattr(result, "segmentation_masks", None):
            pose._back = _outline(masks[0], share, seen)
        return pose

    def _set(
        self,
        image_xy: ArrayLike,
        visibility: ArrayLike,
        size_wh: Size,
        world_xyz: ArrayLike | None,
        skeleton: Skeleton,
    ) -> None:
        problems = size_problems(size_wh)
        world = None if world_xyz is None else _one(world_xyz)
        landmarks = Landmarks.checked(
            _one(image_xy), _one(visibility), world, skeleton, 1, problems
        )
        raise_all(problems)
        assert landmarks is not None
        self._landmarks = landmarks
        self._size_wh = (int(size_wh[0]), int(size_wh[1]))
        self._back: BackOutline | None = None

    @property
    def size_wh(self) -> tuple[int, int]:
        """The picture's width and height, px."""
        return self._size_wh

    @property
    def skeleton(self) -> str:
        """Whose landmarks it was made of: `blazepose` or `coco17`."""
        return self._landmarks.skeleton

    @property
    def has_world(self) -> bool:
        """Whether it has world landmarks, which tell from where it is seen."""
        return self._landmarks.world_xyz is not None

    def seen_from(self, view: View | None) -> core.Pose | None:
        """As it is judged; None where no joint at all was seen.

        view: from where it was taken, as somebody says; for poses without world
        landmarks.
        """
        pose = self._landmarks.pose(0, view)
        if pose is None or self._back is None:
            return pose
        return replace(pose, back=self._back)


def numbers(
    name: str, value: ArrayLike, shape: Shape, problems: list[str]
) -> Floats | None:
    """Copy an array of numbers of a shape; None, and a problem more, if it is none.

    A word in `shape` stands for any number but 0. What is masked becomes NaN. Texts,
    dates and complex numbers are none, though NumPy would make some of each.
    """
    expected = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
    try:
        given = np.asanyarray(value)
        if given.dtype.kind not in "biufO":
            raise TypeError
        array: Floats = np.array(np.ma.filled(given.astype(np.float64), np.nan))
    except (TypeError, ValueError, OverflowError):
        got = shown(value)
        problems.append(f"{name}: expected numbers of shape {expected}, got {got}")
        return None
    fits = len(array.shape) == len(shape) and all(
        have > 0 if isinstance(want, str) else have == want
        for have, want in zip(array.shape, shape, strict=True)
    )
    if not fits:
        problems.append(f"{name}: expected shape {expected}, got {array.shape}")
        return None
    return array


def size_problems(size_wh: Size) -> list[str]:
    """What is wrong with a picture's size."""
    sizes = numbers("size_wh", size_wh, (2,), [])
    if sizes is not None:
        whole = (sizes >= 1) & (sizes < 1e6) & (sizes == sizes.round())
        if whole.all():
            return []
    return [f"size_wh: expected width and height in whole px, got {shown(size_wh)}"]


def as_float(value: object) -> float:
    """A real number of any kind as Python's; NaN where it is none, or true or false."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return nan
    try:
        return float(value)
    except OverflowError:
        return inf


def shown(value: object) -> str:
    """What was handed in, in a line that does not grow with it."""
    text = " ".join(reprlib.repr(value).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def raise_all(problems: Sequence[str]) -> None:
    """Raise one ValueError with a line for every problem, if there is any."""
    if problems:
        raise ValueError("\n".join(problems))


def _one(array: ArrayLike) -> ArrayLike:
    """One pose as a series of one."""
    try:
        return np.asarray(array)[np.newaxis]
    except ValueError:  # rows of unlike length: said where it is checked
        return array


def _placed(points: Floats) -> NDArray[np.bool_]:
    """Whether each of (..., 2 or 3) is a place: numbers, and not out of all bounds."""
    return np.asarray((np.abs(points) <= _FURTHEST).all(axis=-1))


def _tell(
    name: str,
    expected: str,
    array: Floats,
    odd: NDArray[np.bool_],
    points: Sequence[Landmark],
    problems: list[str],
) -> None:
    """Add where an array is not as expected, the first place of all."""
    places = np.argwhere(odd)
    if not len(places):
        return
    frame, joint = (int(index) for index in places[0])
    more = f", and at {len(places) - 1} more" if len(places) > 1 else ""
    got = array[frame, joint].tolist()
    where = f"frame {frame}, {points[joint].name.lower()}"
    problems.append(f"{name}: expected {expected}, got {got} at {where}{more}")


def _spread(values: Floats, points: Sequence[Landmark], missing: float) -> Floats:
    """A skeleton's own points among BlazePose's."""
    shape = (len(values), LANDMARK_COUNT, *values.shape[2:])
    whole: Floats = np.full(shape, missing)
    whole[:, [int(point) for point in points]] = values
    return whole


def _outline(mask: Any, share: Floats, visibility: Floats) -> BackOutline | None:
    """The outline of the back; None where the mask cannot be read."""
    if mask.width % _MASK_ALIGNED_PX:
        return None
    size_wh = (int(mask.width), int(mask.height))
    grid = np.asarray(mask.numpy_view(), np.float32).reshape(size_wh[::-1])
    xy = (share * np.array(size_wh)).astype(np.float32)
    return read_outline(
        grid, xy, visibility.astype(np.float32), judging_of().body.outline
    )
