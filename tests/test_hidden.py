"""It never says "good" to what it cannot see: joints taken out of real traces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from benchmarks.truth import clip_names, read_truth
from benchmarks.verdicts import judge
from formcheck.core.body.landmarks import Joint, Side, joint_index
from formcheck.core.body.observation import Observation
from formcheck.core.measure.kinds import KINDS
from formcheck.core.stretch.spec import Severity, StretchSpec
from tests.shelf import SPECS, looks_of

NAMES = [n for n in clip_names() if n.endswith("_good")]
EVERY = 3
"""Of so many pictures one is looked at: ten a second are enough here."""


@cache
def spec_of(name: str) -> StretchSpec:
    return SPECS[read_truth(name).stretch]


class Without:
    """A trace in which a joint is seen on neither side."""

    def __init__(self, name: str, joint: Joint | None) -> None:
        kept = looks_of(name, EVERY)
        self.about, self._looks = kept.about, kept.seen
        self._lost = [joint_index(joint, s) for s in Side] if joint else []

    def observations(self) -> Iterator[Observation]:
        for look in self._looks:
            if look.pose is None or not self._lost:
                yield look
                continue
            visibility = np.array(look.pose.visibility)
            visibility[self._lost] = 0.0
            yield replace(look, pose=replace(look.pose, visibility=visibility))


def judged(name: str, joint: Joint | None) -> dict[str, Any]:
    return judge(read_truth(name), Without(name, joint)).entry


def needing(spec: StretchSpec, joint: Joint) -> set[str]:
    """Names of the measures that cannot be told without that joint."""
    kinds = {name: KINDS[m.kind] for name, m in spec.measures.items()}
    return {n for n, k in kinds.items() if joint in (*k.joints, *k.both)}


def asked(spec: StretchSpec) -> set[str]:
    """Names of the measures that the target is made of."""
    if spec.target is not None:
        return {c.measure for c in spec.target.clauses if not c.shape}
    assert spec.phases is not None
    return {spec.phases.measure}


def shapes(spec: StretchSpec) -> set[str]:
    """Names of the measures that tell it from look-alikes: unseen they are told."""
    clauses = spec.target.clauses if spec.target is not None else []
    return {c.measure for c in clauses if c.shape}


CASES = [
    (name, joint) for name in NAMES for joint in Joint if needing(spec_of(name), joint)
]


@pytest.mark.parametrize(("name", "joint"), CASES)
def test_what_is_hidden_counts_for_nothing(name: str, joint: Joint) -> None:
    spec, entry = spec_of(name), judged(name, joint)
    lost = needing(spec, joint)
    if lost & asked(spec):
        assert entry["reps"] == []
        assert entry["partial_reps"] == []
        assert entry["holds"] == []
        assert entry["in_target_s"] == 0
    elif lost & shapes(spec):
        assert entry["status"] != "judged"
    measured = {f.id: f.measure for f in spec.faults}
    assert not [f["id"] for f in entry["flags"] if measured.get(f["id"]) in lost]
    unsafe = {f.measure for f in spec.faults if f.severity is Severity.UNSAFE}
    if lost & unsafe:
        assert not [r for r in entry["reps"] if r["good"]]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_looks_with_all_joints_seen_do_count(name: str) -> None:
    # Or nothing above would show anything.
    entry = judged(name, None)
    assert entry["holds"] or entry["reps"]
