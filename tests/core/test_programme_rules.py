"""Each rule of a programme file, on a small one that keeps them all."""

from __future__ import annotations

from typing import Any

import pytest

from formcheck.core.programme.routine import routine
from formcheck.core.programme.rules import problems_with
from tests.core.programmes import PROGRAMME, STEPS, STRETCHES, programme, step


def problems(*steps: dict[str, Any], **changes: Any) -> list[str]:
    """What is wrong, apart from sums that other steps make wrong of themselves."""
    found = problems_with(programme(*steps, **changes), STRETCHES)
    said = [f"{p.path}: {p.text}" for p in found]
    return [s for s in said if not s.startswith(("minutes", "turns"))]


def test_the_small_one_has_no_problem() -> None:
    assert list(problems_with(programme(), STRETCHES)) == []


@pytest.mark.parametrize(
    ("key", "wrong"),
    [("minutes", 9), ("turns", 3), ("camera_moves", 1), ("get_ups", 0)],
)
def test_what_it_says_of_itself_is_checked(key: str, wrong: int) -> None:
    (found,) = problems_with(programme(**{key: wrong}), STRETCHES)
    right = PROGRAMME[key]
    assert found == (key, f"{wrong} is said, {right} it is")


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ([step("hugg")], "setups[0].steps[0].stretch: 'hugg' is not a stretch here"),
        (
            [step("tilt", swap={"arching_eases": "sphynx"})],
            "setups[0].steps[0].swap.arching_eases: 'sphynx' is not a stretch here",
        ),
        (
            [step("tilt", instead="x")],
            "setups[0].steps[0].instead: 'x' is not a stretch here",
        ),
        (
            [step("tilt", "front")],
            "setups[0].steps[0].facing: tilt is seen from the side",
        ),
        (
            [step("turn", "left")],
            "setups[0].steps[0].facing: turn is seen from the front",
        ),
        (
            [step("dog")],
            "setups[0].steps[0].instead: dog has no alternative off the floor",
        ),
        ([step("hug")], "setups: hug is not the same on both sides"),
        (
            [step("hug", reps=2), step("hug", "right", reps=3)],
            "setups: hug is not the same on both sides",
        ),
        (
            [step("tilt"), step("cat"), step("tilt")],
            "setups: floor supine is taken up 2 times",
        ),
        (
            [step("tilt"), step("tilt", "right"), step("tilt")],
            "setups: supine: one has to turn round 2 times",
        ),
    ],
)
def test_one_mistake_is_one_problem(steps: list[dict[str, Any]], problem: str) -> None:
    said = problems(*steps, get_ups=_rises(steps))
    assert problem in said
    assert len(said) == 1


def _rises(steps: list[dict[str, Any]]) -> int:
    known = all(s["stretch"] in STRETCHES for s in steps)
    return routine(programme(*steps), STRETCHES).get_ups if known else 0


def test_getting_up_twice_is_too_often() -> None:
    steps = [step("tilt"), step("turn", "front"), step("cat")]
    assert problems(*steps, get_ups=2) == ["get_ups: more than 1"]


def test_moving_the_camera_twice_is_too_often() -> None:
    setup = PROGRAMME["setups"][0]
    places = [setup | {"steps": [one]} for one in (STEPS[0], STEPS[3], STEPS[4])]
    said = problems(setups=places, camera_moves=2)
    assert said == ["camera_moves: more than 1"]


def test_what_it_avoids_is_in_none_of_its_stretches() -> None:
    (said,) = problems(step("bend"), avoids=["spine_flexion"], get_ups=0)
    assert said == "setups[0].steps[0].stretch: bend involves spine_flexion"


def test_a_sore_day_takes_no_stretch_that_it_blocks() -> None:
    said = problems(step("bend"), modes=["normal", "flare"], get_ups=0)
    assert said == ["setups[0].steps[0].stretch: bend is blocked on flare days"]
    said = problems(step("tilt", instead="bend"), modes=["flare"])
    assert said == []  # another alternative is left


def test_nothing_is_stretched_on_acute_days() -> None:
    assert "modes: nothing is stretched on acute days" in problems(modes=["acute"])


def test_arms_overhead_do_not_fit_a_camera_set_up_for_the_floor() -> None:
    (said,) = problems(step("reach", "front"), get_ups=0)
    assert "reach does not fit the picture: 2.3 m of height" in said


def test_the_camera_stands_where_the_stretch_asks() -> None:
    setup = PROGRAMME["setups"][0] | {"camera_height_m": 0.3}
    said = problems(setups=[setup])
    assert said
    assert all("asks for 0.4 to 1.2, not 0.3" in one for one in said)
