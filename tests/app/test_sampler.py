from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from formcheck.app.recordings.sampler import FrameSampler
from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.body.tracking import Strangers
from formcheck.edges.change import with_changes
from formcheck.edges.estimator import Fits
from formcheck.edges.sources import Frame, Image
from tests.numbers import SHIPPED
from tests.pictures import some_pose

OWN, OTHER = some_pose(1), some_pose(2)
STILL = np.full((48, 64, 3), 90, np.uint8)


class Scripted:
    """An estimator that sees what it is told to, and remembers being asked."""

    def __init__(self, tracked: Sequence[Pose | None], found: Pose | None) -> None:
        self._tracked = list(tracked)
        self._found = found
        self.asked: list[tuple[str, float]] = []

    def estimate(self, image_bgr: Image, time_s: float) -> Observation:
        self.asked.append(("estimate", time_s))
        return seen(self._tracked.pop(0) if self._tracked else None, time_s)

    def search(self, image_bgr: Image, time_s: float, fits: Fits) -> Observation:
        self.asked.append(("search", time_s))
        fitting = self._found is not None and fits(self._found)
        return seen(self._found if fitting else None, time_s)

    def close(self) -> None: ...

    def __enter__(self) -> Scripted:
        return self

    def __exit__(self, *_: object) -> None: ...


class Sought:
    """The person that has been lost."""

    def fits(self, pose: Pose) -> bool:
        return bool(np.abs(pose.image_xy - OWN.image_xy).max() < 0.1)

    def sort_out(self, strangers: Strangers, pose: Pose) -> tuple[Strangers, bool]:
        return strangers, self.fits(pose)


def seen(pose: Pose | None, time_s: float) -> Observation:
    status = Status.NOBODY if pose is None else Status.SEEN
    return Observation(time_s, status, pose, (64, 48))


def watch(
    watcher: FrameSampler,
    images: Sequence[Image],
    lost: Sought | None,
    from_s: float = 0.0,
) -> list[Observation]:
    frames = [Frame(from_s + i / 30, image) for i, image in enumerate(images)]
    return [
        watcher.observe(*one, lost)
        for one in with_changes(frames, SHIPPED.judge.freeze.still_levels)
    ]


def test_every_frame_is_looked_at_when_asked() -> None:
    estimator = Scripted([OWN] * 30, None)
    observations = watch(
        FrameSampler(estimator, SHIPPED, every_frame=True), [STILL] * 20, None
    )
    assert {o.status for o in observations} == {Status.SEEN}


def test_a_picture_that_stands_still_is_asked_of_no_more() -> None:
    estimator = Scripted([OWN] * 90, None)
    observations = watch(
        FrameSampler(estimator, SHIPPED, every_frame=True), [STILL] * 90, None
    )
    frozen = [o for o in observations if o.still_s]
    assert frozen[0].time_s == pytest.approx(
        SHIPPED.judge.freeze.frozen_after_s, abs=0.04
    )
    assert frozen == observations[-len(frozen) :]
    assert all(o.still_s == o.time_s for o in frozen)  # from the first picture on
    assert len(estimator.asked) == 90 - len(frozen)


def test_an_empty_picture_is_nobody_and_not_frozen() -> None:
    estimator = Scripted([None] * 90, None)
    observations = watch(
        FrameSampler(estimator, SHIPPED, every_frame=True), [STILL] * 90, None
    )
    assert {(o.status, o.still_s) for o in observations} == {(Status.NOBODY, 0.0)}


def test_a_still_picture_is_looked_at_seldom_but_regularly() -> None:
    estimator = Scripted([OWN] * 90, None)
    observations = watch(FrameSampler(estimator, SHIPPED), [STILL] * 90, None)
    looks = [o.time_s for o in observations if o.status is Status.SEEN]
    assert looks[0] == 0.0
    assert len(looks) < 45
    assert max(np.diff(looks)) <= CADENCE.still_s + 1e-6


def test_a_moving_picture_is_looked_at_closely() -> None:
    moving = []
    for i in range(30):
        image = STILL.copy()
        image[:, i : i + 20] = 250
        moving.append(image)
    estimator = Scripted([OWN] * 60, None)
    watcher = FrameSampler(estimator, SHIPPED)
    watch(watcher, [STILL] * 30, None)
    looks = [
        o.time_s
        for o in watch(watcher, moving, None, from_s=1.0)
        if o.status is Status.SEEN
    ]
    assert max(np.diff(looks)) <= 0.07
    assert len(looks) >= 14


def test_who_is_lost_is_sought_five_times_a_second() -> None:
    estimator = Scripted([], OTHER)
    observations = watch(
        FrameSampler(estimator, SHIPPED, every_frame=True), [STILL] * 60, Sought()
    )
    assert {kind for kind, _ in estimator.asked} == {"search"}
    assert 10 <= len(estimator.asked) <= 11
    statuses = [o.status for o in observations]
    assert Status.SEEN not in statuses
    assert statuses.count(Status.SKIPPED) == 60 - len(estimator.asked)


def test_who_is_found_is_followed_until_confirmed() -> None:
    estimator = Scripted([OWN] * 20, OWN)
    observations = watch(
        FrameSampler(estimator, SHIPPED, every_frame=True), [STILL] * 20, Sought()
    )
    assert [kind for kind, _ in estimator.asked] == ["search"] + ["estimate"] * 19
    assert {o.status for o in observations} == {Status.SEEN}


def test_a_tracker_that_strays_is_not_believed() -> None:
    estimator = Scripted([OWN, OTHER], OWN)
    observations = watch(
        FrameSampler(estimator, SHIPPED, every_frame=True), [STILL] * 4, Sought()
    )
    statuses = [o.status for o in observations]
    assert statuses[:3] == [Status.SEEN, Status.SEEN, Status.NOBODY]
    assert statuses[3] is Status.SKIPPED  # the next search is not yet due


def test_a_cut_is_told_with_the_next_look() -> None:
    x = np.linspace(0, 200, 64)
    one = np.repeat(np.tile(x, (48, 1))[..., None], 3, axis=2).astype(np.uint8)
    two = np.ascontiguousarray(one[:, ::-1])
    estimator = Scripted([OWN] * 20, None)
    watcher = FrameSampler(estimator, SHIPPED)
    observations = watch(watcher, [one] * 8 + [two] * 8, None)
    cuts = [o for o in observations if o.cut]
    assert len(cuts) == 1
    assert cuts[0].status is Status.SEEN
    assert 8 / 30 <= cuts[0].time_s + 1e-6 <= 8 / 30 + 0.15


@pytest.mark.parametrize("every_frame", [True, False])
def test_what_is_judged_is_what_a_trace_can_hold(every_frame: bool) -> None:
    estimator = Scripted([OWN], None)
    (only,) = watch(
        FrameSampler(estimator, SHIPPED, every_frame=every_frame), [STILL], None
    )
    assert only.pose is not None
    assert np.array_equal(only.pose.image_xy * 16, np.rint(only.pose.image_xy * 16))
