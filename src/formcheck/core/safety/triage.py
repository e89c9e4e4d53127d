"""Screening answers in, what the day allows out: blocked, gentle or as usual.

Pure rules; each has its name and its source in `RULES`. Wording is general wellness: no
diagnosis, no promise, nobody is scolded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from formcheck.core.records.person import Person
from formcheck.core.safety.questions import Outcome
from formcheck.core.safety.relief import Why, ease_for
from formcheck.core.safety.rules import RULES, Rule
from formcheck.core.safety.screening import (
    BELOW_KNEE,
    EASES_IDS,
    HOW,
    Known,
    checked_id,
    hours_words,
    new_signs,
    not_yet,
    unusual,
)
from formcheck.core.safety.signs import SEVERE, emergency
from formcheck.core.safety.standing import INJURY_H
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.catalogue import marked, say

__all__ = [
    "FLARE_FROM",
    "FULL_EVERY_DAYS",
    "RULES",
    "Rule",
    "conditions_said",
    "flags_raised",
    "full_due",
    "in_spasm",
    "injured_h",
    "outcome_of",
    "sore_rules",
]

FLARE_FROM = 7
"""Pain of 0..10 from which a day is sore. Ours; the sources only say "severe"."""

FULL_EVERY_DAYS = 30
"""Days after which all questions are asked again."""

_CALL = (
    marked("Do not stretch today."),
    marked("Call your emergency number now: 112, 911, 999, or your country's own."),
    marked("Tell them what you noticed. Do not drive yourself."),
)

_SEE = (
    marked("Do not stretch today."),
    marked("Have this looked at by a doctor: today with fever, or after a fall."),
    marked("Else in the next few days, and sooner if it gets worse."),
    marked("Once it has been checked, come back and say so here."),
)

_SEE_TODAY = (
    marked("Do not stretch today."),
    marked("Have this looked at today: pain this strong is not your usual one."),
    marked("Once it has been looked at, come back and say so here."),
)

_HISTORY = marked(
    "Given your medical history, tell a doctor about your back if they do not know."
)


def full_due(days_since: float | None, *, stopped_since: bool) -> bool:
    """Whether all questions are due. days_since: since they were; None: never."""
    return days_since is None or days_since >= FULL_EVERY_DAYS or stopped_since


def outcome_of(
    answers: Mapping[str, Any], known: Known, person: Person | None = None
) -> Outcome:
    """What the answers come to for today.

    person: as kept, for what was not asked this time.
    """
    kept = (person or Person()).screened
    conditions = conditions_said(answers, kept.conditions)
    floor = bool(answers.get("floor", kept.floor))
    blocked = _red_flag(answers, known) or _blocked_today(
        answers, known, conditions, floor=floor
    )
    if blocked is not None:
        return blocked
    rules = [*sore_rules(answers), *_sore_already(answers, known)]
    gentle = bool(rules)
    lines = [say("A gentle session today: smaller, shorter, slower.")] if rules else []
    if known.standing.sore:
        lines.append(say("It was sore earlier today: the whole day stays gentle."))
    if answers.get("history"):
        rules.append("history_once")
        lines.append(say(_HISTORY))
    if "checked" in (answers.get(checked_id(s)) for s in answers.get("signs", [])):
        rules.append("urgent_checked")
    if BELOW_KNEE in answers.get("where", []):
        rules.append("pain_below_knee")
        conditions.append("pain_below_knee")
    return Outcome(
        mode=Mode.FLARE if gentle else Mode.NORMAL,
        lines=tuple(lines),
        conditions=tuple(dict.fromkeys(conditions)),
        floor=floor,
        rules=tuple(rules),
    )


def flags_raised(answers: Mapping[str, Any], known: Known) -> tuple[str, ...]:
    """Red flags that are new: from now on each stands until it has ended."""
    ticked = answers.get("signs", [])
    now = [sign for sign in ticked if emergency(sign)]
    severe = [SEVERE.id] if unusual(answers) else []
    return (*now, *new_signs(answers), *severe)


def injured_h(answers: Mapping[str, Any]) -> float | None:
    """How many hours ago a new injury was; None without one."""
    new = "injury" in answers.get("today", []) or answers.get("injury_kept") == "again"
    return float(answers.get("injured_h", 0)) if new else None


def in_spasm(answers: Mapping[str, Any]) -> bool:
    """Whether a spasm goes on now."""
    if answers.get(HOW.id) == "spasm":
        return True
    ticked = "spasm" in answers.get("today", [])
    ticked = ticked and answers.get("which_spasm") != "eased"
    return ticked or answers.get("spasm_kept") == "still"


def sore_rules(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Rules by which the answers make the whole day gentle."""
    today, pain = answers.get("today", []), int(answers.get("pain_before", 0))
    eased = "eased" in today and answers.get("which_spasm") != "spasm"
    worse = "worse" in today and answers.get("which_worse") != "fine"
    worse = worse or answers.get(HOW.id) == "sore"
    sore = {
        "spasm_eased": eased or answers.get("spasm_kept") == "eased",
        "worse_is_flare": worse,
        "severe_is_flare": pain >= FLARE_FROM,
        "overuse_is_gentle": "overdone" in today,
    }
    return tuple(name for name, fired in sore.items() if fired)


def _sore_already(answers: Mapping[str, Any], known: Known) -> tuple[str, ...]:
    """The same of what was said earlier today: a later "good" does not lift it."""
    fired = sore_rules(answers)
    return tuple(rule for rule in known.standing.sore if rule not in fired)


def _red_flag(answers: Mapping[str, Any], known: Known) -> Outcome | None:
    """Return the outcome of a red flag, an emergency first; None without one."""
    unchecked = not_yet(answers, known)
    found = [*unchecked, *flags_raised(answers, known)]
    stands = ["flag_stands"] if unchecked else []
    if any(map(emergency, found)):
        return Outcome(
            blocked=True,
            urgent=True,
            title=say("Please get medical help now"),
            lines=tuple(map(say, _CALL)),
            rules=("emergency", *stands),
        )
    if SEVERE.id in found:
        return Outcome(
            blocked=True,
            title=say("Have this looked at today"),
            lines=tuple(map(say, _SEE_TODAY)),
            rules=("severe_unusual", *stands),
        )
    if found:
        leg = ["new_leg_symptom"] if "leg" in found else []
        return Outcome(
            blocked=True,
            title=say("Have this checked first"),
            lines=tuple(map(say, _SEE)),
            rules=("urgent_new", *leg, *stands),
        )
    return None


def _blocked_today(
    answers: Mapping[str, Any],
    known: Known,
    conditions: Collection[str],
    *,
    floor: bool,
) -> Outcome | None:
    def eases(why: Why, title: str, *lines: str, rules: tuple[str, ...]) -> Outcome:
        """A day without stretching, and what helps on it."""
        return Outcome(
            blocked=True,
            title=title,
            lines=(*lines, say("Here is what helps now, step by step, by voice.")),
            mode=Mode.ACUTE,
            ease=ease_for(why, conditions, floor=floor),
            rules=rules,
        )

    left_h = _hours_left(answers, known)
    if left_h > 0:
        return eases(
            "injury",
            say("Not in the first two days"),
            say("Stretching can make a fresh injury worse."),
            hours_words(left_h),
            rules=("injury_48h",),
        )
    if in_spasm(answers):
        return eases(
            "spasm",
            say("Let it ease first"),
            say("Leave whatever brought it on. The muscles need to relax."),
            rules=("spasm_now",),
        )
    if answers.get("much_pain") == "relief":
        return eases(
            "pain",
            say("What eases, for today"),
            rules=("severe_usual", "severe_is_flare"),
        )
    return None


def _hours_left(answers: Mapping[str, Any], known: Known) -> float:
    """Hours without stretching that are left of an injury; 0 without one."""
    new_h = injured_h(answers)
    fresh = INJURY_H - new_h if new_h is not None else 0.0
    kept = answers.get("injury_kept")
    stands = known.standing.hours_left if kept in ("right", "again") else 0.0
    return max(fresh, stands)


def conditions_said(answers: Mapping[str, Any], kept: Iterable[str]) -> list[str]:
    """The conditions as answered now or, where they were not asked, as kept."""
    if "conditions" not in answers:
        return list(kept)
    eased = EASES_IDS.get(answers.get("eases", ""))
    return [*answers["conditions"], *([eased] if eased else [])]
