"""What a body rests on: true in every target that ships, and in no look-alike."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from benchmarks.truth import clip_names, read_truth, trace_path
from formcheck.core.body.base import rests_on
from formcheck.core.body.view import Base
from formcheck.core.judge.events import FlagRaised
from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.stretch.spec import Kind, Plan, Profile, Severity
from formcheck.edges.recording import read_trace
from tests.builders import (
    FRONTAL,
    HALF_KNEELING,
    PRONE,
    QUADRUPED,
    SEATED,
    STANDING,
    SUPINE,
    Figure,
    Motion,
)
from tests.numbers import SHIPPED
from tests.shelf import SPECS

GOOD = [name for name in clip_names() if name.endswith("_good")]
JUDGED = sorted(i for i, spec in SPECS.items() if spec.kind is not Kind.GUIDED)

STILL = {
    "standing": STANDING,
    "standing, from the front": FRONTAL,
    "seated": SEATED,
    "kneeling": Figure(hip=180, knee=90, y=300),
    "half kneeling": HALF_KNEELING,
    "a plank": Figure(lean=72, hip=176, knee=178, shoulder=76, y=300),
    "a lunge, the back knee off the floor": Figure(
        lean=62, hip=178, knee=165, far_hip=55, far_knee=85, shoulder=70, y=300
    ),
    "on hands and knees": QUADRUPED,
    "flat on the back": Figure(lean=-90, hip=180, knee=180, y=380),
    "on the back, knees bent": SUPINE,
    "flat on the front": PRONE,
}
"""Postures that people keep for a while without doing a stretch."""


def test_every_shipped_stretch_says_what_it_rests_on() -> None:
    assert [i for i, spec in SPECS.items() if spec.base is None] == []


@pytest.mark.parametrize("name", GOOD)
def test_a_hold_rests_on_what_its_file_says(name: str) -> None:
    truth = read_truth(name)
    spec = SPECS[truth.stretch]
    judge = SetJudge(spec, truth.profile, Plan(hold_s=truth.hold_s), SHIPPED)
    looks = wrong = others = 0
    seen = list(read_trace(trace_path(name)).observations())[::5]
    for observation in seen:
        judge.take(observation)
        body = judge.state.reading.body
        at_s = observation.time_s
        held = any(h["start_s"] <= at_s <= h["end_s"] for h in truth.holds)
        if body is None or not held:
            continue
        found = {base for base in Base if rests_on(body, base)}
        looks += 1
        wrong += spec.base not in found
        # Half-way back to the heels the body is on both.
        both = {Base.HEELS} if spec.base is Base.HANDS_AND_KNEES else set()
        others += bool(found - {spec.base} - both)
    assert looks > 30
    assert wrong <= 0.05 * looks
    # One shape each, but for the pigeon's leg, as if knelt on, and the edge of a chair.
    assert others <= 0.35 * looks


@pytest.mark.parametrize("still", STILL)
@pytest.mark.parametrize("stretch", JUDGED)
def test_keeping_still_in_a_posture_is_no_stretch(stretch: str, still: str) -> None:
    """Live, for long, and in the middle of the picture: nothing counts."""
    seen = Motion(STILL[still]).hold(8).seen(fps=8)
    judge = SetJudge(SPECS[stretch], Profile(), Plan(recorded=False), SHIPPED)
    for observation in seen:
        judge.take(observation)
    result = judge.finish(0.0, seen[-1].time_s)
    assert (result.done, result.all_holds, result.flags) == ((), (), ())


@pytest.mark.parametrize("seconds", [1.5, 2.5])
@pytest.mark.parametrize(
    ("stretch", "still"),
    [
        ("standing_back_extension", "flat on the back"),
        ("standing_back_extension", "on the back, knees bent"),
        ("curl_up", "standing"),
        ("curl_up", "kneeling"),
        ("curl_up", "half kneeling"),
    ],
)
def test_the_way_to_another_posture_and_back_is_no_stretch(
    stretch: str, still: str, seconds: float
) -> None:
    """Nothing counts, and what was quick before they were here again is no haste."""
    spec = SPECS[stretch]
    own, other = (
        {"standing": STANDING, "supine": SUPINE}[spec.posture.value],
        STILL[still],
    )
    motion = Motion(own).hold(3).move(seconds, **asdict(other)).hold(5)
    motion.move(seconds, **asdict(own)).hold(2)
    seen = motion.seen()
    judge = SetJudge(spec, Profile(), Plan(recorded=False), SHIPPED)
    events = [event for observation in seen for event in judge.take(observation)]
    raised = [
        event.id
        for event in events
        if isinstance(event, FlagRaised) and event.severity is Severity.UNSAFE
    ]
    judged = judge.finish(0.0, seen[-1].time_s)
    assert (judged.done, judged.all_holds, raised) == ((), (), [])
