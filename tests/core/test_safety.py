"""Screening and what a day allows: each rule by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from formcheck.core.records.person import Person
from formcheck.core.safety.person import screened
from formcheck.core.safety.questions import Outcome, valid
from formcheck.core.safety.relief import BREATHE_IN_S, BREATHE_OUT_S, ease_for
from formcheck.core.safety.screening import (
    FIRST_WORDS,
    RED_FLAGS,
    TODAY,
    Known,
    checked_id,
    next_question,
)
from formcheck.core.safety.signs import SEVERE, SIGNS, Tier, emergency
from formcheck.core.safety.triage import FULL_EVERY_DAYS, RULES, full_due, outcome_of
from formcheck.core.stretch.spec import Mode
from formcheck.resources import poses_dir
from formcheck.stretches.sources import list_sources
from tests.core.safety import CONDITIONS, FINE, of

FIRST = Known(full=True, first=True, conditions=tuple(CONDITIONS.values()))
MONTHLY = Known(
    full=True,
    history_asked=True,
    conditions=tuple(CONDITIONS.values()),
    has=("wrists",),
)
SHORT = Known(conditions=tuple(CONDITIONS.values()))
AT = "2026-11-23T09:30:00+01:00"

HARMLESS: dict[str, Any] = {
    "yes_no": True,
    "many": [],
    "scale": 0,
}


def asked(known: Known, answers: Mapping[str, Any]) -> list[str]:
    """Ids of the questions in order: as answered, else in the most harmless way."""
    given: dict[str, Any] = {}
    ids: list[str] = []
    while (found := next_question(given, known)) is not None:
        question, number, of_all = found
        assert number == len(ids) + 1 <= of_all
        ids.append(question.id)
        value = answers.get(question.id, HARMLESS.get(question.kind))
        if value is None:
            value = question.options[-1].value
        assert valid(question, value), (question.id, value)
        given[question.id] = value
    return ids


def day(known: Known = SHORT, person: Person | None = None, **answers: Any) -> Outcome:
    return outcome_of({**FINE, **answers}, known, person)


def test_every_rule_has_sources_that_exist_and_a_test_of_its_own() -> None:
    known = list_sources(poses_dir())
    for rule in RULES.values():
        assert rule.sources, rule.id
        assert set(rule.sources) <= set(known), rule.id
        assert rule.says.endswith("."), rule.id
    for one in CONDITIONS.values():
        assert set(one.sources) <= set(known), one.id
    tested: set[str] = set()
    for path in Path(__file__).parents[1].rglob("test_*safety*.py"):
        for names in re.findall(r"@of\(([^)]*)\)", path.read_text(encoding="utf-8")):
            tested |= set(re.findall(r'"(\w+)"', names))
    assert tested == set(RULES)


@of("first_words")
def test_one_plain_sentence_comes_first_and_once() -> None:
    assert asked(FIRST, {})[0] == "plain"
    assert "plain" not in asked(MONTHLY, {})
    assert "plain" not in asked(SHORT, {})
    assert "does not diagnose" in FIRST_WORDS.text
    assert FIRST_WORDS.text.count(".") <= 2


@of("full_screening")
@pytest.mark.parametrize(
    ("days", "stopped", "due"),
    [
        (None, False, True),
        (0.2, False, False),
        (FULL_EVERY_DAYS - 1, False, False),
        (FULL_EVERY_DAYS, False, True),
        (2.0, True, True),
    ],
)
def test_all_questions_at_first_monthly_and_after_a_stop(
    days: float | None, stopped: bool, due: bool
) -> None:
    assert full_due(days, stopped_since=stopped) is due


@of("full_screening")
def test_what_the_full_screening_asks() -> None:
    assert asked(FIRST, {"pain_before": 4}) == [
        "plain",
        "signs",
        "history",
        "conditions",
        "eases",
        "floor",
        "today",
        "pain_before",
        "where",
    ]
    again = asked(MONTHLY, {"changed": False})
    assert again == ["signs", "changed", "today", "pain_before"]
    found = next_question({"signs": []}, MONTHLY)
    assert found is not None and "Noted: Painful wrists." in found[0].help
    changed = asked(MONTHLY, {"changed": True})
    assert changed[1:5] == ["changed", "conditions", "eases", "floor"]


@of("short_check")
def test_the_short_check_is_short_and_never_left_out() -> None:
    known = Known(morning_due=True)
    assert asked(known, {"pain_before": 3}) == [
        "signs",
        "today",
        "pain_before",
        "where",
        "morning",
    ]
    assert asked(SHORT, {}) == ["signs", "today", "pain_before"]  # a fine day
    assert len(TODAY.options) <= 5
    assert next_question({}, Known()) is not None


@of("short_check", "emergency", "urgent_new")
def test_one_screen_of_two_groups_from_the_same_data_every_time() -> None:
    full = next_question({"plain": "go_on"}, FIRST)
    short = next_question({}, SHORT)
    assert full is not None and short is not None
    assert full[0] is short[0] is RED_FLAGS
    groups = list(dict.fromkeys(option.group for option in RED_FLAGS.options))
    assert groups == ["Get help now", "Have it looked at first"]
    for sign, option in zip(SIGNS, RED_FLAGS.options, strict=True):
        assert (option.value, option.label) == (sign.id, sign.label)
        assert (option.group == groups[0]) is emergency(sign.id)
    # In one row: a heading for each is enough.
    assert [s.tier for s in SIGNS] == sorted(
        (s.tier for s in SIGNS), key=list(Tier).index
    )
    now = {s.id for s in SIGNS if s.tier is Tier.EMERGENCY}
    assert now >= {
        "saddle", "bladder_bowel", "legs", "strength", "tearing", "accident",
    }  # fmt: skip
    assert {"fever", "fall"} <= {s.id for s in SIGNS} - now


def test_every_sign_has_sources_and_it_is_said_which_were_read() -> None:
    known = list_sources(poses_dir())
    for sign in (*SIGNS, SEVERE):
        assert sign.sources and set(sign.sources) <= set(known), sign.id
    assert not known["nhsAaa"].read and not known["ng59"].read
    assert known["norfolk"].read and known["gcare"].read


@of("emergency")
@pytest.mark.parametrize("sign", [s.id for s in SIGNS if s.tier is Tier.EMERGENCY])
def test_an_emergency_sign_blocks_and_says_whom_to_call(sign: str) -> None:
    for known in (FIRST, SHORT):
        assert asked(known, {"signs": [sign]})[-1] == "signs"  # nothing after it
    found = day(signs=["night", sign], checked_night="checked", pain_before=9)
    assert found.blocked and found.urgent
    assert found.rules == ("emergency",)
    assert "emergency number" in " ".join(found.lines)
    assert not found.ease


@of("urgent_new", "urgent_checked")
@pytest.mark.parametrize("sign", [s.id for s in SIGNS if s.tier is Tier.URGENT])
def test_an_urgent_sign_is_new_or_checked(sign: str) -> None:
    new: dict[str, Any] = {"signs": [sign], checked_id(sign): "new"}
    assert asked(FIRST, new)[-1] == checked_id(sign)
    found = day(FIRST, **new)
    assert found.blocked and not found.urgent
    assert "doctor" in " ".join(found.lines)
    assert "urgent_new" in found.rules
    checked: dict[str, Any] = {**new, checked_id(sign): "checked"}
    assert asked(FIRST, checked)[-1] == "pain_before"
    allowed = day(FIRST, **checked)
    assert not allowed.blocked
    assert "urgent_checked" in allowed.rules
    kept = screened(Person(), checked | {"today": []}, AT).screened
    assert kept.checked == {sign: "2026-11-23"}


@of("urgent_checked")
def test_what_was_checked_is_asked_about_with_its_date() -> None:
    known = Known(full=True, checked={"night": "2026-10-03"})
    found = next_question({"signs": ["night"]}, known)
    assert found is not None
    assert "2026-10-03" in found[0].options[1].label
    was = Person(screened={"checked": {"night": "2026-10-03"}})
    new: dict[str, Any] = {"signs": ["night"], checked_id("night"): "new"}
    assert screened(was, new, AT).screened.checked == {}


@of("new_leg_symptom")
def test_a_new_symptom_in_a_leg_is_asked_about_in_the_short_check() -> None:
    answers: dict[str, Any] = {"signs": ["leg"], checked_id("leg"): "new"}
    assert asked(SHORT, answers) == ["signs", "checked_leg"]
    assert day(**answers).rules == ("urgent_new", "new_leg_symptom")
    assert not day(signs=["leg"], checked_leg="checked").blocked


@of("history_once")
def test_history_is_asked_once_and_never_blocks() -> None:
    answers: dict[str, Any] = {"signs": [], "history": ["cancer", "onset"]}
    found = day(FIRST, **answers)
    assert not found.blocked and "history_once" in found.rules
    assert any("doctor" in line for line in found.lines)
    person = screened(Person(), {**FINE, **answers}, AT)
    assert person.screened.history == ["cancer", "onset"]
    assert "history" not in asked(MONTHLY, {})
    assert day(SHORT, person).lines == ()


@of("injury_48h", "spasm_now", "spasm_eased", "worse_is_flare", "severe_is_flare")
@of("overuse_is_gentle")
@pytest.mark.parametrize(
    ("answers", "rule", "blocked", "mode"),
    [
        ({}, None, False, Mode.NORMAL),
        ({"pain_before": 6}, None, False, Mode.NORMAL),
        ({"today": ["injury"]}, "injury_48h", True, Mode.ACUTE),
        ({"today": ["spasm"]}, "spasm_now", True, Mode.ACUTE),
        ({"today": ["eased"]}, "spasm_eased", False, Mode.FLARE),
        ({"today": ["worse"], "pain_before": 4}, "worse_is_flare", False, Mode.FLARE),
        ({"pain_before": 7}, "severe_is_flare", False, Mode.FLARE),
        ({"today": ["overdone"]}, "overuse_is_gentle", False, Mode.FLARE),
        # Whatever blocks is stronger than what makes gentle.
        ({"today": ["worse", "spasm", "injury"]}, "injury_48h", True, Mode.ACUTE),
    ],
)
def test_the_mode_of_a_day(
    answers: dict[str, Any], rule: str | None, blocked: bool, mode: Mode
) -> None:
    found = day(**answers)
    assert (found.blocked, found.mode) == (blocked, mode)
    assert found.rules == (() if rule is None else (rule,))
    assert bool(found.ease) is blocked
    assert found.urgent is False
    ends = asked(SHORT, answers)[-1] in ("today", "injured_h")
    assert ends is blocked


@of(
    "rest_position",
    "slow_breathing",
    "heat_or_cold",
    "short_walk",
    "check_again",
    "rest_two_days",
)
@pytest.mark.parametrize("why", ["injury", "spasm", "pain"])
def test_a_blocked_day_is_of_use(why: Any) -> None:
    steps = ease_for(why)
    rules = [step.rule for step in steps]
    assert rules == [
        "rest_position",
        "slow_breathing",
        "heat_or_cold",
        "short_walk",
        "check_again",
    ]
    for step in steps:
        assert step.lines and step.title
        assert all(0 < at_s < step.seconds for at_s, _ in step.calls), step.id
        assert list(step.calls) == sorted(step.calls)
    breathing = dict(zip(rules, steps, strict=True))["slow_breathing"]
    times = [at_s for at_s, _ in breathing.calls]
    gaps = [b - a for a, b in zip(times, times[1:], strict=False)]
    assert gaps[:2] == [BREATHE_IN_S, BREATHE_OUT_S]
    assert "One or two days of rest are enough" in " ".join(steps[-1].lines)
    assert steps[-1].seconds == 0  # it stays there to be read
    when = {"injury": "two days", "spasm": "has eased", "pain": "tomorrow"}[why]
    assert when in steps[-1].lines[0]


@of("rest_position")
def test_relief_follows_conditions_and_floor() -> None:
    def lines(*has: str, floor: bool = True) -> str:
        return " ".join(
            line for s in ease_for("spasm", has, floor=floor) for line in s.lines
        )

    assert "Lie on your back" in lines("wrists")
    assert "on your back" not in lines("pregnancy")
    up = lines(floor=False)
    assert "on your back" not in up and "bed" in up and "roll onto" not in up
    for said in (lines(), lines("pregnancy"), up):
        assert "never where it is numb" in said
        assert "If you cannot get up" in said


@of("pain_below_knee")
def test_where_it_hurts_today_counts_today() -> None:
    found = day(pain_before=4, where=["below_knee", "left"])
    assert found.conditions == ("pain_below_knee",)
    assert day(pain_before=4, where=["back", "right"]).conditions == ()


@of("what_eases", "no_floor")
def test_what_was_answered_once_counts_every_time() -> None:
    full: dict[str, Any] = {
        "signs": [],
        "conditions": ["knees", "age_65"],
        "eases": "arching",
        "floor": False,
    }
    first = day(FIRST, **full)
    assert first.conditions == ("knees", "age_65", "arching_eases")
    assert first.floor is False
    person = screened(Person(), {**FINE, **full}, AT)
    assert day(SHORT, person).conditions == first.conditions
    assert day(SHORT, person).floor is False
    changed = {**full, "conditions": [], "eases": "neither", "floor": True}
    assert day(MONTHLY, person, **changed).conditions == ()


def test_a_screening_that_ended_early_is_not_a_full_one() -> None:
    stopped = screened(Person(), {"plain": "go_on", "signs": ["chest"]}, AT)
    assert stopped.screened.full_at is None
    whole = screened(Person(), {"signs": [], "conditions": [], "today": []}, AT)
    assert whole.screened.full_at == AT
    short = screened(whole, FINE, "2026-11-30T08:00:00+01:00")
    assert short.screened.full_at == AT
