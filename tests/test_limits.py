"""Verdicts do not hang on a hundredth: `python -m benchmarks.limits` has them all."""

from __future__ import annotations

import pytest

from benchmarks.limits import changes_of, clip_of, expected, flags_of, main
from benchmarks.truth import clip_names, read_truth
from benchmarks.verdicts import clip_record

CLIPS = (
    "bird_dog_faults",
    "bridge_faults",
    "knee_to_chest_single_good",
    "seated_twist_floor_faults",
    "standing_hip_flexor_faults",
    "supine_figure_four_faults",
)
"""Those that stood nearest to an edge, and one that never did."""


@pytest.mark.parametrize("name", CLIPS)
def test_a_limit_moved_by_three_percent_changes_no_flag(name: str) -> None:
    changed = {change.key for change in changes_of(clip_of(name))}
    assert changed == {key for key in expected() if key[0] == name}


@pytest.mark.parametrize("name", CLIPS)
def test_the_flags_are_those_of_the_judge(name: str) -> None:
    clip = clip_of(name)
    judged = {flag.id for flag in clip_record(name).result.flags}
    assert flags_of(clip, clip.asked) == judged
    assert judged >= {fault.id for fault in read_truth(name).faults}


def test_a_limit_at_the_edge_is_found() -> None:
    """With the limit of a drop just where its speed is, moving it decides."""
    clip = clip_of("bridge_faults")
    number = [one.id for one in clip.asked].index("dropped_hips")
    fault = clip.asked[number]

    def raised(limit: float) -> bool:
        moved = fault.model_copy(update={"above": limit})
        return bool(flags_of(clip, [moved]))

    low, high = 50.0, 500.0
    assert raised(low)
    assert not raised(high)
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (middle, high) if raised(middle) else (low, middle)
    asked = list(clip.asked)
    asked[number] = fault.model_copy(update={"above": low - 0.5})
    edge = type(clip)(clip.name, clip.spec, tuple(asked), clip.looks)
    found = [one for one in changes_of(edge) if one.fault == "dropped_hips"]
    assert ("dropped_hips", False) in {(one.flag, one.more) for one in found}


def test_explanations_are_of_clips_and_flags_that_there_are() -> None:
    assert {clip for clip, _, _ in expected()} <= set(clip_names())
    assert all(len(why) > 20 for why in expected().values())


def test_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standing_hip_flexor_faults"]) == 0
    row, total = capsys.readouterr().out.splitlines()
    assert "leans_back -22 -> -23" in row
    assert "not be nearer" in row
    assert "1 change a flag, 0 of them not explained" in total
