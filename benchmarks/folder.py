"""A folder of 200 videos, killed half-way: `python -m benchmarks.folder [--help]`.

Three of the videos are broken. The analysis is killed (-9, with its processes) when
half of the folder is done, and started again: each video must have been analysed once,
and the three be told. Prints a table and asserts nothing.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av

from benchmarks.truth import SAMPLES

BROKEN = 3
CLIPS = ("bridge_good", "childs_pose_good", "curl_up_good", "cobra_good")
"""The videos are copies of the first second of these, small and at 10 pictures a
second.
"""


def short(clip: str, path: Path) -> Path:
    """Write the first second of a clip."""
    with av.open(str(SAMPLES / f"{clip}.mp4")) as source, av.open(str(path), "w") as to:
        stream = to.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            if number >= 30:
                break
            if number % 3 == 0:
                small = frame.reformat(width=320, height=240, format="yuv420p")
                small.pts = None
                to.mux(stream.encode(small))
        to.mux(stream.encode(None))
    return path


def fill(folder: Path, count: int) -> None:
    """Put that many videos there, the broken ones spread over them."""
    shorts = [short(clip, folder / f"{clip}_000.mp4") for clip in CLIPS]
    broken = {count // (BROKEN + 1) * (n + 1) for n in range(BROKEN)}
    for number in range(len(shorts), count):
        source = shorts[number % len(shorts)]
        path = folder / f"{source.stem.removesuffix('_000')}_{number:03d}.mp4"
        if number in broken:
            path.write_bytes(source.read_bytes()[:500])
        else:
            shutil.copy(source, path)


def dates(out: Path) -> dict[Path, int]:
    """When each finished video's summary was written."""
    return {path: path.stat().st_mtime_ns for path in out.glob("*/summary.json")}


def main() -> None:
    """Fill, start, kill, start again, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        videos, out = Path(place) / "videos", Path(place) / "out"
        videos.mkdir()
        fill(videos, asked.videos)
        command = [sys.executable, "-m", "formcheck", "analyse", str(videos)]
        command += [f"--out={out}", f"--jobs={asked.jobs}"]
        quiet, begun_s = subprocess.DEVNULL, time.perf_counter()
        first = subprocess.Popen(
            command, stdout=quiet, stderr=quiet, start_new_session=True
        )
        while len(dates(out)) < asked.videos // 2 and first.poll() is None:
            time.sleep(0.1)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        killed_s = time.perf_counter() - begun_s
        before = dates(out)
        second = subprocess.run(command, capture_output=True, text=True, check=False)
        took_s = time.perf_counter() - begun_s - killed_s
        after = dates(out)
        with (out / "index.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        again = sum(after.get(path) != then for path, then in before.items())
        failed = [row["video"] for row in rows if row["state"] == "failed"]
    for said, number in (
        ("videos", asked.videos),
        (f"done when it was killed, after {killed_s:.0f} s", len(before)),
        (f"done by the second run, in {took_s:.0f} s", len(after) - len(before)),
        ("analysed twice", again),
        ("rows of index.csv", len(rows)),
        ("reported as broken", len(failed)),
        ("lines on standard error", second.stderr.count("\n")),
        ("exit status", second.returncode),
    ):
        print(f"{said:<44}{number:>6}")


if __name__ == "__main__":
    main()
