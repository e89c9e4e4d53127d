"""How much one set asks for: repetitions, and how long each is held."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.core.stretch.numbers import DoseNumbers
from formcheck.core.stretch.spec import Plan, StretchSpec

__all__ = ["Dose", "dose_of", "sides_in_a_set"]


@dataclass(frozen=True, slots=True)
class Dose:
    """What one set asks for.

    total: repetitions in the whole set, of both sides where they take turns in it.
    hold_s: seconds a hold.
    """

    total: int
    hold_s: float

    def enough_s(self, numbers: DoseNumbers) -> float:
        """From so many seconds on, one hold is as long as planned."""
        return self.hold_s - min(numbers.short_s, self.hold_s / 2)

    def is_held(self, held_s: float, numbers: DoseNumbers) -> bool:
        """Whether a hold of `held_s` seconds is as long as planned."""
        return held_s >= self.enough_s(numbers)

    def all_held(self, held_s: float, numbers: DoseNumbers) -> bool:
        """Whether `held_s` seconds, of all holds together, are all that was planned."""
        return held_s >= self.total * self.enough_s(numbers)


def sides_in_a_set(spec: StretchSpec) -> int:
    """2 where the file counts a side and both take turns in one set; else 1."""
    return 2 if spec.sides == "alternate" and spec.reps.per_side else 1


def dose_of(
    spec: StretchSpec,
    plan: Plan | None = None,
    *,
    reps: int | None = None,
    hold_s: float | None = None,
) -> Dose:
    """What one set of this stretch asks for.

    plan: what was planned of it, `plan.reps` being the whole set's. reps: instead, as
    the stretch's file counts them: a side, where it says so. None: as the file says.
    """
    total = (reps if reps is not None else spec.reps.count) * sides_in_a_set(spec)
    if plan is not None:
        total = plan.reps if plan.reps is not None else total
        hold_s = plan.hold_s if plan.hold_s is not None else hold_s
    return Dose(total, hold_s if hold_s is not None else spec.hold.seconds)
