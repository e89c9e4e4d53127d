"""What analysing costs, as ratios: `python -m benchmarks.speed [--help]`.

The yardstick is a bare loop, written here, that decodes every frame and runs the same
PoseLandmarker on it with the same options, and does nothing else. Whole processes are
compared, turn by turn, so that both see the same machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.real.cost import SAME_HOLD_S
from benchmarks.truth import SAMPLES, clip_names, read_truth, trace_path
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch

LONG_S = 25.0
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Clip:
    """A video, the stretch that is done in it, and whether it lasts 25 s or more."""

    path: Path
    stretch: str
    long: bool = True

    @property
    def mask(self) -> bool:
        """Whether its stretch asks for the segmentation mask."""
        return find_stretch(self.stretch, poses_dir()).needs_back


@dataclass(frozen=True)
class Run:
    """One process that has ended: wall seconds and the most memory it held, MiB."""

    wall_s: float
    peak_mib: float


def bare_loop(path: str, mask: bool) -> None:
    """Decode, convert, detect; nothing else."""
    import cv2
    from mediapipe.tasks.python.core.base_options import BaseOptions
    from mediapipe.tasks.python.vision.core import image as mp
    from mediapipe.tasks.python.vision.core.vision_task_running_mode import (
        VisionTaskRunningMode,
    )
    from mediapipe.tasks.python.vision.pose_landmarker import (
        PoseLandmarker,
        PoseLandmarkerOptions,
    )

    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_file().path)),
        running_mode=VisionTaskRunningMode.VIDEO,
        output_segmentation_masks=mask,
    )
    capture = cv2.VideoCapture(path)
    with PoseLandmarker.create_from_options(options) as landmarker:
        while True:
            ok, frame = capture.read()
            if not ok:
                break
            time_ms = round(capture.get(cv2.CAP_PROP_POS_MSEC))
            scale = 640 / max(frame.shape[:2])
            if mask and scale < 1:
                frame = cv2.resize(frame, None, fx=scale, fy=scale)
            rgb = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
            landmarker.detect_for_video(mp.Image(mp.ImageFormat.SRGB, rgb), time_ms)


def bare(clip: Clip) -> list[str]:
    """Return the command of the bare loop."""
    command = [sys.executable, "-m", "benchmarks.speed", "--bare", str(clip.path)]
    return [*command, "--mask"] if clip.mask else command


def formcheck(clips: Sequence[Clip], out: Path, *options: str) -> list[str]:
    """Return the command that analyses clips of one stretch."""
    command = [sys.executable, "-m", "formcheck", "analyse"]
    videos = [str(clip.path) for clip in clips]
    return [*command, *videos, "--stretch", clips[0].stretch, f"--out={out}", *options]


def run(command: list[str]) -> Run:
    """Run a command to its end and see what it took."""
    begun = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Run(time.perf_counter() - begun, usage.ru_maxrss / scale)


def alternated(commands: Sequence[list[str]], runs: int) -> list[list[float]]:
    """Wall seconds of each command, run in turns."""
    taken: list[list[float]] = [[] for _ in commands]
    for _ in range(runs):
        for seconds, command in zip(taken, commands, strict=True):
            seconds.append(run(command).wall_s)
    return taken


def against_bare(
    clips: Sequence[Clip], runs: int, out: Path, title: str, *options: str
) -> None:
    """Print what analysing each clip costs against the bare loop, and all together."""
    print(f"\n{title} against a bare loop, wall seconds, median of {runs} turns")
    print(f"  {'clip':<36}{'bare s':>8}{'ours s':>8}{'ratio':>8}")
    all_bare_s = all_ours_s = 0.0
    for clip in clips:
        theirs, ours = alternated([bare(clip), formcheck([clip], out, *options)], runs)
        ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
        bare_s, ours_s = median(theirs), median(ours)
        all_bare_s, all_ours_s = all_bare_s + bare_s, all_ours_s + ours_s
        row = f"  {clip.path.stem:<36}{bare_s:>8.2f}{ours_s:>8.2f}{ratio:>8.3f}"
        print(row, flush=True)
    total = all_ours_s / all_bare_s
    print(f"  {'all together':<36}{all_bare_s:>8.2f}{all_ours_s:>8.2f}{total:>8.3f}")


def looking_less(names: Sequence[str], out: Path) -> None:
    """Compare what the default finds, from pixels, with what every frame finds."""
    from benchmarks.verdicts import judge_clip
    from formcheck.app.recordings.analyse import analyse
    from tools.make_traces import options_for

    print("\nThe default against every frame: looked at, and furthest apart, s")
    different = []
    for name in names:
        options = options_for(read_truth(name), every_frame=False)
        results = analyse(
            SAMPLES / f"{name}.mp4",
            out / "less" / name,
            options,
            lambda _now, _end: None,
        )
        less, every = results.summary["sets"][0], judge_clip(name)
        holds, whole = less["holds"], every["holds"]
        apart_s = max(
            (
                abs(a[key] - b[key])
                for a, b in zip(holds, whole, strict=False)
                for key in ("start_s", "held_s")
            ),
            default=0.0,
        )
        same = (
            len(less["reps"]) == len(every["reps"])
            and len(holds) == len(whole)
            and round(apart_s, 3) <= SAME_HOLD_S
            and [f["id"] for f in less["flags"]] == [f["id"] for f in every["flags"]]
        )
        share = less["looks"]["seen"] / max(1, sum(less["looks"].values()))
        different += [] if same else [name]
        said = "same" if same else "DIFFERENT"
        print(f"  {name:<36}{share:>6.2f}{apart_s:>7.2f}  {said}", flush=True)
    print(f"  {len(names) - len(different)} of {len(names)} the same", *different)


def on_real(folder: Path, runs: int, out: Path) -> None:
    """Compare both ways of looking on real recordings, with each other and with the
    bare loop; print what they cost and whether they find the same.
    """
    from benchmarks.real.cost import pairs, rows_in, total_line

    rows = rows_in(folder)
    whole = [row for row in rows if not row.from_s and row.to_s is None]
    clips = [Clip(folder / row.file, row.stretch) for row in whole]
    against_bare(clips, runs, out, "Every frame, real", "--every-frame")
    against_bare(clips, runs, out, "The default, real")
    print("\nThe default against every frame: looks of frames, wall and processor time")
    found = []
    for pair in pairs(folder, rows):
        found.append(pair)
        print(pair, flush=True)
    print(total_line(found))


def core_cost(names: Sequence[str]) -> None:
    """Print what judging costs a frame, without pixels."""
    from formcheck.app.recordings.judging import Judge
    from formcheck.core.stretch.spec import Plan, Profile
    from formcheck.edges.recording import read_trace

    print("\nChecker, measures and smoothing, ms a frame")
    for name in names:
        if not trace_path(name).is_file():
            continue
        spec = find_stretch(read_truth(name).stretch, poses_dir())
        observations = list(read_trace(trace_path(name)).observations())
        judge = Judge(spec, Profile(), Plan(), judging_of())
        begun = time.perf_counter()
        for observation in observations:
            judge.take(observation)
        each_ms = (time.perf_counter() - begun) / len(observations) * 1e3
        print(f"  {name:<32}{each_ms:>8.3f}")


def side_by_side(clips: Sequence[Clip], runs: int, out: Path) -> None:
    """Print the throughput of two processes against one."""
    same = [c for c in clips if c.stretch == clips[0].stretch]
    several = (same * 6)[:6]
    commands = [formcheck(several, out, f"--jobs={jobs}") for jobs in (1, 2)]
    one, two = alternated(commands, runs)
    ratio = median(a / b for a, b in zip(one, two, strict=True))
    print(f"\n--jobs 2 against --jobs 1, {len(several)} videos, {os.cpu_count()} cores")
    print(f"  {median(one):.1f} s and {median(two):.1f} s: {ratio:.2f} times as fast")


def memory(clip: Clip, out: Path, minutes: Sequence[int]) -> None:
    """Print the peak memory of a short and of a long video."""
    print("\nPeak memory")
    for length in minutes:
        with tempfile.TemporaryDirectory() as folder:
            looped = loop(clip.path, Path(folder) / f"{length}min.mp4", length * 60.0)
            took = run(formcheck([Clip(looped, clip.stretch)], out))
        print(f"  {length:>3} min {took.peak_mib:>8.1f} MiB {took.wall_s:>8.1f} s")


def loop(source: Path, target: Path, seconds: float) -> Path:
    """Repeat a video's packets, unchanged, until it lasts so long."""
    import av

    with av.open(str(target), "w") as out:
        stream, begin = None, 0
        while stream is None or begin * stream.time_base < seconds:
            with av.open(str(source)) as one:
                video = one.streams.video[0]
                stream = stream or out.add_stream_from_template(video)
                end = begin
                for packet in one.demux(video):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.pts += begin
                    packet.dts += begin
                    end = max(end, packet.pts + (packet.duration or 1))
                    packet.stream = stream
                    out.mux(packet)
                begin = end
    return target


def help_time(runs: int) -> None:
    """Print how long `--help` keeps somebody waiting."""
    (taken,) = alternated([[sys.executable, "-m", "formcheck", "--help"]], runs)
    print(f"\nformcheck --help: {median(taken):.2f} s")


def main() -> None:
    """Run what was asked for, all of it but the long one by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--only",
        choices=("every", "default", "less", "core", "jobs", "memory", "help", "real"),
    )
    parser.add_argument("--real", type=Path, help="a folder of recordings, for `real`")
    parser.add_argument("--clip", action="append", metavar="NAME", default=[])
    parser.add_argument(
        "--video", nargs=2, metavar=("PATH", "STRETCH"), action="append"
    )
    parser.add_argument("--minutes", type=int, nargs=2, default=(1, 30))
    parser.add_argument("--bare", help=argparse.SUPPRESS)
    parser.add_argument("--mask", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare:
        bare_loop(asked.bare, asked.mask)
        return
    names = asked.clip or clip_names()
    known = {name: read_truth(name) for name in names}
    clips = [
        Clip(SAMPLES / f"{name}.mp4", truth.stretch, truth.duration_s >= LONG_S)
        for name, truth in known.items()
    ]
    if asked.video:
        clips = [Clip(Path(path).resolve(), stretch) for path, stretch in asked.video]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        parts: dict[str, Callable[[], None]] = {
            "help": lambda: help_time(asked.runs),
            "core": lambda: core_cost(names),
            "every": lambda: against_bare(
                [clip for clip in clips if clip.long],
                asked.runs,
                out,
                "Every frame",
                "--every-frame",
            ),
            "default": lambda: against_bare(clips, asked.runs, out, "The default"),
            "less": lambda: looking_less(names, out),
            "real": lambda: (
                on_real(asked.real.resolve(), asked.runs, out) if asked.real else None
            ),
            "jobs": lambda: side_by_side(clips, min(asked.runs, 3), out),
            "memory": lambda: memory(clips[0], out, asked.minutes),
        }
        for name, part in parts.items():
            if asked.only in (None, name):
                part()


if __name__ == "__main__":
    main()
