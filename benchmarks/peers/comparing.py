"""formcheck and every other counter, on the same landmarks."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from benchmarks.peers.body import Body, body_of
from benchmarks.peers.counters import Counted
from benchmarks.peers.fitting import fitted, sample_body, spans_of
from benchmarks.peers.measures import Compared, long_enough, tally
from benchmarks.real.judged import Recordings, judge, stretches
from benchmarks.real.scoring import count_of, holds_of
from benchmarks.real.truth import Kind, Part, Row
from benchmarks.truth import clip_names, read_truth, trace_path
from benchmarks.verdicts import judge_clip
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.judge.result import SetResult
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


def negatives(
    recordings: Recordings, rows: Sequence[Row]
) -> list[Mapping[str, Counted]]:
    """Return what each counter makes of recordings of something else."""
    found: list[Mapping[str, Counted]] = []
    for row in rows:
        if row.kind is Kind.NEGATIVE and row.stretch in counted_stretches():
            trace = recordings.trace(row)
            body = body_of(trace)
            ours = _ours(judge(trace, row.stretch))
            found.append({OURS: ours, **_others(row.stretch, body)})
    return found


def wrongly_counted(said: Sequence[Mapping[str, Counted]]) -> Table:
    """Return in which share of cases each counter had a repetition, and a hold."""
    return {
        name: {
            "clips": len(said),
            "counted": sum(one[name].reps > 0 for one in said) / len(said),
            "held": sum(bool(long_enough(one[name].holds)) for one in said) / len(said),
        }
        for name in (said[0] if said else ())
    }


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
        tables[title] = wrongly_counted([_wrong(done, asked) for done, asked in own])
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
    said = _others(truth.stretch, sample_body(name))
    return {
        who: Compared(one.reps, truth.full_reps, one.holds, wanted)
        for who, one in {OURS: ours, **said}.items()
    }


def _real(recordings: Recordings, row: Row) -> Named:
    trace = recordings.trace(row)
    result, body = judge(trace, row.stretch), body_of(trace)
    ours = Counted(count_of(result) + _cut_off(result), holds_of(row, result))
    said = _others(row.stretch, body)
    wanted = long_enough(row.holds) or None
    return {
        who: Compared(one.reps_and_open, row.reps, one.holds, wanted)
        for who, one in {OURS: ours, **said}.items()
    }


def _cut_off(result: SetResult) -> int:
    """Count holds that the recording begins or ends in, and that are no repetition."""
    return sum(
        hold.cut
        and not any(
            rep.start_s < hold.end_s and hold.start_s < rep.end_s for rep in result.done
        )
        for hold in result.holds
    )


def _wrong(done: str, asked: str) -> Mapping[str, Counted]:
    name = f"{done}_good"
    spec, truth = stretches()[asked], read_truth(name)
    plan = Plan(hold_s=min(truth.hold_s or spec.hold.seconds, spec.hold.seconds))
    trace = read_trace(trace_path(name))
    result, _ = judge_trace(trace, spec, Profile(), plan, judging_of())
    return {
        OURS: _ours(result),
        **_others(asked, sample_body(name)),
    }


def _ours(result: SetResult) -> Counted:
    holds = tuple((hold.start_s, hold.end_s) for hold in result.holds)
    return Counted(count_of(result), holds)


def _others(stretch: str, body: Body) -> dict[str, Counted]:
    return {name: count(body) for name, count in fitted(stretch).items()}


def _tallied(found: Iterable[Named]) -> Table:
    known = list(found)
    return {name: vars(tally([one[name] for one in known])) for name in known[0]}
