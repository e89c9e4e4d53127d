"""A plan's ceilings in the unit of each stretch's first measure, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from formcheck.core.programme.my_plan import (
    CeilingSpec,
    MyPlan,
    PlannedStretch,
    counting,
)
from formcheck.core.stretch.clinical import movement_words
from formcheck.core.stretch.numbers import OwnRangeNumbers
from formcheck.core.stretch.own_range import usual_end, with_planned
from formcheck.core.stretch.spec import (
    Kind,
    Profile,
    RangeSide,
    Severity,
    StretchProfile,
    StretchSpec,
)
from formcheck.core.words.catalogue import say

__all__ = [
    "ceiling_kind_words",
    "ceiling_problem",
    "ceiling_words",
    "ceilings_by_side",
    "end_of",
    "sides_of",
    "with_ceilings",
]


def sides_of(one: PlannedStretch, spec: StretchSpec) -> tuple[RangeSide, ...]:
    """The sides whose range an entry is about."""
    if spec.sides == "none":
        return ("both",)
    return ("left", "right") if one.side == "both" else (one.side,)


def ceiling_words(ceiling: CeilingSpec | None) -> str:
    """How far at most, to be read; nothing where there is no end."""
    if ceiling is None:
        return ""
    if ceiling.movement is not None and ceiling.max_deg is not None:
        return say(
            "up to {degrees}° of {movement}",
            degrees=f"{ceiling.max_deg:g}",
            movement=movement_words(ceiling.movement),
        )
    if ceiling.own_range is not None:
        return say(
            "up to {percent} % of the own range", percent=f"{100 * ceiling.own_range:g}"
        )
    return say("up to {measured} as measured", measured=f"{ceiling.measured:g}")


def ceiling_kind_words(spec: StretchSpec) -> str:
    """What a plan's ceiling is written in for this stretch, in a sentence."""
    if not _is_ranged(spec):
        return say("none, since its range is not judged.")
    clinical = spec.clinical
    if clinical is None:
        return say(
            "a share of the person's own range, since its first measure is no "
            "goniometer's movement: {example}.",
            example="ceiling = { own_range = 0.8 }",
        )
    assert spec.target is not None
    start, end = sorted(round(clinical.of(value)) for value in _between(spec))
    # Of the target's own range: nearer, no repetition would come to it.
    target = [clinical.of(value) for value in spec.target.clauses[0].enter]
    middle = round(sum(target) / 2)
    table = f'movement = "{clinical.movement.value}", max_deg = {middle}'
    return say(
        "degrees of {movement}, from {start} to {end}: {example}.",
        movement=movement_words(clinical.movement),
        start=start,
        end=end,
        example=f"ceiling = {{ {table} }}",
    )


def ceiling_problem(spec: StretchSpec, ceiling: CeilingSpec, schema: int) -> str:
    """What is wrong with a ceiling for a stretch; nothing where it is right."""
    if spec.target is None:
        return f"{spec.id!r} has no range to end"
    if spec.kind is Kind.GUIDED:
        return f"{spec.id!r} is timed, and its range not judged"
    if ceiling.measured is not None:
        if schema != 1:
            return _wanted(spec)
        return _outside(spec, ceiling.measured, ceiling.measured)
    if ceiling.own_range is not None:
        both = ceiling.movement is not None or ceiling.max_deg is not None
        return "give a share or a movement, not both" if both else ""
    clinical = spec.clinical
    if ceiling.movement is None or ceiling.max_deg is None or clinical is None:
        return _wanted(spec)
    if ceiling.movement is not clinical.movement:
        return f"{spec.id!r} measures {clinical.movement.value}"
    return _outside(spec, clinical.value_at(ceiling.max_deg), ceiling.max_deg)


def _wanted(spec: StretchSpec) -> str:
    if spec.clinical is None:
        return (
            f"{spec.id!r} measures no goniometer's movement: {{ own_range = 0.8 }}, say"
        )
    name = spec.clinical.movement.value
    return f'here as {{ movement = "{name}", max_deg = ... }}'


def _is_ranged(spec: StretchSpec) -> bool:
    return spec.target is not None and spec.kind is not Kind.GUIDED


def _between(spec: StretchSpec) -> tuple[float, float]:
    """The start, and where the file says to ease off, in the measure's unit."""
    assert spec.target is not None
    more = spec.direction.sign > 0
    fences = [
        fault.above if more else fault.below
        for fault in spec.faults
        if fault.severity is Severity.UNSAFE
        and fault.type == "range"
        and fault.measure == spec.primary
    ]
    far = spec.direction.far_edge(spec.target.clauses[0].enter)
    ends = [far, *(fence for fence in fences if fence is not None)]
    return spec.starts_at, spec.direction.furthest(ends)


def _outside(spec: StretchSpec, ceiling: float, said: float) -> str:
    """A ceiling stands between the start and where the file says to ease off."""
    start, end = _between(spec)
    if spec.direction.past(ceiling, start) > 0 >= spec.direction.past(ceiling, end):
        return ""
    if said != ceiling and spec.clinical is not None:
        start, end = spec.clinical.of(start), spec.clinical.of(end)
    low, high = sorted((start, end))
    return f"{said:g} is not between the start and the end, {low:g} to {high:g}"


def end_of(ceiling: CeilingSpec, spec: StretchSpec) -> float | None:
    """A ceiling in the measure's unit; None for a share of the own range."""
    if ceiling.measured is not None:
        return ceiling.measured
    if ceiling.max_deg is not None and spec.clinical is not None:
        return spec.clinical.value_at(ceiling.max_deg)
    return None


def with_ceilings(
    profile: Profile,
    plan: MyPlan,
    known: Mapping[str, StretchSpec],
    numbers: OwnRangeNumbers,
    *,
    day: date | None = None,
    entry: int | None = None,
) -> Profile:
    """The profile with the plan's ceilings in the place of what was learned.

    Of several entries for a side the strictest counts, unless it is a set of one of
    them. day: only of entries that count on it. entry: the number of the one that the
    set is of.
    """
    stretches = dict(profile.stretches)
    own = plan.stretches[entry] if entry is not None else None
    for name in dict.fromkeys(one.stretch for one in plan.stretches):
        spec = known.get(name)
        if spec is None or not _is_ranged(spec):
            continue
        was = stretches.get(name, StretchProfile())
        if own is not None and own.stretch == name:
            planned = ceilings_by_side([own], spec, was, numbers)
        elif day is None:
            entries = [one for one in plan.stretches if one.stretch == name]
            planned = ceilings_by_side(entries, spec, was, numbers)
        else:
            entries = [*counting(plan, name, day).values()]
            today = [one for one in entries if one.is_due(day)]
            others = [one for one in entries if not one.is_due(day)]
            covered = {side for one in today for side in sides_of(one, spec)}
            planned = {
                side: end
                for side, end in ceilings_by_side(others, spec, was, numbers).items()
                if side not in covered
            } | ceilings_by_side(today, spec, was, numbers)
        if planned:
            stretches[name] = with_planned(was, planned)
    return profile.model_copy(update={"stretches": stretches})


def ceilings_by_side(
    entries: Iterable[PlannedStretch],
    spec: StretchSpec,
    known: StretchProfile,
    numbers: OwnRangeNumbers,
) -> dict[RangeSide, float]:
    """The strictest ceiling that entries have for each side, in the measure's unit."""
    found: dict[RangeSide, float] = {}
    for word, value in _ceilings(entries, spec, known, numbers):
        was = found.get(word, value)
        found[word] = spec.direction.nearest((was, value))
    return found


def _ceilings(
    entries: Iterable[PlannedStretch],
    spec: StretchSpec,
    known: StretchProfile,
    numbers: OwnRangeNumbers,
) -> Iterator[tuple[RangeSide, float]]:
    for one in entries:
        ceiling = one.ceiling
        if ceiling is None:
            continue
        for word in sides_of(one, spec):
            planned = end_of(ceiling, spec)
            if planned is not None:
                yield word, planned
            elif ceiling.own_range is not None:
                end = usual_end(spec, known, word, numbers)
                yield word, spec.starts_at + ceiling.own_range * (end - spec.starts_at)
