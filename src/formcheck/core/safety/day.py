"""What is done today: a programme or a stretch, as the day and the person allow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from formcheck.core.programme.my_plan import PLAN_ID, MyPlan, avoided
from formcheck.core.programme.routine import Routine, RoutineStep, parts, routine
from formcheck.core.programme.rules import MINUTES_OFF
from formcheck.core.programme.spec import Programme, When
from formcheck.core.programme.stages import Stage, Task, lay_out, tasks_for
from formcheck.core.safety.conditions import (
    Condition,
    Exchanger,
    capped,
    gate_of,
    smaller,
    told,
)
from formcheck.core.safety.due import dosed
from formcheck.core.safety.questions import Outcome
from formcheck.core.stretch.spec import Gate, Mode, StretchSpec
from formcheck.core.words.catalogue import and_list, marked, say, say_many

__all__ = ["DayPlan"]

Item = TypeVar("Item", RoutineStep, Task)

_CHOOSE_GENTLE = marked("Choose the gentle one for a flare-up, or a single stretch.")

_FEW = 2
"""With fewer stretches than this, what is for something else will do, too."""

LaidOut = tuple[tuple[Stage, ...], tuple[str, ...]]
"""What will be done, and what is exchanged or left out and why, in sentences."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day on which somebody stretches.

    stretches: all that there are, by id. outcome: of the screening. has: the person's
    conditions on this day. levels: how far on or back they are, by stretch. longest_s:
    what holds may grow to. avoid: stretches left out for now, and what is said of it.
    news: what the last session has changed of the levels. plan: the person's own;
    plan_levels: the same without how it felt, which changes no plan.
    """

    stretches: Mapping[str, StretchSpec]
    outcome: Outcome
    has: Sequence[Condition] = ()
    levels: Mapping[str, int] = field(default_factory=dict)
    longest_s: float = 0.0
    avoid: Mapping[str, str] = field(default_factory=dict)
    news: Mapping[str, int] = field(default_factory=dict)
    plan: MyPlan | None = None
    plan_levels: Mapping[str, int] = field(default_factory=dict)

    def programme(self, programme: Programme) -> LaidOut:
        """A programme; nothing where the day rules it all out."""
        outcome, planned = self.outcome, programme.id == PLAN_ID
        if outcome.mode not in programme.modes:
            no = say("{programme} is not for a sore day.", programme=programme.name)
            return (), (no, say(_CHOOSE_GENTLE))
        laid_out, exchange = self._routine(programme)
        if _stretches_in(laid_out) < min(
            _FEW, len({s.stretch for s in programme.steps})
        ):
            laid_out, exchange = self._routine(programme, anything=True)
        steps = self._dosed(laid_out, planned=planned)
        if not steps:
            return (), exchange.sentences
        own = replace(laid_out, steps=steps)
        notes = (*exchange.sentences, *self._changes(steps, fixed=planned))
        if notes and not planned:
            notes = (*notes, *_minutes(own))
        return lay_out(parts(own)), notes

    def _routine(
        self, programme: Programme, *, anything: bool = False
    ) -> tuple[Routine, Exchanger]:
        outcome, planned = self.outcome, programme.id == PLAN_ID

        def lay(exchange: Exchanger | None) -> Routine:
            return routine(
                programme,
                self.stretches,
                mode=outcome.mode,
                # A plan names no alternatives: those are for the exchange to find.
                floor=outcome.floor or planned,
                when=[when for when in When if when.value in outcome.conditions],
                exchange=exchange,
            )

        own = {step.stretch for step in programme.steps}
        done = {step.spec.id for step in lay(None).steps}
        exchange = self._exchanger(own | done, anything=anything)
        laid_out = lay(exchange)
        return laid_out, exchange

    def single(self, spec: StretchSpec) -> LaidOut:
        """A stretch without a programme."""
        exchange = self._exchanger([spec.id])
        own = exchange(spec)
        mode = self.outcome.mode
        if own is None or gate_of(own, mode) is Gate.BLOCKED:
            return lay_out([]), exchange.sentences
        tasks = [
            dosed(
                self._gentle(task),
                self.levels.get(task.spec.id, 0),
                mode=mode,
                longest_s=self.longest_s,
            )
            for task in tasks_for(self.stretches[own.id], mode=mode)
        ]
        return lay_out(tasks), (*exchange.sentences, *self._changes(tasks))

    def _exchanger(self, taken: Iterable[str], *, anything: bool = False) -> Exchanger:
        avoid = dict(self.avoid)
        if self.plan is not None:
            avoid = {**avoided(self.plan, self.stretches), **avoid}
        return Exchanger(
            self.stretches,
            self.has,
            mode=self.outcome.mode,
            floor=self.outcome.floor,
            avoid=avoid,
            taken=taken,
            anything=anything,
        )

    def _dosed(self, laid_out: Routine, *, planned: bool) -> tuple[RoutineStep, ...]:
        """Return the steps in the dose that fits the person and the day."""
        plan = self.plan if planned else None
        wanted = () if plan is None else plan.stretches
        sides = {one.stretch: one.side for one in wanted}
        levels = self.plan_levels if planned else self.levels
        return tuple(
            dosed(
                self._gentle(step),
                levels.get(step.spec.id, 0),
                mode=self.outcome.mode,
                longest_s=self.longest_s,
                fixed=planned,
            )
            for step in laid_out.steps
            if step.side is None
            or sides.get(step.spec.id, "both") in ("both", step.side.word)
        )

    def _gentle(self, item: Item) -> Item:
        """Return the same, in the smaller range where a condition asks for it."""
        own = capped(item.spec, self.has)
        return replace(item, mode=Mode.FLARE) if own.gate is Gate.GENTLE else item

    def _changes(
        self, items: Iterable[RoutineStep | Task], *, fixed: bool = False
    ) -> tuple[str, ...]:
        """Say what is done smaller and, once, what has changed since last time."""
        items = list(items)
        specs = [item.spec for item in items]
        said = [*smaller(specs, self.has), *told(specs, self.has)]
        names = {item.spec.id: item.spec.name for item in items}
        if fixed:
            cut = [
                name for key, name in names.items() if self.plan_levels.get(key, 0) < 0
            ]
            if cut:
                said.append(
                    say(
                        "Less of {stretches} than your plan says, since it hurt.",
                        stretches=and_list(cut),
                    )
                )
        if fixed or self.outcome.mode is not Mode.NORMAL:
            return tuple(said)
        more = [name for key, name in names.items() if self.news.get(key, 0) > 0]
        less = [name for key, name in names.items() if self.news.get(key, 0) < 0]
        if more:
            said.append(
                say(
                    "It went well: a little more of {stretches}.",
                    stretches=and_list(more),
                )
            )
        if less:
            said.append(
                say(
                    "It hurt, or felt hard: a little less of {stretches}.",
                    stretches=and_list(less),
                )
            )
        return tuple(said)


def _stretches_in(laid_out: Routine) -> int:
    return len({step.spec.id for step in laid_out.steps})


def _minutes(own: Routine) -> tuple[str, ...]:
    """How long it takes this time, where that is not what the programme promises."""
    if abs(own.minutes - own.programme.minutes) <= MINUTES_OFF:
        return ()
    minutes = max(1, round(own.minutes))
    return (
        say_many(
            "About {n} minute this time.", "About {n} minutes this time.", minutes
        ),
    )
