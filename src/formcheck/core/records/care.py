"""What is kept of a person's safety: red flags, injuries, spasms, days sore or blocked.

Each with the moment it was said, and never deleted: what has ended says when and why.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from formcheck.core.records.session import Timestamp
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import Name

__all__ = ["Blocked", "Care", "Day", "Flag", "Injury", "Sore", "Spasm"]

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
"""A local day, "2026-11-23"."""


class Flag(Section):
    """A red flag. It stands until it has ended.

    sign: which. said_at: when it was ticked. ended: a clinician has looked at it, or it
    was ticked by mistake; ended_at: when that was said. checked_on: the clinician's day
    as far as it was told.
    """

    sign: Name
    said_at: Timestamp
    ended: Literal["checked", "mistake"] | None = None
    ended_at: Timestamp | None = None
    checked_on: Day | None = None


class Injury(Section):
    """A fresh injury. happened_at: from when its two days count."""

    happened_at: Timestamp
    said_at: Timestamp
    mistake_at: Timestamp | None = None


class Spasm(Section):
    """A spasm. eased_at: when it was said to have eased; None: it goes on.

    mistake: there was none.
    """

    said_at: Timestamp
    eased_at: Timestamp | None = None
    mistake: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether nothing has ended it yet."""
        return self.eased_at is None and not self.mistake


class Sore(Section):
    """A day that is gentle to its end. why: the rule."""

    on: Day
    why: Name


class Blocked(Section):
    """A day without stretching. why: rules and signs. advised: what was said."""

    at: Timestamp
    why: list[Name]
    title: str
    advised: list[str]


class Care(Section):
    """All of it, in the order in which it was said."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    flags: list[Flag] = []
    injuries: list[Injury] = []
    spasms: list[Spasm] = []
    sore: list[Sore] = []
    blocked: list[Blocked] = []
