"""What a person's conditions do to stretches: ruled out and exchanged, smaller, capped.

A condition is data (`poses/safety/conditions.toml`); what it comes to for a stretch is
computed from what the stretch involves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, FiniteFloat

from formcheck.core.programme.place import Place, place_of
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.involved import involved
from formcheck.core.stretch.involves import Involves
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import (
    Gate,
    Kind,
    Mode,
    Name,
    Profile,
    StretchProfile,
    StretchSpec,
    Text,
)
from formcheck.core.words.catalogue import say

__all__ = [
    "Capped",
    "Ceiling",
    "Condition",
    "Conditions",
    "Exchange",
    "Exchanger",
    "capped",
    "ceiling_of",
    "gate_of",
    "lower_ceilings",
    "same_purpose",
    "smaller",
    "the_conditions",
    "told",
]


class Ceiling(Section):
    """Where a measure of that kind ends for this person, in the kind's unit.

    above: further on is past it; below: further down is. involves: only where the
    stretch does.
    """

    measure: Name
    above: FiniteFloat | None = None
    below: FiniteFloat | None = None
    involves: Involves | None = None


class Condition(Section):
    """One condition: what it rules out, makes smaller and caps, and what instead.

    told_these: stretches that are done with care; told: which care. of_the_day: it was
    said of this day, so nobody can have agreed to it before.
    """

    id: Name
    label: Text
    asked: bool = True
    of_the_day: bool = False
    rules_out: list[Involves] = []
    gentle: list[Involves] = []
    not_these: list[Name] = []
    gentle_these: list[Name] = []
    told_these: list[Name] = []
    prefer: list[Name] = []
    ceilings: list[Ceiling] = []
    hold_up_to_s: float | None = Field(default=None, gt=0, le=120)
    says: Text
    told: str = ""
    sources: list[Text] = Field(min_length=1)
    ours: str = ""


class Conditions(Section):
    """The file of conditions."""

    schema_version: Literal[1] = Field(alias="schema")
    conditions: list[Condition] = Field(min_length=1)


def the_conditions(
    known: Mapping[str, Condition], ids: Iterable[str]
) -> tuple[Condition, ...]:
    """The conditions of those ids, each once, in the file's order."""
    wanted = set(ids)
    return tuple(one for name, one in known.items() if name in wanted)


@dataclass(frozen=True, slots=True)
class Capped:
    """What conditions mean for one stretch. why: the one that decided."""

    gate: Gate = Gate.ALLOWED
    why: Condition | None = None


def capped(spec: StretchSpec, conditions: Iterable[Condition]) -> Capped:
    """Whether this stretch is ruled out, done smaller, or as it is."""
    found = Capped()
    for one in conditions:
        gate = _gate(spec, one)
        if gate is Gate.BLOCKED:
            return Capped(gate, one)
        if gate is Gate.GENTLE and found.gate is Gate.ALLOWED:
            found = Capped(gate, one)
    return found


def _gate(spec: StretchSpec, condition: Condition) -> Gate:
    asks = involved(spec)
    if spec.id in condition.not_these:
        return Gate.BLOCKED
    if spec.id in condition.gentle_these:
        return _smaller(spec)
    if asks & set(condition.rules_out):
        return Gate.BLOCKED
    return _smaller(spec) if asks & set(condition.gentle) else Gate.ALLOWED


def _smaller(spec: StretchSpec) -> Gate:
    """A guided timer measures no range: what has to be smaller cannot be done by it."""
    return Gate.BLOCKED if spec.kind is Kind.GUIDED else Gate.GENTLE


def gate_of(
    spec: StretchSpec, mode: Mode, conditions: Iterable[Condition] = ()
) -> Gate:
    """The stricter of what the day and the conditions say."""
    day: Gate = getattr(spec.gates, mode.value)
    own = capped(spec, conditions).gate
    order = [Gate.ALLOWED, Gate.GENTLE, Gate.BLOCKED]
    return max(day, own, key=order.index)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One stretch that is replaced by another, or left out. why: what is said."""

    stretch: StretchSpec
    instead: StretchSpec | None
    why: str

    @property
    def sentence(self) -> str:
        """As it is said before the start."""
        if self.instead is None:
            return say(
                "Left out today: {stretch}. {why}",
                stretch=self.stretch.name,
                why=self.why,
            )
        if not same_purpose(self.stretch, self.instead):
            return say(
                "{instead} instead of {stretch}, though it is for something else. "
                "{why}",
                instead=self.instead.name,
                stretch=self.stretch.name,
                why=self.why,
            )
        return say(
            "{instead} instead of {stretch}. {why}",
            instead=self.instead.name,
            stretch=self.stretch.name,
            why=self.why,
        )


def same_purpose(one: StretchSpec, other: StretchSpec) -> bool:
    """Whether both are done for the same; not known of files that do not say."""
    return one.purpose is None or other.purpose in (None, one.purpose)


class Exchanger:
    """Exchanges stretches one after another, and remembers which.

    Parameters
    ----------
    stretches
        What there is to exchange with.
    conditions, avoid
        The person's: conditions; and stretches to leave out besides, with the reason.
    floor
        Whether the person gets down to the floor.
    taken
        What is done anyway, and so is no use as an alternative.
    anything
        Whether a stretch for something else will do, where nothing else is left.
    agreed
        Stretches that somebody has agreed to in spite of the conditions.
    first
        What is tried first in the place of which.
    """

    def __init__(
        self,
        stretches: Mapping[str, StretchSpec],
        conditions: Sequence[Condition],
        *,
        mode: Mode = Mode.NORMAL,
        floor: bool = True,
        avoid: Mapping[str, str] | None = None,
        taken: Iterable[str] = (),
        anything: bool = False,
        agreed: Iterable[str] = (),
        first: Mapping[str, str] | None = None,
    ) -> None:
        self._stretches, self._conditions = stretches, tuple(conditions)
        self._agreed, self._first = frozenset(agreed), dict(first or {})
        self._mode, self._floor = mode, floor
        self._avoid = dict(avoid or {})
        self._taken, self._anything = set(taken), anything
        self.made: dict[str, Exchange] = {}

    def __call__(self, spec: StretchSpec) -> StretchSpec | None:
        """Return what is done in the place of `spec`: itself, another, or nothing."""
        if spec.id in self.made:
            return self.made[spec.id].instead
        why = self._why_not(spec)
        if why is None:
            return spec
        instead = next(filter(self._serves(spec), self._others(spec)), None)
        if instead is not None:
            self._taken.add(instead.id)
        self.made[spec.id] = Exchange(spec, instead, why)
        return instead

    def _why_not(self, spec: StretchSpec) -> str | None:
        """Return what rules it out, in words for the person; None if nothing does."""
        if spec.id in self._avoid:
            return self._avoid[spec.id]
        has = self._conditions
        if spec.id in self._agreed:
            has = tuple(one for one in has if one.of_the_day)
        own = capped(spec, has)
        if own.gate is Gate.BLOCKED and own.why is not None:
            return own.why.says
        if getattr(spec.gates, self._mode.value) is Gate.BLOCKED:
            return say("Not on a sore day.")
        down = place_of(spec) is Place.FLOOR
        return say("You stay off the floor.") if down and not self._floor else None

    def _others(self, spec: StretchSpec) -> list[StretchSpec]:
        """What might stand in for it: first what is for the same, in the order in which
        conditions and the stretch name them, and then all else that is for the same.
        """
        preferred = [
            name
            for one in self._conditions
            if _gate(spec, one) is Gate.BLOCKED
            for name in one.prefer
        ]
        alike = [
            name
            for name, other in self._stretches.items()
            if spec.purpose is not None and other.purpose is spec.purpose
        ]
        rest = self._stretches if self._anything else ()
        wanted = [self._first[spec.id]] if spec.id in self._first else []
        names = dict.fromkeys([*wanted, *preferred, *spec.instead, *alike, *rest])
        known = [self._stretches[n] for n in names if n in self._stretches]
        known = [other for other in known if other.id != spec.id]
        return sorted(known, key=lambda other: not same_purpose(spec, other))

    def _serves(self, spec: StretchSpec) -> Callable[[StretchSpec], bool]:
        """Return the test for an alternative: it fits the person today, and is not on
        the floor where the stretch itself is not.
        """
        down = self._floor and place_of(spec) is Place.FLOOR

        def serves(other: StretchSpec) -> bool:
            return (
                other.id not in self._taken
                and (down or place_of(other) is not Place.FLOOR)
                and self._why_not(other) is None
            )

        return serves

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was exchanged, to be shown and said."""
        return tuple(one.sentence for one in self.made.values())


def smaller(
    specs: Iterable[StretchSpec], conditions: Sequence[Condition]
) -> tuple[str, ...]:
    """What is done smaller or less far because of which condition, to be said."""
    names: dict[str, list[str]] = {}
    for spec in {spec.id: spec for spec in specs}.values():
        own = capped(spec, conditions)
        gentle = own.why.says if own.gate is Gate.GENTLE and own.why else None
        ends = (
            one.says
            for one in conditions
            if any(_ceiling_at(spec, ceiling) is not None for ceiling in one.ceilings)
        )
        why = gentle or next(ends, None)
        if why is not None:
            names.setdefault(why, []).append(spec.name)
    return tuple(
        say("In a smaller range: {names}. {why}", names=", ".join(these), why=why)
        for why, these in names.items()
    )


def told(
    specs: Iterable[StretchSpec], conditions: Sequence[Condition]
) -> tuple[str, ...]:
    """What is to be minded in stretches that are done as they are, to be said."""
    names = {spec.id: spec.name for spec in specs}
    found = {
        one.told: [names[name] for name in one.told_these if name in names]
        for one in conditions
        if one.told
    }
    return tuple(
        say("{names}: {told}", names=", ".join(these), told=text)
        for text, these in found.items()
        if these
    )


def lower_ceilings(
    profile: Profile, specs: Iterable[StretchSpec], conditions: Sequence[Condition]
) -> Profile:
    """The profile with every ceiling as low as the conditions ask for."""
    stretches = dict(profile.stretches)
    for spec in specs:
        for ceiling in (c for one in conditions for c in one.ceilings):
            at = _ceiling_at(spec, ceiling)
            if at is None:
                continue
            known = stretches.get(spec.id, StretchProfile())
            old = known.ceiling
            new = at if old is None else spec.direction.nearest((old, at))
            stretches[spec.id] = known.model_copy(update={"ceiling": new})
    ids = [*profile.conditions, *(one.id for one in conditions)]
    update = {"stretches": stretches, "conditions": list(dict.fromkeys(ids))}
    return profile.model_copy(update=update)


def ceiling_of(spec: StretchSpec, condition: Condition) -> float | None:
    """Where the condition has that stretch end, in the unit of its first measure."""
    found = [_ceiling_at(spec, ceiling) for ceiling in condition.ceilings]
    ends = [end for end in found if end is not None]
    return spec.direction.nearest(ends) if ends else None


def _ceiling_at(spec: StretchSpec, ceiling: Ceiling) -> float | None:
    """Return the ceiling in the stretch's first measure, if it is of that kind, and
    nearer than where the target ends anyway.
    """
    if spec.target is None:
        return None
    measure = spec.measures[spec.primary]
    if measure.kind != ceiling.measure or measure.relative:
        return None
    if ceiling.involves is not None and ceiling.involves not in involved(spec):
        return None
    low, high = spec.target.clauses[0].enter
    if spec.direction is Direction.MORE:
        at = ceiling.above
        return at if at is not None and at < high else None
    at = ceiling.below
    return at if at is not None and at > low else None
