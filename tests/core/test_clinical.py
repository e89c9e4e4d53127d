"""What a goniometer's user reads: movements from neutral, further is more."""

from __future__ import annotations

import pytest

from formcheck.core.records.progress import (
    Range,
    changes,
    digest_of,
    left_right,
    ranges,
)
from formcheck.core.stretch.clinical import ClinicalSpec, Convention, Movement
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch, list_stretches
from tests.numbers import SHIPPED
from tests.results import rep, result

COMPARE = SHIPPED.measure.compare


@pytest.mark.parametrize(
    ("stretch", "measured", "name", "degrees"),
    [
        ("knee_to_chest_single", 38.0, "hip flexion", 142.0),
        ("bridge", 186.0, "hip extension", 6.0),
        ("wall_hamstring", 160.0, "knee extension", -20.0),
        ("seated_side_bend", 25.0, "side bending of the trunk", 25.0),
    ],
)
def test_a_movement_is_said_from_neutral(
    stretch: str, measured: float, name: str, degrees: float
) -> None:
    spec = find_stretch(stretch, poses_dir())
    said = Convention(spec.primary, "deg", spec.clinical)
    assert (said.name, said.of(measured)) == (name, degrees)
    assert ("pelvis" in said.note) is name.startswith("hip")


def test_a_measure_that_is_no_movement_keeps_its_own_name() -> None:
    said = Convention("trunk", "deg", find_stretch("cobra", poses_dir()).clinical)
    assert (said.name, said.of(31.0), said.difference(-4.0)) == ("trunk", 31.0, -4.0)
    assert not said.note


def test_every_file_s_movement_grows_as_the_stretch_goes_further() -> None:
    found = [s for s in list_stretches(poses_dir()) if s.clinical]
    assert len(found) >= 15
    for spec in found:
        assert spec.clinical is not None
        assert spec.clinical.sign == spec.direction.sign, spec.id
        assert spec.clinical.value_at(spec.clinical.of(77.0)) == 77.0


def test_who_bends_the_hip_further_is_said_to_have_more_flexion() -> None:
    flexion = ClinicalSpec(movement=Movement.HIP_FLEXION, sign=-1, neutral=180)
    assert flexion.of(65.0) - flexion.of(92.0) == 27.0
    assert Convention("hip", "deg", flexion).difference(-27.0) == 27.0


def test_a_gentle_day_is_compared_with_gentle_days_only() -> None:
    spec = find_stretch("bridge", poses_dir())
    from formcheck.core.records.session import SetRecord
    from formcheck.core.stretch.spec import Plan, Profile

    def of(mode: str, peak: float) -> list[Range]:
        one = result(mode=mode, reps=[rep(peak=peak)])
        digest = digest_of(SetRecord(spec, Profile(), Plan(), one))
        return ranges([digest], COMPARE, {"bridge": spec.clinical})

    usual, gentle = of("normal", 186), of("flare", 160)
    assert changes(usual, gentle) == []
    again = changes(gentle, of("flare", 175))
    assert [c.said.name for c in again] == ["hip extension"]
    assert left_right(usual) == []
