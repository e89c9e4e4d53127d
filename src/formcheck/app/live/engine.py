"""The live session's engine: shot, look, judge, flow, voice, messages; one step a shot.

One thread runs it. It never holds more than one picture; events are never dropped.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from formcheck.app.live.broadcaster import Broadcaster
from formcheck.app.live.eyes import Eyes
from formcheck.app.live.recorder import SessionRecorder, about_of, source_of
from formcheck.app.live.running_set import RunningSet, TimedSet
from formcheck.app.live.showing import Showing
from formcheck.app.live.switching import Switching
from formcheck.core.programme.stages import Stage, Task
from formcheck.core.records.session import Session, SessionAbout
from formcheck.core.session.camera_watch import CAMERA_WORDS, CameraStatus
from formcheck.core.session.commands import (
    Command,
    Interrupted,
    Settings,
    Spoken,
    SwitchCamera,
    Who,
    tell,
)
from formcheck.core.session.flow import enter_stage, tick
from formcheck.core.session.moment import Act, Moment, Out
from formcheck.core.session.port import SessionPort
from formcheck.core.session.states import Flow, Hand, Left, end_work, task_of
from formcheck.core.session.voice import SayKind, Voice, hear, hush, speak, spoken
from formcheck.core.stretch.spec import Mode, Profile
from formcheck.core.words.catalogue import say
from formcheck.core.words.reasons import StopReason
from formcheck.edges.camera import Camera, Health, Shot
from formcheck.edges.clock import Clock
from formcheck.edges.video_recorder import Recorder
from formcheck.errors import FormcheckError, OutputError

__all__ = ["Engine"]

_ALIVE_EVERY_S = 1.0

_JUDGED_IN = (CameraStatus.OK, CameraStatus.STARTING, CameraStatus.FROZEN)
"""How the camera may be while the judge goes on; it learns since when one is frozen."""


class Engine:
    """Runs a session, one step at a time.

    Parameters
    ----------
    camera, clock, eyes
        Where pictures and time come from, and what looks at them.
    port
        What can be done.
    broadcaster
        Where messages go.
    keep
        Makes a keeper when a session begins.
    switch
        Opens another camera.
    record
        Makes a recorder for the session of that name; without it no picture is stored.
    extras
        What the first screen offers, asked again when something was kept.
    """

    def __init__(
        self,
        camera: Camera,
        clock: Clock,
        eyes: Eyes,
        port: SessionPort,
        broadcaster: Broadcaster,
        keep: Callable[[], SessionRecorder],
        *,
        profile: Profile | None = None,
        switch: Callable[[str], Camera] | None = None,
        interrupted: Callable[[bool], None] | None = None,
        practise: bool = False,
        record: Callable[[str], Recorder] | None = None,
        extras: Callable[[], dict[str, Any]] | None = None,
    ) -> None:
        self.camera = camera
        self._judging = eyes.judging
        self.flow = Flow(self._judging.stretch, practise=practise)
        self.extras: dict[str, Any] = {}
        self.said: dict[str, Any] | None = None
        self.voice = Voice()
        self.running: RunningSet | None = None
        self.session: Session | None = None
        self._clock, self._eyes, self._port, self._broadcaster = (
            clock,
            eyes,
            port,
            broadcaster,
        )
        self._keep, self._profile = keep, profile
        self._switching = Switching(switch, clock) if switch is not None else None
        self._interrupted = interrupted
        self.on_settings: Callable[[Settings], None] = lambda _: None
        self.on_who: Callable[[str | None], None] = lambda _: None
        self._extras = extras
        self._record = record
        self._recorder: Recorder | None = None
        self._kept: SessionRecorder | None = None
        self._timed: TimedSet | None = None
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._shot: Shot | None = None
        self._status = CameraStatus.STARTING
        self._alive_s = float("-inf")
        self._after = self._frames = 0
        self._showing = Showing(broadcaster, port, self._judging)

    def do(self, command: Command) -> None:
        """Take a command from any thread; it is done at the next step."""
        self._commands.put(command)

    def begin(self, stages: tuple[Stage, ...]) -> None:
        """Set out at once with these, without choosing, screening or camera check."""
        out = Out()
        flow = replace(self.flow, stages=stages)
        self.flow = enter_stage(flow, self._clock.now_s(), out)
        self._carry_out(out, Moment(self._clock.now_s()))

    def step(self, timeout_s: float = 0.1) -> bool:
        """Take in what has come; False where no picture came in time."""
        self._switch_over(self._clock.now_s())
        shot = self.camera.newest(self._after, timeout_s)
        time_s = shot.time_s if shot is not None else self._clock.now_s()
        health = self.camera.health()
        self._camera_changed(health.status, time_s)
        if shot is not None:
            self._after, self._shot = shot.number, shot
            self._frames += 1
            self._keep_picture(shot)
        if shot is not None and not shot.black and health.status in _JUDGED_IN:
            latest = self._eyes.look(shot, self.flow, self.running)
        else:
            latest = self._eyes.forget()
        if self._kept is not None and latest.events:
            self._kept.events(latest.events)
        self._obey(time_s)
        moment = self._eyes.moment(
            self.flow, self.running, time_s, health.status, quiet=self._quiet(time_s)
        )
        before = self.flow
        self.flow, out = tick(self.flow, moment)
        self._showing.tell(before, self.flow, latest.events, time_s)
        self._carry_out(out, moment)
        self._speak(time_s)
        self._alive(time_s)
        self._show(moment, health, new=shot is not None)
        return shot is not None

    def end(self, why: StopReason) -> None:
        """The session is over from outside: what was done is kept."""
        time_s = self._clock.now_s()
        if self._kept is None:
            return
        if self.running is not None or self._timed is not None:
            flow = end_work(self.flow, why)
            assert flow.ended is not None
            task = flow.ended.task
            left = Left(task.spec.id, task.side, why, time_s)
            self.flow = replace(flow, left=(*flow.left, left))
            self._end_set(time_s)
        self._save(time_s)
        self._reset()

    @property
    def screen(self) -> dict[str, Any]:
        """What the page shows now."""
        return self._showing.screen

    @property
    def recording(self) -> bool:
        """Whether pictures are being stored now."""
        return self._recorder is not None

    @property
    def under_way(self) -> bool:
        """Whether there is something to keep."""
        return self._kept is not None

    def _quiet(self, time_s: float) -> bool:
        return self.voice.quiet(time_s)

    def _obey(self, time_s: float) -> None:
        while True:
            try:
                command = self._commands.get_nowait()
            except queue.Empty:
                return
            match command:
                case Who():
                    self._kept_beside(time_s, partial(self.on_who, command.name))
                case Spoken():
                    self.voice = spoken(self.voice, command.id, time_s)
                case Settings():
                    rate, tells = command.rate or self.voice.rate, self.voice.tells_end
                    tells = command.voice if command.voice is not None else tells
                    self.voice = replace(self.voice, rate=rate, tells_end=tells)
                    self._kept_beside(time_s, partial(self.on_settings, command))
                case SwitchCamera():
                    self._switch_to(command.to, time_s)
                case Interrupted():
                    if self._interrupted is not None:
                        self._interrupted(command.keep)
                        self._refresh()
                case _:
                    self.flow, out = tell(self.flow, command, time_s, self._port)
                    self._carry_out(out, Moment(time_s))

    def _carry_out(self, out: Out, moment: Moment) -> None:
        time_s = moment.time_s
        if out.hush:
            self.voice = hush(self.voice, keep=(SayKind.UNSAFE,))
        for act in out.acts:
            self._act(act, time_s)
        self.voice = hear(self.voice, time_s, out.says)

    def _act(self, act: Act, time_s: float) -> None:
        match act:
            case Act.SCREENED:
                answers = self.flow.answers
                self._kept_beside(time_s, lambda: self._port.screened(answers))
            case Act.BEGIN_SET:
                self._begin_set(time_s)
            case Act.END_SET:
                self._end_set(time_s)
            case Act.PAUSE_SET if self.running is not None:
                self.running.pause(time_s)
            case Act.RESUME_SET if self.running is not None and self.flow.watch:
                self.running.resume(time_s)
            case Act.SMALLER if self.running is not None:
                self._smaller(self.running, time_s)
            case Act.MIRROR:
                self._eyes.need(back=False, mirrored=not self._eyes.mirrored)
            case Act.SAVE | Act.SAVE_SO_FAR:
                self._save(time_s, so_far=act is Act.SAVE_SO_FAR)
            case Act.STOPPED if self.flow.left:
                why = self.flow.left[-1].why
                self._kept_beside(time_s, lambda: self._port.stopped(why))
            case Act.RESET:
                self._reset()
            case _:
                pass

    def _begin_set(self, time_s: float) -> None:
        task = task_of(self.flow)
        assert task is not None
        if self._kept is None:
            self._kept = self._keep()
            self._begin_recording(self._kept.uid, time_s)
        if self.flow.watch:
            self._run(task, time_s)
        else:
            self._time(task, time_s)
        self._broadcaster.event(
            time_s,
            "set",
            stretch=task.spec.id,
            name=task.spec.name,
            side=task.side.word if task.side is not None else None,
            set=task.number,
            of=task.of,
            planned={"reps": task.reps, "hold_s": task.hold_s},
            kind=task.spec.kind.value,
            judged=self.flow.watch,
        )

    def _begin_recording(self, uid: str, time_s: float) -> None:
        if self._record is None:
            return
        try:
            self._recorder = self._record(uid)
        except OutputError as error:  # the session matters more than its pictures
            self._broadcaster.event(time_s, "error", message=str(error))

    def _keep_picture(self, shot: Shot) -> None:
        if self._recorder is None:
            return
        if self._recorder.problem is not None:
            self._broadcaster.event(
                shot.time_s, "error", message=self._recorder.problem
            )
            self._end_recording()
            return
        self._recorder.take(shot)

    def _end_recording(self, *, remove: bool = False) -> None:
        if self._recorder is not None:
            self._recorder.close(remove=remove)
        self._recorder = None

    def _run(self, task: Task, time_s: float) -> None:
        assert self._kept is not None
        self._eyes.need(back=task.spec.needs_back, mirrored=self._eyes.mirrored)
        profile = self._profile or self._port.profile(self.flow.outcome, task)
        self.running = RunningSet(
            task, profile, self._judging, time_s, self._kept.scratch
        )
        self._kept.begin_set(task, profile, time_s)

    def _time(self, task: Task, time_s: float) -> None:
        assert self._kept is not None
        profile = self._profile or self._port.profile(self.flow.outcome, task)
        self._timed = TimedSet(task, profile, self._judging, time_s)
        self._kept.begin_set(task, profile, time_s)
        self._kept.events(self._timed.events)

    def _smaller(self, running: RunningSet, time_s: float) -> None:
        """The rest of the set in the smaller range of a sore day."""
        left = max(1, running.task.reps - self.flow.work.done)
        self._close_set(time_s)
        self._run(replace(running.task, reps=left, mode=Mode.FLARE), time_s)

    def _close_set(self, time_s: float) -> None:
        running, self.running = self.running, None
        timed, self._timed = self._timed, None
        if self._kept is None:
            return
        if timed is not None:
            record = timed.finish(time_s)
            self._kept.events(record.events[len(timed.events) :])
            self._kept.end_set(record, None)
        if running is None:
            return
        known = len(running.judge.events)
        record, trace = running.finish(time_s, self._kept.model)
        self._kept.events(record.events[known:])
        self._kept.end_set(record, trace)
        left = self.flow.left[-1] if self.flow.left else None
        hurt = left is not None and left.time_s == time_s and left.why.may_hurt
        self._kept_beside(
            time_s,
            lambda: self._port.learned(record.spec, record.result, hurt=hurt),
        )

    def _end_set(self, time_s: float) -> None:
        """A set is over; or one that had not begun was left out."""
        self._close_set(time_s)
        left = self.flow.left[-1] if self.flow.left else None
        if left is not None and left.time_s == time_s and left.why.may_hurt:
            why = left.why
            self._kept_beside(time_s, lambda: self._port.stopped(why))
        ended = self.flow.ended
        if ended is None:
            return
        task, work = ended.task, ended.work
        self._broadcaster.event(
            time_s,
            "set_end",
            stretch=task.spec.id,
            side=task.side.word if task.side is not None else None,
            left_early=ended.why,
            judged=ended.watch,
            reps=work.done,
            smaller=work.smaller,
            held_s=round(work.credit_s, 1),
        )

    def _save(self, time_s: float, *, so_far: bool = False) -> None:
        """Keep what was done. so_far: it may go on."""
        recorder = self._kept
        if recorder is None:
            return
        size = (0, 0) if self._shot is None else self._shot.image_bgr.shape[1::-1]
        source = source_of(
            self.camera.name,
            time_s,
            self._frames,
            (int(size[0]), int(size[1])),
            self._eyes.mirrored,
        )
        pain = self.flow.answers.get("pain_before")
        site = tuple(self.flow.answers.get("where", ()))
        about = about_of(self.flow, recorder, pain, site)
        # Nothing done is nothing kept, and so its pictures are not kept either.
        if not so_far:
            self._end_recording(remove=not recorder.records)
        if not recorder.records:
            return
        if self._kept_beside(time_s, lambda: self._keep_all(recorder, about, source)):
            self._broadcaster.event(time_s, "saved", session=recorder.uid)

    def _keep_all(
        self, recorder: SessionRecorder, about: SessionAbout, source: Mapping[str, Any]
    ) -> None:
        self.session = recorder.save(about, source)

    def _kept_beside(self, time_s: float, write: Callable[[], object]) -> bool:
        """Write something down; a disk that takes nothing ends no session."""
        try:
            write()
        except (FormcheckError, OSError) as error:
            why = str(getattr(error, "strerror", None) or error)
            text = say("This could not be written down: {why}", why=why)
            self._broadcaster.event(time_s, "error", message=text)
            return False
        return True

    def close(self) -> None:
        """Let go of everything, as it is: the journal has what was done."""
        if self._switching is not None:
            self._switching.close()
        self._end_recording()
        if self.running is not None:
            self.running.close()
        if self._kept is not None:
            self._kept.close(saved=False)
        self._kept, self.running = None, None

    def _reset(self) -> None:
        done = self._kept is not None and bool(self._kept.records)
        self._end_recording(remove=not done)
        if self.running is not None:
            self.running.close()
        if self._kept is not None:
            self._kept.close(saved=self.session is not None or not done)
        self._kept, self.running, self.session = None, None, None
        self._timed = None
        self._refresh()

    def _refresh(self) -> None:
        """What is offered on the first screen has changed."""
        if self._extras is not None:
            self.extras = self._extras()

    def _switch_to(self, name: str, time_s: float) -> None:
        if self._switching is None:
            return
        problem = self._switching.ask_for(name, self.camera)
        if problem is not None:
            self._broadcaster.event(time_s, "error", message=problem)

    def _switch_over(self, time_s: float) -> None:
        """Go on with another camera, once it gives a picture."""
        if self._switching is None:
            return
        other, problem = self._switching.ready(self.camera)
        if problem is not None:
            self._broadcaster.event(time_s, "error", message=problem)
        if other is not None:
            self.camera.close()
            self.camera, self._after = other, 0
            # That one may be mirrored: the hand is asked for at the next check.
            self.flow = replace(self.flow, hand=Hand())

    def _camera_changed(self, status: CameraStatus, time_s: float) -> None:
        if status is not self._status:
            self._status = status
            self._showing.at_once()
            said = {"status": status.value, "message": say(CAMERA_WORDS[status])}
            self._broadcaster.event(time_s, "camera", **said)

    def _speak(self, time_s: float) -> None:
        self.voice, out = speak(self.voice, time_s)
        if out is None:
            return
        self._showing.said(out)
        self.said = self._broadcaster.event(
            time_s,
            "say",
            id=out.number,
            text=out.text,
            kind=out.kind.word,
            interrupt=out.interrupts,
            until_s=round(out.until_s, 3),
            tone=out.tone.value if out.tone is not None else None,
        )

    def _alive(self, time_s: float) -> None:
        going_on = self.running or self._timed
        if self._kept is None or going_on is None:
            return
        if time_s - self._alive_s >= _ALIVE_EVERY_S:
            self._alive_s = time_s
            self._kept.journal.write(going_on.alive(time_s))

    def _show(self, moment: Moment, health: Health, *, new: bool) -> None:
        self._showing.show_screen(self.flow, moment, self.extras, self.session)
        self._showing.show_state(
            self.flow,
            moment,
            self._eyes.latest,
            self.running,
            health,
            self._shot,
            new=new,
            recording=self.recording,
            mirrored=self._eyes.mirrored,
        )
