"""One person: nobody else is judged, and who comes back is asked to start again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.core.body.observation import Observation, Status
from formcheck.core.body.tracking import (
    Lock,
    Strangers,
    Track,
    believe,
    fits,
    lock_on,
    next_look,
    sort_out,
)
from formcheck.core.body.view import Active, View, ViewRule
from formcheck.core.judge.events import StartConfirmed, TrackingLost
from formcheck.core.words.reasons import Reason
from tests.builders import SUPINE, Figure, Motion, pose_of
from tests.core.stretches import (
    LIVE,
    flags,
    good_set,
    holds,
    of_kind,
    one_rep,
    partial_reps,
    reps,
    states,
    stretch,
    summary,
    watch,
)
from tests.numbers import SHIPPED

HERE = SUPINE.x
FAR_AWAY: dict[str, Any] = {"x": HERE - 150.0}
BIGGER = {"x": HERE + 60, "torso_px": 160.0}


def other_does(motion: Motion, seconds_each: float = 2.0) -> Motion:
    """Whoever is now in the picture does a fine repetition, and all that is wrong."""
    motion.move(seconds_each, hip=55).hold(4).move(seconds_each, hip=130).hold(1)
    return motion.move(1, hip=55).hold(1, knee=165).move(1, hip=8).hold(1)


@pytest.mark.parametrize("place", [FAR_AWAY, BIGGER], ids=["elsewhere", "bigger"])
def test_somebody_else_is_not_judged(place: dict[str, Any]) -> None:
    motion = good_set(1)
    motion.figure = replace(motion.figure, **place)
    entry = summary(other_does(motion.hold(1)).seen(), end_s=motion.now_s)
    assert len(entry["reps"]) == 1
    assert len(entry["holds"]) == 1
    assert entry["flags"] == entry["partial_reps"] == []
    assert [u["why"] for u in entry["unseen"]] == ["somebody else"]
    assert entry["unseen_s"] == pytest.approx(motion.now_s - 11.5, abs=0.2)


def test_nor_is_who_steps_in_after_the_person_left() -> None:
    motion = good_set(1).nobody(0.6).jump_to(HERE - 150)
    entry = summary(other_does(motion.hold(2)).seen(), end_s=motion.now_s)
    assert len(entry["reps"]) == 1
    assert entry["flags"] == []


@pytest.mark.parametrize("away_s", [1.0, 2.5])
def test_the_same_person_is_known_again(away_s: float) -> None:
    motion = good_set(1).jump_to(HERE - 150).hold(away_s).jump_to(HERE).hold(1)
    events = watch(one_rep(motion).seen())
    assert len(reps(events)) == 2
    (lost,) = of_kind(events, TrackingLost)
    assert lost.why == "somebody else"


def test_after_long_the_start_is_confirmed_again() -> None:
    motion = good_set(1).jump_to(HERE - 150).hold(6).jump_to(HERE)
    motion.hold(2, hip=55).move(2, hip=100).hold(1).move(1, hip=55).hold(4)
    events = watch(motion.seen())
    assert len(reps(events)) == len(holds(events)) == 1
    motion.move(2, hip=130).hold(2)
    events = watch(one_rep(motion).seen())
    assert len(of_kind(events, StartConfirmed)) == 2
    assert len(reps(events)) == 2


@pytest.mark.parametrize("moved_px", [0, 60, -90])
def test_who_leaves_and_lies_down_about_there_goes_on(moved_px: float) -> None:
    motion = good_set(1).nobody(5).jump_to(HERE + moved_px).hold(2)
    events = watch(one_rep(motion).seen())
    assert len(of_kind(events, StartConfirmed)) == 2
    assert [r.good for r in reps(events)] == [True, True]


def test_who_comes_to_another_place_after_a_while_is_not_taken_for_them() -> None:
    motion = good_set(1).nobody(5).jump_to(HERE - 180).hold(2)
    events = watch(other_does(motion).seen())
    assert len(reps(events)) == 1
    assert flags(events) == []


def test_a_stranger_who_moves_into_the_persons_place_stays_one() -> None:
    motion = good_set(1).jump_to(HERE - 150).hold(1).move(3, x=HERE)
    events = watch(other_does(motion).seen())
    assert len(reps(events)) == 1
    assert flags(events) == partial_reps(events) == []


def test_a_person_who_moves_about_a_little_stays_the_same() -> None:
    motion = good_set(1).move(2, x=HERE + 50).hold(1)
    events = watch(one_rep(one_rep(motion).move(2, x=HERE - 40).hold(1)).seen())
    assert len(reps(events)) == 3
    assert of_kind(events, TrackingLost) == []


def test_who_walks_off_is_not_judged_on_the_way() -> None:
    motion = Motion(SUPINE).hold(2)
    motion = one_rep(motion).move(3, x=80.0).hold(1)
    entry = summary(motion.seen(), end_s=motion.now_s)
    assert [u["why"] for u in entry["unseen"]][-1] in {
        "somebody else",
        "out of the picture",
    }


def test_before_the_start_anybody_may_be_the_person() -> None:
    motion = Motion(SUPINE).hold(0.3, hip=100).jump_to(HERE - 150).hold(1, hip=130)
    events = watch(one_rep(motion.hold(1)).seen(), plan=LIVE)
    assert len(reps(events)) == 1


def test_who_is_too_far_away_is_not_judged() -> None:
    motion = Motion(replace(SUPINE, torso_px=40)).hold(2)
    entry = summary(one_rep(motion).seen(), end_s=motion.now_s)
    assert (entry["status"], entry["why"]) == ("not_judged", "too far away")


def test_a_body_without_length_is_too_far_away() -> None:
    motion = Motion(replace(SUPINE, torso_px=0.0)).hold(2)
    assert summary(motion.seen(), end_s=2)["why"] == "too far away"


@pytest.mark.parametrize(
    "place", [{"x": 105.0}, {"y": 476.0}], ids=["head cropped", "hips cropped"]
)
def test_a_body_at_the_edge_of_the_picture_is_not_judged(
    place: dict[str, Any],
) -> None:
    motion = Motion(replace(SUPINE, **place)).hold(2)
    entry = summary(one_rep(motion).seen(), end_s=motion.now_s)
    assert (entry["status"], entry["why"]) == ("not_judged", "out of the picture")
    assert not entry["reps"]


def locked(figure: Figure = SUPINE) -> Track:
    state = states(Motion(figure).hold(1).seen(), stretch())[-1]
    return lock_on(state.track)


PERSON, BYSTANDER = pose_of(SUPINE), pose_of(replace(SUPINE, **FAR_AWAY))


def test_who_may_be_the_person() -> None:
    track = locked()
    assert fits(track, PERSON)
    assert fits(track, pose_of(replace(SUPINE, x=HERE + 80)))
    assert not fits(track, BYSTANDER)
    assert not fits(track, pose_of(replace(SUPINE, torso_px=150)))
    assert fits(Track(SHIPPED.body), BYSTANDER)  # nobody is known


def test_whoever_was_there_from_the_first_stays_a_stranger() -> None:
    track, strangers = locked(), Strangers()
    strangers, same = sort_out(strangers, track, BYSTANDER)
    assert not same
    for number in range(1, 15):  # walks over and lies down in the person's place
        strangers = next_look(strangers, SHIPPED.body.strangers.forget_looks)
        walking = pose_of(replace(SUPINE, x=FAR_AWAY["x"] + 10 * number))
        strangers, same = sort_out(strangers, track, walking)
        assert not same


def test_the_person_is_found_beside_a_stranger() -> None:
    track, strangers = locked(), Strangers()
    strangers, _ = sort_out(strangers, track, BYSTANDER)
    strangers = next_look(strangers, SHIPPED.body.strangers.forget_looks)
    strangers, same = sort_out(strangers, track, BYSTANDER)
    assert not same
    strangers, same = sort_out(strangers, track, PERSON)
    assert same


def test_a_stranger_who_left_is_forgotten() -> None:
    track, strangers = locked(), Strangers()
    strangers, _ = sort_out(strangers, track, pose_of(replace(SUPINE, x=HERE - 130)))
    for _ in range(200):
        strangers = next_look(strangers, SHIPPED.body.strangers.forget_looks)
    assert strangers.known == ()
    assert sort_out(strangers, track, pose_of(replace(SUPINE, x=HERE - 70)))[1]


def test_only_who_is_there_in_the_first_look_is_a_stranger_for_good() -> None:
    track = Track(SHIPPED.body, lock=Lock((HERE, 300.0), 100.0))
    far = pose_of(replace(SUPINE, **FAR_AWAY))
    at_once, is_them = sort_out(Strangers(), track, far)
    assert not is_them and len(at_once.known) == 1
    later, is_them = sort_out(
        next_look(Strangers(), SHIPPED.body.strangers.forget_looks), track, far
    )
    assert not is_them and later.known == ()


def looked(*looks: tuple[float, float, float]) -> tuple[Track, list[Reason | None]]:
    """Who is believed of bodies at (time_s, torso lengths to the side, size)."""
    rule = ViewRule(View.SIDE, Active.NONE, 60)
    track, whys = Track(SHIPPED.body), []
    for time_s, aside, size in looks:
        torso_px = 90.0
        figure = replace(SUPINE, x=HERE + aside * torso_px, torso_px=torso_px * size)
        seen = Observation(time_s, Status.SEEN, pose_of(figure), (800, 600))
        track, _, why = believe(track, rule, seen)
        track = track if track.lock is not None else lock_on(track)
        whys.append(why)
    return track, whys


@pytest.mark.parametrize(
    ("aside", "size", "why"),
    [
        (0.6, 1.0, None),
        (0.8, 1.0, Reason.SOMEBODY_ELSE),
        (0.0, 1.4, None),
        (0.0, 0.75, None),
        (0.0, 1.5, Reason.SOMEBODY_ELSE),
        (0.0, 0.65, Reason.SOMEBODY_ELSE),
    ],
)
def test_how_far_a_body_goes_between_two_looks(
    aside: float, size: float, why: Reason | None
) -> None:
    _, whys = looked((0.0, 0.0, 1.0), (0.1, aside, size))
    assert whys[-1] is why


@pytest.mark.parametrize(("aside", "why"), [(2.1, None), (2.3, Reason.SOMEBODY_ELSE)])
def test_a_stretch_is_done_on_the_spot(aside: float, why: Reason | None) -> None:
    walk = [(n / 10, aside * n / 10, 1.0) for n in range(11)]
    track, whys = looked(*walk)
    assert whys[-1] is why
    assert not track.stranger, "who walks off is still the same"


@pytest.mark.parametrize(("away_s", "stranger"), [(0.9, True), (1.1, False)])
def test_who_comes_back_elsewhere_at_once_is_a_stranger(
    away_s: float, stranger: bool
) -> None:
    track, whys = looked((0.0, 0.0, 1.0), (away_s, 1.5, 1.0))
    assert whys[-1] is Reason.SOMEBODY_ELSE
    assert track.stranger is stranger


@pytest.mark.parametrize("larger", [1.0, 1.02])
@pytest.mark.parametrize("joints", [(23, 24), (11, 12)], ids=["hips", "shoulders"])
@pytest.mark.parametrize("towards", [(-1, 0), (0, -1), (1, 0), (0, 1)])
def test_joints_that_jump_for_a_moment_make_nobody_a_stranger_for_good(
    joints: tuple[int, int], towards: tuple[int, int], larger: float
) -> None:
    """A jump just beyond the limit is one just within it on the way back, or the other
    way round: of a longer torso, or one that was another length a look before.
    """
    rule = ViewRule(View.SIDE, Active.NONE, 60)
    here = pose_of(SUPINE)
    after = pose_of(replace(SUPINE, torso_px=SUPINE.torso_px * larger))
    for px in range(20, 130, 2):
        image_xy = here.image_xy.copy()
        image_xy[list(joints)] += px * np.array(towards, np.float32)
        sprung = replace(here, image_xy=image_xy)
        track = Track(SHIPPED.body)
        for number, pose in enumerate((here, sprung, after, after)):
            seen = Observation(number / 15, Status.SEEN, pose, (640, 480))
            track, _, why = believe(track, rule, seen)
            track = track if track.lock is not None else lock_on(track)
        assert why is None, px
