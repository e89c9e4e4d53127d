"""Sessions without who, where and exactly when, to be given away.

Names become P1, P2 ...; the first day that is given away becomes 2000-01-01 and the
days between stay as they were; notes, paths, words that somebody typed, and what could
be matched with a file are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from formcheck.core.records.session import Session, SessionAbout, SetRecord, compose
from formcheck.core.records.when import day_of
from formcheck.core.safety.screening import WHERE
from formcheck.core.words.reasons import StopReason
from formcheck.edges.store import Kept

__all__ = ["FIRST_DAY", "Hidden"]

FIRST_DAY = date(2000, 1, 1)

_SITES = frozenset(option.value for option in WHERE.options)
"""What the questions offer; what else stands there, somebody typed."""

_KNOWN_WHY = frozenset(StopReason)


class Hidden:
    """The same stand-ins for all sessions that are given away together.

    Parameters
    ----------
    abouts
        Of all of them.
    """

    def __init__(self, abouts: Iterable[SessionAbout]) -> None:
        known = sorted(abouts, key=lambda one: datetime.fromisoformat(one.started_at))
        people = dict.fromkeys(one.person for one in known)
        self._names = {name: f"P{number}" for number, name in enumerate(people, 1)}
        self._first = min((day_of(one.started_at) for one in known), default=FIRST_DAY)

    def name(self, person: str) -> str:
        """What stands for a name."""
        return self._names.get(person, "")

    def moment(self, moment: str) -> str:
        """A moment's day, counted from the first one's; no time of the day."""
        return f"{self.day(day_of(moment)).isoformat()}T12:00:00Z"

    def day(self, day: date) -> date:
        """A day, counted from the first one's."""
        return FIRST_DAY + timedelta(days=(day - self._first).days)

    def session(self, kept: Kept) -> Kept:
        """A session that tells of nobody. Its traces hold landmarks and no name."""
        session = kept.session
        about = self._about(session.about, kept.number)
        sets = tuple(self._set(record) for record in session.sets)
        source = {**session.summary["source"], "name": "recording"}
        head = {**session.summary, "source": source, "notes": []}
        summary = compose(head, about, [record.entry for record in sets])
        return replace(kept, session=Session(about, summary, sets))

    def _about(self, about: SessionAbout, number: int) -> SessionAbout:
        moment = self.moment(about.started_at)
        planned = [one.model_copy(update={"by": ""}) for one in about.planned]
        sites = [one for one in about.pain.site if one in _SITES]
        return about.model_copy(
            update={
                "uid": f"anonymous:{number}",
                "person": self.name(about.person),
                "started_at": moment,
                "judged_at": moment,
                "plan": "plan" if about.plan else "",
                "planned": tuple(planned),
                "pain": about.pain.model_copy(update={"site": tuple(sites)}),
                "stops": tuple(one for one in about.stops if one.why in _KNOWN_WHY),
                "left_early": tuple(
                    one for one in about.left_early if one.why in _KNOWN_WHY
                ),
                "note": "",
            }
        )

    def _set(self, record: SetRecord) -> SetRecord:
        name = self.name(record.profile.person)
        used = record.result.profile.model_copy(update={"person": name})
        return replace(
            record,
            profile=record.profile.model_copy(update={"person": name}),
            result=record.result.model_copy(update={"profile": used}),
        )
