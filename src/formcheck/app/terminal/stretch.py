"""One stretch in sections, as the terminal shows it and as its page in docs/ has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formcheck.app.terminal.results import flag_word
from formcheck.core.body.view import Base
from formcheck.core.measure.kinds import KINDS
from formcheck.core.programme.ceilings import ceiling_kind_words
from formcheck.core.stretch.spec import (
    Clause,
    Concern,
    Evidence,
    FaultSpec,
    Gate,
    MeasureSpec,
    Mode,
    Observability,
    Phase,
    StretchSpec,
    TargetSpec,
)
from formcheck.core.words.catalogue import and_list, capital, marked, say, say_heads
from formcheck.core.words.names import view_name, words_of
from formcheck.stretches.sources import Source, source_line

__all__ = ["EVIDENCE_WORDS", "TRUST_WORDS", "Names", "Section", "planned", "sections"]

TRUST_WORDS = {
    Observability.A: marked("A: seen reliably by one camera"),
    Observability.B: marked(
        "B: the angles next to the camera are seen, the rest is not judged"
    ),
    Observability.C: marked("C: judged by other signs than its own angle; coarse"),
    Observability.D: marked(
        "D: a guided timer; posture and stillness are checked, no range"
    ),
}
EVIDENCE_WORDS = {
    Evidence.SOURCED: marked("from a source"),
    Evidence.ROM_TABLE: marked("from a table of normal ranges"),
    Evidence.ESTIMATE: marked("our estimate"),
    Evidence.TUNED: marked("tuned on recordings"),
}
_ROLES = {
    "far": marked("far {measure}"),
    "active": marked("working {measure}"),
    "other": marked("other {measure}"),
}
_GATES = {
    Gate.ALLOWED: marked("as usual"),
    Gate.GENTLE: marked("gently, in a smaller range"),
    Gate.BLOCKED: marked("not at all"),
}
_BASES = {
    Base.FEET: marked("the feet"),
    Base.SEAT: marked("a seat"),
    Base.FLOOR: marked("the floor, sitting"),
    Base.SPLIT: marked("the floor, one leg ahead and one behind"),
    Base.KNEES: marked("the knees, or one of them"),
    Base.HEELS: marked("the heels"),
    Base.HANDS_AND_KNEES: marked("hands and knees"),
    Base.HANDS_AND_FEET: marked("hands and feet"),
    Base.BACK: marked("the back"),
    Base.FRONT: marked("the front"),
}
_PHASES = {
    Phase.GOING: marked("going in"),
    Phase.TARGET: marked("held"),
    Phase.RETURNING: marked("coming back"),
    Phase.START: marked("in the start"),
}

_SPEEDS = {
    "in": marked("{measure} faster than {limit} a second going in, over {seconds} s"),
    "out": marked(
        "{measure} faster than {limit} a second coming back, over {seconds} s"
    ),
    "any": marked("{measure} faster than {limit} a second, over {seconds} s"),
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
        Section(say("How"), tuple(spec.instructions), numbered=True),
        Section(say("How long, how many"), _dose(spec)),
        Section(say("Camera"), (_camera(spec),)),
        Section(
            say("What is measured"),
            head=tuple(say_heads("measure | start | target | what it is")),
            rows=tuple(
                _measure(spec, name, measure) for name, measure in spec.measures.items()
            ),
        ),
        *_target(spec),
        Section(say("Where the numbers come from"), _evidence(spec)),
        Section(
            say("What is flagged"),
            head=tuple(say_heads(" | is said | when | from")),
            rows=(*(_fault(spec, fault) for fault in spec.faults), _tempo(spec)),
        ),
        Section(say("What one camera cannot see here"), tuple(spec.not_observable)),
        Section(say("Leave it out with"), tuple(spec.contraindications)),
        Section(say("On a sore day"), tuple(_sore(spec))),
        *_others(spec, stretches, programmes),
        Section(
            say("Sources"), tuple(source_line(key, sources) for key in spec.sources)
        ),
    )


def planned(spec: StretchSpec) -> str:
    """How many and how long: "2 a side x 20 s"."""
    count, seconds = spec.reps.count, f"{spec.hold.seconds:g}"
    if spec.reps.per_side:
        return say("{n} a side x {seconds} s", n=count, seconds=seconds)
    return say("{n} x {seconds} s", n=count, seconds=seconds)


def _dose(spec: StretchSpec) -> tuple[str, ...]:
    sides = {
        "none": "",
        "each": " " + say("One side at a time."),
        "alternate": " " + say("The sides take turns."),
    }[spec.sides]
    return (
        say("Planned: {dose}.", dose=planned(spec)) + sides,
        say("Hold: {source}.", source=spec.hold.source),
        say("Repetitions: {source}.", source=spec.reps.source),
        say("In a plan, how far at most: {ceiling}", ceiling=ceiling_kind_words(spec)),
        say(TRUST_WORDS[spec.trust]) + ".",
    )


def _camera(spec: StretchSpec) -> str:
    camera = spec.camera
    (near, far), (low, high) = camera.distance_m, camera.height_m
    return say(
        "Seen from {view}, {near} to {far} m away, {low} to {high} m high. {advice}",
        view=view_name(camera.view),
        near=f"{near:g}",
        far=f"{far:g}",
        low=f"{low:g}",
        high=f"{high:g}",
        advice=camera.advice,
    )


def _measure(spec: StretchSpec, name: str, measure: MeasureSpec) -> tuple[str, ...]:
    kind = KINDS[measure.kind]
    shown, role = words_of(name), _ROLES.get(measure.role.value)
    if role is not None and not name.startswith(role.split()[0]):
        shown = say(role, measure=shown)
    text = say(kind.text)
    if measure.relative:
        text = say("{measure}, less the start's own", measure=text)
    target = spec.target.clauses if spec.target else []
    return (
        shown,
        _range(spec, name, spec.start.clauses),
        _range(spec, name, target) or _two_ways(spec, name),
        text,
    )


def _range(spec: StretchSpec, name: str, clauses: list[Clause]) -> str:
    unit = _unit(spec, name)
    spans = [
        say("{low} to {high}", low=f"{c.enter[0]:g}", high=f"{c.enter[1]:g}{unit}")
        for c in clauses
        if c.measure == name
    ]
    return say(" and ").join(spans)


def _two_ways(spec: StretchSpec, name: str) -> str:
    phases = spec.phases
    if phases is None or phases.measure != name:
        return ""
    return say(
        "{first}: over {above}, {second}: under {below}, of the start's own",
        first=phases.first,
        above=f"{phases.first_above:+g}",
        second=phases.second,
        below=f"{phases.second_below:+g}",
    )


def _unit(spec: StretchSpec, name: str) -> str:
    return "°" if KINDS[spec.measures[name].kind].unit == "deg" else ""


def _target(spec: StretchSpec) -> Iterator[Section]:
    """What the target asks for beside the angles, and what is beyond it."""
    lines: list[str] = []
    if spec.base is not None:
        lines.append(
            say("In it the body rests on {base}.", base=say(_BASES[spec.base]))
        )
    shapes = spec.phases.shapes if spec.phases is not None else []
    if spec.target is not None:
        shapes = spec.target.shapes
        lines += _beyond(spec, spec.target)
    if shapes:
        names = and_list([words_of(clause.measure) for clause in shapes])
        lines.append(say("Told from what looks like it by: {names}.", names=names))
    if lines:
        yield Section(say("The target"), tuple(lines))


def _beyond(spec: StretchSpec, target: TargetSpec) -> Iterator[str]:
    if target.too_far is not None:
        flag = words_of(target.too_far)
        yield say("Further counts as well, and is flagged: {flag}.", flag=flag)
    if target.no_too_far is not None:
        yield say("Further counts as well. {why}", why=target.no_too_far)
    if target.other_beyond is not None:
        limit = f"{target.other_beyond:g}{_unit(spec, spec.primary)}"
        yield say("Beyond {limit} it is another exercise.", limit=limit)
    for clause in target.unsure:
        name = words_of(clause.measure)
        yield say("Where {name} is not made out, it is judged in part.", name=name)


def _evidence(spec: StretchSpec) -> tuple[str, ...]:
    goal = spec.target or spec.phases
    assert goal is not None
    lines = [
        say("Start: {source}.", source=say(EVIDENCE_WORDS[spec.start.evidence])),
        say("Target: {source}.", source=say(EVIDENCE_WORDS[goal.evidence])),
    ]
    return (*lines, spec.notes) if spec.notes else tuple(lines)


def _fault(spec: StretchSpec, fault: FaultSpec) -> tuple[str, ...]:
    """As it is on a normal day, without a condition."""
    usual = fault.on_the_day(Mode.NORMAL, ())
    return (
        flag_word(usual.severity.value),
        usual.cue,
        _limit(spec, fault),
        say(EVIDENCE_WORDS[fault.evidence]),
    )


def _limit(spec: StretchSpec, fault: FaultSpec) -> str:
    name, unit = words_of(fault.measure), _unit(spec, fault.measure)
    if fault.type == "bounce":
        return say(
            "{measure} swings to and fro by {limit} or more",
            measure=name,
            limit=f"{fault.above:g}{unit}",
        )
    if fault.type == "speed":
        return say(
            _SPEEDS[fault.direction],
            measure=name,
            limit=f"{fault.above:g}{unit}",
            seconds=f"{fault.over_s:g}",
        )
    limits = []
    if fault.above is not None:
        limits.append(say("over {limit}", limit=f"{fault.above:g}{unit}"))
    if fault.below is not None:
        limits.append(say("under {limit}", limit=f"{fault.below:g}{unit}"))
    when = ""
    if len(fault.during) < 3:
        phases = (say(_PHASES.get(p, p.value)) for p in fault.during)
        when = ", " + say(" or ").join(phases)
    return say(
        "{measure} {limits} for {seconds} s{when}",
        measure=name,
        limits=say(" or ").join(limits),
        seconds=f"{fault.for_s:g}",
        when=when,
    )


def _tempo(spec: StretchSpec) -> tuple[str, ...]:
    tempo = spec.tempo
    name, unit = words_of(tempo.measure), _unit(spec, tempo.measure)
    when = say(
        _SPEEDS["any"],
        measure=name,
        limit=f"{tempo.too_fast:g}{unit}",
        seconds=f"{tempo.over_s:g}",
    )
    return (say("form"), tempo.cue, when, say(EVIDENCE_WORDS[tempo.evidence]))


def _sore(spec: StretchSpec) -> Iterator[str]:
    yield say(
        "In a flare-up: {flare}. In the first two days of an injury: {acute}.",
        flare=say(_GATES[spec.gates.flare]),
        acute=say(_GATES[spec.gates.acute]),
    )
    yield from (_eased(fault) for fault in spec.faults if fault.unsafe_when)


def _eased(fault: FaultSpec) -> str:
    """Who is asked to ease off where others hear a word on their form."""
    usual = fault.form_cue or ""
    names = [words_of(one.value) for one in fault.unsafe_when if one != Concern.SORE]
    if not names:
        return say("Then “{cue}” in place of “{usual}”", cue=fault.cue, usual=usual)
    return say(
        "Then, and on any day with {names}: “{cue}” in place of “{usual}”",
        names=", ".join(names),
        cue=fault.cue,
        usual=usual,
    )


def _others(
    spec: StretchSpec, stretches: Names, programmes: Names
) -> tuple[Section, ...]:
    instead = tuple(_named(name, stretches) for name in spec.instead)
    own = tuple(_named(name, programmes) for name in spec.programmes)
    found = (Section(say("Instead"), instead), Section(say("Part of"), own))
    return tuple(section for section in found if section.lines)


def _named(name: str, names: Names) -> str:
    """What goes by an id here; in words where that is not in the folder."""
    return names.get(name) or capital(words_of(name))
