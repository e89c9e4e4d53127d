"""The one state of a person's safety: what stands of what was said, and how it ends.

Pure: what is kept and this moment in, what stands now out; answers in, what is kept
from then on out. Nothing that was said is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formcheck.core.records.care import Blocked, Care, Flag, Injury, Sore, Spasm
from formcheck.core.records.when import hours_after, hours_between
from formcheck.core.words.reasons import StopReason

__all__ = ["INJURY_H", "Standing", "as_of", "blocked_on", "flag_id", "heard"]
__all__ += ["looked_id", "standing", "stopped_for"]

INJURY_H = 48.0
"""Hours after an injury without stretching: the article's "24 to 48 hours"."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a moment.

    flags: red flags that have not ended. injury: the one whose hours are not over, and
    how many are left. spasm: one not yet said to have eased. sore: the rules that make
    this day gentle to its end.
    """

    now: str = ""
    flags: tuple[Flag, ...] = ()
    injury: Injury | None = None
    hours_left: float = 0.0
    spasm: Spasm | None = None
    sore: tuple[str, ...] = ()


def standing(care: Care, now: str) -> Standing:
    """What stands at this moment."""
    injury, left_h = None, 0.0
    for one in care.injuries:
        own_h = INJURY_H - hours_between(one.happened_at, now)
        if one.mistake_at is None and own_h > left_h:
            injury, left_h = one, own_h
    spasms = [one for one in care.spasms if one.goes_on]
    return Standing(
        now=now,
        flags=tuple(flag for flag in care.flags if flag.ended is None),
        injury=injury,
        hours_left=min(left_h, INJURY_H),
        spasm=spasms[-1] if spasms else None,
        sore=tuple(one.why for one in care.sore if one.on == now[:10]),
    )


def as_of(care: Care, at: str) -> Care:
    """What was kept at an earlier moment of flags, injuries and spasms. What made a day
    gentle has no hour: it is left out.
    """

    def came(moment: str | None) -> bool:
        return moment is not None and hours_between(moment, at) >= 0

    open_again = {"ended": None, "ended_at": None, "checked_on": None}
    return Care(
        flags=[
            one if came(one.ended_at) else one.model_copy(update=open_again)
            for one in care.flags
            if came(one.said_at)
        ],
        injuries=[one for one in care.injuries if came(one.said_at)],
        spasms=[
            one if came(one.eased_at) else one.model_copy(update={"eased_at": None})
            for one in care.spasms
            if came(one.said_at)
        ],
    )


def flag_id(sign: str) -> str:
    """The id of the question whether a flag that stands was looked at."""
    return f"flag_{sign}"


def looked_id(sign: str) -> str:
    """The id of the question on which day that was."""
    return f"looked_{sign}"


def heard(
    care: Care,
    answers: Mapping[str, Any],
    *,
    flags: Iterable[str],
    sore: Iterable[str],
    injured_h: float | None,
    spasm: bool,
    now: str,
) -> Care:
    """What is kept after a screening.

    flags: red flags that it raised. sore: rules that make the day gentle. injured_h:
    how many hours ago a new injury was, None without one. spasm: one goes on.
    """
    was = standing(care, now)
    ended = [_ended(flag, answers, now) for flag in care.flags]
    open_now = {flag.sign for flag in ended if flag.ended is None}
    new = [Flag(sign=s, said_at=now) for s in dict.fromkeys(flags) if s not in open_now]
    injuries = list(care.injuries)
    if answers.get("injury_kept") == "mistake":
        injuries = [
            one.model_copy(update={"mistake_at": now}) if one == was.injury else one
            for one in injuries
        ]
    if injured_h is not None:
        happened = hours_after(now, -injured_h)
        injuries.append(Injury(happened_at=happened, said_at=now))
    ends: dict[str, dict[str, Any]]
    ends = {"eased": {"eased_at": now}, "mistake": {"mistake": True}}
    end = ends.get(answers.get("spasm_kept", ""), {})
    spasms = [s.model_copy(update=end) if s.goes_on else s for s in care.spasms]
    return care.model_copy(
        update={
            "flags": [*ended, *new],
            "injuries": injuries,
            "spasms": _begun(spasms, now) if spasm else spasms,
            "sore": _sore(care, sore, now),
        }
    )


def _ended(flag: Flag, answers: Mapping[str, Any], now: str) -> Flag:
    how = answers.get(flag_id(flag.sign))
    if flag.ended is not None or how not in ("checked", "mistake"):
        return flag
    day = answers.get(looked_id(flag.sign)) if how == "checked" else None
    on = None if day == "before" else day
    return flag.model_copy(update={"ended": how, "ended_at": now, "checked_on": on})


def _begun(spasms: Sequence[Spasm], now: str) -> list[Spasm]:
    """With one that goes on: a new one, where none does."""
    goes_on = any(one.goes_on for one in spasms)
    return [*spasms] if goes_on else [*spasms, Spasm(said_at=now)]


def _sore(care: Care, rules: Iterable[str], now: str) -> list[Sore]:
    known = {(one.on, one.why) for one in care.sore}
    day = now[:10]
    new = [rule for rule in dict.fromkeys(rules) if (day, rule) not in known]
    return [*care.sore, *(Sore(on=day, why=rule) for rule in new)]


def blocked_on(
    care: Care, why: Iterable[str], title: str, advised: Iterable[str], now: str
) -> Care:
    """What is kept of a day without stretching; the same twice a day is kept once."""
    day = Blocked(at=now, why=list(why), title=title, advised=list(advised))
    same = any(
        one.at[:10] == now[:10] and one.why == day.why and one.title == day.title
        for one in care.blocked
    )
    return care if same else care.model_copy(update={"blocked": [*care.blocked, day]})


def stopped_for(care: Care, why: StopReason, now: str) -> Care:
    """What is kept after a stretch that was left for pain: the day stays gentle, and
    after a spasm there is none until it has eased.
    """
    if not why.hurts:
        return care
    rule, spasms = "pain_then_gentle", care.spasms
    if why is StopReason.SPASM:
        rule, spasms = "spasm_eased", _begun(spasms, now)
    return care.model_copy(
        update={"spasms": spasms, "sore": _sore(care, [rule], now)},
    )
