"""One stretch in sections, as the terminal shows it and as its page in docs/ has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.app.terminal.results import flag_word
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import (
    Clause,
    Evidence,
    FaultSpec,
    Gate,
    MeasureSpec,
    Observability,
    Phase,
    StretchSpec,
)
from formcheck.core.words.names import words_of
from formcheck.stretches.sources import Source, source_line

__all__ = ["EVIDENCE_WORDS", "TRUST_WORDS", "Names", "Section", "planned", "sections"]

TRUST_WORDS = {
    Observability.A: "A: seen reliably by one camera",
    Observability.B: "B: the angles next to the camera are seen, "
    "the rest is not judged",
    Observability.C: "C: told by other signs than its own angle; coarse",
    Observability.D: "D: a guided timer; posture and stillness are checked, no range",
}
EVIDENCE_WORDS = {
    Evidence.SOURCED: "from a source",
    Evidence.ROM_TABLE: "from a table of normal ranges",
    Evidence.ESTIMATE: "our estimate",
    Evidence.TUNED: "tuned on recordings",
}
_ROLES = {"near": "", "far": "far ", "active": "working ", "other": "other "}
_GATES = {
    Gate.ALLOWED: "as usual",
    Gate.GENTLE: "gently, in a smaller range",
    Gate.BLOCKED: "not at all",
}
_PHASES = {
    Phase.GOING: "going in",
    Phase.TARGET: "held",
    Phase.RETURNING: "coming back",
    Phase.START: "in the start",
}

Names = Mapping[str, str]
"""What is read, by id."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: lines, or the rows of a table.

    numbered: lines that are done one after the other. head: the columns of `rows`.
    """

    title: str
    lines: tuple[str, ...] = ()
    numbered: bool = False
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections(
    spec: StretchSpec,
    sources: Mapping[str, Source],
    stretches: Names,
    programmes: Names,
) -> tuple[Section, ...]:
    """Everything that its file says of a stretch, in the order of doing it."""
    return (
        Section("How", tuple(spec.instructions), numbered=True),
        Section("How long, how many", _dose(spec)),
        Section("Camera", (_camera(spec),)),
        Section(
            "What is measured",
            head=("measure", "start", "target", "what it is"),
            rows=tuple(
                _measure(spec, name, measure) for name, measure in spec.measures.items()
            ),
        ),
        Section("Where the numbers come from", _evidence(spec)),
        Section(
            "What is flagged",
            head=("", "is said", "when", "from"),
            rows=(*(_fault(spec, fault) for fault in spec.faults), _tempo(spec)),
        ),
        Section("What one camera cannot see here", tuple(spec.not_observable)),
        Section("Leave it out with", tuple(spec.contraindications)),
        Section("On a sore day", (_sore(spec),)),
        *_others(spec, stretches, programmes),
        Section("Sources", tuple(source_line(key, sources) for key in spec.sources)),
    )


def planned(spec: StretchSpec) -> str:
    """How many and how long: "2 a side x 20 s"."""
    each = " a side" if spec.reps.per_side else ""
    return f"{spec.reps.count}{each} x {spec.hold.seconds:g} s"


def _dose(spec: StretchSpec) -> tuple[str, ...]:
    sides = {
        "none": "",
        "each": " One side at a time.",
        "alternate": " The sides take turns.",
    }[spec.sides]
    return (
        f"Planned: {planned(spec)}.{sides}",
        f"Hold: {spec.hold.source}.",
        f"Repetitions: {spec.reps.source}.",
        TRUST_WORDS[spec.trust] + ".",
    )


def _camera(spec: StretchSpec) -> str:
    camera = spec.camera
    distance = f"{camera.distance_m[0]:g} to {camera.distance_m[1]:g} m away"
    height = f"{camera.height_m[0]:g} to {camera.height_m[1]:g} m high"
    return f"Seen from the {camera.view.value}, {distance}, {height}. {camera.advice}"


def _measure(spec: StretchSpec, name: str, measure: MeasureSpec) -> tuple[str, ...]:
    kind = KINDS[measure.kind]
    whose = _ROLES[measure.role.value]
    whose = "" if name.startswith(whose.strip()) else whose
    own = ", less the start's own" if measure.relative else ""
    target = spec.target.clauses if spec.target else []
    return (
        f"{whose}{name.replace('_', ' ')}",
        _range(spec, name, spec.start.clauses),
        _range(spec, name, target) or _two_ways(spec, name),
        f"{kind.text}{own}",
    )


def _range(spec: StretchSpec, name: str, clauses: list[Clause]) -> str:
    unit = _unit(spec, name)
    return " and ".join(
        f"{c.enter[0]:g} to {c.enter[1]:g}{unit}" for c in clauses if c.measure == name
    )


def _two_ways(spec: StretchSpec, name: str) -> str:
    phases = spec.phases
    if phases is None or phases.measure != name:
        return ""
    return (
        f"{phases.first}: over {phases.first_above:+g}, {phases.second}: under "
        f"{phases.second_below:+g}, of the start's own"
    )


def _unit(spec: StretchSpec, name: str) -> str:
    return "°" if KINDS[spec.measures[name].kind].unit == "deg" else ""


def _evidence(spec: StretchSpec) -> tuple[str, ...]:
    goal = spec.target or spec.phases
    assert goal is not None
    lines = [
        f"Start: {EVIDENCE_WORDS[spec.start.evidence]}.",
        f"Target: {EVIDENCE_WORDS[goal.evidence]}.",
    ]
    return (*lines, spec.notes) if spec.notes else tuple(lines)


def _fault(spec: StretchSpec, fault: FaultSpec) -> tuple[str, ...]:
    return (
        flag_word(fault.severity.value),
        fault.cue,
        _limit(spec, fault),
        EVIDENCE_WORDS[fault.evidence],
    )


def _limit(spec: StretchSpec, fault: FaultSpec) -> str:
    name, unit = words_of(fault.measure), _unit(spec, fault.measure)
    if fault.type == "bounce":
        return f"{name} swings to and fro by {fault.above:g}{unit} or more"
    if fault.type == "speed":
        way = {"in": " going in", "out": " coming back", "any": ""}[fault.direction]
        speed = f"faster than {fault.above:g}{unit} a second"
        return f"{name} {speed}{way}, over {fault.over_s:g} s"
    limits = []
    if fault.above is not None:
        limits.append(f"over {fault.above:g}{unit}")
    if fault.below is not None:
        limits.append(f"under {fault.below:g}{unit}")
    when = ""
    if len(fault.during) < 3:
        when = ", " + " or ".join(_PHASES.get(p, p.value) for p in fault.during)
    return f"{name} {' or '.join(limits)} for {fault.for_s:g} s{when}"


def _tempo(spec: StretchSpec) -> tuple[str, ...]:
    tempo = spec.tempo
    name, unit = words_of(tempo.measure), _unit(spec, tempo.measure)
    when = (
        f"{name} faster than {tempo.too_fast:g}{unit} a second, over {tempo.over_s:g} s"
    )
    return ("form", tempo.cue, when, EVIDENCE_WORDS[tempo.evidence])


def _sore(spec: StretchSpec) -> str:
    flare, acute = _GATES[spec.gates.flare], _GATES[spec.gates.acute]
    return f"In a flare-up: {flare}. In the first two days of an injury: {acute}."


def _others(
    spec: StretchSpec, stretches: Names, programmes: Names
) -> tuple[Section, ...]:
    instead = tuple(stretches.get(name, name) for name in spec.instead)
    own = tuple(programmes.get(name, name) for name in spec.programmes)
    found = (Section("Instead", instead), Section("Part of", own))
    return tuple(section for section in found if section.lines)
