"""A head outside the picture, hands or feet that hide: the rest is judged, and what is
missing is named.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth import read_truth, trace_path
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


def judged(stretch: str, marks: list[Landmark]) -> SetResult:
    """Judge the good clip without those, by every third look."""
    truth = read_truth(f"{stretch}_good")
    judge = SetJudge(SPECS[stretch], truth.profile, truth.plan, SHIPPED)
    seen = list(read_trace(trace_path(truth.name)).observations())[::3]
    for observation in seen:
        judge.take(without(observation, marks) if marks else observation)
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
