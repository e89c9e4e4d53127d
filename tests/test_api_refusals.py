"""What the public API refuses, and what it says then."""

from __future__ import annotations

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
            "image_xy: expected numbers where visibility is over 0, got [nan, nan] at "
            "frame 0, nose, and at 32 more",
        ),
        ({"world_xyz": np.zeros((2, 33, 3))}, "world_xyz: expected shape (1, 33, 3)"),
    ],
)
def test_bad_landmarks_are_refused(change: dict[str, Any], said: str) -> None:
    good = {
        "time_s": [0.0],
        "image_xy": np.ones((1, 33, 2)),
        "visibility": np.ones((1, 33)),
        "size_wh": (640, 480),
    }
    fc.judge_landmarks(stretch="bridge", **good)
    with pytest.raises(ValueError) as error:
        fc.judge_landmarks(stretch="bridge", **{**good, **change})
    assert said in str(error.value)


def test_a_bad_pose_is_refused() -> None:
    with pytest.raises(ValueError, match=r"image_xy: expected shape \(1, 33, 2\)"):
        fc.Pose(np.zeros((17, 2)), np.zeros(33), (640, 480))
    with pytest.raises(ValueError, match=r"visibility: .* got 2.0 at frame 0, nose"):
        fc.Pose.from_coco17(np.zeros((17, 2)), np.full(17, 2.0), (640, 480))


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
    with pytest.raises(fc.FormcheckError, match="none.mp4"):
        fc.judge_video("none.mp4", "bridge")
