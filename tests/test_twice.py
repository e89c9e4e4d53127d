"""Each stretch done twice in a row: what was learned the first time flags nothing new.

Over all shipped good clips; also with a first repetition, and with one side, that goes
only 60 % of the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from benchmarks.truth import clip_names, read_truth
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.body.landmarks import Side
from formcheck.core.body.observation import Observation
from formcheck.core.judge.result import SetResult
from formcheck.core.records.person import Person
from formcheck.core.safety.person import learn, profile_of
from formcheck.core.stretch.spec import Kind, Plan, Profile
from formcheck.edges.recording import Looks
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED
from tests.shelf import looks_of

GOOD = [name for name in clip_names() if name.endswith("_good")]
SHARE = 0.6
EVERY = 3
"""Of so many pictures one is looked at."""

Reps = list[dict[str, Any]]


class Tame:
    """A trace in which some repetitions go only part of the way."""

    def __init__(self, looks: Looks, reps: Reps) -> None:
        self.about, self._looks = looks.about, looks
        self._reps = reps

    def observations(self) -> list[Observation]:
        """As they were seen, each changed repetition drawn towards its beginning."""
        base: Observation | None = None
        found = []
        for one in self._looks.observations():
            inside = any(
                r["start_s"] <= one.time_s <= r["end_s"] + 0.3 for r in self._reps
            )
            if one.pose is not None and inside and base is not None:
                found.append(_towards(one, base))
                continue
            if one.pose is not None:
                base = one
            found.append(one)
        return found


def _towards(one: Observation, base: Observation) -> Observation:
    assert one.pose is not None and base.pose is not None
    pose = replace(
        one.pose,
        image_xy=_mix(one.pose.image_xy, base.pose.image_xy),
        world_xyz=_mix(one.pose.world_xyz, base.pose.world_xyz),
    )
    return replace(one, pose=pose)


def _mix(now: Any, then: Any) -> Any:
    return np.asarray(then + SHARE * (now - then), dtype=now.dtype)


def judged(name: str, looks: Looks, profile: Profile) -> SetResult:
    truth = read_truth(name)
    spec = find_stretch(truth.stretch, poses_dir())
    side = Side.LEFT if spec.sides == "each" else None  # as it is planned live
    plan = Plan(side=side, hold_s=truth.hold_s)
    return judge_trace(looks, spec, profile, plan, SHIPPED)[0]


@cache
def as_shown(name: str) -> SetResult:
    return judged(name, looks_of(name, EVERY), Profile())


def as_it_is(reps: Reps) -> Reps:
    return []


def first_tentative(reps: Reps) -> Reps:
    return reps[:1]


def one_side(reps: Reps) -> Reps:
    """Every second one, where sides take turns; else none."""
    sides = {rep["side"] for rep in reps}
    return [rep for rep in reps if rep["side"] == "left"] if len(sides) == 2 else []


@pytest.mark.parametrize("which", [as_it_is, first_tentative, one_side])
@pytest.mark.parametrize("name", GOOD)
def test_what_was_learned_flags_nothing_new(
    name: str, which: Callable[[Reps], Reps]
) -> None:
    shown = as_shown(name)
    changed = which(shown.to_json()["reps"])
    if which is not as_it_is and not changed:
        return  # no repetition, or no two sides, to be changed
    spec = find_stretch(shown.stretch, poses_dir())
    session = Tame(looks_of(name, EVERY), changed)
    before = judged(name, session, Profile()) if changed else shown
    person = learn(Person(person="ann"), spec, before, SHIPPED.stretch.own_range)
    if spec.kind in (Kind.REPS, Kind.HOLD) and len(before.reps) > 2 and not changed:
        assert person.stretches, "a good set teaches something"
    now = judged(name, session, profile_of(person))
    flags = sorted(flag.id for flag in before.flags)
    assert sorted(flag.id for flag in now.flags) == flags
    assert len(now.reps) >= len(before.reps)
