"""What is kept of a person after a screening, and after a set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from formcheck.core.judge.result import SetResult
from formcheck.core.records.person import Person
from formcheck.core.safety.screening import checked_id
from formcheck.core.stretch.numbers import OwnRangeNumbers
from formcheck.core.stretch.own_range import learned
from formcheck.core.stretch.spec import Mode, Profile, StretchProfile, StretchSpec

__all__ = ["EASES", "learn", "profile_of", "screened"]

EASES = {"arching": "arching_eases", "bending": "bending_eases"}
"""The condition that goes with each answer to what eases the back."""


def screened(person: Person, answers: Mapping[str, Any], at: str) -> Person:
    """The person with what they have answered now; `at`: this moment.

    A screening that ended in an emergency or an urgent sign is not a whole one.
    """
    was = person.screened
    checked = dict(was.checked)
    for sign in {*answers.get("urgent", []), "leg"}:
        match answers.get(checked_id(sign)):
            case "checked":
                checked[sign] = at[:10]
            case "new":
                checked.pop(sign, None)
    update: dict[str, Any] = {"checked": checked}
    if "history" in answers:
        update["history"] = list(answers["history"])
    if "conditions" in answers:
        eased = EASES.get(answers.get("eases", ""))
        update["conditions"] = [*answers["conditions"], *([eased] if eased else [])]
    if "floor" in answers:
        update["floor"] = answers["floor"]
    if "urgent" in answers and "today" in answers:
        update |= {"full_at": at, "again": False}
    return person.model_copy(update={"screened": was.model_copy(update=update)})


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
