"""MediaPipe's repetition counter: looks like those of the sample's target, or of rest.

A pose is the distances between 23 pairs of joints, in sizes of the body; the nearest
of the sample's say which it is. Numbers: MediaPipe, "Pose classification".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.body import Array, Body
from benchmarks.peers.counters import Counted, Span
from formcheck.core.body.landmarks import MIRROR
from formcheck.core.body.landmarks import Landmark as L

_BY_FURTHEST, _BY_MEAN = 30, 10
_AXES = np.array([1.0, 1.0, 0.2])
_SMOOTH_OVER, _SMOOTH_SHARE = 10, 0.2
_ENTER, _EXIT = 6.0, 4.0
_TORSOS = 2.5
_MOST_SAMPLES = 400

_MIDDLES = ((L.LEFT_HIP, L.RIGHT_HIP), (L.LEFT_SHOULDER, L.RIGHT_SHOULDER))
_ONE_SIDE = (
    (L.LEFT_SHOULDER, L.LEFT_ELBOW),
    (L.LEFT_ELBOW, L.LEFT_WRIST),
    (L.LEFT_HIP, L.LEFT_KNEE),
    (L.LEFT_KNEE, L.LEFT_ANKLE),
    (L.LEFT_SHOULDER, L.LEFT_WRIST),
    (L.LEFT_HIP, L.LEFT_ANKLE),
    (L.LEFT_HIP, L.LEFT_WRIST),
    (L.LEFT_SHOULDER, L.LEFT_ANKLE),
)
_ACROSS = (
    (L.LEFT_ELBOW, L.RIGHT_ELBOW),
    (L.LEFT_KNEE, L.RIGHT_KNEE),
    (L.LEFT_WRIST, L.RIGHT_WRIST),
    (L.LEFT_ANKLE, L.RIGHT_ANKLE),
    (L.LEFT_WRIST, L.LEFT_ANKLE),
    (L.RIGHT_WRIST, L.RIGHT_ANKLE),
)
_PAIRS = [
    *_ONE_SIDE,
    *((int(MIRROR[one]), int(MIRROR[other])) for one, other in _ONE_SIDE),
    *_ACROSS,
]
"""22 of them; the 23rd goes from the middle of the hips to that of the shoulders."""


@dataclass(frozen=True)
class Samples:
    """What the classes look like. target: which of them are of the target."""

    embedded: Array
    target: NDArray[np.bool_]


def embedded(body: Body) -> Array:
    """Return each look as distances of pairs: (n, 23, 3) in sizes of the body."""
    # Depth is of the world's landmarks, in the picture's size.
    torso_px = _torso(body.xy)
    torso_m = np.maximum(_torso(body.world), 1e-6)
    depth = body.world[:, :, 2:] * (torso_px / torso_m)[:, None, None]
    points = np.concatenate([body.xy, np.nan_to_num(depth)], axis=2)
    middle = points[:, list(_MIDDLES[0])].mean(axis=1, keepdims=True)
    reach = np.linalg.norm(points[:, :, :2] - middle[:, :, :2], axis=2).max(axis=1)
    size = np.maximum(np.maximum(torso_px * _TORSOS, reach), 1e-6)
    points = (points - middle) / size[:, None, None] * 100
    trunk = points[:, list(_MIDDLES[1])].mean(axis=1)
    one, other = (points[:, [pair[n] for pair in _PAIRS]] for n in (0, 1))
    return np.concatenate([trunk[:, None], other - one], axis=1)


def mirrored(body: Body) -> Body:
    """Return it as a mirror shows it."""
    flip = np.array([-1.0, 1.0])
    return Body(
        body.times_s,
        body.xy[:, MIRROR] * flip,
        body.world[:, MIRROR] * np.array([-1.0, 1.0, 1.0]),
        body.visibility[:, MIRROR],
        body.size_wh,
    )


def samples_of(body: Body, holds: Sequence[Span], moves: Sequence[Span]) -> Samples:
    """Return the looks of a good clip: in the target, and not moving at all.

    holds, moves: when it is in the target, and when a repetition goes on, s.
    """
    held, moving = _within(body.times_s, holds), _within(body.times_s, moves)
    use = held | ~moving
    every = max(1, int(use.sum() / _MOST_SAMPLES))
    at = np.flatnonzero(use)[::every]
    return Samples(embedded(body)[at], held[at])


def knn(body: Body, samples: Samples) -> Counted:
    """Count on leaving the target: its share of the nearest, smoothed, from 6 to 4."""
    looks, turned = embedded(body), embedded(mirrored(body))
    smooth, inside, reps, since_s = 0.0, False, 0, 0.0
    holds: list[Span] = []
    window: list[float] = []
    for time_s, look, other in zip(body.times_s.tolist(), looks, turned, strict=True):
        window = [_votes(look, other, samples), *window][:_SMOOTH_OVER]
        weights = (1 - _SMOOTH_SHARE) ** np.arange(len(window))
        smooth = float(np.dot(weights, window) / weights.sum())
        if not inside and smooth > _ENTER:
            inside, since_s = True, time_s
        elif inside and smooth < _EXIT:
            inside, reps = False, reps + 1
            holds.append((since_s, time_s))
    if inside:
        holds.append((since_s, float(body.times_s[-1])))
    return Counted(reps, tuple(holds), inside)


def _votes(look: Array, turned: Array, samples: Samples) -> float:
    """How many of the ten nearest are of the target."""
    off = np.abs(samples.embedded - look) * _AXES
    off_turned = np.abs(samples.embedded - turned) * _AXES
    furthest = np.minimum(off.max(axis=(1, 2)), off_turned.max(axis=(1, 2)))
    near = np.argsort(furthest, kind="stable")[:_BY_FURTHEST]
    mean = np.minimum(off[near].mean(axis=(1, 2)), off_turned[near].mean(axis=(1, 2)))
    nearest = near[np.argsort(mean, kind="stable")[:_BY_MEAN]]
    return float(samples.target[nearest].sum()) * _BY_MEAN / len(nearest)


def _torso(points: Array) -> Array:
    hips, shoulders = (points[:, list(pair), :2].mean(axis=1) for pair in _MIDDLES)
    return np.asarray(np.linalg.norm(shoulders - hips, axis=1))


def _within(times_s: Array, spans: Sequence[Span]) -> NDArray[np.bool_]:
    inside = np.zeros(len(times_s), bool)
    for start, end in spans:
        inside |= (times_s >= start) & (times_s <= end)
    return inside
