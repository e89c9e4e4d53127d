"""A plan with both sides and two ceilings, done live and on a recording."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.journey import Day, Journey, answers_for, shelf
from benchmarks.truth import trace_path
from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.app.person.planned import KeptPlan
from formcheck.app.recordings.judging import judge_by_side, judge_trace
from formcheck.app.report.plan import plan_rows
from formcheck.core.body.landmarks import Side
from formcheck.core.judge.result import SetResult
from formcheck.core.programme.my_plan import PLAN_ID, MyPlan
from formcheck.core.records.session import Session
from formcheck.core.stretch.own_range import PAST_CEILING
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.people import MemoryPeople, PeopleFiles
from formcheck.stretches.my_plan import plan_text
from tests.conftest import Call
from tests.core.safety import CONDITIONS
from tests.core.test_safety_conditions import STRETCHES
from tests.numbers import SHIPPED
from tests.shelf import looks_of

KNEE = "knee_to_chest_single"


def plan(left_deg: float, right_deg: float, **right: Any) -> MyPlan:
    def entry(side: str, degrees: float, **more: Any) -> dict[str, Any]:
        ceiling = {"movement": "hip_flexion", "max_deg": degrees}
        own = {"stretch": KNEE, "side": side, "reps": 1, "hold_s": 4, "rest_s": 5}
        return own | {"ceiling": ceiling} | more

    return MyPlan.model_validate(
        {
            "schema": 2,
            "name": "Week 3",
            "prescriber": "Kim",
            "stretches": [
                entry("left", left_deg, sets=2),
                entry("right", right_deg, **right),
            ],
        }
    )


def flags(result: SetResult) -> set[str]:
    return {flag.id for flag in result.flags}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Done live. The played hip goes to 63 to 66 degrees: a flexion of 114 to 117."""
    stretches, programmes = shelf()
    one = OnePerson(
        "", CONDITIONS, people=MemoryPeople(), plan=plan(130, 105), judging=SHIPPED
    )
    port = LivePort(list(stretches.values()), programmes, person=one)
    choice, answers = ("programme", PLAN_ID), answers_for(Day(PLAN_ID))
    folder = tmp_path_factory.mktemp("live")
    journey = Journey(port, choice, answers, folder, hurried=True)
    result = journey.run()
    assert result.why == ""
    assert result.sets == 3
    assert journey.engine.session is not None
    return journey.engine.session


def test_live_each_side_is_judged_by_its_own_limit(session: Session) -> None:
    first, second, third = session.sets
    assert (first.plan.side, third.plan.side) == (Side.LEFT, Side.RIGHT)
    assert [record.plan.entry for record in session.sets] == [0, 0, 1]
    assert PAST_CEILING not in flags(first.result) | flags(second.result)
    assert PAST_CEILING in flags(third.result)
    assert first.profile.stretches[KNEE].planned == {"left": 50}
    assert third.profile.stretches[KNEE].planned == {"right": 75}


def test_the_report_has_its_name_limits_and_what_was_done_of_each(
    session: Session,
) -> None:
    assert session.about.plan == "Week 3"
    left, right = plan_rows(session)
    assert left["name"] == "Single knee to chest, left"
    assert left["planned"] == "2 x 1 x 4 s; up to 130° of hip flexion; Kim"
    assert left["done"].startswith("2 sets: 2 of 2 planned")
    assert right["planned"] == "1 x 1 x 4 s; up to 105° of hip flexion; Kim"
    assert "; past the limit " in right["done"]
    assert "past the limit" not in left["done"]
    only = Session(session.about, session.summary, session.sets[:2])
    assert plan_rows(only)[1]["done"] == "not done"


def recorded(clip: str, kept: MyPlan, asked: Plan | None = None) -> tuple[Plan, Any]:
    """What a clip comes to by a plan, as `analyse` judges it."""
    by_plan = KeptPlan(kept, STRETCHES, date(2026, 11, 20))
    # Every look: at half of them one leg of a knee hug is taken for the other.
    spec, looks = STRETCHES[KNEE], looks_of(clip, 1)
    profile = by_plan.profile(Profile(), SHIPPED.stretch.own_range)
    first, planned = by_plan.planned(spec, asked or Plan())
    result, _ = judge_trace(looks, spec, profile, first, SHIPPED)
    own, again = judge_by_side(
        looks, result, spec, profile, first, planned.sides, SHIPPED
    )
    return own, result if again is None else again[1]


LEFT_CLIP, RIGHT_CLIP = "knee_to_chest_single_good", "knee_to_chest_single_faults"


def test_on_a_recording_the_side_that_is_judged_chooses_the_entry() -> None:
    kept = plan(130, 80, reps=6, hold_s=9)
    left, result = recorded(LEFT_CLIP, kept)
    assert (left.entry, left.reps, left.hold_s) == (0, 1, 4)
    assert result.side == "left" and PAST_CEILING not in flags(result)
    right, result = recorded(RIGHT_CLIP, kept)
    assert (right.entry, right.reps, right.hold_s) == (1, 6, 9)
    assert result.side == "right" and PAST_CEILING in flags(result)
    assert (result.planned.reps, result.planned.hold_s) == (6, 9)
    assert PAST_CEILING in flags(recorded(LEFT_CLIP, plan(80, 130))[1])


def test_what_is_said_of_the_recording_itself_counts_first() -> None:
    kept, spec = plan(130, 105, reps=6), STRETCHES[KNEE]
    by_plan = KeptPlan(kept, STRETCHES, date(2026, 11, 20))
    asked = Plan(side=Side.RIGHT, hold_s=2.0, reps=None)
    found, planned = by_plan.planned(spec, asked)
    assert (found.side, found.hold_s, found.reps) == (Side.RIGHT, 2.0, 6)
    assert (found.entry, planned.sides, list(planned.sets)) == (1, {}, [1])
    unsure, planned = by_plan.planned(spec, Plan(reps=9))
    assert (unsure.entry, unsure.reps) == (None, 9)
    assert {plan.entry for plan in planned.sides.values()} == {0, 1}
    assert by_plan.planned(STRETCHES["bridge"], asked)[0] == asked


def test_an_entry_that_has_ended_is_not_asked_of_a_recording() -> None:
    ended = plan(130, 105, to="2026-11-19")
    by_plan = KeptPlan(ended, STRETCHES, date(2026, 11, 20))
    _, planned = by_plan.planned(STRETCHES[KNEE], Plan())
    assert list(planned.sets) == [0]
    profile = by_plan.profile(Profile(), SHIPPED.stretch.own_range)
    assert profile.stretches[KNEE].planned == {"left": 50}


@pytest.mark.model
def test_a_recording_of_the_person_is_judged_and_kept_by_their_plan(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    path = PeopleFiles(tmp_path / "data").plan("MB")
    path.parent.mkdir(parents=True)
    path.write_text(plan_text(plan(80, 130)), encoding="utf-8")
    clip = trace_path(LEFT_CLIP).with_name(f"{LEFT_CLIP}.mp4")
    code, out, err = call(
        "analyse", clip, "--stretch", KNEE, "--person", "MB",
        *("--from", "26", "--to", "38", "--out", tmp_path / "out"),
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "your plan says up to 80° of hip flexion, left side" in out
    page = (tmp_path / "out" / LEFT_CLIP / "report.html").read_text(encoding="utf-8")
    assert "Your plan: Week 3" in page
    assert "past the limit 1 time" in page
