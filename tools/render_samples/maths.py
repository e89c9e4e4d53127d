"""Small rotations and vectors, compiled. Angles in radians unless named `_deg`."""

from __future__ import annotations

import math

import numba as nb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RAD = math.pi / 180


@nb.njit(cache=True)
def unit(v: Floats) -> Floats:
    """`v` at length 1."""
    return v / (math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) + 1e-12)


@nb.njit(cache=True)
def cross(a: Floats, b: Floats) -> Floats:
    """The cross product of two vectors."""
    return np.array(
        [
            a[1] * b[2] - a[2] * b[1],
            a[2] * b[0] - a[0] * b[2],
            a[0] * b[1] - a[1] * b[0],
        ]
    )


@nb.njit(cache=True)
def dot(a: Floats, b: Floats) -> float:
    """The scalar product of two vectors."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@nb.njit(cache=True)
def turn(axis: Floats, angle: float) -> Floats:
    """The rotation about `axis` by `angle`, (3,3)."""
    u = unit(axis)
    c, s = math.cos(angle), math.sin(angle)
    x, y, z, k = u[0], u[1], u[2], 1 - c
    return np.array(
        [
            [c + x * x * k, x * y * k - z * s, x * z * k + y * s],
            [y * x * k + z * s, c + y * y * k, y * z * k - x * s],
            [z * x * k - y * s, z * y * k + x * s, c + z * z * k],
        ]
    )


@nb.njit(cache=True)
def swing(a: Floats, b: Floats) -> Floats:
    """The shortest rotation that takes the direction `a` to `b`."""
    p, q = unit(a), unit(b)
    c = cross(p, q)
    s, d = math.sqrt(dot(c, c)), dot(p, q)
    if s < 1e-9:
        return np.eye(3) if d > 0 else turn(np.array([0.0, 1.0, 0.0]), math.pi)
    return turn(c / s, math.atan2(s, d))


@nb.njit(cache=True)
def between(a: Floats, b: Floats, share: float) -> Floats:
    """The rotation `share` (0..1) of the way from the rotation `a` to `b`."""
    r = np.ascontiguousarray(a.T) @ b
    cos = (r[0, 0] + r[1, 1] + r[2, 2] - 1) / 2
    angle = math.acos(min(1.0, max(-1.0, cos)))
    axis = np.array([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]])
    if angle < 1e-6:
        return a.copy()
    if dot(axis, axis) < 1e-12:
        return a.copy() if share < 0.5 else b.copy()
    return a @ turn(axis, angle * share)


@nb.njit(cache=True)
def frame(along: Floats, hint: Floats) -> Floats:
    """An orthonormal frame: first column `along`, second as near `hint` as can be."""
    d = unit(along)
    h = unit(hint - d * dot(d, hint))
    n = cross(d, h)
    out = np.empty((3, 3))
    for k in range(3):
        out[k, 0], out[k, 1], out[k, 2] = d[k], h[k], n[k]
    return out


@nb.njit(cache=True)
def two_bones(
    start: Floats, goal: Floats, first: float, second: float, pole: Floats
) -> tuple[Floats, Floats]:
    """Directions of two bones that reach from `start` to `goal`, bent toward `pole`.

    A goal out of reach is pointed at with nearly straight bones.
    """
    v = goal - start
    far = math.sqrt(dot(v, v))
    d = min(far, (first + second) * 0.9985)
    d = max(d, abs(first - second) * 1.02 + 1e-4)
    u = unit(v)
    c = (first * first + d * d - second * second) / (2 * first * d)
    c = min(1.0, max(-1.0, c))
    p = unit(pole - u * dot(pole, u))
    upper = u * c + p * math.sqrt(1 - c * c)
    joint = start + upper * first
    return upper, unit(start + u * d - joint)


@nb.njit(cache=True)
def blend(a: Floats, b: Floats, share: float) -> Floats:
    """The direction `share` (0..1) of the way from `a` to `b`."""
    if share <= 0:
        return a
    if share >= 1:
        return b
    return unit(a * (1 - share) + b * share)


@nb.njit(cache=True)
def place_rest(
    order: NDArray[np.int64],
    parents: NDArray[np.int64],
    heads: Floats,
    turns: Floats,
    places: Floats,
    done: NDArray[np.bool_],
) -> None:
    """Give every bone that is not `done` its parent's rotation and its place."""
    for i in order:
        if done[i]:
            continue
        p = parents[i]
        turns[i] = turns[p]
        places[i] = places[p] + turns[p] @ (heads[i] - heads[p])
        done[i] = True


@nb.njit(cache=True, fastmath=True)
def apply_maps(maps: NDArray[np.float32], points: Floats) -> Floats:
    """Each point (n,3) through its own 3x4 map (n,12)."""
    out = np.empty_like(points)
    for i in range(len(points)):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        for k in range(3):
            m = maps[i, 4 * k : 4 * k + 4]
            out[i, k] = m[0] * x + m[1] * y + m[2] * z + m[3]
    return out


def angle_deg(a: Floats, b: Floats, c: Floats) -> Floats:
    """The included angle at `b` between `a` and `c`, in degrees; (..., 2 or 3)."""
    u, v = a - b, c - b
    dots = (u * v).sum(-1)
    size = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    return np.degrees(np.arccos(np.clip(dots / np.maximum(size, 1e-12), -1, 1)))
