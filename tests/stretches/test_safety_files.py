"""The files of conditions and plans: read, and every problem named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.core.programme.my_plan import CeilingSpec, MyPlan, PlannedStretch
from formcheck.core.stretch.involves import Involves
from formcheck.errors import PlanError, SafetyFileError
from formcheck.resources import poses_dir
from formcheck.stretches.my_plan import check_plan, load_plan, plan_text
from formcheck.stretches.safety import FILE, load_conditions
from tests.shelf import SPECS
from tests.stretches.catalogue import CATALOGUE

CONDITION = """\
schema = 1
[[conditions]]
id = "sore"
label = "A sore one"
says = "Take care."
sources = ["seed"]
"""


def test_the_shipped_conditions_name_only_what_there_is() -> None:
    for one in load_conditions(poses_dir() / FILE).values():
        named = {*one.not_these, *one.gentle_these, *one.prefer}
        assert named <= CATALOGUE, one.id
        assert one.says.endswith(".")
        assert len(one.says.split()) <= 14, one.says


def test_whatever_a_stretch_involves_matters_to_some_condition() -> None:
    conditions = load_conditions(poses_dir() / FILE).values()
    used = {word for one in conditions for word in (*one.rules_out, *one.gentle)}
    assert used == set(Involves)


@pytest.mark.parametrize(
    ("more", "line", "words"),
    [
        ('rules_out = ["twists"]', 7, "'twists' is not a word for this (twist)"),
        ('ceilings = [{ measure = "hip_angl", below = 1 }]', 7, "(hip_angle)"),
        ('ceilings = [{ measure = "hip_angle" }]', 7, "either `above` or `below`"),
        ("rule_out = []", 7, "'rule_out' is not a key here (rules_out)"),
        (CONDITION.split("\n", 1)[1], 0, "'sore' stands twice"),
    ],
)
def test_what_is_wrong_with_conditions(
    tmp_path: Path, more: str, line: int, words: str
) -> None:
    path = tmp_path / "conditions.toml"
    path.write_text(CONDITION + more)
    with pytest.raises(SafetyFileError) as error:
        load_conditions(path)
    assert words in str(error.value)
    assert str(path) in str(error.value)


def test_conditions_that_are_no_file(tmp_path: Path) -> None:
    with pytest.raises(SafetyFileError, match="no such file"):
        load_conditions(tmp_path / "none.toml")


PLAN = MyPlan(
    schema=1,
    name='For "Ann"',
    days_a_week=4,
    avoid=["twist"],
    note="Slowly.\tAlways.\x7f",
    stretches=[
        PlannedStretch(
            stretch="bridge", reps=8, hold_s=2.5, ceiling=CeilingSpec(measured=180.5)
        ),
        PlannedStretch(stretch="knee_to_chest_single", side="left", note='Say "ah".'),
    ],
)


def test_a_plan_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(plan_text(PLAN), encoding="utf-8")
    assert load_plan(path, SPECS) == PLAN
    assert check_plan(path, SPECS) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"bridge"', '"brigde"', "'brigde' is not a stretch here (bridge)"),
        ('"twist"', '"twst"', "(twist)"),
        ("reps = 8", "reps = 0", "1 or more"),
        ("reps = 8", 'reps = "8"', "a whole number"),
        ("days_a_week = 4", "days_a_week = 8", "7 or less"),
        ("hold_s = 2.5", "holds = 2", "'holds' is not a key here (hold_s)"),
        ('side = "left"', 'side = "lft"', "'lft' is not a word for this (left)"),
        ("schema = 1", "schema = ", "line "),
    ],
)
def test_what_is_wrong_with_a_plan_is_named(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = tmp_path / "plan.toml"
    text = plan_text(PLAN)
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(words in line for line in check_plan(path, SPECS))
    with pytest.raises(PlanError, match="plan.toml"):
        load_plan(path, SPECS)
