"""One set, live: what is counted and called, when it is done, and when the person left.

Leaving the pose is the stop. The clock stops at once, since the judge's does; after 5 s
the voice says to take one's time, and after 30 s it is a pause. A smaller range is held
and counted like any other; nobody is asked to go deeper.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import (
    FlagCleared,
    FlagRaised,
    HoldCompleted,
    OwnRangeEntered,
    OwnRangeLeft,
    PartialRep,
    RepCounted,
    TargetEntered,
    TargetLeft,
)
from formcheck.core.programme.stages import Task
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.moment import Moment, Out
from formcheck.core.session.voice import SayKind, Tone
from formcheck.core.stretch.gentle import is_timed
from formcheck.core.stretch.numbers import StretchNumbers
from formcheck.core.stretch.pace import rep_s
from formcheck.core.stretch.spec import Kind, Phase, Severity
from formcheck.core.words.catalogue import say
from formcheck.core.words.reasons import Shortfall, how_to_be_seen

__all__ = ["PAUSE_AFTER_S", "SetProgress", "cycle_s", "timed", "work"]

TAKE_YOUR_TIME_S = 5.0
PAUSE_AFTER_S = 30.0
UNSEEN_TOLD_S = 1.5
"""Shorter losses are not talked about."""

LACKING_TOLD_S = 2.0
"""Time in the target that does not count is told after this: nobody waits for a clock
that does not run."""

GOES_ON_S = 6.0
GOES_ON_TIMES = 3
"""After a flag this long, or flags this often, a smaller range or a skip is offered."""

COME_BACK_S = 15.0
"""After the last hold, the return is awaited for this long at most."""

PRAISE_EVERY_S = 20.0
_COUNT_DOWN_FROM_S = 5.0
_HALF_WAY_FROM_S = 10.0
_BREATHE_FROM_S = 15.0
"""In a hold of this length or more the breath is called, a quarter of it in."""

_HALF_WAY_FROM_REPS = 4

_SEEN = (RepCounted, PartialRep, TargetEntered, TargetLeft, OwnRangeEntered)


@dataclass(frozen=True, slots=True)
class SetProgress:
    """What a set has come to so far.

    done: reps of all sizes; smaller: those in the person's own smaller range. ended,
    ended_smaller: the same, without the one that goes on. good: reps without any flag.
    eased: ease-off cues that were followed at once. credit_s: time held; on_the_way_s:
    that of it which was short of the target in this repetition. held: this hold is
    already counted. held_s: its clock. called: the last number counted down in this
    hold, None before any. half: its half was called; breathed: its breath was. paced:
    which call of a stretch that is paced came last in it, -1 before any. idle_s,
    unseen_s: since when nothing is done, or nobody seen. told_time, told_unseen: that
    was said;
    told_lacking: why what is seen does not count. over_s: since when all that was
    planned is done. finished: the set is over. flags: unsafe ones by id: how often,
    since when it lasts, and what to say. offered: a smaller one, or none, was offered.
    praised_s: when there was praise last, None before any.
    """

    done: int = 0
    smaller: int = 0
    ended: int = 0
    ended_smaller: int = 0
    good: int = 0
    eased: int = 0
    credit_s: float = 0.0
    on_the_way_s: float = 0.0
    held: bool = False
    held_s: float = 0.0
    called: int | None = None
    half: bool = False
    breathed: bool = False
    paced: int = -1
    idle_s: float | None = None
    told_time: bool = False
    unseen_s: float | None = None
    told_unseen: bool = False
    told_lacking: bool = False
    over_s: float | None = None
    finished: bool = False
    flags: dict[str, tuple[int, float | None, str]] = field(default_factory=dict)
    offered: bool = False
    praised_s: float | None = None

    def idle_for_s(self, time_s: float) -> float:
        """How long nothing has been done."""
        return 0.0 if self.idle_s is None else time_s - self.idle_s


def work(
    state: SetProgress,
    task: Task,
    moment: Moment,
    out: Out,
    numbers: StretchNumbers,
    *,
    sides: bool = True,
) -> SetProgress:
    """Take in one moment of a judged set.

    sides: it is known which way round the picture is. Else no side is named, and none
    is called the wrong one.
    """
    for event in moment.events:
        if isinstance(event, RepCounted | PartialRep):
            if not sides:
                event = replace(event, side=None)
            state = _rep(state, task, event, moment.time_s, out, numbers)
        elif isinstance(event, OwnRangeEntered):
            state = replace(
                state, called=None, half=False, breathed=False, paced=-1, held=False
            )
        elif isinstance(event, TargetEntered):
            state = replace(
                state, called=None, half=False, breathed=False, paced=-1, held=False
            )
            if task.hold_s >= _COUNT_DOWN_FROM_S and event.phase is None:
                words = say("Hold.") if event.seen else say("I have you. Holding.")
                out.say(SayKind.COUNT, words, Tone.GO)
        elif isinstance(event, TargetLeft | OwnRangeLeft):
            state = _left(state, task, event, moment.time_s, out, numbers)
        elif isinstance(event, HoldCompleted):
            state = _held(state, task, out, numbers, own_range=event.own_range)
        elif isinstance(event, FlagRaised):
            state = _raised(state, event)
            if event.severity is Severity.FORM:
                out.say(SayKind.FORM, event.cue)
        elif isinstance(event, FlagCleared):
            state = _cleared(state, event, moment.time_s, out)
    state = _keep_easing(state, moment.time_s, out)
    state = _clock(state, task, moment, out, numbers)
    state = _look_for(state, moment, out)
    state = _tell_lacking(state, moment, out)
    state = _idle(state, moment, out)
    return _finish(state, task, moment, numbers)


def _rep(
    state: SetProgress,
    task: Task,
    event: RepCounted | PartialRep,
    time_s: float,
    out: Out,
    numbers: StretchNumbers,
) -> SetProgress:
    smaller = isinstance(event, PartialRep)
    if isinstance(event, PartialRep) and not event.reason.counts:
        if event.reason is not Shortfall.OTHER_SIDE:
            return state
        if event.side is not None:
            out.info(_other_side(event.side, task.side))
            return state
    good = isinstance(event, RepCounted) and event.good is True
    state = replace(state, good=state.good + good)
    if task.by_time(numbers.gentle):
        # Its time is counted where it was held.
        state = replace(state, on_the_way_s=0.0)
        if is_timed(task.spec, task.mode, numbers.gentle):
            return state
        ended, small = state.ended + 1, state.ended_smaller
        if isinstance(event, PartialRep):
            small += event.reason is Shortfall.SMALLER_RANGE
        return replace(
            state, done=ended, smaller=small, ended=ended, ended_smaller=small
        )
    done = state.done + 1
    text = f"{done}."
    if done == task.reps // 2 and task.reps >= _HALF_WAY_FROM_REPS:
        text += " " + say("Half way.")
    elif task.spec.sides == "alternate" and event.side is not None and done < task.reps:
        text += " " + say("Now the {side}.", side=say(event.side.opposite.word))
    out.say(SayKind.COUNT, text, Tone.DONE)
    state = replace(state, done=done, smaller=state.smaller + smaller)
    last_s = state.praised_s
    rare = last_s is None or time_s - last_s >= PRAISE_EVERY_S
    if good and rare and done < task.reps:
        praise = task.spec.praise
        out.say(SayKind.PRAISE, praise[state.good % len(praise)])
        state = replace(state, praised_s=time_s)
    return state


def _afresh(state: SetProgress) -> SetProgress:
    """Nothing of the hold that begins has been called yet."""
    return replace(state, called=None, half=False, breathed=False, paced=-1)


def _other_side(worked: Side, planned: Side | None) -> str:
    """That the plan names one side, and the other has worked."""
    if planned is None:
        return say("That was the other side.")
    return say(
        "That is your {worked} side. The plan is the {due}.",
        worked=say(worked.word),
        due=say(planned.word),
    )


def _left(
    state: SetProgress,
    task: Task,
    event: TargetLeft | OwnRangeLeft,
    time_s: float,
    out: Out,
    numbers: StretchNumbers,
) -> SetProgress:
    if task.by_time(numbers.gentle) and not state.held:
        if event.complete:  # by a hair
            own_range = isinstance(event, OwnRangeLeft)
            state = _held(state, task, out, numbers, own_range=own_range)
        else:
            part_s = min(event.held_s, task.hold_s)
            own_s = part_s if isinstance(event, OwnRangeLeft) else 0.0
            # The pose was left: that is a stop until it is taken up again.
            state = replace(
                state,
                credit_s=state.credit_s + part_s,
                on_the_way_s=state.on_the_way_s + own_s,
                told_time=False,
            )
    return replace(state, held_s=0.0, held=False)


def _held(
    state: SetProgress,
    task: Task,
    out: Out,
    numbers: StretchNumbers,
    *,
    own_range: bool,
) -> SetProgress:
    """The planned time is held: of a repetition that was counted already or not."""
    if not task.by_time(numbers.gentle):
        return state
    one_each = not is_timed(task.spec, task.mode, numbers.gentle)
    done = (state.ended if one_each else state.done) + 1
    smaller = state.ended_smaller + own_range
    # What was held on the way to it is part of the same repetition.
    credit_s = state.credit_s + task.hold_s - state.on_the_way_s
    last = task.dose.all_held(credit_s, numbers.dose)
    words = say("Slowly come back.") if last else say("And rest. Once more.")
    out.say(SayKind.COUNT, words, Tone.DONE)
    return replace(
        state,
        done=done,
        smaller=smaller,
        credit_s=credit_s,
        on_the_way_s=0.0,
        called=0,
        held=True,
    )


def _raised(state: SetProgress, event: FlagRaised) -> SetProgress:
    if event.severity is not Severity.UNSAFE:
        return state
    times = state.flags.get(event.id, (0, None, ""))[0] + 1
    return replace(
        state, flags={**state.flags, event.id: (times, event.time_s, event.cue)}
    )


def _cleared(
    state: SetProgress, event: FlagCleared, time_s: float, out: Out
) -> SetProgress:
    known = state.flags.get(event.id)
    if known is None or event.severity is not Severity.UNSAFE:
        return state
    times, since_s, cue = known
    if since_s is not None and time_s - since_s < GOES_ON_S:
        out.say(SayKind.PRAISE, say("Good, you eased off in time."))
        state = replace(state, eased=state.eased + 1)
    return replace(state, flags={**state.flags, event.id: (times, None, cue)})


def _keep_easing(state: SetProgress, time_s: float, out: Out) -> SetProgress:
    """What to ease is said while it lasts, as often as the voice lets it be."""
    for times, since_s, cue in state.flags.values():
        if since_s is not None:
            out.say(SayKind.UNSAFE, cue, Tone.EASE)
        goes_on = since_s is not None and time_s - since_s >= GOES_ON_S
        if not state.offered and (goes_on or times >= GOES_ON_TIMES):
            out.info(say("A smaller one is fine. Or skip it."))
            state = replace(state, offered=True)
    return state


def _clock(
    state: SetProgress, task: Task, moment: Moment, out: Out, numbers: StretchNumbers
) -> SetProgress:
    """The hold's clock, in the target or in the person's own range."""
    by_time = task.by_time(numbers.gentle)
    holding = moment.phase is Phase.TARGET or (by_time and moment.own_range)
    if holding and moment.seen:
        if moment.held_s + 0.5 < state.held_s:
            state = _afresh(state)
        state = replace(state, held_s=moment.held_s)
        if task.spec.kind is not Kind.TWO_PHASE:
            state = _call(state, task, moment.held_s, out)
    return state


def _call(state: SetProgress, task: Task, held_s: float, out: Out) -> SetProgress:
    """Half-way, and the last three seconds; or the pace, where there is one."""
    planned_s = task.hold_s
    pace = task.spec.pace
    if pace is not None:
        number = int(held_s // pace.each_s)
        if number != state.paced and held_s < planned_s - 1:
            out.say(SayKind.COUNT, pace.cues[number % len(pace.cues)], Tone.TICK)
            state = replace(state, paced=number)
        return state
    long = planned_s >= _BREATHE_FROM_S and not state.breathed
    if long and planned_s / 4 <= held_s < planned_s / 2:
        out.say(SayKind.COUNT, say("Breathe slowly, in and out."))
        return replace(state, breathed=True)
    if planned_s >= _HALF_WAY_FROM_S and not state.half and held_s >= planned_s / 2:
        out.say(SayKind.COUNT, say("Half way."))
        state = replace(state, half=True)
    if planned_s >= _COUNT_DOWN_FROM_S:
        for number in (3, 2, 1):
            due = planned_s - number <= held_s < planned_s - number + 1
            if due and (state.called is None or state.called > number):
                out.say(SayKind.COUNT, str(number), Tone.TICK)
                return replace(state, called=number)
    return state


def _look_for(state: SetProgress, moment: Moment, out: Out) -> SetProgress:
    """Say how to be seen when the person is not seen, but not at every brief loss."""
    if moment.seen or moment.camera is not CameraStatus.OK:
        if state.told_unseen and moment.seen:
            out.info(say("I can see you again."))
        return replace(state, unseen_s=None, told_unseen=False)
    since_s = state.unseen_s if state.unseen_s is not None else moment.time_s
    if moment.time_s - since_s >= UNSEEN_TOLD_S:
        words = how_to_be_seen(moment.why)
        out.say(SayKind.SEE, words, None if state.told_unseen else Tone.LOST)
        state = replace(state, told_unseen=True)
    return replace(state, unseen_s=since_s)


def _tell_lacking(state: SetProgress, moment: Moment, out: Out) -> SetProgress:
    """Say why somebody who does the stretch as far as they know is not counted."""
    if moment.lacks is None or not moment.seen:
        return replace(state, told_lacking=False) if state.told_lacking else state
    if state.told_lacking or moment.lacks_for_s < LACKING_TOLD_S:
        return state
    out.say(SayKind.SEE, how_to_be_seen(moment.lacks))
    return replace(state, told_lacking=True)


def _idle(state: SetProgress, moment: Moment, out: Out) -> SetProgress:
    at_it = moment.phase in (Phase.GOING, Phase.TARGET, Phase.RETURNING)
    if (at_it and moment.seen) or any(isinstance(e, _SEEN) for e in moment.events):
        return replace(state, idle_s=None)
    since_s = state.idle_s if state.idle_s is not None else moment.time_s
    state = replace(state, idle_s=since_s)
    waited_s = moment.time_s - since_s
    if waited_s >= TAKE_YOUR_TIME_S and not state.told_time and moment.seen:
        out.info(say("Take your time."))
        state = replace(state, told_time=True)
    return state


def _finish(
    state: SetProgress, task: Task, moment: Moment, numbers: StretchNumbers
) -> SetProgress:
    if not task.by_time(numbers.gentle):
        return replace(state, finished=state.done >= task.reps)
    if state.over_s is None:
        if not task.dose.all_held(state.credit_s, numbers.dose):
            return state
        state = replace(state, over_s=moment.time_s)
    assert state.over_s is not None
    back = moment.phase in (Phase.START, Phase.FINDING)
    back = back or any(isinstance(e, RepCounted | PartialRep) for e in moment.events)
    late = moment.time_s - state.over_s >= COME_BACK_S
    return replace(state, finished=back or late)


def cycle_s(task: Task) -> float:
    """How long one repetition lasts in a set that is only timed."""
    return rep_s(task.spec, task.hold_s)


def timed(
    state: SetProgress,
    task: Task,
    since_s: float,
    before_s: float,
    time_s: float,
    out: Out,
) -> SetProgress:
    """Take in one moment of a set that is only timed: nothing is judged or credited.

    since_s: when it began, with pauses taken out; before_s: the last moment.
    """
    one_s = cycle_s(task)
    number, was = (
        int((time_s - since_s) // one_s),
        int((before_s - since_s) // one_s),
    )
    at_s = (time_s - since_s) - number * one_s
    if number >= task.reps:
        return replace(state, done=task.reps, finished=True)
    first = before_s <= since_s
    if number != was or first:
        out.say(SayKind.COUNT, say("{number}. Begin.", number=number + 1), Tone.GO)
        state = replace(
            state, done=number, called=None, half=False, breathed=False, paced=-1
        )
    before_at_s = (before_s - since_s) - number * one_s
    if before_at_s < task.hold_s <= at_s:
        out.say(SayKind.COUNT, say("Slowly come back."), Tone.DONE)
    return _call(state, task, at_s, out) if at_s < task.hold_s else state
