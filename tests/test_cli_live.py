"""`formcheck live` as a process of its own: killed, then started again."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from formcheck.cli.live import NO_CAMERA
from formcheck.edges.sqlite_store import SqliteStore
from tests.mjpeg import MjpegServer
from tests.web.entering import entered

SAMPLES = Path(__file__).resolve().parents[1] / "sample_videos"


@contextmanager
def live(camera: str, data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and its page's address."""
    words = ["live", "--camera", camera, "--no-browser"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from formcheck.cli import main; main()", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "FORMCHECK_DATA": str(data)},
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            found = re.search(r"http://\S+", line)
            if found and "formcheck is at" in line:
                yield process, found[0]
                break
        else:
            raise AssertionError("it did not start")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def page_at(address: str) -> Iterator[Page]:
    place, headers = entered(address)
    place = place.replace("http:", "ws:") + "socket"
    origin: Any = address.rsplit("/", 2)[0]
    with connect(
        place, origin=origin, max_size=None, additional_headers=headers
    ) as line:
        yield Page(line)


class Page:
    """A page that answers the questions and presses what is asked for."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line
        self.line.send(json.dumps({"hello": {}}))
        self.screen: dict[str, Any] = {}
        self.state: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []

    def do(self, **command: Any) -> None:
        self.line.send(json.dumps(command))

    def take(self) -> bool:
        """Take one message; whether it was a new screen."""
        raw = self.line.recv(timeout=30)
        if isinstance(raw, bytes):
            return False
        message = json.loads(raw)
        if "ack" in message:
            self.line.send(json.dumps({"ack": message["ack"]}))
            self.state = message
        self.events.append(message)
        if "screen" in message:
            self.screen = message["screen"]
        return bool(message.get("screen"))

    def until_step(self, step: str) -> None:
        """Do what leads there; nothing is wrong and nothing hurts."""
        while self.screen.get("step") != step:
            if not self.take():
                continue
            question = self.screen.get("question")
            if self.screen["step"] == "screening" and question:
                self.do(do="answer", id=question["id"], value=_answer(question))
            elif self.screen["step"] == "camera":
                self.do(do="timed")
            elif self.screen["step"] in ("advice", "move", "show"):
                self.do(do="next")


def _answer(question: dict[str, Any]) -> Any:
    kinds = {"many": [], "scale": 0, "yes_no": False}
    return kinds.get(question["kind"]) or (
        kinds[question["kind"]]
        if question["kind"] in kinds
        else question["options"][-1]["value"]
    )


@pytest.mark.model
def test_killed_and_started_again_it_offers_what_was_done(tmp_path: Path) -> None:
    with MjpegServer() as camera:
        camera.idle(SAMPLES / "bridge_good.mp4")
        with (
            live(camera.url, tmp_path) as (process, address),
            page_at(address) as page,
        ):
            page.until_step("choose")
            page.do(do="choose", stretch="bridge")
            page.until_step("stretch")
            begun_s = page.state["time_s"]
            while page.state["time_s"] < begun_s + 3.0:
                page.take()
            killed_s = page.state["time_s"]
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert len(list((tmp_path / "journal").iterdir())) == 1
        with live(camera.url, tmp_path) as (process, address):
            with page_at(address) as page:
                page.until_step("choose")
                (line,) = page.screen["interrupted"]["lines"]
                assert line.endswith(": only the time was kept.")
                assert page.screen["kept"] is None
                page.do(do="interrupted", keep=True)
                while page.screen["interrupted"]:
                    page.take()
                assert page.screen["kept"]
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
    with SqliteStore(tmp_path) as store:
        (row,) = store.rows()
        session = store.get(row.number).session
    assert session.about.interrupted
    (entry,) = session.summary["sets"]
    assert entry["why"] == "timed only"
    assert killed_s - entry["end_s"] <= 2.0
    assert not list((tmp_path / "journal").iterdir())


def ended(data: Path, *words: str) -> tuple[int, str]:
    """Its status and what it said, where it ends by itself."""
    run = subprocess.run(
        [sys.executable, "-m", "formcheck", "live", "--no-browser", *words],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "FORMCHECK_DATA": str(data)},
    )
    return run.returncode, run.stderr


@pytest.mark.model
def test_a_port_in_use_and_a_file_that_is_no_video_are_one_line(tmp_path: Path) -> None:
    clip = SAMPLES / "bridge_good.mp4"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, said = ended(tmp_path, "--camera", str(clip), "--port", port)
    assert status == 2
    assert said.startswith(f"formcheck: cannot listen on port {port}: ")
    assert len(said.splitlines()) == 1
    status, said = ended(tmp_path, "--camera", __file__)
    assert (status, said) == (
        2,
        f"formcheck: {__file__}: not a video that can be read\n",
    )


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process there")
def test_ctrl_c_pressed_again_and_again_while_a_camera_hangs(tmp_path: Path) -> None:
    with MjpegServer() as camera:
        camera.idle(SAMPLES / "bridge_good.mp4")
        with live(camera.url, tmp_path) as (process, address):
            with page_at(address) as page:
                while page.state.get("camera", {}).get("status") != "ok":
                    page.take()
                camera.stall(60.0)
                while page.state["camera"]["status"] != "lost":
                    page.take()
            while process.poll() is None:
                process.send_signal(signal.SIGINT)
                time.sleep(0.1)
    assert process.returncode in (130, -signal.SIGINT)


@pytest.mark.model
def test_whatever_ends_it_a_camera_s_thread_does_not_abort_it() -> None:
    """One in a library's code while Python ends brings SIGABRT; nor is a model left."""
    code = """
import sys, time
from formcheck import cli
from formcheck.edges.camera import open_camera, parse_camera
from formcheck.edges.clock import WallClock
from formcheck.edges.estimator import MediaPipeEstimator
from formcheck.resources import model_file
from formcheck.stretches.judging import judging_of

def interrupted(*_, **__):
    global left_open
    left_open = MediaPipeEstimator(model_file().path)
    freeze = judging_of().judge.freeze
    open_camera(parse_camera(sys.argv[1]), WallClock(), freeze)
    time.sleep(0.3)
    raise KeyboardInterrupt

cli.app = interrupted
cli.main()
"""
    run = subprocess.run(
        [sys.executable, "-c", code, str(SAMPLES / "bridge_good.mp4")],
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (130, "formcheck: stopped\n")


def test_without_a_camera_a_video_is_offered(tmp_path: Path) -> None:
    """The page is there all the same, and waits for one to be plugged in."""
    words = ["live", "--camera", "97", "--no-browser"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from formcheck.cli import main; main()", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "FORMCHECK_DATA": str(tmp_path)},
    )
    assert process.stderr is not None
    try:
        lines = iter(process.stderr.readline, "")
        line = next(line for line in lines if line.startswith("formcheck:"))
        assert line == f"formcheck: {NO_CAMERA}\n"
        assert "--camera FILE" in line
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
