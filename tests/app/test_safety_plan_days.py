"""A plan on its days: both sides with their own limits, clashes, sore days, no day."""

from __future__ import annotations

from typing import Any

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.ceilings import ceiling_kind_words
from formcheck.core.programme.my_plan import PLAN_ID, MyPlan, plan_of
from formcheck.core.programme.plan_rules import problems_in
from formcheck.core.programme.stages import Rest, Show
from formcheck.core.records.session import Stop
from formcheck.core.safety.plan_clashes import clashes
from formcheck.core.stretch.own_range import ends_of
from formcheck.core.stretch.spec import (
    Kind,
    Mode,
    OwnRange,
    StretchProfile,
    StretchSpec,
)
from formcheck.core.words.reasons import StopReason
from formcheck.resources import poses_dir
from formcheck.stretches.my_plan import check_plan, load_plan, plan_text
from formcheck.stretches.programmes import load_programme
from tests.app.test_people import FULL, SHORT, Days, at, row
from tests.core.safety import CONDITIONS, of
from tests.core.test_safety_conditions import STRETCHES
from tests.numbers import SHIPPED

OWN_RANGE = SHIPPED.stretch.own_range
KNEE = "knee_to_chest_single"


def plan(*entries: dict[str, Any], **more: Any) -> MyPlan:
    return MyPlan.model_validate(
        {"schema": 2, "name": "Week 3", "prescriber": "Kim", **more}
        | {"stretches": list(entries)}
    )


def flexion(degrees: float) -> dict[str, Any]:
    return {"movement": "hip_flexion", "max_deg": degrees}


LEFT = {
    "stretch": KNEE, "side": "left", "sets": 2, "reps": 3, "hold_s": 20, "rest_s": 45,
    "ceiling": flexion(100),
}  # fmt: skip
RIGHT = {
    "stretch": KNEE, "side": "right", "reps": 2, "hold_s": 15, "ceiling": flexion(120),
}  # fmt: skip
BOTH = plan(LEFT, RIGHT)


@of("my_plan")
def test_one_stretch_twice_with_other_sides_and_limits_is_done_twice() -> None:
    days = Days(plan=BOTH)
    days.asked(FULL | {"conditions": []})
    tasks = days.tasks("programme", PLAN_ID)
    assert [(t.side, t.reps, t.hold_s) for t in tasks] == [
        (Side.LEFT, 3, 20),
        (Side.LEFT, 3, 20),
        (Side.RIGHT, 2, 15),
    ]
    ends = []
    for task in tasks:
        profile = days.port.profile(days.outcome, task)
        known = profile.stretches[KNEE]
        ends.append(ends_of(task.spec, known, task.side, OWN_RANGE).ceiling)
        assert f"Up to {[100, 120][task.side is Side.RIGHT]}° of hip flexion." in (
            task.told
        )
    assert ends == [80, 80, 60]  # included angles
    stages = days.port.stages(("programme", PLAN_ID), days.outcome)
    assert [s.seconds for s in stages if isinstance(s, Rest)] == [45, 5]
    assert [s.again for s in stages if isinstance(s, Show)] == [False, True, True]
    # The stretch alone, outside the plan: each side still ends where the plan says.
    alone = days.port.profile(days.outcome).stretches[KNEE]
    spec = STRETCHES[KNEE]
    assert ends_of(spec, alone, Side.LEFT, OWN_RANGE).ceiling == 80
    assert ends_of(spec, alone, Side.RIGHT, OWN_RANGE).ceiling == 60
    assert ends_of(spec, alone, None, OWN_RANGE).ceiling == 80  # unsure: the stricter


@of("my_plan")
def test_a_side_that_stands_twice_has_the_limit_of_each_set() -> None:
    twice = plan(LEFT | {"sets": 1}, LEFT | {"sets": 1, "ceiling": flexion(110)})
    days = Days(plan=twice)
    days.asked(FULL | {"conditions": []})
    tasks = days.tasks("programme", PLAN_ID)
    known = [days.port.profile(days.outcome, t).stretches[KNEE] for t in tasks]
    assert [one.planned["left"] for one in known] == [80, 70]
    assert days.port.profile(days.outcome).stretches[KNEE].planned["left"] == 80


def test_a_share_of_the_own_range_follows_what_is_known_of_a_side() -> None:
    bend = "standing_forward_bend"
    days = Days(plan=plan({"stretch": bend, "ceiling": {"own_range": 0.5}}))
    days.asked(FULL | {"conditions": []})
    spec = STRETCHES[bend]
    known = days.port.profile(days.outcome).stretches[bend]
    edge = spec.direction.near_edge(spec.target.clauses[0].enter)  # type: ignore[union-attr]
    halfway = spec.starts_at + 0.5 * (edge - spec.starts_at)
    assert known.planned == {"both": pytest.approx(halfway)}
    person = days.people.read("")
    seen = StretchProfile(ranges={"both": OwnRange(peaks=(90.0, 91.0, 93.0))})
    days.people.write(person.model_copy(update={"stretches": {bend: seen}}))
    known = days.port.profile(days.outcome).stretches[bend]
    halfway = spec.starts_at + 0.5 * (91 - spec.starts_at)
    assert known.planned == {"both": pytest.approx(halfway)}


@of("plan_clash")
def test_a_clash_is_told_with_both_reasons_and_exchanged_until_agreed() -> None:
    entry = LEFT | {"sets": 1, "note": "For the left hip."}
    days = Days(plan=plan(entry))
    days.asked(FULL | {"conditions": ["hip_replacement"]})
    tasks = days.tasks("programme", PLAN_ID)
    assert KNEE not in {task.spec.id for task in tasks}
    notes = " ".join(days.port.notes(("programme", PLAN_ID), days.outcome))
    says = CONDITIONS["hip_replacement"].says
    assert says in notes and "(Kim; For the left hip.)" in notes
    assert "until the plan says who agreed" in notes
    agreed = Days(plan=plan(entry | {"agreed_with": "Dr. Roe, 2026-11-12"}))
    agreed.asked(FULL | {"conditions": ["hip_replacement"]})
    (task,) = agreed.tasks("programme", PLAN_ID)
    assert (task.spec.id, task.mode, task.reps) == (KNEE, Mode.NORMAL, 3)
    told = agreed.port.notes(("programme", PLAN_ID), agreed.outcome)
    assert any("agreed with Dr. Roe, 2026-11-12" in line for line in told)
    # Elsewhere nothing was agreed to.
    assert KNEE not in {t.spec.id for t in agreed.tasks("stretch", KNEE)}


@of("plan_clash")
def test_of_two_conditions_that_clash_both_are_told() -> None:
    ids = ["hip_replacement", "osteoporosis"]
    for agreed in ("", "Dr. Roe, 2026-11-12"):
        days = Days(plan=plan(LEFT | {"agreed_with": agreed}, {"stretch": "bridge"}))
        days.asked(FULL | {"conditions": ids})
        notes = days.port.notes(("programme", PLAN_ID), days.outcome)
        (told,) = (note for note in notes if "Single knee to chest" in note)
        assert all(CONDITIONS[one].says in told for one in ids)


@of("plan_clash")
def test_what_is_agreed_from_a_later_day_on_is_exchanged_until_then() -> None:
    later = plan(LEFT | {"agreed_with": "Dr. Roe, 2026-11-21"})  # it is the 20th
    days = Days(plan=later)
    days.asked(FULL | {"conditions": ["hip_replacement"]})
    assert KNEE not in {t.spec.id for t in days.tasks("programme", PLAN_ID)}
    days.now = at(21)
    days.asked(SHORT)
    assert KNEE in {t.spec.id for t in days.tasks("programme", PLAN_ID)}


def test_what_has_ended_is_said_to_have_ended() -> None:
    ended = {"stretch": "cobra", "to": "2026-11-19"}
    days = Days(plan=plan({"stretch": "bridge"}, ended))
    days.asked(FULL | {"conditions": []})
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert notes == ("Not today: Cobra, which was until 2026-11-19.",)


@of("plan_clash")
def test_what_is_agreed_for_one_side_alone_is_exchanged_whole() -> None:
    both = plan(LEFT | {"agreed_with": "Dr. Roe, 2026-11-12"}, RIGHT)
    days = Days(plan=both)
    days.asked(FULL | {"conditions": ["hip_replacement"]})
    tasks = days.tasks("programme", PLAN_ID)
    assert tasks and KNEE not in {task.spec.id for task in tasks}


@of("plan_clash", "emergency", "urgent_new")
@pytest.mark.parametrize(("sign", "answer"), [("saddle", None), ("fever", "new")])
def test_a_sign_is_never_overridden(sign: str, answer: str | None) -> None:
    agreed = plan(LEFT | {"agreed_with": "Dr. Roe, 2026-11-12"})
    days = Days(plan=agreed)
    said: dict[str, Any] = FULL | {"signs": [sign], "conditions": []}
    if answer is not None:
        said[f"checked_{sign}"] = answer
    days.asked(said)
    assert days.outcome.blocked


@of("plan_clash")
def test_what_is_new_since_was_not_agreed_to_before() -> None:
    """Until it is agreed to again; what was there from the first day on was known."""
    agreed = LEFT | {"agreed_with": "Dr. Roe, 2026-11-12"}
    days = Days(plan=plan(agreed))
    days.asked(FULL | {"conditions": ["hip_replacement"]})
    assert KNEE in {t.spec.id for t in days.tasks("programme", PLAN_ID)}
    days.one.stopped(StopReason.PAIN)  # so that all is asked again
    days.now = at(24)
    both = ["hip_replacement", "osteoporosis"]
    days.asked(FULL | {"conditions": both, "changed": True})
    assert days.people.read("").screened.since == {"osteoporosis": "2026-11-24"}
    assert KNEE not in {t.spec.id for t in days.tasks("programme", PLAN_ID)}
    days.now = at(26)
    days.asked(SHORT)
    assert KNEE not in {t.spec.id for t in days.tasks("programme", PLAN_ID)}
    days.one.plan = plan(agreed | {"agreed_with": "Dr. Roe, 2026-11-25"})
    assert KNEE in {t.spec.id for t in days.tasks("programme", PLAN_ID)}


@of("plan_clash")
def test_what_is_said_of_the_day_was_not_agreed_before() -> None:
    entry = {"stretch": "standing_hamstring", "agreed_with": "Dr. Roe, 2026-11-12"}
    days = Days(plan=plan(entry))
    days.asked({**FULL, "conditions": [], "pain_before": 3, "where": ["below_knee"]})
    done = {task.spec.id for task in days.tasks("programme", PLAN_ID)}
    assert done and "standing_hamstring" not in done


@of("my_plan")
def test_a_sore_day_makes_it_smaller_and_says_so() -> None:
    days = Days(plan=BOTH)
    days.asked({**FULL, "conditions": [], "today": ["worse"], "where": []})
    tasks = days.tasks("programme", PLAN_ID)
    assert {task.mode for task in tasks} == {Mode.FLARE}
    # One set a side: several would be more than a sore day's two of fifteen seconds.
    assert [(t.side, t.reps, t.hold_s) for t in tasks] == [
        (Side.LEFT, 2, 15),
        (Side.RIGHT, 2, 15),
    ]
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert any("less of Single knee to chest than your plan" in n for n in notes)
    assert any("smaller range" in note for note in notes)


@of("my_plan")
def test_where_it_hurt_the_set_ends_before_the_plan_says_and_that_is_told() -> None:
    days = Days(plan=BOTH)
    hurt = StretchProfile(ranges={"left": OwnRange(ceiling=95.0)})
    person = days.people.read("")
    days.people.write(person.model_copy(update={"stretches": {KNEE: hurt}}))
    days.asked(FULL | {"conditions": []})
    left = days.tasks("programme", PLAN_ID)[0]
    known = days.port.profile(days.outcome, left).stretches[KNEE]
    assert ends_of(left.spec, known, left.side, OWN_RANGE).ceiling == 95
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert any("It hurt there." in note and "100°" in note for note in notes)


def test_only_what_is_due_is_done_and_the_rest_is_told() -> None:
    days = Days(  # the 20th of November 2026 is a Friday
        plan=plan(
            {"stretch": "bridge", "days": ["mon", "fri"], "times_a_day": 3},
            {"stretch": "cat_cow", "days": ["mon"]},
            {"stretch": "cobra", "from": "2026-12-01"},
            {"stretch": "childs_pose", "to": "2026-11-20"},
        )
    )
    days.asked(FULL | {"conditions": []})
    done = [task.spec.id for task in days.tasks("programme", PLAN_ID)]
    assert sorted(done) == ["bridge", "childs_pose"]
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert "Bridge: 3 times a day." in notes
    assert any("Cat and cow, which is for Monday" in note for note in notes)
    assert "Not today: Cobra, which begins on 2026-12-01." in notes
    days.now = at(22)
    days.asked(SHORT)
    assert days.tasks("programme", PLAN_ID) == []
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert notes == ("Nothing of your plan is for today.",)


def test_times_a_day_are_counted_over_the_day() -> None:
    evening, morning, noon = at(19, 22), at(20, 6), at(20, 8)
    days = Days(
        row(3, noon), row(2, morning), row(1, evening),
        plan=plan({"stretch": "bridge", "times_a_day": 3}),
    )  # fmt: skip
    days.now = at(20, 21)
    days.asked(FULL | {"conditions": []})
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert notes == ("Bridge: 3 times a day. Done 2 times today.",)
    assert days.outcome.done_s == 120  # of the day, not of its last twelve hours


def test_the_plan_comes_first_and_says_its_own_minutes() -> None:
    days = Days(plan=plan(LEFT | {"sets": 5}, RIGHT))
    first, *_ = days.port.catalogue()["programmes"]
    assert (first["id"], first["name"]) == (PLAN_ID, "Week 3")
    assert 8 <= first["minutes"] <= 14
    short = Days(plan=plan(RIGHT)).port.catalogue()["programmes"][0]
    assert short["minutes"] <= 3


def test_no_turn_is_asked_for_that_no_side_needs() -> None:
    entries = [
        {"stretch": KNEE, "side": "right"},
        {"stretch": "bridge"},
        {"stretch": "supine_hamstring_strap", "side": "right"},
    ]
    days = Days(plan=plan(*entries))
    days.asked(FULL | {"conditions": []})
    stages = days.port.stages(("programme", PLAN_ID), days.outcome)
    said = [stage.sentence for stage in stages if hasattr(stage, "sentence")]
    assert not [sentence for sentence in said if "Turn round" in sentence]


@pytest.mark.parametrize("name", ["flare_up", "yoga_seven", "back_15_minutes"])
def test_a_plan_begun_from_a_programme_keeps_what_its_steps_say(name: str) -> None:
    programme = load_programme(poses_dir() / "programmes" / f"{name}.toml", STRETCHES)
    begun = plan_of(programme)
    assert list(problems_in(begun, STRETCHES)) == []
    for step in programme.steps:
        assert any(
            (one.gentle, one.rest_s, one.needs, one.swap, one.instead)
            == (step.gentle, step.rest_s, step.needs, step.swap, step.instead)
            for one in begun.stretches
            if one.stretch == step.stretch
        )
    assert any(one.gentle for one in begun.stretches) == any(
        step.gentle for step in programme.steps
    )


FULL_ENTRY = LEFT | {
    "times_a_day": 2, "days": ["mon"], "from": "2026-11-23", "to": "2026-12-23",
    "gentle": True, "needs": ["strap"], "instead": "seated_knee_to_chest",
    "swap": {"pain_below_knee": "seated_knee_to_chest"}, "note": 'Say "ah".',
    "prescriber": "Lee", "agreed_with": "Dr. Roe, 2026-11-12",
}  # fmt: skip


def test_a_plan_of_schema_2_comes_back_as_it_was_written(tmp_path: Any) -> None:
    share = {"stretch": "standing_forward_bend", "ceiling": {"own_range": 0.75}}
    whole = plan(FULL_ENTRY, share, {"stretch": "bridge"}, note="Slowly.")
    path = tmp_path / "plan.toml"
    path.write_text(plan_text(whole), encoding="utf-8")
    assert check_plan(path, STRETCHES) == []
    assert load_plan(path, STRETCHES) == whole


@pytest.mark.parametrize(
    ("entry", "place", "words"),
    [
        ({"ceiling": 80}, "ceiling", 'movement = "hip_flexion"'),
        ({"ceiling": flexion(300)}, "ceiling", "300 is not between"),
        ({"ceiling": flexion(10)}, "ceiling", "10 is not between"),
        (
            {"ceiling": {"movement": "hip_extension", "max_deg": 10}},
            "ceiling",
            "measures hip_flexion",
        ),
        ({"ceiling": {"movement": "hip_flexion"}}, "ceiling", "max_deg"),
        ({"ceiling": flexion(90) | {"own_range": 0.5}}, "ceiling", "not both"),
        (
            {"stretch": "standing_forward_bend", "ceiling": flexion(60)},
            "ceiling",
            "own_range = 0.8",
        ),
        ({"stretch": "pelvic_tilt", "ceiling": {"own_range": 1}}, "ceiling", "timed"),
        ({"instead": "chair"}, "instead", "'chair' is not a stretch"),
        ({"swap": {"arching_eases": "no"}}, "swap.arching_eases", "'no' is not"),
        ({"from": "2026-12-02", "to": "2026-12-01"}, "to", "is before"),
        (
            {"from": "2026-11-23", "to": "2026-11-24", "days": ["sun"]},
            "days",
            "none of these is from 2026-11-23 to 2026-11-24",
        ),
    ],
)
def test_what_is_wrong_with_an_entry_is_named(
    entry: dict[str, Any], place: str, words: str
) -> None:
    found = [p for p, _ in problems_in(plan({"stretch": KNEE} | entry), STRETCHES)]
    assert any(p.path == f"stretches[0].{place}" and words in p.text for p in found), (
        found
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"agreed_with": "Dr. Roe"},
        {"agreed_with": "Dr. Roe, 2026-13-12"},
        {"from": "next week"},
        {"days": ["someday"]},
    ],
)
def test_a_day_is_a_day_and_an_agreement_has_a_name_and_one(
    entry: dict[str, Any], tmp_path: Any
) -> None:
    path = tmp_path / "plan.toml"
    key, value = next(iter(entry.items()))
    text = str(value).replace("'", '"') if isinstance(value, list) else f'"{value}"'
    path.write_text(f'schema = 2\n[[stretches]]\nstretch = "bridge"\n{key} = {text}\n')
    (line,) = check_plan(path, STRETCHES)
    assert f"stretches[0].{key}" in line


def test_what_is_new_in_schema_2_is_no_part_of_schema_1() -> None:
    old = MyPlan.model_validate(
        {"schema": 1, "stretches": [{"stretch": "bridge", "sets": 2, "ceiling": 180}]}
    )
    found = [problem for problem, _ in problems_in(old, STRETCHES)]
    assert [(p.path, p.text) for p in found] == [
        ("stretches[0].sets", "needs `schema = 2`")
    ]
    table = MyPlan.model_validate(
        {"schema": 1, "stretches": [{"stretch": KNEE, "ceiling": flexion(100)}]}
    )
    ((problem, _),) = problems_in(table, STRETCHES)
    assert problem.path == "stretches[0].ceiling" and "schema = 2" in problem.text


@pytest.mark.parametrize("spec", STRETCHES.values(), ids=lambda spec: spec.id)
def test_each_stretch_says_which_ceiling_it_takes(spec: StretchSpec) -> None:
    words = ceiling_kind_words(spec)
    if spec.target is None or spec.kind is Kind.GUIDED:
        assert words.startswith("none")
        return
    example = words.split("ceiling = ")[1].rstrip(".")
    table = dict(
        part.strip(" {}").replace('"', "").split(" = ") for part in example.split(",")
    )
    ceiling = {
        key: value if key == "movement" else float(value)
        for key, value in table.items()
    }
    entry = {"stretch": spec.id, "ceiling": ceiling}
    assert list(problems_in(plan(entry), STRETCHES)) == []
    if spec.clinical is not None:  # a movement that ends in the target, not before it
        low, high = spec.target.clauses[0].enter
        assert low < spec.clinical.value_at(float(ceiling["max_deg"])) < high


def test_a_movement_is_told_from_the_files_own_angle_and_back() -> None:
    for spec in STRETCHES.values():
        if spec.clinical is None:
            continue
        assert spec.clinical.sign == spec.direction.sign
        value = spec.clinical.value_at(spec.clinical.of(71.0))
        assert value == pytest.approx(71.0)
    knee, bridge = STRETCHES[KNEE].clinical, STRETCHES["bridge"].clinical
    assert knee is not None and knee.of(38) == 142
    assert bridge is not None and bridge.of(186) == 6


def test_a_check_finds_each_clash_with_what_a_person_has() -> None:
    has = [CONDITIONS["hip_replacement"], CONDITIONS["spinal_stenosis"]]
    written = plan(LEFT, {"stretch": "cobra"}, {"stretch": "shoulder_blade_squeeze"})
    found = {(c.number, c.condition.id) for c in clashes(written, has, STRETCHES)}
    assert {(0, "hip_replacement"), (1, "spinal_stenosis")} <= found
    assert 2 not in {number for number, _ in found}


def test_a_plan_is_cut_with_a_word_where_it_hurt() -> None:
    stop = Stop(time_s=9, stretch="bridge", why="pain")
    days = Days(
        row(1, at(17), stops=(stop,)), plan=plan({"stretch": "bridge", "reps": 9})
    )
    days.asked(FULL | {"conditions": []})
    (task,) = days.tasks("programme", PLAN_ID)
    assert task.reps == 8
    notes = days.port.notes(("programme", PLAN_ID), days.outcome)
    assert "Less of Bridge than your plan says, since it hurt." in notes
