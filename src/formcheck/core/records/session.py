"""A session: what one person did at one time, as it is kept, reported and exported.

Times of day are text, "2026-11-23T09:30:00+01:00": the core has no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from formcheck.core.judge.events import Event
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import SideWord
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.core.words.catalogue import capital
from formcheck.core.words.names import words_of
from formcheck.core.words.reasons import StopReason

__all__ = [
    "SUMMARY_SCHEMA",
    "ExercisePain",
    "LeftEarly",
    "Pain",
    "PlannedSet",
    "Session",
    "SessionAbout",
    "SetRecord",
    "Stop",
    "by_other_numbers",
    "compose",
]

SUMMARY_SCHEMA = 2
"""The version of summary.json. 1 was formcheck 0.1.0's: it had one ceiling for both
sides, and no holds in the person's own range."""

Timestamp = Annotated[
    str,
    StringConstraints(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$",
    ),
]
"""Local time with its offset from UTC, to the second."""

Score = Annotated[int, Field(ge=0, le=10)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pain(_Part):
    """What the person said, 0 none to 10, and where."""

    before: Score | None = None
    after: Score | None = None
    next_morning: Score | None = None
    site: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Where it hurts, to be read: `back, below knee`."""
        return ", ".join(words_of(one) for one in self.site)


class Stop(_Part):
    """The person stopped. time_s: in the session."""

    time_s: float = Field(ge=0)
    stretch: str | None = None
    why: StopReason


class LeftEarly(_Part):
    """A set that was left before its end."""

    stretch: str
    side: SideWord | None = None
    why: StopReason


class ExercisePain(_Part):
    """What the person said of the pain in one exercise, 0 none to 10.

    when: `left`, where it is why the set was left, or `felt` in it.
    """

    stretch: str
    side: SideWord | None = None
    score: Score
    when: Literal["left", "felt"] = "felt"


class PlannedSet(_Part):
    """One set of what was planned. None: as the stretch file says.

    entry: of the person's own plan, from 0; None where the set is of no such, or stands
    in for one. times_a_day: how often the plan has it. limit: how far at most, by: who
    prescribed it, in words.
    """

    stretch: str
    side: SideWord | None = None
    reps: int | None = Field(default=None, ge=1)
    hold_s: float | None = Field(default=None, gt=0)
    entry: int | None = Field(default=None, ge=0)
    times_a_day: int | None = Field(default=None, ge=1)
    limit: str = ""
    by: str = ""


class SessionAbout(_Part):
    """What is known of a session beside what the camera saw.

    uid: the same twice is the same session. judged_at: when it was judged with the
    rules of the day. plan: the name of the person's own, where it was done by that.
    days_a_week, minutes_a_week: what was planned at the time.
    """

    uid: str = Field(min_length=1)
    person: str = ""
    started_at: Timestamp
    judged_at: Timestamp
    programme: str | None = None
    plan: str = ""
    planned: tuple[PlannedSet, ...] = ()
    days_a_week: int | None = Field(default=None, ge=1, le=7)
    minutes_a_week: float | None = Field(default=None, gt=0)
    pain: Pain = Pain()
    felt: Literal["easier", "same", "harder"] | None = None
    stops: tuple[Stop, ...] = ()
    left_early: tuple[LeftEarly, ...] = ()
    exercise_pain: tuple[ExercisePain, ...] = ()
    note: str = ""
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class SetRecord:
    """One set with all that it was judged by, and what it came to."""

    spec: StretchSpec
    profile: Profile
    plan: Plan
    result: SetResult
    events: tuple[Event, ...] = ()

    @property
    def entry(self) -> dict[str, Any]:
        """Its part of summary.json, to be written."""
        return self.result.to_json()


@dataclass(frozen=True, slots=True)
class Session:
    """A whole session. summary: as in summary.json; its `sets` are the entries."""

    about: SessionAbout
    summary: dict[str, Any]
    sets: tuple[SetRecord, ...]

    @property
    def judging(self) -> str | None:
        """Digest of the numbers it was judged by; None where that is not known."""
        return self.summary.get("judging")

    def name_of(self, stretch: str) -> str:
        """A stretch's name, to be read; in words what its file is called if it has no
        set here.
        """
        names = {record.spec.id: record.spec.name for record in self.sets}
        return names.get(stretch) or capital(words_of(stretch))


def by_other_numbers(one: str | None, other: str | None) -> bool:
    """Whether it is known that two were judged by different numbers.

    one, other: digests of these; None is not known, as of sessions of before 0.2.
    """
    return None not in (one, other) and one != other


def compose(
    head: Mapping[str, Any], about: SessionAbout, entries: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the summary of a kept session: as summary.json, with `session` in it.

    head: formcheck, judging where it is known, source, model and notes.
    """
    return {
        "schema": SUMMARY_SCHEMA,
        "formcheck": head["formcheck"],
        # Before 0.2 it was not said by which numbers a session was judged.
        **({"judging": head["judging"]} if "judging" in head else {}),
        "session": about.model_dump(mode="json"),
        "source": head["source"],
        "model": head["model"],
        "sets": list(entries),
        "notes": head["notes"],
    }
