"""What the pages are shown at each step of the engine: the screen, and the state.

Nothing here may end a session: what fails is left out, and logged once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from formcheck.app.live.broadcaster import Broadcaster, Snapshot
from formcheck.app.live.messages import (
    drawing_of,
    page_events,
    state_message,
    summary_screen,
)
from formcheck.app.live.running_set import RunningSet
from formcheck.core.judge.events import Event
from formcheck.core.judge.judging import Judging
from formcheck.core.programme.stages import Task
from formcheck.core.records.session import Session
from formcheck.core.session.camera_check import wanted
from formcheck.core.session.camera_watch import CAMERA_WORDS, CameraStatus
from formcheck.core.session.moment import Moment
from formcheck.core.session.port import SessionPort
from formcheck.core.session.screens import checks_of, screen
from formcheck.core.session.seen import ShotResult
from formcheck.core.session.states import Flow, Step
from formcheck.core.session.voice import SayKind, Utterance
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.catalogue import say
from formcheck.edges.camera import Health, Shot

__all__ = ["Showing"]

Message = dict[str, Any]

_SENTENCE_EVERY_S = 1.0
_IDLE_STATE_S = 0.5
_CUE_SHOWN_S = 4.0
_CUES = (SayKind.UNSAFE, SayKind.FORM, SayKind.SEE, SayKind.PRAISE)

_LOG = logging.getLogger(__name__)


class Showing:
    """Tells the pages what to show.

    Parameters
    ----------
    broadcaster
        Where messages go.
    port
        What the screens look up.
    judging
        The numbers that everybody is judged by.
    """

    def __init__(
        self, broadcaster: Broadcaster, port: SessionPort, judging: Judging
    ) -> None:
        self.screen: Message = {}
        self._broadcaster, self._port = broadcaster, port
        self._compare = judging.measure.compare
        self._shown_s = self._screen_s = float("-inf")
        self._cue: Utterance | None = None
        self._told: set[str] = set()

    def at_once(self) -> None:
        """Something has changed that is shown though no picture comes."""
        self._shown_s = float("-inf")

    def said(self, utterance: Utterance) -> None:
        """Take note of what is said: a cue stands in the picture for a while."""
        if utterance.kind in _CUES and utterance.text:
            self._cue = utterance

    def tell(
        self, before: Flow, after: Flow, events: Iterable[Event], time_s: float
    ) -> None:
        """Send what has happened, as the page has it. before, after: this moment."""
        try:
            for kind, content in page_events(before, after, events):
                self._broadcaster.event(time_s, kind, **content)
        except Exception as error:
            self._left_out("what has happened", error)

    def show_screen(
        self,
        flow: Flow,
        moment: Moment,
        extras: Mapping[str, Any],
        session: Session | None,
    ) -> None:
        """Send the screen where it has changed.

        extras: what the first screen offers besides. session: as it was kept.
        """
        try:
            found = self._screen(flow, moment, extras, session)
        except Exception as error:
            self._left_out("the screen", error)
            return
        if found == self.screen:
            return
        soon = moment.time_s - self._screen_s < _SENTENCE_EVERY_S
        step = flow.step.value
        if soon and found.get("step") == self.screen.get("step") == step:
            same = {k: v for k, v in found.items() if k not in ("sentence", "checks")}
            if all(self.screen.get(key) == value for key, value in same.items()):
                return
        self.screen, self._screen_s = found, moment.time_s
        self._broadcaster.event(moment.time_s, "screen", screen=found)

    def _screen(
        self,
        flow: Flow,
        moment: Moment,
        extras: Mapping[str, Any],
        session: Session | None,
    ) -> Message:
        found = screen(flow, self._port)
        match flow.step:
            case Step.CHOOSE:
                found |= extras
            case Step.ADVICE if extras.get("gentle") and _few_left(flow):
                choose = {"do": "choose", "programme": extras["gentle"]}
                found["buttons"].insert(1, choose | {"label": say("A gentle day")})
            case Step.CAMERA:
                found["checks"] = checks_of(flow, moment)
                found["sentence"] = wanted(flow, moment)
            case Step.READY:
                found["sentence"] = moment.missing or say(
                    "Stay like this for a moment."
                )
            case Step.SUMMARY if session is not None:
                found |= summary_screen(session, self._compare)
            case _:
                pass
        return found

    def show_state(
        self,
        flow: Flow,
        moment: Moment,
        latest: ShotResult,
        running: RunningSet | None,
        health: Health,
        shot: Shot | None,
        *,
        new: bool,
        recording: bool,
        mirrored: bool,
    ) -> None:
        """Send the picture with what was seen in it.

        shot: the newest, new or not; health: of its camera. recording: pictures are
        being stored. mirrored: the camera shows a mirror's picture.
        """
        time_s = moment.time_s
        if not new and time_s - self._shown_s < _IDLE_STATE_S:
            return
        self._shown_s = time_s
        cue = self._cue
        if cue is not None and time_s - cue.time_s > _CUE_SHOWN_S:
            cue = self._cue = None
        number = shot.number if shot is not None else 0
        camera = {
            "status": health.status.value,
            "message": say(CAMERA_WORDS[health.status]),
            "fps": round(health.fps, 1),
            "size": list(health.size_wh),
        }
        fresh = health.status in (CameraStatus.OK, CameraStatus.STARTING)
        try:
            message = state_message(flow, moment, latest, running, cue, camera)
        except Exception as error:
            self._left_out("the state of the session", error)
            return
        if fresh:
            try:
                message |= drawing_of(flow, latest)
            except Exception as error:
                self._left_out("what is drawn over the picture", error)
        message["recording"] = recording
        message["frame"] = number
        message["captured_ns"] = shot.captured_ns if shot is not None else 0
        image = shot.image_bgr if shot is not None else None
        self._broadcaster.show(Snapshot(number, message, image, mirrored))

    def _left_out(self, what: str, error: Exception) -> None:
        """Log it in one line, the first time."""
        if what not in self._told:
            self._told.add(what)
            kind = type(error).__name__
            text = " ".join(str(error).split())
            _LOG.warning("%s cannot be shown and is left out: %s: %s", what, kind, text)


def _few_left(flow: Flow) -> bool:
    """Whether a sore day leaves fewer than two stretches of what was chosen."""
    sore = flow.outcome.mode is Mode.FLARE and not flow.outcome.blocked
    left = {stage.spec.id for stage in flow.stages if isinstance(stage, Task)}
    return sore and len(left) < 2
