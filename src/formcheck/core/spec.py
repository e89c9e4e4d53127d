"""The stretch file itself: what one TOML file in `poses/` may say, and the person's
profile.

Every number that judges a person stands in these files. Unknown keys are errors; rules
that hold between fields are checked by `problems_between`, so that all of a file's
mistakes are named at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from formcheck.core.landmarks import Side
from formcheck.core.measures import KINDS, Role

__all__ = [
    "SCHEMA",
    "Active",
    "Camera",
    "Clause",
    "Evidence",
    "FaultSpec",
    "Gate",
    "Involves",
    "HoldSpec",
    "Kind",
    "MeasureSpec",
    "Mode",
    "Phase",
    "Plan",
    "Posture",
    "Problem",
    "Profile",
    "RepSpec",
    "Severity",
    "StartSpec",
    "StretchProfile",
    "StretchSpec",
    "TargetSpec",
    "TempoSpec",
    "Trust",
    "TwoPhaseSpec",
    "View",
    "problems_between",
]

SCHEMA = 1
"""The version of the stretch file's format."""

MIN_GAP_DEG = 10.0
"""Target and unsafe limit stay this far apart: bands under 10 degrees mean nothing (the
landmarks are 5-10 degrees off on real people)."""


class Kind(StrEnum):
    """How a stretch is counted."""

    REPS = "reps"
    HOLD = "hold"
    TWO_PHASE = "two_phase"
    GUIDED = "guided"


class View(StrEnum):
    """From where the camera must see the person."""

    SIDE = "side"
    FRONT = "front"


class Posture(StrEnum):
    """How the person is placed when the stretch starts."""

    STANDING = "standing"
    SEATED = "seated"
    KNEELING = "kneeling"
    QUADRUPED = "quadruped"
    SUPINE = "supine"
    PRONE = "prone"


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
    """`unsafe` is what can hurt; people are told to "ease off", never that word."""

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


class Active(StrEnum):
    """Which leg or side works, told by geometry and not by the model's labels."""

    NONE = "none"
    MORE_FLEXED_HIP = "more_flexed_hip"
    MORE_EXTENDED_HIP = "more_extended_hip"
    BENT_TOWARDS = "bent_towards"


class Trust(StrEnum):
    """How well one camera sees the stretch: A reliably, B near-side angles, C by
    proxies, D not at all, a timer that checks posture and stillness.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Involves(StrEnum):
    """What a stretch asks of a body, for the conditions that rule it out or cap it."""

    SPINE_FLEXION = "spine_flexion"
    LOADED_FLEXION = "loaded_flexion"
    SPINE_EXTENSION = "spine_extension"
    TWIST = "twist"
    SIDE_BEND = "side_bend"
    HIP_FLEXION_PAST_90 = "hip_flexion_past_90"
    HIP_EXTENSION = "hip_extension"
    CROSSED_LEGS = "crossed_legs"
    HAMSTRING_PULL = "hamstring_pull"
    LYING_ON_BACK = "lying_on_back"
    LYING_ON_FRONT = "lying_on_front"
    HEAD_DOWN = "head_down"
    ARMS_OVERHEAD = "arms_overhead"
    WRIST_LOAD = "wrist_load"
    KNEELING = "kneeling"
    BALANCE = "balance"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Span = tuple[float, float]


class MeasureSpec(_Section):
    """One thing measured of the body."""

    kind: str
    role: Role = Role.NEAR
    relative: bool = False
    """Less what it read in the person's own start pose."""


class Clause(_Section):
    """A measure inside a band. `enter` to come in, the wider `exit` to fall out
    again.
    """

    measure: str
    enter: Span
    exit: Span | None = None

    @property
    def leave(self) -> Span:
        """The band to fall out of: `exit`, or `enter` without one."""
        return self.exit if self.exit is not None else self.enter


class StartSpec(_Section):
    """The start pose. The first clause is the one that progress is measured on."""

    clauses: list[Clause] = Field(min_length=1)
    still_s: float = Field(default=0.5, ge=0.2, le=1.5)
    still_range: float = Field(default=8.0, gt=0)
    """The first clause's measure moves less than this while the start is confirmed."""
    evidence: Evidence


class TargetSpec(_Section):
    """The target. The first clause is the one that progress is measured on."""

    clauses: list[Clause] = Field(min_length=1)
    evidence: Evidence


class TwoPhaseSpec(_Section):
    """Two opposite targets, counted in pairs; above and below the person's own
    middle.
    """

    measure: str
    first: Name
    first_above: float
    second: Name
    second_below: float
    hysteresis: float = Field(gt=0)
    swing: float = Field(gt=0)
    """Without a steady start, the middle of this much swing is the reference."""
    evidence: Evidence


class HoldSpec(_Section):
    """How long the target is held."""

    seconds: float = Field(gt=0, le=120)
    grace_s: float = Field(default=1.0, ge=0.2, le=3)
    """A wobble out of the target shorter than this does not end the hold."""
    settled_speed: float = Field(gt=0)
    """The hold begins when the movement into it has slowed to this, per second."""
    source: Text


class RepSpec(_Section):
    """How many."""

    count: int = Field(ge=1, le=50)
    per_side: bool = False
    smaller_from: float = Field(default=0.4, gt=0.1, lt=1)
    """From this share of the way to the target, a movement is a smaller rep."""
    source: Text


class TempoSpec(_Section):
    """Speed limits, degrees a second, as means over `over_s`."""

    measure: str
    too_fast: float = Field(gt=0)
    over_s: float = Field(default=0.5, ge=0.2, le=1.5)
    cue: Text
    evidence: Evidence


class FaultSpec(_Section):
    """One thing that goes wrong, and what to say then."""

    id: Name
    severity: Severity
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
    evidence: Evidence


class Camera(_Section):
    """Where the camera goes, and how far off square it may be."""

    view: View
    max_off_deg: float = Field(default=25, gt=0, le=45)
    """Beyond this no fault is judged: view error is the largest error there is."""
    count_max_off_deg: float = Field(default=30, gt=0, le=60)
    """Beyond this nothing at all is judged."""
    height_m: Span
    distance_m: Span
    advice: Text


class Gates(_Section):
    """What each mode does to this stretch."""

    acute: Gate
    flare: Gate
    normal: Gate


class StretchSpec(_Section):
    """One stretch: the whole of a file in `poses/`."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Name
    name: Text
    also_called: list[Text] = []
    posture: Posture
    kind: Kind
    sides: Literal["none", "each", "alternate"]
    active: Active = Active.NONE
    trust: Trust
    programmes: list[Name] = []
    needs: list[Text] = []
    """Things to have at hand, such as a mat or a chair."""
    involves: list[Involves] = []
    instead: list[Name] = []
    """Stretches for who cannot get down to the floor, or may not do this one."""
    pause_gesture: bool = False
    """Whether a raised arm is safe and unmistakable here as the sign for a pause."""
    instructions: list[Text] = Field(min_length=1)
    camera: Camera
    measures: dict[str, MeasureSpec] = Field(min_length=1)
    start: StartSpec
    target: TargetSpec | None = None
    phases: TwoPhaseSpec | None = None
    hold: HoldSpec
    reps: RepSpec
    tempo: TempoSpec
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
        """The measure that progress is told by."""
        if self.phases is not None:
            return self.phases.measure
        assert self.target is not None
        return self.target.clauses[0].measure


class Problem(NamedTuple):
    """A mistake in a file: the key's path as in `faults[0].measure`, and what is
    wrong.
    """

    path: str
    text: str


def problems_between(raw: dict[str, object]) -> Iterator[Problem]:
    """The rules that hold between fields, on the file as read, as far as it has them.

    Works on raw tables so that one mistake does not hide another.
    """
    measures = raw.get("measures")
    known = measures if isinstance(measures, dict) else {}
    yield from _measure_kinds(known)
    targets: list[tuple[str, float, float]] = []
    for section in ("start", "target"):
        for where, clause in _tables(raw.get(section), "clauses", section):
            yield from _known(known, clause.get("measure"), f"{where}.measure")
            enter, leave = _span(clause.get("enter")), _span(clause.get("exit"))
            for key, span in (("enter", enter), ("exit", leave)):
                if span and span[0] >= span[1]:
                    yield Problem(f"{where}.{key}", f"{list(span)} is not [low, high]")
            if enter and leave and (leave[0] > enter[0] or leave[1] < enter[1]):
                yield Problem(f"{where}.exit", f"{list(leave)} must hold {list(enter)}")
            if section == "target" and enter and isinstance(clause.get("measure"), str):
                targets.append((str(clause["measure"]), *enter))
    for section in ("phases", "tempo"):
        table = raw.get(section)
        if isinstance(table, dict):
            yield from _known(known, table.get("measure"), f"{section}.measure")
    seen: set[object] = set()
    for where, fault in _tables(raw, "faults", ""):
        yield from _known(known, fault.get("measure"), f"{where}.measure")
        yield from _fault(where, fault, targets, known)
        if fault.get("id") in seen:
            yield Problem(f"{where}.id", f"{fault.get('id')!r} stands twice")
        seen.add(fault.get("id"))
    if isinstance(raw.get("faults"), list):
        severities = [f.get("severity") for _, f in _tables(raw, "faults", "")]
        for severity in ("form", "unsafe"):
            if severities.count(severity) < 2:
                yield Problem("faults", f"at least two of severity {severity!r}")
    two_phase = raw.get("kind") == "two_phase"
    if raw.get("kind") in list(Kind):
        if two_phase and "phases" not in raw:
            yield Problem("phases", "a two_phase stretch needs this table")
        if not two_phase and "target" not in raw:
            yield Problem("target", "this table is missing")


def _measure_kinds(measures: dict[str, object]) -> Iterator[Problem]:
    for name, table in measures.items():
        kind = table.get("kind") if isinstance(table, dict) else None
        if isinstance(kind, str) and kind not in KINDS:
            yield Problem(f"measures.{name}.kind", f"{kind!r} is not a kind of measure")


def _fault(
    where: str,
    fault: dict[str, object],
    targets: list[tuple[str, float, float]],
    measures: dict[str, object],
) -> Iterator[Problem]:
    above, below = fault.get("above"), fault.get("below")
    if above is None and below is None:
        yield Problem(f"{where}.above", "give `above` or `below`, or both")
    if fault.get("type", "range") != "range" or fault.get("severity") != "unsafe":
        return
    for measure, low, high in targets:
        table = measures.get(measure)
        kind = KINDS.get(str(table.get("kind"))) if isinstance(table, dict) else None
        if measure != fault.get("measure") or kind is None or kind.unit != "deg":
            continue
        if isinstance(above, int | float) and above - high < MIN_GAP_DEG:
            yield Problem(f"{where}.above", _too_near(above, high))
        if isinstance(below, int | float) and low - below < MIN_GAP_DEG:
            yield Problem(f"{where}.below", _too_near(below, low))


def _too_near(limit: float, edge: float) -> str:
    return f"{limit:g} is less than {MIN_GAP_DEG:g} degrees from the target's {edge:g}"


def _known(measures: dict[str, object], name: object, where: str) -> Iterator[Problem]:
    if isinstance(name, str) and measures and name not in measures:
        yield Problem(where, f"{name!r} is not a measure here")


def _tables(
    parent: object, key: str, prefix: str
) -> Iterator[tuple[str, dict[str, object]]]:
    rows = parent.get(key) if isinstance(parent, dict) else None
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            yield f"{prefix}.{key}[{number}]".lstrip("."), row


def _span(value: object) -> tuple[float, float] | None:
    if isinstance(value, list) and len(value) == 2:
        low, high = value
        if isinstance(low, int | float) and isinstance(high, int | float):
            return float(low), float(high)
    return None


@dataclass(frozen=True, slots=True)
class Plan:
    """What was planned for one set. None: as the stretch file says.

    side: the side that was to work. hold_s: seconds a hold. reps: how many.
    recorded: a recording may begin or end in the middle of a movement; live, nothing
    counts before the start pose is confirmed.
    """

    side: Side | None = None
    mode: Mode = Mode.NORMAL
    hold_s: float | None = None
    reps: int | None = None
    recorded: bool = True


class StretchProfile(_Section):
    """What is known of one person in one stretch, in the unit of its first measure."""

    ceiling: float | None = Field(default=None, alias="ceiling_deg")
    neutral: float | None = Field(default=None, alias="neutral_deg")


class Profile(_Section):
    """The person: ranges by stretch, and conditions. Frozen when a set starts."""

    person: str = ""
    stretches: dict[str, StretchProfile] = {}
    conditions: list[Text] = []
