"""What one set is judged by: the stretch, what was planned, and the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from formcheck.core.judge.judging import Judging
from formcheck.core.stretch.dose import Dose, dose_of
from formcheck.core.stretch.spec import Plan, StretchSpec

__all__ = ["Terms"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What one set is judged by.

    spec: the stretch. plan: what was planned of it; dose: what that asks for. judging:
    the numbers that are the same for every stretch.
    """

    spec: StretchSpec
    plan: Plan
    dose: Dose
    judging: Judging

    @classmethod
    def of(cls, spec: StretchSpec, plan: Plan, judging: Judging) -> Self:
        """Return the terms of a set that was planned like that."""
        return cls(spec, plan, dose_of(spec, plan), judging)

    def is_held(self, held_s: float) -> bool:
        """Whether a hold of `held_s` seconds is as long as planned."""
        return self.dose.is_held(held_s, self.judging.stretch.dose)
