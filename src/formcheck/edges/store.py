"""The history of sessions as its users see it, and one in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from formcheck.core.records.progress import digest_of
from formcheck.core.records.session import Session, SessionAbout, compose
from formcheck.core.records.trends import Row
from formcheck.errors import HistoryError

__all__ = ["Kept", "MemoryStore", "SessionStore", "started_utc"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A session out of the history. traces: a file a set, or None where there is
    none.
    """

    number: int
    session: Session
    traces: tuple[Path | None, ...]


class SessionStore(Protocol):
    """Where sessions are kept."""

    def keep(self, session: Session, traces: Sequence[Path | None]) -> int:
        """Keep a session, in the place of one of the same uid; return its number."""

    def get(self, number: int) -> Kept:
        """Return one session; HistoryError where there is none, or it is damaged."""

    def number_of(self, uid: str) -> int | None:
        """The number of the session of that uid, where it is kept."""

    def rows(
        self,
        person: str | None = None,
        *,
        stretch: str | None = None,
        since: str | None = None,
    ) -> list[Row]:
        """Return sessions, the latest first; since: a local date as 2026-11-23."""

    def numbers(self, person: str | None = None) -> list[int]:
        """Every session, the latest first; those that cannot be read, too."""

    def people(self) -> list[str]:
        """Everybody with a session, the person of the latest first."""

    def update_about(self, number: int, about: SessionAbout) -> None:
        """Write down more of a session: a note, pain the next morning."""

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete sessions and their traces for good."""

    def delete_all(self) -> None:
        """Delete everything there is, for good."""


class MemoryStore:
    """Sessions in memory: the fake of a history."""

    def __init__(self) -> None:
        self._kept: dict[int, Kept] = {}
        self._last = 0

    def keep(self, session: Session, traces: Sequence[Path | None]) -> int:
        """Keep a session, in the place of one of the same uid; return its number."""
        known = self.number_of(session.about.uid)
        number = self._last + 1 if known is None else known
        self._last = max(self._last, number)
        self._kept[number] = Kept(number, session, tuple(traces))
        return number

    def get(self, number: int) -> Kept:
        """Return one session; HistoryError where there is none."""
        if number not in self._kept:
            raise HistoryError(f"there is no session {number}")
        kept = self._kept[number]
        entries = [record.entry for record in kept.session.sets]
        about = kept.session.about
        summary = compose(kept.session.summary, about, entries)
        return replace(kept, session=replace(kept.session, summary=summary))

    def number_of(self, uid: str) -> int | None:
        """The number of the session of that uid, where it is kept."""
        same = (n for n, k in self._kept.items() if k.session.about.uid == uid)
        return next(same, None)

    def rows(
        self,
        person: str | None = None,
        *,
        stretch: str | None = None,
        since: str | None = None,
    ) -> list[Row]:
        """Return sessions, the latest first; since: a local date as 2026-11-23."""
        found = []
        for number, kept in self._kept.items():
            about, source = kept.session.about, kept.session.summary["source"]
            digests = tuple(
                digest_of(record)
                for record in kept.session.sets
                if stretch in (None, record.spec.id)
            )
            if (
                person in (None, about.person)
                and (since is None or about.started_at[:10] >= since)
                and (digests or stretch is None)
            ):
                row = Row(
                    number,
                    about,
                    source["kind"],
                    source["name"],
                    digests,
                    kept.session.summary.get("judging"),
                )
                found.append(row)
        return sorted(
            found, key=lambda r: (started_utc(r.about), r.number), reverse=True
        )

    def numbers(self, person: str | None = None) -> list[int]:
        """Every session, the latest first."""
        return [row.number for row in self.rows(person)]

    def people(self) -> list[str]:
        """Everybody with a session, the person of the latest first."""
        return list(dict.fromkeys(row.about.person for row in self.rows()))

    def update_about(self, number: int, about: SessionAbout) -> None:
        """Write down more of a session: a note, pain the next morning."""
        kept = self.get(number)
        self._kept[number] = replace(kept, session=replace(kept.session, about=about))

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete sessions."""
        for number in numbers:
            self._kept.pop(number, None)

    def delete_all(self) -> None:
        """Delete everything there is."""
        self._kept.clear()


def started_utc(about: SessionAbout) -> str:
    """Return when a session began in UTC, so that it sorts."""
    return datetime.fromisoformat(about.started_at).astimezone(UTC).isoformat()
