"""The constants of calibration, fitted: what they are worth to bodies left out."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.calibration import SHIFTS, Clip, fit, gains
from formcheck.core.body.view import Posture
from tools.move_limits import SAID, Readings, moved, stated

RNG = np.random.default_rng(20)
BODIES = ("a", "b", "c", "d")


def clip(body: str, best: float, *, noise: float = 0.3) -> Clip:
    """A clip whose hip and knee are right where the hips go down by `best`."""
    off = np.array([60.0 * (shift - best) for shift in SHIFTS])
    errors = off[:, None, None] + RNG.normal(0, noise, (1, 20, 3))
    return Clip(f"clip_{body}", body, Posture.STANDING, errors)


def test_the_fit_finds_the_shift_that_the_clips_were_made_with() -> None:
    assert SHIFTS[fit([clip(b, 0.08) for b in BODIES])] == pytest.approx(
        0.08, abs=0.006
    )


def test_a_gain_that_all_bodies_share_is_used() -> None:
    (found,) = gains([clip(b, 0.08) for b in BODIES])
    assert found.bodies == 4
    assert found.used == pytest.approx(0.08, abs=0.006)
    assert found.after[0] < found.before[0] / 4


def test_bodies_that_contradict_each_other_leave_the_constant_at_zero() -> None:
    shifts = zip(BODIES, (0.12, -0.04, 0.1, -0.05), strict=True)
    (found,) = gains([clip(b, s) for b, s in shifts])
    assert found.used == 0.0


def test_a_single_body_has_nothing_to_be_left_out_of() -> None:
    (found,) = gains([clip("a", 0.08), clip("a", 0.08)])
    assert found.used == 0.0
    assert found.after == pytest.approx(found.before)


FILE = """[measures]
hip = { kind = "hip_angle", role = "near" }

[[target.clauses]]
measure = "hip"
enter = [32, 76]
exit = [0, 200]

[tempo]
measure = "hip"
too_fast = 60

[[faults]]
id = "drop"
type = "speed"
measure = "hip"
above = 60

[[faults]]
id = "deep"
measure = "hip"
below = 40
"""


def test_limits_move_with_their_readings_and_speeds_and_open_ends_do_not() -> None:
    before = np.linspace(30.0, 120.0, 400)
    pairs = dict(moved(FILE, {"hip": Readings(before, before - 5)}))
    changed = {old: new for old, new in pairs.items() if old != new}
    assert changed == {
        "enter = [32, 76]": "enter = [27, 71]",
        "below = 40": "below = 35",
    }


def test_a_file_says_for_which_constant_its_limits_stand() -> None:
    assert stated(FILE) == 0.0
    assert stated(f"{SAID.format(0.07)}\n{FILE}") == 0.07
