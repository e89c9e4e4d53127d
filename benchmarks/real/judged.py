"""Rows judged: from kept landmarks, by what `formcheck analyse` judges with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.real.scoring import HOLD_S, Scored, count_of, scored
from benchmarks.real.traces import part_of, trace_of
from benchmarks.real.truth import Part, Row, Span, same_shapes
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.judge.result import SetResult
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.recording import Trace
from formcheck.resources import ModelFile, model_file, poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches

_MODEL = cache(model_file)


@dataclass(frozen=True)
class Recordings:
    """A folder of recordings, and where their landmarks are kept."""

    folder: Path
    traces: Path
    model: ModelFile

    def trace(self, row: Row) -> Trace:
        """Return the landmarks of a row's window."""
        whole = trace_of(self.folder / row.file, self.traces, self.model)
        return part_of(whole, row.from_s, row.to_s)


@dataclass(frozen=True)
class WrongPair:
    """A recording judged as another stretch of the same posture.

    done: what it is judged as in a row of its own. holds: what was held, s.
    """

    name: str
    file: str
    done: str
    asked: str
    part: Part | None
    reps: int
    holds: tuple[Span, ...]

    @property
    def counted(self) -> bool:
        """Whether anything was."""
        return bool(self.reps or self.holds)

    @property
    def same_shape(self) -> bool:
        """Whether it may well be taken for that: somebody looked, and says why."""
        return (self.file, self.asked) in same_shapes()


def recordings_in(folder: Path, traces: Path) -> Recordings:
    """Return a folder of recordings, to be seen with the shipped model."""
    return Recordings(folder, traces, _MODEL())


@cache
def stretches() -> dict[str, StretchSpec]:
    """Return every stretch that ships, by id."""
    return {spec.id: spec for spec in list_stretches(poses_dir())}


def judge(trace: Trace, stretch: str) -> SetResult:
    """Judge landmarks as one stretch, held as long as these people hold."""
    plan = Plan(hold_s=HOLD_S)
    spec = stretches()[stretch]
    return judge_trace(trace, spec, Profile(), plan, judging_of())[0]


def judged(recordings: Recordings, rows: Sequence[Row]) -> list[Scored]:
    """Judge and score rows whose recordings are there."""
    return [scored(row, judge(recordings.trace(row), row.stretch)) for row in rows]


def wrong_pairs(
    recordings: Recordings,
    rows: Sequence[Row],
) -> list[WrongPair]:
    """Judge every recording as each other stretch of its posture.

    What it is scored as by a row of its own is none of them.
    """
    done = {(row.file, row.from_s, row.stretch) for row in rows}
    found = []
    for row in rows:
        posture = stretches()[row.stretch].posture
        for spec in stretches().values():
            pair = (row.file, row.from_s, spec.id)
            if spec.posture is not posture or pair in done:
                continue
            done.add(pair)
            found.append(_wrong_pair(recordings, row, spec.id))
    return found


def _wrong_pair(recordings: Recordings, row: Row, asked: str) -> WrongPair:
    result = judge(recordings.trace(row), asked)
    holds = tuple((hold.start_s, hold.end_s) for hold in result.holds)
    reps = count_of(result)
    return WrongPair(row.name, row.file, row.stretch, asked, row.part, reps, holds)
