"""Speeds are of the movement, and not of how often somebody looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth import read_truth, trace_path
from formcheck.app.recordings.judging import judge_trace
from formcheck.core.body.observation import Observation, Status
from formcheck.core.measure.filters import remember, speed
from formcheck.edges.recording import Trace, read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import find_stretch
from tests.builders import SUPINE, Motion
from tests.core.stretches import flags, states, stretch, watch
from tests.numbers import SHIPPED

RATES = (12, 15, 24, 30, 60)
ERROR = SHIPPED.measure.errors["hip_angle"]
MARGIN = SHIPPED.judge.faults.change_share * ERROR / 0.3
"""Degrees a second that the drop of the tests' stretch, over 0.3 s, may be misread."""


def dropping(deg_s: float) -> Motion:
    """Let go of a knee at a constant speed, and of nothing else."""
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    for _ in range(15):  # no easing in and out
        hip = motion.figure.hip + deg_s * 0.05
        motion.move(0.05, hip=hip)
        if hip >= 125:
            break
    return motion.hold(3)


def fastest(motion: Motion, fps: float, over_s: float = 0.3) -> float:
    """The highest mean speed that is read, degrees a second."""
    speeds = [
        state.reading.sample.speed("hip", over_s)
        for state in states(motion.seen(fps), stretch())
        if state.reading.sample is not None
    ]
    return float(np.nanmax(np.abs(speeds)))


@pytest.mark.parametrize("deg_s", [90, 120, 180])
def test_a_speed_is_the_same_at_12_30_and_60_pictures_a_second(deg_s: float) -> None:
    motion = dropping(deg_s)
    found = {fps: fastest(motion, fps) for fps in RATES}
    assert max(found.values()) - min(found.values()) <= 0.05 * deg_s, found
    assert found[30] == pytest.approx(deg_s, rel=0.06)


@pytest.mark.parametrize("fps", RATES)
def test_so_is_the_flag_for_it(fps: float) -> None:
    limit = 150
    slow, fast = dropping(limit + 0.3 * MARGIN), dropping(limit + MARGIN + 18)
    quiet = {"tempo__too_fast": 500}
    assert flags(watch(slow.seen(fps), stretch(**quiet))) == []
    assert flags(watch(fast.seen(fps), stretch(**quiet))) == ["dropped"]


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_a_joint_that_jumps_at_one_look_is_no_drop(fps: float) -> None:
    """A leg is let down at less than the limit; once its knee is seen too far on."""
    seen = dropping(145).seen(fps)
    at = next(n for n, one in enumerate(seen) if one.time_s >= 8.34)
    hip = 55 + 145 * (seen[at].time_s - 8) + 15
    there = Motion(replace(SUPINE, hip=hip)).hold(1).seen(fps)[0]
    seen[at] = replace(seen[at], pose=there.pose)
    assert "dropped" not in flags(watch(seen, stretch(tempo__too_fast=500)))


@pytest.mark.parametrize("ago_s", [0.0, 0.08, 0.2])
@pytest.mark.parametrize("fps", [11, 12, 30, 60])
def test_a_window_ends_between_looks(fps: float, ago_s: float) -> None:
    """A ramp that begins at 1 s: the mean over 0.3 s, that long ago."""
    history: tuple[tuple[float, np.ndarray], ...] = ()
    for number in range(int(1.4 * fps) + 1):
        time_s = number / fps
        history = remember(history, time_s, np.array([100 * max(0.0, time_s - 1)]))
    end_s = history[-1][0] - ago_s
    true = 100 * (max(0, end_s - 1) - max(0, end_s - 1.3)) / 0.3
    assert speed(history, 0, 0.3, ago_s) == pytest.approx(true, abs=9)


def thinned(trace: Trace, every: int) -> list[Observation]:
    """Every so many looks of a trace."""
    seen = [o for o in trace.observations() if o.status is not Status.SKIPPED]
    return seen[::every]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("bird_dog_faults", "dropped_leg"),
        ("bridge_faults", "dropped_hips"),
        ("knee_to_chest_single_faults", "dropped_leg"),
        ("curl_up_faults", "drops_back"),
        ("standing_forward_bend_faults", "drops"),
    ],
)
def test_half_of_a_clips_looks_show_the_same_drop(name: str, id: str) -> None:
    truth, trace = read_truth(name), read_trace(trace_path(name))
    spec = find_stretch(truth.stretch, poses_dir())
    plan = truth.plan
    whole, _ = judge_trace(trace, spec, truth.profile, plan, judging_of())
    events = watch(thinned(trace, 2), spec, plan, truth.profile)
    assert sum(flag.id == id for flag in whole.flags) == flags(events).count(id) == 1


@pytest.mark.parametrize("phase", range(8))
def test_a_short_drop_is_told_wherever_the_looks_fall(phase: int) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(4)
    for _ in range(4):  # a fifth of a second, without easing in and out
        motion.move(0.05, hip=motion.figure.hip + 260 * 0.05)
    motion.move(0.3, hip=125).hold(3)
    times_s = list(np.arange(phase / 120, motion.now_s, 1 / 15))
    seen = motion.seen(times_s=times_s)
    assert "dropped" in flags(watch(seen, stretch(tempo__too_fast=500)))
