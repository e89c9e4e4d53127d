"""The camera check, the raised arm, and that every cue is short and plain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.core.body.landmarks import Landmark, Side
from formcheck.core.body.level import Level
from formcheck.core.body.observation import Observation, Status
from formcheck.core.session.camera_watch import CAMERA_WORDS
from formcheck.core.session.framing import frame, raised_arm
from formcheck.core.session.readiness import POSTURE_WORDS
from formcheck.core.words.reasons import WORDS
from tests.app.acting import raised
from tests.builders import FRONTAL, SIZE_WH, STANDING, SUPINE, Figure, pose_of
from tests.core.stretches import stretch
from tests.numbers import SHIPPED

LYING = stretch()


def seen(figure: Figure | None) -> Observation:
    if figure is None:
        return Observation(0.0, Status.NOBODY, None, SIZE_WH)
    return Observation(0.0, Status.SEEN, pose_of(figure), SIZE_WH)


def problem(figure: Figure | None, grey: float = 120, camera: bool = True) -> str:
    found = frame(LYING, seen(figure), grey, camera_ok=camera).first_problem
    return found.id if found is not None else ""


def test_all_is_well() -> None:
    assert problem(SUPINE) == ""


@pytest.mark.parametrize(
    ("figure", "grey", "camera", "expected"),
    [
        (SUPINE, 120, False, "camera"),
        (SUPINE, 20, True, "light"),
        (SUPINE, 245, True, "light"),
        (None, 120, True, "person"),
        (replace(SUPINE, x=60), 120, True, "whole"),
        (replace(SUPINE, torso_px=30), 120, True, "distance"),
        (replace(SUPINE, off_deg=60), 120, True, "view"),
    ],
)
def test_the_first_problem_is_told(
    figure: Figure | None, grey: float, camera: bool, expected: str
) -> None:
    assert problem(figure, grey, camera) == expected


def test_who_does_not_fit_standing_is_asked_to_sit_or_lie_down() -> None:
    tall = replace(STANDING, torso_px=150, y=120)
    check = frame(LYING, seen(tall), 120, camera_ok=True).first_problem
    assert check is not None
    assert check.sentence == "Sit or lie down on your mat."


@pytest.mark.parametrize("level", [Level(8.0), Level(tilted=True)])
def test_a_tilted_camera_is_told_last(level: Level) -> None:
    framing = frame(LYING, seen(SUPINE), 120, camera_ok=True, level=level)
    check = framing.first_problem
    assert check is not None
    assert check.sentence == "The camera seems tilted. Set it level, please."
    assert [c.id for c in framing.checks if not c.ok] == ["level"]


@pytest.mark.parametrize("figure", [STANDING, SUPINE, FRONTAL], ids=str)
def test_one_raised_arm_is_told_in_any_posture(figure: Figure) -> None:
    pose = pose_of(replace(figure, shoulder=10))
    assert raised_arm(pose, SHIPPED.body.seen.min_visibility) is None
    assert (
        raised_arm(raised(pose, Side.LEFT), SHIPPED.body.seen.min_visibility)
        is Side.LEFT
    )
    assert (
        raised_arm(raised(pose, Side.RIGHT), SHIPPED.body.seen.min_visibility)
        is Side.RIGHT
    )


def test_two_raised_arms_are_a_stretch_and_no_sign() -> None:
    assert (
        raised_arm(
            pose_of(replace(STANDING, shoulder=175)), SHIPPED.body.seen.min_visibility
        )
        is None
    )
    assert raised_arm(None, SHIPPED.body.seen.min_visibility) is None


def test_a_hidden_arm_is_no_sign() -> None:
    pose = raised(pose_of(SUPINE), Side.RIGHT)
    hidden = pose_of(replace(SUPINE, hidden=frozenset({Landmark.RIGHT_WRIST})))
    pose = type(pose)(pose.image_xy, pose.world_xyz, hidden.visibility)
    assert raised_arm(pose, SHIPPED.body.seen.min_visibility) is None


def test_every_cue_has_at_most_eight_words() -> None:
    for text in (
        *(words.live for words in WORDS.values()),
        *POSTURE_WORDS.values(),
        *CAMERA_WORDS.values(),
    ):
        for sentence in text.split(". "):
            assert len(sentence.split()) <= 8, text
