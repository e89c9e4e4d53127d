"""The whole live session on a real stream with the real model: cut off, then killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.history.recovery import recover
from formcheck.edges.journal import unfinished
from tests.mjpeg import MjpegServer
from tests.numbers import SHIPPED

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
CUT_S = 5.0

SESSION = """
import json, sys, time
from pathlib import Path
from formcheck.app.live.session import LiveOptions, LiveSession
from formcheck.core.programme.stages import tasks_for
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch

url, folder, stretch = sys.argv[1:]
options = LiveOptions(url, model_file(), poses_dir(), folder=Path(folder))
session = LiveSession(options)
session.engine.begin(tasks_for(find_stretch(stretch, poses_dir()), reps=20))
session.start()
n = 0
while not session.ended.wait(0.05):
    for event in session.events_after(n):
        n = event["n"]
        if event["type"] in ("hold", "camera", "rep", "error"):
            print(json.dumps(event), flush=True)
    if (shot := session.snapshot()) is not None:
        state = {k: shot.message[k] for k in ("type", "time_s", "phase", "hold")}
        print(json.dumps(state), flush=True)
"""


class Told:
    """What a session's process says, as it comes."""

    def __init__(self, process: subprocess.Popen[str], errors: Path) -> None:
        self.process = process
        self.errors = errors
        self.events: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {"phase": None, "hold": None, "time_s": 0.0}
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told = json.loads(line)
            if told["type"] == "state":
                self.state = told
            else:
                self.events.append(told)

    def until(self, done: Callable[[], bool], within_s: float = 60.0) -> float:
        begun_s = time.monotonic()
        while not done():
            assert self.process.poll() is None, self.errors.read_text()
            assert time.monotonic() - begun_s < within_s, (self.events, self.state)
            time.sleep(0.02)
        return time.monotonic() - begun_s

    def status(self) -> str:
        found = [e["status"] for e in self.events if e["type"] == "camera"]
        return str(found[-1]) if found else ""

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    @property
    def held_s(self) -> float:
        hold = self.state["hold"]
        return float(hold["held_s"]) if hold else 0.0

    def close(self) -> None:
        self.process.wait()
        self._thread.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def session(url: str, folder: Path, stretch: str) -> Iterator[Told]:
    with (folder / "stderr").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SESSION, url, str(folder), stretch],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    told = Told(process, folder / "stderr")
    try:
        yield told
    finally:
        if process.poll() is None:
            process.kill()
            told.close()


@pytest.mark.model
def test_a_stream_cut_in_a_hold_and_a_session_killed(tmp_path: Path) -> None:
    clip = SAMPLES / "childs_pose_good.mp4"
    with MjpegServer() as server:
        server.idle(clip)
        with session(server.url, tmp_path, "childs_pose") as told:
            told.until(lambda: told.state["phase"] == "start")
            # Holds begin at 4.6 s and 17.4 s of the clip, of 6.9 s and 6.5 s.
            server.play(clip, from_s=3.0)
            told.until(lambda: told.held_s > 1.5)
            server.cut(CUT_S)
            assert told.until(lambda: told.status() == "lost") < 1.0
            cut_s, held_s = told.state["time_s"], told.held_s
            told.until(lambda: told.state["time_s"] > cut_s + 2.0)
            assert told.held_s - held_s < 0.3
            # It is back, and whoever goes on is judged anew.
            told.until(lambda: told.status() == "ok")
            told.until(lambda: len(told.of("hold")) == 1)
            first = told.of("hold")[0]
            assert first["held_s"] <= held_s + 0.3
            assert not first["complete"]
            server.play(clip, from_s=16.0)
            told.until(lambda: told.held_s > 2.5)
            assert told.of("error") == []
            os.kill(told.process.pid, signal.SIGKILL)
            told.close()
            killed_s, second_s = told.state["time_s"], told.held_s
    (journal,) = unfinished(tmp_path / "journal")
    kept = recover(journal, judging=SHIPPED)
    assert kept is not None
    assert kept.about.interrupted
    (entry,) = kept.summary["sets"]
    assert entry["holds"][0]["held_s"] == pytest.approx(first["held_s"], abs=0.05)
    assert len(entry["holds"]) == 2
    assert second_s - entry["holds"][1]["held_s"] <= 2.0
    assert killed_s - entry["end_s"] <= 2.0
