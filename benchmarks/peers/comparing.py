"""formcheck and every other counter, on the same landmarks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from benchmarks.peers.body import body_of
from benchmarks.peers.counters import Counted
from benchmarks.peers.fitting import fitted, sample_body, spans_of
from benchmarks.peers.measures import Compared, long_enough, tally
from benchmarks.real.judged import Recordings, judge, stretches
from benchmarks.real.scoring import count_of, holds_of
from benchmarks.real.truth import Kind, Part, Row
from benchmarks.truth import clip_names, read_truth, trace_path
from benchmarks.verdicts import judge_clip
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.stretch.spec import Kind as Way
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.recording import read_trace
from formcheck.stretches.judging import judging_of

OURS = "formcheck"
PAIRS = 190
SEED = 7

Table = dict[str, dict[str, Any]]
"""By counter: column and figure."""

Named = Mapping[str, Compared]
"""What each counter made of one clip."""


@cache
def counted_stretches() -> tuple[str, ...]:
    """Return the stretches that have repetitions and a good clip, by id."""
    return tuple(
        sorted(
            spec.id
            for spec in stretches().values()
            if spec.kind is not Way.GUIDED and trace_path(f"{spec.id}_good").exists()
        )
    )


def samples(variant: str) -> Table:
    """Compare on the sample clips of one variant: `good` or `faults`."""
    known = set(clip_names())
    names = (f"{stretch}_{variant}" for stretch in counted_stretches())
    return _tallied(_sample(name) for name in names if name in known)


def real(recordings: Recordings, rows: Sequence[Row]) -> list[tuple[Row, Named]]:
    """Compare on each recording of the stretch itself that has repetitions."""
    return [
        (row, _real(recordings, row))
        for row in rows
        if row.kind is Kind.POSITIVE and row.stretch in counted_stretches()
    ]


def real_tables(found: Iterable[tuple[Row, Named]]) -> dict[str, Table]:
    """Return a table of each part of the presenters."""
    known = list(found)
    tables = {}
    for part in Part:
        own = [named for row, named in known if row.part is part]
        if own:
            tables[part.value] = _tallied(own)
    return tables


def negatives(recordings: Recordings, rows: Sequence[Row]) -> list[Mapping[str, bool]]:
    """Return who counts anything in each recording of something else."""
    found: list[Mapping[str, bool]] = []
    for row in rows:
        if row.kind is not Kind.NEGATIVE or row.stretch not in counted_stretches():
            continue
        trace = recordings.trace(row)
        body = body_of(trace)
        said = {
            name: count(body).reps > 0 for name, count in fitted(row.stretch).items()
        }
        found.append({OURS: count_of(judge(trace, row.stretch)) > 0, **said})
    return found


def shares(found: Sequence[Mapping[str, bool]]) -> dict[str, float]:
    """Return in which share of cases each counter said yes."""
    names = found[0] if found else ()
    return {name: sum(one[name] for one in found) / len(found) for name in names}


def wrong_samples() -> dict[str, Table]:
    """Judge good clips as other stretches: the same draw each time.

    Returns, for another posture and for the same one, the pairs in which each counter
    counted a repetition, and had a hold of a second.
    """
    every = [
        (done, asked)
        for done in counted_stretches()
        for asked in counted_stretches()
        if done != asked
    ]
    drawn = random.Random(SEED).sample(every, PAIRS)
    known = stretches()
    tables = {}
    for title, alike in (("another posture", False), ("the same posture", True)):
        own = [
            (done, asked)
            for done, asked in drawn
            if (known[done].posture is known[asked].posture) is alike
        ]
        said = [_wrong(done, asked) for done, asked in own]
        tables[title] = {
            name: _wrong_cells([one[name] for one in said]) for name in said[0]
        }
    return tables


def _sample(name: str) -> Named:
    truth, entry = read_truth(name), judge_clip(name)
    wanted = spans_of(truth)
    phase = truth.holds[0].get("phase") if truth.holds else None
    ours = Counted(
        len(entry["reps"]),
        tuple(
            (hold["start_s"], hold["end_s"])
            for hold in entry["holds"]
            if hold["phase"] == phase
        ),
    )
    said = _others(truth.stretch, lambda count: count(sample_body(name)))
    return {
        who: Compared(one.reps, truth.full_reps, one.holds, wanted)
        for who, one in {OURS: ours, **said}.items()
    }


def _real(recordings: Recordings, row: Row) -> Named:
    trace = recordings.trace(row)
    result, body = judge(trace, row.stretch), body_of(trace)
    ours = Counted(count_of(result), holds_of(row, result))
    said = _others(row.stretch, lambda count: count(body))
    wanted = long_enough(row.holds) or None
    return {
        who: Compared(one.reps, row.reps, one.holds, wanted)
        for who, one in {OURS: ours, **said}.items()
    }


def _wrong(done: str, asked: str) -> Mapping[str, Counted]:
    name = f"{done}_good"
    spec, truth = stretches()[asked], read_truth(name)
    plan = Plan(hold_s=min(truth.hold_s or spec.hold.seconds, spec.hold.seconds))
    trace = read_trace(trace_path(name))
    result, _ = judge_trace(trace, spec, Profile(), plan, judging_of())
    ours = Counted(
        len(result.done), tuple((h.start_s, h.end_s) for h in result.all_holds)
    )
    return {OURS: ours, **_others(asked, lambda count: count(sample_body(name)))}


def _wrong_cells(said: Sequence[Counted]) -> dict[str, float]:
    return {
        "pairs": len(said),
        "counted": sum(one.reps > 0 for one in said) / len(said),
        "held": sum(bool(long_enough(one.holds)) for one in said) / len(said),
    }


def _others(stretch: str, asked: Callable[[Any], Counted]) -> dict[str, Counted]:
    return {name: asked(count) for name, count in fitted(stretch).items()}


def _tallied(found: Iterable[Named]) -> Table:
    known = list(found)
    return {name: vars(tally([one[name] for one in known])) for name in known[0]}
