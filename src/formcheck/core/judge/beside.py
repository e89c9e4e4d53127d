"""What is watched beside the states of a repetition, at every look: faults, what did
not count, what could not be judged.
"""

from __future__ import annotations

from dataclasses import replace
from math import isnan

from formcheck.core.body.cadence import CADENCE
from formcheck.core.judge.events import Event, FlagRaised
from formcheck.core.judge.faults import may_be_unsafe, step_faults
from formcheck.core.judge.hysteresis import Verdict
from formcheck.core.judge.sample import Sample
from formcheck.core.judge.set_state import CheckerState
from formcheck.core.judge.states import Finding, Holding
from formcheck.core.judge.uncounted import ended, watch
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.reasons import Reason

__all__ = ["count_unknown", "judge_faults", "watch_uncounted"]


def judge_faults(
    spec: StretchSpec,
    state: CheckerState,
    sample: Sample | None,
    time_s: float,
    step_s: float,
    events: list[Event],
) -> tuple[CheckerState, list[Event]]:
    """Judge every fault; return what is flagged behind the events."""
    if isinstance(state.at, Finding):
        return state, events
    phase = state.phase
    states, verdicts, flagged = step_faults(
        state.faults,
        state.fault_states,
        spec,
        sample,
        time_s,
        phase,
        state.footing.placed,
        state.judging,
    )
    events += flagged
    # Nor is one made where it is not known from where they were seen.
    blind = (sample is not None and isnan(sample.off_deg)) or any(
        verdict is Verdict.UNKNOWN and may_be_unsafe(fault) and phase in fault.during
        for fault, verdict in zip(state.faults, verdicts, strict=True)
    )
    if states != state.fault_states:
        state = replace(state, fault_states=states)
    ids = tuple(e.id for e in flagged if isinstance(e, FlagRaised))
    if ids or blind:
        state = state.marked(ids, step_s if blind else 0.0)
    return state, events


def watch_uncounted(
    state: CheckerState, sample: Sample | None, events: list[Event]
) -> tuple[CheckerState, list[Event]]:
    """Note what is in the target and does not count; a gap ends it."""
    numbers, target_range = state.judging.judge.uncounted, state.own_target_range
    known, time_s = state.uncounted, state.time_s
    if target_range is None or time_s is None:
        return state, events
    if sample is None:
        if known is None or time_s - known.last_s < CADENCE.stale_s:
            return state, events
        return replace(state, uncounted=None), [*events, *ended(known, time_s, numbers)]
    turned = state.turned_before(time_s)
    known, told = watch(known, state.at, target_range, sample, numbers, turned=turned)
    if known is not state.uncounted:
        state = replace(state, uncounted=known)
    return state, [*events, *told]


def count_unknown(
    spec: StretchSpec,
    state: CheckerState,
    sample: Sample | None,
    why: Reason | None,
    step_s: float,
) -> CheckerState:
    """Add this step to what could not be judged, by measure and reason."""
    if sample is None:
        found = [(spec.primary, why or Reason.HIDDEN)]
    else:
        found = [
            (n, w)
            for n, w in zip(sample.names, sample.why, strict=True)
            if w is not None
        ]
        if not sample.off_deg <= spec.camera.max_off_deg:
            found += [("faults", Reason.VIEW)]
        if isinstance(state.at, Holding) and spec.target is not None:
            found += [
                (clause.measure, Reason.NOT_MADE_OUT)
                for clause in spec.target.unsure
                if sample.stays_in(clause) is not Verdict.YES
            ]
    if not found or step_s <= 0:
        return state
    totals = {(m, w): s for m, w, s in state.unknown}
    for key in found:
        totals[key] = totals.get(key, 0.0) + step_s
    return replace(state, unknown=tuple((m, w, s) for (m, w), s in totals.items()))
