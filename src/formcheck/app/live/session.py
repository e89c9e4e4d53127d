"""The live session as the page sees it: threads, commands, messages.

One thread reads the camera, one judges. Everything here may be called from any thread.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from formcheck.app.history.recovery import find_cut_off, settle
from formcheck.app.history.store import open_history, without_history
from formcheck.app.live.broadcaster import Broadcaster, Snapshot
from formcheck.app.live.engine import Engine
from formcheck.app.live.eyes import Eyes, MakeEstimator
from formcheck.app.live.messages import set_lines
from formcheck.app.live.port import LivePort
from formcheck.app.live.recorder import SessionRecorder
from formcheck.app.person.people import OnePerson, person_at
from formcheck.core.records.trends import Row
from formcheck.core.records.when import to_the_minute
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.commands import Choose, Settings, read_command
from formcheck.core.session.states import Step
from formcheck.core.stretch.spec import Profile
from formcheck.core.words.catalogue import capital, say
from formcheck.core.words.reasons import StopReason
from formcheck.edges.camera import (
    Camera,
    CameraName,
    list_cameras,
    open_camera,
    parse_camera,
)
from formcheck.edges.clock import Clock, WallClock
from formcheck.edges.estimator import MediaPipeEstimator, PoseEstimator
from formcheck.edges.notices import tell_once
from formcheck.edges.people import PeopleFiles
from formcheck.edges.places import data_dir
from formcheck.edges.scratch import Scratch, sweep
from formcheck.edges.sqlite_store import RECORDINGS
from formcheck.edges.video_recorder import Recorder, VideoRecorder
from formcheck.errors import FormcheckError, HistoryError, OutputError
from formcheck.interpreter import may_hang
from formcheck.resources import ModelFile
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches
from formcheck.stretches.programmes import read_programmes

__all__ = ["CommandError", "LiveOptions", "LiveSession"]

Message = dict[str, Any]

PAGE_GONE_S = 20.0
"""A session is ended and kept when it has been without a page for this long."""

_FIRST_PICTURE_S = 0.1


class CommandError(FormcheckError):
    """A message from the page that means nothing."""


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How a live session is set up.

    camera: number, address or file. model: the pose model. poses: folder of stretch
    files. person: initials or a word. folder: where things are kept; by default the
    user's data directory. mirrored: the camera shows a mirror's picture. record: store
    the camera's pictures of each session that is kept, beside it. certificate:
    SHA-256 of the one that an https camera must have. turn_deg: how far the camera's
    pictures are turned, clockwise.
    """

    camera: str
    model: ModelFile
    poses: Path
    person: str = ""
    folder: Path | None = None
    mirrored: bool = False
    profile: Profile | None = None
    record: bool = False
    certificate: str | None = None
    turn_deg: int = 0


class LiveSession:
    """A live session with its threads.

    Parameters
    ----------
    options
        How it is set up.
    clock, camera, make
        In the place of the real ones, for tests.

    Raises
    ------
    FormcheckError
        The camera's name, the model or the stretch files are not to be used.
    """

    def __init__(
        self,
        options: LiveOptions,
        *,
        clock: Clock | None = None,
        camera: Camera | None = None,
        make: MakeEstimator | None = None,
    ) -> None:
        self._options = options
        self._home = self._folder = options.folder or data_dir()
        self._person = options.person
        self._guest: Scratch | None = None
        self._who_due = not options.person
        self._clock = clock or WallClock()
        self._name: CameraName | None = None
        if camera is None:
            self._name = parse_camera(options.camera, options.certificate)
        stretches = list_stretches(options.poses)
        self._judging = judging_of(options.poses)
        freeze = self._judging.judge.freeze
        known = {spec.id: spec for spec in stretches}
        programmes = read_programmes(options.poses, known).ready
        self.uid = secrets.token_hex(8)
        self._broadcaster = Broadcaster()
        self._told: list[str] = []
        self._history = self._is_there_a_history()
        self._known_stretches = known
        self._port = LivePort(stretches, programmes, person=self._look_up())
        sweep(self._folder)
        self._lost = None
        if self._history:
            self._lost = find_cut_off(self._folder, self._judging, self._tell)
        extras = self._extras()
        with ExitStack() as opened:
            self._eyes = Eyes(
                make or self._make, self._judging, mirrored=options.mirrored
            )
            opened.callback(self._eyes.close)
            if camera is None and self._name is not None:
                camera = open_camera(self._name, self._clock, freeze, options.turn_deg)
                opened.callback(camera.close)
            assert camera is not None
            self.engine = Engine(
                camera,
                self._clock,
                self._eyes,
                self._port,
                self._broadcaster,
                self._keep,
                profile=options.profile,
                switch=lambda text: open_camera(
                    parse_camera(text), self._clock, freeze
                ),
                interrupted=self._answer_interrupted,
                practise=self._port.last is None,
                record=self._recorder if options.record else None,
                extras=self._extras,
            )
            self.engine.extras = extras
            self.engine.on_settings = self._set
            self.engine.on_who = self._become
            self._speak_as_liked()
            opened.pop_all()  # from now on `close` does it
        self.ended = threading.Event()
        self.failure: BaseException | None = None
        self._stop = threading.Event()
        self._pages = 1
        self._no_page_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="judging", daemon=True)

    def _is_there_a_history(self) -> bool:
        """Whether sessions can be kept; the coach starts without it, and says so."""
        try:
            with open_history(self._folder) as history, history.writing():
                return True
        except (HistoryError, OutputError) as error:
            self._tell(without_history(error))
            return False

    @property
    def others(self) -> list[str]:
        """Names that are known here, where no name was given."""
        if self._person:
            return []
        return PeopleFiles(self._folder).names()

    @property
    def elsewhere(self) -> str | None:
        """The host that the camera is on, where that is not this machine."""
        return self._name.elsewhere if self._name is not None else None

    @property
    def no_camera(self) -> bool:
        """Whether there has been no picture for so long that there is no camera."""
        return self.engine.camera.health().status is CameraStatus.NONE

    def start(self) -> None:
        """Begin."""
        may_hang(self._thread)
        self._thread.start()

    def send(self, command: Mapping[str, Any]) -> None:
        """Take a message from the page.

        Raises
        ------
        CommandError
            It means nothing. The session is unharmed.
        """
        try:
            read = read_command(dict(command))
        except (ValidationError, TypeError, ValueError):
            raise CommandError("not a command of this page") from None
        if isinstance(read, Choose):
            self._known(read)
        self.engine.do(read)

    def _known(self, command: Choose) -> None:
        kind = "programme" if command.programme is not None else "stretch"
        name = command.programme or command.stretch
        if name is None:
            raise CommandError("choose what?")
        try:
            self._port.check((kind, name))
        except FormcheckError as error:
            raise CommandError(str(error)) from None

    def hello(self) -> Message:
        """Everything that a page needs which has just connected."""
        engine, snapshot = self.engine, self._broadcaster.snapshot
        camera = snapshot.message["camera"] if snapshot is not None else {}
        return {
            "type": "hello",
            "version": 1,
            "session": self.uid,
            "n": self._broadcaster.last,
            "time_s": round(self._clock.now_s(), 3),
            "screen": engine.screen,
            "settings": self._port.person.page.model_dump(),
            "camera": camera,
            "camera_name": engine.camera.name,
            "person": self._person,
            "recording": engine.recording,
            "said": engine.said,
        }

    def events_after(self, n: int) -> Sequence[Message]:
        """Events numbered above n, in order."""
        return self._broadcaster.after(n)

    def snapshot(self) -> Snapshot | None:
        """The newest frame and what was judged in it."""
        return self._broadcaster.snapshot

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back, from another thread, when there is something new."""
        return self._broadcaster.subscribe(callback)

    def pages(self, count: int) -> None:
        """Say how many pages are connected now."""
        self._pages = count

    def catalogue(self) -> Message:
        """Programmes and stretches to choose from."""
        flow = self.engine.flow
        return self._port.catalogue(flow.outcome if flow.screened else None)

    def cameras(self) -> list[Message]:
        """Cameras of this machine."""
        return [
            {
                "id": str(name.number),
                "name": name.label or say("Camera {number}", number=name.number),
            }
            for name in list_cameras()
        ]

    def figure(self, stretch_id: str) -> Message | None:
        """The moving figure of a stretch, if there is one."""
        return self._port.figure(stretch_id)

    def report(self, uid: str, save: str = "") -> str:
        """The report of a kept session; see `pages.report_page`."""
        from formcheck.app.report.pages import report_page

        return report_page(uid, self._judging, self._folder, save=save)

    def progress(self) -> str:
        """The progress of whose session this is; see `pages.progress_page`."""
        from formcheck.app.report.pages import progress_page

        return progress_page(self._person, judging=self._judging, folder=self._folder)

    def close(self) -> None:
        """End, keep what was done, and stop. A second time does nothing."""
        self._stop.set()
        if self._thread.ident is None and not self.ended.is_set():
            self._let_go()  # it was never begun
        elif self._thread.is_alive() and threading.current_thread() != self._thread:
            self._thread.join(timeout=10.0)
        self.ended.set()

    def _run(self) -> None:
        why = StopReason.ENDED
        try:
            while not self._stop.is_set():
                self.engine.step(_FIRST_PICTURE_S)
                if self._nobody_looks():
                    why = StopReason.PAGE_CLOSED
                    break
        except Exception as error:  # the page shows it, and what was done is kept
            self.failure, why = error, StopReason.FAILED
            text = str(error) or type(error).__name__
            self._broadcaster.event(self._clock.now_s(), "error", message=text)
        finally:
            try:
                self.engine.end(why)
            finally:
                self._let_go()
                self.ended.set()

    def _let_go(self) -> None:
        self._eyes.close()
        self.engine.close()
        if self._guest is not None:
            self._guest.close()
        self.engine.camera.close()  # last: one that hangs takes its time

    def _nobody_looks(self) -> bool:
        """Whether a session has been without a page for so long that it is over."""
        now_s = self._clock.now_s()
        if self._pages > 0 or not self.engine.under_way:
            self._no_page_s = None
            return False
        if self._no_page_s is None:
            self._no_page_s = now_s
        return now_s - self._no_page_s >= PAGE_GONE_S

    def _make(self, back: bool, mirrored: bool) -> PoseEstimator:
        path = self._options.model.path
        outline = self._judging.body.outline if back else None
        return MediaPipeEstimator(path, back=outline, mirrored=mirrored)

    def _keep(self) -> SessionRecorder:
        uid, person = secrets.token_hex(8), self._person
        digest = self._judging.digest
        return SessionRecorder(self._folder, uid, person, self._options.model, digest)

    @property
    def recordings(self) -> Path | None:
        """The folder that pictures are stored in, where that was asked for."""
        return self._folder / RECORDINGS if self._options.record else None

    def _recorder(self, uid: str) -> Recorder:
        return VideoRecorder(self._folder / RECORDINGS / f"{uid}.mp4")

    def _set(self, command: Settings) -> None:
        """Keep what the person has set, with the person."""
        said = command.model_dump(exclude={"do"}, exclude_none=True)
        self._port.person.likes(said)

    def _look_up(self) -> OnePerson:
        return person_at(
            self._folder,
            self._person,
            self._options.poses,
            self._known_stretches,
            self._tell,
            history=self._history,
        )

    def _speak_as_liked(self) -> None:
        likes = self._port.person.page
        self.engine.voice = replace(
            self.engine.voice, rate=likes.rate, tells_end=likes.voice
        )

    def _become(self, name: str | None) -> None:
        """It is somebody else's session from now on, if none has begun.

        name: None is a guest, whose data folder is a temporary one: the next start
        removes it too, where this program is killed.
        """
        if self.engine.flow.step is not Step.CHOOSE or self.engine.flow.screened:
            return
        if name is not None and name not in self._names():
            return
        if self._guest is not None:
            self._guest.close()
        self._guest = Scratch(self._home) if name is None else None
        self._folder = self._home if self._guest is None else self._guest.folder
        self._person, self._who_due = name or "", False
        self._port.become(self._look_up())
        self._speak_as_liked()
        self.engine.extras = self._extras()

    def _names(self) -> list[str]:
        """Everybody who is known here; "" is who never gave a name."""
        people = PeopleFiles(self._home)
        nameless = people.folder("").is_dir() or not people.names()
        return [*([""] if nameless else []), *people.names()]

    def _answer_interrupted(self, keep: bool) -> None:
        if self._lost is not None:
            settle(self._folder, self._lost, keep=keep)
        self._lost = None

    def _extras(self) -> Message:
        """What the page offers beside programmes: what was last, what can be read."""
        rows: Sequence[Row] = ()
        if self._history:
            with open_history(self._folder, self._tell) as history:
                rows = history.rows(self._person)
        done = next((row.about for row in rows if row.about.programme), None)
        self._port.done_last(done.programme if done is not None else None)
        names = self._names() if self._who_due else []
        extras: Message = {
            "last": self._port.last,
            "last_when": _when(done.started_at) if done is not None else "",
            "taster": None if self._port.last else "taster",
            "gentle": self._port.gentle,
            "person": self._person if self._guest is None else None,
            "likes": self._port.person.page.model_dump(),
            "who": names if len(names) > 1 else [],
            "kept": None,
            "interrupted": None,
            "notes": [],
        }
        if rows:
            about = rows[0].about
            extras["kept"] = {"session": about.uid, "when": about.started_at[:10]}
        if self._lost is not None and self._guest is None:
            session = self._lost.session
            extras["interrupted"] = {
                "session": session.about.uid,
                "when": to_the_minute(session.about.started_at),
                "lines": list(set_lines(session)),
            }
        extras["notes"] = [f"{capital(line)}." for line in self._told]
        return extras

    def _tell(self, line: str) -> None:
        """Tell something of what is kept: in the terminal, and on the first screen."""
        if line not in self._told:
            self._told.append(line)
        tell_once(line)


def _when(started_at: str) -> str:
    """How long ago, as somebody says it."""
    days = (date.today() - date.fromisoformat(started_at[:10])).days
    if days == 0:
        return say("earlier today")
    return say("yesterday") if days == 1 else say("last time")
