"""Where a person's plan and their conditions ask for different things, and what is said
of it: both reasons, and that it is exchanged until the plan says who agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from formcheck.core.programme.ceilings import (
    ceiling_words,
    ceilings_by_side,
    end_of,
    sides_of,
)
from formcheck.core.programme.my_plan import MyPlan, PlannedStretch, Weekday
from formcheck.core.programme.prescribed import due, entry_numbers
from formcheck.core.programme.routine import Routine, RoutineStep
from formcheck.core.safety.conditions import (
    Condition,
    Exchanger,
    capped,
    ceiling_of,
)
from formcheck.core.stretch.numbers import OwnRangeNumbers
from formcheck.core.stretch.spec import (
    Gate,
    OwnRange,
    Profile,
    StretchProfile,
    StretchSpec,
)
from formcheck.core.words.catalogue import and_list, marked, say, say_many

__all__ = [
    "Clash",
    "agreed_entries",
    "agreements",
    "clashes",
    "clashes_told",
    "ends_before",
    "not_due",
    "overriding",
    "swapped",
]

_DAYS = {
    Weekday.MON: marked("Monday"),
    Weekday.TUE: marked("Tuesday"),
    Weekday.WED: marked("Wednesday"),
    Weekday.THU: marked("Thursday"),
    Weekday.FRI: marked("Friday"),
    Weekday.SAT: marked("Saturday"),
    Weekday.SUN: marked("Sunday"),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """An entry, by its number, and the condition that it clashes with.

    gate: whether the condition rules it out, or has it done in a smaller range.
    """

    number: int
    spec: StretchSpec
    condition: Condition
    gate: Gate


def clashes(
    plan: MyPlan,
    has: Sequence[Condition],
    stretches: Mapping[str, StretchSpec],
    day: date | None = None,
) -> Iterator[Clash]:
    """Every clash of the entries that are due with a person's conditions."""
    for number, one in due(plan, day).items():
        spec = stretches[one.stretch]
        for condition in has:
            gate = capped(spec, [condition]).gate
            if gate is Gate.ALLOWED and _ends_sooner(one, spec, condition):
                gate = Gate.GENTLE
            if gate is not Gate.ALLOWED:
                yield Clash(number, spec, condition, gate)


def _ends_sooner(one: PlannedStretch, spec: StretchSpec, condition: Condition) -> bool:
    """Whether the condition's end is nearer than the entry's own."""
    end = ceiling_of(spec, condition)
    if end is None or one.ceiling is None:
        return end is not None
    planned = end_of(one.ceiling, spec)
    return planned is None or spec.direction.past(planned, end) > 0


def overriding(has: Sequence[Condition], *, agreed: bool) -> tuple[Condition, ...]:
    """The conditions that still rule where somebody has agreed to an entry: those of
    the day.
    """
    return tuple(one for one in has if one.of_the_day or not agreed)


def agreed_entries(
    plan: MyPlan,
    has: Sequence[Condition],
    stretches: Mapping[str, StretchSpec],
    day: date | None,
    since: Mapping[str, str],
) -> frozenset[int]:
    """The entries due whose clashes with conditions have been agreed to.

    Of one stretch all that are due must say so: it is exchanged whole or not at all.
    What is agreed from a later day on is not yet, and not what came after it. since:
    the day from which a condition is known, by its id; without one, from the beginning.
    """
    today = due(plan, day)
    open_ = {one.stretch for one in today.values() if not one.is_agreed(day)}
    lasting = [one for one in has if not one.of_the_day]
    found = list(clashes(plan, lasting, stretches, day))
    for clash in found:
        agreed_on = today[clash.number].agreed_on
        known_on = since.get(clash.condition.id)
        if agreed_on and known_on and agreed_on.isoformat() < known_on:
            open_.add(clash.spec.id)
    return frozenset(c.number for c in found if c.spec.id not in open_)


def clashes_told(
    plan: MyPlan, exchange: Exchanger, has: Sequence[Condition]
) -> Iterator[str]:
    """What was exchanged, and where a condition did it, what the plan says for it."""
    for made in exchange.made.values():
        why = capped(made.stretch, has).why
        entries = [one for one in plan.stretches if one.stretch == made.stretch.id]
        if not entries or why is None or why.says != made.why:
            yield made.sentence
            continue
        reasons = [
            text
            for one in entries
            for text in (one.prescriber or plan.prescriber, one.note)
            if text
        ]
        said = "; ".join(dict.fromkeys(reasons))
        others = [
            one.says
            for one in has
            if one.says != made.why and capped(made.stretch, [one]).gate is Gate.BLOCKED
        ]
        yield say(
            "{exchanged} Your plan asks for it{reasons}: it stays exchanged until "
            "the plan says who agreed.",
            exchanged=" ".join((made.sentence, *others)),
            reasons=f" ({said})" if said else "",
        )


def agreements(steps: Sequence[RoutineStep], has: Sequence[Condition]) -> Iterator[str]:
    """What is done in spite of a condition, and who agreed."""
    told: dict[str, None] = {}
    for step in steps:
        agreed = step.prescribed.agreed_with if step.prescribed is not None else ""
        if agreed:
            told[
                say(
                    "{stretch} as your plan has it, agreed with {who}. {why}",
                    stretch=step.spec.name,
                    who=agreed,
                    why=" ".join(_against(step.spec, has)),
                )
            ] = None
    yield from told


def _against(spec: StretchSpec, has: Sequence[Condition]) -> Iterator[str]:
    """What conditions say that rule a stretch out, make it smaller or end it."""
    for one in has:
        smaller = capped(spec, [one]).gate is not Gate.ALLOWED
        if smaller or ceiling_of(spec, one) is not None:
            yield one.says


def not_due(
    plan: MyPlan,
    stretches: Mapping[str, StretchSpec],
    day: date | None,
    done: Mapping[str, int],
) -> Iterator[str]:
    """What of the plan is not for today, and what is to be done more than once.

    done: how often on that day already, by stretch.
    """
    if day is None:
        return
    today = due(plan, day)
    for number, one in enumerate(plan.stretches):
        name = stretches[one.stretch].name
        if number in today:
            if one.times_a_day is not None and one.times_a_day > 1:
                said = say_many(
                    "{stretch}: {n} time a day.",
                    "{stretch}: {n} times a day.",
                    one.times_a_day,
                    stretch=name,
                )
                if already := done.get(one.stretch, 0):
                    once = say_many(
                        "Done {n} time today.", "Done {n} times today.", already
                    )
                    said = f"{said} {once}"
                yield said
        elif not one.is_in_force(day):
            yield _not_in_force(name, one, day)
        else:
            days = and_list([say(_DAYS[weekday]) for weekday in one.days])
            yield say(
                "Not today: {stretch}, which is for {days}.", stretch=name, days=days
            )


def _not_in_force(name: str, one: PlannedStretch, day: date) -> str:
    if one.from_day is not None and day < one.from_day:
        return say(
            "Not today: {stretch}, which begins on {first}.",
            stretch=name,
            first=one.from_day,
        )
    return say(
        "Not today: {stretch}, which was until {last}.", stretch=name, last=one.to_day
    )


def swapped(
    plan: MyPlan,
    stretches: Mapping[str, StretchSpec],
    laid_out: Routine,
    day: date | None,
) -> Iterator[str]:
    """What the plan itself exchanges on such a day."""
    numbers = entry_numbers(plan, stretches, day)
    told = set()
    for step in laid_out.steps:
        one = plan.stretches[numbers[step.at]]
        if step.spec.id not in one.swap.values() or one.stretch in told:
            continue
        told.add(one.stretch)
        yield say(
            "{instead} instead of {stretch}, as your plan says.",
            instead=step.spec.name,
            stretch=stretches[one.stretch].name,
        )


def ends_before(
    plan: MyPlan,
    profile: Profile,
    has: Sequence[Condition],
    stretches: Mapping[str, StretchSpec],
    numbers: OwnRangeNumbers,
    day: date | None,
    since: Mapping[str, str],
) -> Iterator[str]:
    """Where a set ends before the plan's own end: since it hurt there, or since a
    condition says so. since: as in `agreed_entries`.
    """
    told: dict[str, None] = {}
    agreed = agreed_entries(plan, has, stretches, day, since)
    for number, one in due(plan, day).items():
        spec = stretches[one.stretch]
        known = profile.stretches.get(spec.id, StretchProfile())
        ends = ceilings_by_side([one], spec, known, numbers)
        rest = overriding(has, agreed=number in agreed)
        for side in sides_of(one, spec):
            if side not in ends:
                continue
            hurt = known.ranges.get(side, OwnRange()).ceiling
            whys = [c.says for c in rest if _ends_sooner(one, spec, c)]
            if hurt is not None and spec.direction.past(ends[side], hurt) > 0:
                whys.append(say("It hurt there."))
            for why in whys:
                told[
                    say(
                        "{stretch}: your plan says {limit}; it ends before that. {why}",
                        stretch=spec.name,
                        limit=ceiling_words(one.ceiling),
                        why=why,
                    )
                ] = None
    yield from told
