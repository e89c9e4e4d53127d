"""A recording that is killed loses two seconds at most, and plays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from formcheck.edges.sources import VideoFile

RECORDS = """
import sys, time
from pathlib import Path
import numpy as np
from formcheck.edges.camera import Shot
from formcheck.edges.video_recorder import VideoRecorder
path, fps, told, noisy = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
recorder, noise = VideoRecorder(path), np.random.default_rng(0)
still = np.full((240, 320, 3), 90, np.uint8)
begun = time.monotonic()
for number in range(100_000):
    image = still.copy()
    image[:, number % 300 : number % 300 + 8] = 200
    if noisy == "noisy":
        image = noise.integers(0, 255, (240, 320, 3)).astype(np.uint8)
    recorder.take(Shot(number, number / fps, image, 0))
    with open(told, "w") as file:
        file.write(str(number / fps))
    time.sleep(max(0.0, begun + (number + 1) / fps - time.monotonic()))
"""


@pytest.mark.parametrize(("fps", "kind"), [(5, "quiet"), (30, "noisy")])
def test_two_seconds_at_most_are_lost(fps: int, kind: str, tmp_path: Path) -> None:
    path, told = tmp_path / "one.mp4", tmp_path / "told"
    words = [str(path), str(fps), str(told), kind]
    process = subprocess.Popen([sys.executable, "-c", RECORDS, *words])
    try:
        taken_s, end_s = 0.0, time.monotonic() + 30
        while taken_s < 3.3:
            assert time.monotonic() < end_s and process.poll() is None
            time.sleep(0.02)
            taken_s = float((told.read_text() if told.exists() else "") or 0)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    taken_s = float(told.read_text() or taken_s)
    with VideoFile(path) as video:
        times_s = [frame.time_s for frame in video]
    assert times_s[-1] >= taken_s - 2.0
    assert len(times_s) >= 1
