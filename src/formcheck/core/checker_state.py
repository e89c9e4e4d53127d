"""All that the judge knows of a set so far, and what it begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan

from formcheck.core.bands import Bands, bands_for
from formcheck.core.direction import Direction
from formcheck.core.excursion import Excursion
from formcheck.core.faults import FaultState, faults_of
from formcheck.core.look import Senses
from formcheck.core.phases import TwoPhase
from formcheck.core.reading import FrameReading
from formcheck.core.reasons import Reason
from formcheck.core.spec import (
    FaultSpec,
    Phase,
    Plan,
    Profile,
    Severity,
    StretchSpec,
)
from formcheck.core.track import Lock, Track

__all__ = ["CheckerState", "Suspended", "begin"]


@dataclass(frozen=True, slots=True)
class Suspended:
    """A hold that was going on when the picture was cut or lost."""

    exc: Excursion
    bands: Bands
    neutral: tuple[tuple[str, float], ...] | None
    lock: Lock | None
    since_s: float


@dataclass(frozen=True, slots=True)
class CheckerState:
    """All that is known of a set so far."""

    plan: Plan
    bands: Bands | None
    faults: tuple[FaultSpec, ...]
    fault_states: tuple[FaultState, ...]
    track: Track = Track()
    senses: Senses = Senses()
    exc: Excursion = Excursion()
    two: TwoPhase = TwoPhase()
    neutral: tuple[tuple[str, float], ...] | None = None
    phase: Phase = Phase.FINDING
    begun_s: float | None = None
    first_seen_in: bool | None = None
    time_s: float = 0.0
    seen_s: float | None = None
    lost_s: float | None = None
    lost_why: Reason | None = None
    told_lost: bool = False
    suspended: Suspended | None = None
    unknown: tuple[tuple[str, Reason, float], ...] = ()
    reading: FrameReading = field(default_factory=FrameReading)

    @property
    def seeking(self) -> bool:
        """Whether nobody is locked on to and whoever is followed cannot be judged."""
        return self.told_lost and self.phase is Phase.FINDING and not self.lost

    @property
    def lost(self) -> bool:
        """Whether the person has to be found among others in the picture."""
        return self.track.stranger


def begin(spec: StretchSpec, profile: Profile, plan: Plan) -> CheckerState:
    """The state before the first observation."""
    faults = faults_of(spec)
    bands = None if spec.target is None else bands_for(spec, profile, plan.mode, None)
    if bands is not None and not isnan(bands.ceiling):
        faults = (*faults, _ceiling_fault(spec, bands))
    return CheckerState(plan, bands, faults, tuple(FaultState() for _ in faults))


def _ceiling_fault(spec: StretchSpec, bands: Bands) -> FaultSpec:
    ceiling = bands.ceiling
    return FaultSpec(
        id="past_ceiling",
        severity=Severity.FORM,
        measure=bands.measure,
        above=ceiling if bands.direction is Direction.MORE else None,
        below=ceiling if bands.direction is Direction.LESS else None,
        cue="Ease back to your own range.",
        evidence=spec.target.evidence if spec.target else spec.start.evidence,
    )
