"""What a live session can do: stretches, programmes, screening, moving figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from formcheck.app.person.people import OnePerson
from formcheck.core.judge.result import SetResult
from formcheck.core.programme.my_plan import PLAN_ID, avoided, programme_of
from formcheck.core.programme.routine import Routine, RoutineStep, parts, routine
from formcheck.core.programme.spec import Programme, When
from formcheck.core.programme.stages import Stage, Task, lay_out, tasks_for
from formcheck.core.safety.conditions import (
    Condition,
    Exchanger,
    capped,
    gate_of,
    smaller,
)
from formcheck.core.safety.due import dosed
from formcheck.core.safety.questions import Outcome, Question
from formcheck.core.stretch.pace import PACE, rep_s
from formcheck.core.stretch.spec import Gate, Mode, Profile, StretchSpec
from formcheck.errors import UnknownStretchError
from formcheck.resources import figures_dir

__all__ = ["LivePort"]

Message = dict[str, Any]
Item = TypeVar("Item", RoutineStep, Task)

_CHOOSE_GENTLE = "Choose the gentle one for a flare-up, or a single stretch."

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
        Who it is for; by default nobody in particular.
    """

    def __init__(
        self,
        stretches: Sequence[StretchSpec],
        programmes: Sequence[Programme],
        last: str | None = None,
        person: OnePerson | None = None,
    ) -> None:
        self.stretches = {spec.id: spec for spec in stretches}
        self.programmes = {one.id: one for one in programmes}
        self.person = person or OnePerson()
        plan = self.person.plan
        if plan is not None:
            self.programmes[PLAN_ID] = programme_of(plan, self.stretches)
        self.last: str | None = None
        self.done_last(last)

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

    def profile(self, outcome: Outcome) -> Profile:
        """The person as the judge takes them on such a day."""
        return self.person.profile(outcome, self.stretches.values())

    def stopped(self) -> None:
        """The person stopped for pain: all is asked before the next session."""
        self.person.stopped()

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
        kind, name = choice
        if kind == "stretch":
            return self._single(self.stretches[name], outcome)
        programme = self.programmes[name]
        if outcome.mode not in programme.modes:
            return (), (f"{programme.name} is not for a sore day.", _CHOOSE_GENTLE)
        own = {step.stretch for step in programme.steps}
        exchange = self._exchanger(outcome, own)
        laid_out = routine(
            programme,
            self.stretches,
            mode=outcome.mode,
            # A plan names no alternatives: those are for the exchange to find.
            floor=outcome.floor or name == PLAN_ID,
            when=[when for when in When if when.value in outcome.conditions],
            exchange=exchange,
        )
        steps = self._dosed(laid_out, outcome, planned=name == PLAN_ID)
        if not steps:
            return (), exchange.sentences
        stages = lay_out(parts(replace(laid_out, steps=steps)))
        told = self._told(steps, outcome, fixed=name == PLAN_ID)
        return stages, (*exchange.sentences, *told)

    def _single(
        self, spec: StretchSpec, outcome: Outcome
    ) -> tuple[tuple[Stage, ...], tuple[str, ...]]:
        """A stretch without a programme."""
        exchange = self._exchanger(outcome, [spec.id])
        own = exchange(spec)
        if own is None or _gate(own, outcome.mode) is Gate.BLOCKED:
            return lay_out([]), exchange.sentences
        levels, longest_s = self.person.levels(), self.person.longest_s(outcome)
        tasks = [
            dosed(
                self._gentle(task, outcome),
                levels.get(task.spec.id, 0),
                mode=outcome.mode,
                longest_s=longest_s,
            )
            for task in tasks_for(self.stretches[own.id], mode=outcome.mode)
        ]
        return lay_out(tasks), (*exchange.sentences, *self._told(tasks, outcome))

    def _told(
        self,
        items: Iterable[RoutineStep | Task],
        outcome: Outcome,
        *,
        fixed: bool = False,
    ) -> tuple[str, ...]:
        """What is done smaller, and what has changed since last time; that once."""
        items = list(items)
        said = list(smaller((i.spec for i in items), self.person.has(outcome)))
        if fixed or outcome.mode is not Mode.NORMAL:
            return tuple(said)
        changed = self.person.news()
        names = {item.spec.id: item.spec.name for item in items}
        more = [name for key, name in names.items() if changed.get(key, 0) > 0]
        less = [name for key, name in names.items() if changed.get(key, 0) < 0]
        if more:
            said.append(f"Three sessions went well: a little more of {_and(more)}.")
        if less:
            said.append(f"Last time hurt: a little less of {_and(less)}.")
        return tuple(said)

    def _exchanger(self, outcome: Outcome, taken: Iterable[str]) -> Exchanger:
        plan = self.person.plan
        avoid = self.person.avoid()
        if plan is not None:
            avoid = {**avoided(plan, self.stretches), **avoid}
        return Exchanger(
            self.stretches,
            self.person.has(outcome),
            mode=outcome.mode,
            floor=outcome.floor,
            avoid=avoid,
            taken=taken,
        )

    def _dosed(
        self, laid_out: Routine, outcome: Outcome, *, planned: bool
    ) -> tuple[RoutineStep, ...]:
        """The steps as much as the person is ready for, and as small as need be."""
        levels, longest_s = self.person.levels(), self.person.longest_s(outcome)
        plan = self.person.plan if planned else None
        wanted = () if plan is None else plan.stretches
        sides = {one.stretch: one.side for one in wanted}
        return tuple(
            dosed(
                self._gentle(step, outcome),
                levels.get(step.spec.id, 0),
                mode=outcome.mode,
                longest_s=longest_s,
                fixed=planned,
            )
            for step in laid_out.steps
            if step.side is None
            or sides.get(step.spec.id, "both") in ("both", step.side.word)
        )

    def _gentle(self, item: Item, outcome: Outcome) -> Item:
        """The same, in the smaller range where a condition asks for it."""
        own = capped(item.spec, self.person.has(outcome))
        return replace(item, mode=Mode.FLARE) if own.gate is Gate.GENTLE else item

    def catalogue(self) -> Message:
        """Programmes and stretches to choose from."""
        has = self.person.known_conditions()
        return {
            "programmes": [self._programme(p) for p in self.programmes.values()],
            "stretches": [self._stretch(s, has) for s in self.stretches.values()],
        }

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
        laid_out = routine(programme, self.stretches)
        return {
            "id": programme.id,
            "name": programme.name,
            "about": programme.about,
            "minutes": programme.minutes,
            "needs": list(laid_out.needs),
            "postures": [posture.value for _, posture in laid_out.postures],
            "not_for": list(programme.not_for),
            "gate": Gate.ALLOWED.value,
            "stretches": list(dict.fromkeys(s.spec.id for s in laid_out.steps)),
            "last": programme.id == self.last,
            "taster": programme.id == TASTER_ID,
        }

    def _stretch(self, spec: StretchSpec, has: Sequence[Condition]) -> Message:
        seconds = sum(
            PACE.ready_s + t.reps * rep_s(spec, t.hold_s) + t.rest_s
            for t in tasks_for(spec)
        )
        return {
            "id": spec.id,
            "name": spec.name,
            "posture": spec.posture.value,
            "view": spec.camera.view.value,
            "needs": list(spec.needs),
            "minutes": max(1, round(seconds / 60)),
            "trust": spec.trust.value,
            "gate": gate_of(spec, Mode.NORMAL, has).value,
            "figure": self._figure_path(spec.id) is not None,
        }


def _and(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _gate(spec: StretchSpec, mode: Mode) -> Gate:
    gate: Gate = getattr(spec.gates, mode.value)
    return gate
