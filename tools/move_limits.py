"""Move the limits of stretches to calibrated angles: `python -m tools.move_limits`.

Limits were found on angles whose hips lay where the model puts them. Where the hips of
a posture are moved by `body.calibration`, each limit of an angle moves by what that
angle's readings near it move on the sample clips, so that it asks for the same of a
body as before. A limit stays where the readings move by less than half a degree, or
where no clip comes near it, or none is beyond the straight leg that it lets through:
an open end. The file says for which constant its limits
stand, so that nothing is moved twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.angles import bodies
from benchmarks.truth import clip_names, read_truth, trace_path
from formcheck.core.body.calibration import calibrated, hip_shift
from formcheck.core.measure.kinds import KINDS, read
from formcheck.core.stretch.spec import StretchSpec
from formcheck.edges.recording import read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches

NEAR = 8.0
"""Readings within this of a limit, in degrees, tell how it moves."""

LEAST = 25
"""... if there are so many."""

SAID = "# Limits of angles stand for hips that lie {:g} of the torso lower than drawn."

_SAID = re.compile(r"# Limits of angles stand for hips that lie (\S+) of the torso")
_TABLE = re.compile(r"\[+([\w.]+)\]+$")
_KEY = re.compile(r"(\w+) = (.+)$")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Readings:
    """What an angle read before and after, frame by frame, degrees."""

    before: NDArray[np.float64]
    after: NDArray[np.float64]

    def moved(self, limit: float) -> float:
        """Where a limit moves to."""
        near = np.abs(self.before - limit) <= NEAR
        if near.sum() < LEAST or limit > self.before.max():
            return limit
        return limit + round(float(np.median((self.after - self.before)[near])))

    def rewritten(self, line: str) -> str:
        """A line with every limit in it moved."""
        return _NUMBER.sub(lambda found: f"{self.moved(float(found[0])):g}", line)


def stated(text: str) -> float:
    """For which constant a file's limits stand."""
    found = _SAID.search(text)
    return float(found[1]) if found else 0.0


def readings(spec: StretchSpec, before: float, after: float) -> Mapping[str, Readings]:
    """The angles of a stretch on its sample clips, by two shifts of the hips."""
    angles = {
        name: one
        for name, one in spec.measures.items()
        if KINDS[one.kind].unit == "deg" and not one.relative
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in angles}
    for clip in clip_names():
        if read_truth(clip).stretch != spec.id or not trace_path(clip).exists():
            continue
        for _, body in bodies(read_trace(trace_path(clip)), spec.view_rule):
            old, new = calibrated(body, before), calibrated(body, after)
            for name, one in angles.items():
                values = (read(KINDS[one.kind], one.role, b)[0] for b in (old, new))
                found[name].append((next(values), next(values)))
    tables = {name: np.array(pairs) for name, pairs in found.items() if pairs}
    known = {n: t[np.isfinite(t).all(1)] for n, t in tables.items()}
    return {name: Readings(t[:, 0], t[:, 1]) for name, t in known.items()}


def moved(text: str, angles: Mapping[str, Readings]) -> Iterator[tuple[str, str]]:
    """The file's lines, before and after; only limits of these angles differ."""
    table = measure = ""
    speeds = False
    for line in text.splitlines():
        if found := _TABLE.match(line):
            table, measure, speeds = found[1], "", False
        new, key = line, _KEY.match(line)
        if key and key[1] == "measure":
            measure = key[2].strip('"')
        if key and key[1] == "type":
            speeds = True
        limit = key is not None and (
            (table.endswith(("clauses", "shapes")) and key[1] in ("enter", "exit"))
            or (table == "faults" and key[1] in ("above", "below") and not speeds)
        )
        if limit and measure in angles:
            new = angles[measure].rewritten(line)
        yield line, new


def move(path: Path, spec: StretchSpec) -> list[str]:
    """Rewrite a file for today's constant; return what moved, a line each."""
    text = path.read_text(encoding="utf-8")
    rule = spec.view_rule
    before = stated(text)
    after = hip_shift(judging_of().body.calibration, rule.view, spec.posture)
    if before == after:
        return []
    lines = list(moved(text, readings(spec, before, after)))
    told = [f"{path.stem}: {old} -> {new}" for old, new in lines if old != new]
    kept = [new for _, new in lines if not _SAID.match(new)]
    if told or before:
        at = kept.index("[measures]")
        kept[at:at] = [SAID.format(after)] if after else []
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return told


def main() -> None:
    for spec in list_stretches(poses_dir()):
        for line in move(poses_dir() / f"{spec.id}.toml", spec):
            print(line)


if __name__ == "__main__":
    main()
