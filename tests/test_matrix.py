"""A child's pose is not a bridge: no clip counts as a stretch that it does not show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks import matrix
from benchmarks.matrix import Cross, by_posture, cross
from formcheck.core.body.observation import Observation
from formcheck.core.body.view import Posture
from formcheck.core.stretch.spec import StretchSpec
from formcheck.edges.recording import Trace

KNOWN = by_posture()
QUICK_S = 12.0
"""The first repetition; `python -m benchmarks.matrix` judges the whole clips."""


@pytest.mark.parametrize(
    ("posture", "clip"),
    [(p, s) for p, specs in KNOWN.items() for s in specs],
    ids=lambda value: value.id if isinstance(value, StretchSpec) else str(value),
)
def test_it_is_taken_for_no_other_stretch(posture: Posture, clip: StretchSpec) -> None:
    others = [other for other in KNOWN[posture] if other.id != clip.id]
    found = [cross(clip, other, QUICK_S) for other in others]
    assert [f for f in found if f.false] == []


def test_its_own_clip_is_completed_and_the_truth_agrees() -> None:
    (bridge,) = [s for s in KNOWN[Posture.SUPINE] if s.id == "bridge"]
    found = cross(bridge, bridge, QUICK_S)
    assert found.true
    assert not found.false


def test_what_the_true_landmarks_do_not_show_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (bridge,) = [s for s in KNOWN[Posture.SUPINE] if s.id == "bridge"]
    # In truth somebody lies still: the start pose, over and over.
    monkeypatch.setattr(matrix, "true_observations", _lying_still)
    found = cross(bridge, bridge, QUICK_S)
    assert found.false
    assert not found.true
    assert found.cell == f"{len(found.false)}!"


def _lying_still(name: str, trace: Trace) -> Iterator[Observation]:
    looks = [o for o in trace.observations() if o.pose is not None]
    yield from (replace(look, pose=looks[0].pose) for look in looks)


def test_a_cell_of_the_table() -> None:
    wrong = Cross("bridge", "other", (), ((1.0, 2.0),))
    assert wrong.cell == "1!"
    assert replace(wrong, true=((3.0, 4.0),)).cell == "1 1!"
    assert Cross("bridge", "other", (), ()).cell == "."
