"""Do verdicts hang on a hundredth? `python -m benchmarks.limits` moves every limit.

Each limit of a fault and of haste alone is moved by 3 % of its value, one degree at
least, to either side, and the sample clips are judged again: the same flags are to come
of it, or limits.csv says why not. Prints a row for each that does not, and the totals;
ends with 1 where one is not explained, or something is that does not happen.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.truth import clip_names, read_truth, trace_path
from formcheck.core.judge.events import FlagRaised
from formcheck.core.judge.faults import FaultState, faults_of, step_faults
from formcheck.core.judge.hysteresis import Settled
from formcheck.core.judge.judge import advance, begin
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.states import Finding
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import FaultSpec, Mode, Phase, StretchSpec
from formcheck.edges.recording import read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch

SHARE = 0.03
LEAST_DEG = 1.0
WHY = Path(__file__).with_name("limits.csv")
"""Changes that are to be expected: clip, fault, flag, and why."""


@dataclass(frozen=True)
class Look:
    """What faults were judged by at one look. sample: None where nobody could be.
    placed: whether the body was where the stretch is done, and since when.
    """

    sample: Sample | None
    time_s: float
    phase: Phase
    placed: Settled


@dataclass(frozen=True)
class Clip:
    """A sample clip as faults see it. asked: its faults, in their order."""

    name: str
    spec: StretchSpec
    asked: tuple[FaultSpec, ...]
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class Change:
    """One limit moved that makes another flag, or none.

    flag: the one that comes or goes. fault: whose limit was moved, from limit to to.
    more: whether it comes.
    """

    clip: str
    flag: str
    fault: str
    limit: float
    to: float
    more: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """What an explanation goes by."""
        return self.clip, self.fault, self.flag


@cache
def clip_of(name: str) -> Clip:
    """Judge a sample clip once, and keep what its faults were judged by."""
    truth = read_truth(name)
    spec, judging = find_stretch(truth.stretch, poses_dir()), judging_of()
    state, looks = begin(spec, truth.profile, truth.plan, judging), []
    asked = faults_of(spec, truth.profile, Mode.NORMAL)
    for one in read_trace(trace_path(name)).observations():
        before = state
        state, _ = advance(spec, truth.profile, state, one)
        if state is not before and not isinstance(state.at, Finding):
            placed = state.footing.placed
            looks.append(Look(state.reading.sample, one.time_s, state.phase, placed))
    return Clip(name, spec, asked, tuple(looks))


def flags_of(clip: Clip, faults: Sequence[FaultSpec]) -> frozenset[str]:
    """Return the ids of the flags that go up by these faults."""
    judging, found = judging_of(), set()
    states = tuple(FaultState() for _ in faults)
    for look in clip.looks:
        states, _, events = step_faults(
            faults,
            states,
            clip.spec,
            look.sample,
            look.time_s,
            look.phase,
            look.placed,
            judging,
        )
        found |= {one.id for one in events if isinstance(one, FlagRaised)}
    return frozenset(found)


def moved(fault: FaultSpec, spec: StretchSpec) -> Iterator[tuple[str, float, float]]:
    """Yield each limit of a fault moved: its key, what it is, and what it becomes."""
    degree = KINDS[spec.measures[fault.measure].kind].scale
    for key in ("above", "below"):
        limit = getattr(fault, key)
        if limit is None:
            continue
        step = max(SHARE * abs(limit), LEAST_DEG * degree)
        yield key, limit, limit - step
        yield key, limit, limit + step


def changes_of(clip: Clip) -> Iterator[Change]:
    """Yield what becomes of a clip's flags by moving each of its limits alone."""
    usual = flags_of(clip, clip.asked)
    for number, fault in enumerate(clip.asked):
        for key, limit, to in moved(fault, clip.spec):
            faults = list(clip.asked)
            faults[number] = fault.model_copy(update={key: to})
            found = flags_of(clip, faults)
            for name in sorted(found ^ usual):
                yield Change(clip.name, name, fault.id, limit, to, name in found)


def expected() -> dict[tuple[str, str, str], str]:
    """Return why changes are to be expected, by clip, fault moved, and flag."""
    with WHY.open(encoding="utf-8", newline="") as file:
        return {
            (row["clip"], row["fault"], row["flag"]): row["why"]
            for row in csv.DictReader(file)
        }


def line_of(change: Change, why: str | None) -> str:
    """Return a change in words."""
    became = "comes" if change.more else "goes"
    limit = f"{change.fault} {change.limit:g} -> {change.to:.4g}"
    told = f"{change.flag} {became}: {why or 'NOT EXPLAINED'}"
    return f"{change.clip:32s} {limit:32s} {told}"


def main(names: Sequence[str]) -> int:
    """Print the table; return the exit code."""
    pairs = limits = 0
    explained, happened = expected(), set()
    chosen = [name for name in names or clip_names() if trace_path(name).exists()]
    for name in chosen:
        clip = clip_of(name)
        limits += sum(1 for one in clip.asked for _ in moved(one, clip.spec))
        pairs += len(flags_of(clip, clip.asked))
        for change in changes_of(clip):
            happened.add(change.key)
            print(line_of(change, explained.get(change.key)), flush=True)
    idle = {key for key in explained if key[0] in chosen} - happened
    for key in sorted(idle):
        print(f"{' '.join(key)}: explained, and does not happen")
    print(
        f"{len(chosen)} clips, {pairs} flags, {limits} moves of a limit: "
        f"{len(happened)} change a flag, {len(happened - set(explained))} of them "
        "not explained"
    )
    return 1 if idle or happened - set(explained) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
