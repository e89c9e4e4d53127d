"""What real recordings cost, and whether looking less finds what every frame shows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.real.judged import stretches
from benchmarks.real.scoring import HOLD_S, count_of
from benchmarks.real.truth import CLIPS, Row, Span, read_rows
from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.watching import judge_unkept
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.resources import model_file

__all__ = ["SAME_HOLD_S", "Found", "Pair", "pairs", "rows_in", "total_line"]

SAME_HOLD_S = 0.2


@dataclass(frozen=True)
class Found:
    """What one way of looking found, and what it took: looks of frames, and seconds of
    wall and of processor time.
    """

    count: int
    holds: tuple[Span, ...]
    flags: tuple[str, ...]
    looks: int
    frames: int
    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class Pair:
    """A recording as it is looked at by default, and in every frame."""

    row: Row
    less: Found
    every: Found

    @property
    def same_count(self) -> bool:
        """Whether as many repetitions were counted."""
        return self.less.count == self.every.count

    @property
    def same_flags(self) -> bool:
        """Whether the same flags were raised, as often."""
        return sorted(self.less.flags) == sorted(self.every.flags)

    @property
    def same_holds(self) -> bool:
        """Whether the holds are the same, each of their ends and lengths."""
        if len(self.less.holds) != len(self.every.holds):
            return False
        return all(
            round(abs(a - b), 3) <= SAME_HOLD_S
            for one, other in zip(self.less.holds, self.every.holds, strict=True)
            for a, b in zip(one, other, strict=True)
        )

    def __str__(self) -> str:
        """As a row of a table."""
        apart = [
            f"{name} {less}, every frame {every}"
            for name, same, less, every in (
                ("count", self.same_count, self.less.count, self.every.count),
                ("holds", self.same_holds, self.less.holds, self.every.holds),
                ("flags", self.same_flags, self.less.flags, self.every.flags),
            )
            if not same
        ]
        return (
            f"  {self.row.name:<36}{self.less.looks / max(1, self.less.frames):>6.2f}"
            f"{self.less.wall_s / self.every.wall_s:>8.2f}"
            f"{self.less.cpu_s / self.every.cpu_s:>8.2f}  {'; '.join(apart) or 'same'}"
        )


def rows_in(folder: Path) -> list[Row]:
    """Return the rows of a folder whose recordings are there."""
    beside = folder / "truth.csv"
    rows = read_rows(beside if beside.exists() else CLIPS)
    return [row for row in rows if (folder / row.file).is_file()]


def pairs(folder: Path, rows: Sequence[Row]) -> Iterator[Pair]:
    """Judge each row both ways, from pixels."""
    for row in rows:
        options = Options(
            stretches()[row.stretch],
            model_file(),
            Profile(),
            Plan(hold_s=HOLD_S),
            from_s=row.from_s,
            to_s=row.to_s,
        )
        video = folder / row.file
        less = _found(video, options)
        yield Pair(row, less, _found(video, replace(options, every_frame=True)))


def total_line(found: Sequence[Pair]) -> str:
    """Return how many are the same, and what all of them took."""
    counts = sum(pair.same_count for pair in found)
    holds = sum(pair.same_holds for pair in found)
    flags = sum(pair.same_flags for pair in found)
    looks = sum(pair.less.looks for pair in found)
    frames = sum(pair.less.frames for pair in found)
    wall = sum(p.less.wall_s for p in found) / sum(p.every.wall_s for p in found)
    cpu = sum(p.less.cpu_s for p in found) / sum(p.every.cpu_s for p in found)
    return (
        f"  of {len(found)}: counts the same in {counts}, holds within "
        f"{SAME_HOLD_S} s in {holds}, flags in {flags}; {looks / frames:.2f} of the "
        f"frames looked at; {wall:.2f} of the wall time, {cpu:.2f} of the processor's"
    )


def _found(video: Path, options: Options) -> Found:
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    result = judge_unkept(video, options).result
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    looks = result.looks
    return Found(
        count_of(result),
        tuple((hold.start_s, hold.held_s) for hold in result.holds),
        tuple(flag.id for flag in result.flags),
        looks.seen + looks.nobody,
        looks.total,
        wall_s,
        cpu_s,
    )
