"""What the eyes give of one picture, and what the flow learns from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from formcheck.core.body.body import Body
from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.geometry import from_up_deg
from formcheck.core.body.level import Level, weigh
from formcheck.core.body.observation import Observation
from formcheck.core.body.posture import in_posture
from formcheck.core.body.view import Posture
from formcheck.core.judge.events import Event
from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.hold import is_calm
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.set_state import CheckerState
from formcheck.core.programme.place import Place, place_of
from formcheck.core.session.arm_sign import arms_of
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.framing import frame, raised_arm
from formcheck.core.session.moment import Moment
from formcheck.core.session.readiness import missing
from formcheck.core.session.states import Flow, Step, task_of
from formcheck.core.stretch.spec import Phase, StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["SetNow", "ShotResult", "moment_of"]

_UPRIGHT_DEG = 40.0
"""A trunk that leans less than this sits or stands."""


@dataclass(frozen=True, slots=True)
class ShotResult:
    """What the last look gave.

    seen: the picture, None before the first. looked: in this very frame. grey: mean
    level of the picture, 0..255. body: as it was believed, or None; why: the reason,
    then. reading: what it measures. judged: in a set; phase: where in a repetition it
    is. events: of the judge. started: the start pose was confirmed during a pause.
    stretch: the id of the one that body and reading are of; none without.
    """

    seen: Observation | None = None
    looked: bool = False
    grey: float = 128.0
    body: Body | None = None
    why: Reason | None = Reason.NOBODY
    reading: FrameResult = FrameResult()
    judged: bool = False
    phase: Phase = Phase.FINDING
    events: tuple[Event, ...] = ()
    started: bool = False
    stretch: str = ""

    def of(self, spec: StretchSpec) -> ShotResult:
        """Return what it shows for that stretch, without another's body and reading."""
        if self.stretch == spec.id:
            return self
        return ShotResult(
            self.seen, self.looked, self.grey, why=self.why, stretch=spec.id
        )


@dataclass(frozen=True, slots=True)
class SetNow:
    """A set that is going on.

    state: all that the judge knows of it. time_s: on its own clock.
    """

    state: CheckerState
    time_s: float


def moment_of(
    sight: ShotResult,
    flow: Flow,
    status: CameraStatus,
    now: SetNow | None,
    time_s: float,
    judging: Judging,
    *,
    quiet: bool,
) -> Moment:
    """Return this moment for the flow. sight: of the last picture looked at."""
    task = task_of(flow)
    camera_ok = status in (CameraStatus.OK, CameraStatus.STARTING)
    moment = Moment(time_s, status, quiet=quiet, started=sight.started)
    seen = sight.seen
    if task is None or seen is None:
        return moment
    spec, sight = task.spec, sight.of(task.spec)
    fresh = camera_ok and time_s - seen.time_s <= CADENCE.stale_s
    if flow.step is Step.CAMERA and status is not CameraStatus.STARTING:
        level = weigh(seen.room, None, judging.body.level)
        if sight.body is not None:
            level = Level(sight.body.roll_deg, sight.body.tilted)
        framing = frame(spec, seen, sight.grey, camera_ok=fresh, level=level)
        moment = replace(moment, framing=framing)
    body = sight.body if fresh else None
    min_visibility = judging.body.seen.min_visibility
    lacking = missing(spec, body, sight.reading.of(spec).sample, sight.why)
    at_it = sight.phase in (Phase.GOING, Phase.TARGET, Phase.RETURNING)
    standing = body is not None and in_posture(body, Posture.STANDING)
    on_floor = place_of(spec) is Place.FLOOR
    moment = replace(
        moment,
        arm=raised_arm(seen.pose, min_visibility) if fresh else None,
        arms=arms_of(seen.pose, min_visibility) if fresh else None,
        body=body is not None,
        in_pose=body is not None and (lacking is None or at_it),
        down=body is not None and on_floor and not standing,
        in_place=body is not None and in_posture(body, spec.posture),
        upright=body is not None and abs(from_up_deg(body.trunk)) < _UPRIGHT_DEG,
        missing=lacking,
    )
    if now is None:
        return moment
    state = now.state
    reading = state.reading.of(spec)
    sample, numbers = reading.sample, judging.judge
    calm_back = numbers.rep.calm_back
    uncounted = state.uncounted
    return replace(
        moment,
        lacks=None if uncounted is None else uncounted.why,
        lacks_for_s=0.0 if uncounted is None else uncounted.length_s,
        seen=fresh and state.seen_at(now.time_s),
        why=state.lost_why or sight.why,
        phase=state.phase,
        progress=reading.progress,
        still=sample is not None
        and is_calm(sample, spec, numbers.hold, times=calm_back),
        held_s=state.clock_s(now.time_s),
        own_range=state.own_range,
        events=sight.events,
    )
