"""A trace looked at again: the curve of a set and the target it had."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from benchmarks.truth import trace_path
from formcheck.app.pictures.replayed import Curve, curve_of, replayed_frames
from formcheck.edges.recording import read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED
from tests.sessions import record_of


def curve(stretch: str) -> Curve:
    path = trace_path(f"{stretch}_good")
    record = record_of(path, find_stretch(stretch, poses_dir()))
    return curve_of(replayed_frames(read_trace(path), record, SHIPPED), record)


@pytest.mark.parametrize("stretch", ["bridge", "childs_pose"])
def test_the_target_has_two_ends(stretch: str) -> None:
    targets = curve(stretch).targets
    assert targets
    assert all(np.isfinite(target.spans).all() for target in targets)


def test_both_targets_of_a_cat_and_a_cow_are_endless_on_their_own_side() -> None:
    found = curve("cat_cow")
    assert np.isfinite(found.value).mean() > 0.9
    assert len(found.targets) < 20, "only where the target moved so far that it shows"
    for target in found.targets:
        (cat_from, cat_to), (cow_from, cow_to) = target.spans
        assert (cat_to, cow_from) == (inf, -inf)
        assert cat_from > cow_to
