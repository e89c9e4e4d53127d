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
from formcheck.core.stretch.section import Section
from formcheck.core.stretch.spec import (
    Gate,
    Involves,
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
    "gate_of",
    "lower_ceilings",
    "smaller",
    "the_conditions",
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
    """One condition: what it rules out, makes smaller and caps, and what instead."""

    id: Name
    label: Text
    asked: bool = True
    rules_out: list[Involves] = []
    gentle: list[Involves] = []
    not_these: list[Name] = []
    gentle_these: list[Name] = []
    prefer: list[Name] = []
    ceilings: list[Ceiling] = []
    hold_up_to_s: float | None = Field(default=None, gt=0, le=120)
    says: Text
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
    involved = set(spec.involves)
    if spec.id in condition.not_these:
        return Gate.BLOCKED
    if spec.id in condition.gentle_these:
        return Gate.GENTLE
    if involved & set(condition.rules_out):
        return Gate.BLOCKED
    return Gate.GENTLE if involved & set(condition.gentle) else Gate.ALLOWED


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
        return say(
            "{instead} instead of {stretch}. {why}",
            instead=self.instead.name,
            stretch=self.stretch.name,
            why=self.why,
        )


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
    ) -> None:
        self._stretches, self._conditions = stretches, tuple(conditions)
        self._mode, self._floor = mode, floor
        self._avoid = dict(avoid or {})
        self._taken = set(taken)
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
        own = capped(spec, self._conditions)
        if own.gate is Gate.BLOCKED and own.why is not None:
            return own.why.says
        if getattr(spec.gates, self._mode.value) is Gate.BLOCKED:
            return say("Not on a sore day.")
        down = place_of(spec) is Place.FLOOR
        return say("You stay off the floor.") if down and not self._floor else None

    def _others(self, spec: StretchSpec) -> list[StretchSpec]:
        own = capped(spec, self._conditions)
        preferred: list[str] = []
        if own.gate is Gate.BLOCKED and own.why is not None:
            preferred = own.why.prefer
        names = dict.fromkeys([*preferred, *spec.instead])
        return [self._stretches[name] for name in names if name in self._stretches]

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


def _ceiling_at(spec: StretchSpec, ceiling: Ceiling) -> float | None:
    """Return the ceiling in the stretch's first measure, if it is of that kind."""
    if spec.target is None:
        return None
    measure = spec.measures[spec.primary]
    if measure.kind != ceiling.measure or measure.relative:
        return None
    if ceiling.involves is not None and ceiling.involves not in spec.involves:
        return None
    more = spec.direction is Direction.MORE
    return ceiling.above if more else ceiling.below
