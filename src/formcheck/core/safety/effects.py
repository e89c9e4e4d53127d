"""What one condition does to one stretch, in a word: for the page, and for its test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from formcheck.core.safety.conditions import (
    Condition,
    Exchanger,
    capped,
    lower_ceilings,
    same_purpose,
    told,
)
from formcheck.core.stretch.gentle import is_narrow
from formcheck.core.stretch.numbers import GentleNumbers
from formcheck.core.stretch.spec import Gate, Kind, Mode, Profile, StretchSpec

__all__ = ["Effect", "Word", "effect_on"]


class Word(StrEnum):
    """What becomes of a stretch.

    TIMER: its smaller range is too narrow to be judged, so time counts. TOLD: it is
    done as it is, and what to mind is said.
    """

    ALLOWED = "allowed"
    SMALLER = "smaller"
    LONGER = "longer"
    TIMER = "timer"
    TOLD = "told"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of it. instead: what stands in for one that is left out. other:
    that is for something else.
    """

    word: Word
    instead: StretchSpec | None = None
    other: bool = False


def effect_on(
    spec: StretchSpec,
    condition: Condition,
    stretches: Mapping[str, StretchSpec],
    numbers: GentleNumbers,
) -> Effect:
    """What that condition alone makes of that stretch alone.

    stretches: what there is to exchange with. numbers: of a gentle day.
    """
    gate = capped(spec, [condition]).gate
    if gate is Gate.BLOCKED:
        instead = Exchanger(stretches, [condition], taken=[spec.id])(spec)
        other = instead is not None and not same_purpose(spec, instead)
        return Effect(Word.LEFT_OUT, instead, other)
    if gate is Gate.GENTLE:
        narrow = is_narrow(spec, Mode.FLARE, numbers)
        return Effect(Word.TIMER if narrow else Word.SMALLER)
    if lower_ceilings(Profile(), [spec], [condition]).stretches:
        return Effect(Word.SMALLER)
    if told([spec], [condition]):
        return Effect(Word.TOLD)
    if condition.hold_up_to_s is not None and spec.kind is Kind.HOLD:
        return Effect(Word.LONGER)
    return Effect(Word.ALLOWED)
