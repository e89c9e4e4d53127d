"""Pictures stored where that was asked for."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from formcheck.edges.camera import Shot
from formcheck.edges.sources import VideoFile
from formcheck.edges.video_recorder import VideoRecorder
from formcheck.errors import OutputError

GREY = np.linspace(40, 200, 121 * 160 * 3).reshape(121, 160, 3).astype(np.uint8)


def shot(number: int, time_s: float, size: tuple[int, int] = (121, 160)) -> Shot:
    image = np.ascontiguousarray(GREY[: size[0], : size[1]] + np.uint8(number % 5 * 9))
    return Shot(number, time_s, image, 0)


def fed(recorder: VideoRecorder, times_s: list[float]) -> None:
    for number, time_s in enumerate(times_s):
        recorder.take(shot(number, time_s))
        time.sleep(0.01)


def test_every_picture_keeps_its_own_time(tmp_path: Path) -> None:
    path = tmp_path / "recordings" / "one.mp4"
    recorder = VideoRecorder(path)
    times_s = [100.0, 100.033, 100.066, 100.5, 100.54, 102.0]
    fed(recorder, times_s)
    recorder.close()
    recorder.close()
    assert recorder.problem is None
    with VideoFile(path) as video:
        frames = list(video)
    found = [frame.time_s for frame in frames]
    assert found == pytest.approx([t - 100.0 for t in times_s], abs=0.002)
    # Even sides, and the picture as it was.
    assert frames[0].image_bgr.shape == (120, 160, 3)
    difference = frames[0].image_bgr.astype(float) - GREY[:120]
    assert abs(difference).mean() < 4
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_size_is_scaled_to_the_first(tmp_path: Path) -> None:
    recorder = VideoRecorder(tmp_path / "one.mp4")
    recorder.take(shot(1, 0.0))
    time.sleep(0.2)
    recorder.take(shot(2, 0.5, (60, 80)))
    recorder.close()
    with VideoFile(tmp_path / "one.mp4") as video:
        assert {frame.image_bgr.shape for frame in video} == {(120, 160, 3)}


def test_a_recording_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "one.mp4").write_bytes(b"mine")
    with pytest.raises(OutputError, match="cannot record"):
        VideoRecorder(tmp_path / "one.mp4")
    assert (tmp_path / "one.mp4").read_bytes() == b"mine"


def test_what_is_not_wanted_is_deleted(tmp_path: Path) -> None:
    recorder = VideoRecorder(tmp_path / "one.mp4")
    fed(recorder, [0.0, 0.1])
    recorder.close(remove=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
def test_a_full_disk_ends_the_recording_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "touch", lambda *_, **__: None)
    (tmp_path / "one.mp4").symlink_to("/dev/full")
    recorder = VideoRecorder(tmp_path / "one.mp4")
    fed(recorder, [n / 30 for n in range(130)])
    recorder.close()
    assert recorder.problem is not None
    assert recorder.problem.startswith("The recording has stopped")
    recorder.take(shot(1, 9.0))


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.edges.test_video_recorder import *
recorder = VideoRecorder(Path(sys.argv[1]))
noise = np.random.default_rng(1)
for number in range(100000):
    image = noise.integers(0, 255, (120, 160, 3)).astype(np.uint8)  # fills a file soon
    recorder.take(Shot(number, number / 30, image, 0))
    time.sleep(0.01)
"""


def test_a_killed_process_leaves_a_file_that_plays(tmp_path: Path) -> None:
    path, root = tmp_path / "one.mp4", Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path), str(root)])
    end_s = time.monotonic() + 30
    while not path.exists() or path.stat().st_size < 20_000:
        assert time.monotonic() < end_s
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with VideoFile(path) as video:
        assert len(list(video)) >= 30
