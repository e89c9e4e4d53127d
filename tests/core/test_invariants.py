"""What holds of every set, whatever the person does: random motions, fixed seeds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from formcheck.core.body.landmarks import Landmark
from formcheck.core.body.observation import Observation
from formcheck.core.judge.events import (
    FlagCleared,
    FlagRaised,
    HoldCompleted,
    PartialRep,
    RepCounted,
    SetFinished,
    TargetEntered,
    TargetLeft,
    TrackingFound,
    TrackingLost,
)
from formcheck.core.judge.summary import summarise_set
from formcheck.core.stretch.spec import Kind
from tests.builders import QUADRUPED, SUPINE, Motion, uneven_times
from tests.core.stretches import (
    BOTH_WAYS,
    HOLD,
    LIVE,
    NOBODY_KNOWN,
    RECORDED,
    REPS,
    of_kind,
    partial_reps,
    reps,
    stretch,
    watch,
)
from tests.numbers import SHIPPED
from tests.results import TIMES

SPECS = [stretch(HOLD), stretch(REPS), stretch(BOTH_WAYS)]
SEEDS = range(12)


def anything(seed: int, *, lies: bool) -> list[Observation]:
    """Half a minute of whatever comes: moving, holding, leaving, hiding, jumping."""
    rng = np.random.default_rng(seed)
    motion = Motion(SUPINE if lies else QUADRUPED).hold(1.2)
    while motion.now_s < 30:
        hip, back = rng.uniform(20, 150), rng.uniform(-0.6, 0.6)
        knee, seconds = rng.uniform(40, 175), rng.uniform(0.15, 3)
        match int(rng.integers(0, 10)):
            case 0 | 1 | 2 | 3:
                motion.move(seconds, hip=hip, back=back, knee=knee)
            case 4 | 5:
                motion.hold(seconds)
            case 6:
                motion.nobody(seconds, hip=hip)
            case 7:
                knees = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
                motion.hide(*knees).hold(seconds).show()
            case 8:
                motion.bounce(3, rng.uniform(0.2, 0.6), hip=hip)
            case _:
                motion.cut().hold(seconds, hip=hip)
    if seed % 2:
        return motion.seen(times_s=uneven_times(motion.now_s, seed))
    return motion.seen(fps=float(rng.choice([12, 25, 30])))


CASES = [(spec, seed) for spec in SPECS for seed in SEEDS]
IDS = [f"{spec.id}-{seed}" for spec, seed in CASES]


@pytest.mark.parametrize(("spec", "seed"), CASES, ids=IDS)
@pytest.mark.parametrize("plan", [RECORDED, LIVE], ids=["recorded", "live"])
def test_of_whatever_happens(spec, seed, plan) -> None:  # type: ignore[no-untyped-def]
    seen = anything(seed, lies=spec.kind is not Kind.TWO_PHASE)
    events = watch(seen, spec, plan)
    end_s = seen[-1].time_s

    assert isinstance(events[-1], SetFinished)
    assert len(of_kind(events, SetFinished)) == 1

    entered, left = of_kind(events, TargetEntered), of_kind(events, TargetLeft)
    assert len(entered) >= len(left) >= len(entered) - 1
    assert len(of_kind(events, HoldCompleted)) <= len(entered)
    for hold in left:
        assert 0 <= hold.start_s <= hold.end_s <= end_s + 1e-6
        assert 0 <= hold.held_s <= hold.end_s - hold.start_s + 1e-6
    for before, after in pairwise(left):
        assert before.end_s <= after.start_s + 1e-6

    in_order(reps(events), end_s)
    in_order(partial_reps(events), end_s)

    raised, over = of_kind(events, FlagRaised), of_kind(events, FlagCleared)
    assert sorted(f.id for f in raised) == sorted(f.id for f in over)
    lost, found = of_kind(events, TrackingLost), of_kind(events, TrackingFound)
    assert len(found) <= len(lost) <= len(found) + 1

    entry = summarise_set(spec, NOBODY_KNOWN, plan, events, SHIPPED).to_json()
    parts = [entry[time] for time in TIMES]
    assert min(parts) >= 0
    assert sum(parts) == pytest.approx(entry["end_s"] - entry["start_s"], abs=0.002)
    held_s = sum(h["held_s"] for h in entry["holds"])
    assert held_s <= entry["in_target_s"] + entry["unseen_s"] + 0.01


def in_order(done: Sequence[RepCounted | PartialRep], end_s: float) -> None:
    for rep in done:
        assert 0 <= rep.start_s <= rep.end_s <= end_s + 1e-6
    for one, other in pairwise(done):
        assert one.end_s <= other.start_s + 0.5


def test_something_does_happen_in_these_motions() -> None:
    everything = [
        event
        for spec, seed in CASES
        if seed in SEEDS[:6]
        for event in watch(anything(seed, lies=spec.kind is not Kind.TWO_PHASE), spec)
    ]
    assert len(reps(everything)) > 5
    assert len(of_kind(everything, TargetLeft)) > 20
    assert len(of_kind(everything, FlagRaised)) > 20
    assert len(of_kind(everything, TrackingFound)) > 20
