"""The person who is played from traces: what they do, and what the eye sees of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest

from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.programme.stages import Task, lay_out
from formcheck.core.session.framing import raised_arm
from formcheck.core.session.states import (
    AskingAfter,
    CheckingCamera,
    Choosing,
    CountingIn,
    Flow,
    GettingReady,
    Hand,
    Paused,
    Resting,
    Screening,
    ShowingNext,
    State,
    Stretching,
    Summing,
)
from formcheck.core.stretch.spec import Mode
from formcheck.edges.clock import ManualClock
from formcheck.edges.estimator import mirrored_pose
from formcheck.edges.played_eye import (
    Clip,
    PlayedEye,
    PlayedPerson,
    Wanted,
    pictures,
)
from tests.builders import SIZE_WH, SUPINE, Motion
from tests.core.stretches import HOLD, stretch
from tests.numbers import SHIPPED

SPEC = stretch(HOLD | {"sides": "each"})
PICTURE = np.zeros((SIZE_WH[1], SIZE_WH[0], 3), np.uint8)


def a_clip(side: Side | None = Side.LEFT) -> Clip:
    """2 s of the start, then twice there for 4 s and back; hip 130 and 60."""
    motion = Motion(SUPINE).hold(2)
    for _ in range(2):
        motion.move(2, hip=60).hold(4).move(2, hip=130).hold(2)
    return Clip(tuple(motion.seen()), (0.0, 1.9), ((4.0, 8.0), (14.0, 18.0)), side)


class Someone:
    """A person before a session that is where the test puts it."""

    def __init__(self, clip: Clip, task: Task) -> None:
        self.clock = ManualClock()
        stages = lay_out([task])
        self.wanted = Wanted(Flow(SHIPPED.stretch, stages=stages, at=len(stages) - 1))
        self.person = PlayedPerson(lambda: self.wanted, self.clock, lambda _: clip)
        self.at(Stretching())

    def at(self, state: State, **more: Any) -> None:
        self.wanted = replace(
            self.wanted, flow=replace(self.wanted.flow, state=state), **more
        )

    def pose(self, time_s: float) -> Pose:
        self.clock.set(time_s)
        found = self.person.pose()
        assert found is not None
        return found[0]


def hip_deg(pose: Pose) -> float:
    """Between shoulder, hip and knee of the right side, in the picture."""
    shoulder, hip, knee = (
        pose.image_xy[joint + Side.RIGHT]
        for joint in (Joint.SHOULDER, Joint.HIP, Joint.KNEE)
    )
    a, b = shoulder - hip, knee - hip
    return float(np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))))


def hips(one: Someone, seconds: float) -> list[float]:
    return [hip_deg(one.pose(1 + n / 10)) for n in range(round(seconds * 10))]


def runs(held: list[bool]) -> list[int]:
    """How long each of the stays was, in tenths of a second."""
    text = "".join("x" if one else " " for one in held)
    return [len(run) for run in text.split()]


def test_until_the_set_begins_the_start_is_kept() -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0))
    for state in (
        ShowingNext(),
        GettingReady(),
        CountingIn(),
        Resting(),
        Paused(Stretching(), 0.0, "press"),
    ):
        one.at(state)
        assert hips(one, 5) == pytest.approx([130] * 50, abs=1)


@pytest.mark.parametrize("hold_s", [2.0, 10.0, 30.0])
def test_holds_are_as_long_as_planned_and_come_again(hold_s: float) -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, hold_s))
    found = hips(one, 4 * (max(hold_s, 4) + 12))
    held = runs([deg < 63 for deg in found])
    assert len(held) >= 3  # over and over
    for tenths in held[:3]:
        assert max(hold_s, 3.5) <= tenths / 10 <= max(hold_s, 4.0) + 6
    assert max(abs(a - b) for a, b in zip(found, found[1:], strict=False)) < 10


def test_of_a_hold_longer_than_planned_the_middle_is_left_out() -> None:
    found = hips(Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 1.0)), 40)
    held = runs([deg < 63 for deg in found])
    assert len(held) >= 3
    assert all(2.0 <= tenths / 10 <= 3.3 for tenths in held[:3])  # of 4 s in the clip
    assert max(abs(a - b) for a, b in zip(found, found[1:], strict=False)) < 10


def test_the_way_back_to_the_start_of_a_clip_is_no_jump() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=60).hold(4)
    clip = Clip(tuple(motion.seen()), (0.0, 1.9), ((4.0, 8.0),))
    found = hips(Someone(clip, Task(SPEC, None, 2, 3.0)), 30)
    assert max(abs(a - b) for a, b in zip(found, found[1:], strict=False)) < 12


def test_the_other_side_is_mirrored() -> None:
    clip = a_clip(Side.LEFT)
    own = Someone(clip, Task(SPEC, Side.LEFT, 2, 3.0)).pose(1.0)
    other = Someone(clip, Task(SPEC, Side.RIGHT, 2, 3.0)).pose(1.0)
    mirror = mirrored_pose(other, SIZE_WH[0])
    np.testing.assert_allclose(mirror.image_xy, own.image_xy, atol=1e-3)
    assert abs(other.image_xy - own.image_xy).max() > 10


@pytest.mark.parametrize("sore", [True, False])
def test_on_a_sore_day_or_told_to_ease_they_go_no_further_than_need_be(
    sore: bool,
) -> None:
    mode = Mode.FLARE if sore else Mode.NORMAL
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0, mode))
    one.at(Stretching(), ease=not sore)
    found: list[float] = []
    for number in range(300):
        now = hip_deg(one.pose(1 + number / 10))
        one.wanted = replace(one.wanted, far_enough=now <= 90)
        found.append(now)
    assert min(found) > 80
    held = runs([deg < 90 for deg in found])
    assert len(held) >= 2
    assert all(tenths >= 30 for tenths in held[:2])
    assert max(found[30:]) == pytest.approx(130, abs=2)


def test_the_right_arm_is_raised_at_the_camera_check_until_it_is_settled() -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0))
    one.at(CheckingCamera())
    assert raised_arm(one.pose(1.0), SHIPPED.body.seen.min_visibility) is Side.RIGHT
    flow = replace(one.wanted.flow, hand=Hand(settled=True))
    one.wanted = Wanted(flow)
    assert raised_arm(one.pose(2.0), SHIPPED.body.seen.min_visibility) is None


def test_nobody_is_there_before_a_session_and_after_it() -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0))
    eye = PlayedEye(one.person)
    assert eye.estimate(PICTURE, 0.0).status is Status.SEEN
    for state in (Choosing(), Screening(), AskingAfter(), Summing()):
        one.at(state)
        assert eye.estimate(PICTURE, 0.0).status is Status.NOBODY


def test_the_eye_sees_them_in_a_picture_of_any_size() -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0))
    width, height = SIZE_WH
    as_it_is = PlayedEye(one.person).estimate(PICTURE, 0.0)
    wide = np.zeros((height // 2, width, 3), np.uint8)
    seen = PlayedEye(one.person).estimate(wide, 0.0)
    assert seen.size_wh == (width, height // 2)
    assert as_it_is.pose is not None
    assert seen.pose is not None
    assert hip_deg(seen.pose) == pytest.approx(hip_deg(as_it_is.pose), abs=0.1)
    np.testing.assert_allclose(
        seen.pose.image_xy, as_it_is.pose.image_xy / 2 + (width / 4, 0), atol=0.01
    )


def test_the_eye_swaps_sides_where_pictures_are_taken_for_a_mirrors() -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0))
    plain = PlayedEye(one.person).estimate(PICTURE, 0.0).pose
    swapped = PlayedEye(one.person, mirrored=True).estimate(PICTURE, 0.0).pose
    assert plain is not None
    assert swapped is not None
    again = mirrored_pose(swapped, SIZE_WH[0])
    np.testing.assert_allclose(again.image_xy, plain.image_xy, atol=1e-3)


def test_the_eye_searches_for_who_fits() -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0))
    with PlayedEye(one.person) as eye:
        assert eye.search(PICTURE, 0.0, lambda _: True).status is Status.SEEN
        assert eye.search(PICTURE, 0.0, lambda _: False).status is Status.NOBODY


def test_pictures_change_while_the_body_moves_and_no_two_are_the_same() -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0))
    shown = pictures(one.person, 10.0)
    levels: dict[bool, list[float]] = {True: [], False: []}
    before = None
    for frame in islice(shown, 100):
        one.clock.set(frame.time_s)
        one.person.pose()
        if before is not None:
            assert not np.array_equal(before, frame.image_bgr)
            change = np.abs(frame.image_bgr.astype(int) - before.astype(int)).mean()
            levels[one.person.moving()].append(float(change))
        before = frame.image_bgr
    assert np.median(levels[True]) > 2
    assert 0 < np.median(levels[False]) < 0.5


def test_pictures_come_at_their_own_times() -> None:
    one = Someone(a_clip(), Task(SPEC, Side.LEFT, 2, 3.0))
    times = [f.time_s for f in islice(pictures(one.person, 8.0, uneven=0.4), 5)]
    assert times == pytest.approx([0, 0.175, 0.25, 0.425, 0.5])
    slower = iter([8.0, 4.0, 4.0, 4.0])
    times = [f.time_s for f in islice(pictures(one.person, lambda: next(slower)), 4)]
    assert times == pytest.approx([0, 0.125, 0.375, 0.625])


def test_a_clip_has_somebody_in_each_look() -> None:
    with pytest.raises(ValueError, match="somebody"):
        Clip((Observation(0.0, Status.NOBODY),), (0.0, 1.0), ())
