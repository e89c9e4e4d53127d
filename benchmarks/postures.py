"""What a body is told to rest on against what it does: `python -m benchmarks.postures`.

Every look of the good sample clips and, with --folder, of recordings of real people
that show a stretch: in its holds the base of the stretch's target is known, and before
and between the repetitions of a sample clip the posture of its start. Prints a row a
base and a posture: looks, the share told rightly and nothing else, rightly and
something else too, UNKNOWN (told as nothing), and wrongly, and what it was told as.
Asserts nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.angles import bodies
from benchmarks.real.judged import recordings_in, stretches
from benchmarks.real.traces import TRACES
from benchmarks.real.truth import Kind, Span, read_rows
from benchmarks.truth import clip_names, read_truth, trace_path
from formcheck.core.body.base import rests_on
from formcheck.core.body.body import Body
from formcheck.core.body.posture import in_posture
from formcheck.core.body.view import Active, Base, Posture, ViewRule
from formcheck.core.stretch.spec import StretchSpec
from formcheck.edges.recording import Trace, read_trace

SETTLED_S = 0.5
"""This long after a movement the body is where it was going."""


@dataclass
class Told:
    """What the looks at a known base or posture were told as.

    whole, also, unknown, wrong: looks told as it alone, as it and more, as nothing, and
    as something else. others: as what else.
    """

    whole: int = 0
    also: int = 0
    unknown: int = 0
    wrong: int = 0
    others: Counter[str] = field(default_factory=Counter)

    def add(self, known: str, told: frozenset[str]) -> None:
        """Take in a look."""
        self.others.update(told - {known})
        if known in told:
            self.whole += told == {known}
            self.also += told != {known}
        else:
            self.unknown += not told
            self.wrong += bool(told)

    @property
    def looks(self) -> int:
        """How many."""
        return self.whole + self.also + self.unknown + self.wrong


Table = dict[str, Told]


def any_view(spec: StretchSpec) -> ViewRule:
    """Return its view, at however wide an angle, with no side that works."""
    return ViewRule(spec.camera.view, Active.NONE, 90.0)


def bases_told(body: Body) -> frozenset[str]:
    """Return everything that it may rest on."""
    return frozenset(base.value for base in Base if rests_on(body, base))


def postures_told(body: Body) -> frozenset[str]:
    """Return every posture that it may be in."""
    return frozenset(each.value for each in Posture if in_posture(body, each))


def add_holds(table: Table, trace: Trace, spec: StretchSpec, spans: list[Span]) -> None:
    """Take in the looks at a target."""
    if spec.base is None:
        return
    for at_s, body in bodies(trace, any_view(spec)):
        if _within(at_s, spans):
            told = table.setdefault(spec.base.value, Told())
            told.add(spec.base.value, bases_told(body))


def add_starts(
    table: Table, trace: Trace, spec: StretchSpec, spans: list[Span]
) -> None:
    """Take in the looks at a start."""
    for at_s, body in bodies(trace, any_view(spec)):
        if _within(at_s, spans):
            told = table.setdefault(spec.posture.value, Told())
            told.add(spec.posture.value, postures_told(body))


def samples(table_of_bases: Table, table_of_postures: Table) -> None:
    """Take in the good sample clips."""
    for name in clip_names():
        truth = read_truth(name)
        if not name.endswith("_good"):
            continue
        spec, trace = stretches()[truth.stretch], read_trace(trace_path(name))
        holds = [(hold["start_s"], hold["end_s"]) for hold in truth.holds]
        add_holds(table_of_bases, trace, spec, holds)
        ends = [0.0, *(rep["end_s"] + SETTLED_S for rep in truth.reps)]
        starts = [rep["start_s"] for rep in truth.reps]
        add_starts(
            table_of_postures, trace, spec, list(zip(ends, starts, strict=False))
        )


def real(folder: Path, traces: Path, table_of_bases: Table) -> None:
    """Take in the holds of recordings of real people."""
    recordings = recordings_in(folder, traces)
    for row in read_rows(folder / "truth.csv"):
        there = (folder / row.file).is_file()
        if there and row.kind is Kind.POSITIVE and row.holds:
            spec = stretches()[row.stretch]
            add_holds(table_of_bases, recordings.trace(row), spec, list(row.holds))


def lines(title: str, table: Table) -> Iterator[str]:
    """Yield a table's rows."""
    yield f"{title:18s} looks  alone   also  UNKNOWN  wrong  told as"
    for known, told in sorted(table.items()):
        shares = (told.whole, told.also, told.unknown, told.wrong)
        cells = " ".join(f"{each / told.looks:6.1%}" for each in shares)
        others = ", ".join(f"{name} {n}" for name, n in told.others.most_common(4))
        yield f"{known:18s} {told.looks:5d} {cells}  {others}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="benchmarks.postures", description=__doc__)
    parser.add_argument("--folder", type=Path, help="recordings, and their truth.csv")
    parser.add_argument("--traces", type=Path, default=TRACES, help="kept landmarks")
    chosen = parser.parse_args(arguments)
    bases: Table = {}
    postures: Table = {}
    samples(bases, postures)
    print("\n".join(lines("sample: base", bases)))
    print("\n".join(lines("sample: posture", postures)))
    if chosen.folder is not None:
        seen: Table = {}
        real(chosen.folder, chosen.traces, seen)
        print("\n".join(lines("real: base", seen)))


def _within(at_s: float, spans: Sequence[Span]) -> bool:
    return any(start <= at_s <= end for start, end in spans)


if __name__ == "__main__":
    main()
