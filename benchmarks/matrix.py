"""Is a stretch taken for another: `python -m benchmarks.matrix [POSTURE ...]`.

Each stretch's good clip is judged as every other stretch of its posture. Whatever is
completed there is compared with what the clip's true landmarks complete, judged the
same way: a body that truly is in the other stretch's target, in the wider band that is
left only beyond, may count, nothing else. Prints a table a posture, asserts nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from benchmarks.truth import SAMPLES, trace_path
from formcheck.app.recordings.judging import Judge
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.body.view import Posture
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.recording import Trace, read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches

HOLD_S = 2.0
"""A hold of this length is complete here: clips hold for less than people are asked."""

Span = tuple[float, float]


@dataclass(frozen=True)
class Cross:
    """A clip judged as another stretch. true, false: what it completed, as times;
    true where the true landmarks complete it too.
    """

    clip: str
    judged_as: str
    true: tuple[Span, ...]
    false: tuple[Span, ...]

    @property
    def cell(self) -> str:
        """For the table: nothing, how many truly, how many wrongly."""
        found = str(len(self.true)) if self.true else ""
        wrong = f"{len(self.false)}!" if self.false else ""
        return " ".join(part for part in (found, wrong) if part) or "."


def by_posture() -> dict[Posture, list[StretchSpec]]:
    """Stretches with a good clip, by posture."""
    found: dict[Posture, list[StretchSpec]] = {}
    for spec in list_stretches(poses_dir()):
        if trace_path(f"{spec.id}_good").exists():
            found.setdefault(spec.posture, []).append(spec)
    return found


def cross(clip: StretchSpec, other: StretchSpec, until_s: float | None = None) -> Cross:
    """Judge a stretch's good clip as another stretch, as far as `until_s`."""
    name = f"{clip.id}_good"
    trace, looks = _read(name)
    found = completed(_judged(iter(looks), trace, other, until_s))
    if not found:
        return Cross(clip.id, other.id, (), ())
    real = _judged(true_observations(name, trace), trace, _wide(other), until_s)
    right = [s for s in found if _shared(s, _visits(real)) >= 0.5]
    wrong = [s for s in found if s not in right]
    return Cross(clip.id, other.id, tuple(right), tuple(wrong))


@lru_cache(maxsize=1)
def _read(name: str) -> tuple[Trace, tuple[Observation, ...]]:
    """A clip's trace and all its looks: it is judged as one stretch after another."""
    trace = read_trace(trace_path(name))
    return trace, tuple(trace.observations())


def _wide(spec: StretchSpec) -> StretchSpec:
    """The stretch with its target entered where else it is left: the file's own
    tolerance.
    """
    if spec.target is None:
        return spec
    clauses = [c.model_copy(update={"enter": c.leave}) for c in spec.target.clauses]
    target = spec.target.model_copy(update={"clauses": clauses})
    return spec.model_copy(update={"target": target})


def completed(entry: dict[str, Any]) -> list[Span]:
    """When a hold, or a repetition without one, was completed."""
    holds = [(h["start_s"], h["end_s"]) for h in entry["holds"] if h["complete"]]
    reps = [(r["start_s"], r["end_s"]) for r in entry["reps"]]
    return holds + [r for r in reps if not any(_overlap(r, h) for h in holds)]


def true_observations(name: str, trace: Trace) -> Iterator[Observation]:
    """A clip as an estimator without error would see it.

    What no true array has, world landmarks and the line of the back, is the trace's.
    """
    with np.load(SAMPLES / f"{name}.truth.npz") as raw:
        times, xy = raw["time_s"], raw["landmarks_xy"].astype(np.float32)
        inside = raw["landmarks_visible"].astype(np.float32)
    for seen in trace.observations():
        at = int(np.argmin(np.abs(times - seen.time_s)))
        if seen.pose is None or not np.isfinite(xy[at]).all():
            yield seen
            continue
        own = seen.pose
        pose = Pose(xy[at].copy(), own.world_xyz, inside[at].copy(), own.back)
        yield replace(seen, pose=pose, status=Status.SEEN)


def _judged(
    looks: Iterator[Observation],
    trace: Trace,
    spec: StretchSpec,
    until_s: float | None,
) -> dict[str, Any]:
    judge = Judge(spec, Profile(), Plan(hold_s=HOLD_S), judging_of())
    end_s = trace.about.end_s if until_s is None else until_s
    for look in looks:
        if look.time_s > end_s:
            break
        judge.take(look)
    return judge.finish(trace.about.start_s, end_s).to_json()


def _visits(entry: dict[str, Any]) -> list[Span]:
    """When the target was kept, or gone to and come back from."""
    kept = [(h["start_s"], h["end_s"]) for h in entry["holds"]]
    return kept + [(r["start_s"], r["end_s"]) for r in entry["reps"]]


def _overlap(one: Span, other: Span) -> float:
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))


def _shared(span: Span, others: list[Span]) -> float:
    """The largest share of a span that one of the others covers."""
    length = max(span[1] - span[0], 1e-6)
    return max((_overlap(span, other) / length for other in others), default=0.0)


def print_matrix(posture: Posture, specs: list[StretchSpec]) -> int:
    """Print one posture's table and what is wrong in it; return how much is."""
    print(f"\n{posture.value}: the clip of a row, judged as the stretch of a column")
    letters = [chr(ord("A") + number) for number in range(len(specs))]
    wide = max(len(spec.id) for spec in specs) + 3
    print(" " * wide + "".join(f"{letter:>6s}" for letter in letters))
    wrong = []
    for letter, clip in zip(letters, specs, strict=True):
        cells = []
        for other in specs:
            if other is clip:
                cells.append("-")
                continue
            found = cross(clip, other)
            wrong += [(found, span) for span in found.false]
            cells.append(found.cell)
        row = "".join(f"{cell:>6s}" for cell in cells)
        print(f"{letter} {clip.id:{wide - 2}s}{row}", flush=True)
    for found, (start_s, end_s) in wrong:
        when = f"{start_s:.1f}-{end_s:.1f} s"
        print(f"  wrong: {found.clip} taken for {found.judged_as} at {when}")
    return len(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("postures", nargs="*", help="only these")
    chosen = parser.parse_args().postures
    print("n: completed, and by the true landmarks too.  n!: completed wrongly.")
    wrong = sum(
        print_matrix(posture, specs)
        for posture, specs in by_posture().items()
        if not chosen or posture.value in chosen
    )
    print(f"\n{wrong} completed wrongly")


if __name__ == "__main__":
    main()
