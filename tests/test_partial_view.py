"""A head outside the picture, hands or feet that hide or are cut off: the rest is
judged, and what is missing is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth import clip_names, read_truth, trace_path
from formcheck.core.body.landmarks import Landmark
from formcheck.core.body.observation import Observation, Pose
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.words.reasons import Reason
from formcheck.edges.recording import read_trace
from tests.numbers import SHIPPED
from tests.shelf import SPECS

HEAD = [mark for mark in Landmark if mark <= Landmark.MOUTH_RIGHT]
HANDS = [mark for mark in Landmark if Landmark.LEFT_WRIST <= mark < Landmark.LEFT_HIP]
FEET = [mark for mark in Landmark if mark >= Landmark.LEFT_ANKLE]


Loss = Callable[[Observation, list[Landmark]], Observation]


def without(seen: Observation, marks: list[Landmark]) -> Observation:
    """The same look with those unseen: a head past the nearer side of the picture,
    hands and feet where the estimator guesses them.
    """
    pose = seen.pose
    if pose is None:
        return seen
    image, visibility = pose.image_xy.copy(), pose.visibility.copy()
    width = seen.size_wh[0]
    right = np.nanmean(image[marks, 0]) > width / 2
    if marks is HEAD:
        image[marks, 0] = width + 5 if right else -5
    visibility[marks] = 0.1
    world = pose.world_xyz
    return replace(seen, pose=Pose(image, world, visibility, pose.back))


def outside(seen: Observation, marks: list[Landmark]) -> Observation:
    """The same look with those past the nearest side of the picture."""
    pose = seen.pose
    if pose is None:
        return seen
    image, visibility = pose.image_xy.copy(), pose.visibility.copy()
    size = np.array(seen.size_wh)
    middle = np.nanmean(image[marks], axis=0)
    gaps = np.array(
        [middle, size - middle]
    )  # to the left and the top, right and bottom
    past, axis = np.unravel_index(int(gaps.argmin()), gaps.shape)
    image[marks, axis] = size[axis] + 5 if past else -5
    visibility[marks] = 0.1
    return replace(seen, pose=Pose(image, pose.world_xyz, visibility, pose.back))


def judged(
    stretch: str, marks: list[Landmark], lost: Loss = without, every: int = 3
) -> SetResult:
    """Judge the good clip without those, by a part of its looks."""
    truth = read_truth(f"{stretch}_good")
    judge = SetJudge(SPECS[stretch], truth.profile, truth.plan, SHIPPED)
    seen = list(read_trace(trace_path(truth.name)).observations())[::every]
    for observation in seen:
        judge.take(lost(observation, marks) if marks else observation)
    return judge.finish(0.0, seen[-1].time_s)


@pytest.mark.parametrize(
    ("stretch", "marks"),
    [
        ("bridge", HEAD),
        ("cobra", HEAD),
        ("childs_pose", HEAD),
        ("standing_forward_bend", HEAD),
        ("bridge", HANDS),
        ("long_sit_forward_fold", HANDS),
        ("standing_forward_bend", HANDS),
    ],
)
def test_what_can_be_seen_is_judged(stretch: str, marks: list[Landmark]) -> None:
    whole, part = judged(stretch, []), judged(stretch, marks)
    assert (part.whole, len(part.holds)) == (whole.whole, len(whole.holds))
    assert part.whole + len(part.holds) > 0


@pytest.mark.parametrize(
    ("stretch", "marks", "measure", "why"),
    [
        ("cobra", HEAD, "neck", Reason.OUT_OF_PICTURE),
        ("knee_to_chest_single", HANDS, "hand", Reason.HIDDEN),
        ("supine_hamstring_strap", FEET, "other_foot", Reason.HIDDEN),
    ],
)
def test_what_is_missing_is_named(
    stretch: str, marks: list[Landmark], measure: str, why: Reason
) -> None:
    part = judged(stretch, marks)
    assert (measure, why) in {(one.measure, one.why) for one in part.not_judged}


@pytest.mark.parametrize("stretch", ["bridge", "cobra", "triangle"])
def test_without_feet_nothing_is_made_up(stretch: str) -> None:
    whole, part = judged(stretch, []), judged(stretch, FEET)
    assert part.whole <= whole.whole
    assert len(part.holds) <= len(whole.holds)
    assert part.not_judged


@pytest.mark.parametrize(
    "stretch",
    [
        "childs_pose",
        "cobra",
        "curl_up",
        "lower_back_rotation",
        "sphinx_press_up",
        "supine_piriformis_cross",
    ],
)
def test_lying_and_folded_hip_knee_and_trunk_are_enough(stretch: str) -> None:
    whole, part = judged(stretch, []), judged(stretch, FEET, outside)
    assert (part.whole, len(part.holds)) == (whole.whole, len(whole.holds))
    assert part.whole + len(part.holds) > 0


GOOD = sorted(
    truth.stretch
    for truth in map(read_truth, clip_names())
    if truth.name == f"{truth.stretch}_good"
)
OUT = {Reason.OUT_OF_PICTURE, Reason.HIDDEN}


@pytest.mark.parametrize("marks", [HANDS, FEET], ids=["hands", "feet"])
@pytest.mark.parametrize("stretch", GOOD)
def test_what_is_outside_adds_nothing_and_is_named_where_it_takes_away(
    stretch: str, marks: list[Landmark]
) -> None:
    whole = judged(stretch, [], every=6)
    part = judged(stretch, marks, outside, every=6)
    assert part.whole <= whole.whole
    assert len(part.holds) <= len(whole.holds)
    if (part.whole, len(part.holds)) != (whole.whole, len(whole.holds)):
        named = {part.why, *(one.why for one in part.not_judged)}
        named |= {one.why for one in part.unseen}
        assert named & OUT
