"""The transitions of a session: which step follows which, and when.

`docs/states.md` is drawn from this table, and a test finds no other transition in
random sessions.
"""

from __future__ import annotations

from collections.abc import Mapping

from formcheck.core.session.states import Step

__all__ = ["MOVES"]

_SHOWN = {
    Step.SHOW: "a stretch comes next",
    Step.MOVE: "a way comes next",
}
_BEGUN = {
    Step.READY: "a judged set comes next",
    Step.COUNT_IN: "a timed set comes next",
}
_OVER = {
    Step.REST: "a rest comes next",
    Step.MOVE: "a way comes next",
    Step.AFTER: "nothing comes next",
}
_PAUSE = {Step.PAUSED: "a key, a click, a raised arm, or the pose was left"}
_ASK = {Step.REASON: "the stretch or the session is left"}
_BACK = {Step.CHOOSE: "back"}
_PLACED = {Step.MOVE: "the camera is placed first"}

MOVES: Mapping[Step, Mapping[Step, str]] = {
    Step.CHOOSE: {
        Step.SCREENING: "how the back is was said, or something is chosen",
        Step.ADVICE: "something is chosen, and there is something to say of it",
        Step.CAMERA: "chosen, and all is as usual",
        **_PLACED,
    },
    Step.SCREENING: {
        Step.ADVICE: "there is something to say of the day",
        Step.CAMERA: "all is as usual",
        **_PLACED,
        Step.CHOOSE: "back, or the day is known and nothing is chosen yet",
    },
    Step.ADVICE: {
        Step.EASE: "the day is blocked, and something helps",
        Step.CAMERA: "read",
        **_PLACED,
        **_BACK,
    },
    Step.EASE: {**_PAUSE, **_BACK, Step.AFTER: "relief in mid-session is over"},
    Step.CAMERA: {**_SHOWN, **_PAUSE, **_ASK, **_BACK},
    Step.MOVE: {
        Step.CAMERA: "the camera was moved",
        **_SHOWN,
        **_BEGUN,
        **_OVER,
        **_PAUSE,
        **_ASK,
    },
    Step.SHOW: {**_BEGUN, **_OVER, **_PAUSE, **_ASK},
    Step.READY: {
        Step.COUNT_IN: "the start position is confirmed, or only time is kept",
        Step.STRETCH: "a hold goes on already",
        **_PAUSE,
        **_ASK,
    },
    Step.COUNT_IN: {Step.STRETCH: "counted in, or begun before", **_PAUSE, **_ASK},
    Step.STRETCH: {**_OVER, **_PAUSE, **_ASK},
    Step.REST: {Step.SHOW: "a stretch comes next", **_OVER, **_PAUSE, **_ASK},
    Step.PAUSED: {
        Step.EASE: "resumed",
        Step.CAMERA: "resumed",
        Step.MOVE: "resumed, or left and a way comes next",
        Step.SHOW: "resumed",
        Step.REST: "resumed, or left and a rest comes next",
        Step.STRETCH: "a timed set is resumed",
        Step.READY: "a judged set is resumed: its start position first",
        Step.COUNT_IN: "a timed set is resumed, or only time is kept from here",
        Step.AFTER: "left, and nothing comes next",
        Step.CHOOSE: "stopped before anything was done",
        **_ASK,
    },
    Step.REASON: {Step.REST_ADVICE: "it hurts, or all is stopped", **_OVER},
    Step.REST_ADVICE: {Step.EASE: "a spasm: what eases it", **_OVER},
    Step.AFTER: {Step.SUMMARY: "answered, or long enough waited"},
    Step.SUMMARY: {Step.CHOOSE: "ended"},
}
"""From a step to which, and when. A step goes to itself where one stage follows another
of its kind.
"""
