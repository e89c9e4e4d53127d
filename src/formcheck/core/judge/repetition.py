"""Reps and holds: from the start pose to the target and back, one repetition at a time.

The machine knows nothing of stretches: it sees the progress of one measure from the
person's own neutral (0) to the target's nearer edge (1), and the target's verdict.
"""

from __future__ import annotations

from dataclasses import replace
from math import isnan

from formcheck.core.body.cadence import CADENCE
from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import (
    Event,
    HoldCompleted,
    OwnRangeEntered,
    TargetEntered,
)
from formcheck.core.judge.hold import Hold, is_calm, keep, stay
from formcheck.core.judge.hysteresis import Settled, Verdict, settle
from formcheck.core.judge.numbers import HoldNumbers, RepNumbers, TimerNumbers
from formcheck.core.judge.own_hold import keep_own
from formcheck.core.judge.rep_ends import (
    close_own,
    closed,
    end_repetition,
    share_back,
)
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.states import (
    AtStart,
    CameIn,
    Going,
    Happened,
    Holding,
    Rep,
    RepState,
    Returning,
    hold_of,
    moved,
)
from formcheck.core.judge.target import RangeKind, TargetRange
from formcheck.core.judge.terms import Terms
from formcheck.core.judge.turns import Turn, follow
from formcheck.core.stretch.spec import Kind

__all__ = ["step_repetition", "taken_up"]


def taken_up(
    since_s: float, sample: Sample, value: float, numbers: HoldNumbers, *, cut: bool
) -> Holding:
    """Return a repetition that begins in the target, calm there since `since_s`.

    cut: what is judged began in it.
    """
    return Holding(
        Rep(begun_s=since_s, entry=CameIn.FROM_ELSEWHERE, peak=value),
        Settled(Verdict.YES, since_s, Verdict.YES, since_s),
        Hold(
            since_s,
            numbers,
            settled_s=since_s,
            calm_s=sample.time_s,
            in_s=sample.time_s,
            cut=cut,
        ),
    )


def step_repetition(
    at: RepState,
    terms: Terms,
    target_range: TargetRange,
    sample: Sample,
    active: Side | None,
    leads: Side | None,
) -> tuple[RepState, list[Event]]:
    """Take in a look after a confirmed start, or a recording begun in movement.

    active: the side that works. leads: the one that can be told from the other, where
    no rule names the one that works.
    """
    if target_range.kind is RangeKind.TIMER:
        return _step_timer(at, terms, target_range, sample)
    events: list[Event] = []
    spec, numbers = terms.spec, terms.judging.judge
    time_s = sample.time_s
    value = sample.value(spec.primary)
    # While it is unknown, a person who was in the target counts as still in it.
    was_in = at.target.verdict is Verdict.YES or (
        at.target.verdict is Verdict.UNKNOWN and hold_of(at) is not None
    )
    seen = target_range.target(sample, was_in=was_in)
    target = settle(at.target, time_s, seen, numbers.rep.dwell_s)
    at = replace(at, target=target)
    if target.verdict is Verdict.UNKNOWN and not isinstance(at, AtStart):
        at = replace(at, rep=replace(at.rep, unclear=True))
    if isnan(value):
        return at, events
    progress = target_range.progress(value)
    if isinstance(at, AtStart):
        at = _at_start(at, time_s, progress, numbers.rep)
    shaped = target_range.has_shape(sample)
    if shaped or target_range.is_past_end(value):
        at = _keep_peak(at, target_range, value)
    if target.verdict is Verdict.YES and not isinstance(at, AtStart):
        left = at.hold if isinstance(at, Returning) else None
        at, events = _in_target(at, terms, target_range, sample, active)
        at, more = _turned(at, terms, target_range, sample, left, leads)
        events += more
    elif isinstance(at, Holding):
        out = Returning(at.rep, target, hold=at.hold, turn=at.turn)
        at = moved(at, Happened.LEFT, out)
    elif isinstance(at, Going) and target_range.kind is RangeKind.JUDGED:
        near = shaped and progress >= spec.reps.smaller_from
        at, events = _short_of_it(at, terms, sample, active, near=near)
    if isinstance(at, Returning) and at.hold is not None:
        out_s = time_s - at.hold.in_s
        if out_s >= spec.hold.grace_s or progress <= numbers.hold.left_at:
            rep, more = closed(at, terms, time_s)
            at, events = replace(at, rep=rep, hold=None), events + more
    if isinstance(at, Going | Returning):
        at, more = _coming_back(at, terms, target_range, sample, value, progress)
        events += more
    return at, events


def _step_timer(
    at: RepState,
    terms: Terms,
    target_range: TargetRange,
    sample: Sample,
) -> tuple[RepState, list[Event]]:
    """Take in a look of a guided stretch: time counts while the posture is still."""
    events: list[Event] = []
    spec, numbers = terms.spec, terms.judging.judge
    time_s = sample.time_s
    was_in = at.target.verdict is Verdict.YES
    seen = target_range.target(sample, was_in=was_in)
    target = settle(at.target, time_s, seen, numbers.rep.dwell_s)
    at = replace(at, target=target)
    if seen is Verdict.YES and target.verdict is Verdict.YES:
        if not isinstance(at, Holding):
            entered_s = _stilled_s(target.since_s, sample, numbers.timer)
            hold = Hold(
                entered_s,
                numbers.hold,
                settled_s=entered_s,
                calm_s=entered_s,
                in_s=time_s,
                cut=at.rep.entry is CameIn.BEGAN_IN_IT,
            )
            at = moved(at, Happened.REACHED, Holding(at.rep, target, hold))
            events.append(TargetEntered(entered_s))
        out_s = time_s - at.hold.in_s
        # A look or two out of the posture are bridged; more time is not held.
        missed_s = out_s if out_s > CADENCE.lapse_s else 0.0
        hold = stay(replace(at.hold, gap_since_s=missed_s), time_s, calm=True)
        hold, completed = _completed(hold, terms, sample, RangeKind.TIMER)
        return replace(at, hold=hold), [*events, *completed]
    if not isinstance(at, Holding):
        return at, events
    out_s = time_s - at.hold.in_s
    blind = seen is Verdict.UNKNOWN
    may_be_s = numbers.timer.unseen_s if blind else spec.hold.grace_s
    if seen is Verdict.YES or out_s < may_be_s:
        # The clock stands meanwhile.
        return replace(at, hold=replace(at.hold, gap_since_s=out_s)), events
    rep, events = closed(at, terms, time_s)
    rep = replace(rep, entry=CameIn.SEEN, flags=())
    return moved(at, Happened.LEFT, Returning(rep, target)), events


def _completed(
    hold: Hold, terms: Terms, sample: Sample, kind: RangeKind
) -> tuple[Hold, list[Event]]:
    """Report the planned time as held. A person who moves slowly never leaves a range
    that is too narrow to separate holds: each further planned time is another hold.
    """
    dose = terms.dose
    due = hold.held_s >= (hold.told + 1) * dose.hold_s
    if not due or hold.told >= (dose.total if kind is RangeKind.NARROW else 1):
        return hold, []
    return replace(hold, told=hold.told + 1), [HoldCompleted(sample.time_s)]


def _stilled_s(still_s: float, sample: Sample, numbers: TimerNumbers) -> float:
    """When the body became still. still_s: the first look at which it was.

    Stillness is a mean over a while before; nothing is granted that was not seen.
    """
    before = [time_s for time_s, _ in sample.history if time_s < still_s]
    if not before or still_s - before[-1] > CADENCE.apart_s:
        return still_s
    return max(before[0], (before[-1] + still_s - numbers.still_over_s) / 2)


def _at_start(
    at: AtStart, time_s: float, progress: float, numbers: RepNumbers
) -> AtStart | Going:
    if progress <= numbers.at_rest:
        at = replace(at, rest_s=time_s)
    at = replace(at, low=min(at.low, progress))
    # A pause on the way back is not left by going on with it.
    outwards = progress - at.low > numbers.going - numbers.at_rest
    gone = Verdict.YES if progress > numbers.going and outwards else Verdict.NO
    out = settle(at.out, time_s, gone, numbers.dwell_s)
    if out.verdict is Verdict.YES or at.target.verdict is Verdict.YES:
        going = Going(replace(at.rep, begun_s=at.rest_s), at.target)
        return moved(at, Happened.START_LEFT, going)
    return replace(at, out=out)


def _keep_peak(at: RepState, target_range: TargetRange, value: float) -> RepState:
    """The furthest so far, until the start is reached again."""
    back = isinstance(at, Going | Returning) and at.returned_s is not None
    if isinstance(at, AtStart) or back:
        return at
    peak = at.rep.peak
    if peak is None or target_range.direction.past(value, peak) > 0:
        return replace(at, rep=replace(at.rep, peak=value))
    return at


def _in_target(
    at: Going | Holding | Returning,
    terms: Terms,
    target_range: TargetRange,
    sample: Sample,
    active: Side | None,
) -> tuple[Holding, list[Event]]:
    events: list[Event] = []
    numbers = terms.judging.judge.hold
    if isinstance(at, Going):
        at, events = close_own(at, terms, sample.time_s)
    if not isinstance(at, Holding):
        rep, hold, entered_s = at.rep, hold_of(at), at.target.since_s
        turn = at.turn if isinstance(at, Returning) and hold is not None else Turn()
        if isinstance(at, Going):  # what counts is which side was held
            rep = replace(rep, votes=(0, 0))
        if hold is None:
            cut = rep.entry is CameIn.BEGAN_IN_IT
            hold = Hold(entered_s, numbers, calm_s=entered_s, in_s=entered_s, cut=cut)
            events.append(TargetEntered(entered_s))
        at = moved(at, Happened.REACHED, Holding(rep, at.target, hold, turn))
    hold = _kept(at.hold, at, terms, target_range, sample)
    hold, completed = _completed(hold, terms, sample, target_range.kind)
    return replace(at, hold=hold, rep=at.rep.voted(active)), [*events, *completed]


def _kept(
    hold: Hold, at: Holding, terms: Terms, target_range: TargetRange, sample: Sample
) -> Hold:
    """One look more of a stay."""
    spec, deep = terms.spec, terms.judging.judge.hold.deep
    progress = target_range.progress(sample.value(spec.primary))
    return keep(
        hold,
        sample,
        spec.primary,
        spec.hold.settled_speed,
        deep=progress >= 1 - deep and at.target.coming is Verdict.YES,
        sign=target_range.direction.sign,
        at=progress,
    )


def _turned(
    at: Holding,
    terms: Terms,
    target_range: TargetRange,
    sample: Sample,
    left: Hold | None,
    leads: Side | None,
) -> tuple[Holding, list[Event]]:
    """End the hold where it is the other side that has been held for a while.

    left: the stay, where the target was left before this look.
    """
    turn = follow(at.turn, left, at.hold, leads)
    change = turn.change
    if change is None:
        return replace(at, turn=turn), []
    fresh = _kept(change.fresh, at, terms, target_range, sample)
    if change.fresh.held_s < terms.judging.judge.hold.min_s:
        return replace(at, turn=replace(turn, change=replace(change, fresh=fresh))), []
    changed_s = fresh.entered_s
    rep = at.rep
    if rep.side is not None:  # since the change, the other one has been voted for
        rep = replace(rep, votes=(0, 0)).voted(turn.side)
    over = Returning(rep, at.target, returned_s=changed_s, hold=change.before)
    events = end_repetition(over, terms, target_range, sample.time_s)
    value = sample.value(terms.spec.primary)
    rep = Rep(begun_s=changed_s, entry=CameIn.FROM_ELSEWHERE, peak=value)
    events.append(TargetEntered(changed_s, seen=False))
    return replace(at, rep=rep, hold=fresh, turn=Turn(side=leads)), events


def _short_of_it(
    at: Going,
    terms: Terms,
    sample: Sample,
    active: Side | None,
    *,
    near: bool,
) -> tuple[Going, list[Event]]:
    """Take in a look on the way, where keeping still is a hold in the own range.

    near: far enough on the way, and in the stretch's shape.
    """
    spec, numbers = terms.spec, terms.judging.judge.hold
    time_s, was = sample.time_s, at.own
    if near:
        at = replace(at, rep=at.rep.voted(active))
    if spec.kind is not Kind.HOLD or (at.own_done and was is None):
        return at, []
    own = keep_own(
        was,
        time_s,
        near=near,
        still=is_calm(sample, spec, numbers),
        grace_s=spec.hold.grace_s,
        hold_s=numbers.own_range_s,
    )
    if own is None:
        return close_own(at, terms, time_s)
    events: list[Event] = []
    if own.held and not (was is not None and was.held):
        events.append(OwnRangeEntered(own.since_s))
    if own.held and not own.told and own.held_s >= terms.dose.hold_s:
        own = replace(own, told=True)
        events.append(HoldCompleted(time_s, own_range=True))
    return replace(at, own=own), events


def _coming_back(
    at: Going | Returning,
    terms: Terms,
    target_range: TargetRange,
    sample: Sample,
    value: float,
    progress: float,
) -> tuple[Going | Returning | AtStart, list[Event]]:
    time_s, spec, numbers = sample.time_s, terms.spec, terms.judging.judge
    returned, dwell_s = numbers.rep.returned, numbers.rep.dwell_s
    if at.returned_s is None:
        there = progress <= returned or (
            isinstance(at, Returning)
            and share_back(at.rep, target_range, value) >= 1 - returned
        )
        seen = Verdict.YES if there else Verdict.NO
        back = settle(at.back, time_s, seen, dwell_s)
        at = replace(at, back=back)
        if back.verdict is not Verdict.YES:
            return at, []
        at = replace(at, returned_s=back.since_s)
    assert at.returned_s is not None
    waited_s = time_s - at.returned_s
    calm = is_calm(sample, spec, numbers.hold, times=numbers.rep.calm_back)
    if waited_s < numbers.rep.wait_s and not (calm and waited_s > dwell_s):
        return at, []
    events = end_repetition(at, terms, target_range, time_s)
    start = AtStart(time_s, target=Settled(Verdict.NO, time_s))
    return moved(at, Happened.BACK, start), events
