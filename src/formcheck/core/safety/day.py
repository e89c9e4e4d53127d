"""What is done today: a programme or a stretch, as the day and the person allow it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from formcheck.core.programme.my_plan import PLAN_ID, MyPlan, avoided
from formcheck.core.programme.prescribed import as_prescribed, programme_of
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
from formcheck.core.safety.plan_clashes import (
    agreed_entries,
    agreements,
    clashes_told,
    not_due,
    swapped,
)
from formcheck.core.safety.questions import Outcome
from formcheck.core.stretch.spec import Gate, Mode, StretchSpec
from formcheck.core.words.catalogue import and_list, marked, say, say_many

__all__ = ["DayPlan"]

Item = TypeVar("Item", RoutineStep, Task)

_CHOOSE_GENTLE = marked("Choose the gentle one for a flare-up, or a single stretch.")

_NOTHING_DUE = marked("Nothing of your plan is for today.")

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
    plan_levels: the same without how it felt, which changes no plan. today: the date;
    None takes all of a plan for due. done: how often on it already, by stretch.
    since: from when a condition is known, where it was not from the beginning.
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
    today: date | None = None
    done: Mapping[str, int] = field(default_factory=dict)
    since: Mapping[str, str] = field(default_factory=dict)

    def programme(self, programme: Programme) -> LaidOut:
        """A programme; nothing where the day rules it all out."""
        if self.plan is not None and programme.id == PLAN_ID:
            return self._plan(self.plan)
        outcome = self.outcome
        if outcome.mode not in programme.modes:
            no = say("{programme} is not for a sore day.", programme=programme.name)
            return (), (no, say(_CHOOSE_GENTLE))
        laid_out, exchange = self._routine(programme)
        if _too_few(laid_out, programme):
            laid_out, exchange = self._routine(programme, anything=True)
        steps = tuple(
            self._dosed(self._gentle(step), self.levels) for step in laid_out.steps
        )
        if not steps:
            return (), exchange.sentences
        own = replace(laid_out, steps=steps)
        notes = (*exchange.sentences, *self._changes(steps), *self._news(steps))
        if notes:
            notes = (*notes, *_minutes(own))
        return lay_out(parts(own)), notes

    def _routine(
        self, programme: Programme, *, anything: bool = False
    ) -> tuple[Routine, Exchanger]:
        outcome = self.outcome

        def lay(exchange: Exchanger | None) -> Routine:
            return routine(
                programme,
                self.stretches,
                mode=outcome.mode,
                floor=outcome.floor,
                when=[when for when in When if when.value in outcome.conditions],
                exchange=exchange,
            )

        own = {step.stretch for step in programme.steps}
        done = {step.spec.id for step in lay(None).steps}
        exchange = self._exchanger(own | done, anything=anything)
        laid_out = lay(exchange)
        return laid_out, exchange

    def _plan(self, plan: MyPlan) -> LaidOut:
        """The person's plan: what of it is due today, as it is written."""
        programme = programme_of(plan, self.stretches, self.today)
        if programme is None:
            return (), (say(_NOTHING_DUE),)
        agreed = agreed_entries(plan, self.has, self.stretches, self.today, self.since)
        laid_out, exchange = self._plan_routine(plan, programme, agreed)
        if _too_few(laid_out, programme):
            laid_out, exchange = self._plan_routine(
                plan, programme, agreed, anything=True
            )
        own = as_prescribed(laid_out, plan, self.stretches, self.today, agreed)
        sore = self.outcome.mode is not Mode.NORMAL
        asked = [step for step in own.steps if not (sore and _again(step))]
        more = {step.spec.name: None for step in own.steps if sore and _again(step)}
        steps = tuple(
            self._dosed(
                step if _agreed(step) else self._gentle(step),
                self.plan_levels,
                fixed=True,
            )
            for step in asked
        )
        notes = (
            *not_due(plan, self.stretches, self.today, self.done),
            *clashes_told(plan, exchange, self.has),
            *swapped(plan, self.stretches, laid_out, self.today),
            *agreements(steps, self.has),
            *self._changes([step for step in steps if not _agreed(step)]),
            *self._cut(asked, steps, more),
        )
        if not steps:
            return (), notes
        return lay_out(parts(replace(own, steps=steps))), notes

    def _plan_routine(
        self,
        plan: MyPlan,
        programme: Programme,
        agreed: Collection[int],
        *,
        anything: bool = False,
    ) -> tuple[Routine, Exchanger]:
        """A plan's exchanges for people who stay off the floor are found, and told, as
        all others are: nothing of it is replaced without a word.
        """
        outcome = self.outcome
        exchange = self._exchanger(
            [step.stretch for step in programme.steps],
            anything=anything,
            agreed={plan.stretches[number].stretch for number in agreed},
            first={
                one.stretch: one.instead
                for one in plan.stretches
                if one.instead is not None
            },
        )
        laid_out = routine(
            programme,
            self.stretches,
            mode=outcome.mode,
            when=[when for when in When if when.value in outcome.conditions],
            exchange=exchange,
            tidy=True,
        )
        return laid_out, exchange

    def single(self, spec: StretchSpec) -> LaidOut:
        """A stretch without a programme."""
        exchange = self._exchanger([spec.id])
        own = exchange(spec)
        mode = self.outcome.mode
        if own is None or gate_of(own, mode) is Gate.BLOCKED:
            return lay_out([]), exchange.sentences
        tasks = [
            self._dosed(self._gentle(task), self.levels)
            for task in tasks_for(self.stretches[own.id], mode=mode)
        ]
        notes = (*self._changes(tasks), *self._news(tasks))
        return lay_out(tasks), (*exchange.sentences, *notes)

    def _exchanger(
        self,
        taken: Iterable[str],
        *,
        anything: bool = False,
        agreed: Collection[str] = (),
        first: Mapping[str, str] | None = None,
    ) -> Exchanger:
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
            agreed=agreed,
            first=first,
        )

    def _dosed(
        self, item: Item, levels: Mapping[str, int], *, fixed: bool = False
    ) -> Item:
        """Return it in the dose that fits the person and the day."""
        return dosed(
            item,
            levels.get(item.spec.id, 0),
            mode=self.outcome.mode,
            longest_s=self.longest_s,
            fixed=fixed,
        )

    def _gentle(self, item: Item) -> Item:
        """Return the same, in the smaller range where a condition asks for it."""
        own = capped(item.spec, self.has)
        return replace(item, mode=Mode.FLARE) if own.gate is Gate.GENTLE else item

    def _changes(self, items: Iterable[RoutineStep | Task]) -> tuple[str, ...]:
        """Say what is done smaller, and what is to be minded."""
        specs = [item.spec for item in items]
        return (*smaller(specs, self.has), *told(specs, self.has))

    def _cut(
        self,
        asked: Sequence[RoutineStep],
        done: Sequence[RoutineStep],
        more: Iterable[str],
    ) -> tuple[str, ...]:
        """Say what of a plan is done less than it asks, and why.

        more: of what it asks more sets than the one of a sore day.
        """
        sore = self.outcome.mode is not Mode.NORMAL
        hurt: dict[str, None] = {}
        less: dict[str, None] = dict.fromkeys(more)
        for was, now in zip(asked, done, strict=True):
            if was.prescribed is None:
                continue
            if self.plan_levels.get(was.spec.id, 0) < 0:
                hurt[was.spec.name] = None
            elif (now.reps, now.hold_s) != (was.reps, was.hold_s):
                less[was.spec.name] = None
        said = []
        if hurt:
            said.append(
                say(
                    "Less of {stretches} than your plan says, since it hurt.",
                    stretches=and_list(list(hurt)),
                )
            )
        if less:
            said.append(
                say(
                    "A sore day: less of {stretches} than your plan says.",
                    stretches=and_list(list(less)),
                )
            )
        if sore and any(step.prescribed is not None for step in done):
            said.append(say("A sore day: your plan in a smaller range."))
        return tuple(said)

    def _news(self, items: Iterable[RoutineStep | Task]) -> tuple[str, ...]:
        """Say, once, what has changed since last time."""
        if self.outcome.mode is not Mode.NORMAL:
            return ()
        names = {item.spec.id: item.spec.name for item in items}
        more = [name for key, name in names.items() if self.news.get(key, 0) > 0]
        less = [name for key, name in names.items() if self.news.get(key, 0) < 0]
        said = []
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


def _agreed(step: RoutineStep) -> bool:
    return step.prescribed is not None and bool(step.prescribed.agreed_with)


def _again(step: RoutineStep) -> bool:
    """Whether it is a further set of what a plan asks for."""
    return step.prescribed is not None and step.prescribed.set_number > 1


def _too_few(laid_out: Routine, programme: Programme) -> bool:
    return _stretches_in(laid_out) < min(
        _FEW, len({s.stretch for s in programme.steps})
    )


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
