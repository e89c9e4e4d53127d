"""What is kept of a person's safety, in sentences, also for who treats them."""

from __future__ import annotations

from collections.abc import Iterator

from formcheck.core.records.care import Blocked, Care, Flag
from formcheck.core.records.when import hours_between, to_the_minute
from formcheck.core.safety.screening import hours_words
from formcheck.core.safety.signs import label_of
from formcheck.core.safety.standing import standing
from formcheck.core.words.catalogue import say

__all__ = ["days_told", "stands_told"]


def stands_told(care: Care, now: str) -> Iterator[str]:
    """What stands against stretching, or makes the day gentle, at this moment."""
    stands = standing(care, now)
    for flag in stands.flags:
        yield say(
            "Not yet looked at by a clinician, noted on {date}: {sign}.",
            date=flag.said_at[:10],
            sign=say(label_of(flag.sign)),
        )
    if stands.injury is not None:
        when = to_the_minute(stands.injury.happened_at)
        left = hours_words(stands.hours_left)
        yield say("Injured: {when}. {left}", when=when, left=left)
    if stands.spasm is not None:
        when = to_the_minute(stands.spasm.said_at)
        yield say("In spasm since {when}, not said to have eased.", when=when)
    if stands.sore:
        yield say("Today is gentle to its end.")


def days_told(care: Care, *, since: str = "", until: str = "") -> Iterator[str]:
    """Flags that have ended and days without stretching, in the order of their days.

    since, until: moments; only what was said after the first and before the second.
    """
    lines = [(flag.ended_at or "", _ended(flag)) for flag in care.flags if flag.ended]
    lines += [(day.at, _blocked(day)) for day in care.blocked]
    for at, line in sorted(lines):
        after = not since or hours_between(since, at) > 0
        if after and (not until or hours_between(at, until) >= 0):
            yield line


def _ended(flag: Flag) -> str:
    sign, date = say(label_of(flag.sign)), flag.said_at[:10]
    said = (flag.ended_at or "")[:10]
    if flag.ended == "mistake":
        return say(
            "{sign}: noted on {date}, said on {said} to be a mistake.",
            sign=sign,
            date=date,
            said=said,
        )
    if flag.checked_on is None:
        return say(
            "{sign}: noted on {date}, looked at by a clinician as said on {said}.",
            sign=sign,
            date=date,
            said=said,
        )
    return say(
        "{sign}: noted on {date}, looked at by a clinician on {day}, as was said.",
        sign=sign,
        date=date,
        day=flag.checked_on,
    )


def _blocked(day: Blocked) -> str:
    signs = [say(label_of(one)) for one in day.why if label_of(one) != one]
    why = f" ({'; '.join(signs)})" if signs else ""
    return say(
        "{date}: no stretching. {title}{why}. Advised: {advice}",
        date=day.at[:10],
        title=day.title,
        why=why,
        advice=" ".join(day.advised),
    )
