from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.core.body.posture import in_posture
from formcheck.core.body.view import Posture
from tests.builders import (
    FRONTAL,
    HALF_KNEELING,
    PRONE,
    QUADRUPED,
    SEATED,
    STANDING,
    SUPINE,
    Figure,
)
from tests.core.test_kinds import body_of

STOOPED = replace(STANDING, lean=28)
LEGS_UP = replace(SUPINE, hip=80)
TALL_KNEELING = replace(STANDING, knee=90)
BENT_OVER = replace(STANDING, lean=80, hip=100, shoulder=80)
LONG_SITTING = replace(SEATED, hip=88, knee=172)
KNEES_BENT = replace(SEATED, hip=70, knee=130)
HANDS_ON_CHAIR = replace(QUADRUPED, lean=66, hip=114, shoulder=130, elbow=165)
CHILDS_POSE = replace(QUADRUPED, hip=30, knee=35, shoulder=165)

BODIES = [
    ("standing", STANDING, {Posture.STANDING}),
    ("standing, frontal", FRONTAL, {Posture.STANDING}),
    ("stooped", STOOPED, {Posture.STANDING}),
    ("seated", SEATED, {Posture.SEATED}),
    ("long sitting", LONG_SITTING, {Posture.FLOOR}),
    ("long sitting, leaning back", replace(LONG_SITTING, lean=-25), {Posture.FLOOR}),
    ("sitting on the floor, knees bent", KNEES_BENT, {Posture.FLOOR}),
    ("half kneeling", HALF_KNEELING, {Posture.KNEELING}),
    ("tall kneeling", TALL_KNEELING, {Posture.KNEELING}),
    ("quadruped", QUADRUPED, {Posture.QUADRUPED}),
    ("quadruped, hands on a chair's seat", HANDS_ON_CHAIR, {Posture.QUADRUPED}),
    ("supine", SUPINE, {Posture.SUPINE}),
    ("supine, flat", replace(SUPINE, hip=178, knee=175), {Posture.SUPINE}),
    ("supine, legs up", LEGS_UP, {Posture.SUPINE}),
    ("prone", PRONE, {Posture.PRONE}),
    ("standing, bent over", BENT_OVER, set()),
    ("child's pose", CHILDS_POSE, set()),
]


@pytest.mark.parametrize("faces_left", [False, True], ids=["right", "left"])
@pytest.mark.parametrize(
    ("figure", "postures"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES]
)
def test_each_body_is_in_its_posture_and_no_other(
    figure: Figure, postures: set[Posture], faces_left: bool
) -> None:
    body = body_of(replace(figure, faces_left=faces_left, y=240))
    assert {p for p in Posture if in_posture(body, p)} == postures


def test_a_body_without_length_is_in_none() -> None:
    body = replace(body_of(STANDING), points=[(100.0, 100.0)] * 33)
    assert not any(in_posture(body, posture) for posture in Posture)
