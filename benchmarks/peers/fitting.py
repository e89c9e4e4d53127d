"""Each counter fitted to a stretch: on its good sample clip, and on nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from benchmarks.peers import counters, knn
from benchmarks.peers.body import (
    Array,
    Body,
    bends,
    body_of,
    closer_side,
    gated,
    in_frame,
    leans,
    normalised,
    one_euro,
    seen_side,
    taller_side,
)
from benchmarks.peers.counters import Counted, Levels, Span
from benchmarks.peers.measures import iou
from benchmarks.truth import Truth, read_truth, trace_path
from formcheck.edges.recording import read_trace

Count = Callable[[Body], Counted]
"""A counter fitted to one stretch."""

SHARES = (
    (0.2, 0.5), (0.3, 0.6), (0.2, 0.7), (0.4, 0.7), (0.3, 0.8), (0.5, 0.8), (0.2, 0.9),
)  # fmt: skip
"""Seven pairs of thresholds, as shares of the way from rest to the furthest."""


@dataclass(frozen=True)
class Peer:
    """One counter: what it watches, and how it counts that."""

    name: str
    signals: Callable[[Body], Mapping[str, Array]]
    count: Callable[[Array, Array, Levels], Counted]


def _aigym(body: Body) -> Mapping[str, Array]:
    return bends(body, seen_side(body))


def _learnopencv(body: Body) -> Mapping[str, Array]:
    return leans(body, taller_side(body))


def _exersights(body: Body) -> Mapping[str, Array]:
    return bends(normalised(body), closer_side(body))


def _replens(body: Body) -> Mapping[str, Array]:
    flat = body.xy.reshape(len(body.xy), -1)
    smooth = one_euro(flat, body.times_s).reshape(body.xy.shape)
    side = seen_side(body)
    framed = in_frame(body)
    signals = gated(bends(replace(body, xy=smooth), side), body, side)
    return {name: np.where(framed, line, np.nan) for name, line in signals.items()}


def _sports2d(body: Body) -> Mapping[str, Array]:
    side = seen_side(body)
    return bends(body, side) | leans(body, side)


PEERS = (
    Peer("AIGym", _aigym, counters.aigym),
    Peer("RepLens", _replens, counters.replens),
    Peer("LearnOpenCV", _learnopencv, counters.learnopencv),
    Peer("ExerSights", _exersights, counters.exersights),
    Peer("filter and peaks", _sports2d, counters.peaks),
)


@cache
def sample_body(name: str) -> Body:
    """Return the body in a sample clip."""
    return body_of(read_trace(trace_path(name)))


@cache
def fitted(stretch: str) -> Mapping[str, Count]:
    """Return every counter by name, fitted to a stretch."""
    truth, body = read_truth(f"{stretch}_good"), sample_body(f"{stretch}_good")
    found: dict[str, Count] = {peer.name: fit(peer, body, truth) for peer in PEERS}
    samples = knn.samples_of(
        body,
        spans_of(truth),
        [(float(rep["start_s"]), float(rep["end_s"])) for rep in truth.reps],
    )
    found["k-nearest"] = lambda other: knn.knn(other, samples)
    found["first component"] = counters.pc1
    return found


def fit(peer: Peer, body: Body, truth: Truth) -> Count:
    """Choose signal, direction and thresholds: the count first, then the time held."""
    wanted = spans_of(truth)
    best: tuple[float, float] = (np.inf, 0.0)
    chosen: tuple[str, float, Levels] | None = None
    for name, line in peer.signals(body).items():
        for sign in (1.0, -1.0):
            low, high = np.nanpercentile(sign * line, [5, 95])
            for at_rest, at_target in SHARES:
                way = high - low
                levels = Levels(low + at_rest * way, low + at_target * way)
                counted = peer.count(body.times_s, sign * line, levels)
                missed = abs(counted.reps - truth.full_reps)
                rank = (float(missed), -iou(wanted, counted.holds))
                if rank < best:
                    best, chosen = rank, (name, sign, levels)
    if chosen is None:
        raise ValueError(f"{peer.name} sees nothing in the clip of {truth.stretch}")
    name, sign, levels = chosen

    def count(other: Body) -> Counted:
        return peer.count(other.times_s, sign * peer.signals(other)[name], levels)

    return count


def spans_of(truth: Truth) -> tuple[Span, ...]:
    """Return when a clip's person is in the target, s; one phase of a movement of two.

    A movement of two phases is one repetition, and its first phase is the target.
    """
    first = truth.holds[0].get("phase") if truth.holds else None
    return tuple(
        (float(hold["start_s"]), float(hold["end_s"]))
        for hold in truth.holds
        if hold.get("phase") == first
    )
