"""Eyes of the live session: from a shot to what is known of the person then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from formcheck.app.live.running_set import RunningSet
from formcheck.app.recordings.judging import Judge
from formcheck.app.recordings.sampler import FrameSampler
from formcheck.core.body.observation import Observation, Status
from formcheck.core.body.tracking import Track, believe
from formcheck.core.judge.events import StartConfirmed
from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.judging import Judging
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.moment import Moment
from formcheck.core.session.seen import SetNow, ShotResult, moment_of
from formcheck.core.session.states import Flow, Step, task_of
from formcheck.core.stretch.spec import Phase, StretchSpec
from formcheck.core.words.reasons import Reason
from formcheck.edges.camera import Shot
from formcheck.edges.change import ChangeMeter
from formcheck.edges.estimator import PoseEstimator
from formcheck.edges.sources import Frame

__all__ = ["Eyes", "MakeEstimator"]

MakeEstimator = Callable[[bool, bool], PoseEstimator]
"""(with the line of the back, of a mirrored picture) -> an estimator."""


class Eyes:
    """Looks at shots, with the estimator that the stretch needs.

    Parameters
    ----------
    make
        Makes an estimator.
    judging
        The numbers that everybody is judged by.
    mirrored
        The camera shows a mirror's picture.
    """

    def __init__(
        self, make: MakeEstimator, judging: Judging, *, mirrored: bool = False
    ) -> None:
        self._make, self.judging = make, judging
        self.mirrored = mirrored
        self._back = False
        self._open()
        self._track = Track(self.judging.body)
        self._spec: StretchSpec | None = None
        self._probe: Judge | None = None
        self.latest = ShotResult()

    def close(self) -> None:
        """Let go of the model."""
        self._estimator.close()

    def need(self, *, back: bool, mirrored: bool) -> None:
        """Change to another estimator, if another is needed."""
        if (back, mirrored) != (self._back, self.mirrored):
            self._estimator.close()
            self._back, self.mirrored = back, mirrored
            self._open()

    def _open(self) -> None:
        self._estimator = self._make(self._back, self.mirrored)
        self._sampler, self._meter = (
            FrameSampler(self._estimator, self.judging, mirrored=self.mirrored),
            ChangeMeter(self.judging.judge.freeze.still_levels),
        )

    def look(self, shot: Shot, flow: Flow, running: RunningSet | None) -> ShotResult:
        """Look at one shot; judge it where a set is going on."""
        active = running if running is not None and not running.paused else None
        judge = active.judge if active is not None else None
        seen = self._sampler.observe(
            Frame(shot.time_s, shot.image_bgr),
            self._meter.measure(shot.image_bgr, shot.time_s),
            judge.lost if judge else None,
            judge.seek if judge else None,
        )
        task = task_of(flow)
        spec = task.spec if task is not None else None
        events = active.take(seen) if active is not None else ()
        started = self._start_again(flow, running, seen)
        if seen.status is Status.SKIPPED:
            self.latest = replace(
                self.latest, looked=False, events=events, started=started
            )
            return self.latest
        body, reading, phase = None, FrameResult(), Phase.FINDING
        why_not: Reason | None = Reason.NOBODY
        if active is not None and judge is not None:
            spec = active.task.spec
            reading, phase = judge.state.reading.of(spec), judge.state.phase
            body, why_not = reading.body, reading.why_not
        elif self._probe is not None and running is not None:
            spec, state = running.task.spec, self._probe.state
            reading, phase = state.reading.of(spec), state.phase
            body, why_not = reading.body, reading.why_not
        elif spec is not None:
            if spec is not self._spec:
                self._spec, self._track = spec, Track(self.judging.body)
            self._track, body, why_not = believe(self._track, spec.view_rule, seen)
        self.latest = ShotResult(
            seen,
            True,
            float(shot.image_bgr[::16, ::16].mean()),
            body,
            why_not,
            reading,
            judge is not None,
            phase,
            events,
            started,
            spec.id if spec is not None else "",
        )
        return self.latest

    def forget(self) -> ShotResult:
        """No picture to look at: nothing is seen now."""
        self.latest = replace(self.latest, looked=False, events=(), started=False)
        return self.latest

    def _start_again(
        self, flow: Flow, running: RunningSet | None, seen: Observation
    ) -> bool:
        """During a pause: whether the start pose has been taken up again."""
        if flow.step is not Step.PAUSED or running is None:
            self._probe = None
            return False
        if self._probe is None:
            task = running.task
            self._probe = Judge(task.spec, running.profile, task.plan, self.judging)
        events = self._probe.take(seen)
        return any(isinstance(event, StartConfirmed) for event in events)

    def moment(
        self,
        flow: Flow,
        running: RunningSet | None,
        time_s: float,
        status: CameraStatus,
        *,
        quiet: bool,
    ) -> Moment:
        """Return this moment as the flow takes it."""
        now = None
        if running is not None and not running.paused:
            now = SetNow(running.judge.state, running.time_of(time_s))
        return moment_of(
            self.latest, flow, status, now, time_s, self.judging, quiet=quiet
        )
