"""What past sessions say of the next one, and my plan."""

from __future__ import annotations

from math import nan
from typing import Any

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.result import SetResult
from formcheck.core.programme.ceilings import with_ceilings
from formcheck.core.programme.my_plan import MyPlan, avoided, plan_of
from formcheck.core.programme.plan_rules import problems_in
from formcheck.core.programme.prescribed import programme_of
from formcheck.core.programme.routine import routine
from formcheck.core.programme.spec import Facing
from formcheck.core.programme.stages import Task
from formcheck.core.records.person import Person
from formcheck.core.safety.due import Past, dosed, levels, no_better, spared
from formcheck.core.safety.person import learn, profile_of
from formcheck.core.stretch.own_range import ends_of
from formcheck.core.stretch.spec import (
    Mode,
    OwnRange,
    Profile,
    StretchProfile,
    StretchSpec,
)
from formcheck.core.words.reasons import StopReason
from tests.core.safety import by_id, hold, of, reps, went_well
from tests.core.test_safety_conditions import STRETCHES, programme
from tests.numbers import SHIPPED
from tests.results import result

DRAW = hold("draw_in")
LIFT = reps("lift_up")


def after(*sessions: Past) -> int:
    return levels(sessions).get("draw_in", 0)


@of("one_more")
@pytest.mark.parametrize(
    ("last", "level"),
    [
        ({}, 1),
        ({"after": 4}, 1),  # two above the usual two
        ({"after": 5}, -1),
        ({"next_morning": 3}, 0),  # neither settled nor much worse
        ({"next_morning": 5}, -1),
        ({"after": None}, 0),
        ({"next_morning": None}, 0),
        ({"gentle": True}, 0),
        ({"early": frozenset({"draw_in"})}, 0),
        ({"stretches": frozenset({"another"})}, 0),
    ],
)
def test_three_that_went_well_are_one_more(last: dict[str, Any], level: int) -> None:
    past = [went_well(9), went_well(7), went_well(5, **last)]
    assert after(*past) == level
    assert after(*past[:2]) == 0


@of("one_more")
def test_one_more_comes_after_every_three_and_no_streak_is_asked_for() -> None:
    assert after(*[went_well(n) for n in (20, 19, 18, 17, 16)]) == 1
    assert after(*[went_well(n) for n in (20, 19, 18, 17, 16, 15)]) == 2
    # Weeks between sessions change nothing.
    assert after(went_well(300), went_well(100), went_well(1)) == 1


@of("step_back", "stop_any_time")
@pytest.mark.parametrize(
    ("stops", "level"),
    [
        ((("draw_in", StopReason.PAIN),), -1),
        ((("draw_in", StopReason.LEG),), -1),
        ((("draw_in", StopReason.NOT_SAID),), -1),
        ((("draw_in", StopReason.TIRED),), 1),
        ((("draw_in", StopReason.PAGE_CLOSED),), 1),
        ((("another", StopReason.PAIN),), 1),
        (((None, StopReason.PAIN),), -1),
    ],
)
def test_a_stop_for_pain_is_a_step_back(stops: Any, level: int) -> None:
    past = [went_well(9), went_well(7), went_well(5, stops=stops)]
    assert after(*past) == level


@of("step_back")
def test_it_does_not_go_back_for_ever() -> None:
    stop = {"stops": (("draw_in", StopReason.PAIN),)}
    past = [went_well(30 - n, **stop) for n in range(12)]
    assert after(*past) == -3
    task = Task(DRAW, None, 3, 20.0)
    assert dosed(task, -3).reps == 1


@of("felt_counts")
@pytest.mark.parametrize(
    ("felt", "level", "planned"),
    [
        (["easier", "same"], 1, 0),
        (["easier", "easier"], 1, 0),
        (["same", "easier", None], 1, 1),
        (["same", "same", "harder"], 0, 1),
        (["harder", "same", "same"], 0, 1),
        (["same", "harder", "harder"], -1, 1),
        (["harder", "same", "harder"], 0, 1),
        (["harder", "harder", "harder", "harder"], -2, 1),
    ],
)
def test_how_it_felt_counts_but_not_for_a_plan(
    felt: list[str | None], level: int, planned: int
) -> None:
    past = [went_well(20 - n, felt=one) for n, one in enumerate(felt)]
    assert after(*past) == level
    assert levels(past, felt=False).get("draw_in", 0) == planned


@of("felt_counts")
def test_easier_counts_for_nothing_where_it_has_not_settled() -> None:
    sore = {"felt": "easier", "next_morning": 4, "after": 4}
    assert after(went_well(9, **sore), went_well(8, **sore)) == 0


@of("flags_are_lessons")
def test_a_flag_takes_nothing_back() -> None:
    """Flags are no part of what progression is told at all."""
    assert "flags" not in Past.__dataclass_fields__
    assert "eased" not in Past.__dataclass_fields__


def task(spec: StretchSpec, count: int, hold_s: float = 20.0) -> Task:
    return Task(spec, None, count, hold_s)


@of("one_more", "older_longer")
@pytest.mark.parametrize(
    ("spec", "count", "hold_s", "level", "longest_s", "expected"),
    [
        (DRAW, 2, 20, 0, 30, (2, 20)),
        (DRAW, 2, 20, 1, 30, (3, 20)),
        (DRAW, 2, 20, 2, 30, (4, 20)),
        (DRAW, 2, 20, 3, 30, (4, 25)),  # enough of them: longer
        (DRAW, 2, 20, 9, 30, (4, 30)),
        (DRAW, 2, 20, 9, 60, (4, 55)),  # from 65 years on
        (DRAW, 2, 20, 20, 60, (4, 60)),
        (DRAW, 2, 45, 9, 30, (4, 45)),  # never shorter by it
        (LIFT, 5, 2, 3, 30, (8, 2)),
        (LIFT, 29, 2, 9, 30, (30, 2)),
        (LIFT, 5, 2, -2, 30, (3, 2)),
    ],
)
def test_how_many_and_how_long(
    spec: StretchSpec,
    count: int,
    hold_s: float,
    level: int,
    longest_s: float,
    expected: tuple[int, float],
) -> None:
    found = dosed(task(spec, count, hold_s), level, longest_s=longest_s)
    assert (found.reps, found.hold_s) == expected


@of("flare_is_gentle")
def test_a_gentle_day_is_smaller_shorter_and_fewer() -> None:
    found = dosed(task(DRAW, 4, 30.0), 5, mode=Mode.FLARE)
    assert (found.reps, found.hold_s) == (2, 15.0)
    lifted = dosed(task(LIFT, 12, 2.0), 5, mode=Mode.FLARE)
    assert (lifted.reps, lifted.hold_s) == (5, 2.0)
    turns = reps("turns", sides="alternate", reps=LIFT_REPS)
    both = dosed(task(turns, 20, 2.0), mode=Mode.FLARE)
    assert both.reps == 10  # five a side


LIFT_REPS = LIFT.reps.model_dump() | {"per_side": True}


@of("one_more")
def test_sides_that_alternate_gain_one_each() -> None:
    turns = reps("turns", sides="alternate", reps=LIFT_REPS)
    assert dosed(task(turns, 10, 2.0), 1).reps == 12
    assert dosed(task(turns, 10, 2.0), -1).reps == 8


@of("pain_down_the_leg")
def test_what_sent_pain_down_a_leg_is_left_alone_for_a_while() -> None:
    hurt = went_well(
        9, stops=(("draw_in", StopReason.LEG), ("lift_up", StopReason.PAIN))
    )
    assert set(spared([hurt])) == {"draw_in"}
    assert set(spared([hurt, went_well(7), went_well(5)])) == {"draw_in"}
    assert spared([hurt, went_well(7), went_well(5), went_well(3)]) == {}


@of("no_better")
@pytest.mark.parametrize(
    ("old", "recent", "told"),
    [
        ((5, 5), (5, 6), True),
        ((5, 5), (4, 4), False),
        ((2, 2), (2, 2), False),  # little pain is no matter for a doctor by itself
        ((5,), (6, 6), False),
        ((5, 5), (6,), False),
    ],
)
def test_no_better_after_four_weeks_is_said(
    old: tuple[int, ...], recent: tuple[int, ...], told: bool
) -> None:
    past = [went_well(40 - n, before=pain) for n, pain in enumerate(old)]
    past += [went_well(20, before=0)]  # between the two, and not looked at
    past += [went_well(9 - n, before=pain) for n, pain in enumerate(recent)]
    assert no_better(past) is told


def entry(*peaks: float, mode: str = "normal") -> SetResult:
    return result(mode=mode, learned={"measure": "hip", "peaks": {"both": list(peaks)}})


def ends(person: Person) -> tuple[float, float]:
    found = ends_of(
        DRAW,
        profile_of(person).stretches.get("draw_in"),
        None,
        SHIPPED.stretch.own_range,
    )
    return found.near, found.ceiling


@of("own_ceiling")
def test_a_range_grows_with_what_was_done_at_ease_and_pain_takes_it_back() -> None:
    # Further is a smaller angle here, and the file's target begins at 70.
    two = learn(Person(person="ann"), DRAW, entry(50, 52), SHIPPED.stretch.own_range)
    assert ends(two) == (pytest.approx(nan, nan_ok=True),) * 2  # two say nothing yet
    ann = learn(two, DRAW, entry(48), SHIPPED.stretch.own_range)  # over sessions
    assert ends(ann) == (60, 40)
    # Past the end of the range it grows slowly, whatever was done.
    further = learn(ann, DRAW, entry(20, 20), SHIPPED.stretch.own_range)
    assert ends(further)[1] == 38
    # Never nearer than a good repetition of the file's needs, unless it was said.
    assert (
        ends(learn(Person(), DRAW, entry(95, 93, 94), SHIPPED.stretch.own_range))[1]
        == 60
    )
    hurt = learn(ann, DRAW, entry(90, 80, 70), SHIPPED.stretch.own_range, hurt=True)
    assert ends(hurt)[1] == 80
    assert (
        ends(learn(ann, DRAW, entry(30), SHIPPED.stretch.own_range, hurt=True))[1] == 40
    )
    # What was done at ease afterwards gives it back, a margin at a time.
    assert (
        ends(learn(hurt, DRAW, entry(50, 50, 50), SHIPPED.stretch.own_range))[1] == 70
    )
    assert learn(ann, DRAW, entry(110, mode="flare"), SHIPPED.stretch.own_range) == ann
    assert learn(ann, DRAW, result(), SHIPPED.stretch.own_range) == ann
    assert profile_of(Person(person="bob")).stretches == {}


OWN_RANGE = SHIPPED.stretch.own_range
PLAN = {
    "schema": 1,
    "name": "After the course",
    "days_a_week": 5,
    "avoid": ["twist"],
    "stretches": [
        {"stretch": "knee_to_chest_single", "reps": 3, "hold_s": 25, "side": "left"},
        {"stretch": "bridge", "reps": 12, "ceiling": 180},
        {"stretch": "standing_side_bend"},
    ],
}


def plan(**changes: Any) -> MyPlan:
    return MyPlan.model_validate(PLAN | changes)


@of("my_plan")
def test_a_plan_is_done_as_it_is_written() -> None:
    written = plan()
    assert list(problems_in(written, STRETCHES)) == []
    tried = programme_of(written, STRETCHES)
    assert tried is not None
    laid_out = routine(tried, STRETCHES, when=(), exchange=lambda spec: spec)
    done = {step.spec.id: step for step in laid_out.steps}
    knee = done["knee_to_chest_single"]
    assert (knee.side, knee.reps, knee.hold_s) == (Side.LEFT, 3, 25)
    assert knee.facing is Facing.LEFT
    assert done["bridge"].reps == 12
    seen = StretchProfile(ranges={"both": OwnRange(peaks=(168.0, 169.0, 170.0))})
    profile = with_ceilings(
        Profile(stretches={"bridge": seen}), written, STRETCHES, OWN_RANGE
    )
    assert profile.stretches["bridge"].planned == {"both": 180}
    assert dosed(done["bridge"], 9, fixed=True).reps == 12
    assert dosed(done["bridge"], -1, fixed=True).reps == 11


@of("my_plan")
def test_what_a_plan_avoids_by_name_or_by_what_it_involves() -> None:
    found = avoided(plan(avoid=["twist", "cobra"]), STRETCHES)
    assert {"cobra", "seated_twist_floor", "thread_the_needle"} <= set(found)
    assert "bridge" not in found


@pytest.mark.parametrize(
    ("changes", "where", "text"),
    [
        ({"avoid": ["twists"]}, "avoid[0]", "'twists' is not a stretch"),
        ({"avoid": ["bridge"]}, "stretches[1].stretch", "`avoid` rules it out"),
        ({"stretches": [{"stretch": "brige"}]}, "stretches[0].stretch", "'brige'"),
        (
            {"stretches": [{"stretch": "bridge", "side": "left"}]},
            "stretches[0].side",
            "not done one side at a time",
        ),
        (
            {"stretches": [{"stretch": "bridge", "ceiling": 230}]},
            "stretches[0].ceiling",
            "230 is not between",
        ),
        (
            {"stretches": [{"stretch": "bridge", "ceiling": 90}]},
            "stretches[0].ceiling",
            "90 is not between",
        ),
        (
            {"stretches": [{"stretch": "cat_cow", "ceiling": 1}]},
            "stretches[0].ceiling",
            "no range to end",
        ),
    ],
)
def test_what_is_wrong_with_a_plan(
    changes: dict[str, Any], where: str, text: str
) -> None:
    found = [problem for problem, _ in problems_in(plan(**changes), STRETCHES)]
    assert any(p.path == where and text in p.text for p in found), found


def test_a_plan_begins_from_a_programme() -> None:
    tried = programme("bridge", "cat_cow", "bridge")
    begun = plan_of(tried)
    assert [one.stretch for one in begun.stretches] == ["bridge", "cat_cow"]
    assert begun.stretches[0].reps == 3
    assert list(problems_in(begun, by_id(*STRETCHES.values()))) == []
