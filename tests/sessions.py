"""Sessions of described motions, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from formcheck.app.recordings.judging import judge_trace
from formcheck.core.body.observation import Observation
from formcheck.core.records.session import (
    Pain,
    Session,
    SessionAbout,
    SetRecord,
    compose,
)
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.recording import TraceAbout, TraceWriter, quantise, read_trace
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.builders import SUPINE, Motion
from tests.numbers import SHIPPED

HEAD = {
    "formcheck": "0.1.0",
    "judging": SHIPPED.digest,
    "source": {
        "kind": "video",
        "name": "bridge.mp4",
        "duration_s": 40.0,
        "frames": 1000,
        "fps": 25.0,
        "truncated": False,
        "size_wh": [640, 480],
        "from_s": 0.0,
        "to_s": None,
        "mirrored": False,
        "rotated_deg": 0,
    },
    "model": {"name": "made up", "sha256": "0" * 64},
    "notes": [],
}


@lru_cache
def bridge() -> StretchSpec:
    return find_stretch("bridge", poses_dir())


def bridges(reps: int = 3, hip: float = 178, over: bool = False) -> Motion:
    """Bridges; the last one arched too far, if `over`."""
    motion = Motion(SUPINE).hold(2)
    for number in range(reps):
        top = 208.0 if over and number == reps - 1 else hip
        motion.move(2, hip=top, lean=-115).hold(3).move(2, hip=130, lean=-90).hold(1.5)
    return motion


def write_trace(path: Path, seen: Sequence[Observation]) -> Path:
    end_s = seen[-1].time_s + 0.04
    about = TraceAbout("made up", 25.0, len(seen), 0.0, end_s, "made up", "0" * 64)
    with TraceWriter(path.parent) as trace:
        for observation in seen:
            trace.add(quantise(observation))
        trace.save(path, about)
    return path


def record_of(
    trace: Path, spec: StretchSpec | None = None, plan: Plan | None = None
) -> SetRecord:
    spec, plan = spec or bridge(), plan or Plan()
    result, events = judge_trace(read_trace(trace), spec, Profile(), plan, SHIPPED)
    return SetRecord(spec, Profile(), plan, result, tuple(events))


def session_of(
    records: Sequence[SetRecord],
    uid: str = "one",
    person: str = "AB",
    day: str = "2026-11-20",
    **about: object,
) -> Session:
    """A session kept in the morning of a day."""
    known = SessionAbout(
        uid=uid,
        person=person,
        started_at=f"{day}T07:30:00+01:00",
        judged_at=f"{day}T07:45:00+01:00",
        **about,
    )
    entries = [record.entry for record in records]
    return Session(known, compose(HEAD, known, entries), tuple(records))


SORE = Pain(before=4, after=3, next_morning=3, site=("below_knee", "left buttock"))
