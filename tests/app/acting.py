"""A person who does what the live session asks for: no camera and no model needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.app.live.broadcaster import Broadcaster
from formcheck.app.live.engine import Engine
from formcheck.app.live.eyes import Eyes
from formcheck.app.live.recorder import SessionRecorder
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.observation import Observation, Pose, Status
from formcheck.core.session.commands import read_command
from formcheck.core.session.port import SessionPort
from formcheck.core.session.states import Step
from formcheck.edges.camera import PlayedCamera
from formcheck.edges.clock import ManualClock
from formcheck.edges.estimator import Fits
from formcheck.edges.journal import JournalInMemory
from formcheck.edges.sources import Frame, Image
from formcheck.resources import ModelFile
from tests.builders import SIZE_WH, Figure, pose_of
from tests.numbers import SHIPPED

MODEL = ModelFile(Path("none.task"), "none", "0" * 64)
FPS = 25.0

_BASE = np.random.default_rng(3).integers(60, 190, (60, 80, 3)).astype(np.uint8)


def living(number: int) -> Image:
    """A picture in which something moves: it is looked at often, and none is a cut."""
    image = _BASE.copy()
    third = len(image) // 3
    image[third : 2 * third] += np.uint8(abs(7 * number % 80 - 40))
    image[0, 0] = (number % 251, number // 251 % 251, 7)  # no two the same
    return image


def frames(
    seconds: float, fps: float = FPS, image: Callable[[int], Image] = living
) -> Iterator[Frame]:
    for number in range(round(seconds * fps)):
        yield Frame(number / fps, image(number))


def raised(pose: Pose, side: Side) -> Pose:
    """The same with one arm raised along the trunk."""
    xy = np.array(pose.image_xy)
    hip, shoulder = xy[Joint.HIP + side], xy[Joint.SHOULDER + side]
    up = shoulder - hip
    other = side.opposite
    xy[Joint.ELBOW + side], xy[Joint.WRIST + side] = (
        shoulder + 0.5 * up,
        shoulder + 0.9 * up,
    )
    xy[Joint.WRIST + other] = xy[Joint.SHOULDER + other] - 0.8 * up
    return Pose(
        xy.astype(np.float32), np.array(pose.world_xyz), np.array(pose.visibility)
    )


Act = Callable[[float, "Stage"], Figure | Pose | None]


OPEN: list[Stage] = []
"""Stages that a test has not closed yet."""


class Stage:
    """An engine with an actor before its camera.

    act: (time, stage) -> what the camera sees: a figure, a pose, or nobody.
    """

    def __init__(
        self,
        port: SessionPort,
        act: Act,
        folder: Path,
        shots: Iterator[Frame] | None = None,
        seconds: float = 600.0,
    ) -> None:
        self.clock = ManualClock()
        self.camera = PlayedCamera(
            shots or frames(seconds), self.clock, SHIPPED.judge.freeze
        )
        self.broadcaster = Broadcaster()
        self.act = act
        self.folder = folder
        self.keepers: list[SessionRecorder] = []
        self.mirrored: list[bool] = []
        OPEN.append(self)
        self.engine = Engine(
            self.camera,
            self.clock,
            Eyes(self._make, SHIPPED),
            port,
            self.broadcaster,
            self._keep,
        )

    def _make(self, back: bool, mirrored: bool) -> _Actor:
        self.mirrored.append(mirrored)
        return _Actor(self)

    def _keep(self) -> SessionRecorder:
        journal = JournalInMemory()
        recorder = SessionRecorder(
            self.folder, f"s{len(self.keepers)}", "me", MODEL, SHIPPED.digest, journal
        )
        self.keepers.append(recorder)
        return recorder

    @property
    def step(self) -> Step:
        return self.engine.flow.step

    @property
    def in_step_s(self) -> float:
        return self.engine.flow.for_s(self.clock.now_s())

    def close(self) -> None:
        self.engine.close()

    def do(self, **command: Any) -> None:
        self.engine.do(read_command(command))

    def run_until(self, done: Callable[[], bool], within_s: float = 120.0) -> float:
        """Go on until then; how long it took."""
        begun_s = self.clock.now_s()
        while not done():
            assert self.clock.now_s() - begun_s < within_s, self.told()
            self.engine.step(0.1)
        return self.clock.now_s() - begun_s

    def run(self, seconds: float) -> None:
        end_s = self.clock.now_s() + seconds
        while self.clock.now_s() < end_s:
            self.engine.step(0.1)

    def until(self, step: Step, within_s: float = 120.0) -> float:
        return self.run_until(lambda: self.step is step, within_s)

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [e for e in self.broadcaster.after(0) if e["type"] == kind]

    def said(self) -> list[str]:
        return [event["text"] for event in self.events("say") if event["text"]]

    def told(self) -> str:
        """For failures: where it is, and what was said last."""
        return f"{self.step} at {self.clock.now_s():.1f} s after {self.said()[-8:]}"


class _Actor:
    """The estimator: it sees what the actor does."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def estimate(self, image_bgr: Image, time_s: float) -> Observation:
        shown = self._stage.act(time_s, self._stage)
        if shown is None:
            return Observation(time_s, Status.NOBODY, None, SIZE_WH)
        pose = shown if isinstance(shown, Pose) else pose_of(_rounded(shown))
        return Observation(time_s, Status.SEEN, pose, SIZE_WH)

    def search(self, image_bgr: Image, time_s: float, fits: Fits) -> Observation:
        seen = self.estimate(image_bgr, time_s)
        if seen.pose is not None and fits(seen.pose):
            return seen
        return Observation(time_s, Status.NOBODY, None, SIZE_WH)

    def close(self) -> None:
        pass

    def __enter__(self) -> _Actor:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def _rounded(figure: Figure) -> Figure:
    return replace(figure, hip=round(figure.hip, 2), lean=round(figure.lean, 2))


def eased(share: float) -> float:
    """Minimum jerk, 0..1."""
    share = min(1.0, max(0.0, share))
    return share**3 * (10 - 15 * share + 6 * share**2)


def through_relief(stage: Stage) -> None:
    """Take each way of resting in, where a stop has led into them."""
    stage.run(1.0)
    for _ in range(12):
        if stage.step is not Step.EASE:
            return
        stage.do(do="next")
        stage.run(0.3)
