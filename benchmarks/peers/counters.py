"""How each counter counts: one signal over time in, repetitions and holds out.

A signal is turned so that the target is above. NaN is a look of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, find_peaks, sosfiltfilt

from benchmarks.peers.body import Array, Body, bends, leans, seen_side

Span = tuple[float, float]

_LEARNOPENCV_IDLE_S = 15.0
_REPLENS_REST_S = 0.3
_REPLENS_LEAST_S = 0.4
_LOW_PASS_HZ = 6.0
_STEPS_A_SECOND = 30.0
_PC1_APART_S = 1.0
_PC1_PROMINENCE = 0.4


@dataclass(frozen=True)
class Levels:
    """At rest below `low`, in the target above `high`."""

    low: float
    high: float


@dataclass(frozen=True)
class Counted:
    """How often, and from when to when the counter was in its target state.

    is_open: it ends there, with a repetition that is not among those counted.
    """

    reps: int
    holds: tuple[Span, ...]
    is_open: bool = False

    @property
    def reps_and_open(self) -> int:
        """Repetitions, and the one that the end of the recording cut off."""
        return self.reps + self.is_open


def aigym(times_s: Array, signal: Array, levels: Levels) -> Counted:
    """Ultralytics AIGym: up and down; counted on coming to the target from rest."""
    reps, in_target, since_s = 0, None, 0.0
    holds: list[Span] = []
    for time_s, value in _known(times_s, signal):
        if value > levels.high:
            if in_target is not True:
                since_s, reps = time_s, reps + (in_target is False)
            in_target = True
        elif value < levels.low:
            if in_target:
                holds.append((since_s, time_s))
            in_target = False
    return Counted(reps, _with_open(holds, in_target, since_s, times_s))


def exersights(times_s: Array, signal: Array, levels: Levels) -> Counted:
    """ExerSights: a state machine; counted when rest is reached after the target."""
    state, reps, since_s = "unknown", 0, 0.0
    holds: list[Span] = []
    for time_s, value in _known(times_s, signal):
        if state == "target" and value <= levels.high:
            holds.append((since_s, time_s))
            state = "returning"
        if value < levels.low:
            reps += state == "returning"
            state = "rest"
        elif value > levels.high and state in ("rest", "returning"):
            state, since_s = "target", time_s
    is_open = state == "target"
    return Counted(reps, _with_open(holds, is_open, since_s, times_s), is_open)


def learnopencv(times_s: Array, signal: Array, levels: Levels) -> Counted:
    """LearnOpenCV's squat counter: rest, between, target, between, rest, in that order.

    Nothing new for 15 s forgets what was begun.
    """
    steps: list[str] = []
    reps, last, changed_s, since_s = 0, "", 0.0, 0.0
    holds: list[Span] = []
    for time_s, value in _known(times_s, signal):
        now = "s1" if value < levels.low else "s3" if value > levels.high else "s2"
        if now == last:
            if time_s - changed_s > _LEARNOPENCV_IDLE_S:
                steps = []
            continue
        if last == "s3":
            holds.append((since_s, time_s))
        last, changed_s = now, time_s
        since_s = time_s if now == "s3" else since_s
        if now == "s1":
            reps += steps == ["s2", "s3", "s2"]
            steps = []
        elif [*steps, now] in (["s2"], ["s2", "s3"], ["s2", "s3", "s2"]):
            steps = [*steps, now]
    is_open = last == "s3" and steps == ["s2", "s3"]
    return Counted(reps, _with_open(holds, last == "s3", since_s, times_s), is_open)


def replens(times_s: Array, signal: Array, levels: Levels) -> Counted:
    """RepLens: rest confirmed first, then going, target, returning, each with
    hysteresis; a repetition takes 0.4 s at least.
    """
    state, reps, rest_s, begun_s, since_s = "looking", 0, np.nan, 0.0, 0.0
    holds: list[Span] = []
    gap = 0.15 * (levels.high - levels.low)
    for time_s, value in _known(times_s, signal):
        if state == "looking":
            rest_s = np.nan if value > levels.low else _first(rest_s, time_s)
            if time_s - rest_s >= _REPLENS_REST_S:
                state = "rest"
        elif state == "rest" and value > levels.low + gap:
            state, begun_s = "going", time_s
        elif state == "going" and value > levels.high:
            state, since_s = "target", time_s
        elif state == "target" and value < levels.high - gap:
            holds.append((since_s, time_s))
            state = "returning"
        elif state == "returning" and value > levels.high:
            state, since_s = "target", time_s
        elif state in ("going", "returning") and value < levels.low:
            reps += state == "returning" and time_s - begun_s >= _REPLENS_LEAST_S
            state = "rest"
    is_open = state == "target"
    return Counted(reps, _with_open(holds, is_open, since_s, times_s), is_open)


def peaks(times_s: Array, signal: Array, levels: Levels) -> Counted:
    """As Sports2D users do: a Butterworth low pass, then the peaks of what is left."""
    time_s, smooth = low_passed(times_s, signal)
    if not len(time_s):
        return Counted(0, ())
    # A target that is held from the first or to the last look is a peak as well.
    padded = np.pad(smooth, 1, constant_values=min(levels.low, smooth.min()))
    found, _ = find_peaks(
        padded, height=levels.high, prominence=levels.high - levels.low
    )
    return Counted(len(found), _above(time_s, smooth, levels.high))


def pc1(body: Body) -> Counted:
    """Count peaks of the first principal component of the near side's angles.

    It knows no stretch and nothing is fitted. What begins is taken for rest.
    """
    side = seen_side(body)
    angles = np.stack([*bends(body, side).values(), *leans(body, side).values()], 1)
    known = np.isfinite(angles).all(axis=1)
    if known.sum() < 2:
        return Counted(0, ())
    times_s, angles = body.times_s[known], angles[known]
    centred = angles - angles.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    time_s, smooth = low_passed(times_s, centred @ axes[0])
    begin = np.median(smooth[: max(1, len(smooth) // 10)])
    low, high = np.percentile(smooth, [5, 95])
    if begin - low > high - begin:
        smooth, low, high = -smooth, -high, -low
    padded = np.pad(smooth, 1, constant_values=smooth.min())
    found, _ = find_peaks(
        padded,
        prominence=max(_PC1_PROMINENCE * (high - low), 1e-9),
        distance=int(_PC1_APART_S * _STEPS_A_SECOND),
    )
    return Counted(len(found), _above(time_s, smooth, (low + high) / 2))


def low_passed(times_s: Array, signal: Array) -> tuple[Array, Array]:
    """Return even times and the signal there, free of what is quicker than 6 Hz."""
    known = np.isfinite(signal)
    if known.sum() < 2:
        return np.zeros(0), np.zeros(0)
    even_s = np.arange(times_s[known][0], times_s[known][-1], 1 / _STEPS_A_SECOND)
    values = np.interp(even_s, times_s[known], signal[known])
    sections = butter(2, _LOW_PASS_HZ, fs=_STEPS_A_SECOND, output="sos")
    # sosfiltfilt wants more than its padding.
    return even_s, values if len(values) < 20 else sosfiltfilt(sections, values)


def _known(times_s: Array, signal: Array) -> Iterator[tuple[float, float]]:
    for time_s, value in zip(times_s.tolist(), signal.tolist(), strict=True):
        if np.isfinite(value):
            yield time_s, value


def _first(known_s: float, time_s: float) -> float:
    return time_s if np.isnan(known_s) else known_s


def _with_open(
    holds: list[Span], is_open: bool | None, since_s: float, times_s: Array
) -> tuple[Span, ...]:
    return (*holds, (since_s, float(times_s[-1]))) if is_open else tuple(holds)


def _above(times_s: Array, signal: Array, level: float) -> tuple[Span, ...]:
    inside = np.concatenate([[False], signal > level, [False]]).astype(int)
    edges = np.flatnonzero(np.diff(inside))
    ends = zip(edges[::2], edges[1::2], strict=True)
    return tuple((float(times_s[a]), float(times_s[b - 1])) for a, b in ends)
