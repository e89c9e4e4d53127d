"""How far the live coach is behind the camera: `python -m benchmarks.live [--help]`.

A clip is streamed at 640x480 and 30 pictures a second by another process on this
machine; a page is connected by a real web socket. Printed are the delay from capture to
message (p50, p95; in the first and in the last part), judged frames a second, memory,
and the same again while a page does not read. It asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import Any

from websockets.sync.client import connect

from benchmarks.truth import SAMPLES
from formcheck.app.live.session import LiveOptions, LiveSession
from formcheck.core.programme.stages import tasks_for
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch
from formcheck.web.server import LiveServer

FPS = 30.0


def stream(clip: str, told: Connection) -> None:
    """Serve a clip over and over, in a process of its own."""
    from tests.mjpeg import MjpegServer, read_clip

    path = SAMPLES / f"{clip}.mp4"
    jpegs, fps = read_clip(path)
    with MjpegServer(FPS) as server:
        server.play(path)
        told.send(server.url)
        while not told.poll(len(jpegs) / fps):
            server.play(path)


class Page:
    """A page: takes everything, acknowledges each frame; or stops reading."""

    def __init__(self, server: LiveServer) -> None:
        self.delays_ms: list[tuple[float, float]] = []
        self.reading = threading.Event()
        self.reading.set()
        self._stop = threading.Event()
        self._server = server
        self._why: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self.reading.set()
        self._thread.join(5)

    def check(self) -> None:
        """Raise RuntimeError if it has been put out."""
        if not self._thread.is_alive():
            raise RuntimeError("the page was put out") from self._why

    def _run(self) -> None:
        try:
            self._listen()
        except Exception as error:  # told by `check`
            self._why = error

    def _listen(self) -> None:
        door = self._server.door
        url = door.place.replace("http://", "ws://") + "socket"
        origin: Any = f"http://127.0.0.1:{self._server.port}"
        with connect(
            url,
            origin=origin,
            max_size=None,
            compression=None,
            additional_headers=door.headers,
        ) as socket:
            socket.send(json.dumps({"hello": {}}))
            while not self._stop.is_set():
                self.reading.wait()
                try:
                    message = socket.recv(timeout=1.0)
                except TimeoutError:
                    continue
                if isinstance(message, bytes):
                    continue
                state = json.loads(message)
                if state.get("type") != "state":
                    continue
                socket.send(json.dumps({"ack": state["ack"]}))
                if not state["picture"]:
                    continue  # nothing new was seen
                delay_ns = time.monotonic_ns() - state["captured_ns"]
                self.delays_ms.append((time.monotonic(), delay_ns / 1e6))


def memory_mb() -> float:
    """Resident memory of this process, MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def percentiles(delays: list[float]) -> str:
    if len(delays) < 20:
        return "too few frames"
    cuts = quantiles(delays, n=20)
    return f"p50 {cuts[9]:6.1f} ms  p95 {cuts[18]:6.1f} ms"


def counted(
    session: LiveSession, frames: list[tuple[float, int]]
) -> Callable[[], None]:
    def told() -> None:
        snapshot = session.snapshot()
        if snapshot is not None and (not frames or frames[-1][1] != snapshot.number):
            frames.append((time.monotonic(), snapshot.number))

    return told


def rate(frames: list[tuple[float, int]], from_s: float, to_s: float) -> str:
    within = [number for at_s, number in frames if from_s <= at_s < to_s]
    seconds = max(0.1, to_s - from_s)
    shown = max(within) - min(within) + 1 if within else 0
    return (
        f"{len(within) / seconds:5.1f} judged of {shown / seconds:5.1f} sent a second"
    )


def run(clip: str, seconds: float, blocked_s: float) -> None:
    spec = find_stretch(clip.rsplit("_", 1)[0], poses_dir())
    mine, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    camera = context.Process(target=stream, args=(clip, theirs), daemon=True)
    camera.start()
    url = mine.recv()
    with tempfile.TemporaryDirectory() as folder:
        options = LiveOptions(url, model_file(), poses_dir(), folder=Path(folder))
        begun_s = time.monotonic()
        session = LiveSession(options)
        session.engine.begin(tasks_for(spec, reps=1000))
        session.start()
        frames: list[tuple[float, int]] = []
        session.subscribe(counted(session, frames))
        with LiveServer(session) as server:
            page = Page(server)
            while not page.delays_ms:
                page.check()
                time.sleep(0.02)
            print(
                f"first overlay    {time.monotonic() - begun_s:5.2f} s after the start"
            )
            time.sleep(5.0)
            start_s, memory = time.monotonic(), memory_mb()
            time.sleep(seconds)
            end_s = time.monotonic()
            part_s = min(60.0, seconds / 3)
            everything = [d for at, d in page.delays_ms if start_s <= at < end_s]
            first = [d for at, d in page.delays_ms if 0 <= at - start_s < part_s]
            last = [d for at, d in page.delays_ms if 0 <= end_s - at < part_s]
            print(f"capture-message  {percentiles(everything)}")
            print(f"  first {part_s:4.0f} s   {percentiles(first)}")
            print(f"  last  {part_s:4.0f} s   {percentiles(last)}")
            print(f"frames           {rate(frames, start_s, end_s)}")
            more = memory_mb() - memory
            print(f"memory           {memory:.0f} MB, {more:+.1f} MB since")
            page.check()
            page.reading.clear()
            memory, blocked = memory_mb(), time.monotonic()
            time.sleep(blocked_s)
            print(f"page not reading {rate(frames, blocked, time.monotonic())}")
            print(f"  memory         {memory_mb() - memory:+.1f} MB in {blocked_s:g} s")
            page.close()
        session.close()
    mine.send("stop")
    camera.join(5)
    camera.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clip", default="bridge_good", help="a sample clip")
    parser.add_argument("--seconds", type=float, default=600.0, help="how long")
    parser.add_argument("--blocked", type=float, default=30.0, help="page not reading")
    chosen = parser.parse_args()
    run(chosen.clip, chosen.seconds, chosen.blocked)


if __name__ == "__main__":
    main()
