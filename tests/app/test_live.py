"""The live session's threads, commands and crash recovery; live against recorded."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.live.session import CommandError, LiveOptions, LiveSession
from formcheck.app.recordings.analyse import judge_video
from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.programme.stages import tasks_for
from formcheck.core.session.states import Step
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.camera import PlayedCamera
from formcheck.edges.clock import ManualClock
from formcheck.edges.estimator import MediaPipeEstimator
from formcheck.edges.journal import Journal
from formcheck.edges.recording import ReplayEstimator, read_trace
from formcheck.edges.sources import Frame, VideoFile
from formcheck.edges.sqlite_store import RECORDINGS, SqliteStore
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch
from tests.app.acting import MODEL, OPEN, Stage, living
from tests.app.test_engine import SPEC, port, stretching
from tests.mjpeg import MjpegServer
from tests.numbers import SHIPPED

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
HOLD_WITHIN_S = 0.3


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def live_on(
    spec: StretchSpec,
    frames: Iterator[Frame],
    make: Callable[[bool, bool], Any],
    folder: Path,
) -> dict[str, Any]:
    """The set's summary entry when a clip is played live from its first frame."""
    stage = Stage(port(spec), lambda *_: None, folder, frames)
    stage._make = make  # type: ignore[method-assign, assignment]
    from formcheck.app.live.eyes import Eyes

    with closing(Eyes(make, SHIPPED)) as eyes:
        stage.engine._eyes = eyes
        # More reps than the clip has, so that the set lasts as long as the clip.
        stage.engine.begin(
            tasks_for(spec, reps=40, sides=()) or tasks_for(spec, reps=40)
        )
        while not stage.camera.over:
            stage.engine.step(0.05)
    record, _ = stage.engine.running.finish(  # type: ignore[union-attr]
        stage.clock.now_s(), MODEL
    )
    stage.engine.running = None
    return record.entry


def assert_alike(live: dict[str, Any], recorded: dict[str, Any]) -> None:
    assert len(live["reps"]) == len(recorded["reps"])
    for one, other in zip(live["reps"], recorded["reps"], strict=True):
        assert one["held_s"] == pytest.approx(other["held_s"], abs=HOLD_WITHIN_S)
        assert one["flags"] == other["flags"]
        assert one["good"] == other["good"]
    assert len(live["holds"]) == len(recorded["holds"])
    for one, other in zip(live["holds"], recorded["holds"], strict=True):
        for end in ("start_s", "end_s", "held_s"):
            assert one[end] == pytest.approx(other[end], abs=HOLD_WITHIN_S)
    assert [f["id"] for f in live["flags"]] == [f["id"] for f in recorded["flags"]]


@pytest.mark.parametrize(
    "clip", ["bridge_good", "bridge_faults", "cat_cow_good", "childs_pose_faults"]
)
def test_a_trace_played_live_is_judged_as_analyse_does(
    clip: str, tmp_path: Path
) -> None:
    stretch = clip.rsplit("_", 1)[0]
    spec = find_stretch(stretch, poses_dir())
    trace = read_trace(SAMPLES / f"{clip}.trace.npz")
    recorded, _ = judge_trace(trace, spec, Profile(), Plan(), SHIPPED)
    shots = (Frame(o.time_s, living(n)) for n, o in enumerate(trace.observations()))
    live = live_on(spec, shots, lambda *_: ReplayEstimator(trace), tmp_path)
    assert_alike(live, recorded.to_json())


@pytest.mark.model
def test_a_clip_played_live_is_judged_as_analyse_does(
    clip: Path, tmp_path: Path
) -> None:
    spec, model = find_stretch("bridge", poses_dir()), model_file()

    def make(back: bool, mirrored: bool) -> MediaPipeEstimator:
        return MediaPipeEstimator(
            model.path, back=SHIPPED.body.outline if back else None, mirrored=mirrored
        )

    with VideoFile(clip, to_s=20.0) as source, make(spec.needs_back, False) as model_:
        options = Options(spec, model, Profile(), Plan())
        judged = judge_video(source, model_, options, tmp_path, lambda *_: None)
        summary = judged.summary
    with VideoFile(clip, to_s=20.0) as source:
        live = live_on(spec, iter(source), make, tmp_path)
    assert_alike(live, summary["sets"][0])


class _Nobody:
    """An estimator without a model: it sees nobody."""

    def __init__(self) -> None:
        from formcheck.core.body.observation import Observation, Status

        self._of = lambda time_s: Observation(time_s, Status.NOBODY)

    def estimate(self, image: Any, time_s: float) -> Any:
        return self._of(time_s)

    def search(self, image: Any, time_s: float, fits: Any) -> Any:
        return self._of(time_s)

    closed = 0

    def close(self) -> None:
        _Nobody.closed += 1


def session_on(camera: Any, clock: Any, folder: Path) -> LiveSession:
    options = LiveOptions("0", MODEL, poses_dir(), folder=folder)
    return LiveSession(
        options,
        clock=clock,
        camera=camera,
        make=lambda *_: _Nobody(),  # type: ignore[arg-type]
    )


@pytest.fixture
def session(tmp_path: Path) -> Iterator[LiveSession]:
    clock = ManualClock()
    shots = (Frame(n / 30, living(n)) for n in range(2_000))
    live = session_on(PlayedCamera(shots, clock, SHIPPED.judge.freeze), clock, tmp_path)
    yield live
    live.close()


def wait_for(told: Callable[[], bool], seconds: float = 10.0) -> None:
    end_s = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.02)


def test_what_was_never_begun_lets_go_of_the_model(session: LiveSession) -> None:
    """As where the page's port is taken. A model left open ends Python by SIGABRT."""
    before = _Nobody.closed
    session.close()
    session.close()
    assert _Nobody.closed == before + 1


def test_a_camera_that_is_none_lets_go_of_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("formcheck.app.live.session.open_camera", stopped)
    before = _Nobody.closed
    with pytest.raises(KeyboardInterrupt):
        session_on(None, ManualClock(), tmp_path)
    assert _Nobody.closed == before + 1


def test_commands_move_the_screen(session: LiveSession) -> None:
    told: list[int] = []
    unsubscribe = session.subscribe(lambda: told.append(1))
    session.start()
    wait_for(lambda: session.hello()["screen"].get("step") == "choose")
    hello = session.hello()
    assert hello["screen"]["taster"] == "taster"
    session.send({"do": "choose", "programme": "taster"})
    wait_for(lambda: session.hello()["screen"]["step"] == "screening")
    events = session.events_after(hello["n"])
    assert [e["n"] for e in events][0] == hello["n"] + 1
    assert told
    unsubscribe()
    session.close()
    assert session.ended.is_set()
    assert session.failure is None


@pytest.mark.parametrize(
    "junk",
    [
        {},
        {"do": "nothing"},
        {"do": "press", "more": 1},
        {"do": "answer", "id": "../x", "value": 1},
        {"do": "choose", "stretch": "no_such_stretch"},
        {"do": "choose"},
        {"do": "camera", "to": "http://example.com"},
        {"do": "settings", "rate": float("nan")},
        {"do": ["press"]},
        {"do": "answer", "id": "note", "value": {"a": 1}},
    ],
)
def test_junk_is_one_plain_line(session: LiveSession, junk: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        session.send(junk)


def test_the_catalogue_and_figures(session: LiveSession) -> None:
    found = session.catalogue()
    assert {"bridge", "cat_cow"} <= {s["id"] for s in found["stretches"]}
    assert any(p["taster"] for p in found["programmes"])
    figure = session.figure("bridge")
    assert figure is not None
    assert figure["frames"]
    assert session.figure("../bridge") is None


LIVE = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.app.acting import *
from tests.app.test_engine import *
from formcheck.app.live.recorder import SessionRecorder
from formcheck.edges.journal import Journal
from tests.numbers import SHIPPED
stage = Stage(port(), Person(), Path(sys.argv[1]))
folder = Path(sys.argv[1])
stage._keep = lambda: SessionRecorder(folder, "uid", "me", MODEL, SHIPPED.digest)
stage.engine._keep = stage._keep
from formcheck.core.programme.stages import tasks_for
stage.engine.begin(tasks_for(SPEC, reps=40))
begun = time.monotonic()
while True:
    stage.engine.step(0.1)
    Path(sys.argv[1], "now").write_text(str(stage.clock.now_s()))
    time.sleep(max(0, stage.clock.now_s() / 20 - (time.monotonic() - begun)))
"""


def test_kill_9_loses_at_most_two_seconds(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, "-c", LIVE, str(tmp_path), str(root)])
    now = tmp_path / "now"

    def far() -> bool:
        assert process.poll() is None
        text = now.read_text() if now.exists() else ""
        return bool(text) and float(text) > 40

    wait_for(far, 60)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    killed_s = float(now.read_text() or 41)
    clock = ManualClock()
    again = session_on(
        PlayedCamera(iter(()), clock, SHIPPED.judge.freeze), clock, tmp_path
    )
    offered = again.engine.extras["interrupted"]
    assert offered["session"] == "uid"
    again.start()
    again.send({"do": "interrupted", "keep": True})
    wait_for(lambda: again._lost is None)
    again.close()
    from formcheck.app.history.store import open_history

    with open_history(tmp_path) as history:
        row = history.rows("me")[0]
        kept = history.get(row.number).session
    assert kept.about.interrupted
    assert kept.summary["judging"] == SHIPPED.digest
    entry = kept.summary["sets"][0]
    assert len(entry["reps"]) >= 2
    assert killed_s - entry["end_s"] <= 2.0
    assert list((tmp_path / "journal").glob("*")) == []


def test_a_real_stream_is_shown_and_its_end_noticed(tmp_path: Path) -> None:
    options_folder = tmp_path
    with MjpegServer(fps=25) as server:
        server.idle(SAMPLES / "bridge_good.mp4")
        options = LiveOptions(server.url, MODEL, poses_dir(), folder=options_folder)
        live = LiveSession(options, make=lambda *_: _Nobody())  # type: ignore[arg-type]
        live.start()
        try:
            wait_for(lambda: (s := live.snapshot()) is not None and s.number > 20)
            snapshot = live.snapshot()
            assert snapshot is not None
            assert snapshot.jpeg()[:2] == b"\xff\xd8"
            server.cut(2.0)
            begun_s = time.monotonic()
            status = lambda: live.snapshot().message["camera"]["status"]  # type: ignore[union-attr]  # noqa: E731
            wait_for(lambda: status() == "lost")
            assert time.monotonic() - begun_s < 1.0
            wait_for(lambda: status() == "ok")
        finally:
            live.close()


@pytest.mark.parametrize("keep", [True, False])
def test_a_session_that_was_cut_off_is_told_then_kept_or_forgotten(
    tmp_path: Path, keep: bool
) -> None:
    """What was done is told before; not kept, its pictures go, too."""
    stage = stretching(tmp_path)
    stage.run_until(lambda: len(stage.events("rep")) >= 2)
    stage.run(3.0)
    uid = stage.keepers[0].uid
    with Journal(tmp_path / "journal", uid) as journal:
        for line in stage.keepers[0].journal.lines:  # type: ignore[attr-defined]
            journal.write({**line, "person": ""} if "person" in line else line)
    pictures = tmp_path / RECORDINGS / f"{uid}.mp4"
    pictures.parent.mkdir()
    pictures.write_bytes(b"pictures")
    clock = ManualClock()
    live = session_on(
        PlayedCamera(iter(()), clock, SHIPPED.judge.freeze), clock, tmp_path
    )
    (line,) = live.engine.extras["interrupted"]["lines"]
    assert re.match(rf"{SPEC.name}: [23] of 3 planned reps; ", line)
    assert live.engine.extras["kept"] is None
    live.start()
    live.send({"do": "interrupted", "keep": keep})
    wait_for(lambda: live.engine.extras["interrupted"] is None)
    live.close()
    assert pictures.exists() == keep
    assert list((tmp_path / "journal").glob("*")) == []
    kept: dict[str, Any] = live.engine.extras["kept"] or {}
    assert kept.get("session") == (uid if keep else None)
    if keep:
        assert "was interrupted" in live.report(uid)


def cut_off_in(folder: Path, stage: Stage) -> Path:
    """Leave behind what a process leaves that is killed now; its stored pictures."""
    uid = stage.keepers[0].uid
    with Journal(folder / "journal", uid) as journal:
        for line in stage.keepers[0].journal.lines:  # type: ignore[attr-defined]
            journal.write(line)
    pictures = folder / RECORDINGS / f"{uid}.mp4"
    pictures.parent.mkdir()
    pictures.write_bytes(b"pictures")
    return pictures


def assert_whole(folder: Path, uid: str) -> None:
    with SqliteStore(folder) as store:
        (row,) = store.rows()
        kept = store.get(row.number)
    assert (kept.session.about.uid, kept.session.about.interrupted) == (uid, False)
    (trace,) = kept.traces
    assert trace is not None and len(read_trace(trace)) > 100


def test_a_crash_behind_the_last_set_takes_nothing_away(tmp_path: Path) -> None:
    """All of it is kept by then: there is nothing to ask."""
    stage = stretching(tmp_path)
    stage.until(Step.AFTER, 180)
    uid = stage.keepers[0].uid
    pictures = cut_off_in(tmp_path, stage)
    clock = ManualClock()
    live = session_on(
        PlayedCamera(iter(()), clock, SHIPPED.judge.freeze), clock, tmp_path
    )
    assert live.engine.extras["interrupted"] is None
    live.close()
    assert pictures.exists()
    assert list((tmp_path / "journal").iterdir()) == []
    assert_whole(tmp_path, uid)


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_kept_meanwhile_is_not_harmed_by_the_answer(
    tmp_path: Path, keep: bool
) -> None:
    """Two windows ask about the same session; the first has kept it."""
    stage = stretching(tmp_path)
    stage.run_until(lambda: len(stage.events("rep")) >= 2)
    pictures = cut_off_in(tmp_path, stage)
    clock = ManualClock()
    live = session_on(
        PlayedCamera(iter(()), clock, SHIPPED.judge.freeze), clock, tmp_path
    )
    assert live.engine.extras["interrupted"] is not None
    stage.until(Step.AFTER, 180)
    live._answer_interrupted(keep)
    live.close()
    assert pictures.exists()
    assert list((tmp_path / "journal").iterdir()) == []
    assert_whole(tmp_path, stage.keepers[0].uid)


@pytest.mark.parametrize("end", ["page closed", "stopped"])
def test_a_closed_page_or_an_end_from_outside_saves(tmp_path: Path, end: str) -> None:
    clock = ManualClock()
    shots = (Frame(n / 30, living(n)) for n in range(100_000))
    live = session_on(PlayedCamera(shots, clock, SHIPPED.judge.freeze), clock, tmp_path)
    live.engine.begin(tasks_for(find_stretch("bridge", poses_dir())))
    if end == "page closed":
        live.pages(0)
        live.start()
        assert live.ended.wait(30)
    else:
        live.start()
        wait_for(lambda: clock.now_s() > 3)
    live.close()
    assert live.failure is None
    assert [
        e["left_early"] for e in live.events_after(0) if e["type"] == "set_end"
    ] == [end]
    assert [e["type"] for e in live.events_after(0)][-1] == "saved"
    with SqliteStore(tmp_path) as store:
        (row,) = store.rows()
    assert [left.why for left in row.about.left_early] == [end]
    assert not row.about.interrupted
    assert not list((tmp_path / "journal").iterdir())
