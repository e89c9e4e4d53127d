"""The stretches as they are shipped, and the good clips of them, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.truth import trace_path
from formcheck.core.body.observation import Observation, Status
from formcheck.core.stretch.spec import StretchSpec
from formcheck.edges.recording import TraceAbout, read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.loading import list_stretches

SPECS: dict[str, StretchSpec] = {spec.id: spec for spec in list_stretches(poses_dir())}


@dataclass(frozen=True)
class Kept:
    """What was seen in a recording, like a `Trace` for whoever judges it."""

    about: TraceAbout
    seen: tuple[Observation, ...]

    def observations(self) -> Sequence[Observation]:
        """Every look, in order of time."""
        return self.seen


@lru_cache(maxsize=2)
def looks_of(clip: str, every: int) -> Kept:
    """A sample clip, looked at in every so many pictures: a test of hundreds of sets
    needs no thirty a second, and people's cameras give fewer.
    """
    trace = read_trace(trace_path(clip))
    seen = (o for o in trace.observations() if o.status is not Status.SKIPPED)
    return Kept(trace.about, tuple(seen)[::every])
