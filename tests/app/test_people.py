"""One person across days: when they are asked what, what is kept, what is done."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson, person_at
from formcheck.app.person.profiles import judged_as
from formcheck.core.programme.my_plan import PLAN_ID, MyPlan
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.stages import Task
from formcheck.core.records.person import Person
from formcheck.core.records.progress import Digest
from formcheck.core.records.session import Pain, SessionAbout, Stop
from formcheck.core.records.trends import Row
from formcheck.core.safety.conditions import gate_of
from formcheck.core.safety.due import NO_BETTER, past_of
from formcheck.core.safety.questions import Outcome
from formcheck.core.stretch.own_range import ends_of
from formcheck.core.stretch.spec import Gate, Mode, Profile
from formcheck.edges.people import MemoryPeople, PeopleFiles
from formcheck.errors import PlanError, ProfileError, ProgrammeFileError
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import load_programme, programme_files
from tests.core.safety import CONDITIONS, of
from tests.core.test_safety_conditions import STRETCHES, programme
from tests.numbers import SHIPPED
from tests.results import result

FULL: dict[str, Any] = {
    "plain": "go_on",
    "signs": [],
    "history": [],
    "conditions": ["osteoporosis"],
    "eases": "neither",
    "floor": True,
    "today": [],
    "pain_before": 0,
}
SHORT: dict[str, Any] = {"signs": [], "today": [], "pain_before": 0}


def at(day: int, hour: int = 9, month: int = 11) -> str:
    return f"2026-{month:02}-{day:02}T{hour:02}:30:00+01:00"


def digest(stretch: str = "bridge", mode: str = "normal") -> Digest:
    spec = STRETCHES[stretch]
    return Digest(
        stretch=stretch,
        name=spec.name,
        kind=spec.kind.value,
        measure=spec.primary,
        measure_kind=spec.measures[spec.primary].kind,
        unit="deg",
        view="side",
        inwards=1,
        status="done",
        mode=mode,
        side=None,
        length_s=60.0,
        in_target_s=20.0,
        unseen_s=0.0,
        reps=5,
        smaller=0,
        holds=5,
        holds_complete=5,
        planned_reps=5,
        planned_hold_s=2.0,
        eased=0,
        form=0,
        peaks={},
    )


def row(number: int, when: str, **about: Any) -> Row:
    pain = about.pop("pain", Pain(before=2, after=2, next_morning=2))
    said = SessionAbout(
        uid=f"s{number}", started_at=when, judged_at=when, pain=pain, **about
    )
    return Row(number, said, "camera", "Camera 0", (digest(),))


class Days:
    """A person, their history and a clock that tests move."""

    def __init__(self, *rows: Row, plan: MyPlan | None = None) -> None:
        self.rows: list[Row] = list(rows)
        self.now = at(20)
        self.updated: dict[int, SessionAbout] = {}
        self.people = MemoryPeople()
        self.one = OnePerson(
            "",
            CONDITIONS,
            people=self.people,
            rows=lambda: tuple(self.rows),
            update=self.updated.__setitem__,
            plan=plan,
            now=lambda: self.now,
            judging=SHIPPED,
        )
        self.port = LivePort(
            list(STRETCHES.values()),
            [programme("curl_up", "bridge")],
            None,
            person=self.one,
        )

    def asked(self, answers: dict[str, Any]) -> list[str]:
        """Go through a screening; the questions that came."""
        given: dict[str, Any] = {}
        ids = []
        while (found := self.port.question(given)) is not None:
            ids.append(found[0].id)
            given[ids[-1]] = answers.get(ids[-1], False)
        self.outcome = self.port.outcome(given)
        self.port.screened(given)
        return ids

    def tasks(self, kind: str, name: str) -> list[Task]:
        stages = self.port.stages((kind, name), self.outcome)
        return [stage for stage in stages if isinstance(stage, Task)]


def test_everything_once_then_a_short_check_then_monthly_again() -> None:
    days = Days()
    assert days.asked(FULL)[:3] == ["plain", "signs", "history"]
    days.now = at(21)
    assert days.asked(SHORT) == ["signs", "today", "pain_before"]
    days.now = at(19, month=12)
    assert days.asked(SHORT) == ["signs", "today", "pain_before"]
    days.now = at(20, 10, month=12)
    again = days.asked(FULL | {"changed": False})
    assert again == ["signs", "changed", "today", "pain_before"]
    assert days.outcome.conditions == ("osteoporosis",)


@pytest.mark.parametrize(
    ("why", "full"), [("pain", True), ("not said", True), ("tired", False)]
)
def test_everything_again_after_a_stop_for_pain(why: str, full: bool) -> None:
    days = Days()
    days.asked(FULL)
    stop = Stop(time_s=30, stretch="bridge", why=why)
    days.rows = [row(1, at(20, 10), stops=(stop,))]
    days.now = at(21)
    assert ("changed" in days.asked({**FULL, "morning": 2})) is full
    days.now = at(22)
    assert "changed" not in days.asked({**SHORT, "morning": 2})


def test_the_morning_after_is_asked_once_and_written_to_that_session() -> None:
    days = Days(row(7, at(20, 10), pain=Pain(before=3, after=4)))
    days.asked(FULL)
    days.now = at(20, 20)
    assert "morning" not in days.asked(SHORT)  # it has not come yet
    days.now = at(21)
    assert days.asked({**SHORT, "morning": 5})[-1] == "morning"
    assert days.updated[7].pain == Pain(before=3, after=4, next_morning=5)
    days.rows = [row(7, at(20, 10), pain=days.updated[7].pain)]
    assert "morning" not in days.asked(SHORT)
    late = Days(row(8, at(1), pain=Pain(before=3)))
    late.asked(FULL)
    assert "morning" not in late.asked(SHORT)


def test_conditions_exchange_what_a_programme_does() -> None:
    days = Days()
    days.asked(FULL)
    done = [task.spec.id for task in days.tasks("programme", "tried")]
    assert done == ["bridge", "bird_dog"] or set(done) == {"bridge", "bird_dog"}
    notes = days.port.notes(("programme", "tried"), days.outcome)
    assert notes[0].startswith("Bird dog instead of Curl-up. Your bones")
    alone = days.tasks("stretch", "curl_up")
    assert [task.spec.id for task in alone] == ["bridge"]
    gates = {one["id"]: one["gate"] for one in days.port.catalogue()["stretches"]}
    assert gates["curl_up"] == "blocked"
    assert gates["cat_cow"] == "gentle"
    assert gates["bridge"] == "allowed"


def test_a_gentle_stretch_is_done_smaller_and_a_sore_day_shorter() -> None:
    days = Days()
    days.asked(FULL)
    (cat,) = days.tasks("stretch", "cat_cow")
    assert cat.mode is Mode.FLARE
    assert cat.reps == STRETCHES["cat_cow"].reps.count
    days.now = at(21)
    days.asked({**SHORT, "today": ["worse"], "pain_before": 3, "where": []})
    bridges = days.tasks("programme", "tried")
    assert {task.mode for task in bridges} == {Mode.FLARE}
    assert "cobra" not in [t.spec.id for t in days.tasks("stretch", "cobra")]
    notes = days.port.notes(("stretch", "cobra"), days.outcome)
    assert "Not on a sore day." in notes[0]


def test_who_does_not_get_down_stays_off_the_floor() -> None:
    plan = MyPlan.model_validate(
        {
            "schema": 1,
            "stretches": [{"stretch": name} for name in ("childs_pose", "curl_up")],
        }
    )
    days = Days(plan=plan)
    floor = programme("childs_pose", "standing_side_bend")
    days.port.programmes["tried"] = floor
    days.asked(FULL | {"floor": False, "conditions": []})
    chair = {"seated_forward_fold", "standing_side_bend"}
    assert {t.spec.id for t in days.tasks("programme", "tried")} == chair
    assert "seated_forward_fold" in {
        t.spec.id for t in days.tasks("programme", PLAN_ID)
    }
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert all("You stay off the floor." in note for note in notes)
    for name in ("cobra", "bridge", "childs_pose"):
        for task in days.tasks("stretch", name):
            assert task.spec.posture.value in ("seated", "standing")


def test_three_sessions_that_went_well_are_one_more() -> None:
    days = Days(*(row(n, at(n)) for n in (10, 12, 14)))
    days.asked(FULL | {"conditions": []})
    planned = STRETCHES["bridge"].reps.count
    (bridge,) = days.tasks("stretch", "bridge")
    assert bridge.reps == planned + 1
    (note,) = days.port.notes(("stretch", "bridge"), days.outcome)
    assert note == "It went well: a little more of Bridge."
    days.rows.insert(0, row(16, at(16), pain=Pain(before=2)))
    days.now = at(20, 12)
    days.asked(SHORT)
    (bridge,) = days.tasks("stretch", "bridge")
    assert bridge.reps == planned + 1
    assert days.port.notes(("stretch", "bridge"), days.outcome) == ()  # said once


def test_after_a_stop_for_pain_it_is_a_little_less() -> None:
    stop = Stop(time_s=9, stretch="bridge", why="pain")
    days = Days(row(1, at(17), stops=(stop,)))
    days.asked(FULL | {"conditions": []})
    (bridge,) = days.tasks("stretch", "bridge")
    assert bridge.reps == STRETCHES["bridge"].reps.count - 1
    (note,) = days.port.notes(("stretch", "bridge"), days.outcome)
    assert note == "It hurt, or felt hard: a little less of Bridge."


def test_a_leg_that_hurt_leaves_the_stretch_alone() -> None:
    stop = Stop(time_s=9, stretch="bridge", why="leg")
    days = Days(row(1, at(19), stops=(stop,)))
    days.asked(FULL | {"conditions": []})
    assert "bridge" not in [t.spec.id for t in days.tasks("stretch", "bridge")]
    notes = days.port.notes(("stretch", "bridge"), days.outcome)
    assert "Last time it sent pain down a leg." in notes[0]


def test_no_better_after_weeks_is_said_once_a_month() -> None:
    sore = Pain(before=6, after=6, next_morning=6)
    early = [row(n, at(n, month=10), pain=sore) for n in (1, 3)]
    days = Days(*early, row(5, at(15), pain=sore), row(6, at(18), pain=sore))
    days.asked(FULL)
    assert NO_BETTER in days.outcome.lines
    assert "no_better" in days.outcome.rules
    days.now = at(21)
    days.asked(SHORT)
    assert NO_BETTER not in days.outcome.lines


def test_a_programme_for_good_days_is_not_done_on_a_sore_one() -> None:
    days = Days()
    good = programme("bridge").model_copy(update={"modes": [Mode.NORMAL]})
    days.port.programmes["tried"] = good
    days.asked(FULL)
    assert days.tasks("programme", "tried")
    days.now = at(21)
    days.asked({**SHORT, "today": ["worse"], "pain_before": 3, "where": []})
    assert days.tasks("programme", "tried") == []
    notes = days.port.notes(("programme", "tried"), days.outcome)
    assert notes[0] == "Tried is not for a sore day."


def test_what_was_done_earlier_that_day_counts() -> None:
    days = Days(row(1, at(20, 8)), row(2, at(18)))
    days.asked(FULL)
    assert days.outcome.done_s == 60.0


PLAN = MyPlan.model_validate(
    {
        "schema": 1,
        "name": "Mine",
        "days_a_week": 4,
        "avoid": ["cobra"],
        "stretches": [
            {"stretch": "bridge", "reps": 9, "ceiling": 175},
            {"stretch": "knee_to_chest_single", "side": "right", "hold_s": 25},
        ],
    }
)


def test_a_plan_is_a_programme_of_its_own() -> None:
    days = Days(*(row(n, at(n)) for n in (10, 12, 14)), plan=PLAN)
    days.asked(FULL | {"conditions": []})
    done = {task.spec.id: task for task in days.tasks("programme", PLAN_ID)}
    assert done["bridge"].reps == 9  # as it is written
    assert done["knee_to_chest_single"].hold_s == 25
    sides = [task.side.word for task in done.values() if task.side is not None]
    assert sides == ["right"]
    assert days.outcome.days_a_week == 4
    profile = days.port.profile(days.outcome)
    assert profile.stretches["bridge"].planned == {"both": 175}
    listed = {one["id"]: one for one in days.port.catalogue()["programmes"]}
    assert listed[PLAN_ID]["name"] == "Mine"
    assert "cobra" not in [t.spec.id for t in days.tasks("stretch", "cobra")]


def test_what_a_set_teaches_serves_this_person_alone(tmp_path: Path) -> None:
    taught = {"measure": "hip", "peaks": {"both": [165.0, 166.0, 164.0]}}
    for name in ("Ann", ""):
        one = person_at(tmp_path, name, poses_dir(), STRETCHES)
        port = LivePort(list(STRETCHES.values()), (), None, person=one)
        given: dict[str, Any] = {}
        while (found := port.question(given)) is not None:
            given[found[0].id] = FULL.get(found[0].id, 0)
        outcome = port.outcome(given)
        port.screened(given)
        assert port.profile(outcome).stretches == {}
        if name == "Ann":
            port.learned(STRETCHES["bridge"], result(learned=taught), hurt=False)
            known = port.profile(outcome).stretches["bridge"]
            assert (
                ends_of(
                    STRETCHES["bridge"], known, None, SHIPPED.stretch.own_range
                ).ceiling
                == 175
            )
    again = person_at(tmp_path, "Ann", poses_dir(), STRETCHES)
    kept = again.profile(again.outcome(SHORT), STRETCHES.values())
    assert kept.person == "Ann"
    own = kept.stretches["bridge"]
    assert (
        ends_of(STRETCHES["bridge"], own, None, SHIPPED.stretch.own_range).ceiling
        == 175
    )


def test_a_damaged_file_or_plan_is_told_before_the_session(tmp_path: Path) -> None:
    people = PeopleFiles(tmp_path)
    people.write(Person(person="Ann"))
    people.plan("Ann").write_text("schema = 1\n")
    with pytest.raises(PlanError, match="stretches"):
        person_at(tmp_path, "Ann", poses_dir(), STRETCHES)
    (people.folder("Ann") / "person.json").write_text("{")
    with pytest.raises(ProfileError, match="damaged"):
        person_at(tmp_path, "Ann", poses_dir(), STRETCHES)


def test_past_sessions_come_the_earliest_first() -> None:
    rows: Sequence[Row] = [row(2, at(18)), row(1, at(10))]
    past = past_of(rows, at(20))
    assert [round(session.days_ago) for session in past] == [10, 2]
    assert past[0].stretches == {"bridge"}


@pytest.mark.parametrize(
    ("stretch", "condition", "mode", "said"),
    [
        ("bridge", "wrists", Mode.NORMAL, ()),
        ("cat_cow", "disc", Mode.FLARE, ("judged in a smaller range",)),
        ("cobra", "wrists", Mode.NORMAL, ("Cobra is better left out",)),
        ("seated_forward_fold", "pain_below_knee", Mode.NORMAL, ()),
    ],
)
def test_a_profile_s_conditions_in_a_recording(
    stretch: str, condition: str, mode: Mode, said: tuple[str, ...]
) -> None:
    profile = Profile(conditions=[condition])
    found = judged_as(profile, STRETCHES[stretch], Mode.NORMAL, CONDITIONS)
    assert found.mode is mode
    assert len(found.notes) == len(said)
    assert all(n.startswith(s) for n, s in zip(found.notes, said, strict=True))
    ceilings = {name: known.ceiling for name, known in found.profile.stretches.items()}
    capped = stretch == "seated_forward_fold"
    assert ceilings == ({stretch: 45} if capped else {})


def test_every_shipped_programme_under_every_condition() -> None:
    """Laid out without what is ruled out, for who gets down and who does not."""
    days = Days()
    days.port.programmes = {}
    for path in programme_files(poses_dir()):
        with suppress(ProgrammeFileError):  # a broken file has a test of its own
            days.port.programmes[path.stem] = load_programme(path, STRETCHES)
    days.asked(FULL)
    for name, programme_ in days.port.programmes.items():
        for condition in CONDITIONS:
            for mode in programme_.modes:
                for floor in (True, False):
                    outcome = Outcome(mode=mode, conditions=(condition,), floor=floor)
                    days.outcome = outcome
                    for task in days.tasks("programme", name):
                        has = days.one.has(outcome)
                        gate = gate_of(task.spec, mode, has)
                        assert gate is not Gate.BLOCKED, (name, condition)
                        where = place_of(task.spec)
                        assert floor or where is not Place.FLOOR, (name, condition)


@of("my_plan", "step_back")
def test_a_plan_is_never_cut_without_a_word() -> None:
    stop = Stop(time_s=9, stretch="bridge", why="pain")
    days = Days(row(1, at(17), stops=(stop,)), plan=PLAN)
    days.asked(FULL | {"conditions": []})
    done = {task.spec.id: task.reps for task in days.tasks("programme", PLAN_ID)}
    assert done["bridge"] == 8
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert "Less of Bridge than your plan says, since it hurt." in notes
