"""A counter that knows no stretch: how often somebody left a posture and came back.

It takes the angles of both sides along their first principal component, and the swings
of that for movements. It counts nothing: where the judge counted fewer, it asks why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.body import knees_over_deg, shoulder_yaw_deg
from formcheck.core.body.geometry import Point, from_up_deg, included_deg, midpoint
from formcheck.core.body.landmarks import Joint, Side
from formcheck.core.body.observation import Pose
from formcheck.core.judge.frame import FrameResult
from formcheck.core.judge.lacking import Lack, lack_of
from formcheck.core.judge.numbers import MovementNumbers
from formcheck.core.stretch.spec import Phase, StretchSpec

__all__ = ["Movement", "MovementLog"]

Array = NDArray[np.float64]

_BENDS = (
    (Joint.SHOULDER, Joint.HIP, Joint.KNEE),
    (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    (Joint.ELBOW, Joint.SHOULDER, Joint.HIP),
    (Joint.SHOULDER, Joint.ELBOW, Joint.WRIST),
)


@dataclass(frozen=True, slots=True)
class Movement:
    """Out of a posture and back.

    start_s, end_s: of the movement. furthest: the stretch's first measure at its
    furthest, NaN where it was not known; progress: the same, 0 at the person's start
    and 1 at the target's edge. searching: the share of its looks at which the start of
    the stretch was still looked for. lacks: what it mostly lacked where it went
    furthest, None where that is not known. cut: another shot began in it, or just
    before or after.
    """

    start_s: float
    end_s: float
    furthest: float
    progress: float
    searching: float
    lacks: Lack | None = None
    cut: bool = False


class _Look(NamedTuple):
    """One look. angles: see `angles_of`. shot: which one of a cut picture's."""

    time_s: float
    shot: int
    angles: tuple[float, ...]
    value: float
    progress: float
    searching: bool
    lacks: Lack | None


class _Swing(NamedTuple):
    """Places in a signal: the rest before, the top, and the rest after."""

    before: int
    top: int
    after: int


class MovementLog:
    """Keeps a set's angles as they come, and finds the movements in them.

    Parameters
    ----------
    spec
        The stretch, for what is told beside.
    numbers
        What is a movement.
    """

    def __init__(self, spec: StretchSpec, numbers: MovementNumbers) -> None:
        self._spec, self._numbers = spec, numbers
        self._looks: list[_Look] = []
        self._next_s = -inf
        self._shot = 0

    def add(
        self,
        time_s: float,
        pose: Pose,
        reading: FrameResult,
        *,
        cut: bool = False,
    ) -> None:
        """Take in one look at the person. Looks that follow at once are left out.

        reading: what the judge read. cut: another shot began.
        """
        self._shot += cut
        if time_s < self._next_s and not cut:
            return
        self._next_s = time_s + 1 / self._numbers.looks_a_second
        sample = reading.sample
        look = _Look(
            time_s,
            self._shot,
            angles_of(pose),
            nan if sample is None else sample.value(self._spec.primary),
            reading.progress,
            reading.phase is Phase.FINDING,
            lack_of(self._spec, reading),
        )
        self._looks.append(look)

    def found(self, since_s: float = -inf) -> tuple[Movement, ...]:
        """Return the movements since then, as they came."""
        shots: dict[int, list[_Look]] = {}
        for look in self._looks:
            shots.setdefault(look.shot, []).append(look)
        return tuple(
            one for looks in shots.values() for one in self._in_shot(looks, since_s)
        )

    def _in_shot(self, looks: Sequence[_Look], since_s: float) -> Iterator[Movement]:
        begin_s = looks[0].time_s + self._numbers.begins_s
        begun = [look for look in looks if look.time_s < min(begin_s, since_s)]
        looks = [look for look in looks if look.time_s >= since_s]
        if not looks:
            return
        # What the shot began with is rest still, as if it had just been.
        later_s = looks[0].time_s - begin_s
        times_s = [look.time_s + later_s for look in begun]
        times_s += [look.time_s for look in looks]
        angles = [look.angles for look in (*begun, *looks)]
        spans = movements(np.array(times_s), np.array(angles), self._numbers)
        for start_s, end_s in spans:
            own = [look for look in looks if start_s <= look.time_s <= end_s]
            values = [look.value for look in own if not isnan(look.value)]
            shares = [look.progress for look in own if not isnan(look.progress)]
            yield Movement(
                start_s,
                end_s,
                self._spec.direction.furthest(values) if values else nan,
                max(shares, default=nan),
                sum(look.searching for look in own) / max(1, len(own)),
                _lacks(own, self._numbers.near_top),
                self._is_cut(looks, start_s, end_s),
            )

    def _is_cut(self, looks: Sequence[_Look], start_s: float, end_s: float) -> bool:
        """Whether a movement reaches to where one shot gives way to another."""
        first, last, near_s = looks[0], looks[-1], self._numbers.smooth_s
        before = first.shot > self._looks[0].shot and start_s - first.time_s < near_s
        after = last.shot < self._looks[-1].shot and last.time_s - end_s < near_s
        return before or after


def _lacks(looks: Sequence[_Look], near: float) -> Lack | None:
    """Return what most of the looks lacked that were about as far as the furthest.

    near: so much less far, as a share of the way. All of them, where that is not known.
    """
    furthest = max((look.progress for look in looks), default=nan, key=_known)
    far = [look for look in looks if look.progress >= furthest - near] or looks
    found = Counter(look.lacks for look in far if look.lacks is not None)
    return found.most_common(1)[0][0] if found else None


def _known(progress: float) -> float:
    return -inf if isnan(progress) else progress


def angles_of(pose: Pose) -> tuple[float, ...]:
    """11 angles, degrees: hip, knee, shoulder and elbow, the more bent side before the
    other; how far the trunk leans, the shoulders are turned, and the knees gone over.

    Which side it is does not matter: legs that take turns make the same movement, and
    so do legs that the estimator took for each other.
    """
    points: list[Point] = pose.image_xy.tolist()
    found: list[float] = []
    for one, middle, other in _BENDS:
        left, right = (
            included_deg(points[one + s], points[middle + s], points[other + s])
            for s in Side
        )
        found += (left, right) if left <= right else (right, left)
    hx, hy = midpoint(points[Joint.HIP], points[Joint.HIP + 1])
    sx, sy = midpoint(points[Joint.SHOULDER], points[Joint.SHOULDER + 1])
    turns = from_up_deg((sx - hx, sy - hy)), shoulder_yaw_deg(pose)
    return (*found, *(abs(turn) for turn in (*turns, knees_over_deg(pose))))


def movements(
    times_s: Array, angles: Array, numbers: MovementNumbers
) -> list[tuple[float, float]]:
    """When somebody left a posture and came back to it: (start, end), s.

    times_s: (n,). angles: (n, m) degrees, NaN where not known.
    """
    even_s, smooth = _smooth(times_s, angles, numbers)
    if not smooth.size:
        return []
    signal = _first_component(smooth, numbers.outside)
    low, high = np.quantile(signal, (numbers.outside, 1 - numbers.outside))
    least = max(numbers.swing * (high - low), numbers.least_deg)
    # What begins is taken for rest: which of the two ways is out and back to that?
    begin = float(np.median(signal[even_s <= even_s[0] + numbers.begins_s]))
    ways = [
        (np.median([abs(way[swing.before] - start) for swing in swings]), way, swings)
        for way, start in ((signal, begin), (-signal, -begin))
        if (swings := _swings(way.tolist(), least))
    ]
    if not ways:
        return []
    _, signal, swings = min(ways, key=lambda way: float(way[0]))
    found = []
    for swing in _joined(swings, signal, numbers.valley):
        before, after = _ends(swing, signal, 0)
        rest, top, back = smooth[[before, swing.top, after]]
        # Else it is another posture that they are in afterwards.
        if np.linalg.norm(back - rest) <= numbers.alike * np.linalg.norm(top - rest):
            start, end = _ends(swing, signal, numbers.edge)
            found.append((float(even_s[start]), float(even_s[end])))
    return found


def _smooth(
    times_s: Array, angles: Array, numbers: MovementNumbers
) -> tuple[Array, Array]:
    """Return even times (k,), and there the angles that were mostly known (k, m)."""
    none = np.zeros(0), np.zeros((0, 0))
    known = np.isfinite(angles)
    if len(times_s) < 2 or times_s[-1] - times_s[0] < numbers.smooth_s:
        return none
    columns = np.flatnonzero(known.mean(axis=0) > 0.5)
    if not len(columns):
        return none
    even_s = np.arange(times_s[0], times_s[-1], 1 / numbers.looks_a_second)
    window = np.hanning(round(numbers.smooth_s * numbers.looks_a_second) + 2)[1:-1]
    window = window / window.sum()
    ends = (len(window) - 1) // 2, len(window) // 2
    smooth = [
        np.convolve(
            np.pad(np.interp(even_s, times_s[here], angles[here, n]), ends, "edge"),
            window,
            "valid",
        )
        for n in columns
        for here in (known[:, n],)
    ]
    return even_s, np.column_stack(smooth)


def _first_component(angles: Array, outside: float) -> Array:
    """(k,) The angles along the direction in which they vary most.

    What is seldom and far off, such as getting up at the end, is drawn in before.
    """
    low, high = np.quantile(angles, (outside, 1 - outside), axis=0)
    more = 0.5 * (high - low)
    drawn_in = np.clip(angles, low - more, high + more)
    centred = drawn_in - np.median(drawn_in, axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ axes[0])


def _swings(signal: Sequence[float], least: float) -> list[_Swing]:
    """Every rise by `least` or more with a fall by as much after it."""
    rest = top = 0
    rises = False
    tops: list[tuple[int, int]] = []
    for n, value in enumerate(signal):
        if rises:
            if value > signal[top]:
                top = n
            elif signal[top] - value >= least:
                tops.append((rest, top))
                rises, rest = False, n
        elif value <= signal[rest]:
            rest = n
        elif value - signal[rest] >= least:
            rises, top = True, n
    if not tops:
        return []
    last = tops[-1][1]
    left = signal[last:] if not rises else signal[last : top + 1]
    ends = [rest for rest, _ in tops[1:]] + [last + int(np.argmin(left))]
    return [_Swing(*one, end) for one, end in zip(tops, ends, strict=True)]


def _joined(swings: Sequence[_Swing], signal: Array, valley: float) -> list[_Swing]:
    """Make one of those with no way back to rest between them: that is bouncing."""
    found: list[_Swing] = []
    for swing in swings:
        found.append(swing)
        while len(found) > 1:
            one, other = found[-2:]
            rest = max(signal[one.before], signal[other.after])
            lower = min(signal[one.top], signal[other.top])
            if signal[one.after] - rest <= valley * (lower - rest):
                break
            top = max(one.top, other.top, key=lambda n: float(signal[n]))
            found[-2:] = [_Swing(one.before, top, other.after)]
    return found


def _ends(swing: _Swing, signal: Array, edge: float) -> tuple[int, int]:
    """Where a swing leaves rest, and where it is back."""
    before, top, after = swing
    rest = max(signal[before], signal[after])
    level = rest + edge * (signal[top] - rest)
    going = np.flatnonzero(signal[before : top + 1] <= level)
    coming = np.flatnonzero(signal[top : after + 1] <= level)
    return before + int(going[-1]), top + int(coming[0])
