"""Fold a set's events into its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.calm_peaks import calm_peaks
from formcheck.core.judge.change import calibration_of, change_of, errors_of
from formcheck.core.judge.events import (
    Event,
    FlagCleared,
    NotCounted,
    OwnRangeLeft,
    PartialRep,
    RepCounted,
    SetFinished,
    StartConfirmed,
    TargetLeft,
    TrackingFound,
    TrackingLost,
)
from formcheck.core.judge.faults import faults_of
from formcheck.core.judge.judging import Judging
from formcheck.core.judge.leaving import without_leaving
from formcheck.core.judge.movements import Movement
from formcheck.core.judge.numbers import ResultNumbers
from formcheck.core.judge.result import SetResult, Status, about_measure, unit_of
from formcheck.core.judge.result_parts import (
    NO_LOOKS,
    FlagResult,
    HoldResult,
    Learned,
    Looks,
    MovementResult,
    NotCountedResult,
    NotJudged,
    OwnHoldResult,
    PartialResult,
    Planned,
    RangeUsed,
    RepResult,
    SideWord,
    UnseenResult,
    UsedProfile,
)
from formcheck.core.judge.what_became import what_became
from formcheck.core.stretch.dose import dose_of
from formcheck.core.stretch.gentle import is_timed
from formcheck.core.stretch.own_range import PAST_CEILING_CUE, ends_by_side
from formcheck.core.stretch.spec import Phase, Plan, Profile, StretchSpec
from formcheck.core.words.catalogue import say
from formcheck.core.words.reasons import Reason

__all__ = ["summarise_set"]

Interval = tuple[float, float]


def summarise_set(
    spec: StretchSpec,
    profile: Profile,
    plan: Plan,
    events: Sequence[Event],
    judging: Judging,
    *,
    start_s: float = 0.0,
    looks: Looks = NO_LOOKS,
    movements: Sequence[Movement] | None = None,
    view_known: bool = True,
) -> SetResult:
    """What a set came to. The last event must be `SetFinished`.

    The four times - in target, out of target, searching, cannot see - sum to the set's
    length.
    movements: seen by whoever knows no stretch; None where nobody looked for any.
    view_known: from where every pose was seen; else it is partly judged at most.
    """
    end = events[-1]
    if not isinstance(end, SetFinished):
        raise ValueError(f"a set ends with SetFinished, not {type(end).__name__}")
    events = without_leaving(events)
    end_s, numbers = max(end.time_s, start_s), judging.judge
    dose = dose_of(spec, plan)
    unseen = _unseen(events, start_s, end_s)
    stays = [e for e in events if isinstance(e, TargetLeft)]
    holds = [hold for hold in stays if hold.held_s >= numbers.hold.min_s]
    own = [e for e in events if isinstance(e, OwnRangeLeft)]
    own = [hold for hold in own if hold.held_s >= numbers.hold.min_s]
    reps = [e for e in events if isinstance(e, RepCounted)]
    partial = [e for e in events if isinstance(e, PartialRep)]
    total_s = round(end_s - start_s, 3)
    holes = [interval for interval, _ in unseen]
    unseen_s = round(_covered(holes), 3)
    inside_s = sum(_length_without((v.start_s, v.end_s), holes) for v in stays)
    in_target_s = min(round(inside_s, 3), round(total_s - unseen_s, 3))
    free_s = round(total_s - in_target_s - unseen_s, 3)
    searching_s = min(round(end.searching_s, 3), free_s)
    starts = [e for e in events if isinstance(e, StartConfirmed)]
    counted = bool(reps or partial or stays or own)
    status, why = _status(
        unseen, unseen_s, total_s, bool(starts) or counted, counted, numbers.result
    )
    lacking = [
        e for e in events if isinstance(e, NotCounted) and not _in_one(e, reps, partial)
    ]
    if why is Reason.NO_START and end.cut_off_s > end.searching_s / 2:
        why = Reason.OUT_OF_PICTURE  # which may be all that the start lacked
    if status == "judged" and lacking and not counted:
        # Somebody did the stretch as far as they knew: that is no "nothing found".
        status = "not_judged"
        why = max(lacking, key=lambda e: e.end_s - e.start_s).reason
    if status == "judged":
        status, why = _by_shape(spec, end, in_target_s)
    if status == "judged" and not view_known:
        status, why = "partly_judged", Reason.VIEW
    timed = is_timed(spec, plan.mode, judging.stretch.gentle)
    rep_results = tuple(
        _rep(spec, rep, number, change_of(spec, rep.peak, rep.end_s, starts))
        for number, rep in enumerate(reps, 1)
    )
    part_results = tuple(
        _partial(spec, rep, change_of(spec, rep.peak, rep.end_s, starts))
        for rep in partial
    )
    hold_results = tuple(_hold(hold) for hold in holds)
    own_results = tuple(_own_hold(hold) for hold in own)
    uncounted = tuple(_not_counted(event) for event in lacking)
    unseen_results = tuple(
        UnseenResult(start_s=round(a, 3), end_s=round(b, 3), why=why)
        for (a, b), why in unseen
    )
    became: tuple[MovementResult, ...] = ()
    if movements is not None and not timed:
        became = what_became(
            spec,
            movements,
            rep_results,
            part_results,
            (*hold_results, *own_results),
            uncounted,
            unseen_results,
        )
    cues = {one.id: one.cue for one in faults_of(spec, profile, plan.mode)}
    return SetResult(
        stretch=spec.id,
        kind=spec.kind,
        status=status,
        why=why,
        side=_side_word(_common_side([*reps, *partial, *stays, *own])),
        mode=plan.mode,
        timed=timed,
        planned=Planned(
            reps=dose.total, hold_s=dose.hold_s, side=_side_word(plan.side)
        ),
        **about_measure(spec),
        **errors_of(spec, judging),
        calibration=calibration_of(spec, judging),
        rolled_deg=round(end.rolled_deg, 1) or None,
        level_known=end.level_told or not free_s + in_target_s,
        profile=_profile(spec, profile, judging),
        neutral={k: _num(v) for k, v in starts[-1].neutral} if starts else None,
        start_s=round(start_s, 3),
        end_s=round(end_s, 3),
        in_target_s=in_target_s,
        out_of_target_s=round(free_s - searching_s, 3),
        searching_s=searching_s,
        unseen_s=unseen_s,
        reps=rep_results,
        partial_reps=part_results,
        holds=hold_results,
        own_range_holds=own_results,
        flags=tuple(
            _flag(flag, cues, reps, holds, numbers.result.flag_near_s)
            for flag in events
            if isinstance(flag, FlagCleared)
        ),
        not_counted=uncounted,
        movements=became,
        unseen=unseen_results,
        not_judged=tuple(
            NotJudged(measure=measure, why=why, seconds=round(seconds, 2))
            for measure, why, seconds in sorted(end.not_judged, key=lambda n: -n[2])
            if seconds >= 0.05
        ),
        learned=_learned(spec, [*reps, *partial]),
        looks=looks,
    )


def _rep(
    spec: StretchSpec, rep: RepCounted, number: int, change: float | None
) -> RepResult:
    return RepResult(
        number=number,
        side=_side_word(rep.side),
        start_s=round(rep.start_s, 3),
        end_s=round(rep.end_s, 3),
        held_s=round(rep.held_s, 3),
        measure=spec.primary,
        peak=_num(rep.peak),
        change=change,
        unit=unit_of(spec),
        good=rep.good,
        flags=rep.flags,
    )


def _partial(spec: StretchSpec, rep: PartialRep, change: float | None) -> PartialResult:
    return PartialResult(
        side=_side_word(rep.side),
        start_s=round(rep.start_s, 3),
        end_s=round(rep.end_s, 3),
        held_s=round(rep.held_s, 3),
        measure=spec.primary,
        peak=_num(rep.peak),
        change=change,
        unit=unit_of(spec),
        reason=rep.reason,
        flags=rep.flags,
    )


def _hold(hold: TargetLeft) -> HoldResult:
    return HoldResult(
        start_s=round(hold.start_s, 3),
        end_s=round(hold.end_s, 3),
        held_s=round(hold.held_s, 3),
        complete=hold.complete,
        side=_side_word(hold.side),
        cut=hold.cut,
        phase=hold.phase,
    )


def _own_hold(hold: OwnRangeLeft) -> OwnHoldResult:
    return OwnHoldResult(
        start_s=round(hold.start_s, 3),
        end_s=round(hold.end_s, 3),
        held_s=round(hold.held_s, 3),
        complete=hold.complete,
        side=_side_word(hold.side),
        cut=hold.cut,
    )


def _not_counted(event: NotCounted) -> NotCountedResult:
    return NotCountedResult(
        start_s=round(event.start_s, 3),
        end_s=round(event.end_s, 3),
        why=event.reason,
        measure=event.measure,
        phase=event.phase,
    )


def _flag(
    flag: FlagCleared,
    cues: Mapping[str, str],
    reps: Sequence[RepCounted],
    holds: Sequence[TargetLeft],
    near_s: float,
) -> FlagResult:
    # A flag on the way out may begin just after the rep's last look at the target.
    at_s = flag.start_s
    in_rep = [
        n
        for n, r in enumerate(reps, 1)
        if r.start_s - near_s <= at_s <= r.end_s + near_s
    ]
    in_hold = [n for n, v in enumerate(holds, 1) if v.start_s <= at_s <= v.end_s]
    return FlagResult(
        id=flag.id,
        severity=flag.severity,
        start_s=round(flag.start_s, 3),
        raised_s=round(flag.raised_s, 3),
        end_s=round(flag.end_s, 3),
        worst=_num(flag.worst),
        unit=flag.unit,
        cue=cues.get(flag.id, say(PAST_CEILING_CUE)),
        rep=in_rep[0] if in_rep else None,
        hold=in_hold[0] if in_hold else None,
    )


def _unseen(
    events: Iterable[Event], start_s: float, end_s: float
) -> list[tuple[Interval, Reason]]:
    """The stretches of time in which nothing could be judged, and why."""
    found: list[tuple[Interval, Reason]] = []
    lost: TrackingLost | None = None
    for event in events:
        if isinstance(event, TrackingLost):
            lost = event
        elif isinstance(event, TrackingFound):
            lost = None
            begin_s = max(start_s, event.lost_s)
            if event.time_s > begin_s:
                found.append(((begin_s, event.time_s), event.why))
    if lost is not None and end_s > max(start_s, lost.time_s):
        found.append(((max(start_s, lost.time_s), end_s), lost.why))
    return found


def _covered(intervals: Iterable[Interval]) -> float:
    """Return how many seconds the intervals cover together."""
    total, reached = 0.0, float("-inf")
    for begin_s, end_s in sorted(intervals):
        total += max(0.0, end_s - max(begin_s, reached))
        reached = max(reached, end_s)
    return total


def _length_without(whole: Interval, holes: Iterable[Interval]) -> float:
    begin_s, end_s = whole
    inside = [(max(begin_s, a), min(end_s, b)) for a, b in holes]
    return max(0.0, end_s - begin_s) - _covered([i for i in inside if i[1] > i[0]])


def _status(
    unseen: Sequence[tuple[Interval, Reason]],
    unseen_s: float,
    total_s: float,
    found: bool,
    counted: bool,
    numbers: ResultNumbers,
) -> tuple[Status, Reason | None]:
    share = unseen_s / total_s if total_s > 0 else 1.0
    seconds: dict[Reason, float] = {}
    for (begin_s, end_s), why in unseen:
        seconds[why] = seconds.get(why, 0.0) + end_s - begin_s
    main = max(seconds, key=lambda why: seconds[why]) if seconds else None
    if share >= (numbers.not_from if counted else numbers.nothing_from):
        return "not_judged", main
    if not found:
        return "not_judged", main if share >= numbers.partly_from else Reason.NO_START
    return ("partly_judged", main) if share >= numbers.partly_from else ("judged", None)


def _in_one(
    lacking: NotCounted, reps: Sequence[RepCounted], partial: Sequence[PartialRep]
) -> bool:
    """Whether it was part of a repetition that counted once its start was sure."""
    if lacking.phase is not Phase.FINDING:
        return False
    done: list[RepCounted | PartialRep] = [
        *reps,
        *(part for part in partial if part.reason.counts),
    ]
    return any(
        rep.start_s <= lacking.start_s and lacking.end_s <= rep.end_s for rep in done
    )


def _by_shape(
    spec: StretchSpec, end: SetFinished, in_target_s: float
) -> tuple[Status, Reason | None]:
    """Whether what tells it from look-alikes was seen for most of its holds."""
    asked = spec.target or spec.phases
    shapes = {c.measure for c in asked.shapes} if asked else set()
    for measure, why, seconds in end.not_judged:
        about = why is Reason.NOT_MADE_OUT or measure in shapes
        if about and seconds > in_target_s / 2 > 0:
            return "partly_judged", why
    return "judged", None


def _common_side(
    done: Iterable[RepCounted | PartialRep | TargetLeft | OwnRangeLeft],
) -> Side | None:
    """The one side that worked; None where there is none, or both did."""
    sides = {e.side for e in done if e.side is not None}
    return sides.pop() if len(sides) == 1 else None


def _profile(spec: StretchSpec, profile: Profile, judging: Judging) -> UsedProfile:
    known = profile.stretches.get(spec.id)
    return UsedProfile(
        person=profile.person,
        ranges=tuple(
            RangeUsed(
                side=_side_word(side),
                near=_num(ends.near),
                ceiling=_num(ends.ceiling),
            )
            for side, ends in ends_by_side(
                spec, known, judging.stretch.own_range
            ).items()
            if not (isnan(ends.near) and isnan(ends.ceiling))
        ),
        neutral=known.neutral if known else None,
        conditions=tuple(profile.conditions),
    )


def _learned(
    spec: StretchSpec, done: Sequence[RepCounted | PartialRep]
) -> Learned | None:
    """What this set teaches of the person's range: how far calm repetitions went."""
    peaks = calm_peaks(spec, sorted(done, key=lambda rep: rep.start_s))
    return Learned(measure=spec.primary, peaks=peaks) if peaks else None


def _side_word(side: Side | None) -> SideWord | None:
    if side is None:
        return None
    return "left" if side is Side.LEFT else "right"


def _num(value: float) -> float | None:
    return None if isnan(value) else round(value, 3)
