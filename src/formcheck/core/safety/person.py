"""What is kept of a person after a screening, and after a set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from formcheck.core.judge.result import SetResult
from formcheck.core.records.care import Care
from formcheck.core.records.person import Person, Screened
from formcheck.core.safety.screening import Known, checked_id, not_yet
from formcheck.core.safety.standing import (
    blocked_on,
    flag_id,
    heard,
    looked_id,
    standing,
)
from formcheck.core.safety.triage import (
    conditions_said,
    flags_raised,
    in_spasm,
    injured_h,
    outcome_of,
    sore_rules,
)
from formcheck.core.stretch.numbers import OwnRangeNumbers
from formcheck.core.stretch.own_range import learned
from formcheck.core.stretch.spec import Mode, Profile, StretchProfile, StretchSpec

__all__ = ["learn", "profile_of", "screened", "since_when"]


def screened(
    person: Person, answers: Mapping[str, Any], at: str, known: Known | None = None
) -> Person:
    """The person with what they have answered now; `at`: this moment.

    known: what was known when they were asked. A screening that ended early is not a
    whole one. What stands from now on, and a blocked day, are kept with their dates.
    """
    was, known = person.screened, known or Known(standing=standing(person.care, at))
    checked = dict(was.checked)
    for sign in answers.get("signs", []):
        match answers.get(checked_id(sign)):
            case "checked":
                checked[sign] = at[:10]
            case "new":
                checked.pop(sign, None)
    for flag in known.standing.flags:
        if answers.get(flag_id(flag.sign)) == "checked":
            day = answers.get(looked_id(flag.sign))
            checked[flag.sign] = day if day not in (None, "before") else at[:10]
    conditions = conditions_said(answers, was.conditions)
    update: dict[str, Any] = {
        "checked": checked,
        "conditions": conditions,
        "since": since_when(was, conditions, at[:10]),
    }
    if "history" in answers:
        update["history"] = list(answers["history"])
    if "floor" in answers:
        update["floor"] = answers["floor"]
    if ("conditions" in answers or "changed" in answers) and "signs" in answers:
        update |= {"full_at": at, "again": False}
    return person.model_copy(
        update={
            "screened": was.model_copy(update=update),
            "care": _care(person, answers, known, at),
        }
    )


def since_when(was: Screened, conditions: Iterable[str], day: str) -> dict[str, str]:
    """Since when each is known that was not from the first screening on: nobody can
    have agreed to a stretch in spite of it before. was: what was kept; day: today.
    """
    conditions = set(conditions)
    new = conditions - set(was.conditions) if was.full_at is not None else set()
    since = was.since | dict.fromkeys(sorted(new), day)
    return {name: day for name, day in since.items() if name in conditions}


def _care(person: Person, answers: Mapping[str, Any], known: Known, at: str) -> Care:
    """What stands from now on; the day too, where nothing is done on it."""
    raised = flags_raised(answers, known)
    care = heard(
        person.care,
        answers,
        flags=raised,
        sore=sore_rules(answers),
        injured_h=injured_h(answers),
        spasm=in_spasm(answers),
        now=at,
    )
    outcome = outcome_of(answers, known, person)
    if not outcome.blocked:
        return care
    why = [*outcome.rules, *not_yet(answers, known), *raised]
    return blocked_on(care, dict.fromkeys(why), outcome.title, outcome.lines, at)


def profile_of(person: Person) -> Profile:
    """The profile that the judge takes, before conditions lower it."""
    return Profile(
        person=person.person,
        stretches=dict(person.stretches),
        conditions=list(person.screened.conditions),
    )


def learn(
    person: Person,
    spec: StretchSpec,
    result: SetResult,
    numbers: OwnRangeNumbers,
    *,
    hurt: bool = False,
) -> Person:
    """The person's own range after a set.

    A gentle day teaches nothing of the usual range. hurt: the set was left for pain.
    """
    seen = result.learned
    if seen is None or (result.mode is not Mode.NORMAL and not hurt):
        return person
    known = person.stretches.get(spec.id, StretchProfile())
    new = learned(spec, known, seen.peaks, numbers, hurt=hurt)
    return person.model_copy(update={"stretches": {**person.stretches, spec.id: new}})
