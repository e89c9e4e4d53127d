"""What a session knows at one moment, and what comes of it: the flow's in and out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import nan

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import Event
from formcheck.core.session.arm_sign import Arms
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.framing import Framing
from formcheck.core.session.voice import Say, SayKind, Tone
from formcheck.core.stretch.spec import Phase
from formcheck.core.words.reasons import Reason

__all__ = ["Act", "Moment", "Out"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One look at camera, person and set.

    time_s: of the session. camera: whether it shows anything. framing: how the person
    is placed, None where that is not asked. phase: where in a repetition they are;
    progress: 0 at their neutral, 1 at the target's edge, NaN where it is not known.
    events: what the judge says happened. arm: the one arm that is raised; arms: where
    both are. body: somebody is seen. in_pose: in the start pose, or in the stretch;
    down: seen on the floor, and not up on their feet. in_place: the
    person is in the posture and view that the next stretch starts in. upright: sitting
    or standing up. missing: what keeps the start pose from being confirmed. seen, why:
    whether the set can be judged now, or why not. still: hardly moving. held_s: of the
    hold now going on; own_range: which is one short of the target. lacks: why time in
    the target does not count, None where there is none; lacks_for_s: how long it is by
    now. started: the start
    pose was confirmed during a pause. quiet: nothing more is to be said.
    """

    time_s: float
    camera: CameraStatus = CameraStatus.OK
    framing: Framing | None = None
    arm: Side | None = None
    arms: Arms | None = None
    body: bool = False
    in_pose: bool = False
    down: bool = False
    in_place: bool = False
    upright: bool = False
    missing: str | None = None
    seen: bool = False
    why: Reason | None = None
    phase: Phase = Phase.FINDING
    progress: float = nan
    still: bool = False
    held_s: float = 0.0
    own_range: bool = False
    lacks: Reason | None = None
    lacks_for_s: float = 0.0
    events: tuple[Event, ...] = ()
    started: bool = False
    quiet: bool = True


class Act(StrEnum):
    """What the engine is to do."""

    SCREENED = "screened"
    BEGIN_SET = "begin_set"
    END_SET = "end_set"
    PAUSE_SET = "pause_set"
    RESUME_SET = "resume_set"
    SMALLER = "smaller"
    MIRROR = "mirror"
    SAVE = "save"
    SAVE_SO_FAR = "save_so_far"
    STOPPED = "stopped"
    RESET = "reset"


@dataclass(slots=True)
class Out:
    """What came of a moment, in order.

    says: what is to be said. acts: what the engine is to do. hush: what waited to be
    said is out of date.
    """

    says: list[Say] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    hush: bool = False

    def say(self, kind: SayKind, text: str, tone: Tone | None = None) -> None:
        """Have something said."""
        self.says.append(Say(kind, text, tone))

    def info(self, text: str, tone: Tone | None = None) -> None:
        """Have something said that is no cue."""
        self.say(SayKind.INFO, text, tone)
