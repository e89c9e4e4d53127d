"""What is kept of a person: what they said of their health and when, and their ranges.

Days are text, "2026-11-23", and moments as in a session: the core has no clock.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from formcheck.core.records.care import Care
from formcheck.core.records.outcomes import Outcomes
from formcheck.core.records.page_settings import PageSettings
from formcheck.core.records.session import Timestamp
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import Name, StretchProfile

__all__ = ["Person", "Screened"]


class Screened(Section):
    """What the person has answered. full_at: when all of it was asked last. again: it
    is to be asked next time, whatever the day.

    checked: urgent signs that a clinician has checked, with the day of the answer.
    since: conditions that were new at a later screening than the first, with its day.
    """

    full_at: Timestamp | None = None
    again: bool = False
    checked: dict[Name, str] = {}
    history: list[Name] | None = None
    conditions: list[Name] = []
    since: dict[Name, str] = {}
    floor: bool = True


class Person(Section):
    """One person's file. care: what stands, and stood, against stretching. stretches:
    their own range, by stretch. calendar: what their plan goes by in calendar files,
    which says nothing of who it is. outcomes: how well their own activities go. page:
    how they like the page.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    person: str = ""
    screened: Screened = Screened()
    care: Care = Care()
    stretches: dict[Name, StretchProfile] = {}
    calendar: str = ""
    outcomes: Outcomes = Outcomes()
    page: PageSettings = PageSettings()
