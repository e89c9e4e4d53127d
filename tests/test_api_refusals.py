"""What the public API refuses, and what it says then."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import formcheck as fc
from tests.landmarks import recorded


def test_all_that_is_wrong_is_said_at_once() -> None:
    rec = recorded("bridge_good", every=20)
    time_s, seen = rec.time_s.copy(), rec.visibility.copy()
    time_s[4] = time_s[3]
    seen[2, 11], seen[3, 12] = 1.5, np.nan
    with pytest.raises(ValueError) as error:
        fc.judge_landmarks(
            time_s,
            rec.image_xy[:, :17],
            seen,
            "bridge",
            size_wh=(640, 0),
            world_xyz=rec.world_xyz,
            view="above",  # type: ignore[arg-type]
            side="both",  # type: ignore[arg-type]
            hold_s=-1,
            reps=0,
        )
    count = len(time_s)
    assert str(error.value).splitlines() == [
        "side: expected 'left', 'right' or None, got 'both'",
        "view: expected 'side', 'front' or None, got 'above'",
        "hold_s: expected over 0 and up to 600, got -1",
        "reps: expected from 1 to 200, got 0",
        f"time_s: expected to increase, got {time_s[4]} after {time_s[3]} at frame 4",
        "size_wh: expected width and height in whole px, got (640, 0)",
        f"image_xy: expected shape ({count}, 33, 2), got ({count}, 17, 2)",
        "visibility: expected from 0 to 1, got 1.5 at frame 2, left_shoulder, and at 1 "
        "more",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"time_s": [[0.0]]}, "time_s: expected shape (T,), got (1, 1)"),
        ({"time_s": []}, "time_s: expected shape (T,), got (0,)"),
        ({"time_s": [np.nan]}, "time_s: expected seconds, from 0 on, got nan at frame"),
        ({"time_s": "soon"}, "time_s: expected numbers of shape (T,), got 'soon'"),
        ({"size_wh": 640}, "size_wh: expected width and height in whole px, got 640"),
        (
            {"skeleton": "h36m"},
            "skeleton: expected 'blazepose' or 'coco17', got 'h36m'",
        ),
        ({"visibility": np.ones((1, 17))}, "visibility: expected shape (1, 33), got"),
        (
            {"image_xy": np.full((1, 33, 2), np.nan)},
            "image_xy: expected numbers up to 1e+09 where visibility is over 0, got "
            "[nan, nan] at frame 0, nose, and at 32 more",
        ),
        ({"world_xyz": np.zeros((2, 33, 3))}, "world_xyz: expected shape (1, 33, 3)"),
        ({"time_s": [1 + 1j]}, "time_s: expected numbers of shape (T,), got [(1+1j)]"),
        ({"time_s": ["1.5"]}, "time_s: expected numbers of shape (T,), got ['1.5']"),
        ({"time_s": [10**400]}, "time_s: expected numbers of shape (T,), got [1000"),
        (
            {"time_s": np.array([5], "datetime64[s]")},
            "time_s: expected numbers of shape (T,), got array(",
        ),
        (
            {"time_s": np.ma.masked_array([3.0], [True])},
            "time_s: expected seconds, from 0 on, got nan at frame 0",
        ),
        (
            {"image_xy": np.full((1, 33, 2), 1e200)},
            "image_xy: expected numbers up to 1e+09 where visibility is over 0, got "
            "[1e+200, 1e+200] at frame 0, nose",
        ),
        ({"world_xyz": np.full((1, 33, 3), -1e60)}, "world_xyz: expected numbers up"),
        ({"size_wh": (10**400, 1)}, "size_wh: expected width and height in whole px"),
        ({"size_wh": ("640", "480")}, "size_wh: expected width and height in whole px"),
        ({"skeleton": []}, "skeleton: expected 'blazepose' or 'coco17', got []"),
        ({"hold_s": "3"}, "hold_s: expected over 0 and up to 600, got '3'"),
        ({"hold_s": [3]}, "hold_s: expected over 0 and up to 600, got [3]"),
        ({"hold_s": Decimal(3)}, "hold_s: expected over 0 and up to 600, got Decimal"),
        ({"hold_s": True}, "hold_s: expected over 0 and up to 600, got True"),
        ({"reps": True}, "reps: expected from 1 to 200, got True"),
        ({"side": np.array(["left"])}, "side: expected 'left', 'right' or None, got"),
        ({"view": np.array([1, 2])}, "view: expected 'side', 'front' or None, got"),
        ({"stretch": None}, "stretch: expected an id, a file's name or a StretchSpec"),
        ({"stretch": b"bridge"}, "stretch: expected an id, a file's name or a"),
    ],
)
def test_bad_landmarks_are_refused(change: dict[str, Any], said: str) -> None:
    good: dict[str, Any] = {
        "time_s": [0.0],
        "image_xy": np.ones((1, 33, 2)),
        "visibility": np.ones((1, 33)),
        "size_wh": (640, 480),
        "stretch": "bridge",
    }
    fc.judge_landmarks(**good)
    with pytest.raises(ValueError) as error:
        fc.judge_landmarks(**{**good, **change})
    assert said in str(error.value)
    assert "\n" not in str(error.value), "one line for one problem"


def test_what_is_shown_of_a_wrong_value_does_not_grow_with_it() -> None:
    with pytest.raises(ValueError) as error:
        fc.judge_landmarks(
            ["a"] * 5000,
            np.full((5000, 33, 2), "b").tolist(),
            np.ones((5000, 33)),
            "bridge",
            size_wh=np.full(5000, 640),
        )
    assert all(len(line) < 200 for line in str(error.value).splitlines())


def test_a_hidden_joint_may_be_anywhere() -> None:
    xy, seen = np.ones((1, 33, 2)), np.ones((1, 33))
    world = np.ones((1, 33, 3))
    xy[0, 5], world[0, 5], seen[0, 5] = 1e300, -1e300, 0.0
    fc.judge_landmarks([0.0], xy, seen, "bridge", size_wh=(9, 9), world_xyz=world)


def test_a_bad_pose_is_refused() -> None:
    with pytest.raises(ValueError, match=r"image_xy: expected shape \(1, 33, 2\)"):
        fc.Pose(np.zeros((17, 2)), np.zeros(33), (640, 480))
    with pytest.raises(ValueError, match=r"size_wh: expected width and height"):
        nobody = SimpleNamespace(pose_landmarks=[])
        fc.Pose.from_mediapipe(nobody, (0, 480))
    with pytest.raises(ValueError, match=r"visibility: .* got 2.0 at frame 0, nose"):
        fc.Pose.from_coco17(np.zeros((17, 2)), np.full(17, 2.0), (640, 480))


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1e300])
@pytest.mark.parametrize("where", ["pose", "world", "visibility"])
def test_a_pose_of_mediapipe_that_is_no_place_is_nobody(
    where: str, wrong: float
) -> None:
    """A live session goes on: such a frame is one in which nobody was found."""

    def points(name: str) -> list[list[SimpleNamespace]]:
        x = wrong if name == where else 0.5
        seen = np.nan if where == "visibility" else 1.0
        return [[SimpleNamespace(x=x, y=0.5, z=0.1, visibility=seen)] * 33]

    result = SimpleNamespace(
        pose_landmarks=points("pose"), pose_world_landmarks=points("world")
    )
    assert fc.Pose.from_mediapipe(result, (640, 480)) is None


@pytest.mark.parametrize(
    "wrong", ["2", None, [2.0], np.array(2.0), Decimal(2), 2j, 10**400, True]
)
def test_a_time_is_a_number(wrong: Any) -> None:
    judge = fc.Judge("bridge")
    for call in (partial(judge.update, None), judge.finish):
        with pytest.raises(ValueError, match="time_s: expected seconds, from 0 on"):
            call(wrong)
    judge.finish(1.0)


def test_any_real_number_is_a_time() -> None:
    given: dict[str, Any] = {"hold_s": np.float32(5), "reps": np.int8(3)}
    times: list[Any] = [np.float32(1.5), Fraction(5, 2)]
    judge = fc.Judge("bridge", **given)
    judge.update(None, times[0])
    result = judge.finish(times[1])
    assert type(result.end_s) is float
    assert (result.start_s, result.end_s) == (1.5, 2.5)


@pytest.mark.parametrize("wrong", [False, {}, np.zeros((33, 2)), fc.Pose])
def test_what_is_no_pose_is_refused(wrong: Any) -> None:
    judge = fc.Judge("bridge")
    with pytest.raises(ValueError, match="pose: expected a Pose or None, got"):
        judge.update(wrong, 1.0)
    judge.update(None, 1.0)


def test_time_goes_on_and_a_set_ends_once() -> None:
    judge = fc.Judge("bridge")
    judge.update(None, 1.0)
    for wrong in (1.0, 0.5, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="time_s: expected seconds, later than 1"):
            judge.update(None, wrong)
    with pytest.raises(ValueError, match="time_s"):
        judge.finish(0.5)
    judge.finish(1.0)
    with pytest.raises(ValueError, match="expected before the set is finished"):
        judge.update(None, 2.0)
    with pytest.raises(ValueError, match="from 0 on, got -1"):
        fc.Judge("bridge").update(None, -1.0)


def test_bad_words_for_a_video_are_refused() -> None:
    with pytest.raises(ValueError) as error:
        fc.judge_video("none.mp4", "bridge", from_s=3, to_s=2, rotate_deg=45, reps=0)
    assert [line.split(":")[0] for line in str(error.value).splitlines()] == [
        "reps",
        "to_s",
        "rotate_deg",
    ]
    with pytest.raises(ValueError) as error:
        fc.judge_video(
            None,  # type: ignore[arg-type]
            1,  # type: ignore[arg-type]
            from_s="1",  # type: ignore[arg-type]
            to_s=[2],  # type: ignore[arg-type]
            rotate_deg=np.array([90, 0]),  # type: ignore[arg-type]
            model=1,  # type: ignore[arg-type]
        )
    assert [line.split(":")[0] for line in str(error.value).splitlines()] == [
        "stretch",
        "video",
        "model",
        "from_s",
        "to_s",
        "rotate_deg",
    ]
    with pytest.raises(fc.FormcheckError, match="none.mp4"):
        fc.judge_video("none.mp4", "bridge")


def test_a_name_that_no_file_can_have_is_no_file() -> None:
    with pytest.raises(fc.FormcheckError, match="no such file"):
        fc.load_stretch("a\0b.toml")
