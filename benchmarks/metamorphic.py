"""The same movement, filmed otherwise: is it judged the same, or said to be unknown?

`python -m benchmarks.metamorphic --only rolled` judges every sample clip as it is and
changed in a way that changes nothing of what the person did, and prints a row a clip
and a change. It goes on where it stopped; `--fresh` begins again. With --real FOLDER
a folder of recordings is judged instead, from the landmarks in --traces; --shortest
takes the shortest only: what is filmed otherwise goes through the model.
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
from math import cos, inf, radians, sin
from pathlib import Path

import cv2
import numpy as np

import formcheck
from benchmarks.otherwise import (
    AS_IT_IS,
    FILMINGS,
    PLAYINGS,
    Filming,
    Playing,
    filmed,
    played,
)
from benchmarks.real.judged import HOLD_S, recordings_in, stretches
from benchmarks.real.traces import TRACES
from benchmarks.real.truth import CLIPS, read_rows
from benchmarks.truth import SAMPLES, clip_names, read_truth, trace_path
from formcheck.app.recordings.judging import Judge
from formcheck.core.body.observation import Flat, Observation, Status
from formcheck.core.judge.result import SetResult
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.core.words.reasons import Reason
from formcheck.edges.recording import Trace, read_trace
from formcheck.edges.room_lines import Image, RoomWatcher
from formcheck.edges.sources import VideoFile
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
    """What is compared of a set.

    why: every reason that was said. level_known: as the result says it. told:
    movements and time in the target of which it is said why they do not count.
    """

    status: str
    reps: int
    smaller: int
    holds: int
    in_target_s: float
    flags: tuple[str, ...]
    why: tuple[str, ...]
    level_known: bool = True
    told: int = 0

    @classmethod
    def of(cls, result: SetResult) -> Verdict:
        """Return what is compared of a result."""
        said = {one.why for one in result.unseen}
        said |= {one.why for one in result.not_judged}
        said |= {result.why} if result.why is not None else set()
        return cls(
            result.status,
            len(result.reps),
            len(result.partial_reps),
            len(result.holds),
            result.in_target_s,
            tuple(sorted({flag.id for flag in result.flags})),
            tuple(sorted(said)),
            result.level_known,
            len(result.own_range_holds)
            + len(result.not_counted)
            + sum(one.became == "not_counted" for one in result.movements),
        )

    def played(self, times: int) -> Verdict:
        """Return what it must be where all of it comes so many times."""
        return replace(
            self,
            reps=self.reps * times,
            smaller=self.smaller * times,
            holds=self.holds * times,
            in_target_s=self.in_target_s * times,
        )


@dataclass(frozen=True)
class Kind:
    """A change that changes nothing of what was done.

    change: of one look. why: the reason that is said where it makes a difference.
    picture: the same of a picture, in which the lines of the room are looked for then;
    without it the landmarks are all there is.
    """

    name: str
    change: Change
    why: Reason | None = None
    picture: Callable[[Image], Image] | None = None


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


def turned(degrees: float) -> Callable[[Image], Image]:
    """The same of a picture: as much of its middle as fills it."""

    def change(image: Image) -> Image:
        height, width = image.shape[:2]
        angle, longer = radians(abs(degrees)), max(width / height, height / width)
        matrix = cv2.getRotationMatrix2D(
            (width / 2, height / 2), -degrees, cos(angle) + sin(angle) * longer
        )
        return np.asarray(cv2.warpAffine(image, matrix, (width, height)), np.uint8)

    return change


KINDS = (
    *(
        Kind(f"rolled{degrees:+d}", rolled(degrees), Reason.TILTED)
        for degrees in (-10, -5, 5, 10)
    ),
    *(
        Kind(f"filmed{degrees:+d}", rolled(degrees), Reason.TILTED, turned(degrees))
        for degrees in (-10, -5, 0, 5, 10)
    ),
)
"""Rolled: the landmarks. Filmed: with what the room's lines tell in the pictures."""

AnyKind = Kind | Playing | Filming
ALL: tuple[AnyKind, ...] = (*KINDS, *PLAYINGS, *FILMINGS)


@dataclass(frozen=True)
class Clip:
    """Landmarks to be judged. profile, plan: as for the sample clip. video: of it."""

    name: str
    spec: StretchSpec
    trace: Trace
    profile: Profile
    plan: Plan
    video: Path

    @property
    def length_s(self) -> float:
        """How long it lasts."""
        return self.trace.about.end_s - self.trace.about.start_s


def sample_clips() -> Iterator[Clip]:
    """Yield every sample clip, as its script planned."""
    known = stretches()
    for name in clip_names():
        truth = read_truth(name)
        trace = read_trace(trace_path(name))
        video = SAMPLES / f"{name}.mp4"
        yield Clip(name, known[truth.stretch], trace, truth.profile, truth.plan, video)


def real_clips(folder: Path, traces: Path) -> Iterator[Clip]:
    """Yield every row of a folder of recordings."""
    beside = folder / "truth.csv"
    recordings = recordings_in(folder, traces)
    for row in read_rows(beside if beside.exists() else CLIPS):
        if (folder / row.file).is_file():
            name = f"{Path(row.file).stem}@{row.from_s:g} as {row.stretch}"
            spec, plan = stretches()[row.stretch], Plan(hold_s=HOLD_S)
            trace, video = recordings.trace(row), folder / row.file
            yield Clip(name, spec, trace, Profile(), plan, video)


def judged(clip: Clip, kind: AnyKind | None = None) -> Verdict:
    """Judge a clip, changed or as it is."""
    how = (clip.spec, clip.profile, clip.plan)
    if isinstance(kind, Filming):
        return Verdict.of(filmed(kind, clip.video, clip.trace, *how))
    if isinstance(kind, Playing):
        return Verdict.of(played(kind, clip.trace, *how))
    judge = Judge(clip.spec, clip.profile, clip.plan, judging_of())
    seen = clip.trace.observations()
    if kind is not None:
        seen = (kind.change(one) for one in seen)
        if kind.picture is not None:
            seen = _with_room(clip.video, seen, kind.picture)
    for one in seen:
        judge.take(one)
    about = clip.trace.about
    return Verdict.of(judge.finish(about.start_s, about.end_s))


def _with_room(
    video: Path, seen: Iterable[Observation], picture: Callable[[Image], Image]
) -> Iterator[Observation]:
    """Yield the looks with what the lines of the room tell in the changed pictures."""
    watcher = RoomWatcher()
    with VideoFile(video) as source:
        frames = iter(source)
        frame = next(frames)
        for one in seen:
            room = watcher.known
            looked = one.status is not Status.SKIPPED
            if looked and watcher.due(one.time_s, cut=one.cut):
                while frame.time_s < one.time_s - 1e-3:
                    frame = next(frames, None) or replace(frame, time_s=inf)
                image = picture(frame.image_bgr)
                room = watcher.look(image, one.pose, one.time_s, cut=one.cut)
            yield replace(one, room=room)


def compared(before: Verdict, after: Verdict, why: Reason | None) -> Became:
    """Return what a change made of a verdict."""
    within_s = max(HELD_WITHIN_S, before.in_target_s / 10)
    more_s = after.in_target_s - before.in_target_s
    if after.reps > before.reps or after.holds > before.holds or more_s > within_s:
        return Became.INVENTED
    if set(after.flags) - set(before.flags):
        return Became.FLAGGED
    said = why is not None and (why in after.why or not after.level_known)
    same = (after.reps, after.holds) == (before.reps, before.holds)
    if same and abs(more_s) <= within_s:
        if after.flags == before.flags:
            return Became.SAME
        return Became.UNKNOWN if said else Became.UNFLAGGED
    return Became.UNKNOWN if said else Became.LOST


def became(before: Verdict, after: Verdict, kind: AnyKind) -> Became:
    """Return what a kind of change made of a verdict.

    Where it is filmed or played otherwise any reason is one that was not said before,
    or a movement more of which it is said why it does not count.
    """
    if isinstance(kind, Kind):
        return compared(before, after, kind.why)
    if isinstance(kind, Playing):
        if kind.pace != 1:
            return _paced(before, after)
        before = before.played(kind.times)
    elif kind.longer_s and before.in_target_s <= after.in_target_s:
        more_s = min(after.in_target_s - before.in_target_s, kind.longer_s)
        after = replace(after, in_target_s=after.in_target_s - more_s)
        if before.status == "not_judged":  # too short to be known for what it was
            was, was_s = before.holds, before.in_target_s
            after = replace(after, holds=was, in_target_s=was_s)
    found = compared(before, after, None)
    if found is not Became.LOST:
        return found
    missing = max(before.reps - after.reps, before.holds - after.holds)
    told = after.told + after.smaller - before.told - before.smaller
    said = bool(set(after.why) - set(before.why)) or (told > 0 and told >= missing)
    return Became.UNKNOWN if said else Became.LOST


def _paced(before: Verdict, after: Verdict) -> Became:
    """Played slower or faster the same movements come, and may be whole or too brief,
    in haste or not; no more of them, and none is lost without a word.
    """
    was = before.reps + before.smaller or before.holds
    now = after.reps + after.smaller or after.holds
    if now > was + before.told:
        return Became.INVENTED
    if now >= was:
        return Became.SAME
    said = bool(set(after.why) - set(before.why)) or now + after.told >= was
    return Became.UNKNOWN if said else Became.LOST


def compare(
    clips: Iterable[Clip], kinds: Iterable[AnyKind], kept: Path
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

        def once(clip: Clip, kind: AnyKind | None) -> Verdict:
            key = f"{clip.name} {'as it is' if kind is None else kind.name}"
            if key not in known:
                known[key] = judged(clip, kind)
                row = {"key": key, "verdict": asdict(known[key])}
                file.write(json.dumps(row) + "\n")
                file.flush()
            return known[key]

        for clip in clips:
            for kind in kinds:
                before = once(clip, AS_IT_IS if isinstance(kind, Filming) else None)
                after = once(clip, kind)
                yield clip.name, kind.name, became(before, after, kind), before, after


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
    parser.add_argument("--shortest", type=int, help="so many clips, the shortest")
    parser.add_argument("--real", type=Path, help="a folder of recordings instead")
    parser.add_argument("--traces", type=Path, default=TRACES, help="their landmarks")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where it goes on from")
    parser.add_argument("--fresh", action="store_true", help="begin again")
    chosen = parser.parse_args(arguments)
    kinds = [kind for kind in ALL if kind.name.startswith(chosen.only)]
    if not kinds:
        parser.error(f"no such change: {chosen.only}")
    kept = chosen.kept / f"{_digest()}.jsonl"
    if chosen.fresh:
        kept.unlink(missing_ok=True)
    clips = real_clips(chosen.real, chosen.traces) if chosen.real else sample_clips()
    clips = (c for c in clips if not chosen.clips or c.name in chosen.clips)
    if chosen.shortest is not None:
        clips = iter(sorted(clips, key=lambda c: c.length_s)[: chosen.shortest])
    totals: Counter[tuple[str, Became]] = Counter()
    for name, kind, found, before, after in compare(clips, kinds, kept):
        totals[kind, found] += 1
        if found is not Became.SAME:
            said = f" ({', '.join(after.why)})" if after.why else ""
            print(
                f"{found:10}{name:44}{kind:13}"
                f"{_short(before)} -> {_short(after)}{said}",
                flush=True,
            )
    print(f"\n{'':13}" + "".join(f"{one:>10}" for one in Became))
    for each in kinds:
        row = "".join(f"{totals[each.name, one]:10}" for one in Became)
        print(f"{each.name:13}{row}")
    return int(any(totals[k.name, Became.INVENTED] for k in kinds))


if __name__ == "__main__":
    sys.exit(main())
