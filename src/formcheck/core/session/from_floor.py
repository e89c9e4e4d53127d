"""What somebody on the floor can reach without a key: by the pose, an arm, or time.

During a pause taking the pose again goes on; an arm raised and lowered leaves the
stretch out, twice stops; staying down is led to getting up. After a stop the questions
are asked aloud, and an arm is the answer.
"""

from __future__ import annotations

from dataclasses import replace

from formcheck.core.safety.questions import PAIN_AFTER
from formcheck.core.session.arm_sign import take_arms
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.moment import Act, Moment, Out
from formcheck.core.session.pausing import CAMERA_LINE, POSE_LINE
from formcheck.core.session.rest_advice import CANNOT_UP_LINE, UP_LINES
from formcheck.core.session.states import (
    AskingAfter,
    AskingWhy,
    Flow,
    Paused,
    RestAdvice,
    Step,
    Waiting,
)
from formcheck.core.session.voice import SayKind, Tone
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.reasons import StopReason

__all__ = ["HOW_TO_ANSWER", "WHY_ASKED", "ask_why", "count_pain"]
__all__ += ["has_rested", "how_on", "wait"]

TOLD_EVERY_S = 20.0
STAYS_DOWN_S = 60.0
SAVED_AFTER_S = 300.0
IN_POSE_S = 2.0
"""A pose taken by chance, on the way, goes on with nothing."""

SECOND_SIGN_S = 6.0
"""For so long after a first sign a second one is awaited, or one that has begun."""

ANSWER_S = 7.0
"""An arm is awaited for this long after a question: 1.5 s up, and time to think."""

RESTED_S = 20.0
"""After how to rest has been said, it goes on by itself."""

NUMBER_S = 3.0
"""Each number of the pain scale; an arm that goes up during it is the answer."""

HOW_TO_ANSWER = marked("Raise and lower an arm to leave this out; twice to stop.")
KEY_LINE = marked("Paused. Any key goes on.")
UNSEEN_LINE = marked("Paused. I cannot see you. Come back when you like.")
ONCE_LINE = marked("Leaving this one out. The same again stops for today.")
SAVED_LINE = marked("What you did is saved. You can go on with it today.")
HELP_UP_LINE = marked("I will help you up.")

WHY_ASKED = (
    (StopReason.PAIN, marked("Did it hurt? An arm for yes.")),
    (StopReason.LEG, marked("Did it go down a leg? An arm for yes.")),
    (StopReason.SPASM, marked("Was it a spasm? An arm for yes.")),
)
"""What is asked aloud after a stop, in this order. The last yes is the reason."""

PAIN_LINE = marked("Raise an arm when I come to your number.")


_LEAVES = (Step.MOVE, Step.SHOW, Step.READY, Step.COUNT_IN, Step.STRETCH, Step.REST)
"""What an arm leaves out, or stops."""


def wait(flow: Flow, at: Paused, moment: Moment, out: Out) -> tuple[Flow, str]:
    """Take in one moment of a pause, and what it asks for.

    That is `resume`, `skip`, `stop`, or nothing as yet.
    """
    time_s = moment.time_s
    if moment.started and at.by in ("left", "camera"):
        return flow, "resume"
    waiting = _pose(at, moment)
    if waiting.pose_s is not None and time_s - waiting.pose_s >= IN_POSE_S:
        return flow, "resume"
    sign, made = take_arms(waiting.sign, moment.arms, time_s)
    waiting = replace(waiting, sign=sign)
    if made and not moment.in_pose and at.was.step in _LEAVES:
        if waiting.once_s is not None:
            return flow, "stop"
        waiting = replace(waiting, once_s=time_s)
        out.hush = True
        out.info(say(ONCE_LINE), Tone.DONE)
        flow = replace(flow, reminded_s=time_s)
    once_s = waiting.once_s
    if once_s is not None and time_s - once_s >= SECOND_SIGN_S and not sign.up:
        return flow, "skip"
    flow, waiting = _remind(flow, at, waiting, moment, out)
    return replace(flow, state=replace(at, waiting=waiting)), ""


def _pose(at: Paused, moment: Moment) -> Waiting:
    """Where the person is meanwhile. Who is not seen has not come back."""
    time_s, waiting = moment.time_s, at.waiting
    in_set = at.was.step.at_work
    inside = in_set and moment.body and moment.in_pose
    left = waiting.left or (in_set and moment.body and not moment.in_pose)
    pose_s = down_s = None
    if inside and left:
        pose_s = waiting.pose_s if waiting.pose_s is not None else time_s
    if moment.down and not moment.in_pose:
        down_s = waiting.down_s if waiting.down_s is not None else time_s
    return replace(waiting, left=left, pose_s=pose_s, down_s=down_s)


def _remind(
    flow: Flow, at: Paused, waiting: Waiting, moment: Moment, out: Out
) -> tuple[Flow, Waiting]:
    """Say what happens next, help up who stays down, and keep what was done."""
    time_s = moment.time_s
    if not waiting.saved and time_s - at.since_s >= SAVED_AFTER_S:
        out.acts.append(Act.SAVE_SO_FAR)
        out.info(say(SAVED_LINE))
        return replace(flow, reminded_s=time_s), replace(waiting, saved=True)
    down_s = waiting.down_s
    if not waiting.led and down_s is not None and time_s - down_s >= STAYS_DOWN_S:
        out.hush = True
        for line in (HELP_UP_LINE, *UP_LINES, CANNOT_UP_LINE):
            out.info(say(line))
        return replace(flow, reminded_s=time_s), replace(waiting, led=True)
    due = time_s - flow.reminded_s >= TOLD_EVERY_S and moment.quiet
    if not due or waiting.saved:
        return flow, waiting
    for line in how_on(flow, at, moment):
        out.info(say(line))
    return replace(flow, reminded_s=time_s), waiting


def how_on(flow: Flow, at: Paused, moment: Moment) -> tuple[str, ...]:
    """What happens next, and how to answer: only what is true now."""
    if moment.camera not in (CameraStatus.OK, CameraStatus.STARTING):
        return (CAMERA_LINE,)
    by_pose = at.was.step.at_work and flow.watch
    if not moment.body and by_pose:
        return (UNSEEN_LINE,)
    first = POSE_LINE if by_pose else KEY_LINE
    by_arm = moment.arms is not None and at.was.step in _LEAVES
    return (first, HOW_TO_ANSWER) if by_arm else (first,)


def ask_why(
    flow: Flow, at: AskingWhy, moment: Moment, out: Out
) -> tuple[Flow, StopReason | None]:
    """Ask aloud why it is left; the reason, once it is known, or nobody answers."""
    time_s = moment.time_s
    sign, made = take_arms(at.sign, moment.arms, time_s)
    at = replace(at, sign=sign)
    if made and at.asked:
        why, _ = WHY_ASKED[at.asked - 1]
        if why is not StopReason.PAIN:
            return flow, why
        at = replace(at, hurt=True, quiet_s=time_s - ANSWER_S)
    if at.quiet_s is None:
        # The first question waits for what was said before it; its time, for its end.
        if moment.quiet and at.asked:
            at = replace(at, quiet_s=time_s)
        elif moment.quiet:
            at = _next_why(at, out)
    elif time_s - at.quiet_s >= ANSWER_S and not sign.up:
        if at.asked == len(WHY_ASKED):
            return flow, StopReason.PAIN if at.hurt else StopReason.NOT_SAID
        at = _next_why(at, out)
    return replace(flow, state=at), None


def _next_why(at: AskingWhy, out: Out) -> AskingWhy:
    out.info(say(WHY_ASKED[at.asked][1]))
    return replace(at, asked=at.asked + 1, quiet_s=None)


def has_rested(flow: Flow, at: RestAdvice, moment: Moment) -> tuple[Flow, bool]:
    """Whether how to rest was said, and there was time for it."""
    if at.quiet_s is None:
        if moment.quiet:
            flow = replace(flow, state=replace(at, quiet_s=moment.time_s))
        return flow, False
    return flow, moment.time_s - at.quiet_s >= RESTED_S


def count_pain(
    flow: Flow, at: AskingAfter, moment: Moment, out: Out
) -> tuple[Flow, int | None]:
    """Count from 0 to 10 aloud; the number at which an arm went up, once it is down."""
    time_s = moment.time_s
    if PAIN_AFTER in at.answers or (moment.arms is None and at.counted_s is None):
        return flow, None  # nobody there who could raise one
    sign, made = take_arms(at.sign, moment.arms, time_s)
    if made and at.counted:
        return flow, at.counted - 1  # it stands still while an arm is up
    at, counted_s = replace(at, sign=sign), at.counted_s
    if counted_s is None:
        if moment.quiet:
            out.info(say(PAIN_LINE))
            at = replace(at, counted_s=time_s)
    elif at.counted == 0 and not moment.quiet:
        at = replace(at, counted_s=time_s)
    elif at.counted <= 10 and time_s - counted_s >= NUMBER_S and not sign.up:
        at = _next_number(at, time_s, out)
    return replace(flow, state=at), None


def _next_number(at: AskingAfter, time_s: float, out: Out) -> AskingAfter:
    out.say(SayKind.COUNT, str(at.counted))
    return replace(at, counted=at.counted + 1, counted_s=time_s)
