"""The same movement, filmed otherwise: is it judged the same, or said to be unknown?

`python -m benchmarks.metamorphic --only rolled` judges every sample clip's landmarks as
they are and changed in a way that changes nothing of what the person did, and prints a
row a clip and a change. It goes on where it stopped; `--fresh` begins again. With
--real FOLDER a folder of recordings is judged as well, from the landmarks in --traces.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from math import cos, radians, sin
from pathlib import Path

import numpy as np

import formcheck
from benchmarks.real.judged import HOLD_S, recordings_in, stretches
from benchmarks.real.traces import TRACES
from benchmarks.real.truth import CLIPS, read_rows
from benchmarks.truth import clip_names, read_truth, trace_path
from formcheck.app.recordings.judging import Judge
from formcheck.core.body.observation import Flat, Observation
from formcheck.core.judge.result import SetResult
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.core.words.reasons import Reason
from formcheck.edges.recording import Trace, read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of

KEPT = Path(tempfile.gettempdir()) / "formcheck-metamorphic"

HELD_WITHIN_S = 1.0
"""Time in the target may differ by so much, or by a tenth of it."""

Change = Callable[[Observation], Observation]


class Became(StrEnum):
    """What became of a verdict, from the worst to the best."""

    INVENTED = "invented"
    """More repetitions or holds than before, or much more time in the target."""
    FLAGGED = "flagged"
    """A flag that was not raised before."""
    LOST = "lost"
    """Fewer, and no reason said."""
    UNFLAGGED = "unflagged"
    """The same, but for a flag that is not raised any more."""
    UNKNOWN = "unknown"
    """Fewer, with the reason."""
    SAME = "same"


@dataclass(frozen=True)
class Verdict:
    """What is compared of a set. why: every reason that was said."""

    status: str
    reps: int
    smaller: int
    holds: int
    in_target_s: float
    flags: tuple[str, ...]
    why: tuple[str, ...]

    @classmethod
    def of(cls, result: SetResult) -> Verdict:
        """Return what is compared of a result."""
        said = {one.why for one in (*result.unseen, *result.not_judged)}
        said |= {result.why} if result.why is not None else set()
        return cls(
            result.status,
            len(result.reps),
            len(result.partial_reps),
            len(result.holds),
            result.in_target_s,
            tuple(sorted({flag.id for flag in result.flags})),
            tuple(sorted(said)),
        )


@dataclass(frozen=True)
class Kind:
    """A change that changes nothing of what was done.

    change: of one look. why: the reason that is said where it makes a difference.
    """

    name: str
    change: Change
    why: Reason | None = None


def rolled(degrees: float) -> Change:
    """The camera rolled about its line of sight: the picture turned, + clockwise."""
    angle = radians(degrees)
    turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])

    def change(seen: Observation) -> Observation:
        pose, room = seen.pose, seen.room
        if room is not None:
            seen = replace(seen, room=replace(room, roll_deg=room.roll_deg + degrees))
        if pose is None:
            return seen
        middle = np.array(seen.size_wh) / 2
        xy = ((pose.image_xy - middle) @ turn.T + middle).astype(np.float32)
        world = pose.world_xyz
        if not isinstance(world, Flat):
            world = world.copy()
            world[:, :2] = world[:, :2] @ turn.T
        return replace(seen, pose=replace(pose, image_xy=xy, world_xyz=world))

    return change


KINDS = tuple(
    Kind(f"rolled{degrees:+d}", rolled(degrees), Reason.TILTED)
    for degrees in (-10, -5, 5, 10)
)


@dataclass(frozen=True)
class Clip:
    """Landmarks to be judged. profile, plan: as for the sample clip."""

    name: str
    spec: StretchSpec
    trace: Trace
    profile: Profile
    plan: Plan


def sample_clips() -> Iterator[Clip]:
    """Yield every sample clip, as its script planned."""
    known = stretches()
    for name in clip_names():
        truth = read_truth(name)
        plan = Plan(hold_s=truth.hold_s, reps=truth.reps_planned)
        trace = read_trace(trace_path(name))
        yield Clip(name, known[truth.stretch], trace, truth.profile, plan)


def real_clips(folder: Path, traces: Path) -> Iterator[Clip]:
    """Yield every row of a folder of recordings."""
    beside = folder / "truth.csv"
    recordings = recordings_in(folder, traces)
    for row in read_rows(beside if beside.exists() else CLIPS):
        if (folder / row.file).is_file():
            name = f"{Path(row.file).stem}@{row.from_s:g} as {row.stretch}"
            spec, plan = stretches()[row.stretch], Plan(hold_s=HOLD_S)
            yield Clip(name, spec, recordings.trace(row), Profile(), plan)


def judged(clip: Clip, change: Change | None = None) -> Verdict:
    """Judge a clip, changed or as it is."""
    judge = Judge(clip.spec, clip.profile, clip.plan, judging_of())
    for seen in clip.trace.observations():
        judge.take(seen if change is None else change(seen))
    about = clip.trace.about
    return Verdict.of(judge.finish(about.start_s, about.end_s))


def compared(before: Verdict, after: Verdict, why: Reason | None) -> Became:
    """Return what a change made of a verdict."""
    within_s = max(HELD_WITHIN_S, before.in_target_s / 10)
    more_s = after.in_target_s - before.in_target_s
    if after.reps > before.reps or after.holds > before.holds or more_s > within_s:
        return Became.INVENTED
    if set(after.flags) - set(before.flags):
        return Became.FLAGGED
    said = why is not None and why in after.why
    same = (after.reps, after.holds) == (before.reps, before.holds)
    if same and abs(more_s) <= within_s:
        if after.flags == before.flags:
            return Became.SAME
        return Became.UNKNOWN if said else Became.UNFLAGGED
    return Became.UNKNOWN if said else Became.LOST


def compare(
    clips: Iterable[Clip], kinds: Iterable[Kind], kept: Path
) -> Iterator[tuple[str, str, Became, Verdict, Verdict]]:
    """Yield every clip under every change; what `kept` has is not judged again."""
    kinds = tuple(kinds)
    known: dict[str, Verdict] = {}
    if kept.exists():
        for line in kept.read_text().splitlines():
            row = json.loads(line)
            raw = row["verdict"] | {
                "flags": tuple(row["verdict"]["flags"]),
                "why": tuple(row["verdict"]["why"]),
            }
            known[row["key"]] = Verdict(**raw)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a") as file:

        def once(clip: Clip, name: str, change: Change | None) -> Verdict:
            key = f"{clip.name} {name}"
            if key not in known:
                known[key] = judged(clip, change)
                row = {"key": key, "verdict": asdict(known[key])}
                file.write(json.dumps(row) + "\n")
                file.flush()
            return known[key]

        for clip in clips:
            before = once(clip, "as it is", None)
            for kind in kinds:
                after = once(clip, kind.name, kind.change)
                became = compared(before, after, kind.why)
                yield clip.name, kind.name, became, before, after


def _digest() -> str:
    """Of all that a verdict hangs on."""
    content = hashlib.sha256()
    package = Path(formcheck.__file__).parent
    for path in (*sorted(package.rglob("*.py")), *sorted(poses_dir().rglob("*.toml"))):
        content.update(path.read_bytes())
    return content.hexdigest()[:12]


def _short(one: Verdict) -> str:
    flags = f" {','.join(one.flags)}" if one.flags else ""
    return (
        f"{one.status} {one.reps}+{one.smaller} reps, {one.holds} holds, "
        f"{one.in_target_s:.1f} s{flags}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Run it; return the exit code: 1 where anything was invented."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.metamorphic", description=__doc__.split("\n\n")[0]
    )
    parser.add_argument("clips", nargs="*", help="only these, by name")
    parser.add_argument("--only", default="", help="changes whose name begins so")
    parser.add_argument("--real", type=Path, help="a folder of recordings instead")
    parser.add_argument("--traces", type=Path, default=TRACES, help="their landmarks")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where it goes on from")
    parser.add_argument("--fresh", action="store_true", help="begin again")
    chosen = parser.parse_args(arguments)
    kinds = [kind for kind in KINDS if kind.name.startswith(chosen.only)]
    if not kinds:
        parser.error(f"no such change: {chosen.only}")
    kept = chosen.kept / f"{_digest()}.jsonl"
    if chosen.fresh:
        kept.unlink(missing_ok=True)
    clips = real_clips(chosen.real, chosen.traces) if chosen.real else sample_clips()
    clips = (c for c in clips if not chosen.clips or c.name in chosen.clips)
    totals: Counter[tuple[str, Became]] = Counter()
    for name, kind, became, before, after in compare(clips, kinds, kept):
        totals[kind, became] += 1
        if became is not Became.SAME:
            said = f" ({', '.join(after.why)})" if after.why else ""
            print(
                f"{became:10}{name:44}{kind:11}"
                f"{_short(before)} -> {_short(after)}{said}",
                flush=True,
            )
    print(f"\n{'':12}" + "".join(f"{became:>10}" for became in Became))
    for kind in kinds:
        row = "".join(f"{totals[kind.name, became]:10}" for became in Became)
        print(f"{kind.name:12}{row}")
    return int(any(totals[k.name, Became.INVENTED] for k in kinds))


if __name__ == "__main__":
    sys.exit(main())
