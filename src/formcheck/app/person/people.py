"""One person before and during a session: what is known, what the day allows, what is
kept. The rules are in core; here they meet the files, the history and the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from formcheck.app.history.store import now_text, open_history
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.result import SetResult
from formcheck.core.programme.ceilings import with_ceilings
from formcheck.core.programme.my_plan import MyPlan
from formcheck.core.programme.stages import Task
from formcheck.core.records.page_settings import PageSettings
from formcheck.core.records.person import Person
from formcheck.core.records.session import SessionAbout
from formcheck.core.records.trends import Row
from formcheck.core.records.when import day_of
from formcheck.core.safety.asked import known_of
from formcheck.core.safety.conditions import Condition, lower_ceilings, the_conditions
from formcheck.core.safety.due import (
    HOLD_UP_TO_S,
    NO_BETTER,
    Past,
    levels,
    news,
    no_better,
    past_of,
    spared,
)
from formcheck.core.safety.person import learn, profile_of, screened, since_when
from formcheck.core.safety.plan_clashes import ends_before, overriding
from formcheck.core.safety.questions import Outcome, Question
from formcheck.core.safety.screening import Known, next_question
from formcheck.core.safety.standing import stopped_for
from formcheck.core.safety.triage import outcome_of
from formcheck.core.stretch.spec import Profile, StretchSpec
from formcheck.core.words.catalogue import say
from formcheck.core.words.reasons import StopReason
from formcheck.edges.notices import tell_once
from formcheck.edges.people import MemoryPeople, PeopleFiles, PeopleStore
from formcheck.edges.places import data_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import own_or_shipped
from formcheck.stretches.my_plan import load_plan
from formcheck.stretches.safety import FILE, load_conditions

__all__ = ["OnePerson", "ask_again", "conditions_of", "kept_profile"]
__all__ += ["person_at"]

Rows = Callable[[], Sequence[Row]]


def conditions_of(poses: Path) -> dict[str, Condition]:
    """The conditions beside the stretch files or, without any there, the shipped ones.

    Raises
    ------
    SafetyFileError
        The file is broken.
    """
    return load_conditions(own_or_shipped(poses, FILE))


@dataclass(frozen=True, slots=True)
class _Today:
    """What is known at the start of a screening, and as long as it lasts.

    done_s: stretched already on this day. done: in how many sessions, by stretch.
    """

    person: Person
    known: Known
    past: tuple[Past, ...]
    morning_of: Row | None
    done_s: float
    done: Mapping[str, int]


class OnePerson:
    """Answers for one person what a session asks of `SessionPort`.

    Parameters
    ----------
    name
        As in the history.
    conditions
        Those that there are, by id.
    people
        Where the person is kept.
    rows
        The person's sessions, the latest first.
    update
        Writes down more of a session of the history.
    plan
        The person's own.
    judging
        The numbers.
    now
        The local time, as sessions have it.
    """

    def __init__(
        self,
        name: str = "",
        conditions: Mapping[str, Condition] | None = None,
        *,
        people: PeopleStore | None = None,
        rows: Rows = tuple,
        update: Callable[[int, SessionAbout], None] | None = None,
        plan: MyPlan | None = None,
        judging: Judging,
        now: Callable[[], str] = now_text,
    ) -> None:
        self.name, self.plan = name, plan
        self.conditions = dict(conditions or {})
        self._judging = judging
        self._people = people if people is not None else _asked_already(name, now())
        self._rows, self._update, self._now = rows, update, now
        self._today: _Today | None = None

    @property
    def today(self) -> _Today:
        """What is known now; read once a screening."""
        if self._today is None:
            self._today = self._look()
        return self._today

    def question(self, answers: Mapping[str, Any]) -> tuple[Question, int, int] | None:
        """The next question, its number and of how many."""
        return next_question(answers, self.today.known)

    def outcome(self, answers: Mapping[str, Any]) -> Outcome:
        """What the answers come to."""
        today = self.today
        found = outcome_of(answers, today.known, today.person)
        if found.blocked:
            return found
        lines, rules = found.lines, found.rules
        if today.known.full and no_better(today.past):  # monthly, not every time
            lines, rules = (*lines, say(NO_BETTER)), (*rules, "no_better")
        days = self.plan.days_a_week if self.plan is not None else None
        return replace(
            found, lines=lines, rules=rules, done_s=today.done_s, days_a_week=days
        )

    def screened(self, answers: Mapping[str, Any]) -> None:
        """Keep what was answered; the next screening reads it again."""
        today = self.today
        self._people.write(screened(today.person, answers, self._now(), today.known))
        row, morning = today.morning_of, answers.get("morning")
        if row is not None and morning is not None and self._update is not None:
            pain = row.about.pain.model_copy(update={"next_morning": morning})
            self._update(row.number, row.about.model_copy(update={"pain": pain}))
        self._today = None

    def has(self, outcome: Outcome) -> tuple[Condition, ...]:
        """The conditions of such a day."""
        return the_conditions(self.conditions, outcome.conditions)

    def since(self, outcome: Outcome) -> Mapping[str, str]:
        """From when conditions of such a day are known, where it was not always."""
        kept, said = self.today.person.screened, outcome.conditions
        return since_when(kept, said, self.day.isoformat())

    def known_conditions(self) -> tuple[Condition, ...]:
        """Those that the person is known to have, whatever the day."""
        kept = self._people.read(self.name).screened.conditions
        return the_conditions(self.conditions, kept)

    def profile(
        self, outcome: Outcome, specs: Iterable[StretchSpec], task: Task | None = None
    ) -> Profile:
        """The person for the judge: own ranges, the plan's, conditions'.

        task: the set that it is for. Of several entries of the plan its own counts,
        and what was agreed to in it is no condition's any more.
        """
        known = {spec.id: spec for spec in specs}
        profile = profile_of(self._people.read(self.name))
        has = self.has(outcome)
        if self.plan is None:
            return lower_ceilings(profile, known.values(), has)
        entry = task.prescribed if task is not None else None
        profile = with_ceilings(
            profile,
            self.plan,
            known,
            self._judging.stretch.own_range,
            day=self.day,
            entry=entry.entry if entry is not None else None,
        )
        if task is None or entry is None:
            return lower_ceilings(profile, known.values(), has)
        others = (spec for spec in known.values() if spec.id != task.spec.id)
        profile = lower_ceilings(profile, others, has)
        rest = overriding(has, agreed=bool(entry.agreed_with))
        return lower_ceilings(profile, [task.spec], rest)

    def done_today(self) -> Mapping[str, int]:
        """In how many sessions of this day each stretch was done already."""
        return self.today.done

    @property
    def day(self) -> date:
        """The date now."""
        return date.fromisoformat(self._now()[:10])

    def ends_before(
        self, outcome: Outcome, stretches: Mapping[str, StretchSpec]
    ) -> tuple[str, ...]:
        """Where the plan's sets end before the plan says, and why."""
        if self.plan is None:
            return ()
        profile = profile_of(self._people.read(self.name))
        return tuple(
            ends_before(
                self.plan,
                profile,
                self.has(outcome),
                stretches,
                self._judging.stretch.own_range,
                self.day,
                self.since(outcome),
            )
        )

    @property
    def page(self) -> PageSettings:
        """How they like the page."""
        return self._people.read(self.name).page

    def likes(self, changes: Mapping[str, Any]) -> None:
        """Keep what they have set on the page."""
        person = self._people.read(self.name)
        page = person.page.model_copy(update=dict(changes))
        if page != person.page:
            self._people.write(person.model_copy(update={"page": page}))

    def stopped(self, why: StopReason) -> None:
        """The person stopped for pain: all is asked before the next session, and the
        day stays gentle.
        """
        person = self._people.read(self.name)
        update = {
            "screened": person.screened.model_copy(update={"again": True}),
            "care": stopped_for(person.care, why, self._now()),
        }
        self._people.write(person.model_copy(update=update))
        self._today = None

    def learned(self, spec: StretchSpec, result: SetResult, *, hurt: bool) -> None:
        """Keep the person's range after a set."""
        person = self._people.read(self.name)
        numbers = self._judging.stretch.own_range
        new = learn(person, spec, result, numbers, hurt=hurt)
        if new != person:
            self._people.write(new)

    def levels(self, *, felt: bool = True) -> dict[str, int]:
        """How far on or back the person is in each stretch; also by how it felt."""
        return levels(self.today.past, felt=felt)

    def news(self) -> dict[str, int]:
        """What the last session has changed of that."""
        return news(self.today.past)

    def avoid(self) -> dict[str, str]:
        """Stretches to leave out for now, and what is said of it."""
        return spared(self.today.past)

    def longest_s(self, outcome: Outcome) -> float:
        """What holds may grow to."""
        own = [one.hold_up_to_s or 0.0 for one in self.has(outcome)]
        return max([HOLD_UP_TO_S, *own])

    def _look(self) -> _Today:
        rows, now = list(self._rows()), self._now()
        person = self._people.read(self.name)
        known, morning_of = known_of(person, rows, now, self.conditions.values())
        same = [row for row in rows if day_of(row.about.started_at) == day_of(now)]
        done_s = sum(digest.length_s for row in same for digest in row.digests)
        done = Counter(s for row in same for s in {d.stretch for d in row.digests})
        return _Today(person, known, past_of(rows, now), morning_of, done_s, done)


def person_at(
    folder: Path,
    name: str,
    poses: Path,
    stretches: Mapping[str, StretchSpec],
    tell: Callable[[str], None] = tell_once,
    *,
    history: bool = True,
) -> OnePerson:
    """The person as kept in that data directory.

    tell: is called with what cannot be read, or was dropped from an older file.
    history: whether there is one that can be read.

    Raises
    ------
    FormcheckError
        What is kept of them, their plan or the conditions cannot be read.
    """
    people = PeopleFiles(folder, tell)
    people.read(name)  # a damaged file is reported before the session, not in it
    path = people.plan(name)

    def rows() -> Sequence[Row]:
        if not history:
            return ()
        with open_history(folder, tell) as store:
            return store.rows(name)

    def update(number: int, about: SessionAbout) -> None:
        with open_history(folder) as store:
            store.update_about(number, about)

    return OnePerson(
        name,
        conditions_of(poses),
        people=people,
        rows=rows,
        update=update,
        plan=load_plan(path, stretches) if path.is_file() else None,
        judging=judging_of(poses),
    )


def _asked_already(name: str, now: str) -> PeopleStore:
    """Return somebody who has been asked everything, where nobody is kept."""
    person = screened(Person(person=name), {"signs": [], "conditions": []}, now)
    return MemoryPeople(person)


def kept_profile(name: str | None, folder: Path | None = None) -> Profile:
    """Return the ranges and conditions that are kept of a person; None has none.

    Raises
    ------
    ProfileError
        The person's file is damaged.
    """
    if name is None:
        return Profile()
    return profile_of(PeopleFiles(folder or data_dir()).read(name))


def ask_again(name: str, folder: Path | None = None) -> None:
    """Let the next session ask everything again; ranges and checked signs stay."""
    people = PeopleFiles(folder or data_dir())
    person = people.read(name)
    said = person.screened.model_copy(update={"full_at": None, "history": None})
    people.write(person.model_copy(update={"screened": said}))
