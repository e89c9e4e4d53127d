"""The camera check: one sentence at a time until the person is well in the picture."""

from __future__ import annotations

from dataclasses import replace

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.stages import Task
from formcheck.core.session.camera_watch import (
    CAMERA_WORDS,
    CameraStatus,
    camera_words,
)
from formcheck.core.session.moment import Act, Moment, Out
from formcheck.core.session.states import CheckingCamera, Flow
from formcheck.core.session.voice import SayKind, Tone
from formcheck.core.words.catalogue import marked, say

__all__ = ["GESTURE_S", "check", "wanted", "wants_hand", "without_hand"]

CHECK_HELD_S = 1.0
"""All must be right, or the hand be up, for this long."""

GESTURE_S = 2.0
"""A raised arm means a pause once it has been held for this long; the first session
practises it."""

CHECK_REMIND_S = 8.0

HAND_WAIT_S = 20.0
"""The hand is asked for, not demanded: some cannot raise it."""


_BAD = frozenset(CAMERA_WORDS) - {CameraStatus.OK, CameraStatus.STARTING}
"""What a camera has its own sentence for: one cause, one sentence."""

HAND_SENTENCE = marked("Raise your right hand, please.")


def wanted(flow: Flow, moment: Moment) -> str:
    """What is to be put right now, in one sentence; nothing where all is well."""
    if wants_hand(flow):
        return say(HAND_SENTENCE)
    problem = moment.framing.first_problem if moment.framing is not None else None
    return problem.sentence if problem is not None else ""


def check(
    flow: Flow, at: CheckingCamera, moment: Moment, out: Out
) -> tuple[Flow, bool]:
    """Take in one moment; whether all is right now."""
    time_s = moment.time_s
    framing = moment.framing
    if framing is None:
        return flow, False
    problem = framing.first_problem
    tilted = problem is not None and problem.id == at.problem == "level"
    if tilted and time_s - flow.reminded_s >= CHECK_REMIND_S:
        # There was time to set it level. A roll that is known is allowed for.
        problem, at = None, CheckingCamera(good_s=time_s - CHECK_HELD_S)
    # The hand is asked for while the person still faces the camera, if they do.
    hand_due = not (flow.hand.settled or flow.hand.without) and (
        problem is None or problem.id in ("view", "level")
    )
    if hand_due:
        return _ask_hand(flow, moment, out), False
    if problem is None:
        good_s = at.good_s if at.good_s is not None else time_s
        if time_s - good_s >= CHECK_HELD_S:
            out.hush = True
            out.info(say("Good. I can see all of you."), Tone.DONE)
            return replace(flow, state=CheckingCamera()), True
        return replace(flow, state=CheckingCamera(good_s=good_s)), False
    if problem.id == "camera" and moment.camera in _BAD:
        problem = problem._replace(sentence=camera_words(moment.camera, clock=False))
    if problem.sentence and (
        problem.id != at.problem or time_s - flow.reminded_s >= CHECK_REMIND_S
    ):
        out.say(SayKind.SEE, problem.sentence)
        flow = replace(flow, reminded_s=time_s)
    return replace(flow, state=CheckingCamera(problem.id)), False


def _ask_hand(flow: Flow, moment: Moment, out: Out) -> Flow:
    hand, time_s = flow.hand, moment.time_s
    flow = replace(flow, state=CheckingCamera("hand"))
    if not hand.asked or time_s - flow.reminded_s >= CHECK_REMIND_S:
        again = say("Your right hand once more, please.")
        out.say(SayKind.SEE, again if hand.wrong else say(HAND_SENTENCE))
        flow = replace(flow, reminded_s=time_s)
        hand = replace(hand, asked=True)
    asked_s = hand.asked_s if hand.asked_s is not None else time_s
    hand = replace(hand, asked_s=asked_s)
    if moment.arm is None:
        if time_s - asked_s >= HAND_WAIT_S and moment.quiet:
            return without_hand(replace(flow, hand=hand), out)
        return replace(flow, hand=replace(hand, up_s=None, used=False))
    up_s = hand.up_s if hand.up_s is not None else time_s
    practise = flow.practise and _has_sign(flow)
    needed_s = GESTURE_S if practise else CHECK_HELD_S
    held = time_s - up_s >= needed_s and not hand.used
    if not held:
        return replace(flow, hand=replace(hand, up_s=up_s))
    hand = replace(hand, up_s=up_s, used=True)
    if moment.arm is Side.LEFT and not hand.wrong:
        # Perhaps it was the left: ask again before taking the camera for a mirror.
        out.say(SayKind.SEE, say("Lower it. Your right hand once more."))
        return replace(flow, hand=replace(hand, wrong=1), reminded_s=time_s)
    if moment.arm is Side.LEFT:
        out.acts.append(Act.MIRROR)
    out.info(say("Thank you."))
    if practise:
        out.info(say("Held up like that, it pauses a stretch."))
        out.info(say("I will tell you where that works."))
    return replace(flow, hand=replace(hand, settled=True))


def wants_hand(flow: Flow) -> bool:
    """Whether the raised hand is what is asked for now."""
    return isinstance(flow.state, CheckingCamera) and flow.state.problem == "hand"


def without_hand(flow: Flow, out: Out) -> Flow:
    """Go on without the raised hand: judged all the same, and no side is named."""
    out.info(say("That is fine without it. I name no left or right."))
    return replace(flow, hand=replace(flow.hand, without=True))


def _has_sign(flow: Flow) -> bool:
    """Whether a raised arm pauses any of what will be done."""
    tasks = [stage for stage in flow.stages if isinstance(stage, Task)]
    return any(task.spec.pause_gesture for task in tasks)
