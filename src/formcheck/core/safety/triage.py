"""Screening answers in, what the day allows out: blocked, gentle or as usual.

Pure rules; each has its name and its source in `RULES`. Wording is general wellness: no
diagnosis, no promise, nobody is scolded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from formcheck.core.records.person import Person
from formcheck.core.safety.person import EASES
from formcheck.core.safety.questions import Outcome
from formcheck.core.safety.relief import ease_for
from formcheck.core.safety.rules import RULES, Rule
from formcheck.core.safety.screening import BELOW_KNEE, Known, checked_id
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.catalogue import marked, say

__all__ = [
    "FLARE_FROM",
    "FULL_EVERY_DAYS",
    "RULES",
    "Rule",
    "full_due",
    "outcome_of",
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
    marked(
        "Have this looked at by a doctor in the next days, sooner if it gets worse."
    ),
    marked("Once it has been checked, come back and say so here."),
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
    blocked = _red_flag(answers) or _blocked_today(answers.get("today", []))
    if blocked is not None:
        return blocked
    kept = (person or Person()).screened
    today, pain = answers.get("today", []), int(answers.get("pain_before", 0))
    sore = {
        "spasm_eased": "eased" in today,
        "worse_is_flare": "worse" in today,
        "severe_is_flare": pain >= FLARE_FROM,
    }
    rules = [name for name, fired in sore.items() if fired]
    lines = [say("A gentle session today: smaller, shorter, slower.")] if rules else []
    if answers.get("history"):
        rules.append("history_once")
        lines.append(say(_HISTORY))
    if "checked" in (answers.get(checked_id(s)) for s in _signs(answers)):
        rules.append("urgent_checked")
    conditions = _conditions(answers, kept.conditions)
    if BELOW_KNEE in answers.get("where", []):
        rules.append("pain_below_knee")
        conditions.append("pain_below_knee")
    return Outcome(
        mode=Mode.FLARE if any(sore.values()) else Mode.NORMAL,
        lines=tuple(lines),
        conditions=tuple(dict.fromkeys(conditions)),
        floor=bool(answers.get("floor", kept.floor)),
        rules=tuple(rules),
    )


def _red_flag(answers: Mapping[str, Any]) -> Outcome | None:
    """Return the outcome of a red flag, an emergency first; None without one."""
    if answers.get("emergency"):
        return Outcome(
            blocked=True,
            urgent=True,
            title=say("Please get medical help now"),
            lines=tuple(map(say, _CALL)),
            rules=("emergency",),
        )
    new = [s for s in _signs(answers) if answers.get(checked_id(s)) == "new"]
    if new:
        rules = ["urgent_new", *(["new_leg_symptom"] if "leg" in new else [])]
        title = say("Have this checked first")
        return Outcome(
            blocked=True, title=title, lines=tuple(map(say, _SEE)), rules=tuple(rules)
        )
    return None


def _signs(answers: Mapping[str, Any]) -> Iterable[str]:
    """Urgent signs that were asked about, "leg" in the short check too."""
    return dict.fromkeys([*answers.get("urgent", []), "leg"])


def _blocked_today(today: Iterable[str]) -> Outcome | None:
    if "injury" in today:
        return Outcome(
            blocked=True,
            title=say("Not in the first two days"),
            lines=(
                say("A fresh injury heals better without stretching."),
                say("Here is what helps now, step by step, by voice."),
            ),
            mode=Mode.ACUTE,
            ease=ease_for("injury"),
            rules=("injury_48h",),
        )
    if "spasm" in today:
        return Outcome(
            blocked=True,
            title=say("Let it ease first"),
            lines=(
                say("Leave whatever brought it on. The muscles need to relax."),
                say("Here is what helps now, step by step, by voice."),
            ),
            mode=Mode.ACUTE,
            ease=ease_for("spasm"),
            rules=("spasm_now",),
        )
    return None


def _conditions(answers: Mapping[str, Any], kept: Iterable[str]) -> list[str]:
    """The conditions as answered now or, where they were not asked, as kept."""
    if "conditions" not in answers:
        return list(kept)
    eased = EASES.get(answers.get("eases", ""))
    return [*answers["conditions"], *([eased] if eased else [])]
