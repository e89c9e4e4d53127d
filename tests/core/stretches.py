"""Small stretches with round numbers, and a judge to put a motion before.

They are ours, so that tuning `poses/` changes no test of a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any, TypeVar

from formcheck.core.body.observation import Observation
from formcheck.core.judge.events import (
    Event,
    FlagCleared,
    FlagRaised,
    PartialRep,
    RepCounted,
    TargetLeft,
)
from formcheck.core.judge.judge import CheckerState, advance, begin, finish
from formcheck.core.judge.summary import summarise_set
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from tests.builders import SUPINE, Motion
from tests.numbers import SHIPPED

E = TypeVar("E")

NOBODY_KNOWN = Profile()
LIVE = Plan(recorded=False)
RECORDED = Plan()

HOLD: dict[str, Any] = {
    "schema": 1,
    "id": "draw_in",
    "name": "Draw in",
    "posture": "supine",
    "trust": "B",
    "kind": "hold",
    "sides": "none",
    "instructions": ["Lie down.", "Draw your knees in."],
    "camera": {
        "view": "side",
        "max_off_deg": 25,
        "count_max_off_deg": 35,
        "height_m": [0.3, 0.8],
        "distance_m": [2, 3],
        "advice": "From the side.",
    },
    "measures": {
        "hip": {"kind": "hip_angle"},
        "knee": {"kind": "knee_angle"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
    "start": {
        "still_s": 0.5,
        "evidence": "estimate",
        "clauses": [{"measure": "hip", "enter": [115, 150], "exit": [105, 165]}],
    },
    "target": {
        "evidence": "estimate",
        "clauses": [{"measure": "hip", "enter": [40, 70], "exit": [30, 80]}],
    },
    "hold": {
        "seconds": 3,
        "grace_s": 1.0,
        "settled_speed": 15,
        "source": "a round number",
    },
    "reps": {"count": 3, "smaller_from": 0.4, "source": "a round number"},
    "tempo": {
        "measure": "hip",
        "too_fast": 80,
        "over_s": 0.5,
        "cue": "Slower.",
        "evidence": "estimate",
    },
    "faults": [
        {
            "id": "knee_straight",
            "severity": "form",
            "measure": "knee",
            "above": 140,
            "for_s": 0.5,
            "cue": "Bend your knee.",
            "evidence": "estimate",
        },
        {
            "id": "head_lifts",
            "severity": "form",
            "measure": "neck",
            "above": 20,
            "for_s": 0.5,
            "cue": "Rest your head.",
            "evidence": "estimate",
        },
        {
            "id": "too_deep",
            "severity": "unsafe",
            "measure": "hip",
            "below": 28,
            "for_s": 0.4,
            "cue": "Ease off.",
            "evidence": "estimate",
        },
        {
            "id": "dropped",
            "severity": "unsafe",
            "type": "speed",
            "measure": "hip",
            "above": 150,
            "over_s": 0.3,
            "direction": "out",
            "cue": "Did that hurt?",
            "evidence": "estimate",
        },
        {
            "id": "bounce",
            "severity": "unsafe",
            "type": "bounce",
            "measure": "hip",
            "above": 6,
            "during": ["target"],
            "cue": "Ease off: hold still.",
            "evidence": "estimate",
        },
    ],
    "praise": ["Steady."],
    "not_observable": ["Breathing."],
    "contraindications": ["None."],
    "gates": {"acute": "blocked", "flare": "gentle", "normal": "allowed"},
    "sources": ["made up"],
}
"""Supine: the resting hip is at 130, the held one at 55."""

REPS: dict[str, Any] = deepcopy(HOLD) | {
    "id": "draw_in_reps",
    "kind": "reps",
    "hold": HOLD["hold"] | {"seconds": 1},
}

ONE_LEG: dict[str, Any] = deepcopy(HOLD) | {
    "sides": "each",
    "active": "more_flexed_hip",
    "measures": {
        "hip": {"kind": "hip_angle", "role": "active"},
        "knee": {"kind": "knee_angle", "role": "active"},
        "neck": {"kind": "neck_bend", "relative": True},
    },
}
"""One thigh is drawn in; the one that is bent more is the one that works."""

BOTH_WAYS: dict[str, Any] = deepcopy(HOLD) | {
    "id": "round_and_hollow",
    "posture": "quadruped",
    "trust": "B",
    "kind": "two_phase",
    "measures": {
        "back": {"kind": "back_round"},
        "hip": {"kind": "hip_angle"},
        "elbow": {"kind": "elbow_angle"},
    },
    "start": {
        "still_s": 0.8,
        "still_range": 0.1,
        "evidence": "estimate",
        "clauses": [
            {"measure": "back", "enter": [-0.12, 0.3]},
            {"measure": "hip", "enter": [70, 115]},
        ],
    },
    "phases": {
        "measure": "back",
        "first": "cat",
        "first_above": 0.2,
        "second": "cow",
        "second_below": -0.15,
        "hysteresis": 0.06,
        "swing": 0.4,
        "evidence": "estimate",
    },
    "hold": HOLD["hold"] | {"seconds": 2, "settled_speed": 0.3},
    "tempo": HOLD["tempo"] | {"measure": "back", "too_fast": 1.3},
    "faults": [
        HOLD["faults"][0]
        | {"id": "elbows_bend", "measure": "elbow", "below": 140, "above": None},
        HOLD["faults"][0]
        | {"id": "rocking", "measure": "hip", "below": 65, "above": None},
        HOLD["faults"][2] | {"id": "sagging", "measure": "hip", "below": 40},
        HOLD["faults"][3]
        | {"id": "jerky", "measure": "back", "above": 2.4, "direction": "any"},
    ],
}
del BOTH_WAYS["target"]


def stretch(base: dict[str, Any] = HOLD, /, **changes: Any) -> StretchSpec:
    """A stretch with some keys changed: `hold__seconds=5` is `hold.seconds`."""
    raw = deepcopy(base)
    for path, value in changes.items():
        *tables, key = path.split("__")
        table = raw
        for name in tables:
            table = table[name]
        table[key] = value
    return StretchSpec.model_validate(raw)


def watch(
    observations: Iterable[Observation],
    spec: StretchSpec | None = None,
    plan: Plan = RECORDED,
    profile: Profile = NOBODY_KNOWN,
    end_s: float | None = None,
) -> list[Event]:
    """Everything that happened in a set."""
    spec = spec or stretch()
    state = begin(spec, profile, plan, SHIPPED)
    events: list[Event] = []
    for observation in observations:
        state, more = advance(spec, profile, state, observation)
        events += more
    last_s = state.time_s if end_s is None else end_s
    assert last_s is not None
    _, more = finish(spec, profile, state, last_s)
    return events + list(more)


def states(
    observations: Iterable[Observation], spec: StretchSpec, plan: Plan = RECORDED
) -> list[CheckerState]:
    """The state after each observation."""
    state, found = begin(spec, NOBODY_KNOWN, plan, SHIPPED), []
    for observation in observations:
        state, _ = advance(spec, NOBODY_KNOWN, state, observation)
        found.append(state)
    return found


def summary(
    observations: Iterable[Observation],
    spec: StretchSpec | None = None,
    plan: Plan = RECORDED,
    profile: Profile = NOBODY_KNOWN,
    end_s: float | None = None,
) -> dict[str, Any]:
    """The set's entry in summary.json."""
    spec = spec or stretch()
    events = watch(observations, spec, plan, profile, end_s)
    return summarise_set(spec, profile, plan, events, SHIPPED).to_json()


def of_kind(events: Iterable[Event], kind: type[E]) -> list[E]:
    """Those events of one kind."""
    return [e for e in events if isinstance(e, kind)]


def reps(events: Iterable[Event]) -> list[RepCounted]:
    return of_kind(events, RepCounted)


def partial_reps(events: Iterable[Event]) -> list[PartialRep]:
    return of_kind(events, PartialRep)


def holds(events: Iterable[Event]) -> list[TargetLeft]:
    """Visits of at least a second."""
    return [e for e in of_kind(events, TargetLeft) if e.held_s >= 1]


def flags(events: Iterable[Event]) -> list[str]:
    """Ids of the flags that went up, in their order."""
    return [e.id for e in of_kind(events, FlagRaised)]


def cleared(events: Iterable[Event]) -> dict[str, FlagCleared]:
    return {e.id: e for e in of_kind(events, FlagCleared)}


def one_rep(motion: Motion, held_s: float = 4.0, to_hip: float = 55.0) -> Motion:
    """In over 2 s, held, out over 2 s, and rested for 1.5."""
    rest = motion.figure.hip
    motion.move(2, hip=to_hip).hold(held_s).move(2, hip=rest)
    return motion.hold(1.5)


def good_set(count: int = 1, held_s: float = 4.0, rest_s: float = 2.0) -> Motion:
    """Rest, then so many good repetitions."""
    motion = Motion(SUPINE).hold(rest_s)
    for _ in range(count):
        one_rep(motion, held_s)
    return motion
