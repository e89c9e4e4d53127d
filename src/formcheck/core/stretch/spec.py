"""The stretch file itself: what one TOML file in `poses/` may say, and the person's
profile.

Every number that judges a person in one stretch alone stands in its file; those that
are the same in all are in `poses/judging/judging.toml`. Unknown keys are errors; the
rules that hold between fields are in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, StringConstraints

from formcheck.core.body.landmarks import Side
from formcheck.core.body.view import Active, Base, Posture, View, ViewRule
from formcheck.core.measure.kinds import KINDS, Role
from formcheck.core.stretch.clinical import ClinicalSpec
from formcheck.core.stretch.concern import Concern
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.involves import Involves, Purpose
from formcheck.core.stretch.section import Section

__all__ = [
    "CameraSpec",
    "Clause",
    "Concern",
    "Evidence",
    "FaultSpec",
    "Gate",
    "HoldSpec",
    "Kind",
    "MeasureSpec",
    "Mode",
    "OwnRange",
    "Phase",
    "Plan",
    "Profile",
    "RangeSide",
    "RepSpec",
    "Severity",
    "StartSpec",
    "StretchProfile",
    "StretchSpec",
    "TargetSpec",
    "TempoSpec",
    "Observability",
    "PaceSpec",
    "TwoPhaseSpec",
]


class Kind(StrEnum):
    """How a stretch is counted."""

    REPS = "reps"
    HOLD = "hold"
    TWO_PHASE = "two_phase"
    GUIDED = "guided"


class Mode(StrEnum):
    """How the person is today."""

    ACUTE = "acute"
    FLARE = "flare"
    NORMAL = "normal"


class Gate(StrEnum):
    """What a mode does to a stretch."""

    ALLOWED = "allowed"
    GENTLE = "gentle"
    BLOCKED = "blocked"


class Severity(StrEnum):
    """`unsafe` is what can hurt; people hear "ease off", never that word."""

    FORM = "form"
    UNSAFE = "unsafe"


class Phase(StrEnum):
    """Where in a rep the person is."""

    FINDING = "finding"
    START = "start"
    GOING = "going"
    TARGET = "target"
    RETURNING = "returning"


class Evidence(StrEnum):
    """Where a number comes from."""

    SOURCED = "sourced"
    ROM_TABLE = "rom_table"
    ESTIMATE = "estimate"
    TUNED = "tuned"


class Observability(StrEnum):
    """How well one camera sees the stretch: A reliably, B near-side angles, C by
    proxies, D not at all, a timer that checks posture and stillness.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Span = tuple[float, float]


class MeasureSpec(Section):
    """One thing measured of the body."""

    kind: str
    role: Role = Role.NEAR
    relative: bool = False
    """Less what it read in the person's own start pose."""


class Clause(Section):
    """A measure inside a range. `enter` to come in, the wider `exit` to fall out
    again.
    """

    measure: str
    enter: Span
    exit: Span | None = None
    from_start: Span | None = None
    """Of a target's first clause: so far from the person's own start it is reached, and
    left again, where that is nearer than `enter` and `exit`."""
    to_enter: bool = False
    """Is asked for to come in, and not to stay in."""
    shape: bool = False
    """Tells the stretch from what looks like it, in a smaller range as well. Where it
    cannot be seen it does not decide."""

    @property
    def leave(self) -> Span:
        """The range to fall out of: `exit`, or `enter` without one."""
        return self.exit if self.exit is not None else self.enter


class StartSpec(Section):
    """The start pose. It stands still by the first clause's measure."""

    clauses: list[Clause] = Field(min_length=1)
    still_s: float = Field(default=0.5, ge=0.2, le=1.5)
    still_range: float = Field(default=8.0, gt=0)
    """The first clause's measure moves less than this while the start is confirmed."""
    evidence: Evidence


class TargetSpec(Section):
    """The target. The first clause is the one that progress is measured on."""

    clauses: list[Clause] = Field(min_length=1)
    base: Base | None = None
    """What the body rests on in it. Files of schema 1 do not say, and any will do."""
    too_far: Name | None = None
    """The flag for going too far: what is beyond the first range counts, and is
    flagged."""
    no_too_far: Text | None = None
    """Why there is no such flag, though what is beyond the first range counts."""
    unsure: list[Clause] = []
    """What belongs to it and one camera often misreads: it decides nothing, and where
    it was not seen the set is partly judged."""
    other_beyond: float | None = None
    """Beyond this in the first measure it is another exercise, and nothing counts."""
    towards: Literal["more", "less"] | None = None
    """Which way is further in the first clause's measure, where it cannot be read off
    the start: another measure comes first there, or the two ranges overlap."""
    evidence: Evidence

    @property
    def shapes(self) -> list[Clause]:
        """What tells it from what looks like it."""
        return [clause for clause in self.clauses if clause.shape]

    @property
    def open_ended(self) -> bool:
        """Whether the first range has no far wall: only its near edge is to be met."""
        return self.too_far is not None or self.no_too_far is not None


class TwoPhaseSpec(Section):
    """Two opposite targets, counted in pairs; above and below the person's own
    middle.
    """

    measure: str
    base: Base | None = None
    """What the body rests on in both. Files of schema 1 do not say."""
    shapes: list[Clause] = []
    """What tells both from what looks like them; where it cannot be seen it does not
    decide."""
    first: Name
    first_above: float
    second: Name
    second_below: float
    hysteresis: float = Field(gt=0)
    swing: float = Field(gt=0)
    """Without a steady start, the middle of this much swing is the reference."""
    evidence: Evidence


class HoldSpec(Section):
    """How long the target is held."""

    seconds: float = Field(gt=0, le=120)
    grace_s: float = Field(default=1.0, ge=0.2, le=3)
    """A wobble out of the target shorter than this does not end the hold."""
    settled_speed: float = Field(gt=0)
    """The hold begins when the movement into it has slowed to this, per second."""
    source: Text


class RepSpec(Section):
    """How many."""

    count: int = Field(ge=1, le=50)
    per_side: bool = False
    smaller_from: float = Field(default=0.4, gt=0.1, lt=1)
    """From this share of the way to the target, a movement is a smaller rep."""
    source: Text


class PaceSpec(Section):
    """What the voice calls in a guided stretch, in turns, every so many seconds."""

    each_s: float = Field(ge=2, le=30)
    cues: list[Text] = Field(min_length=2)


class TempoSpec(Section):
    """Speed limits, degrees a second, as means over `over_s`."""

    measure: str
    too_fast: float = Field(gt=0)
    over_s: float = Field(default=0.5, ge=0.2, le=1.5)
    cue: Text
    evidence: Evidence


class FaultSpec(Section):
    """One thing that goes wrong, and what to say then."""

    id: Name
    severity: Severity
    unsafe_when: list[Concern] = []
    """Of one that is `unsafe`: only on such a day or for such a person, and one of form
    else. Empty: always."""
    type: Literal["range", "speed", "bounce"] = "range"
    measure: str
    above: float | None = None
    below: float | None = None
    over_s: float = Field(default=0.5, ge=0.15, le=1.5)
    direction: Literal["in", "out", "any"] = "any"
    for_s: float = Field(default=0.4, ge=0.2, le=5)
    during: list[Phase] = Field(
        default=[Phase.GOING, Phase.TARGET, Phase.RETURNING], min_length=1
    )
    cue: Text
    form_cue: Text | None = None
    """What is said where it is one of form; with `unsafe_when`."""
    evidence: Evidence

    def on_the_day(self, mode: Mode, conditions: Iterable[str]) -> FaultSpec:
        """As it is for a person with these conditions on such a day.

        A condition that is none of ours, from a file of somebody's own, concerns every
        flag.
        """
        if not self.unsafe_when or self.form_cue is None:
            return self
        ours = {one.value for one in Concern}
        has = set(conditions)
        if mode is not Mode.NORMAL:
            has.add(Concern.SORE)
        if has & set(self.unsafe_when) or has - ours:
            return self
        return self.model_copy(update={"severity": Severity.FORM, "cue": self.form_cue})


class CameraSpec(Section):
    """Where the camera goes, and how far off square it may be."""

    view: View
    max_off_deg: float = Field(default=25, gt=0, le=45)
    """Beyond this no fault is judged: view error is the largest error there is."""
    count_max_off_deg: float = Field(default=30, gt=0, le=60)
    """Beyond this nothing at all is judged."""
    height_m: Span
    distance_m: Span
    advice: Text


class Gates(Section):
    """What each mode does to this stretch."""

    acute: Gate
    flare: Gate
    normal: Gate


class StretchSpec(Section):
    """One stretch: the whole of a file in `poses/`, its sentences in one language.

    These are the fields of a file of schema 1, and of what is kept. A file of schema 2
    has the sentences in tables of their own (`stretches/layouts.py`).
    """

    schema_version: Literal[1] = Field(alias="schema")
    id: Name
    name: Text
    also_called: list[Text] = []
    search_words: list[Text] = []
    posture: Posture
    kind: Kind
    sides: Literal["none", "each", "alternate"]
    active: Active = Active.NONE
    trust: Observability
    programmes: list[Name] = []
    needs: list[Text] = []
    """Things to have at hand, such as a mat or a chair."""
    purpose: Purpose | None = None
    """What it is for; what stands in for it is asked for the same."""
    involves: list[Involves] = []
    instead: list[Name] = []
    """Stretches for people who cannot get down to the floor, or may not do this one."""
    pause_gesture: bool = False
    """Whether a raised arm is safe and unmistakable here as the sign for a pause."""
    instructions: list[Text] = Field(min_length=1)
    each_set: list[Text] = []
    """What is said again before each set, the other side's too."""
    camera: CameraSpec
    measures: dict[str, MeasureSpec] = Field(min_length=1)
    start: StartSpec
    target: TargetSpec | None = None
    phases: TwoPhaseSpec | None = None
    clinical: ClinicalSpec | None = None
    """The first measure as a movement; None where it is none of a goniometer's."""
    hold: HoldSpec
    reps: RepSpec
    tempo: TempoSpec
    pace: PaceSpec | None = None
    faults: list[FaultSpec] = Field(min_length=1)
    praise: list[Text] = Field(min_length=1)
    not_observable: list[Text] = Field(min_length=1)
    contraindications: list[Text] = Field(min_length=1)
    gates: Gates
    sources: list[Text] = Field(min_length=1)
    notes: str = ""

    @property
    def needs_back(self) -> bool:
        """Whether the line of the back, and so the segmentation mask, is wanted."""
        return any(KINDS[m.kind].needs_back for m in self.measures.values())

    @property
    def primary(self) -> str:
        """The measure that shows progress."""
        if self.phases is not None:
            return self.phases.measure
        assert self.target is not None
        return self.target.clauses[0].measure

    @property
    def asked(self) -> set[str]:
        """The measures that start or target ask for."""
        target = self.target.clauses if self.target is not None else []
        return {self.primary, *(c.measure for c in (*self.start.clauses, *target))}

    @property
    def base(self) -> Base | None:
        """What the body rests on in the target; None where the file does not say."""
        table = self.target if self.target is not None else self.phases
        return None if table is None else table.base

    @property
    def direction(self) -> Direction:
        """Which way is further in the first measure. Of two phases the second, lower
        one ends a pair.
        """
        if self.target is None:
            return Direction.LESS
        if self.target.towards is not None:
            return Direction[self.target.towards.upper()]
        middle = sum(self.target.clauses[0].enter) / 2
        return Direction.MORE if self.starts_at < middle else Direction.LESS

    @property
    def view_rule(self) -> ViewRule:
        """What the tracker needs to know of the view and the working side."""
        camera = self.camera
        return ViewRule(camera.view, self.active, camera.count_max_off_deg)

    @property
    def starts_at(self) -> float:
        """What the first measure reads at the start, before the person's own is known.

        What is relative to the person's own start pose begins at 0.
        """
        if self.measures[self.primary].relative:
            return 0.0
        clauses = self.start.clauses
        own = next((c for c in clauses if c.measure == self.primary), clauses[0])
        return sum(own.enter) / 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What was planned for one set. None: as the stretch file says.

    side: the side that was to work. hold_s: seconds a hold. reps: how many.
    entry: of the person's plan, counted from 0, where the set is of one.
    recorded: it may end in the middle of a movement; live, a hold as long as planned is
    a repetition, since a set may end before the way back. Both may begin in one; but
    where a file does not say what its target rests on, live nothing counts before the
    start pose is confirmed.
    """

    side: Side | None = None
    mode: Mode = Mode.NORMAL
    hold_s: float | None = None
    reps: int | None = None
    recorded: bool = True
    entry: int | None = None


RangeSide = Literal["left", "right", "both"]
"""Whose range: a side's, or of both where they work together."""


class OwnRange(Section):
    """What is known of a person's range on one side.

    peaks: how far the last calm repetitions went, the latest last. ceiling: where to
    ease back since it hurt.
    """

    peaks: tuple[FiniteFloat, ...] = ()
    ceiling: FiniteFloat | None = None


class StretchProfile(Section):
    """What is known of one person in one stretch, in the unit of its first measure.

    ceiling: where to ease back on either side, as somebody said: the person, their plan
    or a condition. planned: the same of a plan, by side. ranges: what was seen, by
    `left`, `right` or, where the sides work together, `both`.
    """

    ceiling: FiniteFloat | None = Field(default=None, alias="ceiling_deg")
    neutral: FiniteFloat | None = Field(default=None, alias="neutral_deg")
    planned: dict[RangeSide, FiniteFloat] = {}
    ranges: dict[RangeSide, OwnRange] = {}


class Profile(Section):
    """The person: ranges by stretch, and conditions. Frozen when a set starts."""

    person: str = ""
    stretches: dict[str, StretchProfile] = {}
    conditions: list[Text] = []
