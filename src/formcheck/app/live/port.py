"""What a live session can do: stretches, programmes, screening, moving figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from formcheck.app.person.people import OnePerson
from formcheck.core.judge.result import SetResult
from formcheck.core.programme.holding import less_words
from formcheck.core.programme.my_plan import PLAN_ID
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.prescribed import as_prescribed, programme_of
from formcheck.core.programme.routine import Routine, routine, seconds_alone
from formcheck.core.programme.search import findable
from formcheck.core.programme.spec import Programme
from formcheck.core.programme.stages import Rest, Stage, Task
from formcheck.core.safety.conditions import (
    Condition,
    gate_of,
)
from formcheck.core.safety.day import DayPlan
from formcheck.core.safety.everyday import EVERYDAY
from formcheck.core.safety.questions import Outcome, Question
from formcheck.core.stretch.spec import Gate, Mode, Profile, StretchSpec
from formcheck.core.words.catalogue import say
from formcheck.core.words.reasons import StopReason
from formcheck.errors import UnknownStretchError
from formcheck.resources import figures_dir

__all__ = ["LivePort"]

GENTLE_ID = "flare_up"
"""The programme for a sore day."""

Message = dict[str, Any]

TASTER_ID = "taster"
"""The programme for the first time."""


class LivePort:
    """Looks things up for the flow and the page.

    Parameters
    ----------
    stretches, programmes
        What there is.
    last
        Id of the programme that was done last.
    person
        Who it is for.
    """

    def __init__(
        self,
        stretches: Sequence[StretchSpec],
        programmes: Sequence[Programme],
        last: str | None = None,
        *,
        person: OnePerson,
    ) -> None:
        self.stretches = {spec.id: spec for spec in stretches}
        self._shared = {one.id: one for one in programmes}
        self.become(person)
        self.last: str | None = None
        self.done_last(last)

    def become(self, person: OnePerson) -> None:
        """From now on it is for this person."""
        self.person = person
        self.programmes: dict[str, Programme] = {}
        if person.plan is not None:  # first: it was written for this person
            plan = programme_of(person.plan, self.stretches)
            assert plan is not None  # it has an entry, and on some day that is due
            self.programmes[PLAN_ID] = plan
        self.programmes |= self._shared

    @property
    def gentle(self) -> str | None:
        """The programme for a sore day, where there is one."""
        return GENTLE_ID if GENTLE_ID in self.programmes else None

    def done_last(self, programme: str | None) -> None:
        """Take note of the programme that was done last."""
        self.last = programme if programme in self.programmes else None

    def question(self, answers: Mapping[str, Any]) -> tuple[Question, int, int] | None:
        """The next question, its number and of how many."""
        return self.person.question(answers)

    def outcome(self, answers: Mapping[str, Any]) -> Outcome:
        """What the answers come to."""
        return self.person.outcome(answers)

    def screened(self, answers: Mapping[str, Any]) -> None:
        """All has been answered: keep what is to be kept."""
        self.person.screened(answers)

    def profile(self, outcome: Outcome, task: Task | None = None) -> Profile:
        """The person as the judge takes them on such a day; task: for that set."""
        return self.person.profile(outcome, self.stretches.values(), task)

    def stopped(self, why: StopReason) -> None:
        """The person stopped for pain: all is asked before the next session."""
        self.person.stopped(why)

    def learned(self, spec: StretchSpec, result: SetResult, *, hurt: bool) -> None:
        """A set is over: keep the person's range."""
        self.person.learned(spec, result, hurt=hurt)

    def check(self, choice: tuple[str, str]) -> None:
        """Raise UnknownStretchError where there is no such thing."""
        kind, name = choice
        known: Mapping[str, object] = self.stretches
        if kind == "programme":
            known = self.programmes
        if name not in known:
            raise UnknownStretchError(f"no {kind} is called '{name}'")

    def stages(self, choice: tuple[str, str], outcome: Outcome) -> tuple[Stage, ...]:
        """What will be done on such a day; nothing where the day rules it all out."""
        return self._laid_out(choice, outcome)[0]

    def notes(self, choice: tuple[str, str], outcome: Outcome) -> tuple[str, ...]:
        """What is exchanged or left out on such a day, and why."""
        return self._laid_out(choice, outcome)[1]

    def _laid_out(
        self, choice: tuple[str, str], outcome: Outcome
    ) -> tuple[tuple[Stage, ...], tuple[str, ...]]:
        person = self.person
        day = DayPlan(
            self.stretches,
            outcome,
            person.has(outcome),
            levels=person.levels(),
            longest_s=person.longest_s(outcome),
            avoid=person.avoid(),
            news=person.news(),
            plan=person.plan,
            plan_levels=person.levels(felt=False),
            today=person.day,
            done=person.done_today(),
            since=person.since(outcome),
        )
        kind, name = choice
        if kind == "stretch":
            stages, notes = day.single(self.stretches[name])
            return _rested(stages, person.page.rests), notes
        stages, notes = day.programme(self.programmes[name])
        stages = _rested(stages, person.page.rests)
        if name == PLAN_ID:
            notes = (*notes, *person.ends_before(outcome, self.stretches))
        return stages, notes

    def catalogue(self, outcome: Outcome | None = None) -> Message:
        """Programmes and stretches to choose from.

        outcome: of the screening, where there was one: what does not fit such a day has
        its reason with it.
        """
        return {
            "programmes": [
                self._programme(p) | self._fits(("programme", p.id), outcome)
                for p in self.programmes.values()
            ],
            "stretches": [
                self._stretch(s, outcome) | self._fits(("stretch", s.id), outcome)
                for s in self.stretches.values()
            ],
            "everyday": [
                {
                    "title": say(one.title),
                    "lines": [say(line) for line in one.lines],
                    "words": list(one.words),
                }
                for one in EVERYDAY
            ],
        }

    def _fits(self, choice: tuple[str, str], outcome: Outcome | None) -> Message:
        """Whether anything of it is left on such a day and, if not, why."""
        if outcome is None:
            return {}
        stages, notes = self._laid_out(choice, outcome)
        return {} if stages else {"gate": Gate.BLOCKED.value, "why": list(notes)}

    def figure(self, stretch: str) -> Message | None:
        """The moving figure of a stretch, if there is one."""
        path = self._figure_path(stretch)
        if path is None:
            return None
        found: Message = json.loads(path.read_text(encoding="utf-8"))
        return found

    def _figure_path(self, stretch: str) -> Path | None:
        if stretch not in self.stretches:  # also keeps odd names from the file system
            return None
        path = figures_dir() / f"{stretch}.json"
        return path if path.is_file() else None

    def _programme(self, programme: Programme) -> Message:
        plan = self.person.plan if programme.id == PLAN_ID else None
        laid_out = routine(programme, self.stretches, tidy=plan is not None)
        minutes = programme.minutes
        if plan is not None:
            laid_out = as_prescribed(laid_out, plan, self.stretches)
            minutes = max(1, round(laid_out.minutes))
        return {
            "id": programme.id,
            "name": programme.name,
            "words": sorted(findable(programme).all_words),
            "about": " ".join(filter(None, (programme.about, less_words(laid_out)))),
            "minutes": minutes,
            "needs": list(laid_out.needs),
            "postures": [posture.value for _, posture in laid_out.postures],
            "not_for": list(programme.not_for),
            "place": _place_of(laid_out).value,
            "own": programme.id == PLAN_ID,
            "gate": Gate.ALLOWED.value,
            "stretches": list(dict.fromkeys(s.spec.id for s in laid_out.steps)),
            "last": programme.id == self.last,
            "taster": programme.id == TASTER_ID,
        }

    def _stretch(self, spec: StretchSpec, outcome: Outcome | None) -> Message:
        person, mode = self.person, Mode.NORMAL
        has: Sequence[Condition] = person.known_conditions()
        if outcome is not None:
            has, mode = person.has(outcome), outcome.mode
        return {
            "id": spec.id,
            "name": spec.name,
            "words": sorted(findable(spec).all_words),
            "posture": spec.posture.value,
            "view": spec.camera.view.value,
            "needs": list(spec.needs),
            "minutes": max(1, round(seconds_alone(spec) / 60)),
            "trust": spec.trust.value,
            "gate": gate_of(spec, mode, has).value,
            "figure": self._figure_path(spec.id) is not None,
        }


def _place_of(laid_out: Routine) -> Place:
    """Where most care is needed: on the floor if any of it is, else on a chair."""
    places = {place_of(step.spec) for step in laid_out.steps}
    return next((p for p in Place if p in places), Place.STANDING)


def _rested(stages: tuple[Stage, ...], times: float) -> tuple[Stage, ...]:
    """The same with rests that many times as long, as the person has set it."""
    return tuple(
        replace(stage, seconds=stage.seconds * times)
        if isinstance(stage, Rest)
        else stage
        for stage in stages
    )
