"""The rules of a stretch file that hold between its fields.

They work on the tables as read, as far as the file has them, so that one mistake does
not hide another and all of a file's mistakes are named at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import Kind

__all__ = ["MIN_GAP_DEG", "Problem", "lacking", "problems_between"]

MIN_GAP_DEG = 10.0
"""Target and unsafe limit stay this far apart: ranges under 10 degrees mean nothing
(the landmarks are 5-10 degrees off on real people)."""


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
    yield from _way(raw)
    yield from _far_side(raw)
    yield from _clinical(raw, known)
    for section in ("phases", "tempo"):
        table = raw.get(section)
        if isinstance(table, dict):
            yield from _known(known, table.get("measure"), f"{section}.measure")
    seen: set[str] = set()
    for where, fault in _tables(raw, "faults", ""):
        yield from _known(known, fault.get("measure"), f"{where}.measure")
        yield from _fault(where, fault, targets, known)
        name = fault.get("id")
        if isinstance(name, str):
            if name in seen:
                yield Problem(f"{where}.id", f"{name!r} stands twice")
            seen.add(name)
    if isinstance(raw.get("faults"), list):
        severities = [f.get("severity") for _, f in _tables(raw, "faults", "")]
        for severity in ("form", "unsafe"):
            if severities.count(severity) < 2:
                yield Problem("faults", f"at least two of severity {severity!r}")
    two_phase = raw.get("kind") == "two_phase"
    reps = raw.get("reps")
    if isinstance(reps, dict) and raw.get("sides") in ("none", "each"):
        each = raw["sides"] == "each"
        if reps.get("per_side", False) is not each:
            text = "is for stretches with sides" if not each else "each side counts"
            yield Problem("reps.per_side", text)
    if two_phase:
        for where, fault in _tables(raw, "faults", ""):
            if fault.get("direction", "any") != "any":
                text = "of two phases neither is the way in"
                yield Problem(f"{where}.direction", text)
    if raw.get("kind") in list(Kind):
        if two_phase and "phases" not in raw:
            yield Problem("phases", "a two_phase stretch needs this table")
        if not two_phase and "target" not in raw:
            yield Problem("target", "this table is missing")


def lacking(raw: dict[str, object]) -> Iterator[Problem]:
    """What a file of schema 1 does not say, and one of schema 2 must.

    Without it a stretch is judged by its angles alone: whatever the body rests on, and
    only as far as the end of its target's range.
    """
    kind = raw.get("kind")
    section = "phases" if kind == Kind.TWO_PHASE else "target"
    table = raw.get(section)
    if not isinstance(table, dict):
        return
    if "base" not in table:
        yield Problem(f"{section}.base", "say what the body rests on in it")
    judged = kind in (Kind.HOLD, Kind.REPS)
    text = raw.get("text")
    english = text.get("en") if isinstance(text, dict) else None
    # Of schema 1 the sentences stand among the numbers.
    where = table if raw.get("schema") == 1 else english
    # Without any sentences, that is told already.
    said = not isinstance(where, dict) or "no_too_far" in where
    if judged and "too_far" not in table and not said:
        words = "name the flag for going too far, or say in `no_too_far` why none is"
        yield Problem(f"{section}.too_far", f"{words} needed")


def _far_side(raw: dict[str, object]) -> Iterator[Problem]:
    """The far side of a target: a flag that is there, and an end beyond its range."""
    target = raw.get("target")
    if not isinstance(target, dict):
        return
    flag, end = target.get("too_far"), target.get("other_beyond")
    if flag is not None and target.get("no_too_far") is not None:
        yield Problem("target.no_too_far", "there is a flag for it: `too_far`")
    ids = [fault.get("id") for _, fault in _tables(raw, "faults", "")]
    if isinstance(flag, str) and flag not in ids:
        yield Problem("target.too_far", f"{flag!r} is no fault here")
    if not isinstance(end, int | float):
        return
    if flag is None and target.get("no_too_far") is None:
        text = (
            "what is beyond the range does not count without `too_far` or `no_too_far`"
        )
        yield Problem("target.other_beyond", text)
    first = next((c for _, c in _tables(target, "clauses", "target")), {})
    enter = _span(first.get("enter"))
    if enter and enter[0] <= end <= enter[1]:
        text = f"{end:g} is inside the target's {list(enter)}"
        yield Problem("target.other_beyond", text)


def _way(raw: dict[str, object]) -> Iterator[Problem]:
    """Which way is further must be plain from start and target, or be said."""
    target = raw.get("target")
    if not isinstance(target, dict) or target.get("towards") is not None:
        return
    first = {
        section: next((c for _, c in _tables(raw.get(section), "clauses", "")), None)
        for section in ("start", "target")
    }
    start, end = first["start"], first["target"]
    if start is None or end is None:
        return
    where = "target.towards"
    if start.get("measure") != end.get("measure"):
        text = "start and target begin with other measures: say `more` or `less`"
        yield Problem(where, text)
        return
    here, there = _span(start.get("enter")), _span(end.get("enter"))
    if here and there and here[0] < there[1] and there[0] < here[1]:
        yield Problem(where, "start and target overlap: say `more` or `less`")


def _clinical(raw: dict[str, object], measures: dict[str, object]) -> Iterator[Problem]:
    """A movement is an angle from neutral, and grows as the stretch goes further."""
    table, target = raw.get("clinical"), raw.get("target")
    if not isinstance(table, dict):
        return
    if not isinstance(target, dict):
        yield Problem("clinical", "is for a stretch with one target")
        return
    first = next((c for _, c in _tables(target, "clauses", "target")), {})
    measure = measures.get(str(first.get("measure")))
    if not isinstance(measure, dict):
        return
    kind = KINDS.get(str(measure.get("kind")))
    if measure.get("relative") is True or (kind is not None and kind.unit != "deg"):
        yield Problem("clinical", "the first measure is not an angle from neutral")
    way, sign = _way_of(raw, target, first), table.get("sign")
    if way and isinstance(sign, int) and way != sign:
        text = "the movement has to grow as the stretch goes further"
        yield Problem("clinical.sign", text)


def _way_of(
    raw: dict[str, object], target: dict[str, object], first: dict[str, object]
) -> int:
    """+1 where further is more of the first measure, -1 where less, 0 where unknown."""
    if target.get("towards") in ("more", "less"):
        return 1 if target["towards"] == "more" else -1
    start = next((c for _, c in _tables(raw.get("start"), "clauses", "")), {})
    here, there = _span(start.get("enter")), _span(first.get("enter"))
    if here is None or there is None or sum(here) == sum(there):
        return 0
    return 1 if sum(here) < sum(there) else -1


def _measure_kinds(measures: dict[str, object]) -> Iterator[Problem]:
    for name, table in measures.items():
        kind = table.get("kind") if isinstance(table, dict) else None
        if not isinstance(table, dict) or not isinstance(kind, str):
            continue
        if kind not in KINDS:
            yield Problem(f"measures.{name}.kind", f"{kind!r} is not a kind of measure")
        elif KINDS[kind].of_own is not None and table.get("relative") is not True:
            where = f"measures.{name}.relative"
            yield Problem(where, f"{kind!r} needs this to be true")


def _fault(
    where: str,
    fault: dict[str, object],
    targets: list[tuple[str, float, float]],
    measures: dict[str, object],
) -> Iterator[Problem]:
    above, below = fault.get("above"), fault.get("below")
    if fault.get("type", "range") != "range":
        # How fast, or how wide a swing: a limit from below would never be passed.
        if not isinstance(above, int | float) or above <= 0:
            yield Problem(f"{where}.above", "needed here, and more than 0")
    elif above is None and below is None:
        yield Problem(f"{where}.above", "give `above` or `below`, or both")
    yield from _when(where, fault)
    if fault.get("severity") != "unsafe":
        return
    table = measures.get(str(fault.get("measure")))
    kind = KINDS.get(str(table.get("kind"))) if isinstance(table, dict) else None
    if kind is not None and kind.world:
        yield Problem(f"{where}.severity", "what world landmarks tell is never unsafe")
    if fault.get("type", "range") != "range":
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


def _when(where: str, fault: dict[str, object]) -> Iterator[Problem]:
    """A flag that is unsafe for some only, and what the others hear."""
    when = fault.get("unsafe_when")
    if not when:
        if fault.get("form_cue") is not None:
            yield Problem(f"{where}.form_cue", "goes with `unsafe_when`")
        return
    if fault.get("severity") != "unsafe":
        yield Problem(f"{where}.unsafe_when", "is for severity 'unsafe'")
    if isinstance(when, list) and "sore" not in when:
        text = "a sore day comes first: name 'sore', too"
        yield Problem(f"{where}.unsafe_when", text)
    if "form_cue" not in fault:
        yield Problem(f"{where}.form_cue", "say what is said where it is one of form")


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
