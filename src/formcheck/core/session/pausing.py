"""A pause: how it begins, also by an arm, and how the session goes on after it."""

from __future__ import annotations

from dataclasses import replace

from formcheck.core.session.camera_check import GESTURE_S
from formcheck.core.session.camera_watch import CameraStatus, camera_words
from formcheck.core.session.moment import Act, Moment, Out
from formcheck.core.session.states import Flow, GettingReady, Paused, Step, go, task_of
from formcheck.core.session.voice import SayKind, Tone
from formcheck.core.words.catalogue import marked, say

__all__ = ["CAMERA_LINE", "POSE_LINE", "gesture", "pause", "resume", "watch_camera"]

GESTURE_REST_S = 0.5
CAMERA_PAUSE_S = 30.0

POSE_LINE = marked("Paused. Take the start position to go on.")
CAMERA_LINE = marked("Paused. I wait for the camera.")


def pause(flow: Flow, by: str, time_s: float, out: Out) -> Flow:
    """Everything stops. by: `left` the pose, `press`, `gesture` or `camera`."""
    was = flow.state
    if isinstance(was, Paused):
        return flow
    out.hush = True
    out.acts.append(Act.PAUSE_SET)
    words = {"left": say(POSE_LINE), "camera": say(CAMERA_LINE)}
    out.info(words.get(by, say("Paused. Take your time.")))
    return replace(flow, state=Paused(was, time_s, by), reminded_s=time_s)


def resume(flow: Flow, time_s: float, out: Out) -> Flow:
    """Go on where it was; a stretch finds its start pose again first."""
    pause = flow.state
    if not isinstance(pause, Paused):
        return flow
    out.hush = True
    out.acts.append(Act.RESUME_SET)
    was, away_s = pause.was, time_s - pause.since_s
    flow = replace(flow, state=was, since_s=flow.since_s + away_s)
    flow = replace(flow, reminded_s=time_s, camera_bad_s=None)
    flow = replace(flow, work=replace(flow.work, idle_s=None, unseen_s=None))
    if was.step.at_work and flow.watch:
        out.info(say("Going on. Take the start position."))
        return go(flow, GettingReady(), time_s)
    out.info(say("Going on."))
    return flow


def gesture(flow: Flow, moment: Moment, out: Out) -> Flow:
    """An arm raised for two seconds pauses, where the file says it may.

    Who is still in the pose goes on by it; out of the pose an arm is another sign.
    """
    task = task_of(flow)
    here = flow.step.at_work or (flow.step is Step.PAUSED and moment.in_pose)
    allowed = task is not None and task.spec.pause_gesture and here
    hand, time_s = flow.hand, moment.time_s
    if not allowed:
        return flow
    if moment.arm is None:
        down_s = hand.down_s if hand.down_s is not None else time_s
        rested = time_s - down_s >= GESTURE_REST_S
        hand = replace(hand, up_s=None, down_s=down_s, used=hand.used and not rested)
        return replace(flow, hand=hand)
    up_s = hand.up_s if hand.up_s is not None else time_s
    hand = replace(hand, up_s=up_s, down_s=None)
    if hand.used or time_s - up_s < GESTURE_S:
        return replace(flow, hand=hand)
    flow = replace(flow, hand=replace(hand, used=True))
    if flow.step is Step.PAUSED:
        return resume(flow, time_s, out)
    return pause(flow, "gesture", time_s, out)


def watch_camera(flow: Flow, moment: Moment, out: Out) -> Flow:
    """A camera that fails stops the clock and says so; after long it is a pause."""
    bad = moment.camera not in (CameraStatus.OK, CameraStatus.STARTING)
    if not bad:
        paused = flow.state
        if isinstance(paused, Paused) and paused.by == "camera" and flow.camera_bad_s:
            out.info(say("The camera is back. Take the start position to go on."))
            # Who has stayed in the pose need not leave it first.
            waiting = replace(paused.waiting, left=True)
            flow = replace(flow, state=replace(paused, waiting=waiting))
        return replace(flow, camera_bad_s=None)
    if flow.camera_bad_s is None:
        if flow.step not in (Step.CHOOSE, Step.ADVICE, Step.EASE, Step.SUMMARY):
            clock = flow.step.at_work and flow.watch
            out.say(SayKind.SEE, camera_words(moment.camera, clock=clock), Tone.LOST)
        return replace(flow, camera_bad_s=moment.time_s)
    long_s = moment.time_s - flow.camera_bad_s
    working = flow.step.at_work and flow.watch
    if working and long_s >= CAMERA_PAUSE_S:
        return pause(flow, "camera", moment.time_s, out)
    return flow
