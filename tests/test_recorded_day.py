"""A recording goes by the plan of the day on which it was made, not of the day on which
it is analysed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.history.store import recorded_on
from formcheck.app.person.planned import KeptPlan
from formcheck.app.recordings.jobs import Job
from formcheck.core.body.landmarks import Side
from formcheck.core.programme.my_plan import MyPlan, counting
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.people import PeopleFiles
from formcheck.stretches.my_plan import plan_text
from tests.conftest import Call
from tests.core.safety import CONDITIONS
from tests.core.test_safety_conditions import STRETCHES
from tests.numbers import SHIPPED

KNEE = "knee_to_chest_single"
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29)


def entry(max_deg: float, **more: Any) -> dict[str, Any]:
    ceiling = {"movement": "hip_flexion", "max_deg": max_deg}
    return {"stretch": KNEE, "ceiling": ceiling, **more}


def plan_of(*entries: dict[str, Any]) -> MyPlan:
    return MyPlan.model_validate(
        {"schema": 2, "name": "Week 3", "stretches": list(entries)}
    )


def planned_on(day: date, plan: MyPlan) -> dict[str, float]:
    by_plan = KeptPlan(plan, STRETCHES, day)
    profile = by_plan.profile(Profile(), SHIPPED.stretch.own_range)
    return {str(side): end for side, end in profile.stretches[KNEE].planned.items()}


def test_what_is_due_on_the_weekday_counts_and_else_all_that_is_in_force() -> None:
    plan = plan_of(
        entry(100, days=["fri"], reps=2),
        entry(80, days=["sat"], reps=3),
        entry(70, to="2026-11-01", reps=9),
    )
    assert [*counting(plan, KNEE, FRIDAY)] == [0]
    assert [*counting(plan, KNEE, SATURDAY)] == [1]
    assert [*counting(plan, KNEE, SUNDAY)] == [0, 1]
    assert planned_on(FRIDAY, plan) == {"left": 80, "right": 80}
    assert planned_on(SATURDAY, plan) == {"left": 100, "right": 100}
    assert planned_on(SUNDAY, plan) == {"left": 100, "right": 100}  # the stricter
    found, sides = KeptPlan(plan, STRETCHES, SATURDAY).planned(
        STRETCHES[KNEE], Plan(side=Side.LEFT)
    )
    assert (found.entry, found.reps, [*sides.sets]) == (1, 3, [1])


def test_a_side_that_nothing_due_is_for_goes_by_what_is_in_force_for_it() -> None:
    plan = plan_of(
        entry(100, side="right", days=["mon"], reps=5),
        entry(90, side="left", days=["fri"], reps=4),
        entry(60, days=["tue"], reps=6),
    )
    assert [*counting(plan, KNEE, FRIDAY)] == [1, 0, 2]
    assert planned_on(FRIDAY, plan) == {"left": 90, "right": 120}
    by_plan = KeptPlan(plan, STRETCHES, FRIDAY)
    left, _ = by_plan.planned(STRETCHES[KNEE], Plan(side=Side.LEFT))
    right, _ = by_plan.planned(STRETCHES[KNEE], Plan(side=Side.RIGHT))
    assert (left.entry, right.entry) == (1, 0)


def test_what_is_agreed_is_agreed_on_other_weekdays_too() -> None:
    plan = plan_of(entry(100, days=["fri"], agreed_with="Kim, 2026-11-20"))
    has = Profile(conditions=["hip_replacement"])
    for day in (FRIDAY, SATURDAY):
        assert KeptPlan(plan, STRETCHES, day).agreed(STRETCHES[KNEE], has, CONDITIONS)
    before = KeptPlan(plan, STRETCHES, date(2026, 11, 19))
    assert not before.agreed(STRETCHES[KNEE], has, CONDITIONS)
    ended = plan_of(entry(100, to="2026-11-20", agreed_with="Kim, 2026-11-20"))
    by_plan = KeptPlan(ended, STRETCHES, FRIDAY)
    assert not by_plan.agreed(STRETCHES[KNEE], has, CONDITIONS)


@pytest.mark.model
@pytest.mark.parametrize("whole", [False, True])
def test_each_video_goes_by_the_plan_of_its_own_day(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    path = PeopleFiles(tmp_path / "data").plan("MB")
    path.parent.mkdir(parents=True)
    plan = plan_of(entry(100, to="2026-11-20"), entry(80, **{"from": "2026-11-21"}))
    path.write_text(plan_text(plan), encoding="utf-8")
    videos = []
    for day in (20, 21):
        video = tmp_path / "videos" / f"{KNEE}_{day}.mp4"
        video.parent.mkdir(exist_ok=True)
        video.write_bytes(b"-")
        noon = datetime(2026, 11, day, 12).timestamp()
        os.utime(video, (noon, noon))
        videos.append(video)
    seen: list[Job] = []

    def keep(jobs: Sequence[Job], *_: Any, **__: Any) -> bool:
        seen.extend(jobs)
        return True

    monkeypatch.setattr("formcheck.app.recordings.running.run_and_show", keep)
    monkeypatch.setattr("formcheck.app.recordings.running.run_folder", keep)
    what = [videos[0].parent] if whole else [*videos, "--stretch", KNEE]
    code, _, err = call("analyse", *what, "--person", "MB", "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    ends = [job.options.profile.stretches[KNEE].planned["left"] for job in seen]
    assert ends == [80, 100]
    assert [job.options.plan.entry for job in seen] == [0, 1]


def test_what_is_said_of_the_day_counts_before_the_file(tmp_path: Path) -> None:
    said = "2026-11-20T12:00:00+01:00"
    assert recorded_on(tmp_path / "nothing.mp4", said) == date(2026, 11, 20)
    assert recorded_on(tmp_path / "nothing.mp4") == date.today()
