"""Outcome measures: the person's own three activities, how well each goes, over time.

The Patient-Specific Functional Scale (Stratford, Gill, Westaway and Binkley, in
Physiotherapy Canada 1995;47:258-263), free to use: up to three activities that the
person finds hard, each 0 (cannot do it) to 10 (as before). It is off until it is
switched on, and never part of a screening: it decides nothing.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from formcheck.core.records.session import Score, Timestamp
from formcheck.core.records.when import days_between
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import Text
from formcheck.core.words.catalogue import marked, say

__all__ = ["AGAIN_AFTER_DAYS", "MCID", "Outcomes", "Scored"]
__all__ += ["change_told", "is_due"]

AGAIN_AFTER_DAYS = 14.0

MCID = 2.3
"""Points by which the mean must change to matter (minimum clinically important
difference): of 1708 people in physiotherapy 1.3 for a small, 2.3 for a medium and 2.7
for a large change, about the same all over the body (Abbott and Schmitt, in JOSPT
2014;44:560-564)."""


class Scored(Section):
    """One answer. activities: as they were called then, a score each."""

    at: Timestamp
    activities: tuple[Text, ...]
    scores: tuple[Score, ...]

    @property
    def mean(self) -> float:
        """The scale's score: the mean."""
        return sum(self.scores) / len(self.scores)


class Outcomes(Section):
    """What is asked of a person, where they wanted it, and what they answered.

    activities: their own; none where it is off. since: when it was switched on.
    """

    activities: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    since: Timestamp | None = None
    scored: tuple[Scored, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether it is asked."""
        return bool(self.activities)


def is_due(outcomes: Outcomes, now: str) -> bool:
    """Whether it is to be asked after a session that ends now."""
    if not outcomes.is_on:
        return False
    last = outcomes.scored[-1] if outcomes.scored else None
    if last is None or last.activities != outcomes.activities:
        return True
    return days_between(last.at, now) >= AGAIN_AFTER_DAYS


_CHANGE = marked(
    "{now} of 10, {change} since {day}; less than {least} points may be chance."
)
_BEYOND = marked(
    "{now} of 10, {change} since {day}: at least the {least} points that count."
)


def change_told(outcomes: Outcomes) -> str:
    """The latest score against the first of the same activities, in a sentence."""
    if not outcomes.scored:
        return ""
    last = outcomes.scored[-1]
    same = [one for one in outcomes.scored if one.activities == last.activities]
    now, change = f"{last.mean:.1f}", last.mean - same[0].mean
    if len(same) < 2:
        return say("{now} of 10 on {day}.", now=now, day=last.at[:10])
    text = _BEYOND if abs(change) >= MCID else _CHANGE
    words = {"change": f"{change:+.1f}", "day": same[0].at[:10]}
    return say(text, now=now, least=f"{MCID:g}", **words)
