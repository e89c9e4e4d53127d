"""What a blocked day is good for: rest, slow breathing, heat or cold, a short walk.

A row of steps that the live session plays by voice; each has lines said at its start,
calls said on the way, and a clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from formcheck.core.words.catalogue import marked

__all__ = ["EaseStep", "Why", "at_once", "ease_for"]

Why = Literal["injury", "spasm", "pain"]

BREATHE_IN_S = 4.0
BREATHE_OUT_S = 6.0
BREATHS = 12

SETTLE_S = 60.0
"""Time to get down and to find the position; longer by a key."""

WALK_S = 300.0
READ_S = 30.0


@dataclass(frozen=True, slots=True)
class EaseStep:
    """One step. calls: (seconds into the step, what is said). rule: that it follows.

    seconds: how long it lasts; 0 waits for a key.
    """

    id: str
    title: str
    lines: tuple[str, ...]
    seconds: float
    rule: str
    calls: tuple[tuple[float, str], ...] = ()


def ease_for(
    why: Why, conditions: Collection[str] = (), *, floor: bool = True
) -> tuple[EaseStep, ...]:
    """What helps after an injury, in a spasm or in much pain, in order.

    conditions: the person's, by id. floor: whether they get down to it, and up.
    """
    care = [line for one, line in _WALK_CARE.items() if one in conditions]
    lines = _WALK.lines if floor else _WALK.lines[1:]
    walk = replace(_WALK, lines=(*lines, *care))
    return (
        _position(conditions, floor=floor),
        _BREATHING,
        _HEAT_OR_COLD,
        walk,
        _again(why),
    )


def at_once(conditions: Collection[str] = (), *, floor: bool = True) -> tuple[str, ...]:
    """What helps in a spasm that has just come: where to lie or sit, and to breathe."""
    return (*_position(conditions, floor=floor).lines, *_BREATHING.lines)


_NOT_ON_THE_BACK = frozenset({"pregnancy"})
"""Conditions with which nobody lies flat for long."""

_NO_BEND_PAST_90 = frozenset({"hip_replacement"})
"""Conditions with which nobody leans forward on a chair, or lies with the legs up."""

_WALK_CARE = {
    "ankle": marked("Leave the walk out where your ankle or foot does not take it."),
    "dizziness": marked("Stay near something to hold on to, or leave the walk out."),
}
"""What a condition adds to the walk."""


def _position(conditions: Collection[str], *, floor: bool) -> EaseStep:
    """A position that the person gets into, and out of, and may lie in."""
    side = marked("Lie on your side, a pillow between your knees.")
    chair = marked("Or sit, leaning forward onto a table, head on your arms.")
    bed = marked("On your bed: lie on your side, a pillow between your knees.")
    flat = marked("Or lie flat on your back.")
    ways: tuple[str, ...]
    if _NO_BEND_PAST_90 & set(conditions):
        on_back = not _NOT_ON_THE_BACK & set(conditions)
        ways = (side if floor else bed, *((flat,) if on_back else ()))
    elif not floor:
        ways = (bed, chair)
    elif _NOT_ON_THE_BACK & set(conditions):
        ways = (side, chair)
    else:
        ways = (
            marked("Lie on your back with your lower legs on a chair."),
            marked("Or lie on your side, a pillow between your knees."),
        )
    up = marked("If you cannot get up: stay, keep a phone near, and call for help.")
    return EaseStep(
        "position",
        marked("Find a position of ease"),
        (
            *ways,
            marked("Change it whenever another one eases more."),
            marked("Let the back be heavy. Nothing has to stretch."),
            up,
        ),
        SETTLE_S,
        "rest_position",
        ((SETTLE_S - 15.0, marked("Stay if it eases. Relax your jaw and shoulders.")),),
    )


def _breaths() -> Iterator[tuple[float, str]]:
    for number in range(BREATHS):
        at_s = number * (BREATHE_IN_S + BREATHE_OUT_S)
        yield at_s, marked("Breathe in.")
        yield at_s + BREATHE_IN_S, marked("And slowly out.")


_BREATHING = EaseStep(
    "breathing",
    marked("Breathe slowly"),
    (marked("Let the belly rise and fall. Never hold your breath."),),
    BREATHS * (BREATHE_IN_S + BREATHE_OUT_S),
    "slow_breathing",
    tuple((5.0 + at_s, text) for at_s, text in _breaths())[: 2 * BREATHS - 1],
)

_HEAT_OR_COLD = EaseStep(
    "heat_or_cold",
    marked("Heat or cold, whichever eases"),
    (
        marked("Only on skin that feels as it should: never where it is numb."),
        marked("A warm pack or a cold one: the one that eases is right."),
        marked("Fifteen minutes, with a cloth between. Not while you sleep."),
    ),
    READ_S,
    "heat_or_cold",
)

_WALK = EaseStep(
    "walk",
    marked("A short walk"),
    (
        marked("To get up, roll onto your side and push up with your arms."),
        marked("Walk a few easy minutes, on flat ground or in the room."),
        marked("Turn back sooner if it gets worse."),
    ),
    WALK_S,
    "short_walk",
    (
        (60.0, marked("One minute. Easy steps.")),
        (WALK_S / 2, marked("Half way. Turn round when you like.")),
        (WALK_S - 60.0, marked("One more minute.")),
    ),
)


def _again(why: Why) -> EaseStep:
    when = {
        "injury": marked(
            "Check again here when two days have passed since the injury."
        ),
        "spasm": marked(
            "Check again here when the spasm has eased, today or tomorrow."
        ),
        "pain": marked("Check again here tomorrow, or when it hurts less."),
    }[why]
    return EaseStep(
        "again",
        marked("When to check again"),
        (
            when,
            marked("Walk a little several times a day."),
            marked("One or two days of rest are enough; then move gently."),
            marked("Getting worse, or no better in some days: see a doctor."),
        ),
        0.0,
        "check_again",
    )
